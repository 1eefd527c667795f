"""Points for visits (业务积分制, `product.md` A1): one for each customer and day with a true visit record."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.rules.calendar import workdays

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


def points(visits: Iterable[Scored], minimum_level: int = MINIMUM_LEVEL) -> int:
    """Points of one person's visits: the same customer on the same day counts once, a voided visit never.

    Args:
        visits: of one person, in any order.
        minimum_level: the evidence level from which a visit counts, 1 to 4.
    """
    counted = {(visit.customer_id, visit.day) for visit in visits if not visit.voided and visit.level >= minimum_level}
    return len(counted)


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
    first, last = month_of(today)
    passed, all_days = workdays(first, today), workdays(first, last)
    expected = -(-floor * passed // all_days)
    return Pace(total, floor, expected, max(floor - total, 0), all_days - passed)
