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

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.queries import recycling as queries
from models.queries.recycling import Looked
from models.rules import pool as rules
from models.rules.terms import OFF, Terms
from models.schema import CompanyVersion, Customer, Holding, MoveKind
from models.services import holdings, moving_plans
from models.services.holdings import Decision, lock_company, lock_customer

BATCH: Final = 500
FIRST_LOOKED: Final = 6
"""So many customers are looked at together where only the first few that fall back are asked for."""
LOOKS_BACK: Final = 3
"""In so many nights a rule that got shorter is brought to all customers, in case one of them is missed."""
AGAIN_DAYS: Final = 30
"""So much later a customer who has bought is looked at again: the order may be taken back."""
SWITCH = "recycle"


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


def recycle_due(
    session: Session, today: date, terms: Terms, *, now: datetime, limit: int = BATCH, ahead: date | None = None
) -> list[Recycled]:
    """Put customers back into the pool whose time has passed without anything that counts.

    Won customers, those that owe money and those with a registration that is alive never go; those in a handover wait.

    Args:
        session: of the clock's transaction.
        today: the Shanghai day that begins.
        terms: the company's values.
        now: instant (UTC).
        limit: so many at most; the caller comes again while as many were found.
        ahead: what may fall back up to this Shanghai day is looked at too and its day noted anew, so that warnings
            can be read from the noted days alone.
    """
    if terms.text(SWITCH, today) == OFF:
        return []
    # Where a rule got shorter, all that was noted by the longer one is noted anew.
    last = date.max if rules.shortening(terms, today, LOOKS_BACK) > 0 else max(today, ahead or today)
    gone: list[Recycled] = []
    for looks in _looks(session, last, terms, today):
        later = [look for look in looks if look.on is None or look.on > today]
        holdings.put_off(session, [(look.customer_id, look.noted_on, look.again_on) for look in later])
        for look in looks:
            if look.on is not None and look.on <= today:
                recycled = _recycle(session, look, today=today, now=now, terms=terms)
                gone += [recycled] if recycled is not None else []
            if len(gone) >= limit:
                session.flush()
                return gone
        session.flush()
    return gone


def note_holdings(session: Session, today: date, terms: Terms, *, at_once: int = BATCH) -> int:
    """Write down how customers are held that were imported, made by chat, or given to somebody by an import.

    The import itself writes nothing of it: a night makes up for it, and any change of owner for its one. Each of these
    raises the company's version, so that a night reads only what was changed since the one before.

    Args:
        session: of the clock's transaction.
        today: the Shanghai day that begins.
        terms: the company's values.
        at_once: so many are read and written together.

    Returns:
        How many.
    """
    version, noted_version = _versions(session)
    if version == noted_version:
        return 0
    # Locked first, as everywhere: what is written below may wait for somebody who waits for the version.
    lock_company(session)
    version, noted_version = _versions(session)
    found = queries.list_unnoted_ids(session, since=noted_version)
    for start in range(0, len(found), at_once):
        note_holdings_of(session, found[start : start + at_once], today, terms)
    session.execute(update(CompanyVersion).values(noted_version=version))
    return len(found)


def _versions(session: Session) -> tuple[int, int]:
    """The company's version, and up to which nights have noted how customers are held."""
    version, noted_version = session.execute(select(CompanyVersion.value, CompanyVersion.noted_version)).one()
    return version, noted_version


def note_holdings_of(session: Session, customer_ids: Collection[int], today: date, terms: Terms) -> None:
    """The same for a few hundred customers by their ids, before the night comes."""
    found = queries.list_unnoted(session, customer_ids)
    holdings.begin_holdings(session, [one for one in found if not one.held], today=today, terms=terms)
    for one in found:
        if one.held:
            customer = session.get_one(Customer, one.customer_id)
            holdings.ensure_holding(session, customer, today=today, terms=terms)


def list_recycling_soon(
    session: Session, person_ids: Collection[int], today: date, days: int, terms: Terms
) -> Sequence[Soon]:
    """The customers of some people that fall back within so many days, the first one first.

    Args:
        session: any; nothing is written.
        person_ids: the owners.
        today: Shanghai day.
        days: so many days ahead.
        terms: the company's values.
    """
    if not person_ids or terms.text(SWITCH, today) == OFF:
        return []
    last, tomorrow = today + timedelta(days=days), today + timedelta(days=1)
    noted = [customer_id for customer_id, _ in queries.list_noted(session, person_ids, last=last)]
    found = [
        Soon(look.customer_id, look.owner_id, max(look.on, tomorrow), look.term)
        for look in _look_at(session, noted, terms, today)
        if look.on is not None and look.on <= last
    ]
    return sorted(found, key=lambda soon: (soon.on, soon.customer_id))


