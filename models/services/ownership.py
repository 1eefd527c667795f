"""Leaders assign customers, and let others work on them beside their owner (`product.md` A11, B1, G5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import AlreadyHelps, DomainError, HelpsNot, OwnerChanged
from models.schema import CustomerHelper, Move, MoveKind
from models.services import dialogs, holdings, moving_plans
from models.services.holdings import Decision
from models.services.moving_plans import Passed
from models.services.several import attempt


@dataclass(frozen=True, slots=True)
class Assigned:
    """A customer that a leader gave to somebody, and what went along."""

    move: Move
    passed: Passed


def assign(
    session: Session, decision: Decision, *, customer_id: int, owner_id: int | None, to_id: int, reason: str = ""
) -> Assigned:
    """Give a customer of the pool, or of somebody in the line, to somebody; the follow-ups go along.

    Args:
        session: of the message.
        decision: the leader's.
        customer_id: which.
        owner_id: whose it was when that was decided; None for the pool.
        to_id: who gets it.
        reason: in his words.

    Raises:
        OwnerChanged: somebody else has it meanwhile.
        CustomerFrozen: a handover has it.
    """
    customer = holdings.lock_customer(session, customer_id)
    if customer.owner_id != owner_id or owner_id == to_id or not customer.active:
        raise OwnerChanged(customer_id)
    move = holdings.hold(session, decision, customer_id=customer_id, to_id=to_id, kind=MoveKind.ASSIGNED, reason=reason)
    if owner_id is None:
        return Assigned(move, Passed())
    passed = moving_plans.pass_on(
        session,
        customer_id=customer_id,
        from_id=owner_id,
        to_id=to_id,
        message_id=decision.message_id,
        now=decision.now,
    )
    return Assigned(move, passed)


def join(session: Session, decision: Decision, *, customer_id: int, helper_id: int) -> Move:
    """Let somebody work on a customer beside its owner (合作): he sees all of it.

    Raises:
        AlreadyHelps: he does.
    """
    holdings.lock_customer(session, customer_id)
    helper = _find(session, customer_id, helper_id)
    if helper is not None and helper.active:
        raise AlreadyHelps(customer_id, helper_id)
    if helper is None:
        session.add(CustomerHelper(customer_id=customer_id, person_id=helper_id))
    else:
        helper.active = True
    return _noted(session, decision, MoveKind.JOINED, customer_id, None, helper_id)


def leave(session: Session, decision: Decision, *, customer_id: int, helper_id: int) -> Move:
    """End somebody's work beside the owner of a customer.

    Raises:
        HelpsNot: he does not work on it.
    """
    holdings.lock_customer(session, customer_id)
    helper = _find(session, customer_id, helper_id)
    if helper is None or not helper.active:
        raise HelpsNot(customer_id, helper_id)
    helper.active = False
    return _noted(session, decision, MoveKind.LEFT, customer_id, helper_id, None)


def _find(session: Session, customer_id: int, helper_id: int) -> CustomerHelper | None:
    return session.scalars(
        select(CustomerHelper)
        .where(CustomerHelper.customer_id == customer_id, CustomerHelper.person_id == helper_id)
        .execution_options(populate_existing=True)
    ).first()


def _noted(
    session: Session, decision: Decision, kind: MoveKind, customer_id: int, from_id: int | None, to_id: int | None
) -> Move:
    move = holdings.note_move(session, decision, kind, customer_id, from_id, to_id)
    session.flush()
    return move


def assign_each(
    session: Session, decision: Decision, owned: Sequence[tuple[int, int | None]], *, to_id: int, reason: str = ""
) -> list[Assigned | DomainError]:
    """Assign several, each on its own: what becomes of each, in their order; see `assign`.

    Args:
        session: of the message.
        decision: the leader's.
        owned: each customer, and whose it was when that was decided.
        to_id: who gets them.
        reason: in his words.
    """
    return [
        attempt(assign, session, decision, customer_id=customer_id, owner_id=owner_id, to_id=to_id, reason=reason)
        for customer_id, owner_id in owned
    ]


def help_each(
    session: Session, decision: Decision, customer_ids: Sequence[int], *, helper_id: int, joins: bool
) -> list[Move | DomainError]:
    """Let somebody join, or leave, the work on several customers: what becomes of each, in their order."""
    step = join if joins else leave
    return [attempt(step, session, decision, customer_id=found, helper_id=helper_id) for found in customer_ids]


def offer_request(session: Session, leader_id: int, question: str, data: Mapping[str, Any], *, now: datetime) -> bool:
    """Let a leader answer a rep's request by number, unless something else waits for his answer; whether he can."""
    return dialogs.offer(session.connection(), leader_id, question, data, now)
