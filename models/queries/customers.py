"""Reading customers: the card of one, who is reached where, lists of somebody's customers, birthdays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, func, literal_column, or_, select
from sqlalchemy.orm import Session

from models.queries.lookups import among_told, are_many
from models.rules.birthdays import Birthday, of_columns
from models.schema import Contact, Customer, FollowUp, FollowUpState, RecordKind, Visit


@dataclass(frozen=True, slots=True)
class Details:
    """What of a customer is not held in memory."""

    level: str
    stage: str
    address: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit as a customer's card shows it."""

    number: int
    person_id: int
    visited_on: date
    contact_name: str
    summary: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """When somebody meant to go on with a customer."""

    person_id: int
    on: date
    clock: time | None
    note: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact with what only some may read."""

    id: int
    customer_id: int
    name: str
    title: str
    phone: str
    birthday: Birthday | None
    note: str


class Owned(NamedTuple):
    """A customer in a list.

    Attributes:
        id: of the customer.
        level: A, B, C or empty.
        stage: of the deal, or empty.
        last_on: the Shanghai day of the last visit of anybody; None if there was none.
    """

    id: int
    level: str
    stage: str
    last_on: date | None


def find_details(session: Session, customer_id: int) -> Details:
    """Level, stage, address, note and source of a customer."""
    row = session.execute(
        select(Customer.level, Customer.stage, Customer.address, Customer.note, Customer.source).where(
            Customer.id == customer_id
        )
    ).one()
    return Details(*row)


def list_last_visits(session: Session, *, customer_id: int, most: int) -> Sequence[PastVisit]:
    """The last visits of anybody to a customer, the latest first."""
    rows = session.execute(
        select(Visit.number, Visit.person_id, Visit.visited_on, Visit.contact_name, Visit.summary)
        .where(Visit.customer_id == customer_id, Visit.voided.is_(False))
        .order_by(Visit.visited_on.desc(), Visit.number.desc())
        .limit(most)
    )
    return [PastVisit(*row) for row in rows]


def find_next_step(session: Session, *, customer_id: int, today: date) -> NextStep | None:
    """The nearest day from today on that a visit or a follow-up set for a customer."""
    planned = session.execute(
        select(Visit.person_id, Visit.next_on, Visit.next_clock, Visit.next_note)
        .where(Visit.customer_id == customer_id, Visit.voided.is_(False), Visit.next_on >= today)
        .order_by(Visit.next_on, Visit.number.desc())
        .limit(1)
    )
    due = session.execute(
        select(FollowUp.person_id, FollowUp.due_on, FollowUp.due_clock, FollowUp.note)
        .where(
            FollowUp.customer_id == customer_id,
            FollowUp.kind == RecordKind.FOLLOWUP,
            FollowUp.state == FollowUpState.OPEN,
            FollowUp.voided.is_(False),
            FollowUp.due_on >= today,
        )
        .order_by(FollowUp.due_on, FollowUp.number.desc())
        .limit(1)
    )
    steps = [NextStep(who, on, clock, note) for found in (planned, due) for who, on, clock, note in found if on]
    return min(steps, key=lambda step: step.on, default=None)


_CONTACT = (
    Contact.id,
    Contact.customer_id,
    Contact.name,
    Contact.title,
    Contact.phone,
    Contact.birthday_month,
    Contact.birthday_day,
    Contact.birthday_year,
    Contact.birthday_lunar,
    Contact.birthday_leap_month,
    Contact.note,
)


def list_contacts(session: Session, customer_id: int) -> Sequence[ContactLine]:
    """The contacts of a customer in the order they were made."""
    rows = session.execute(
        select(*_CONTACT).where(Contact.customer_id == customer_id, Contact.active).order_by(Contact.id)
    )
    return [_line(row) for row in rows]


def find_contact(session: Session, contact_id: int) -> ContactLine:
    """One contact that exists."""
    return _line(session.execute(select(*_CONTACT).where(Contact.id == contact_id)).one())


def list_by_phone(session: Session, phone: str) -> Sequence[ContactLine]:
    """The contacts of active customers that are reached under a number of figures."""
    rows = session.execute(
        select(*_CONTACT)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(
            or_(Contact.phone == phone, Contact.phone == f"+86{phone}", Contact.phone == f"86{phone}"),
            Contact.active,
            Customer.active,
        )
        .order_by(Contact.id)
    )
    return [_line(row) for row in rows]


_LAST_ON = (
    # The end of the customer's part of the index, however many visits there were.
    select(Visit.visited_on)
    .where(Visit.customer_id == Customer.id, Visit.voided.is_(False))
    .order_by(Visit.visited_on.desc())
    .limit(literal_column("1"))  # a bound one PostgreSQL would plan anew each time
    .scalar_subquery()
)
_OWNED = select(Customer.id, Customer.level, Customer.stage, _LAST_ON).order_by(Customer.id)


def list_owned(session: Session, owners: Collection[int]) -> Sequence[Owned]:
    """The active customers of several people, each with the day of its last visit, in the order they were made."""
    rows = session.connection().execute(_OWNED.where(Customer.owner_id.in_(owners), Customer.active)).all()
    return [Owned._make(row) for row in rows]


def list_owned_ids(session: Session, owners: Collection[int]) -> Sequence[int]:
    """The active customers of several people, the last visited first, then in the order they were made."""
    told = {"keys": list(owners)}
    return session.connection().execute(_owned_ids(are_many(owners)), told).scalars().all()


@cache
def _owned_ids(many: bool) -> Select[int]:
    # Put in order by the database: of a thousand customers whose page shows nine no row is made.
    return (
        select(Customer.id)
        .where(among_told(Customer.owner_id, many=many), Customer.active)
        .order_by(_LAST_ON.desc().nulls_last(), Customer.id)
    )


def list_by_id(session: Session, ids: Collection[int]) -> Sequence[Owned]:
    """A few customers as a list shows them."""
    return [Owned(*row) for row in session.connection().execute(_OWNED.where(Customer.id.in_(ids)))]


def list_with_birthday(session: Session, owners: Collection[int]) -> Sequence[ContactLine]:
    """The contacts of several people's customers whose birthday is known."""
    rows = session.execute(
        select(*_CONTACT)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Customer.owner_id.in_(owners), Customer.active, Contact.active, Contact.birthday_month.is_not(None))
        .order_by(Contact.id)
    )
    return [_line(row) for row in rows]


def _line(row: Sequence[Any]) -> ContactLine:
    contact_id, customer_id, name, title, phone, *birthday, note = row
    return ContactLine(contact_id, customer_id, name, title, phone, of_columns(*birthday), note)


def list_of_level(session: Session, customer_ids: Collection[int], level: str) -> frozenset[int]:
    """Those of some customers that have a level.

    Args:
        session: any.
        customer_ids: whose.
        level: A to E.
    """
    found: set[int] = set()
    ids = list(customer_ids)
    for start in range(0, len(ids), 500):
        some = Customer.id.in_(ids[start : start + 500])
        found |= set(session.scalars(select(Customer.id).where(some, func.upper(Customer.level) == level)))
    return frozenset(found)
