"""Visits, follow-ups and reminders."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.schema import FollowUp, Visit
from models.services import evidence
from models.services.kinds.shape import numbered


def _weigh(session: Session, visit: Visit) -> None:
    # A picture may have been lost meanwhile.
    evidence.weigh(session, visit)


VISIT = numbered(Visit, words="summary", day="visited_on", back=_weigh)
FOLLOW_UP = numbered(FollowUp, words="note")
