"""Reading registrations (报备), and what both sides of a conflict have done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.queries.lookups import among
from models.schema import (
    Customer,
    FollowUp,
    FollowUpState,
    Lead,
    LeadState,
    Move,
    Notice,
    Order,
    Payment,
    PaymentState,
    RecordKind,
    Visit,
)
from models.times import shanghai_day

RECORDS_A_KIND = 500
"""So many of the latest records of each kind are looked at in a conflict: more than years of work with one customer."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One dated record of somebody with a customer.

    Attributes:
        person_id: whose.
        on: the Shanghai day it happened on.
        number: of the record.
        kind: `RecordKind`; of a quotation, "quote".
        words: what was said of it.
        amount: yuan, of money.
    """

    person_id: int
    on: date
    number: int
    kind: str
    words: str = ""
    amount: Decimal | None = None


def find_open_lead(session: Session, customer_id: int) -> Lead | None:
    """The registration of a customer that has not ended; of several projects, the one that protects it longest."""
    return next(iter(list_open(session, customer_id)), None)


def list_open(session: Session, customer_id: int) -> Sequence[Lead]:
    """A customer's registrations that have not ended, the one that protects longest first."""
    return session.scalars(
        select(Lead)
        .where(Lead.customer_id == customer_id, Lead.open_key.is_not(None), Lead.voided.is_(False))
        .order_by(Lead.protected_until.desc(), Lead.number)
    ).all()


def find_last_lead(session: Session, customer_id: int) -> Lead | None:
    """A customer's latest registration, ended or not."""
    return session.scalars(
        select(Lead)
        .where(Lead.customer_id == customer_id, Lead.voided.is_(False))
        .order_by(Lead.number.desc())
        .limit(1)
    ).first()


def find_last_lead_of(session: Session, customer_id: int, person_id: int) -> Lead | None:
    """Somebody's latest registration of a customer, ended or not."""
    return session.scalars(
        select(Lead)
        .where(Lead.customer_id == customer_id, Lead.person_id == person_id, Lead.voided.is_(False))
        .order_by(Lead.number.desc())
        .limit(1)
    ).first()


def find_name(session: Session, customer_id: int) -> str:
    """A customer's full name, for one that is not in the directory yet."""
    return session.scalars(select(Customer.name).where(Customer.id == customer_id)).one()


def list_held(session: Session, person_ids: Collection[int]) -> Sequence[Lead]:
    """The registrations of some people that have not ended, the one that ends first in front."""
    return session.scalars(
        select(Lead)
        .where(
            Lead.person_id.in_(person_ids),
            Lead.state.in_((LeadState.PROVISIONAL.value, LeadState.HELD.value)),
            Lead.open_key.is_not(None),
            Lead.voided.is_(False),
        )
        .order_by(Lead.protected_until, Lead.number)
    ).all()


def list_to_decide(session: Session, person_ids: Collection[int]) -> Sequence[Lead]:
    """The registrations of some people on which their leader is asked: who goes on with it, or whether it is renewed.

    The first one asked for in front.

    Args:
        session: any.
        person_ids: a leader's people.
    """
    if not person_ids:
        return []
    undecided = and_(Lead.decided_at.is_(None), Lead.ruled_number.is_(None))
    return session.scalars(
        select(Lead)
        .where(
            among(Lead.person_id, person_ids),
            Lead.state == LeadState.HELD.value,
            Lead.open_key.is_not(None),
            Lead.voided.is_(False),
            or_(undecided, Lead.extension_asked_on.is_not(None)),
        )
        .order_by(Lead.registered_on, Lead.number)
    ).all()


def list_due(session: Session, today: date, limit: int) -> Sequence[Lead]:
    """Registrations that have not ended although their protection or their provisional hold is over."""
    over = (
        select(Lead)
        .where(
            Lead.state.in_((LeadState.PROVISIONAL.value, LeadState.HELD.value)),
            Lead.protected_until < today,
            Lead.open_key.is_not(None),
        )
        .order_by(Lead.number)
        .limit(limit)
    )
    late = (
        select(Lead)
        .where(Lead.state == LeadState.PROVISIONAL.value, Lead.hold_until < today, Lead.open_key.is_not(None))
        .order_by(Lead.number)
        .limit(limit)
    )
    found = {lead.number: lead for query in (over, late) for lead in session.scalars(query)}
    return list(found.values())[:limit]


def list_projects(session: Session, project_key: str) -> Sequence[Lead]:
    """Registrations of a project of this name that have not ended, whoever's customer it is at."""
    return session.scalars(
        select(Lead).where(Lead.project_key == project_key, Lead.open_key.is_not(None), Lead.voided.is_(False))
    ).all()


def find_visit(session: Session, lead: Lead, *, since: date) -> int | None:
    """The latest visit of a registration's holder since a Shanghai day that has not renewed it before."""
    found = session.connection().scalar(
        select(Visit.number)
        .where(
            Visit.customer_id == lead.customer_id,
            Visit.person_id == lead.person_id,
            Visit.visited_on >= since,
            Visit.number > (lead.renewed_by_number or lead.number),
            Visit.voided.is_(False),
        )
        .order_by(Visit.visited_on.desc(), Visit.number.desc())
        .limit(1)
    )
    return None if found is None else int(found)


