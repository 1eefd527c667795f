"""The night's look at the pool: what falls back to it, what will soon, and what another rule would change (B1).

The noted day (`Holding.recycle_on`) is the earliest on which a customer may go, so that a night reads only few rows by
their index; what happened meanwhile is looked up then, and the day moved on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.queries import pool as queries
from models.queries.pool import Looked
from models.rules import pool as rules
from models.rules.terms import Terms
from models.schema import Customer, Holding, MoveKind
from models.services import holdings, moving_plans
from models.services.holdings import lock_customer

BATCH: Final = 500
FIRST_LOOKED: Final = 20
"""So many customers are looked at together where only the first few that fall back are asked for."""
LOOKS_BACK: Final = 3
"""In so many nights a rule that got shorter is brought to all customers, in case one of them is missed."""
AGAIN_DAYS: Final = 30
"""So much later a customer who has bought is looked at again: the order may be taken back."""
SWITCH, OFF = "recycle", "关"


@dataclass(frozen=True, slots=True)
class Recycled:
    """A customer that fell back to the pool.

    Attributes:
        customer_id: which.
        owner_id: who had it.
        number: of the move.
        term: the clause it went by.
        days: that clause's value.
    """

    customer_id: int
    owner_id: int
    number: int
    term: str
    days: int


@dataclass(frozen=True, slots=True)
class Soon:
    """A customer that falls back in the night to a Shanghai day, unless something happens that counts."""

    customer_id: int
    owner_id: int
    on: date
    term: str


@dataclass(frozen=True, slots=True)
class _Look:
    """A customer with an owner, as the night sees it; `on` is None where it never falls back."""

    customer_id: int
    owner_id: int
    noted_on: date
    on: date | None
    again_on: date
    term: str


def recycle_due(session: Session, today: date, terms: Terms, *, now: datetime, limit: int = BATCH) -> list[Recycled]:
    """Put customers back into the pool whose time has passed without anything that counts.

    Won customers and those with a registration that is alive never go; those in a handover wait.

    Args:
        session: of the clock's transaction.
        today: the Shanghai day that begins.
        terms: the company's values.
        now: instant (UTC).
        limit: so many at most; the caller comes again while as many were found.
    """
    if terms.text(SWITCH, today) == OFF:
        return []
    # Where a rule got shorter, all that was noted by the longer one is noted anew.
    last = date.max if rules.shortening(terms, today, LOOKS_BACK) > 0 else today
    gone: list[Recycled] = []
    for looks in _looks(session, last, terms, today):
        for look in looks:
            if look.on is not None and look.on <= today:
                recycled = _recycle(session, look, today=today, now=now, terms=terms)
                gone += [recycled] if recycled is not None else []
            elif look.again_on != look.noted_on:
                session.get_one(Holding, look.customer_id).recycle_on = look.again_on
            if len(gone) >= limit:
                session.flush()
                return gone
        session.flush()
    return gone


def note_holdings(session: Session, today: date, terms: Terms, *, limit: int = BATCH) -> int:
    """Write down how customers are held that were imported, made by chat, or given to somebody by an import.

    The import itself writes nothing of it: a night makes up for it in batches, and any change of owner for its one.

    Returns:
        How many; the caller comes again while they are as many as the limit.
    """
    unknown = or_(
        Holding.customer_id.is_(None),
        and_(Customer.owner_id.is_not(None), Holding.since_on.is_(None)),
        and_(Customer.owner_id.is_(None), Holding.pooled_on.is_(None)),
    )
    found = session.scalars(
        select(Customer)
        .outerjoin(Holding, Holding.customer_id == Customer.id)
        .where(Customer.active, unknown)
        .order_by(Customer.id)
        .limit(limit)
    ).all()
    for customer in found:
        holdings.ensure_holding(session, customer, today=today, terms=terms)
    session.flush()
    return len(found)


def list_recycling_soon(
    session: Session, person_ids: Collection[int], today: date, days: int, terms: Terms, *, most: int | None = None
) -> Sequence[Soon]:
    """The customers of some people that fall back within so many days, the first one first.

    Args:
        session: any; nothing is written.
        person_ids: the owners.
        today: Shanghai day.
        days: so many days ahead; for warnings the caller picks `rules.WARNING_DAYS`.
        terms: the company's values.
        most: so many of the first ones at most; None for all.
    """
    if not person_ids or terms.text(SWITCH, today) == OFF:
        return []
    last, tomorrow = today + timedelta(days=days), today + timedelta(days=1)
    shortest = terms.number("note_characters", today)
    noted = queries.list_noted(session, person_ids, last=last)
    at_once = BATCH if most is None else FIRST_LOOKED
    found: list[Soon] = []
    for start in range(0, len(noted), at_once):
        # A customer goes on its noted day or later: those after it cannot come before what was found.
        if most is not None and len(found) >= most and found[most - 1].on < noted[start][1]:
            break
        ids = [customer_id for customer_id, _ in noted[start : start + at_once]]
        looked = queries.list_looked_by_id(session, ids, shortest_note=shortest)
        found += [
            Soon(look.customer_id, look.owner_id, max(look.on, tomorrow), look.term)
            for look in (_look(one, terms, today) for one in looked)
            if look.on is not None and look.on <= last
        ]
        found.sort(key=lambda soon: (soon.on, soon.customer_id))
    return found[:most]


def count_recycled(session: Session, terms_after: Terms, today: date) -> Mapping[int, int]:
    """How many customers of each owner would fall back tonight if other rules held; nothing is written.

    Args:
        session: any.
        terms_after: the company's values with the change in force on `today`.
        today: the Shanghai day of the next night.

    Returns:
        By the owner's id; owners who would lose none are left out.
    """
    if terms_after.text(SWITCH, today) == OFF:
        return {}
    last = today + timedelta(days=max(rules.shortening(terms_after, today, LOOKS_BACK), 0))
    return Counter(
        look.owner_id
        for looks in _looks(session, last, terms_after, today)
        for look in looks
        if look.on is not None and look.on <= today
    )


def _recycle(session: Session, look: _Look, *, today: date, now: datetime, terms: Terms) -> Recycled | None:
    # Locked one by one: somebody may claim, hand over or assign at the same moment.
    customer = lock_customer(session, look.customer_id)
    held = session.get_one(Holding, look.customer_id, populate_existing=True)
    if customer.owner_id != look.owner_id or held.frozen_by is not None or held.recycle_on != look.noted_on:
        return None
    days = terms.number(look.term, today)
    move = holdings.hold(
        session,
        customer_id=look.customer_id,
        to_id=None,
        kind=MoveKind.RECYCLED,
        by_id=None,
        message_id=None,
        now=now,
        today=today,
        terms=terms,
        reason=_reason(days),
    )
    moving_plans.end(session, customer_id=look.customer_id, person_id=look.owner_id, now=now)
    return Recycled(look.customer_id, look.owner_id, move.number, look.term, days)


def _reason(days: int) -> str:
    """Why a customer is in the pool, as its line says there."""
    return f"{days} 天没有有效跟进"


def _looks(session: Session, last: date, terms: Terms, today: date) -> Iterator[list[_Look]]:
    """Customers whose noted day has come by a Shanghai day, a batch at a time, as they really stand."""
    after = (date.min, 0)
    while True:
        found = queries.list_looked(
            session, last=last, after=after, most=BATCH, shortest_note=terms.number("note_characters", today)
        )
        if not found:
            return
        after = (found[-1].noted_on, found[-1].customer_id)
        yield [_look(one, terms, today) for one in found]


def _look(one: Looked, terms: Terms, today: date) -> _Look:
    if one.won or one.live_until is not None:
        bought = today + timedelta(days=AGAIN_DAYS)
        again = bought if one.live_until is None or one.won else max(one.live_until, today) + timedelta(days=1)
        return _Look(one.customer_id, one.owner_id, one.noted_on, None, again, "")
    held = rules.Held(one.level, one.since_on, one.protected_until, one.claimed, one.active_on)
    on = rules.recycle_on(held, terms, today)
    return _Look(one.customer_id, one.owner_id, one.noted_on, on, on, rules.term_for(held))
