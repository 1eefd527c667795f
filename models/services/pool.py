"""Claiming from the public pool, and giving back to it (`product.md` B1, §2).

Every limit is looked at under the locks that the change itself takes, so that two devices, or two people, cannot both
find it free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from models.errors import (
    AlreadyYours,
    ClaimsUsedUp,
    CustomerTaken,
    DomainError,
    FormerOwnerWaits,
    HoldingFull,
    NotYetFree,
    OwnerChanged,
)
from models.queries import pool as queries
from models.rules import pool as rules
from models.rules.terms import Terms
from models.rules.words import clean_words
from models.schema import Customer, Holding, Move, MoveKind
from models.services import holdings, moving_plans
from models.services.holdings import Decision
from models.services.several import attempt

JUST_NOW: Final = timedelta(minutes=10)
"""So long ago somebody else's claim is told as a race that was lost, with its time."""
MOST_TAKEN_BACK: Final = 3
"""So many times the day's claims may be made in all, with those that were taken back: a claim shows phones."""


@dataclass(frozen=True, slots=True)
class Given:
    """A customer that went back to the pool.

    Attributes:
        move: the change of owner.
        owner_id: who had it.
        plans: how many follow-ups and reminders of his were called off.
    """

    move: Move
    owner_id: int
    plans: int


@dataclass(frozen=True, slots=True)
class Room:
    """What somebody may still claim today, and how many customers he has of how many he may have."""

    claims_left: int
    held: int
    limit: int


def room(session: Session, *, person_id: int, today: date, terms: Terms) -> Room:
    """What somebody may still claim on a Shanghai day."""
    standing, _ = queries.count_claims(session, person_id, today)
    left = max(terms.number("claims_a_day", today) - standing, 0)
    return Room(left, queries.count_held(session, person_id), terms.number("holding_limit", today))


def claim(session: Session, decision: Decision, *, customer_id: int, person_id: int) -> Move:
    """Give a customer of the pool to somebody who asks for it.

    Args:
        session: of the message.
        decision: whose, and when.
        customer_id: which.
        person_id: who wants it.

    Raises:
        AlreadyYours: he has it.
        CustomerTaken: somebody else has it.
        CustomerFrozen: a handover has it.
        FormerOwnerWaits: he gave it back a few days ago.
        NotYetFree: it came into the pool a few hours ago.
        ClaimsUsedUp: he claimed enough for today.
        HoldingFull: he has enough.
    """
    now, today, terms = decision.now, decision.today, decision.terms
    # The company first, then the person, then the customer: everybody waits in the same order.
    holdings.lock_person(session, person_id)
    customer = holdings.lock_customer(session, customer_id)
    held = holdings.ensure_holding(session, customer, today=today, terms=terms)
    _refuse_owned(session, customer, held, person_id, now)
    holdings.refuse_frozen(held)
    _refuse_former_owner(session, held, person_id, today, terms)
    _refuse_fresh(held, now, today, terms)
    _refuse_too_many(session, person_id, today, terms)
    return holdings.hold(session, decision, customer_id=customer_id, to_id=person_id, kind=MoveKind.CLAIMED)


def give_back(session: Session, decision: Decision, *, customer_id: int, owner_id: int | None, reason: str) -> Given:
    """Put a customer back into the pool; what its owner meant to do with it is called off.

    Args:
        session: of the message.
        decision: the owner's, or a leader's of his.
        customer_id: which.
        owner_id: whose it was when that was decided.
        reason: in his words.

    Raises:
        OwnerChanged: somebody else has it meanwhile, or it is in the pool.
        CustomerFrozen: a handover has it.
    """
    customer = holdings.lock_customer(session, customer_id)
    if owner_id is None or customer.owner_id != owner_id:
        raise OwnerChanged(customer_id)
    move = holdings.hold(session, decision, customer_id=customer_id, to_id=None, kind=MoveKind.RETURNED, reason=reason)
    plans = moving_plans.end(session, customer_id=customer_id, person_id=owner_id, now=decision.now)
    return Given(move, owner_id, plans)


def _refuse_owned(session: Session, customer: Customer, held: Holding, person_id: int, now: datetime) -> None:
    if customer.owner_id == person_id:
        raise AlreadyYours(customer.id, held.protected_until)
    if customer.owner_id is None and customer.active:
        return
    last = queries.last_move(session, customer.id)
    lost = last is not None and last.kind == MoveKind.CLAIMED and now - last.made_at <= JUST_NOW
    raise CustomerTaken(customer.id, last.made_at if last is not None and lost else None)


def _refuse_former_owner(session: Session, held: Holding, person_id: int, today: date, terms: Terms) -> None:
    if held.former_owner_id != person_id or held.pooled_on is None:
        return
    first = rules.former_owner_from(held.pooled_on, terms, today)
    if today < first:
        last = queries.last_move(session, held.customer_id)
        recycled = last is not None and last.kind == MoveKind.RECYCLED
        raise FormerOwnerWaits(held.customer_id, held.pooled_on, first - timedelta(days=1), recycled)


def _refuse_fresh(held: Holding, now: datetime, today: date, terms: Terms) -> None:
    # What was always in the pool was given back by nobody.
    if held.former_owner_id is None or held.pooled_at is None:
        return
    free_at = rules.free_at(held.pooled_at, terms, today)
    if now < free_at:
        raise NotYetFree(held.customer_id, free_at)


def _refuse_too_many(session: Session, person_id: int, today: date, terms: Terms) -> None:
    limit = terms.number("claims_a_day", today)
    standing, made = queries.count_claims(session, person_id, today)
    if standing >= limit or made >= limit * MOST_TAKEN_BACK:
        raise ClaimsUsedUp(limit)
    refuse_full(session, person_id, today, terms)


def refuse_full(session: Session, person_id: int, today: date, terms: Terms) -> None:
    """See to it that somebody may have one customer more (4.1); the caller holds the locks of `holdings`.

    Raises:
        HoldingFull: he has enough.
    """
    most = terms.number("holding_limit", today)
    held = queries.count_held(session, person_id)
    if held >= most:
        raise HoldingFull(most, held)


def claim_each(
    session: Session, decision: Decision, customer_ids: Sequence[int], *, person_id: int
) -> list[Move | DomainError]:
    """Claim several, each on its own: what becomes of each, in their order; see `claim`.

    Once the day's or one's own limit is reached, the others are not tried.
    """
    fates: list[Move | DomainError] = []
    for customer_id in customer_ids:
        fates.append(attempt(claim, session, decision, customer_id=customer_id, person_id=person_id))
        if isinstance(fates[-1], ClaimsUsedUp | HoldingFull):
            break
    return fates


def give_back_each(
    session: Session, decision: Decision, owned: Sequence[tuple[int, int | None]], *, reason: str
) -> list[Given | DomainError]:
    """Give several back, each on its own: what becomes of each, in their order; see `give_back`.

    Args:
        session: of the message.
        decision: the owner's, or a leader's of his.
        owned: each customer, and whose it was when that was decided.
        reason: in his words.
    """
    why = clean_words(reason)
    return [
        attempt(give_back, session, decision, customer_id=customer_id, owner_id=owner_id, reason=why)
        for customer_id, owner_id in owned
    ]
