"""Reading follow-ups and reminders: what is due, together with the next steps of visits."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, select

from models.queries import next_visits
from models.schema import Customer, FollowUp, FollowUpState, Person, Record, RecordKind, Visit
from models.times import shanghai_day

OVERDUE_DAYS = 31
"""So far back what was not done is still listed."""


class Source(enum.StrEnum):
    """What somebody set himself: the next step of a visit, a follow-up, or a reminder."""

    VISIT = "visit"
    FOLLOWUP = "followup"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody means to do.

    Attributes:
        source: where it comes from.
        number: of its record.
        person_id: who means to.
        userid: his.
        customer_id: with whom; None where a reminder names no customer.
        customer: its name.
        contact: whom he means to talk to.
        note: what he means to do.
        on: the Shanghai day.
        clock: the clock time, if he said one.
        made_on: the day he said so; of a visit, its day.
        repeat: of a repeating reminder, its stored form.
    """

    source: Source
    number: int
    person_id: int
    userid: str
    customer_id: int | None
    customer: str
    contact: str
    note: str
    on: date
    clock: time | None
    made_on: date
    repeat: str = ""


STANDS = and_(FollowUp.state == FollowUpState.OPEN, FollowUp.voided.is_(False))
DONE_BY_VISIT = exists().where(
    FollowUp.kind == RecordKind.FOLLOWUP,
    Visit.person_id == FollowUp.person_id,
    Visit.customer_id == FollowUp.customer_id,
    Visit.visited_on >= FollowUp.due_on,
    Visit.voided.is_(False),
)
"""Whoever has been at the customer since the day it was due for has followed up."""


def list_due(connection: Connection, *, first: date, last: date, person_id: int | None = None) -> Sequence[Due]:
    """What was set for some Shanghai days and is still to be done, by person, day and time.

    Args:
        connection: any.
        first: first day, included.
        last: last day, included.
        person_id: of one person only.
    """
    wanted = (
        select(
            FollowUp.kind,
            FollowUp.number,
            FollowUp.person_id,
            Person.userid,
            FollowUp.customer_id,
            Customer.name,
            FollowUp.contact_name,
            FollowUp.note,
            FollowUp.due_on,
            FollowUp.due_clock,
            Record.made_at,
            FollowUp.repeat,
        )
        .join(Person, Person.id == FollowUp.person_id)
        .join(Record, Record.number == FollowUp.number)
        .outerjoin(Customer, Customer.id == FollowUp.customer_id)
        .where(FollowUp.due_on.between(first, last), STANDS, Person.active, ~DONE_BY_VISIT)
    )
    if person_id is not None:
        wanted = wanted.where(FollowUp.person_id == person_id)
    found = [_due(row) for row in connection.execute(wanted)]
    found += [
        Due(
            Source.VISIT,
            visit.number,
            visit.person_id,
            visit.userid,
            visit.customer_id,
            visit.customer,
            "",
            visit.note,
            visit.on,
            visit.clock,
            visit.visited_on,
        )
        for visit in next_visits.list_due(connection, first, last, person_id=person_id)
    ]
    return sorted(found, key=lambda due: (due.person_id, due.on, due.clock or time.min, due.number))


def _due(row: Row[*tuple[Any, ...]]) -> Due:
    kind, number, person, userid, customer_id, customer, contact, note, on, clock, made_at, repeat = row
    return Due(
        Source(kind),
        number,
        person,
        userid,
        customer_id,
        customer or "",
        contact,
        note,
        on,
        clock,
        shanghai_day(made_at),
        repeat,
    )


def list_todo(connection: Connection, *, person_id: int, last: date, today: date) -> Sequence[Due]:
    """What one person has to do up to a Shanghai day: overdue follow-ups and next steps, then what is due.

    A reminder that is past was told; it does not become overdue.

    Args:
        connection: any.
        person_id: whose.
        last: last day, included.
        today: the Shanghai day of the message.
    """
    found = list_due(connection, first=today - timedelta(days=OVERDUE_DAYS), last=last, person_id=person_id)
    return [due for due in found if due.on >= today or due.source is not Source.REMINDER]
