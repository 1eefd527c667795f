"""Leaders assign customers, and let others work on them beside their owner (`product.md` A11, B1, G5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import AlreadyHelps, DomainError, HelpsNot, OwnerChanged
from models.rules.terms import Terms
from models.schema import CustomerHelper, Move, MoveKind, Record, RecordKind
from models.services import dialogs, holdings, moving_plans
from models.services.moving_plans import Passed


@dataclass(frozen=True, slots=True)
class Assigned:
    """A customer that a leader gave to somebody, and what went along."""

    move: Move
    passed: Passed


def assign(
    session: Session,
    *,
    customer_id: int,
    owner_id: int | None,
    to_id: int,
    by_id: int,
    message_id: int | None,
    now: datetime,
    today: date,
    terms: Terms,
    reason: str = "",
) -> Assigned:
    """Give a customer of the pool, or of somebody in the line, to somebody; the follow-ups go along.

    Args:
        session: of the message.
        customer_id: which.
        owner_id: whose it was when that was decided; None for the pool.
        to_id: who gets it.
        by_id: the leader.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day.
        terms: the company's values.
        reason: in his words.

    Raises:
        OwnerChanged: somebody else has it meanwhile.
        CustomerFrozen: a handover has it.
    """
    customer = holdings.lock_customer(session, customer_id)
    if customer.owner_id != owner_id or owner_id == to_id or not customer.active:
        raise OwnerChanged(customer_id)
    move = holdings.hold(
        session,
        customer_id=customer_id,
        to_id=to_id,
        kind=MoveKind.ASSIGNED,
        by_id=by_id,
        message_id=message_id,
        now=now,
        today=today,
        terms=terms,
        reason=reason,
    )
    if owner_id is None:
        return Assigned(move, Passed())
    passed = moving_plans.pass_on(
        session, customer_id=customer_id, from_id=owner_id, to_id=to_id, message_id=message_id, now=now
    )
    return Assigned(move, passed)


def join(
    session: Session,
    *,
    customer_id: int,
    helper_id: int,
    by_id: int,
    message_id: int | None,
    now: datetime,
    today: date,
) -> Move:
    """Let somebody work on a customer beside its owner (合作): he sees all of it.

    Raises:
        AlreadyHelps: he does.
    """
    holdings.lock_customer(session, customer_id)
    helper = _find(session, customer_id, helper_id)
    if helper is not None and helper.active:
        raise AlreadyHelps(customer_id, helper_id)
    if helper is None:
        session.add(CustomerHelper(customer_id=customer_id, person_id=helper_id, since_on=today))
    else:
        helper.active, helper.since_on = True, today
    return _note(session, MoveKind.JOINED, customer_id, None, helper_id, by_id, message_id, now, today)


def leave(
    session: Session,
    *,
    customer_id: int,
    helper_id: int,
    by_id: int,
    message_id: int | None,
    now: datetime,
    today: date,
) -> Move:
    """End somebody's work beside the owner of a customer.

    Raises:
        HelpsNot: he does not work on it.
    """
    holdings.lock_customer(session, customer_id)
    helper = _find(session, customer_id, helper_id)
    if helper is None or not helper.active:
        raise HelpsNot(customer_id, helper_id)
    helper.active = False
    return _note(session, MoveKind.LEFT, customer_id, helper_id, None, by_id, message_id, now, today)


def _find(session: Session, customer_id: int, helper_id: int) -> CustomerHelper | None:
    return session.scalars(
        select(CustomerHelper)
        .where(CustomerHelper.customer_id == customer_id, CustomerHelper.person_id == helper_id)
        .execution_options(populate_existing=True)
    ).first()


def _note(
    session: Session,
    kind: MoveKind,
    customer_id: int,
    from_id: int | None,
    to_id: int | None,
    by_id: int,
    message_id: int | None,
    now: datetime,
    today: date,
) -> Move:
    record = Record(kind=RecordKind.MOVE, person_id=by_id, message_id=message_id, subject_id=customer_id, made_at=now)
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
    )
    session.add(move)
    session.flush()
    return move


def assign_each(
    session: Session,
    owned: Sequence[tuple[int, int | None]],
    *,
    to_id: int,
    by_id: int,
    message_id: int | None,
    now: datetime,
    today: date,
    terms: Terms,
    reason: str = "",
) -> list[Assigned | DomainError]:
    """Assign several, each on its own: what becomes of each, in their order; see `assign`.

    Args:
        session: of the message.
        owned: each customer, and whose it was when that was decided.
        to_id: who gets them.
        by_id: the leader.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day.
        terms: the company's values.
        reason: in his words.
    """
    fates: list[Assigned | DomainError] = []
    for customer_id, owner_id in owned:
        try:
            fates.append(
                assign(
                    session,
                    customer_id=customer_id,
                    owner_id=owner_id,
                    to_id=to_id,
                    by_id=by_id,
                    message_id=message_id,
                    now=now,
                    today=today,
                    terms=terms,
                    reason=reason,
                )
            )
        except DomainError as fact:
            fates.append(fact)
    return fates


def help_each(
    session: Session,
    customer_ids: Sequence[int],
    *,
    helper_id: int,
    joins: bool,
    by_id: int,
    message_id: int | None,
    now: datetime,
    today: date,
) -> list[Move | DomainError]:
    """Let somebody join, or leave, the work on several customers: what becomes of each, in their order."""
    step = join if joins else leave
    fates: list[Move | DomainError] = []
    for customer_id in customer_ids:
        try:
            fates.append(
                step(
                    session,
                    customer_id=customer_id,
                    helper_id=helper_id,
                    by_id=by_id,
                    message_id=message_id,
                    now=now,
                    today=today,
                )
            )
        except DomainError as fact:
            fates.append(fact)
    return fates


def offer_request(session: Session, leader_id: int, question: str, data: Mapping[str, Any], *, now: datetime) -> None:
    """Let a leader answer a rep's request by number, unless something else waits for his answer."""
    dialogs.offer(session.connection(), leader_id, question, data, now)
