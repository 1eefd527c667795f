"""The feasts on which customers are greeted, told of a week ahead (`product.md` B14, issue 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from models.rules.calendar import Calendar
from models.rules.lunar import solar_day
from models.rules.prompting import brought_forward
from models.rules.terms import Terms

SPRING, DRAGON_BOAT, MID_AUTUMN, NATIONAL = "春节", "端午", "中秋", "国庆"

_IN_YEAR: Final[tuple[tuple[str, Callable[[int], date | None]], ...]] = (
    (SPRING, lambda year: solar_day(year, 1, 1)),
    (DRAGON_BOAT, lambda year: solar_day(year, 5, 5)),
    (MID_AUTUMN, lambda year: solar_day(year, 8, 15)),
    (NATIONAL, lambda year: date(year, 10, 1)),
)
GREETED_LEVELS: Final = ("A", "B")
"""Customers of these levels are greeted."""


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast and the Shanghai day it falls on."""

    name: str
    on: date


def coming(today: date) -> Sequence[Feast]:
    """The next of each feast from a Shanghai day on, itself included, the nearest first."""
    years = (today.year, today.year + 1)
    found = [
        Feast(name, min(days))
        for name, in_year in _IN_YEAR
        if (days := [day for day in map(in_year, years) if day is not None and day >= today])
    ]
    return sorted(found, key=lambda feast: feast.on)


def told(today: date, terms: Terms, calendar: Calendar) -> Sequence[Feast]:
    """The feasts that are told of today: so many days ahead, on the workday before where that is a day of rest."""
    days = brought_forward(today, calendar)
    if days is None:
        return []
    ahead = timedelta(days=terms.number("feast_days", today))
    return [feast for feast in coming(today) if feast.on - ahead in days]
