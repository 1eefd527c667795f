"""Visits whose next date has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.orm import aliased

from models.queries.lookups import has_any
from models.schema import Customer, Person, Visit


@dataclass(frozen=True, slots=True)
class NextVisit:
    """A customer that a rep meant to go on with on a day."""

    person_id: int
    userid: str
    customer_id: int
    customer: str
    note: str
    number: int
    visited_on: date
    on: date
    clock: time | None


def is_overtaken(*, by_person: bool = False) -> ColumnElement[bool]:
    """Whether somebody was at the customer again after a visit, so that its next step is over.

    Looked up for each visit alone: as an anti-join PostgreSQL reads all that a rep has ever visited.

    Args:
        by_person: looked for among his visits since then and not among the customer's: those of one person stand side
            by side in their index, those to all his customers do not.
    """
    later = aliased(Visit)
    customer_id = later.customer_id + 0 if by_person else later.customer_id
    return has_any(
        later.person_id == Visit.person_id,
        customer_id == Visit.customer_id,
        later.number > Visit.number,
        later.visited_on > Visit.visited_on,
        later.voided.is_(False),
    )


def list_due(
    connection: Connection, first: date, last: date | None = None, *, person_id: int | None = None
) -> Sequence[NextVisit]:
    """What was set for a Shanghai day and has not been overtaken by a later visit to the same customer.

    Args:
        connection: any.
        first: the day, or the first of several.
        last: the last day, included.
        person_id: of one person only.
    """
    wanted = (
        select(
            Visit.person_id,
            Person.userid,
            Visit.customer_id,
            Customer.name,
            Visit.next_note,
            Visit.number,
            Visit.visited_on,
            Visit.next_on,
            Visit.next_clock,
        )
        .join(Person, Person.id == Visit.person_id)
        .join(Customer, Customer.id == Visit.customer_id)
        .where(Visit.next_on.between(first, last or first), Visit.voided.is_(False), Person.active, ~is_overtaken())
        .order_by(Visit.person_id, Visit.next_on, Visit.next_clock, Visit.number)
    )
    if person_id is not None:
        wanted = wanted.where(Visit.person_id == person_id)
    return [
        NextVisit(
            row.person_id,
            row.userid,
            row.customer_id,
            row.name,
            row.next_note,
            row.number,
            row.visited_on,
            row.next_on or first,
            row.next_clock,
        )
        for row in connection.execute(wanted)
    ]
