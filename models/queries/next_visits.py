"""Visits whose next date has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, exists, select
from sqlalchemy.orm import aliased

from models.schema import Customer, Person, Visit


@dataclass(frozen=True, slots=True)
class NextVisit:
    """A customer that a rep meant to go on with on a day."""

    person_id: int
    userid: str
    customer: str
    note: str
    number: int
    visited_on: date


def list_due(connection: Connection, day: date) -> Sequence[NextVisit]:
    """What was set for a Shanghai day and has not been overtaken by a later visit to the same customer."""
    later = aliased(Visit)
    overtaken = exists().where(
        later.person_id == Visit.person_id,
        later.customer_id == Visit.customer_id,
        later.number > Visit.number,
        later.visited_on > Visit.visited_on,
        later.voided.is_(False),
    )
    rows = connection.execute(
        select(Visit.person_id, Person.userid, Customer.name, Visit.next_note, Visit.number, Visit.visited_on)
        .join(Person, Person.id == Visit.person_id)
        .join(Customer, Customer.id == Visit.customer_id)
        .where(Visit.next_on == day, Visit.voided.is_(False), Person.active, ~overtaken)
        .order_by(Visit.person_id, Visit.next_clock, Visit.number)
    )
    return [NextVisit(*row) for row in rows]
