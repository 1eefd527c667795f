"""Who has a customer: the one place where its owner changes (`product.md` B1, A11, B5).

Locks are taken in one order everywhere: the company's version, then the person, then the customer. Whoever changes an
owner holds the version until his commit anyway; taken first, two of them can never wait for each other.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import CustomerFrozen
from models.rules import pool as rules
from models.rules.terms import Terms
from models.schema import (
    Appeal,
    AppealState,
    CompanyVersion,
    Customer,
    Holding,
    Lead,
    LeadState,
    Move,
    MoveKind,
    Person,
    Record,
    RecordKind,
)
from models.times import shanghai_day

REASON_CHARACTERS = 200

_ENDS: Final = MappingProxyType(
    {
        MoveKind.RETURNED: LeadState.RELEASED,
        MoveKind.RECYCLED: LeadState.EXPIRED,
        MoveKind.CLAIMED: LeadState.REASSIGNED,
        MoveKind.REGISTERED: LeadState.REASSIGNED,
        MoveKind.ASSIGNED: LeadState.REASSIGNED,
        MoveKind.RULED: LeadState.REASSIGNED,
    }
)
"""What becomes of the former owner's registration; a handover takes it along instead."""
_POOLED: Final = frozenset({MoveKind.RETURNED, MoveKind.RECYCLED})


def lock_company(session: Session) -> None:
    """Wait until nobody else changes whose a customer is; on SQLite there is one writer anyway."""
    session.scalars(select(CompanyVersion.value).where(CompanyVersion.id == 1).with_for_update()).one()


def lock_person(session: Session, person_id: int) -> Person:
    """A person whose customers are counted, locked until the commit."""
    lock_company(session)
    return session.get_one(Person, person_id, with_for_update={"key_share": True}, populate_existing=True)


def lock_customer(session: Session, customer_id: int) -> Customer:
    """A customer as it stands now, locked until the commit.

    Visits and payments of it go on meanwhile; who changes its owner, or anything else on its card, waits.
    """
    session.flush()
    lock_company(session)
    return session.get_one(Customer, customer_id, with_for_update={"key_share": True}, populate_existing=True)


def find_holding(session: Session, customer_id: int) -> Holding | None:
    """How a customer is held; None where that was never written down."""
    return session.get(Holding, customer_id)


def hold(
    session: Session,
    *,
    customer_id: int,
    to_id: int | None,
    kind: MoveKind,
    by_id: int | None,
    message_id: int | None,
    now: datetime,
    today: date,
    terms: Terms,
    reason: str = "",
    protected_until: date | None = None,
) -> Move:
    """Give a customer to somebody, or to the public pool.

    The caller has looked under `lock_customer` that it is still where he thinks, and that it may go.

    Args:
        session: of the transaction.
        customer_id: which.
        to_id: the new owner; None is the pool.
        kind: why.
        by_id: who did it; None is the clock.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day.
        terms: the company's values.
        reason: in his words.
        protected_until: the last protected Shanghai day, where there is more than the rule of its kind gives.

    Returns:
        The move with its number.

    Raises:
        CustomerFrozen: a handover has it.
    """
    customer = lock_customer(session, customer_id)
    from_id = customer.owner_id
    holding = ensure_holding(session, customer, today=today, terms=terms)
    if kind is not MoveKind.HANDED_OVER:
        refuse_frozen(holding)
    author_id = next(found for found in (by_id, from_id, to_id) if found is not None)
    record = Record(
        kind=RecordKind.MOVE, person_id=author_id, message_id=message_id, subject_id=customer_id, made_at=now
    )
    session.add(record)
    session.flush()
    move = Move(
        number=record.number,
        customer_id=customer_id,
        kind=kind,
        from_id=from_id,
        to_id=to_id,
        by_id=by_id,
        made_at=now,
        made_on=today,
        reason=reason[:REASON_CHARACTERS],
    )
    session.add(move)
    customer.owner_id = to_id
    if to_id is None:
        _put_in_pool(holding, from_id, now=now, today=today, reason=reason if kind in _POOLED else "")
    else:
        _give(holding, customer, kind, today=today, terms=terms, protected_until=protected_until)
    _settle_leads(session, move, now)
    _settle_appeals(session, move, now)
    session.flush()
    return move


