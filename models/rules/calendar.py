"""Workdays, with statutory holidays and make-up workdays (调休) where the year is known (`product.md` A1, P18)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate

SATURDAY = 5


def is_workday(day: date) -> bool:
    """Whether a Shanghai day is a workday in China; Monday to Friday where the year's holidays are not known yet.

    Args:
        day: any.
    """
    # Imported with the first question: it takes longer than a message may.
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY


def workdays(first: date, last: date) -> int:
    """How many workdays lie between two Shanghai days, both included; 0 when the last lies before the first.

    Args:
        first: first day.
        last: last day.
    """
    if last < first:
        return 0
    if (first.year, first.month) == (last.year, last.month):
        passed = _passed(first.year, first.month)
        return passed[last.day] - passed[first.day - 1]
    months = range(first.year * 12 + first.month, last.year * 12 + last.month - 1)
    between = sum(_passed(month // 12, month % 12 + 1)[-1] for month in months)
    begun, ended = _passed(first.year, first.month), _passed(last.year, last.month)
    return begun[-1] - begun[first.day - 1] + between + ended[last.day]


@lru_cache(maxsize=256)
def _passed(year: int, month: int) -> Sequence[int]:
    """The workdays of a month up to and with each of its days; that of day 0 is 0."""
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    return tuple(accumulate(map(is_workday, days), initial=0))
