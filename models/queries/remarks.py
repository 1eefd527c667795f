"""Reading what leaders said of records: what was said of somebody lately, and of some records."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Remark

MOST = 12
"""So many are listed at once."""


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
