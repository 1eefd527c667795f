"""Reading what people have before them on a day: one statement a source for any number of people.

The clock asks for a company at once, 待办 for one person; both by index, from what is due.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from models.queries.followups import DONE_BY_VISIT, OVERDUE_DAYS, STANDS, Source
from models.queries.lookups import among_told, are_many
from models.queries.money import OPEN, yuan
from models.queries.morning_cards import list_lost, list_untold, reminder_key
from models.queries.next_visits import is_overtaken
from models.schema import (
    Commitment,
    CommitmentState,
    Customer,
    DailyReport,
    FollowUp,
    PaymentPromise,
    Person,
    PromiseState,
    Receivable,
    Remark,
    Visit,
)
from models.wording.agenda import NOTES


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
    rows = session.execute(_promised(are_many(owner_ids)), {"keys": list(owner_ids), "last": last})
    return [
        Promised(owner_id, number, customer_id, contact, words, on)
        for owner_id, number, customer_id, contact, words, on in rows
        if owner_id is not None and on is not None
    ]


@cache
def _promised(many: bool) -> Select[*tuple[Any, ...]]:
    return (
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
            among_told(Customer.owner_id, many=many),
            Customer.active,
            Commitment.state == CommitmentState.OPEN,
            Commitment.due_on <= bindparam("last"),
            Commitment.voided.is_(False),
        )
        .order_by(Commitment.due_on, Commitment.number)
    )


def list_steps(session: Session, person_ids: Collection[int], *, today: date, last: date) -> Sequence[Step]:
    """What some people have to do up to a Shanghai day, what they missed among it, by day, time and number.

    A reminder that is past was told and does not become overdue, unless no card was read that told it.

    Args:
        session: any.
        person_ids: whose.
        today: the Shanghai day.
        last: last day, included.
    """
    told = {"keys": list(person_ids), "first": today - timedelta(days=OVERDUE_DAYS), "last": last}
    many = are_many(person_ids)
    found = _follow_ups(session.execute(_set(many), told))
    found = _without_told(session, found, today) + _next_steps(session.execute(_left(many), told))
    return sorted(found, key=lambda step: (step.on, step.clock or time.min, step.number))


def _follow_ups(rows: Iterable[Sequence[Any]]) -> list[Step]:
    steps = (
        Step(person_id, Source(kind), number, customer_id, contact, note, on, clock)
        for person_id, kind, number, customer_id, contact, note, on, clock in rows
    )
    # A line that was put off comes again by itself while it is true.
    noted = NOTES.values()
    return [
        step
        for step in steps
        if step.source is not Source.REMINDER or step.customer_id is None or step.note not in noted
    ]


def _without_told(session: Session, steps: Sequence[Step], today: date) -> list[Step]:
    past = [step for step in steps if step.source is Source.REMINDER and step.on < today]
    if not past:
        return list(steps)
    pushed = {_key_of(step): (step.person_id, step.on) for step in past if step.clock is not None}
    untold = list_untold(session, {(step.person_id, step.on) for step in past if step.clock is None}, today)
    lost = list_lost(session, pushed, today)
    told = {
        step.number
        for step in past
        if (_key_of(step) not in lost if step.clock is not None else (step.person_id, step.on) not in untold)
    }
    return [step for step in steps if step.number not in told]


def _key_of(step: Step) -> str:
    return reminder_key(step.number, step.on, step.clock or time.min)


@cache
def _set(many: bool) -> Select[*tuple[Any, ...]]:
    return select(
        FollowUp.person_id,
        FollowUp.kind,
        FollowUp.number,
        FollowUp.customer_id,
        FollowUp.contact_name,
        FollowUp.note,
        FollowUp.due_on,
        FollowUp.due_clock,
    ).where(
        among_told(FollowUp.person_id, many=many),
        FollowUp.due_on.between(bindparam("first"), bindparam("last")),
        STANDS,
        ~DONE_BY_VISIT,
    )


def _next_steps(rows: Iterable[Sequence[Any]]) -> list[Step]:
    return [
        Step(person_id, Source.VISIT, number, customer_id, "", note, on, clock)
        for person_id, number, customer_id, note, on, clock in rows
    ]


@cache
def _left(many: bool) -> Select[*tuple[Any, ...]]:
    return select(
        Visit.person_id, Visit.number, Visit.customer_id, Visit.next_note, Visit.next_on, Visit.next_clock
    ).where(
        among_told(Visit.person_id, many=many),
        Visit.next_on.between(bindparam("first"), bindparam("last")),
        Visit.voided.is_(False),
        ~is_overtaken(by_person=not many),
    )


def list_overdue(
    session: Session, owner_ids: Collection[int], *, today: date, least: Decimal, most: int
) -> Sequence[Overdue]:
    """The customers of some people whose overdue money is to be asked for, the oldest first.

    Args:
        session: any.
        owner_ids: of the customers.
        today: the Shanghai day; what is due today is not overdue.
        least: yuan; who owes less is not asked for it (制度 6.2).
        most: so many of each owner at most.
    """
    told = {"keys": list(owner_ids), "today": today, "least": least, "most": most}
    rows = session.execute(_owing(are_many(owner_ids)), told)
    return [
        Overdue(owner_id, customer_id, yuan(amount), first, among)
        for owner_id, customer_id, amount, first, among in rows
    ]


@cache
def _owing(many: bool) -> Select[*tuple[Any, ...]]:
    # Or is to be asked again on such a day, where nobody could be reached.
    promised = exists().where(
        PaymentPromise.customer_id == Receivable.customer_id,
        PaymentPromise.state == PromiseState.OPEN,
        PaymentPromise.promised_on > bindparam("today"),
        PaymentPromise.voided.is_(False),
    )
    oldest, amount = func.min(Receivable.due_on), func.sum(Receivable.open_amount)
    late = Receivable.due_on < bindparam("today")
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
        .where(among_told(Customer.owner_id, many=many), Customer.active, late, OPEN, ~promised)
        .group_by(Customer.owner_id, Receivable.customer_id)
        .having(amount >= bindparam("least", type_=Receivable.open_amount.type))
        .subquery()
    )
    return (
        select(owing.c.owner_id, owing.c.customer_id, owing.c.amount, owing.c.oldest, owing.c.among)
        .where(owing.c.place <= bindparam("most"))
        .order_by(owing.c.owner_id, owing.c.place)
    )


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
    told = {"keys": list(person_ids), "since": since, "before": before}
    return [Unseen(*row) for row in session.execute(_unseen(are_many(person_ids)), told)]


@cache
def _unseen(many: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(Remark.to_id, Remark.person_id, func.count(), func.min(Remark.number))
        .where(
            among_told(Remark.to_id, many=many),
            Remark.seen_at.is_(None),
            Remark.made_at >= bindparam("since"),
            Remark.made_at < bindparam("before"),
            Remark.voided.is_(False),
        )
        .group_by(Remark.to_id, Remark.person_id)
        .order_by(func.min(Remark.number))
    )


def list_reporting(session: Session, person_ids: Collection[int], *, since: date) -> frozenset[int]:
    """Who of some people has written a report for a Shanghai day or a later one."""
    if not person_ids:
        return frozenset()
    return frozenset(session.scalars(_reporting(are_many(person_ids)), {"keys": list(person_ids), "since": since}))


@cache
def _reporting(many: bool) -> Select[int]:
    # Looked up for each of them, for one report of a month is enough.
    written = exists().where(
        DailyReport.person_id == Person.id, DailyReport.report_on >= bindparam("since"), DailyReport.voided.is_(False)
    )
    return select(Person.id).where(among_told(Person.id, many=many), written)
