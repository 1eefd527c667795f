"""`waiqin replay`: a written script (`script.py`) lived through on a pretended clock, printed as a conversation."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from bot import demo, import_texts, replay_texts
from bot.channels.base import InboundMessage
from bot.channels.transcript import TranscriptChannel
from bot.clock import PretendClock
from bot.script import OFF, ON, Line, ScriptError, Unreadable, parse, read
from bot.settings import Settings
from bot.settings import load as load_settings
from bot.tables import TableError, read_tables
from models.db import make_engine, unit
from models.rules.cells import parse_userid
from models.schema import Notice
from models.services.importing import Table
from models.times import shanghai, weekday_name

if TYPE_CHECKING:
    from bot.office import Office

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a conversation: `person` speaks in a message and is spoken to otherwise; a stop concerns nobody."""

    at: datetime
    kind: Literal["message", "reply", "push", "power"]
    person: str
    text: str
    notice: str | None = None


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
        lines = parse(read(script), names, script.parent)
        with tempfile.TemporaryDirectory(prefix="waiqin-replay-") as scratch, _quiet_logs():
            show = _as_json(say) if as_json else _Conversation(names, say).show
            settings = load_settings(data_dir=Path(scratch), database_url="")
            _load_company(settings.database, folder, lines[0].at)
            asyncio.run(_live(lines, settings, show))
    except ScriptError as wrong:
        complain(replay_texts.script_error(str(script), wrong.line, wrong.reason))
    except (Unreadable, TableError) as wrong:
        complain(str(wrong))
    except demo.CompanyRefused as wrong:
        complain(replay_texts.company_refused(folder.name))
        for where, rejected in wrong.rejections:
            complain(import_texts.rejection(where, rejected))
    else:
        return 0
    return 1


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
        if line.kind == "power" and line.text == ON:
            self._clock.move_to(line.at)
            self._show(Event(line.at, "power", "", line.text))
            await self.start()
        await self.office.advance(line.at)
        await self._show_pushes()
        if line.kind == "power" and line.text == OFF:
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
            self._say(replay_texts.replay_day(at.date().isoformat(), weekday_name(at.date()), first=self._day is None))
            self._day = at.date()
        name = self._names.get(event.person, event.person)
        if event.kind == "message":
            self._say("")
            opening = replay_texts.replay_message(f"{at:%H:%M}", name)
        elif event.kind == "reply":
            opening = replay_texts.REPLAY_REPLY
        elif event.kind == "power":
            self._say("")
            self._say(replay_texts.replay_power(f"{at:%H:%M}", on=event.text == ON))
            return
        else:
            opening = replay_texts.replay_push(f"{at:%H:%M}", name)
        first, *more = event.text.split("\n")
        self._say(opening + first)
        for line in more:
            self._say((replay_texts.REPLAY_INDENT + line).rstrip())
