"""What the house does for itself: the clock's heartbeat, and forgetting what may be kept no longer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.schema import Heartbeat
from models.services import inbox, positions

CLOCK = "clock"


def beat(session: Session, now: datetime) -> None:
    """Note that the clock ticks."""
    connection = session.connection()
    beaten = connection.execute(update(Heartbeat).where(Heartbeat.name == CLOCK).values(at=now))
    if not beaten.rowcount:
        session.add(Heartbeat(name=CLOCK, at=now))


def last_beat(session: Session) -> datetime | None:
    """When the clock last ticked (UTC); None if it never did."""
    return session.connection().execute(select(Heartbeat.at).where(Heartbeat.name == CLOCK)).scalar_one_or_none()


def forget_what_is_due(session: Session, now: datetime) -> None:
    """Drop raw positions and raw messages past their term (`product.md` P3, P14)."""
    positions.forget(session, now=now)
    inbox.purge(session.connection(), before=now - inbox.RAW_KEPT)
