"""Notices: enqueued once for ever, claimed with a lease, finished by outcome (`models-to-learn-from.md` §9.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, and_, bindparam, func, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models.schema import Notice, NoticeState
from models.statements import Prepared

LEASE = timedelta(seconds=30)
"""How long a claimed notice belongs to its sender; well over the send time-out."""
UNKNOWN_WINDOW = timedelta(minutes=25)
"""A send whose fate is unknown is tried again only while WeCom still recognises the duplicate (30 minutes)."""
MAX_ATTEMPTS = 12

_PAUSES_S = (5, 15, 60, 180, 600, 1800)

_NEW: Final = (
    "dedupe_key", "kind", "channel", "person_id", "userid", "body", "due_at", "expires_at", "state", "attempts",
    "next_attempt_at", "last_error", "platform_id", "made_at",
)  # fmt: skip
_ENQUEUE: Final[Mapping[str, Prepared]] = {
    "sqlite": Prepared(sqlite.insert(Notice).on_conflict_do_nothing(index_elements=["dedupe_key"]), columns=_NEW),
    "postgresql": Prepared(
        postgresql.insert(Notice).on_conflict_do_nothing(index_elements=["dedupe_key"]), columns=_NEW
    ),
}


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
            "state": NoticeState.PENDING.value,
            "attempts": 0,
            "next_attempt_at": notice.due_at,
            "last_error": "",
            "platform_id": "",
            "made_at": now,
        }
        for notice in notices
    ]
    return _ENQUEUE[connection.dialect.name].run_each(connection, rows)


def list_known(connection: Connection, keys: Collection[str]) -> frozenset[str]:
    """Which of some keys were ever used."""
    return frozenset(connection.scalars(select(Notice.dedupe_key).where(Notice.dedupe_key.in_(keys))))


def reword(connection: Connection, key: str, body: str) -> None:
    """Give a notice that has not left yet other words."""
    waits = and_(Notice.dedupe_key == key, Notice.state == NoticeState.PENDING)
    connection.execute(update(Notice).where(waits).values(body=body))


def claim(connection: Connection, *, now: datetime, limit: int) -> list[Claimed]:
    """Take due notices, and those whose sender died, under a lease of one's own.

    PostgreSQL skips what another process holds; on SQLite there is one writer. Notices past their expiry are marked
    expired and not returned.
    """
    _EXPIRE.run(connection, {"at": now})
    told = {"at": now, "lease": now + LEASE}
    rows = _TAKE_WAITING.rows(connection, {**told, "most": limit})
    if len(rows) < limit:
        rows += _TAKE_ABANDONED.rows(connection, {**told, "most": limit - len(rows)})
    return sorted((Claimed(*row) for row in rows), key=lambda claimed: (claimed.due_at, claimed.id))


# States are written out, for a plan that is made for any state cannot use an index of one.
_IS_PENDING = Notice.state == literal_column("'pending'")
_IS_SENDING = Notice.state == literal_column("'sending'")


_AT = bindparam("at", type_=Notice.made_at.type)


def _taking(*which: ColumnElement[bool], by: InstrumentedAttribute[Any]) -> Prepared:
    """The statement that takes the first of some notices by an instant of theirs, skipping what others hold."""
    found = (
        select(Notice.id)
        .where(*which)
        .order_by(by, Notice.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = (
        update(Notice)
        .where(Notice.id.in_(select(found.c.id)))
        .values(
            state=NoticeState.SENDING.value,
            attempts=Notice.attempts + 1,
            lease_until=bindparam("lease", type_=Notice.made_at.type),
            first_attempt_at=func.coalesce(Notice.first_attempt_at, _AT),
        )
    )
    return Prepared(
        taken.returning(
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


_TAKE_WAITING: Final = _taking(_IS_PENDING, Notice.next_attempt_at <= _AT, by=Notice.next_attempt_at)
_TAKE_ABANDONED: Final = _taking(_IS_SENDING, Notice.lease_until < _AT, by=Notice.lease_until)


_EXPIRE: Final = Prepared(
    update(Notice)
    .where(_IS_PENDING, Notice.expires_at < _AT, Notice.next_attempt_at <= _AT)
    .values(state=NoticeState.EXPIRED.value, last_error="past its time")
)


def finish(connection: Connection, outcomes: Sequence[Finished]) -> None:
    """Record outcomes; a sender whose lease ran out and who was overtaken only adds what he did send."""
    if not outcomes:
        return
    sent = [outcome for outcome in outcomes if outcome.state == NoticeState.SENT]
    if sent:
        _SENT.run_each(
            connection,
            [{"notice": one.id, "at": one.sent_at, "platform": one.platform_id[:128]} for one in sent],
        )
    if len(sent) < len(outcomes):
        _OTHERWISE.run_each(
            connection,
            [
                {
                    "notice": one.id,
                    "attempt": one.attempt,
                    "new_state": one.state.value,
                    "again_at": one.again_at,
                    "error": one.error[:200],
                }
                for one in outcomes
                if one.state != NoticeState.SENT
            ],
        )
    ended = [outcome.id for outcome in outcomes if outcome.state in _ENDED]
    if ended:
        connection.execute(_SHARE, {"ended": ended})


_STILL_OURS = and_(Notice.id == bindparam("notice"), Notice.attempts == bindparam("attempt"), _IS_SENDING)
_SENT: Final = Prepared(
    # What was sent is sent, also by somebody who was overtaken: else slow senders overtake each other for ever.
    # When it should have left stays beside when it did, and what was said against it before: the ledger tells both.
    update(Notice)
    .where(Notice.id == bindparam("notice"), or_(_IS_SENDING, _IS_PENDING))
    .values(
        state=NoticeState.SENT.value,
        sent_at=_AT,
        platform_id=bindparam("platform"),
        lease_until=None,
    )
)
_OTHERWISE: Final = Prepared(
    update(Notice)
    .where(_STILL_OURS)
    .values(
        state=bindparam("new_state"), next_attempt_at=bindparam("again_at"), last_error=bindparam("error"),
        sent_at=None, platform_id="", lease_until=None,
    )
)  # fmt: skip
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


def postpone(connection: Connection, waiting: Sequence[tuple[int, datetime, str]]) -> None:
    """Give claimed notices back, unsent; this was no attempt.

    Args:
        connection: in the transaction of the claim.
        waiting: each one, until when it waits (UTC), and why.
    """
    _POSTPONE.run_each(
        connection, [{"notice": notice, "until": until, "why": why} for notice, until, why in waiting]
    )  # fmt: skip


_POSTPONE: Final = Prepared(
    update(Notice)
    .where(Notice.id == bindparam("notice"))
    .values(
        state=NoticeState.PENDING.value,
        next_attempt_at=bindparam("until"),
        lease_until=None,
        attempts=Notice.attempts - 1,
        first_attempt_at=None,
        last_error=bindparam("why"),
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
    found: datetime | None = _NEXT.rows(connection, {})[0][0]
    return found


_NEXT: Final = Prepared(select(func.min(Notice.next_attempt_at)).where(_IS_PENDING))


def pause(attempt: int) -> timedelta:
    """How long to wait before the next attempt, growing with the number of attempts made."""
    return timedelta(seconds=_PAUSES_S[min(attempt, len(_PAUSES_S)) - 1])


def oldest_unsent(connection: Connection, *, now: datetime) -> datetime | None:
    """When the oldest notice became due that has not left yet."""
    waiting: Any = Notice.state.in_([NoticeState.PENDING, NoticeState.SENDING])
    found = connection.execute(select(func.min(Notice.due_at)).where(waiting, Notice.due_at <= now))
    return found.scalar_one_or_none()
