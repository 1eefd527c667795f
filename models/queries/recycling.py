"""Reading what decides when a customer falls back to the public pool, and what of that nobody has noted (B1, 5.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, ScalarSelect, Select, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import Session

from models.queries.lookups import among, among_any, has_any
from models.queries.money import OPEN, chunks
from models.rules.terms import Terms
from models.schema import (
    Customer,
    FollowUp,
    FollowUpState,
    Holding,
    Lead,
    LeadState,
    Move,
    MoveKind,
    Order,
    Payment,
    PaymentState,
    Receivable,
    RecordKind,
    Visit,
)
from models.times import shanghai_day


def last_activity(session: Session, customer_ids: Collection[int], *, terms: Terms, today: date) -> Mapping[int, date]:
    """The last Shanghai day on which something happened with each of some customers that counts (制度 5.4).

    A visit with evidence, a note of a call that says enough, a quotation, an order, a payment.

    Args:
        session: any.
        customer_ids: whose.
        terms: the company's values.
        today: Shanghai day.
    """
    ways = _active_ways(Customer.id, terms.number("note_characters", today))
    found: dict[int, date] = {}
    for ids in chunks(customer_ids):
        for customer_id, *days in session.execute(select(Customer.id, *ways).where(Customer.id.in_(ids))):
            last = _last_day(*days)
            if last is not None:
                found[customer_id] = last
    return found


def _active_ways(customer: Any, shortest_note: int) -> tuple[ScalarSelect[Any], ...]:
    """The last visit, note of a call, order and payment of a customer: each from the end of its part of an index."""
    # No visit has less than the lowest level, from which it counts: its row need not be read for that.
    visited = select(func.max(Visit.visited_on)).where(Visit.customer_id == customer, Visit.voided.is_(False))
    noted = select(func.max(FollowUp.ended_at)).where(
        FollowUp.customer_id == customer,
        FollowUp.kind == RecordKind.FOLLOWUP,
        FollowUp.state == FollowUpState.DONE,
        FollowUp.voided.is_(False),
        func.length(FollowUp.note) >= shortest_note,
    )
    told = select(func.max(Order.told_on)).where(Order.customer_id == customer, Order.voided.is_(False))
    paid = select(func.max(Payment.paid_on)).where(
        Payment.customer_id == customer, Payment.voided.is_(False), Payment.state != PaymentState.DENIED
    )
    return tuple(way.scalar_subquery() for way in (visited, noted, told, paid))


def _last_day(visited: date | None, noted: datetime | None, told: date | None, paid: date | None) -> date | None:
    days = (visited, told, paid, shanghai_day(noted) if noted is not None else None)
    return max((day for day in days if day is not None), default=None)


class Unnoted(NamedTuple):
    """A customer of whom it is not written down how it is held; `held` where there is a row that says otherwise."""

    customer_id: int
    owner_id: int | None
    level: str
    created_at: datetime
    held: bool


_UNNOTED = and_(
    Customer.active,
    or_(
        Holding.customer_id.is_(None),
        and_(Customer.owner_id.is_not(None), Holding.since_on.is_(None)),
        and_(Customer.owner_id.is_(None), Holding.pooled_on.is_(None)),
    ),
)


def list_unnoted_ids(session: Session, *, since: int) -> Sequence[int]:
    """Customers that were imported, made by chat, or given away by an import, and whom no night has looked at since.

    Args:
        session: any.
        since: the company's version up to which nights have looked; only what was changed after it is read.
    """
    found = select(Customer.id).outerjoin(Holding, Holding.customer_id == Customer.id)
    return session.scalars(found.where(Customer.version > since, _UNNOTED).order_by(Customer.id)).all()


def list_unnoted(session: Session, customer_ids: Collection[int]) -> Sequence[Unnoted]:
    """Those of some customers, a few hundred, of whom it is not written down how they are held, by their id."""
    found = (
        select(Customer.id, Customer.owner_id, Customer.level, Customer.created_at, Holding.customer_id.is_not(None))
        .outerjoin(Holding, Holding.customer_id == Customer.id)
        .where(Customer.id.in_(customer_ids), _UNNOTED)
        .order_by(Customer.id)
    )
    return [Unnoted(*row) for row in session.execute(found)]


_HELD = (Holding.frozen_by.is_(None), Customer.active, Customer.owner_id.is_not(None))


@dataclass(frozen=True, slots=True)
class Looked:
    """A customer with an owner, with all that decides when it falls back.

    Attributes:
        customer_id, owner_id, level: of the customer.
        noted_on: the Shanghai day that is noted for it.
        since_on: since when its owner has it.
        protected_until: the last protected Shanghai day, if there is one.
        active_on: the last Shanghai day on which something happened that counts.
        live_until: the last protected Shanghai day of a registration that is alive.
        claimed: whether its owner claimed it from the pool.
        won: whether it has bought, or still owes money.
    """

    customer_id: int
    owner_id: int
    level: str
    noted_on: date
    since_on: date
    protected_until: date | None
    active_on: date | None
    live_until: date | None
    claimed: bool
    won: bool


def list_due(session: Session, *, last: date, busy_from: Mapping[str, date] | None = None) -> Sequence[int]:
    """Customers with an owner whose noted day has come by a Shanghai day, the first one first.

    Args:
        session: any.
        last: the noted day, at most.
        busy_from: leaves out those visited since a Shanghai day, by level, "" for every other one.
    """
    wanted = (
        select(Holding.customer_id)
        .join(Customer, Customer.id == Holding.customer_id)
        .where(Holding.recycle_on <= last, *_HELD)
    )
    if busy_from is not None:
        wanted = wanted.where(_is_quiet({level: literal(day, Date) for level, day in busy_from.items()}))
    return session.scalars(wanted.order_by(Holding.recycle_on, Holding.customer_id)).all()


def _is_quiet(busy_from: Mapping[str, ColumnElement[date]]) -> ColumnElement[bool]:
    """Whether nobody was there since that day, nor since its owner has it: told by one look into an index."""
    level = func.upper(func.substr(func.trim(Customer.level), 1, 1))
    levels = [(level == letter, day) for letter, day in busy_from.items() if letter]
    first = case(*levels, else_=busy_from[""])
    since = func.coalesce(Holding.since_on, Holding.recycle_on)
    visited, *_ = _active_ways(Holding.customer_id, 0)
    return func.coalesce(visited, literal(date.min, Date)) < case((since > first, since), else_=first)


def list_noted(session: Session, owner_ids: Collection[int], *, last: date) -> Sequence[tuple[int, date]]:
    """The customers of some people whose noted day comes by a Shanghai day, with that day, the first one first."""
    # Looked up for each of their customers, who are few beside all that fall due, and beside all holdings.
    noted = (
        select(Holding.recycle_on)
        .where(Holding.customer_id == Customer.id, Holding.frozen_by.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Customer.id, noted).where(among(Customer.owner_id, owner_ids), Customer.active, noted <= last)
    )
    found = [(customer_id, on) for customer_id, on in rows if on is not None]
    return sorted(found, key=lambda row: (row[1], row[0]))


def list_quiet(session: Session, customer_ids: Collection[int], busy_from: Mapping[str, date]) -> frozenset[int]:
    """Those of some customers that were not visited since a Shanghai day, by level, "" for every other one."""
    told = {_busy(level): day for level, day in busy_from.items()}
    found: set[int] = set()
    for ids in chunks(customer_ids):
        found.update(session.scalars(_quiet(tuple(busy_from)), {**told, "keys": ids}))
    return frozenset(found)


@cache
def _quiet(levels: Sequence[str]) -> Select[int]:
    return (
        select(Customer.id)
        .join(Holding, Holding.customer_id == Customer.id)
        .where(
            among_any(Customer.id),
            Holding.recycle_on.is_not(None),
            _is_quiet({level: bindparam(_busy(level), type_=Date) for level in levels}),
        )
    )


def _busy(level: str) -> str:
    return f"busy_{level}"


def list_looked_by_id(session: Session, customer_ids: Collection[int], *, shortest_note: int) -> Sequence[Looked]:
    """A few customers with all that decides when they fall back; those that nobody has are left out."""
    return [_as_looked(row) for row in session.execute(_looked(shortest_note), {"keys": customer_ids})]


@lru_cache(maxsize=8)  # putting it together costs as much as asking
def _looked(shortest_note: int) -> Select[*tuple[Any, ...]]:
    customer = Holding.customer_id
    live = select(func.max(Lead.protected_until)).where(
        Lead.customer_id == customer, Lead.open_key.is_not(None), Lead.voided.is_(False)
    )
    moved = (
        select(Move.kind)
        .where(
            Move.customer_id == customer,
            Move.voided.is_(False),
            Move.kind.not_in((MoveKind.JOINED, MoveKind.LEFT)),
        )
        .order_by(Move.made_on.desc(), Move.number.desc())
        .limit(1)
    )
    bought = has_any(Order.customer_id == customer, Order.quoted.is_(False), Order.voided.is_(False))
    won = has_any(Lead.customer_id == customer, Lead.state == LeadState.WON, Lead.voided.is_(False))
    # Whoever took the order answers for its money (`product.md` D13): he keeps the customer until it is paid.
    owes = has_any(Receivable.customer_id == customer, OPEN)
    facts = [*_active_ways(customer, shortest_note), live.scalar_subquery(), moved.scalar_subquery()]
    return (
        select(customer, Customer.owner_id, Customer.level, Holding.recycle_on, Holding.since_on)
        .add_columns(Holding.protected_until, *facts, or_(bought, won, owes))
        .join(Customer, Customer.id == customer)
        .where(among_any(customer), Holding.recycle_on.is_not(None), *_HELD)
    )


def _as_looked(row: Sequence[Any]) -> Looked:
    customer_id, owner_id, level, noted_on, since_on, protected_until, visited, noted, told, paid, live, moved, won = (
        row
    )
    active = _last_day(visited, noted, told, paid)
    since = since_on or noted_on
    claimed = moved == MoveKind.CLAIMED
    return Looked(customer_id, owner_id, level, noted_on, since, protected_until, active, live, claimed, bool(won))
