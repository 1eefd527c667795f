"""`waiqin calendar`: the company's own working days, shown and laid down by a file (`product.md` A1).

What the country names for the next year, or what the company does otherwise, stands above the country's table
(`models/rules/calendar.py`). All rows of a file are taken, or none; a file that is read twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sqlalchemy import Engine

from bot import rules_texts
from bot.clock import Clock
from bot.tables import TableError, csv_lines
from models.db import unit
from models.directory import Directory
from models.rules.calendar import LONGEST_REST
from models.rules.cells import folded, parse_day
from models.services import calendar_days
from models.times import days_from, shanghai_day

Say = Callable[[str], None]

_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {"day": "day", "日期": "day", "until": "until", "到": "until", "works": "works", "安排": "works"}
)
_MEANT: Final[Mapping[str, bool | None]] = MappingProxyType(
    {
        "上班": True,
        "补班": True,
        "work": True,
        "放假": False,
        "休息": False,
        "rest": False,
        "法定": None,
        "country": None,
    }
)
_YEARS: Final = 2
"""How many years ahead of this one may be laid down: a later one is a slip."""


def show(engine: Engine, *, clock: Clock, say: Say) -> None:
    """Print the company's own days of this year and later, and which years' holidays nobody has told yet.

    Args:
        engine: of a migrated database.
        clock: says which year it is.
        say: prints one line.
    """
    calendar = _directory(engine).calendar
    year = shanghai_day(clock.now()).year
    for shown in (year, year + 1):
        days = {day: works for day, works in sorted(calendar.own.items()) if day.year == shown}
        say(rules_texts.calendar_year(shown, days, known=calendar.is_known(shown)))


def lay_down(engine: Engine, file: Path, *, clock: Clock, say: Say, dry_run: bool = False) -> int:
    """Lay down days by a file of day, until and works: all of its rows, or none.

    Args:
        engine: of a migrated database.
        file: CSV.
        clock: for the history, and for the years that may be meant.
        say: prints one line.
        dry_run: check only.

    Returns:
        The command's exit code: 1 when something stands in the way, else 0.
    """
    now = clock.now()
    try:
        days, faults = _read(list(csv_lines(file)), shanghai_day(now).year)
    except TableError as wrong:
        say(str(wrong))
        return 1
    for fault in faults:
        say(fault)
    if faults:
        say(rules_texts.CALENDAR_REFUSED)
        return 1
    if dry_run:
        say(rules_texts.calendar_checked(len(days)))
        return 0
    with unit(engine, now=now) as session:
        say(rules_texts.calendar_written(len(days), calendar_days.lay_down(session, days)))
    return 0


def _directory(engine: Engine) -> Directory:
    directory = Directory()
    with unit(engine) as session:
        directory.refresh(session.connection())
    return directory


def _read(lines: Sequence[tuple[int, Sequence[str]]], year: int) -> tuple[Mapping[date, bool | None], Sequence[str]]:
    """The days of a file, and what is wrong with its rows.

    Raises:
        TableError: it has no such columns.
    """
    header = [_HEADERS.get(folded(cell).lower(), "") for cell in lines[0][1]] if lines else []
    if not {"day", "works"} <= set(header):
        raise TableError(rules_texts.CALENDAR_HEADER)
    days: dict[date, bool | None] = {}
    faults: list[str] = []
    for number, cells in lines[1:]:
        row = {name: folded(cell) for name, cell in zip(header, cells, strict=False)}
        if not any(row.values()):
            continue
        try:
            meant = {day: _MEANT[row.get("works", "").lower()] for day in _stretch(row, year)}
        except KeyError:
            faults.append(rules_texts.calendar_row(number, rules_texts.calendar_bad_verb(row.get("works", ""))))
            continue
        except TableError as wrong:
            faults.append(rules_texts.calendar_row(number, str(wrong)))
            continue
        twice = next((day for day, works in meant.items() if days.get(day, works) != works), None)
        if twice is not None:
            faults.append(rules_texts.calendar_row(number, rules_texts.calendar_twice(twice)))
        days |= meant
    return days, faults


def _stretch(row: Mapping[str, str], year: int) -> Iterator[date]:
    first = _day(row.get("day", ""), year)
    last = _day(row["until"], year) if row.get("until") else first
    if not 0 <= (last - first).days < LONGEST_REST:
        raise TableError(rules_texts.calendar_bad_stretch(row["until"]))
    return days_from(first, last)


def _day(said: str, year: int) -> date:
    found = parse_day(said)
    if found is None or not year - 1 <= found.year <= year + _YEARS:
        raise TableError(rules_texts.calendar_bad_day(said))
    return found
