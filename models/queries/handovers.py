"""Reading handovers: which are open, what is in them, what is known of each customer (`product.md` B5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.queries import commitments, money
from models.queries.customers import PastVisit, list_last_visits
from models.queries.money import NOTHING_OPEN, OpenMoney, chunks
from models.schema import (
    Appeal,
    AppealState,
    Commitment,
    Customer,
    FollowUp,
    FollowUpState,
    Handover,
    HandoverItem,
    HandoverState,
    ItemState,
    Lead,
)

TALKS = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands behind some customers, in figures.

    Attributes:
        customers: how many.
        open, overdue: yuan.
        promises: ours that are not kept yet.
        plans: follow-ups and reminders that are not done yet.
        leads: registrations that are alive.
        appeals: that nobody has ruled on.
    """

    customers: int
    open: Decimal
    overdue: Decimal
    promises: int
    plans: int
    leads: int
    appeals: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the next owner of a customer has to know."""

    talks: Sequence[PastVisit]
    money: OpenMoney
    promises: Sequence[Commitment]
    plans: Sequence[FollowUp]
    protected_until: date | None
    appeals: int


@dataclass(frozen=True, slots=True)
class Line:
    """One customer of a handover."""

    customer_id: int
    name: str
    city: str
    level: str
    to_id: int | None
    state: str
    reason: str


def find_handover(session: Session, number: int) -> Handover | None:
    """A handover by its number."""
    return session.get(Handover, number)


def find_open(session: Session, from_id: int) -> Handover | None:
    """The open handover of one person's customers."""
    return session.scalars(
        select(Handover)
        .where(Handover.from_id == from_id, Handover.state == HandoverState.OPEN, Handover.voided.is_(False))
        .order_by(Handover.number.desc())
        .limit(1)
    ).first()


def list_open_by(session: Session, by_id: int) -> Sequence[Handover]:
    """The open handovers that a leader made, the latest first."""
    return session.scalars(
        select(Handover)
        .where(Handover.by_id == by_id, Handover.state == HandoverState.OPEN, Handover.voided.is_(False))
        .order_by(Handover.number.desc())
    ).all()


def list_offered(session: Session, to_id: int) -> Sequence[HandoverItem]:
    """The customers that wait for somebody's word, by handover and in its order."""
    return session.scalars(
        select(HandoverItem)
        .join(Handover, Handover.number == HandoverItem.handover_number)
        .where(
            HandoverItem.to_id == to_id,
            HandoverItem.state == ItemState.OFFERED,
            Handover.state == HandoverState.OPEN,
        )
        .order_by(HandoverItem.handover_number, HandoverItem.id)
    ).all()


def list_lines(session: Session, number: int) -> Sequence[Line]:
    """All customers of a handover, in the order of their numbers there."""
    rows = session.execute(
        select(
            HandoverItem.customer_id,
            Customer.name,
            Customer.city,
            Customer.level,
            HandoverItem.to_id,
            HandoverItem.state,
            HandoverItem.reason,
        )
        .join(Customer, Customer.id == HandoverItem.customer_id)
        .where(HandoverItem.handover_number == number)
        .order_by(HandoverItem.id)
    )
    return [Line(*row) for row in rows]


def summarise(session: Session, customer_ids: Collection[int], today: date) -> Summary:
    """What stands behind some customers, in figures."""
    owed = money.open_money(session, customer_ids, today).values()
    promises = plans = leads = appeals = 0
    for ids in chunks(customer_ids):
        promises += len(commitments.list_commitments(session, ids))
        plans += _count(session, select(func.count()).where(FollowUp.customer_id.in_(ids), *_TO_DO))
        leads += _count(session, select(func.count()).where(Lead.customer_id.in_(ids), Lead.open_key.is_not(None)))
        appeals += _count(
            session, select(func.count()).where(Appeal.customer_id.in_(ids), Appeal.state == AppealState.OPEN)
        )
    return Summary(
        len(customer_ids),
        sum((one.total for one in owed), Decimal(0)),
        sum((one.overdue for one in owed), Decimal(0)),
        promises,
        plans,
        leads,
        appeals,
    )


def dossier(session: Session, customer_id: int, today: date) -> Dossier:
    """What the next owner of a customer has to know."""
    return Dossier(
        talks=list_last_visits(session, customer_id=customer_id, most=TALKS),
        money=money.open_money(session, [customer_id], today).get(customer_id, NOTHING_OPEN),
        promises=commitments.list_commitments(session, [customer_id]),
        plans=session.scalars(
            select(FollowUp).where(FollowUp.customer_id == customer_id, *_TO_DO).order_by(FollowUp.due_on)
        ).all(),
        protected_until=session.scalar(
            select(func.max(Lead.protected_until)).where(Lead.customer_id == customer_id, Lead.open_key.is_not(None))
        ),
        appeals=_count(
            session, select(func.count()).where(Appeal.customer_id == customer_id, Appeal.state == AppealState.OPEN)
        ),
    )


_TO_DO = (FollowUp.state == FollowUpState.OPEN, FollowUp.voided.is_(False))


def _count(session: Session, counted: Select[int]) -> int:
    return session.scalar(counted) or 0
