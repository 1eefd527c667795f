"""Reading what people have before them on a day: one statement a source for any number of people.

The clock asks for a company at once, 待办 for one person; both by index, from what is due.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from models.queries.followups import DONE_BY_VISIT, OVERDUE_DAYS, STANDS, Source
from models.queries.money import OPEN, yuan
from models.queries.next_visits import is_overtaken
from models.schema import (
    Commitment,
    CommitmentState,
    Customer,
    DailyReport,
    FollowUp,
    FollowUpState,
    Holding,
    PaymentPromise,
    Person,
    PromiseState,
    Receivable,
    Remark,
    Visit,
)
from models.times import shanghai_instant
from models.wording.agenda import NOTES

GREETED_FOR: Final = timedelta(days=14)
"""So long a birthday is not told again after somebody was greeted."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise to a customer, and who owns the customer now."""

    owner_id: int
    number: int
    customer_id: int
    contact: str
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody set himself: a follow-up, a reminder, or the next step of a visit."""

    person_id: int
    source: Source
    number: int
    customer_id: int | None
    contact: str
    note: str
    on: date
    clock: time | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A customer who owes overdue money (yuan) and has promised no day that is still to come.

    Attributes:
        among: how many such customers his owner has.
    """

    owner_id: int
    customer_id: int
    amount: Decimal
    oldest_due_on: date
    among: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """Remarks and praise that somebody has not seen, of one leader."""

    to_id: int
    by_id: int
    count: int
    first_number: int


def list_promised(session: Session, owner_ids: Collection[int], *, last: date) -> Sequence[Promised]:
    """The open promises to some people's customers that are due up to a Shanghai day, the oldest first.

    Args:
        session: any.
        owner_ids: of the customers, whoever gave the promise.
        last: last day, included.
    """
    rows = session.execute(
        select(
            Customer.owner_id,
            Commitment.number,
            Commitment.customer_id,
            Commitment.contact_name,
            Commitment.words,
            Commitment.due_on,
        )
        .join(Customer, Customer.id == Commitment.customer_id)
        .where(
            Customer.owner_id.in_(owner_ids),
            Customer.active,
            Commitment.state == CommitmentState.OPEN,
            Commitment.due_on <= last,
            Commitment.voided.is_(False),
        )
        .order_by(Commitment.due_on, Commitment.number)
    )
    return [
        Promised(owner_id, number, customer_id, contact, words, on)
        for owner_id, number, customer_id, contact, words, on in rows
        if owner_id is not None and on is not None
    ]


def list_steps(session: Session, person_ids: Collection[int], *, today: date, last: date) -> Sequence[Step]:
    """What some people have to do up to a Shanghai day, what they missed among it, by day, time and number.

    A reminder that is past was told; it does not become overdue.

    Args:
        session: any.
        person_ids: whose.
        today: the Shanghai day.
        last: last day, included.
    """
    found = _follow_ups(session, person_ids, today, last) + _next_steps(session, person_ids, today, last)
    return sorted(found, key=lambda step: (step.on, step.clock or time.min, step.number))


def _follow_ups(session: Session, person_ids: Collection[int], today: date, last: date) -> list[Step]:
    rows = session.execute(
        select(
            FollowUp.person_id,
            FollowUp.kind,
            FollowUp.number,
            FollowUp.customer_id,
            FollowUp.contact_name,
            FollowUp.note,
            FollowUp.due_on,
            FollowUp.due_clock,
        ).where(
            FollowUp.person_id.in_(person_ids),
            FollowUp.due_on.between(today - timedelta(days=OVERDUE_DAYS), last),
            STANDS,
            ~DONE_BY_VISIT,
        )
    )
    noted = NOTES.values()
    steps = [
        Step(person_id, Source(kind), number, customer_id, contact, note, on, clock)
        for person_id, kind, number, customer_id, contact, note, on, clock in rows
    ]
    # A line that was put off comes again by itself while it is true.
    return [
        step
        for step in steps
        if step.source is not Source.REMINDER
        or (step.on >= today and (step.customer_id is None or step.note not in noted))
    ]


def _next_steps(session: Session, person_ids: Collection[int], today: date, last: date) -> list[Step]:
    rows = session.execute(
        select(
            Visit.person_id, Visit.number, Visit.customer_id, Visit.next_note, Visit.next_on, Visit.next_clock
        ).where(
            Visit.person_id.in_(person_ids),
            Visit.next_on.between(today - timedelta(days=OVERDUE_DAYS), last),
            Visit.voided.is_(False),
            ~is_overtaken(),
        )
    )
    return [
        Step(person_id, Source.VISIT, number, customer_id, "", note, on or today, clock)
        for person_id, number, customer_id, note, on, clock in rows
    ]


