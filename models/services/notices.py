"""Notices: enqueued once for ever, claimed with a lease, finished by outcome (`models-to-learn-from.md` §9.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Insert, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

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
    """A notice that this process may send until its lease runs out."""

    id: int
    kind: str
    channel: str
    person_id: int | None
    userid: str
    body: str
    attempt: int
    first_attempt_at: datetime | None
    due_at: datetime


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
    due = (
        select(Notice.id)
        .where(
            or_(
                and_(Notice.state == NoticeState.PENDING, Notice.next_attempt_at <= now),
                and_(Notice.state == NoticeState.SENDING, Notice.lease_until < now),
            )
        )
        .order_by(Notice.id)
        .limit(limit)
    )
    if not is_sqlite(connection):
        due = due.with_for_update(skip_locked=True)
    ids = list(connection.execute(due).scalars())
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
        )
    )
    rows = connection.execute(taken).all()
    return sorted((Claimed(*row) for row in rows), key=lambda claimed: claimed.id)


def _expire(connection: Connection, now: datetime) -> None:
    connection.execute(
        update(Notice)
        .where(Notice.state == NoticeState.PENDING, Notice.next_attempt_at <= now, Notice.expires_at < now)
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
    for row in rows:
        connection.execute(_FINISH, row)
    ended = [row for row in rows if row["new_state"] in _ENDED]
    for row in ended:
        connection.execute(_SHARE, row)


_ENDED = frozenset({NoticeState.SENT, NoticeState.FAILED})
_SHARE = (
    update(Notice)
    .where(
        Notice.bundled_in == bindparam("notice"),
        Notice.state == NoticeState.BUNDLED,
        # Whoever was overtaken has no say over those told with it either.
        select(Notice.state == bindparam("new_state"))
        .where(Notice.id == bindparam("notice"))
        .correlate(None)
        .scalar_subquery(),
    )
    .values(
        state=bindparam("new_state"),
        last_error=bindparam("error"),
        sent_at=bindparam("sent"),
        platform_id=bindparam("platform"),
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
    """Give a claimed notice back, unsent, until an instant (UTC), at which it is due from now on; this was no attempt."""
    connection.execute(
        update(Notice)
        .where(Notice.id == notice)
        .values(
            state=NoticeState.PENDING,
            due_at=until,
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
    found = connection.execute(select(func.min(Notice.next_attempt_at)).where(Notice.state == NoticeState.PENDING))
    return found.scalar_one_or_none()


def pause(attempt: int) -> timedelta:
    """How long to wait before the next attempt, growing with the number of attempts made."""
    return timedelta(seconds=_PAUSES_S[min(attempt, len(_PAUSES_S)) - 1])


def oldest_unsent(connection: Connection, *, now: datetime) -> datetime | None:
    """When the oldest notice became due that has not left yet."""
    waiting: Any = Notice.state.in_([NoticeState.PENDING, NoticeState.SENDING])
    found = connection.execute(select(func.min(Notice.due_at)).where(waiting, Notice.due_at <= now))
    return found.scalar_one_or_none()
