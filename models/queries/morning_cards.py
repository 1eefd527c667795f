"""Reading which morning cards and reminders arrived, so that nothing is dropped that nobody was told (§4.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queries.lookups import among
from models.schema import Notice, NoticeState
from models.times import days_from

KIND: Final = "morning"
REMINDER: Final = "reminder"
_DAY: Final = timedelta(days=1)


def key_of(person_id: int, day: date) -> str:
    """The key of somebody's card of a Shanghai day."""
    return f"{KIND}:{person_id}:{day.isoformat()}"


def reminder_key(number: int, on: date, clock: time) -> str:
    """The key of what is pushed at the minute (Shanghai) of a reminder or follow-up."""
    return f"{REMINDER}:{number}:{on.isoformat()}T{clock:%H:%M}"


def list_untold(session: Session, named: Collection[tuple[int, date]], today: date) -> frozenset[tuple[int, date]]:
    """Of which past days no card was read that could have named what was due on them.

    Whoever was on leave on that day, or whose card could not leave, reads it on the first card after.

    Args:
        session: any.
        named: person and Shanghai day before today.
        today: the Shanghai day.
    """
    read = _in(session, {key_of(*one) for one in named}, NoticeState.SENT)
    return _unread_since(session, [one for one in named if key_of(*one) not in read], today)


def list_lost(session: Session, pushed: Mapping[str, tuple[int, date]], today: date) -> frozenset[str]:
    """Which pushes of past minutes never arrived and were named by no card since.

    Args:
        session: any.
        pushed: by key the person and the Shanghai day before today.
        today: the Shanghai day.
    """
    lost = _in(session, pushed, NoticeState.EXPIRED, NoticeState.FAILED)
    unread = _unread_since(session, {pushed[key] for key in lost}, today)
    return frozenset(key for key in lost if pushed[key] in unread)


def _unread_since(session: Session, days: Collection[tuple[int, date]], today: date) -> frozenset[tuple[int, date]]:
    """Those after whose day, and before today, the person read no card."""
    later = {one: [key_of(one[0], day) for day in days_from(one[1] + _DAY, today - _DAY)] for one in days}
    read = _in(session, {key for keys in later.values() for key in keys}, NoticeState.SENT)
    return frozenset(one for one, keys in later.items() if read.isdisjoint(keys))


def _in(session: Session, keys: Collection[str], *states: NoticeState) -> frozenset[str]:
    """Which of some keys are those of notices in one of some states."""
    if not keys:
        return frozenset()
    found = select(Notice.dedupe_key).where(among(Notice.dedupe_key, list(keys)), Notice.state.in_(states))
    return frozenset(session.scalars(found))
