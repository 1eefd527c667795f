"""Stretches of days: how much of one has passed, and the stretch before it that it is compared with. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Stretch = tuple[date, date]
"""First and last Shanghai day, both included."""


def so_far(first: date, last: date, today: date) -> Stretch:
    """A stretch up to today; itself where it is over or has not begun."""
    return first, (today if first <= today <= last else last)


def before(first: date, last: date, today: date) -> Stretch:
    """What a stretch is compared with: the one before it, and of that as much as has passed of this one.

    Whole months are compared with as many months before them, a week with the week before, any other stretch with as
    many days before it.

    Args:
        first: first day.
        last: last day.
        today: Shanghai day of the message.
    """
    passed = (so_far(first, last, today)[1] - first).days
    months = _months(first, last)
    if months:
        index = first.year * 12 + first.month - 1 - months
        begun = date(index // 12, index % 12 + 1, 1)
    else:
        begun = first - timedelta(days=(last - first).days + 1)
    ended = first - timedelta(days=1)
    return begun, (ended if today >= last else min(begun + timedelta(days=passed), ended))


def _months(first: date, last: date) -> int:
    """How many whole months a stretch is; 0 when it is not made of months."""
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1