def list_recycled_on(
    session: Session,
    noted_on: Sequence[tuple[int, int]],
    days: Collection[date],
    today: date,
    terms: Terms,
    *,
    most: int,
) -> Sequence[Soon]:
    """The customers that fall back in the nights to a few Shanghai days, unless something counts first.

    Args:
        session: any; nothing is written.
        noted_on: owner and customer of those of whom such a day is noted (`find_noted_days`), the first night first.
        days: the days, none before tomorrow; each night notes anew what lies ahead (`recycle_due`).
        today: Shanghai day.
        terms: the company's values.
        most: so many of each owner are enough, the first ones.
    """
    if not days or terms.text(SWITCH, today) == OFF:
        return []
    left: dict[int, list[int]] = {}
    # Most were visited meanwhile, which one look tells; all that decides is looked up for the others.
    busy_from = rules.busy_from(terms, today, max(days))
    quiet = queries.list_quiet(session, [customer_id for _, customer_id in noted_on], busy_from)
    for owner_id, customer_id in noted_on:
        if customer_id in quiet:
            left.setdefault(owner_id, []).append(customer_id)
    found: dict[int, list[Soon]] = {owner_id: [] for owner_id in left}
    some = FIRST_LOOKED
    while left:
        ids = [customer_id for noted in left.values() for customer_id in noted[:some]]
        for look in _look_at(session, ids, terms, today):
            if look.on is not None and look.on in days:
                found[look.owner_id].append(Soon(look.customer_id, look.owner_id, look.on, look.term))
        left = {
            owner_id: noted[some:]
            for owner_id, noted in left.items()
            if len(noted) > some and len(found[owner_id]) < most
        }
        some = BATCH  # their notes are old: the night has not looked at them yet
    ordered = (sorted(soon, key=lambda one: (one.on, one.customer_id)) for soon in found.values())
    return [one for soon in ordered for one in soon[:most]]


def _look_at(session: Session, ids: Sequence[int], terms: Terms, today: date) -> Iterator[_Look]:
    shortest = terms.number("note_characters", today)
    for start in range(0, len(ids), BATCH):
        for one in queries.list_looked_by_id(session, ids[start : start + BATCH], shortest_note=shortest):
            yield _look(one, terms, today)


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
        for looks in _looks(session, last, terms_after, today, rules.busy_from(terms_after, today))
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
        Decision(None, None, now, today, terms),
        customer_id=look.customer_id,
        to_id=None,
        kind=MoveKind.RECYCLED,
        reason=_reason(days),
    )
    moving_plans.end(session, customer_id=look.customer_id, person_id=look.owner_id, now=now)
    return Recycled(look.customer_id, look.owner_id, move.number, look.term, days)


def _reason(days: int) -> str:
    """Why a customer is in the pool, as its line says there."""
    return f"{days} 天没有有效跟进"


def _looks(
    session: Session, last: date, terms: Terms, today: date, busy_from: Mapping[str, date] | None = None
) -> Iterator[list[_Look]]:
    """Customers whose noted day has come by a Shanghai day, a batch at a time, as they really stand.

    Where it is only asked who falls back, those visited too lately for that are left out (`busy_from`).
    """
    due = queries.list_due(session, last=last, busy_from=busy_from)
    for start in range(0, len(due), BATCH):
        looks = {look.customer_id: look for look in _look_at(session, due[start : start + BATCH], terms, today)}
        # What was recycled or frozen since is not looked at any more.
        yield [looks[one] for one in due[start : start + BATCH] if one in looks]


def _look(one: Looked, terms: Terms, today: date) -> _Look:
    if one.won or one.live_until is not None:
        bought = today + timedelta(days=AGAIN_DAYS)
        again = bought if one.live_until is None or one.won else max(one.live_until, today) + timedelta(days=1)
        return _Look(one.customer_id, one.owner_id, one.noted_on, None, again, "")
    held = rules.Held(one.level, one.since_on, one.protected_until, one.claimed, one.active_on)
    on = rules.recycle_on(held, terms, today)
    return _Look(one.customer_id, one.owner_id, one.noted_on, on, on, rules.term_for(held))
