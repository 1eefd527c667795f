"""The script of a replay: lines that say who writes what when, read and checked as a whole before anything runs.

A line is like `2026-11-23 09:10 lilei> 拜访 东吴 谈报价`. The text may be `[place 31.2983,120.5853 苏州…]`,
`[photo shop.jpg]` (beside the script) or `[voice]`; lines indented by two spaces continue a text; a bare
`2026-11-23 21:10` moves the clock; after a moment `[off]` stops the server and `[on]` starts it again; `#` begins a
comment.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import command_texts, replay_texts
from models.rules.cells import parse_degrees
from models.times import SHANGHAI

if TYPE_CHECKING:
    pass

_LINE = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}) (?P<clock>\d{2}:\d{2}(?::\d{2})?)"
    r"(?: (?P<power>\[(?:on|off)\])| (?P<userid>[^\s>]+)>(?: (?P<text>.*))?)?\s*"
)
_PLACE = re.compile(r"\[place\s+(?P<latitude>[^,\s]+)\s*,\s*(?P<longitude>[^,\s]+)(?:\s+(?P<label>[^\]]*))?\]")
_PHOTO = re.compile(r"\[photo\s+(?P<file>[^\]]+)\]")
_VOICE = "[voice]"
OFF, ON = "[off]", "[on]"
"""The texts of lines that stop and start the server."""


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


def read(script: Path) -> str:
    """The text of a script.

    Raises:
        ScriptError: it is not UTF-8.
        Unreadable: there is no such file.
    """
    try:
        return script.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise ScriptError(wrong.object.count(b"\n", 0, wrong.start) + 1, replay_texts.SCRIPT_ENCODING) from None
    except OSError:
        raise Unreadable(command_texts.no_such_file(str(script))) from None


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
            raise ScriptError(line.number, replay_texts.SCRIPT_BACKWARDS)
        starts = line.kind == "power" and line.text == ON
        if starts == running:
            raise ScriptError(line.number, replay_texts.SCRIPT_RUNNING if running else replay_texts.SCRIPT_STOPPED)
        running = starts or line.kind != "power"
        lines.append(_checked(line, userids, folder))
    if not lines:
        raise ScriptError(1, replay_texts.SCRIPT_EMPTY)
    if not running:
        raise ScriptError(lines[-1].number, replay_texts.SCRIPT_STOPPED)
    return lines


def _joined(text: str) -> Iterable[Line]:
    """The lines with their continuations, what they say not looked at yet."""
    open_line: Line | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.startswith("  ") and raw.strip():
            if open_line is None or not open_line.userid:
                raise ScriptError(number, replay_texts.SCRIPT_INDENT)
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
        raise ScriptError(number, replay_texts.SCRIPT_SHAPE)
    try:
        at = datetime.fromisoformat(f"{found['day']} {found['clock']}").replace(tzinfo=SHANGHAI).astimezone(UTC)
    except ValueError:
        raise ScriptError(number, replay_texts.SCRIPT_BAD_TIME) from None
    if found["power"]:
        return Line(number, at, text=found["power"], kind="power")
    return Line(number, at, (found["userid"] or "").lower(), found["text"] or "")


def _checked(line: Line, userids: Collection[str], folder: Path) -> Line:
    if not line.userid:
        return line
    if line.userid not in userids:
        raise ScriptError(line.number, replay_texts.script_stranger(line.userid))
    text = line.text.strip()
    if not text:
        raise ScriptError(line.number, replay_texts.SCRIPT_SILENT)
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
            raise ScriptError(number, replay_texts.script_no_photo(file))
        return "image", {"media_id": str(folder / file)}
    return "text", {"text": text}


def _place(number: int, text: str) -> Mapping[str, Any]:
    found = _PLACE.fullmatch(text)
    latitude = parse_degrees(found["latitude"], 90) if found else None
    longitude = parse_degrees(found["longitude"], 180) if found else None
    if found is None or latitude is None or longitude is None:
        raise ScriptError(number, replay_texts.SCRIPT_BAD_PLACE)
    return {"latitude": latitude, "longitude": longitude, "label": (found["label"] or "").strip()}
