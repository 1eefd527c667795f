"""Reading appeals (申诉)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.schema import Appeal, AppealState, Lead, Order, Visit

MOST_WORKERS = 3


def find_open(session: Session, *, customer_id: int, person_id: int) -> Appeal | None:
    """The appeal of one person on one customer that waits for its ruling."""
    return session.scalars(
        select(Appeal).where(
            Appeal.customer_id == customer_id, Appeal.person_id == person_id, Appeal.state == AppealState.OPEN
        )
    ).first()


def list_open(session: Session, customer_id: int) -> Sequence[Appeal]:
    """The appeals on a customer that wait for their ruling, the oldest first."""
    return session.scalars(
        select(Appeal)
        .where(Appeal.customer_id == customer_id, Appeal.state == AppealState.OPEN)
        .order_by(Appeal.number)
    ).all()


def list_to_rule(session: Session, judge_id: int) -> Sequence[Appeal]:
    """What somebody has to rule on, the oldest first."""
    return session.scalars(
        select(Appeal)
        .where(Appeal.judge_id == judge_id, Appeal.state == AppealState.OPEN)
        .order_by(Appeal.answer_due_on, Appeal.number)
    ).all()


def list_own(session: Session, person_id: int, *, since: datetime, most: int) -> Sequence[Appeal]:
    """Somebody's own appeals that wait, or were made since an instant, the latest first."""
    return session.scalars(
        select(Appeal)
        .where(
            Appeal.person_id == person_id,
            Appeal.voided.is_(False),
            or_(Appeal.state == AppealState.OPEN, Appeal.made_at >= since),
        )
        .order_by(Appeal.number.desc())
        .limit(most)
    ).all()


def find_last_ruled(session: Session, customer_id: int) -> Appeal | None:
    """The last appeal on a customer that was ruled on."""
    ruled = (AppealState.CONFIRMED, AppealState.REASSIGNED, AppealState.SHARED)
    return session.scalars(
        select(Appeal)
        .where(Appeal.customer_id == customer_id, Appeal.state.in_(ruled), Appeal.voided.is_(False))
        .order_by(Appeal.number.desc())
        .limit(1)
    ).first()


def list_workers(session: Session, customer_id: int) -> list[int]:
    """Who has worked with a customer: visited it, sold to it, registered it; the latest first."""
    found: dict[int, None] = {}
    for row in (
        select(Visit.person_id)
        .where(Visit.customer_id == customer_id, Visit.voided.is_(False))
        .order_by(Visit.visited_on.desc())
        .limit(40),
        select(Order.person_id)
        .where(Order.customer_id == customer_id, Order.voided.is_(False))
        .order_by(Order.told_on.desc())
        .limit(40),
        select(Lead.person_id).where(Lead.customer_id == customer_id, Lead.voided.is_(False)).limit(40),
    ):
        found.update(dict.fromkeys(session.scalars(row)))
    return list(found)[:MOST_WORKERS]
