"""How often a customer is to be contacted, by level (`product.md` C8: A 7, B 15, C 30 days)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from models.rules.calendar import Calendar
from models.rules.terms import Terms

_TERMS: Final = {"A": "cadence_a_days", "B": "cadence_b_days"}
_OTHERS: Final = "cadence_c_days"


def term_of(level: str) -> str:
    """The term that says how often a customer of this level is contacted; one without a level counts as C."""
    return _TERMS.get(level.upper(), _OTHERS)


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which a customer's silence is told.

    Attributes:
        on: the first Shanghai day beyond the cadence, or beyond a further one.
        times: how many cadences have passed by then.
    """

    on: date
    times: int


def next_step(level: str, last_on: date | None, since_on: date, terms: Terms, today: date, first: date) -> Step:
    """The first day from `first` on on which a customer's silence is told, if nothing more happens.

    Args:
        level: A, B, C or empty.
        last_on: the Shanghai day of the last contact; None if there was none.
        since_on: from when it is counted where there was none (when the owner got it).
        terms: the company's.
        today: the Shanghai day by whose values it is counted.
        first: a Shanghai day.
    """
    begun = max(last_on or since_on, since_on)
    days = terms.number(term_of(level), today)
    times = max(-(-((first - begun).days - 1) // days), 1)
    return Step(begun + timedelta(days=times * days + 1), times)


CALL_FIRST_DAYS: Final = 3
CALL_LAST_DAYS: Final = 7


def call_after_delivery(delivered_on: date, today: date, calendar: Calendar) -> tuple[date, date]:
    """When to ask how it runs after goods were handed over: three days to a week after (`product.md` C3).

    Args:
        delivered_on: the Shanghai day of the delivery.
        today: the Shanghai day; what should have been before is today.
        calendar: the company's working days.

    Returns:
        The first workday of the window, and the window's last day.
    """
    last = max(delivered_on + timedelta(days=CALL_LAST_DAYS), today)
    on = max(delivered_on + timedelta(days=CALL_FIRST_DAYS), today)
    first = on
    while on < last and not calendar.is_workday(on):
        on += timedelta(days=1)
    return (on if calendar.is_workday(on) else first), last
