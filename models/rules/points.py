"""Points for visits (业务积分制, `product.md` A1): one for each customer and day with a true visit record."""

from __future__ import annotations

import enum
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from models.rules.calendar import Calendar, workdays
from models.rules.terms import Terms

FLOOR = 30
"""Points that are asked of everybody in a month (`product.md` A1, §2)."""
MINIMUM_LEVEL = 1
"""The evidence level from which a visit counts (`product.md` §2)."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What of a visit decides its point: the customer, the Shanghai day it happened on, its evidence level."""

    customer_id: int
    day: date
    level: int
    voided: bool = False


LevelOn = Callable[[date], int]
"""The evidence level, 1 to 4, from which a visit of a Shanghai day counts."""


def level_on(terms: Terms) -> LevelOn:
    """What the company asks for on each day (clause 1.2)."""
    return lambda day: terms.number("points_level", day)


def highest_level(terms: Terms, last: date) -> int:
    """The highest level that any day up to a Shanghai day has asked for."""
    changed = (int(value) for first, value in terms.held.get("points_level", ()) if first <= last)
    return max((MINIMUM_LEVEL, *changed))


def floor_of(terms: Terms, day: date, today: date) -> int:
    """The points asked for in the month of a day (clause 1.1): as it stands today, or stood when that month ended.

    Args:
        terms: the company's.
        day: any Shanghai day of the month.
        today: Shanghai day of the message.
    """
    return terms.number("points_floor", min(month_of(day)[1], today))


def points(visits: Iterable[Scored], minimum_level: int = MINIMUM_LEVEL, *, level_on: LevelOn | None = None) -> int:
    """Points of one person's visits: the same customer on the same day counts once, a voided visit never.

    Args:
        visits: of one person, in any order.
        minimum_level: the evidence level from which a visit counts, 1 to 4.
        level_on: the same by day, where it may differ.
    """
    asked = level_on or (lambda _day: minimum_level)
    counted = {
        (visit.customer_id, visit.day) for visit in visits if not visit.voided and visit.level >= asked(visit.day)
    }
    return len(counted)


class Reason(enum.StrEnum):
    """Why a visit made no point."""

    SAME_DAY = "same_day"
    VOIDED = "voided"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A visit that made no point.

    Attributes:
        index: its place among the visits that were given.
        reason: why.
        other: of SAME_DAY the index of the one that counts.
        asked: of WEAK the level that its day asks for.
    """

    index: int
    reason: Reason
    other: int = 0
    asked: int = MINIMUM_LEVEL


def uncounted(visits: Sequence[Scored], level_on: LevelOn) -> list[Uncounted]:
    """Each visit of one person that made no point, with why (`product.md` §3 rank 7).

    Args:
        visits: of one person, in the order they were told: the first of a customer and day counts.
        level_on: the level that each day asks for.
    """
    found: list[Uncounted] = []
    counted: dict[tuple[int, date], int] = {}
    for index, visit in enumerate(visits):
        asked, key = level_on(visit.day), (visit.customer_id, visit.day)
        if visit.voided:
            found.append(Uncounted(index, Reason.VOIDED))
        elif key in counted:
            found.append(Uncounted(index, Reason.SAME_DAY, other=counted[key]))
        elif visit.level < asked:
            found.append(Uncounted(index, Reason.WEAK, asked=asked))
        else:
            counted[key] = index
    return found


@lru_cache(maxsize=64)
def month_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar month whose points a visit of this day counts for."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True)
class Pace:
    """Where somebody stands in a month that still runs.

    Attributes:
        points: so far.
        floor: asked of everybody in the month.
        expected: what he would have by this day if he went evenly.
        missing: how many are left to the floor; 0 when it is reached.
        workdays_left: workdays of the month after this day.
    """

    points: int
    floor: int
    expected: int
    missing: int
    workdays_left: int


def pace(total: int, today: date, floor: int = FLOOR) -> Pace:
    """Points against what they should be by today: the floor in proportion to the workdays passed, rounded up.

    Args:
        total: points of the month so far.
        today: Shanghai day; counts as passed.
        floor: points asked in a month.
    """
    passed, all_days = _workdays_of_month(today)
    expected = -(-floor * passed // all_days)
    return Pace(total, floor, expected, max(floor - total, 0), all_days - passed)


@lru_cache(maxsize=64)
def _workdays_of_month(today: date) -> tuple[int, int]:
    """Those up to a day, itself included, and all: every visit of the day asks for them."""
    first, last = month_of(today)
    return workdays(first, today), workdays(first, last)


STEEP_A_DAY = 2
"""Points a day beyond which nobody reaches the floor by going on as always (`product.md` A1)."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where somebody stands in the morning of a day, and what the rest of the month asks of him.

    Attributes:
        points: so far.
        floor: asked of everybody in the month.
        expected: what he would have by the evening before if he went evenly, rounded up.
        missing: how many are left to the floor; 0 when it is reached.
        workdays_left: workdays of the month from this day on, itself included.
    """

    points: int
    floor: int
    expected: int
    missing: int
    workdays_left: int

    @property
    def a_day(self) -> int:
        """How many points each workday that is left has to bring, rounded up."""
        return -(-self.missing // max(self.workdays_left, 1))

    @property
    def is_steep(self) -> bool:
        """Whether the workdays that are left cannot bring the floor without more than two points a day."""
        return self.missing > STEEP_A_DAY * self.workdays_left


def outlook(total: int, today: date, floor: int, calendar: Calendar) -> Outlook:
    """Points in the morning of a day against what they should be.

    Args:
        total: points of the month so far.
        today: the Shanghai day that begins.
        floor: points asked in its month.
        calendar: the company's working days.
    """
    first, last = month_of(today)
    passed, whole = calendar.workdays(first, today - timedelta(days=1)), calendar.workdays(first, last)
    expected = -(-floor * passed // max(whole, 1))
    return Outlook(total, floor, expected, max(floor - total, 0), whole - passed)


@dataclass(frozen=True, slots=True)
class Closing:
    """How the people of a month stand when it is over, each group the best first.

    Attributes:
        reached: those who have the floor.
        nearly: those who are short of it by less than the flag.
        short: those who are short by the flag or more.
    """

    reached: Sequence[int]
    nearly: Sequence[int]
    short: Sequence[int]


def close(totals: Mapping[int, int], floor: int, flag: int) -> Closing:
    """The groups of a month that is over (`product.md` A1): facts, and no penalty.

    Args:
        totals: points of the month, by person.
        floor: asked of everybody.
        flag: short by so many or more is a group of its own (制度 1.3).
    """
    ranked = sorted(totals, key=lambda person: (-totals[person], person))
    return Closing(
        [person for person in ranked if totals[person] >= floor],
        [person for person in ranked if 0 < floor - totals[person] < flag],
        [person for person in ranked if floor - totals[person] >= flag],
    )
