"""`waiqin replay`: a written script of messages, lived through on a pretended clock, printed as a conversation.

A script has lines like `2026-11-23 09:10 lilei> 拜访 东吴 谈报价`. The text may be `[place 31.2983,120.5853 苏州…]`,
`[photo shop.jpg]` (beside the script) or `[voice]`; lines indented by two spaces continue a text; a bare
`2026-11-23 21:10` moves the clock; after a moment `[off]` stops the server and `[on]` starts it again; `#` begins a
comment. The whole script is checked before anything runs.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from bot import command_texts, demo
from bot.channels.base import InboundMessage
from bot.channels.transcript import TranscriptChannel
from bot.clock import PretendClock
from bot.settings import Settings
from bot.settings import load as load_settings
from bot.tables import TableError, read_tables
from models.db import make_engine, unit
from models.rules.cells import parse_degrees, parse_userid
from models.schema import Notice
from models.services.importing import Table
from models.times import SHANGHAI, shanghai, weekday_name

if TYPE_CHECKING:
    from bot.office import Office

Say = Callable[[str], None]

_LINE = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}) (?P<clock>\d{2}:\d{2}(?::\d{2})?)"
    r"(?: (?P<power>\[(?:on|off)\])| (?P<userid>[^\s>]+)>(?: (?P<text>.*))?)?\s*"
)
_PLACE = re.compile(r"\[place\s+(?P<latitude>[^,\s]+)\s*,\s*(?P<longitude>[^,\s]+)(?:\s+(?P<label>[^\]]*))?\]")
_PHOTO = re.compile(r"\[photo\s+(?P<file>[^\]]+)\]")
_VOICE = "[voice]"
_OFF, _ON = "[off]", "[on]"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script.

    Attributes:
        number: in the file, from 1.
        at: instant in UTC.
        userid: who speaks; empty when the line only moves the clock, or stops or starts the server.
        text: as written.
        kind: text, location, image or voice; `power` for the server's stop and start.
        payload: what the channel would hand over.
    """

    number: int
    at: datetime
    userid: str = ""
    text: str = ""
    kind: str = "text"
    payload: Mapping[str, Any] = field(default_factory=dict)


