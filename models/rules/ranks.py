"""Who stands where: by what was reached and by growth against one's own past (`product.md` F3). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from models.rules.calendar import workdays
from models.rules.points import month_of

TOP = 3
"""So many names everybody may see; never the bottom (`product.md` F3)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands.

    Attributes:
        person_id: who.
        value: what he is ranked by.
        rank: from 1; who has the same stands in the same place.
    """

    person_id: int
    value: Decimal
    rank: int


def rank(values: Mapping[int, Decimal]) -> Sequence[Place]:
    """Everybody by what he has, the most first.

    Args:
        values: by person, zeros included.
    """
    ordered = sorted(values.items(), key=lambda each: (-each[1], each[0]))
    places: list[Place] = []
    for index, (person_id, value) in enumerate(ordered, 1):
        same = bool(places) and places[-1].value == value
        places.append(Place(person_id, value, places[-1].rank if same else index))
    return places


def top(places: Sequence[Place]) -> Sequence[Place]:
    """The first three places of those who have anything at all, without the last place of a small team.

    Args:
        places: of everybody, in their order; where all have the same, nobody is last.
    """
    if not places:
        return ()
    last = places[-1].value if places[-1].value < places[0].value else None
    return [place for place in places if place.rank <= TOP and place.value > 0 and place.value != last]


def place_of(places: Sequence[Place], person_id: int) -> Place | None:
    """Where one of them stands; None for somebody who is not ranked."""
    return next((place for place in places if place.person_id == person_id), None)


def due(floor: int, first: date, last: date) -> int:
    """The points that a stretch asks for: the month's floor by its share of the month's workdays, rounded up.

    Args:
        floor: points asked in a month.
        first: first Shanghai day.
        last: last Shanghai day, included.
    """
    total, day = Fraction(0), first
    while day <= last:
        begin, end = month_of(day)
        until = min(end, last)
        total += Fraction(floor * workdays(day, until), workdays(begin, end))
        day = date(end.year + end.month // 12, end.month % 12 + 1, 1)
    return ceil(total)
