"""Who has a customer: the one place where its owner changes (`product.md` B1, A11, B5).

Locks are taken in one order everywhere: the company's version, then the person, then the customer. Whoever changes an
owner holds the version until his commit anyway; taken first, two of them can never wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models import history
from models.errors import CustomerFrozen
from models.queries.recycling import Unnoted
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
    RecordKind,
)
from models.services.numbering import give_number
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


@dataclass(frozen=True, slots=True)
class Decision:
    """That a customer changes hands: who decided it, by which message, when, and by whose rules.

    Attributes:
        by_id: who; None is the clock.
        message_id: the inbox row; None is the clock.
        now: instant (UTC).
        today: Shanghai day.
        terms: the company's values.
    """

    by_id: int | None
    message_id: int | None
    now: datetime
    today: date
    terms: Terms


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


def lock_customers(session: Session, customer_ids: Collection[int]) -> Mapping[int, Customer]:
    """`lock_customer` for a few hundred together, by their ids."""
    session.flush()
    lock_company(session)
    wanted = select(Customer).where(Customer.id.in_(customer_ids)).order_by(Customer.id)
    found = session.scalars(wanted.with_for_update(key_share=True), execution_options={"populate_existing": True})
    return {customer.id: customer for customer in found}


def find_holding(session: Session, customer_id: int) -> Holding | None:
    """How a customer is held; None where that was never written down."""
    return session.get(Holding, customer_id)


def hold(
    session: Session,
    decision: Decision,
    *,
    customer_id: int,
    to_id: int | None,
    kind: MoveKind,
    reason: str = "",
    protected_until: date | None = None,
    locked: Customer | None = None,
) -> Move:
    """Give a customer to somebody, or to the public pool.

    The caller has looked under `lock_customer` that it is still where he thinks, and that it may go.

    Args:
        session: of the transaction.
        decision: whose, and when.
        customer_id: which.
        to_id: the new owner; None is the pool.
        kind: why.
        reason: in his words.
        protected_until: the last protected Shanghai day, where there is more than the rule of its kind gives.
        locked: the customer, where the caller has just locked many together.

    Returns:
        The move with its number.

    Raises:
        CustomerFrozen: a handover has it.
    """
    customer = locked or lock_customer(session, customer_id)
    from_id = customer.owner_id
    now, today, terms = decision.now, decision.today, decision.terms
    holding = ensure_holding(session, customer, today=today, terms=terms)
    if kind is not MoveKind.HANDED_OVER:
        refuse_frozen(holding)
    move = note_move(session, decision, kind, customer_id, from_id, to_id, reason)
    customer.owner_id = to_id
    if to_id is None:
        _put_in_pool(holding, from_id, now=now, today=today, reason=reason if kind in _POOLED else "")
    else:
        _give(holding, customer, kind, today=today, terms=terms, protected_until=protected_until)
    _settle_leads(session, move, now)
    _settle_appeals(session, move, now)
    session.flush()
    return move


def note_move(
    session: Session,
    decision: Decision,
    kind: MoveKind,
    customer_id: int,
    from_id: int | None,
    to_id: int | None,
    reason: str = "",
) -> Move:
    """Write down that somebody got a customer, lost it, or works on it, under a number; see `hold`."""
    number = give_number(
        session,
        RecordKind.MOVE,
        customer_id,
        person_id=next(found for found in (decision.by_id, from_id, to_id) if found is not None),
        message_id=decision.message_id,
        now=decision.now,
    )
    move = Move(
        number=number,
        customer_id=customer_id,
        kind=kind,
        from_id=from_id,
        to_id=to_id,
        by_id=decision.by_id,
        made_at=decision.now,
        made_on=decision.today,
        reason=reason[:REASON_CHARACTERS],
    )
    session.add(move)
    return move


def ensure_holding(session: Session, customer: Customer, *, today: date, terms: Terms) -> Holding:
    """How a customer is held; written down now where it was imported or made without.

    One that was made long ago, before anybody counted, counts from now: no clock runs out that nobody heard of.
    """
    held = session.get(Holding, customer.id, populate_existing=True)
    if held is not None and (held.since_on if customer.owner_id is not None else held.pooled_on) is not None:
        return held
    if held is None:
        held = Holding(customer_id=customer.id)
    first = _first_days(customer.owner_id, customer.level, customer.created_at, today=today, terms=terms)
    # An import may have changed the owner of one that was held otherwise.
    held.protected_until = None
    for name, value in first.items():
        setattr(held, name, value)
    session.add(held)
    session.flush()
    return held


def begin_holdings(session: Session, customers: Sequence[Unnoted], *, today: date, terms: Terms) -> None:
    """`ensure_holding` for many that have none yet, in three statements; one that another made meanwhile stays his.

    An import brings ten thousand at once, and on SQLite whoever writes a message waits for the night.
    """
    rows = {
        one.customer_id: {
            "customer_id": one.customer_id,
            "pool_reason": "",
            **_first_days(one.owner_id, one.level, one.created_at, today=today, terms=terms),
        }
        for one in customers
    }
    if not rows:
        return
    connection = session.connection()
    made = connection.scalars(_BEGIN[connection.dialect.name], list(rows.values()))
    history.insert_recorded(session, *((Holding, customer_id, rows[customer_id]) for customer_id in made))


_BEGIN: Final = MappingProxyType(
    {
        name: kind(Holding).on_conflict_do_nothing().returning(Holding.customer_id)
        for name, kind in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    }
)


def _first_days(
    owner_id: int | None, level: str, created_at: datetime, *, today: date, terms: Terms
) -> dict[str, date | datetime | None]:
    """The first days of a holding, by the holding's columns."""
    made_on = shanghai_day(created_at)
    if owner_id is None:
        return {"pooled_at": created_at, "pooled_on": made_on, "since_on": None, "recycle_on": None}
    since_on = max(made_on, today - timedelta(days=1))
    return {
        "pooled_at": None,
        "pooled_on": None,
        "since_on": since_on,
        "recycle_on": rules.recycle_on(rules.Held(level, since_on), terms, today),
    }


def put_off(session: Session, days: Iterable[tuple[int, date, date]]) -> None:
    """Note another Shanghai day on which customers fall back: by id, with the day noted before and the new one.

    A rule that changes does this to all customers of a company: together, for a row at a time takes minutes.
    """
    moved = [(customer_id, before, after) for customer_id, before, after in days if before != after]
    if not moved:
        return
    session.connection().execute(
        update(Holding).where(Holding.customer_id == bindparam("held")).values(recycle_on=bindparam("again")),
        [{"held": customer_id, "again": after} for customer_id, _, after in moved],
    )
    history.note_changed(
        session,
        Holding,
        [(customer_id, {"recycle_on": before}, {"recycle_on": after}) for customer_id, before, after in moved],
    )


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
    held.silent_on = None
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
    holding.pooled_at = holding.pooled_on = holding.former_owner_id = holding.silent_on = None
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
