"""Reading the public pool, and what decides when a customer falls back to it (`product.md` B1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import Date, ScalarSelect, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from models.queries.lookups import has_any
from models.queries.money import chunks
from models.rules.points import MINIMUM_LEVEL
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
    RecordKind,
    Visit,
)
from models.times import shanghai_day

Columns = TypeVarTuple("Columns")

MOST_COUNTED = 1000
"""Further nobody counts the pool; more are said to be more."""
FEW = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the pool somebody wants to see.

    Attributes:
        places: cities; empty for all.
        level: A, B, C, or empty for all.
        words: each must stand in the name, the note or a former need.
        since: pooled on this Shanghai day or later.
    """

    places: Collection[str] = ()
    level: str = ""
    words: Sequence[str] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One customer of the pool, with nothing that belongs to whoever owns it.

    Attributes:
        customer_id: which.
        name: in full.
        city, level: empty where unknown.
        pooled_on: the Shanghai day it came into the pool; None where it always was there.
        pooled_at: the instant (UTC).
        reason: why it was given back, in the words of who did.
        former_owner_id: who had it last.
        last_on: the Shanghai day of the last visit of anybody.
    """

    customer_id: int
    name: str
    city: str
    level: str
    pooled_on: date | None
    pooled_at: datetime | None
    reason: str
    former_owner_id: int | None
    last_on: date | None = None


_LINE = (
    Customer.id,
    Customer.name,
    Customer.city,
    Customer.level,
    Holding.pooled_on,
    Holding.pooled_at,
    func.coalesce(Holding.pool_reason, ""),
    Holding.former_owner_id,
)
_POOLED = and_(Customer.owner_id.is_(None), Customer.active)
_POOLED_BY_DAYS = and_(Customer.owner_id.is_(None).is_(true()), Customer.active)
"""The same, told so that it is no way to find them: the days are, from the last one back."""


def list_pool(session: Session, wanted: Wanted, *, first: int = 0, most: int) -> Sequence[PoolLine]:
    """A stretch of the pool: what came into it last stands first, what was always in it last.

    Args:
        session: any.
        wanted: the filter.
        first: so many are skipped.
        most: so many at most.
    """
    rows = _came(session, wanted, first, most)
    if len(rows) < most and wanted.since is None:
        before = first + len(rows) if rows else _count_came(session, wanted)
        always = (
            select(*_LINE)
            .outerjoin(Holding, Holding.customer_id == Customer.id)
            .where(_POOLED, Holding.pooled_on.is_(None))
        )
        # Of those in a few cities it is quicker to sort them than to go through all by their ids.
        order = Customer.id + 0 if wanted.places else Customer.id
        rest = _filtered(always, wanted).order_by(order.desc()).offset(max(first - before, 0))
        rows = [*rows, *session.execute(rest.limit(most - len(rows))).all()]
    last = last_visits(session, [row[0] for row in rows])
    return [_line(row, last) for row in rows]


def _came(session: Session, wanted: Wanted, first: int, most: int) -> Sequence[Any]:
    """Those that came into the pool, the last ones first.

    Of few that fit it is quicker to sort them; of many to go back by the days and stop.
    """
    few = bool(wanted.places) and count_pool(session, wanted, most=FEW) < FEW
    pooled = _POOLED if few else _POOLED_BY_DAYS
    day = func.coalesce(Holding.pooled_on, date.min, type_=Date) if few else Holding.pooled_on
    came = (
        select(*_LINE).join(Holding, Holding.customer_id == Customer.id).where(pooled, Holding.pooled_on.is_not(None))
    )
    ordered = _filtered(came, wanted).order_by(day.desc(), Holding.customer_id.desc())
    rows: Sequence[Any] = session.execute(ordered.offset(first).limit(most)).all()
    return rows


def _count_came(session: Session, wanted: Wanted) -> int:
    came = select(Customer.id).join(Holding, Holding.customer_id == Customer.id)
    found = _filtered(came.where(_POOLED, Holding.pooled_on.is_not(None)), wanted)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def find_line(session: Session, customer_id: int) -> PoolLine | None:
    """One customer of the pool; None where it is not there."""
    row = session.execute(
        select(*_LINE).outerjoin(Holding, Holding.customer_id == Customer.id).where(Customer.id == customer_id, _POOLED)
    ).first()
    return None if row is None else _line(row, last_visits(session, [customer_id]))


def _line(row: Sequence[Any], last: Mapping[int, date]) -> PoolLine:
    customer_id, name, city, level, pooled_on, pooled_at, reason, former_owner_id = row
    return PoolLine(
        customer_id, name, city, level, pooled_on, pooled_at, reason, former_owner_id, last.get(customer_id)
    )


def count_pool(session: Session, wanted: Wanted, *, most: int = MOST_COUNTED) -> int:
    """How many customers of the pool fit, counted up to so many."""
    found = _filtered(select(Customer.id).outerjoin(Holding, Holding.customer_id == Customer.id).where(_POOLED), wanted)
    if not wanted.places:
        # Without an order they are looked for from the table's beginning, where those with an owner may stand first.
        found = found.order_by(Customer.owner_id, Customer.city)
    return session.scalar(select(func.count()).select_from(found.limit(most).subquery())) or 0


def list_like(session: Session, customer_id: int, *, most: int) -> Sequence[PoolLine]:
    """Customers of the pool in the same city as one that is gone."""
    city = session.scalar(select(Customer.city).where(Customer.id == customer_id)) or ""
    return list_pool(session, Wanted(places=(city,) if city else ()), most=most)


def _filtered(statement: Select[*Columns], wanted: Wanted) -> Select[*Columns]:
    if wanted.places:
        # Imported rows may hold 苏州市, and some hold the place in the name only.
        cities = ["", *(f"{place}{ending}" for place in wanted.places for ending in ("", "市"))]
        named = [Customer.name.startswith(place, autoescape=True) for place in wanted.places]
        statement = statement.where(Customer.city.in_(cities), or_(Customer.city != "", *named))
    for word in wanted.words:
        needed = exists().where(Lead.customer_id == Customer.id, Lead.need.contains(word, autoescape=True))
        statement = statement.where(
            or_(
                Customer.name.contains(word, autoescape=True),
                Customer.note.contains(word, autoescape=True),
                needed,
            )
        )
    if wanted.level:
        statement = statement.where(Customer.level == wanted.level)
    if wanted.since is not None:
        statement = statement.where(Holding.pooled_on >= wanted.since)
    return statement


def last_visits(session: Session, customer_ids: Collection[int]) -> Mapping[int, date]:
    """The last day somebody was at each of some customers; those that nobody ever visited are left out."""
    visited = select(func.max(Visit.visited_on)).where(Visit.customer_id == Customer.id, Visit.voided.is_(False))
    rows = session.execute(select(Customer.id, visited.scalar_subquery()).where(Customer.id.in_(customer_ids)))
    return {customer_id: on for customer_id, on in rows if on is not None}


def count_held(session: Session, person_id: int) -> int:
    """How many customers somebody has now."""
    held = select(func.count()).where(Customer.owner_id == person_id, Customer.active)
    return session.scalar(held) or 0


def count_claims(session: Session, person_id: int, day: date) -> tuple[int, int]:
    """How many customers somebody claimed on a Shanghai day: those that stand, and all with those taken back."""
    rows = session.scalars(
        select(Move.voided).where(Move.to_id == person_id, Move.kind == MoveKind.CLAIMED, Move.made_on == day)
    ).all()
    return sum(not voided for voided in rows), len(rows)


def last_move(session: Session, customer_id: int) -> Move | None:
    """The last change of a customer's owner that stands."""
    return session.scalars(
        select(Move)
        .where(
            Move.customer_id == customer_id,
            Move.voided.is_(False),
            Move.kind.not_in((MoveKind.JOINED, MoveKind.LEFT)),
        )
        .order_by(Move.made_on.desc(), Move.number.desc())
        .limit(1)
    ).first()


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
    visited = select(func.max(Visit.visited_on)).where(
        Visit.customer_id == customer, Visit.voided.is_(False), Visit.evidence_level >= MINIMUM_LEVEL
    )
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
        won: whether it has bought.
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