class ScriptError(Exception):
    """What is wrong with a script, and on which line."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class Unreadable(Exception):
    """There is no such script; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a conversation: `person` speaks in a message and is spoken to otherwise; a stop concerns nobody."""

    at: datetime
    kind: Literal["message", "reply", "push", "power"]
    person: str
    text: str
    notice: str | None = None


# --- the script ---------------------------------------------------------------------------------------------------


def parse(text: str, userids: Collection[str], folder: Path) -> list[Line]:
    """Read and check a whole script.

    Args:
        text: the script.
        userids: everybody in the company, in lower case.
        folder: where its pictures are.

    Raises:
        ScriptError: the first thing that is wrong.
    """
    lines: list[Line] = []
    running = True
    for line in _joined(text):
        if lines and line.at < lines[-1].at:
            raise ScriptError(line.number, command_texts.SCRIPT_BACKWARDS)
        starts = line.kind == "power" and line.text == _ON
        if starts == running:
            raise ScriptError(line.number, command_texts.SCRIPT_RUNNING if running else command_texts.SCRIPT_STOPPED)
        running = starts or line.kind != "power"
        lines.append(_checked(line, userids, folder))
    if not lines:
        raise ScriptError(1, command_texts.SCRIPT_EMPTY)
    if not running:
        raise ScriptError(lines[-1].number, command_texts.SCRIPT_STOPPED)
    return lines


def _joined(text: str) -> Iterable[Line]:
    """The lines with their continuations, what they say not looked at yet."""
    open_line: Line | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.startswith("  ") and raw.strip():
            if open_line is None or not open_line.userid:
                raise ScriptError(number, command_texts.SCRIPT_INDENT)
            open_line = replace(open_line, text=f"{open_line.text}\n{raw[2:].rstrip()}")
            continue
        if open_line is not None:
            yield open_line
        open_line = None if not raw.strip() or raw.startswith("#") else _split(number, raw)
    if open_line is not None:
        yield open_line


def _split(number: int, raw: str) -> Line:
    found = _LINE.fullmatch(raw)
    if found is None:
        raise ScriptError(number, command_texts.SCRIPT_SHAPE)
    try:
        at = datetime.fromisoformat(f"{found['day']} {found['clock']}").replace(tzinfo=SHANGHAI).astimezone(UTC)
    except ValueError:
        raise ScriptError(number, command_texts.SCRIPT_BAD_TIME) from None
    if found["power"]:
        return Line(number, at, text=found["power"], kind="power")
    return Line(number, at, (found["userid"] or "").lower(), found["text"] or "")


def _checked(line: Line, userids: Collection[str], folder: Path) -> Line:
    if not line.userid:
        return line
    if line.userid not in userids:
        raise ScriptError(line.number, command_texts.script_stranger(line.userid))
    text = line.text.strip()
    if not text:
        raise ScriptError(line.number, command_texts.SCRIPT_SILENT)
    kind, payload = _content(line.number, text, folder)
    return replace(line, text=text, kind=kind, payload=payload)


def _content(number: int, text: str, folder: Path) -> tuple[str, Mapping[str, Any]]:
    if text == _VOICE:
        return "voice", {"media_id": f"voice-{number}"}
    if text.startswith("[place"):
        return "location", _place(number, text)
    if text.startswith("[photo"):
        found = _PHOTO.fullmatch(text)
        file = found["file"].strip() if found else ""
        if not (folder / file).is_file():
            raise ScriptError(number, command_texts.script_no_photo(file))
        return "image", {"media_id": str(folder / file)}
    return "text", {"text": text}


def _place(number: int, text: str) -> Mapping[str, Any]:
    found = _PLACE.fullmatch(text)
    latitude = parse_degrees(found["latitude"], 90) if found else None
    longitude = parse_degrees(found["longitude"], 180) if found else None
    if found is None or latitude is None or longitude is None:
        raise ScriptError(number, command_texts.SCRIPT_BAD_PLACE)
    return {"latitude": latitude, "longitude": longitude, "label": (found["label"] or "").strip()}


# --- the run ------------------------------------------------------------------------------------------------------


def run(script: Path, *, say: Say, complain: Say, company: Path | None = None, as_json: bool = False) -> int:
    """Replay a script.

    Args:
        script: the file.
        say: prints a line of the conversation.
        complain: prints what is wrong.
        company: where its tables are; the demo company if not given.
        as_json: one object a line instead of a conversation to read.

    Returns:
        The command's exit code: 1 when the script or the company is not in order.
    """
    folder = company or demo.FOLDER
    try:
        names = _names(folder)
        lines = parse(_read(script), names, script.parent)
        with tempfile.TemporaryDirectory(prefix="waiqin-replay-") as scratch, _quiet_logs():
            show = _as_json(say) if as_json else _Conversation(names, say).show
            settings = load_settings(data_dir=Path(scratch), database_url="")
            _load_company(settings.database, folder, lines[0].at)
            asyncio.run(_live(lines, settings, show))
    except ScriptError as wrong:
        complain(command_texts.script_error(str(script), wrong.line, wrong.reason))
    except (Unreadable, TableError) as wrong:
        complain(str(wrong))
    except demo.CompanyRefused as wrong:
        complain(command_texts.company_refused(folder.name))
        for where, rejected in wrong.rejections:
            complain(command_texts.rejection(where, rejected))
    else:
        return 0
    return 1


def _read(script: Path) -> str:
    try:
        return script.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ScriptError(wrong.object.count(b"\n", 0, wrong.start) + 1, command_texts.SCRIPT_ENCODING) from None
    except OSError:
        raise Unreadable(command_texts.no_such_file(str(script))) from None


def _names(folder: Path) -> dict[str, str]:
    """Everybody's name by userid, as the company's table has it."""
    people = read_tables(folder).get(Table.PEOPLE)
    rows = people.rows if people is not None else ()
    return {parse_userid(row.cells["userid"]) or "": row.cells["name"].strip() for row in rows}


async def _live(lines: Sequence[Line], settings: Settings, show: Callable[[Event], None]) -> None:
    clock = PretendClock(lines[0].at)
    pictures = {line.payload["media_id"] for line in lines if line.kind == "image"}
    channel = TranscriptChannel(clock, {media_id: Path(media_id) for media_id in pictures})
    run = _Run(settings, clock, channel, show)
    await run.start()
    run.office.metronome.begin(clock.now())
    try:
        for line in lines:
            await run.live_through(line)
    finally:
        await run.office.close()


class _Run:
    """A script under way; `office` is the one that runs, or that ran last."""

    office: Office

    def __init__(
        self, settings: Settings, clock: PretendClock, channel: TranscriptChannel, show: Callable[[Event], None]
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._channel = channel
        self._show = show

    async def start(self) -> None:
        from bot.office import Office

        self.office = await Office.open(
            self._settings, clock=self._clock, channels=[self._channel], live=False, durable=False
        )

    async def live_through(self, line: Line) -> None:
        if line.kind == "power" and line.text == _ON:
            self._clock.move_to(line.at)
            self._show(Event(line.at, "power", "", line.text))
            await self.start()
        await self.office.advance(line.at)
        await self._show_pushes()
        if line.kind == "power" and line.text == _OFF:
            self._show(Event(line.at, "power", "", line.text))
            await self.office.close()
        elif line.userid:
            await self._answer(line)

    async def _answer(self, line: Line) -> None:
        self._show(Event(line.at, "message", line.userid, line.text))
        reply = await self.office.receive(_message(line))
        if reply:
            self._show(Event(line.at, "reply", line.userid, reply))
        # Only pictures leave work for later: nothing is deferred where one message comes at a time.
        await (self.office.settle() if line.kind == "image" else self.office.deliver_due())
        await self._show_pushes()

    async def _show_pushes(self) -> None:
        sent = self._channel.take()
        if not sent:
            return
        wanted = select(Notice.platform_id, Notice.kind).where(Notice.platform_id.in_([push.id for push in sent]))
        kinds: dict[str | None, str] = dict(
            await self.office.read(lambda session: [(row[0], row[1]) for row in session.execute(wanted)])
        )
        for push in sent:
            self._show(Event(push.at, "push", push.userid, push.text, kinds.get(push.id)))


@contextmanager
def _quiet_logs() -> Iterator[None]:
    """Only errors, and beside the conversation: the messages' log lines would bury it."""
    import structlog

    from bot.logs import complete

    before = structlog.get_config()
    structlog.configure(
        # Of an exception its type and place only: its variables are what people wrote.
        processors=[complete, structlog.dev.ConsoleRenderer(colors=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    try:
        yield
    finally:
        structlog.configure(**before)


def _load_company(database: str, company: Path, now: datetime) -> None:
    from models.upgrade import upgrade

    engine = make_engine(database)
    try:
        upgrade(engine)
        with unit(engine, now=now) as session:
            demo.load(session, company, now)
    finally:
        engine.dispose()


def _message(line: Line) -> InboundMessage:
    return InboundMessage(f"replay:{line.number}", "simulator", line.userid, line.kind, line.at, line.payload)


# --- what is printed ----------------------------------------------------------------------------------------------


def _as_json(say: Say) -> Callable[[Event], None]:
    def show(event: Event) -> None:
        side = "from" if event.kind == "message" else "to"
        fields = {
            "at": shanghai(event.at).isoformat(timespec="seconds"),
            "kind": event.kind,
            side: event.person,
            "text": event.text,
            "notice": event.notice,
        }
        say(json.dumps(fields, ensure_ascii=False))

    return show


class _Conversation:
    """Prints events for a person to read: days as headings, times at the left, pushes marked."""

    def __init__(self, names: Mapping[str, str], say: Say) -> None:
        self._names = names
        self._say = say
        self._day: date | None = None

    def show(self, event: Event) -> None:
        """Print one event."""
        at = shanghai(event.at)
        if at.date() != self._day:
            self._say(command_texts.replay_day(at.date().isoformat(), weekday_name(at.date()), first=self._day is None))
            self._day = at.date()
        name = self._names.get(event.person, event.person)
        if event.kind == "message":
            self._say("")
            opening = command_texts.replay_message(f"{at:%H:%M}", name)
        elif event.kind == "reply":
            opening = command_texts.REPLAY_REPLY
        elif event.kind == "power":
            self._say("")
            self._say(command_texts.replay_power(f"{at:%H:%M}", on=event.text == _ON))
            return
        else:
            opening = command_texts.replay_push(f"{at:%H:%M}", name)
        first, *more = event.text.split("\n")
        self._say(opening + first)
        for line in more:
            self._say((command_texts.REPLAY_INDENT + line).rstrip())
