"""What backs a visit: the four levels, and which places and photos count (`product.md` §2 and §4.1 rule 11). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

K = TypeVar("K")

WINDOW = timedelta(minutes=30)
"""A place or photo counts so long before and after a line of the visit."""

REUSE_DAYS = 180
"""The same picture within so many days is noticed."""

TEXT, ONE, BOTH, PROVEN = 1, 2, 3, 4


def level(*, placed: bool, near: bool, photographed: bool) -> int:
    """1 text · 2 place or photo · 3 place and photo · 4 place near the customer and photo (`product.md` §2).

    Args:
        placed: a place counts for the visit.
        near: such a place lies near the customer.
        photographed: a photo counts for the visit.
    """
    if placed and photographed:
        return PROVEN if near else BOTH
    return ONE if placed or photographed else TEXT


def gap(sent_at: datetime, moments: Iterable[datetime]) -> timedelta:
    """How far a place or photo lies from the nearest line of a visit.

    Args:
        sent_at: when it was sent.
        moments: when the visit's lines were sent, at least one: told, arrived, left.
    """
    return min(abs(sent_at - moment) for moment in moments)


def counts(sent_at: datetime, moments: Iterable[datetime]) -> bool:
    """Whether something sent then backs a visit with lines at these moments."""
    return gap(sent_at, moments) <= WINDOW


def nearest(sent_at: datetime, visits: Mapping[K, Sequence[datetime]]) -> list[K]:
    """The visits whose lines lie nearest, inside the window; several when they are equally near, none if all are far.

    Args:
        sent_at: when the place or photo was sent.
        visits: the moments of each visit's lines.
    """
    gaps = {visit: gap(sent_at, moments) for visit, moments in visits.items()}
    best = min(gaps.values(), default=WINDOW)
    return [visit for visit, found in gaps.items() if found == best and found <= WINDOW]
