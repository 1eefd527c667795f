"""Reading what leaders said of records: what somebody has not seen yet, and what was said of him lately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Remark

MOST = 12
"""So many are listed at once."""


def list_unseen_remarks(session: Session, person_id: int, *, before: datetime | None = None) -> Sequence[Remark]:
    """Remarks and praise for somebody that he has not seen, the oldest first: for his morning card after a day (B4).

    Args:
        session: any.
        person_id: whom they are for.
        before: only those made before this instant (UTC).
    """
    wanted = (
        select(Remark)
        .where(Remark.to_id == person_id, Remark.seen_at.is_(None), Remark.voided.is_(False))
        .order_by(Remark.number)
        .limit(MOST)
    )
    if before is not None:
        wanted = wanted.where(Remark.made_at < before)
    return session.scalars(wanted).all()


def list_remarks_for(session: Session, person_id: int) -> Sequence[Remark]:
    """The last remarks and praise for somebody, the latest first."""
    wanted = (
        select(Remark)
        .where(Remark.to_id == person_id, Remark.voided.is_(False))
        .order_by(Remark.number.desc())
        .limit(MOST)
    )
    return session.scalars(wanted).all()


def list_remarks_on(session: Session, numbers: Sequence[int]) -> Sequence[Remark]:
    """What was said of some records, the oldest first."""
    if not numbers:
        return []
    wanted = select(Remark).where(Remark.about_number.in_(numbers), Remark.voided.is_(False)).order_by(Remark.number)
    return session.scalars(wanted).all()