def list_overdue(session: Session, owner_ids: Collection[int], *, today: date, most: int) -> Sequence[Overdue]:
    """The customers of some people whose overdue money is to be asked for, the oldest first.

    Args:
        session: any.
        owner_ids: of the customers.
        today: the Shanghai day; what is due today is not overdue.
        most: so many of each owner at most.
    """
    # Or is to be asked again on such a day, where nobody could be reached.
    promised = exists().where(
        PaymentPromise.customer_id == Receivable.customer_id,
        PaymentPromise.state == PromiseState.OPEN,
        PaymentPromise.promised_on > today,
        PaymentPromise.voided.is_(False),
    )
    oldest, amount = func.min(Receivable.due_on), func.sum(Receivable.open_amount)
    owing = (
        select(
            Customer.owner_id,
            Receivable.customer_id,
            amount.label("amount"),
            oldest.label("oldest"),
            func.row_number()
            .over(partition_by=Customer.owner_id, order_by=(oldest, amount.desc(), Receivable.customer_id))
            .label("place"),
            func.count().over(partition_by=Customer.owner_id).label("among"),
        )
        .join(Customer, Customer.id == Receivable.customer_id)
        .where(Customer.owner_id.in_(owner_ids), Customer.active, Receivable.due_on < today, OPEN, ~promised)
        .group_by(Customer.owner_id, Receivable.customer_id)
        .subquery()
    )
    rows = session.execute(
        select(owing.c.owner_id, owing.c.customer_id, owing.c.amount, owing.c.oldest, owing.c.among)
        .where(owing.c.place <= most)
        .order_by(owing.c.owner_id, owing.c.place)
    )
    return [
        Overdue(owner_id, customer_id, yuan(amount), first, among)
        for owner_id, customer_id, amount, first, among in rows
    ]


@dataclass(frozen=True, slots=True)
class Settled:
    """A line of a customer, or of one of its contacts, that need not be told: by the note it was written down with."""

    customer_id: int
    contact_id: int | None
    note: str


def list_settled(session: Session, customer_ids: Collection[int], *, today: date) -> frozenset[Settled]:
    """Lines of some customers that wait for a later day, that a colleague has taken over, or that were done lately.

    Args:
        session: any.
        customer_ids: of whom there are lines.
        today: the Shanghai day.
    """
    if not customer_ids:
        return frozenset()
    waits = and_(STANDS, or_(FollowUp.due_on > today, FollowUp.person_id != Customer.owner_id))
    done = and_(
        FollowUp.state == FollowUpState.DONE,
        FollowUp.voided.is_(False),
        FollowUp.note == NOTES["birthday"],
        FollowUp.ended_at >= shanghai_instant(today - GREETED_FOR),
    )
    rows = session.execute(
        select(FollowUp.customer_id, FollowUp.contact_id, FollowUp.note)
        .join(Customer, Customer.id == FollowUp.customer_id)
        .where(FollowUp.customer_id.in_(customer_ids), FollowUp.note.in_(NOTES.values()), or_(waits, done))
    )
    return frozenset(
        Settled(customer_id, contact_id, note) for customer_id, contact_id, note in rows if customer_id is not None
    )


def list_protected_until(
    session: Session, owner_ids: Collection[int], days: Collection[date]
) -> Sequence[tuple[int, int, date]]:
    """The customers of some people whose protection ends on one of a few Shanghai days: owner, customer, day."""
    rows = session.execute(
        select(Customer.owner_id, Holding.customer_id, Holding.protected_until)
        .join(Customer, Customer.id == Holding.customer_id)
        .where(Customer.owner_id.in_(owner_ids), Customer.active, Holding.protected_until.in_(days))
        .order_by(Holding.protected_until, Holding.customer_id)
    )
    return [
        (owner_id, customer_id, on) for owner_id, customer_id, on in rows if owner_id is not None and on is not None
    ]


def list_noted_on(session: Session, owner_ids: Collection[int], days: Collection[date]) -> Sequence[tuple[int, int]]:
    """The customers of some people that may fall back in the night to one of a few Shanghai days: owner, customer."""
    rows = session.execute(
        select(Customer.owner_id, Holding.customer_id)
        .join(Customer, Customer.id == Holding.customer_id)
        .where(Customer.owner_id.in_(owner_ids), Customer.active, Holding.recycle_on.in_(days))
        .order_by(Holding.recycle_on, Holding.customer_id)
    )
    return [(owner_id, customer_id) for owner_id, customer_id in rows if owner_id is not None]


def list_unseen(
    session: Session,
    person_ids: Collection[int],
    *,
    before: datetime,
    since: datetime = datetime.min.replace(tzinfo=UTC),
) -> Sequence[Unseen]:
    """What leaders said of some people's work that these have not seen, the first one first (B4).

    Args:
        session: any.
        person_ids: of whom it was said.
        before: only what was said before this instant (UTC).
        since: and not before this one.
    """
    rows = session.execute(
        select(Remark.to_id, Remark.person_id, func.count(), func.min(Remark.number))
        .where(
            Remark.to_id.in_(person_ids),
            Remark.seen_at.is_(None),
            Remark.made_at >= since,
            Remark.made_at < before,
            Remark.voided.is_(False),
        )
        .group_by(Remark.to_id, Remark.person_id)
        .order_by(func.min(Remark.number))
    )
    return [Unseen(*row) for row in rows]


def list_reporting(session: Session, person_ids: Collection[int], *, since: date) -> frozenset[int]:
    """Who of some people has written a report for a Shanghai day or a later one."""
    # Looked up for each of them, for one report of a month is enough.
    written = exists().where(
        DailyReport.person_id == Person.id, DailyReport.report_on >= since, DailyReport.voided.is_(False)
    )
    return frozenset(session.scalars(select(Person.id).where(Person.id.in_(person_ids), written)))
