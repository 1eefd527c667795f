"""What a person has before him on a day, in the order that helps: for 待办 and the morning (`product.md` §4.4)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queries import commitments, followups, money, reports
from models.queries.absences import find_absence
from models.queries.customers import list_near_birthday
from models.queries.money import Owing, Scope, Span
from models.rules import anniversaries
from models.rules.calendar import STATUTORY, Calendar
from models.rules.terms import Terms
from models.schema import Customer, DailyReport, Holding
from models.services import recycling

BIRTHDAY_DAYS = 3
ENDING_DAYS = 7
MOST_BIRTHDAYS = 5
MOST_OVERDUE = 3
LOOKED_AT = 40
MOST_ENDING = 3
USED_DAYS = 30
"""Whoever has handed in no report for so long is not told that yesterday's is missing."""


class Matter(enum.StrEnum):
    """What a line is about, in the order of the list; the three in the middle are `followups.Source`'s."""

    BIRTHDAY = "birthday"
    PROMISE = "promise"
    VISIT = "visit"
    FOLLOWUP = "followup"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    PROTECTION = "protection"
    RECYCLING = "recycling"


@dataclass(frozen=True, slots=True)
class Item:
    """One line.

    Attributes:
        matter: what it is about.
        id: the record's number; of a birthday the contact, of the last three the customer.
        customer_id: None where a reminder names none.
        on: the Shanghai day it is due.
        contact: who; may be empty.
        note: what is to be done; may be empty.
        clock: when on that day.
        amount: yuan that are overdue.
    """

    matter: Matter
    id: int
    customer_id: int | None
    on: date
    contact: str = ""
    note: str = ""
    clock: time | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The day.

    Attributes:
        items: in the order that helps.
        plan: what he said he would do; may be empty.
        missing_on: the Shanghai day whose report he owes; None if he owes none.
        overdue_customers: how many customers owe overdue money, also those not among the items.
    """

    items: Sequence[Item]
    plan: str = ""
    missing_on: date | None = None
    overdue_customers: int = 0


def list_due(session: Session, *, person_id: int, last: date, today: date) -> Sequence[Item]:
    """What he has to do up to a Shanghai day: promises to his customers first, then what he set himself.

    Args:
        session: any.
        person_id: whose.
        last: last day, included.
        today: the Shanghai day.
    """
    promised = [
        Item(Matter.PROMISE, row.number, row.customer_id, row.due_on, row.contact_name, row.words)
        for row in commitments.list_owed(session, [person_id], last=last)
        if row.due_on is not None
    ]
    due = followups.list_todo(session.connection(), person_id=person_id, last=last, today=today)
    return promised + [
        Item(Matter(one.source.value), one.number, one.customer_id, one.on, one.contact, one.note, one.clock)
        for one in due
    ]


def find_agenda(
    session: Session, *, person_id: int, today: date, terms: Terms, calendar: Calendar = STATUTORY
) -> Agenda:
    """What a person has before him today.

    Args:
        session: any.
        person_id: whose.
        today: the Shanghai day.
        terms: the company's.
        calendar: its working days.
    """
    overdue = _overdue(session, person_id, today)
    owed = [
        Item(Matter.OVERDUE, one.customer_id, one.customer_id, one.oldest_due_on, amount=one.overdue)
        for one in overdue[:MOST_OVERDUE]
    ]
    items = [
        *_birthdays(session, person_id, today),
        *list_due(session, person_id=person_id, last=today, today=today),
        *owed,
        *_protections(session, person_id, today),
        *_recycled(session, person_id, today, terms),
    ]
    return Agenda(
        items,
        plan=reports.find_plan(session, person_id, today, calendar),
        missing_on=_missing(session, person_id, today, calendar),
        overdue_customers=len(overdue),
    )


def _overdue(session: Session, person_id: int, today: date) -> Sequence[Owing]:
    """Who owes overdue money and has not promised a day that is still to come."""
    scope, span = Scope(owner_ids=frozenset({person_id})), Span(last=today - timedelta(days=1))
    found = money.list_owing(session, scope, span, today, most=LOOKED_AT)
    promised = money.find_promised(session, [one.customer_id for one in found])
    return [one for one in found if promised.get(one.customer_id, today) <= today]


def _birthdays(session: Session, person_id: int, today: date) -> list[Item]:
    found = []
    days = anniversaries.days_near(today, today + timedelta(days=BIRTHDAY_DAYS))
    for contact in list_near_birthday(session, [person_id], days=days):
        if contact.birthday is None:
            continue
        on = anniversaries.next_day(contact.birthday, today)
        if (on - today).days <= BIRTHDAY_DAYS:
            found.append(Item(Matter.BIRTHDAY, contact.id, contact.customer_id, on, contact.name))
    return sorted(found, key=lambda item: (item.on, item.id))[:MOST_BIRTHDAYS]


def _protections(session: Session, person_id: int, today: date) -> list[Item]:
    rows = session.execute(
        select(Holding.customer_id, Holding.protected_until)
        .join(Customer, Customer.id == Holding.customer_id)
        .where(
            Customer.owner_id == person_id,
            Customer.active,
            Holding.protected_until.between(today, today + timedelta(days=ENDING_DAYS)),
        )
        .order_by(Holding.protected_until, Holding.customer_id)
        .limit(MOST_ENDING)
    )
    return [Item(Matter.PROTECTION, found, found, on) for found, on in rows if on is not None]


def _recycled(session: Session, person_id: int, today: date, terms: Terms) -> list[Item]:
    soon = recycling.list_recycling_soon(session, [person_id], today, ENDING_DAYS, terms, most=MOST_ENDING)
    return [Item(Matter.RECYCLING, one.customer_id, one.customer_id, one.on) for one in soon]


def _missing(session: Session, person_id: int, today: date, calendar: Calendar) -> date | None:
    day = calendar.before(today)
    if reports.find_report(session, person_id, day) is not None or find_absence(session, person_id, day) is not None:
        return None
    used = session.scalar(
        select(DailyReport.number)
        .where(
            DailyReport.person_id == person_id,
            DailyReport.report_on >= today - timedelta(days=USED_DAYS),
            DailyReport.voided.is_(False),
        )
        .limit(1)
    )
    return day if used is not None else None