def list_deeds(session: Session, customer_id: int, person_ids: Collection[int]) -> Sequence[Deed]:
    """What some people have done with a customer, the earliest first (`product.md` B2).

    Args:
        session: of the message.
        customer_id: with whom.
        person_ids: both sides.
    """
    deeds = [
        *_visits(session, customer_id, person_ids),
        *_follow_ups(session, customer_id, person_ids),
        *_orders(session, customer_id, person_ids),
        *_payments(session, customer_id, person_ids),
        *_leads_and_moves(session, customer_id, person_ids),
    ]
    return sorted(deeds, key=lambda deed: (deed.on, deed.number))


def _visits(session: Session, customer_id: int, people: Collection[int]) -> list[Deed]:
    rows = session.execute(
        select(Visit.person_id, Visit.visited_on, Visit.number, Visit.summary)
        .where(Visit.customer_id == customer_id, Visit.person_id.in_(people), Visit.voided.is_(False))
        .order_by(Visit.visited_on.desc())
        .limit(RECORDS_A_KIND)
    )
    return [Deed(who, on, number, RecordKind.VISIT, words) for who, on, number, words in rows]


def _follow_ups(session: Session, customer_id: int, people: Collection[int]) -> list[Deed]:
    rows = session.execute(
        select(FollowUp.person_id, FollowUp.ended_at, FollowUp.number, FollowUp.note)
        .where(
            FollowUp.customer_id == customer_id,
            FollowUp.person_id.in_(people),
            FollowUp.kind == RecordKind.FOLLOWUP,
            FollowUp.state == FollowUpState.DONE,
            FollowUp.voided.is_(False),
        )
        .order_by(FollowUp.number.desc())
        .limit(RECORDS_A_KIND)
    )
    return [
        Deed(who, shanghai_day(at), number, RecordKind.FOLLOWUP, words)
        for who, at, number, words in rows
        if at is not None
    ]


def _orders(session: Session, customer_id: int, people: Collection[int]) -> list[Deed]:
    rows = session.scalars(
        select(Order)
        .where(Order.customer_id == customer_id, Order.person_id.in_(people), Order.voided.is_(False))
        .order_by(Order.told_on.desc())
        .limit(RECORDS_A_KIND)
    )
    return [
        Deed(
            row.person_id,
            row.told_on,
            row.number,
            QUOTE if row.quoted else RecordKind.ORDER,
            " ".join(filter(None, (row.product, row.quantity, row.note))),
            row.amount,
        )
        for row in rows
    ]


QUOTE = "quote"


def _payments(session: Session, customer_id: int, people: Collection[int]) -> list[Deed]:
    rows = session.execute(
        select(Payment.person_id, Payment.paid_on, Payment.number, Payment.note, Payment.amount)
        .where(
            Payment.customer_id == customer_id,
            Payment.person_id.in_(people),
            Payment.state != PaymentState.DENIED,
            Payment.voided.is_(False),
        )
        .order_by(Payment.paid_on.desc())
        .limit(RECORDS_A_KIND)
    )
    return [Deed(who, on, number, RecordKind.PAYMENT, words, amount) for who, on, number, words, amount in rows]


def _leads_and_moves(session: Session, customer_id: int, people: Collection[int]) -> list[Deed]:
    leads = session.scalars(
        select(Lead).where(
            Lead.customer_id == customer_id,
            Lead.person_id.in_(people),
            Lead.ruled_number.is_(None),
            Lead.voided.is_(False),
        )
    )
    deeds = [Deed(row.person_id, row.registered_on, row.number, RecordKind.LEAD, row.need) for row in leads]
    moves = session.execute(
        select(Move.to_id, Move.made_on, Move.number, Move.kind)
        .where(
            Move.customer_id == customer_id,
            Move.to_id.in_(people),
            Move.kind.not_in(("registered", "joined", "left")),
            Move.voided.is_(False),
        )
        .order_by(Move.made_on.desc())
        .limit(RECORDS_A_KIND)
    )
    return deeds + [Deed(who, on, number, RecordKind.MOVE, kind) for who, on, number, kind in moves if who is not None]


def is_told(session: Session, keys: Collection[str]) -> bool:
    """Whether a notice with one of these keys was ever left for somebody."""
    return session.scalars(select(Notice.id).where(Notice.dedupe_key.in_(keys)).limit(1)).first() is not None


def find_told(session: Session, keys: Collection[str]) -> Mapping[str, datetime]:
    """When the notices with some of these keys were left (UTC); those that never were are missing."""
    rows = session.execute(select(Notice.dedupe_key, Notice.made_at).where(Notice.dedupe_key.in_(keys)))
    return {row.dedupe_key: row.made_at for row in rows}