def list_looked(
    session: Session, *, last: date, after: tuple[date, int], most: int, shortest_note: int
) -> Sequence[Looked]:
    """Customers whose noted day has come, in its order; each is looked up by its own indexes.

    Args:
        session: any.
        last: the noted Shanghai day, at most.
        after: noted day and id of the last one that was read.
        most: so many at most.
        shortest_note: characters of a note that counts (制度 5.4).
    """
    on, customer_id = after
    wanted = (
        _looked(shortest_note)
        .where(
            Holding.recycle_on <= last,
            or_(Holding.recycle_on > on, and_(Holding.recycle_on == on, Holding.customer_id > customer_id)),
        )
        .order_by(Holding.recycle_on, Holding.customer_id)
        .limit(most)
    )
    return [_as_looked(row) for row in session.execute(wanted)]


def list_noted(session: Session, owner_ids: Collection[int], *, last: date) -> Sequence[tuple[int, date]]:
    """The customers of some people whose noted day comes by a Shanghai day, with that day, the first one first."""
    # Looked up for each of their customers, who are few beside all that fall due, and beside all holdings.
    noted = (
        select(Holding.recycle_on)
        .where(Holding.customer_id == Customer.id, Holding.frozen_by.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Customer.id, noted).where(Customer.owner_id.in_(owner_ids), Customer.active, noted <= last)
    )
    found = [(customer_id, on) for customer_id, on in rows if on is not None]
    return sorted(found, key=lambda row: (row[1], row[0]))


def list_looked_by_id(session: Session, customer_ids: Collection[int], *, shortest_note: int) -> Sequence[Looked]:
    """A few customers with all that decides when they fall back; those that nobody has are left out."""
    wanted = _looked(shortest_note).where(Holding.customer_id.in_(customer_ids), Holding.recycle_on.is_not(None))
    return [_as_looked(row) for row in session.execute(wanted)]


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
    facts = [*_active_ways(customer, shortest_note), live.scalar_subquery(), moved.scalar_subquery()]
    return (
        select(customer, Customer.owner_id, Customer.level, Holding.recycle_on, Holding.since_on)
        .add_columns(Holding.protected_until, *facts, or_(bought, won))
        .join(Customer, Customer.id == customer)
        .where(Holding.frozen_by.is_(None), Customer.active, Customer.owner_id.is_not(None))
    )


def _as_looked(row: Sequence[Any]) -> Looked:
    customer_id, owner_id, level, noted_on, since_on, protected_until, visited, noted, told, paid, live, moved, won = (
        row
    )
    active = _last_day(visited, noted, told, paid)
    since = since_on or noted_on
    claimed = moved == MoveKind.CLAIMED
    return Looked(customer_id, owner_id, level, noted_on, since, protected_until, active, live, claimed, bool(won))
