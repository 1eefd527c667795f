"""Notices: enqueued once for ever, claimed with a lease, finished by outcome (`models-to-learn-from.md` §9.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Insert, Select, and_, bindparam, func, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from models.db import is_sqlite
from models.schema import Notice, NoticeState

LEASE = timedelta(seconds=30)
"""How long a claimed notice belongs to its sender; well over the send time-out."""
UNKNOWN_WINDOW = timedelta(minutes=25)
"""A send whose fate is unknown is tried again only while WeCom still recognises the duplicate (30 minutes)."""
MAX_ATTEMPTS = 12

_PAUSES_S = (5, 15, 60, 180, 600, 1800)

_ENQUEUE = {
    "sqlite": sqlite.insert(Notice).on_conflict_do_nothing(index_elements=["dedupe_key"]),
    "postgresql": postgresql.insert(Notice).on_conflict_do_nothing(index_elements=["dedupe_key"]),
}
_FINISH = (
    update(Notice)
    .where(
        Notice.id == bindparam("notice"),
        Notice.attempts == bindparam("attempt"),
        Notice.state == NoticeState.SENDING,
    )
    .values(
        state=bindparam("new_state"),
        next_attempt_at=bindparam("again_at"),
        last_error=bindparam("error"),
        sent_at=bindparam("sent"),
        platform_id=bindparam("platform"),
        lease_until=None,
    )
)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """Something to tell one person. `key` is unique for ever; `due_at` and `expires_at` are UTC."""

    key: str
    kind: str
    channel: str
    person_id: int | None
    userid: str
    body: str
    due_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice that this process may send until its lease runs out.

    `planned_at` is when it should have left (UTC): when it was due, or until when it was held back.
    """

    id: int
    kind: str
    channel: str
    person_id: int | None
    userid: str
    body: str
    attempt: int
    first_attempt_at: datetime | None
    due_at: datetime
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class Finished:
    """The outcome of one attempt."""

    id: int
    attempt: int
    state: NoticeState
    again_at: datetime
    error: str = ""
    sent_at: datetime | None = None
    platform_id: str = ""


def enqueue(connection: Connection, notices: Sequence[NewNotice], *, now: datetime) -> int:
    """Insert notices; those whose key was ever used are left alone.

    Returns:
        How many are new.
    """
    if not notices:
        return 0
    statement: Insert = _ENQUEUE["sqlite" if is_sqlite(connection) else "postgresql"]
    rows = [
        {
            "dedupe_key": notice.key,
            "kind": notice.kind,
            "channel": notice.channel,
            "person_id": notice.person_id,
            "userid": notice.userid,
            "body": notice.body,
            "due_at": notice.due_at,
            "expires_at": notice.expires_at,
            "state": NoticeState.PENDING,
            "attempts": 0,
            "next_attempt_at": notice.due_at,
            "made_at": now,
        }
        for notice in notices
    ]
    return len(connection.execute(statement.returning(Notice.id), rows).all())


def reword(connection: Connection, key: str, body: str) -> None:
    """Give a notice that has not left yet other words."""
    waits = and_(Notice.dedupe_key == key, Notice.state == NoticeState.PENDING)
    connection.execute(update(Notice).where(waits).values(body=body))


def claim(connection: Connection, *, now: datetime, limit: int) -> list[Claimed]:
    """Take due notices, and those whose sender died, under a lease of one's own.

    PostgreSQL skips what another process holds; on SQLite there is one writer. Notices past their expiry are marked
    expired and not returned.
    """
    _expire(connection, now)
    ids = _lock(connection, _WAITING.where(Notice.next_attempt_at <= now), limit)
    if len(ids) < limit:
        ids += _lock(connection, _ABANDONED.where(Notice.lease_until < now), limit - len(ids))
    if not ids:
        return []
    taken = (
        update(Notice)
        .where(Notice.id.in_(ids))
        .values(
            state=NoticeState.SENDING,
            attempts=Notice.attempts + 1,
            lease_until=now + LEASE,
            first_attempt_at=func.coalesce(Notice.first_attempt_at, bindparam("first", now, Notice.made_at.type)),
        )
        .returning(
            Notice.id,
            Notice.kind,
            Notice.channel,
            Notice.person_id,
            Notice.userid,
            Notice.body,
            Notice.attempts,
            Notice.first_attempt_at,
            Notice.due_at,
            Notice.next_attempt_at,
        )
    )
    rows = connection.execute(taken).all()
    return sorted((Claimed(*tuple(row)) for row in rows), key=lambda claimed: (claimed.due_at, claimed.id))


# Written out, for a plan that is made for any state cannot use an index of one.
_IS_PENDING = Notice.state == literal_column("'pending'")
_WAITING = select(Notice.id).where(_IS_PENDING).order_by(Notice.next_attempt_at, Notice.id)
_ABANDONED = (
    select(Notice.id).where(Notice.state == literal_column("'sending'")).order_by(Notice.lease_until, Notice.id)
)