def ensure_holding(session: Session, customer: Customer, *, today: date, terms: Terms) -> Holding:
    """How a customer is held; written down now where it was imported or made without.

    One that was made long ago, before anybody counted, counts from now: no clock runs out that nobody heard of.
    """
    held = session.get(Holding, customer.id, populate_existing=True)
    if held is not None and (held.since_on if customer.owner_id is not None else held.pooled_on) is not None:
        return held
    made_on = shanghai_day(customer.created_at)
    if held is None:
        held = Holding(customer_id=customer.id)
    # An import may have changed the owner of one that was held otherwise.
    held.pooled_at = held.pooled_on = held.since_on = held.protected_until = held.recycle_on = None
    if customer.owner_id is None:
        held.pooled_at, held.pooled_on = customer.created_at, made_on
    else:
        held.since_on = max(made_on, today - timedelta(days=1))
        held.recycle_on = rules.recycle_on(rules.Held(customer.level, held.since_on), terms, today)
    session.add(held)
    session.flush()
    return held


def refuse_frozen(holding: Holding) -> None:
    """See to it that no handover has a customer.

    Raises:
        CustomerFrozen: one has.
    """
    if holding.frozen_by is not None:
        raise CustomerFrozen(holding.customer_id, holding.frozen_by)


def level_changed(session: Session, customer: Customer, *, today: date, terms: Terms) -> None:
    """Let the night look early enough at a customer that got another level; it counts the days itself."""
    held = session.get(Holding, customer.id)
    if held is None or held.since_on is None or held.recycle_on is None:
        return
    earliest = rules.recycle_on(rules.Held(customer.level, held.since_on, held.protected_until), terms, today)
    held.recycle_on = min(held.recycle_on, earliest)
    session.flush()


def _put_in_pool(holding: Holding, from_id: int | None, *, now: datetime, today: date, reason: str) -> None:
    holding.since_on = holding.protected_until = holding.recycle_on = None
    holding.pooled_at, holding.pooled_on = now, today
    holding.pool_reason = reason[:REASON_CHARACTERS]
    holding.former_owner_id = from_id


def _give(
    holding: Holding, customer: Customer, kind: MoveKind, *, today: date, terms: Terms, protected_until: date | None
) -> None:
    if protected_until is None and kind is MoveKind.CLAIMED:
        protected_until = rules.claim_protected_until(today, terms)
    if protected_until is None and kind is MoveKind.HANDED_OVER:
        protected_until = holding.protected_until
    holding.since_on, holding.protected_until = today, protected_until
    holding.pooled_at = holding.pooled_on = holding.former_owner_id = None
    holding.pool_reason = ""
    held = rules.Held(customer.level, today, protected_until, claimed=kind is MoveKind.CLAIMED)
    holding.recycle_on = rules.recycle_on(held, terms, today)


def _settle_leads(session: Session, move: Move, now: datetime) -> None:
    """The former owner's registrations end with his ownership, or go along with a handover."""
    leads = session.scalars(select(Lead).where(Lead.customer_id == move.customer_id, Lead.open_key.is_not(None)))
    for lead in leads.all():
        if lead.person_id == move.to_id:
            continue
        if move.kind == MoveKind.HANDED_OVER and move.to_id is not None:
            lead.person_id = move.to_id
            continue
        lead.state = _ENDS.get(MoveKind(move.kind), LeadState.RELEASED)
        lead.open_key, lead.ended_at, lead.end_reason = None, now, move.reason


def _settle_appeals(session: Session, move: Move, now: datetime) -> None:
    """Appeals that a change of hands settles: the customer is free, or with the one who appealed."""
    appeals = session.scalars(
        select(Appeal).where(Appeal.customer_id == move.customer_id, Appeal.state == AppealState.OPEN)
    )
    for appeal in appeals.all():
        if move.to_id is None or move.to_id == appeal.person_id:
            appeal.state, appeal.ruled_at = AppealState.WITHDRAWN, now
        else:
            appeal.against_id = move.to_id
