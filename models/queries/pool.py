"""Reading the public pool, and what decides when a customer falls back to it (`product.md` B1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import Date, Select, and_, exists, func, literal_column, or_, select, true
from sqlalchemy.orm import Session

from models.schema import (
    Customer,
    Holding,
    Lead,
    Move,
    MoveKind,
    Visit,
)

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
        only: ids beside which none fits; None where nobody has looked (`narrowed`).
    """

    places: Collection[str] = ()
    level: str = ""
    words: Sequence[str] = ()
    since: date | None = None
    only: Collection[int] | None = None


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


# Written out, because both databases fit the partial index to a parameter only by planning anew.
_NOTED = and_(_POOLED, Customer.note != literal_column("''"))


def narrowed(session: Session, wanted: Wanted, named: Mapping[str, Sequence[int]]) -> Wanted:
    """The same, its rare words looked up beforehand: to come upon the few that fit takes going through the whole pool.

    Args:
        session: any.
        wanted: the filter.
        named: by word the customers of the pool whose name holds it.
    """
    only: frozenset[int] | None = None
    common = []
    for word in wanted.words:
        found = _holding(session, word, named[word]) if len(named[word]) <= FEW else None
        if found is None:
            common.append(word)
        else:
            only = found if only is None else only & found
    return replace(wanted, words=common, only=only)


def _holding(session: Session, word: str, named: Collection[int]) -> frozenset[int] | None:
    """Who holds a word in the name, the note or a former need; None where too many do."""
    noted = select(Customer.id).where(_NOTED, Customer.note.contains(word, autoescape=True))
    needed = select(Lead.customer_id).where(Lead.need.contains(word, autoescape=True))
    found = set(named)
    for ids in (noted, needed):
        found.update(session.scalars(ids.limit(FEW + 1)))
    return frozenset(found) if len(found) <= FEW else None


def list_pool(
    session: Session, wanted: Wanted, *, first: int = 0, most: int, counted: int | None = None
) -> Sequence[PoolLine]:
    """A stretch of the pool: what came into it last stands first, what was always in it last.

    Args:
        session: any.
        wanted: the filter.
        first: so many are skipped.
        most: so many at most.
        counted: how many fit, where that was counted before (`count_pool`).
    """
    rows = _came(session, wanted, first, most, counted)
    if len(rows) < most and wanted.since is None:
        before = first + len(rows) if rows else _count_came(session, wanted)
        always = (
            select(*_LINE)
            .outerjoin(Holding, Holding.customer_id == Customer.id)
            .where(_POOLED, Holding.pooled_on.is_(None))
        )
        # Of those in a few cities it is quicker to sort them than to go through all by their ids.
        order = Customer.id + 0 if wanted.places or wanted.only is not None else Customer.id
        rest = _filtered(always, wanted).order_by(order.desc()).offset(max(first - before, 0))
        rows = [*rows, *session.execute(rest.limit(most - len(rows))).all()]
    last = last_visits(session, [row[0] for row in rows])
    return [_line(row, last) for row in rows]


def _came(session: Session, wanted: Wanted, first: int, most: int, counted: int | None) -> Sequence[Any]:
    """Those that came into the pool, the last ones first.

    Of few that fit it is quicker to sort them; of many to go back by the days and stop.
    """
    few = wanted.only is not None
    if wanted.places and not few:
        few = (count_pool(session, wanted, most=FEW) if counted is None else counted) < FEW
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
    if wanted.only is None:
        # Without an order they are looked for from the table's beginning, where those with an owner may stand first,
        # or all that fit are gathered before any is counted.
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
    if wanted.only is not None:
        statement = statement.where(Customer.id.in_(wanted.only))
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
