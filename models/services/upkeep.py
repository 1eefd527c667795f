"""What the house does for itself: the clock's heartbeat, and forgetting what may be kept no longer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.db import is_sqlite
from models.schema import Heartbeat
from models.services import inbox, positions
from models.statements import Prepared
from models.times import shanghai_day

CLOCK = "clock"
_BEFORE: Final = ".before"
"""The run before the last one of a scan."""
_BEAT: Final = Prepared(update(Heartbeat).where(Heartbeat.name == CLOCK).values(at=bindparam("now")))


def beat(session: Session, now: datetime) -> None:
    """Note that the clock ticks."""
    if not _BEAT.run(session.connection(), {"now": now}):
        session.add(Heartbeat(name=CLOCK, at=now))


def last_beat(session: Session) -> datetime | None:
    """When the clock last ticked (UTC); None if it never did."""
    return session.connection().execute(select(Heartbeat.at).where(Heartbeat.name == CLOCK)).scalar_one_or_none()


def note_run(session: Session, name: str, now: datetime) -> None:
    """Note that a scan of the clock has run on a Shanghai day; see `ran_before`.

    Args:
        session: of the scan.
        name: its name.
        now: instant (UTC).
    """
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    # Another process may run it for the first time at this moment; whoever is first holds the row until his commit.
    session.execute(insert(Heartbeat).values(name=name, at=now).on_conflict_do_nothing())
    row = session.get_one(Heartbeat, name, with_for_update=True, populate_existing=True)
    if shanghai_day(row.at) < shanghai_day(now):
        session.merge(Heartbeat(name=f"{name}{_BEFORE}", at=row.at))
        row.at = now
    session.flush()


def ran_before(session: Session, name: str, day: date) -> date | None:
    """The last Shanghai day before another one on which a scan ran; None if it never did, or was not noted.

    Args:
        session: any.
        name: of the scan.
        day: today, or the day of its last run.
    """
    found = session.scalars(select(Heartbeat.at).where(Heartbeat.name.in_((name, f"{name}{_BEFORE}"))))
    return max((ran for at in found if (ran := shanghai_day(at)) < day), default=None)


def forget_what_is_due(session: Session, now: datetime) -> None:
    """Drop raw positions and raw messages past their term (`product.md` P3, P14)."""
    positions.forget(session, now=now)
    inbox.purge(session.connection(), before=now - inbox.RAW_KEPT)
