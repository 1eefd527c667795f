"""Taking a change of owner back, and doing it again: only while the customer is still where it was put.

What the change did to the holding, the registrations and the appeals is read from the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import CustomerMovedOn, HandedOver
from models.schema import (
    Appeal,
    Base,
    Change,
    CustomerHelper,
    FollowUp,
    Holding,
    Lead,
    LeadState,
    Move,
    MoveKind,
    News,
    Person,
    Record,
    Visit,
)
from models.services import followups
from models.services.holdings import find_holding, lock_customer, refuse_frozen
from models.services.restoring import as_held

R = TypeVar("R", bound=Base)

BESIDE: Final = (MoveKind.JOINED, MoveKind.LEFT)
"""Moves of helpers, which leave the owner where he is."""


def take_back(session: Session, move: Move) -> None:
    """Put a customer back to whom it was with before a move.

    Raises:
        CustomerMovedOn: it has moved on since.
        CustomerFrozen: a handover has it.
        HandedOver: it came by a handover.
    """
    if move.kind in BESIDE:
        _set_helper(session, move, active=move.kind == MoveKind.LEFT)
        return
    if move.kind == MoveKind.HANDED_OVER:
        raise HandedOver(move.number, move.customer_id)
    if move.kind == MoveKind.RULED:
        _end_registration(session, move)
        session.flush()  # of one customer only one may be open at a time
    _shift(session, move, move.to_id, move.from_id, forward=False)
    if move.kind == MoveKind.REGISTERED:
        _end_registration(session, move)
    session.flush()


def put_back(session: Session, move: Move) -> None:
    """Do a move again that was taken back.

    Raises:
        CustomerMovedOn: the customer has gone elsewhere since.
        CustomerFrozen: a handover has it.
    """
    if move.kind in BESIDE:
        _set_helper(session, move, active=move.kind == MoveKind.JOINED)
        return
    _shift(session, move, move.from_id, move.to_id, forward=True)
    session.flush()


def _shift(session: Session, move: Move, at_id: int | None, to_id: int | None, *, forward: bool) -> None:
    customer = lock_customer(session, move.customer_id)
    if customer.owner_id == to_id:
        return
    if customer.owner_id != at_id or _moved_later(session, move):
        raise CustomerMovedOn(move.number, move.customer_id)
    held = find_holding(session, move.customer_id)
    if held is not None:
        refuse_frozen(held)
    customer.owner_id = to_id
    rows: list[Base] = [] if held is None else [held]
    for mapped in (Lead, Appeal, News, Visit):
        rows += session.scalars(select(mapped).where(mapped.customer_id == move.customer_id)).all()
    plans = session.scalars(select(FollowUp).where(FollowUp.customer_id == move.customer_id)).all()
    _restore(session, move, rows, forward=forward)
    for plan in _restore(session, move, plans, forward=forward):
        owner = session.get_one(Person, plan.person_id)
        followups.entrust(session, plan, person_id=owner.id, userid=owner.userid)


def _restore(session: Session, move: Move, rows: Sequence[R], *, forward: bool) -> list[R]:
    """Set what the move changed in some rows to what stood before, or to what it wrote; the rows concerned."""
    concerned = []
    for row in rows:
        changes = _changes(session, move, row)
        for change in changes if forward else reversed(changes):
            before, after = change.before or {}, change.after or {}
            held_now, wanted = (before, after) if forward else (after, before)
            _set(row, held_now, wanted)
        if changes:
            concerned.append(row)
    return concerned


def _set(row: Base, held_now: dict[str, object], wanted: dict[str, object]) -> None:
    for name, value in held_now.items():
        if getattr(row, name) == as_held(type(row), name, value):
            setattr(row, name, as_held(type(row), name, wanted.get(name)))


def _moved_later(session: Session, move: Move) -> bool:
    later = select(Move.number).where(
        Move.customer_id == move.customer_id,
        Move.number > move.number,
        Move.voided.is_(False),
        Move.kind.not_in(BESIDE),
    )
    return session.scalars(later.limit(1)).first() is not None


def _changes(session: Session, move: Move, row: Base) -> Sequence[Change]:
    """What the move changed in a row, the oldest first; the clock's moves have no message, but an instant."""
    record = session.get_one(Record, move.number)
    key = row.customer_id if isinstance(row, Holding) else row.number  # type: ignore[attr-defined]  # leads, appeals
    wanted = select(Change).where(
        Change.table_name == row.__tablename__, Change.row_id == key, Change.action == "update"
    )
    if record.message_id is not None:
        wanted = wanted.where(Change.message_id == record.message_id)
    else:
        wanted = wanted.where(Change.at == move.made_at, Change.message_id.is_(None))
    return session.scalars(wanted.order_by(Change.id)).all()


def _end_registration(session: Session, move: Move) -> None:
    """A registration does not stand in the way of the next one when its customer went back."""
    leads = session.scalars(
        select(Lead).where(
            Lead.customer_id == move.customer_id, Lead.person_id == move.to_id, Lead.open_key.is_not(None)
        )
    )
    for lead in leads.all():
        lead.open_key, lead.state, lead.ended_at = None, LeadState.RELEASED, move.made_at


def _set_helper(session: Session, move: Move, *, active: bool) -> None:
    helper_id = move.to_id if move.kind == MoveKind.JOINED else move.from_id
    helper = session.scalars(
        select(CustomerHelper).where(
            CustomerHelper.customer_id == move.customer_id, CustomerHelper.person_id == helper_id
        )
    ).one()
    helper.active = active
    session.flush()
