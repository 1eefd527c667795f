"""On which workday something is told whose own day may be a day of rest (`product.md` §2, §4.4, C1, C7, C8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from models.rules.calendar import Calendar
from models.rules.pool import WARNING_DAYS
from models.rules.terms import Terms
from models.times import days_from

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Shanghai days, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether a Shanghai day is one of them."""
        return self.first <= day <= self.last


def brought_forward(today: date, calendar: Calendar) -> Days | None:
    """The days that are told today where nobody may be late: today, and the days of rest that follow it.

    Args:
        today: a Shanghai day.
        calendar: the company's working days.

    Returns:
        None on a day of rest: the workday before has told it.
    """
    return Days(today, calendar.after(today) - _DAY) if calendar.is_workday(today) else None


def put_off(today: date, calendar: Calendar) -> Days | None:
    """The days that are told today where it can wait: today, and the days of rest before it; None on a day of rest."""
    return Days(calendar.before(today) + _DAY, today) if calendar.is_workday(today) else None


def workdays_ago(today: date, count: int, calendar: Calendar) -> Days | None:
    """The days after which today is the workday number `count`; None on a day of rest.

    What happened on a day of rest counts from the next workday on, as what happened on the workday before it.

    Args:
        today: a Shanghai day.
        count: of workdays, at least 1.
        calendar: the company's working days.
    """
    if not calendar.is_workday(today):
        return None
    first = calendar.before(today, count)
    return Days(first, calendar.after(first) - _DAY)


def told_of(today: date, calendar: Calendar, days_before: Collection[int] = WARNING_DAYS) -> frozenset[date]:
    """The days of which somebody is told on a Shanghai day.

    Args:
        today: the day on which he is told; on a day of rest nobody is.
        calendar: the company's working days.
        days_before: so many days ahead each; 0 is the day itself.

    Returns:
        The days meant, today among them only with 0, and none that lies in the past.
    """
    told_on = brought_forward(today, calendar)
    if told_on is None:
        return frozenset()
    stretch = days_from(told_on.first, told_on.last)
    return frozenset(day + timedelta(days=days) for day in stretch for days in days_before)


def birthdays_told(today: date, terms: Terms, calendar: Calendar) -> Collection[date]:
    """The birthdays that are told today: some days before, a few days before and on the day, never too late."""
    ahead = (terms.number("birthday_early_days", today), terms.number("birthday_days", today), 0)
    return sorted(told_of(today, calendar, ahead))
