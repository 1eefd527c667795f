"""Searching what was written about visits; read only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.schema import Visit

_MOST_READ = 500
"""Notes that are weighed against each other, the latest ones; who finds more has to ask more exactly."""


@dataclass(frozen=True, slots=True)
class Note:
    """A visit that holds what was looked for."""

    number: int
    person_id: int
    customer_id: int
    visited_on: date
    contact_name: str
    summary: str
    next_note: str

    @property
    def text(self) -> str:
        """All that was written: what was talked about, and what comes next."""
        return "；".join(told for told in (self.summary, self.next_note) if told)


def find_notes(
    session: Session,
    *,
    words: Sequence[str],
    people: Collection[int],
    customers: Collection[int],
    first: date | None = None,
    last: date | None = None,
) -> Sequence[Note]:
    """Notes that hold the most of some words, the latest first.

    Args:
        session: of the message.
        words: what is looked for; those that hold fewer of them than the best are left out.
        people: whose notes may be seen.
        customers: ids of customers whose notes may be seen, whoever wrote them.
        first: first Shanghai day, if any.
        last: last Shanghai day, included, if any.
    """
    if not words:
        return ()
    held = or_(*(told.contains(word, autoescape=True) for word in words for told in (Visit.summary, Visit.next_note)))
    rows = _rows(session, [held], people, customers, first, last)
    weights = [sum(len(word) for word in words if word in note.text) for note in rows]
    best = max(weights, default=0)
    return [note for note, weight in zip(rows, weights, strict=True) if 2 * weight > best]


def list_notes(
    session: Session, *, people: Collection[int], customers: Collection[int], first: date, last: date
) -> Sequence[Note]:
    """All notes of a time that may be seen, the latest first; see `find_notes` for the arguments."""
    return _rows(session, [or_(Visit.summary != "", Visit.next_note != "")], people, customers, first, last)


def _rows(
    session: Session,
    wanted: list[ColumnElement[bool]],
    people: Collection[int],
    customers: Collection[int],
    first: date | None,
    last: date | None,
) -> list[Note]:
    if first is not None:
        wanted.append(Visit.visited_on >= first)
    if last is not None:
        wanted.append(Visit.visited_on <= last)
    seen = or_(Visit.person_id.in_(people), Visit.customer_id.in_(customers))
    found = session.execute(
        select(
            Visit.number,
            Visit.person_id,
            Visit.customer_id,
            Visit.visited_on,
            Visit.contact_name,
            Visit.summary,
            Visit.next_note,
        )
        .where(~Visit.voided, seen, *wanted)
        .order_by(Visit.visited_on.desc(), Visit.number.desc())
        .limit(_MOST_READ)
    )
    return [Note(*row) for row in found]
