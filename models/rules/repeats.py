"""Reminders that come again: the one short form they are stored in, and when they are due next. Pure.

The forms: `daily`, `days:3` (every third day), `workdays`, `weekly:0,4`, `weekly:4/2` (every other week), `monthly:5`,
`monthly:10,25`, `monthly:31` (the month's last day), `monthly:5/3` (each quarter), `yearly:08-12`. Days are Shanghai
days.
"""

from __future__ import annotations

import calendar
import enum
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from models.rules.calendar import is_workday

LONGEST: Final = 32
LAST_DAY: Final = 31
"""As a day of the month: its last day, whichever that is."""
_STORED: Final = re.compile(
    r"daily|workdays|days:\d{1,2}|weekly:[0-6](?:,[0-6]){0,6}(?:/\d{1,2})?"
    r"|monthly:(?:[1-9]|[12]\d|3[01])(?:,(?:[1-9]|[12]\d|3[01])){0,2}(?:/\d{1,2})?|yearly:\d\d-\d\d"
)
_FURTHEST: Final = 366 * 5
_MOST: Final = 99
"""Days, weeks or months from one time to the next: more is not stored."""


class Unit(enum.StrEnum):
    """What is counted between one time and the next."""

    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def form(unit: Unit, every: int, days: tuple[int, ...], month: int | None, first: date) -> str:
    """The stored form of what comes again and again; empty where none holds it.

    Args:
        unit: what is counted.
        every: how many of them lie between one time and the next.
        days: weekdays (Monday 0) of a week, or days of a month; empty where none was said.
        month: of a year; None where none was said.
        first: the first day it is due, for what was not said (每周 on a Friday).
    """
    if not 1 <= every <= _MOST:
        return ""
    steps = f"/{every}" if every > 1 else ""
    if unit is Unit.WORKDAY:
        return "workdays"
    if unit is Unit.DAY:
        return f"days:{every}" if every > 1 else "daily"
    if unit is Unit.WEEK:
        return f"weekly:{','.join(map(str, days or (first.weekday(),)))}{steps}"
    if unit is Unit.MONTH:
        return f"monthly:{','.join(map(str, days or (first.day,)))}{steps}"
    return f"yearly:{month or first.month:02d}-{days[0] if days else 1 if month else first.day:02d}"


def following(stored: str, after: date) -> date | None:
    """The next day, later than `after`, on which a repeat is due; None for a form that is none.

    Args:
        stored: from `form`.
        after: the day it was due last.
    """
    fits = _fits(stored, after)
    return next((day for day in _days(after) if fits(day)), None) if fits is not None else None


def first_on(stored: str, since: date) -> date | None:
    """The first day from `since` on, that day included, on which a repeat is due."""
    kind, _, when = stored.partition(":")
    if kind == "days":
        return since
    plain = f"{kind}:{when.partition('/')[0]}" if when else stored
    return following(plain, since - timedelta(days=1))


def _days(after: date) -> Iterator[date]:
    return (after + timedelta(days=ahead) for ahead in range(1, _FURTHEST))


def _fits(stored: str, last: date) -> Callable[[date], bool] | None:
    kind, _, when = stored.partition(":")
    if not _STORED.fullmatch(stored):
        return None
    if kind == "daily":
        return lambda _day: True
    if kind == "workdays":
        return is_workday
    if kind == "weekly":
        return _on_weekdays(when, last)
    if kind == "days":
        return lambda day: (day - last).days == max(int(when), 1)
    if kind == "monthly":
        return _on_day_of_month(when, last)
    month, day_of_month = (int(part) for part in when.split("-"))
    return lambda day: day.month == month and day.day == min(day_of_month, _days_of(day))


def _on_weekdays(when: str, last: date) -> Callable[[date], bool]:
    names, _, every = when.partition("/")
    weekdays = {int(name) for name in names.split(",")}
    monday = last - timedelta(days=last.weekday())

    def fits(day: date) -> bool:
        weeks = (day - monday).days // 7
        return day.weekday() in weekdays and weeks % int(every or 1) == 0

    return fits


def _on_day_of_month(when: str, last: date) -> Callable[[date], bool]:
    named, _, every = when.partition("/")
    wanted, months = {int(day) for day in named.split(",")}, int(every or 1)

    def fits(day: date) -> bool:
        since = (day.year - last.year) * 12 + day.month - last.month
        return since % months == 0 and day.day in {min(one, _days_of(day)) for one in wanted}

    return fits


def _days_of(day: date) -> int:
    """How many days the month of a day has."""
    return calendar.monthrange(day.year, day.month)[1]
