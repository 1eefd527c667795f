"""Workdays, with statutory holidays and make-up workdays (调休) where the year is known (`product.md` A1, P18).

What a company says of a day itself stands above what is known of the country; both may be asked of any day, for ever.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Final

SATURDAY = 5
ONE_DAY: Final = timedelta(days=1)
A_YEARS_WORTH: Final = 7
"""Days that a company must have said of a year before nobody is asked for the rest: there are always more holidays."""
FIXED_HOLIDAYS: Final = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the holidays that are off every year, whatever is announced (全国年节及纪念日放假办法)."""
LONGEST_REST: Final = 60
"""Days after which a search for a workday gives up: a table that has none is wrong, not a reason to hang."""


@dataclass(frozen=True)
class Calendar:
    """A company's working days.

    Attributes:
        own: days of which the company itself says whether they are workdays.
    """

    own: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Whether a Shanghai day is a workday; Monday to Friday without the fixed holidays where the year's are
        not known yet."""
        said = self.own.get(day)
        return _is_statutory(day) if said is None else said

    def workdays(self, first: date, last: date) -> int:
        """How many workdays lie between two Shanghai days, both included; 0 when the last lies before the first."""
        more = sum(said - _is_statutory(day) for day, said in self.own.items() if first <= day <= last)
        return _statutory_workdays(first, last) + more

    def after(self, day: date, count: int = 1) -> date:
        """The workday that so many workdays lie behind a day; the day itself does not count."""
        return self._walk(day, count, ONE_DAY)

    def before(self, day: date, count: int = 1) -> date:
        """The workday that lies so many workdays before a day; the day itself does not count."""
        return self._walk(day, count, -ONE_DAY)

    def is_known(self, year: int) -> bool:
        """Whether the holidays of a year are known, from the country's table or enough of the company's own."""
        return _is_known(year) or sum(day.year == year for day in self.own) >= A_YEARS_WORTH

    def _walk(self, day: date, count: int, step: timedelta) -> date:
        for _ in range(count):
            day += step
            rested = 0
            while not self.is_workday(day) and rested < LONGEST_REST:
                day += step
                rested += 1
        return day


STATUTORY: Final = Calendar()
"""The country's calendar, for whoever has none of his own."""


def is_workday(day: date) -> bool:
    """Whether a Shanghai day is a workday in China by the country's calendar."""
    return STATUTORY.is_workday(day)


def workdays(first: date, last: date) -> int:
    """How many workdays of the country's calendar lie between two Shanghai days, both included."""
    return STATUTORY.workdays(first, last)


@lru_cache(maxsize=2048)
def _is_statutory(day: date) -> bool:
    # Imported with the first question: it takes longer than a message may.
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS


@lru_cache(maxsize=64)
def _is_known(year: int) -> bool:
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


def _statutory_workdays(first: date, last: date) -> int:
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
    return tuple(accumulate(map(_is_statutory, days), initial=0))