def _lock(connection: Connection, due: Select[Any], limit: int) -> list[int]:
    due = due.limit(limit)
    if not is_sqlite(connection):
        due = due.with_for_update(skip_locked=True)
    return list(connection.execute(due).scalars())


def _expire(connection: Connection, now: datetime) -> None:
    connection.execute(
        update(Notice)
        .where(_IS_PENDING, Notice.expires_at < now, Notice.next_attempt_at <= now)
        .values(state=NoticeState.EXPIRED, last_error="past its time")
    )


def finish(connection: Connection, outcomes: Sequence[Finished]) -> None:
    """Record outcomes; a sender whose lease ran out and who was overtaken changes nothing."""
    if not outcomes:
        return
    rows = [
        {
            "notice": outcome.id,
            "attempt": outcome.attempt,
            "new_state": outcome.state,
            "again_at": outcome.again_at,
            "error": outcome.error[:200],
            "sent": outcome.sent_at,
            "platform": outcome.platform_id[:128],
        }
        for outcome in outcomes
    ]
    connection.execute(_FINISH, rows)
    ended = [outcome.id for outcome in outcomes if outcome.state in _ENDED]
    if ended:
        connection.execute(_SHARE, {"ended": ended})


_ENDED = frozenset({NoticeState.SENT, NoticeState.FAILED})
_HEAD = aliased(Notice)
_SHARE = (
    # Read from the head itself: whoever was overtaken has no say over those told with it either.
    update(Notice)
    .where(
        Notice.bundled_in == _HEAD.id,
        Notice.state == NoticeState.BUNDLED,
        _HEAD.id.in_(bindparam("ended", expanding=True)),
        _HEAD.state.in_(_ENDED),
    )
    .values(
        state=_HEAD.state,
        last_error=_HEAD.last_error,
        sent_at=_HEAD.sent_at,
        platform_id=_HEAD.platform_id,
        lease_until=None,
    )
)


def bundle(connection: Connection, head: int, others: Sequence[int], body: str) -> None:
    """Let one notice carry others: it gets the words of all, they share its fate.

    Args:
        connection: in the transaction of the claim.
        head: the notice that is sent.
        others: those told in it.
        body: its words from now on.
    """
    connection.execute(update(Notice).where(Notice.id == head).values(body=body))
    if others:
        carried = update(Notice).where(Notice.id.in_(others))
        connection.execute(carried.values(state=NoticeState.BUNDLED, bundled_in=head, lease_until=None))


def postpone(connection: Connection, notice: int, until: datetime, reason: str) -> None:
    """Give a claimed notice back, unsent, until an instant (UTC); this was no attempt."""
    connection.execute(
        update(Notice)
        .where(Notice.id == notice)
        .values(
            state=NoticeState.PENDING,
            next_attempt_at=until,
            lease_until=None,
            attempts=Notice.attempts - 1,
            first_attempt_at=None,
            last_error=reason,
        )
    )


def sent_since(
    connection: Connection, userids: Collection[str], *, since: datetime, kinds_left_out: Collection[str]
) -> Mapping[str, tuple[int, datetime]]:
    """By userid how many messages left since an instant (UTC), bundles once, and the last one's instant."""
    rows = connection.execute(
        select(Notice.userid, func.count(), func.max(Notice.sent_at))
        .where(
            Notice.userid.in_(userids),
            Notice.sent_at >= since,
            Notice.kind.not_in(kinds_left_out),
            Notice.bundled_in.is_(None),
        )
        .group_by(Notice.userid)
    )
    return {userid: (count, last_at) for userid, count, last_at in rows if last_at is not None}


def release_leases(connection: Connection) -> int:
    """Make notices due at once whose sender died: only for a database that this process has to itself."""
    freed = (
        update(Notice).where(Notice.state == NoticeState.SENDING).values(state=NoticeState.PENDING, lease_until=None)
    )
    return connection.execute(freed).rowcount


def next_due_at(connection: Connection) -> datetime | None:
    """The instant of the next attempt of any pending notice; None when nothing waits."""
    found = connection.execute(select(func.min(Notice.next_attempt_at)).where(_IS_PENDING))
    return found.scalar_one_or_none()


def pause(attempt: int) -> timedelta:
    """How long to wait before the next attempt, growing with the number of attempts made."""
    return timedelta(seconds=_PAUSES_S[min(attempt, len(_PAUSES_S)) - 1])


def oldest_unsent(connection: Connection, *, now: datetime) -> datetime | None:
    """When the oldest notice became due that has not left yet."""
    waiting: Any = Notice.state.in_([NoticeState.PENDING, NoticeState.SENDING])
    found = connection.execute(select(func.min(Notice.due_at)).where(waiting, Notice.due_at <= now))
    return found.scalar_one_or_none()
