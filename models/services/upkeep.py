"""What the house does for itself: the clock's heartbeat, and forgetting what may be kept no longer."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models.schema import Heartbeat
from models.services import inbox, positions
from models.statements import Prepared

CLOCK = "clock"
_BEAT: Final = Prepared(update(Heartbeat).where(Heartbeat.name == CLOCK).values(at=bindparam("now")))


def beat(session: Session, now: datetime) -> None:
    """Note that the clock ticks."""
    if not _BEAT.run(session.connection(), {"now": now}):
        session.add(Heartbeat(name=CLOCK, at=now))


def last_beat(session: Session) -> datetime | None:
    """When the clock last ticked (UTC); None if it never did."""
    return session.connection().execute(select(Heartbeat.at).where(Heartbeat.name == CLOCK)).scalar_one_or_none()


def forget_what_is_due(session: Session, now: datetime) -> None:
    """Drop raw positions and raw messages past their term (`product.md` P3, P14)."""
    positions.forget(session, now=now)
    inbox.purge(session.connection(), before=now - inbox.RAW_KEPT)
