"""Notices: enqueued once for ever, claimed with a lease, finished by outcome (`models-to-learn-from.md` §9.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Text,
    and_,
    bindparam,
    case,
    column,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from models.db import is_sqlite
from models.queries.lookups import among
from models.schema import Notice, NoticeState
from models.statements import Prepared

UNKNOWN_WINDOW = timedelta(minutes=25)
"""A send whose fate is unknown is tried again only while WeCom still recognises the duplicate (30 minutes)."""
MAX_ATTEMPTS = 12
UNDISTURBED, AWAY = "not to be disturbed", "away"
"""Why a notice waits: its person wants to be left alone for a while, or is on leave."""
BEHIND: Final = "waits for an earlier one"

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
    """The outcome of one attempt; not `tried` says that it was none, and counts as none."""

    id: int
    attempt: int
    state: NoticeState
    again_at: datetime
    error: str = ""
    sent_at: datetime | None = None
    platform_id: str = ""
    tried: bool = True


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
    return frozenset(connection.scalars(select(Notice.dedupe_key).where(among(Notice.dedupe_key, keys))))


def reword(connection: Connection, key: str, body: str) -> None:
    """Give a notice that has not left yet other words."""
    waits = and_(Notice.dedupe_key == key, Notice.state == NoticeState.PENDING)
    connection.execute(update(Notice).where(waits).values(body=body))


# States are written out, for a plan that is made for any state cannot use an index of one.
IS_PENDING: Final = Notice.state == literal_column("'pending'")
IS_SENDING: Final = Notice.state == literal_column("'sending'")
AT: Final = bindparam("at", type_=Notice.made_at.type)


def finish(connection: Connection, outcomes: Sequence[Finished]) -> None:
    """Record outcomes; a sender whose lease ran out and who was overtaken only adds what he did send."""
    if not outcomes:
        return
    sent = [outcome for outcome in outcomes if outcome.state == NoticeState.SENT]
    _note_sent(connection, sent)
    if len(sent) < len(outcomes):
        _finish_otherwise(connection, [one for one in outcomes if one.state != NoticeState.SENT])
    ended = [outcome.id for outcome in outcomes if outcome.state in _ENDED]
    if ended:
        connection.execute(_SHARE, {"ended": ended})


def _note_sent(connection: Connection, sent: Sequence[Finished]) -> None:
    if is_sqlite(connection):
        rows = [{"notice": one.id, "at": one.sent_at, "platform": one.platform_id[:128]} for one in sent]
        _SENT.run_each(connection, rows)
    elif sent:
        told = {
            "notices": [one.id for one in sent],
            "instants": [one.sent_at for one in sent],
            "platforms": [one.platform_id[:128] for one in sent],
        }
        _SENT_TOGETHER.run(connection, told)


def _finish_otherwise(connection: Connection, outcomes: Sequence[Finished]) -> None:
    untried = [
        {"notice": one.id, "attempt": one.attempt, "until": one.again_at, "why": one.error[:200]}
        for one in outcomes
        if not one.tried
    ]
    _UNTRIED.run_each(connection, untried)
    tried = [
        {
            "notice": one.id,
            "attempt": one.attempt,
            "new_state": one.state.value,
            "again_at": one.again_at,
            "error": one.error[:200],
        }
        for one in outcomes
        if one.tried
    ]
    _OTHERWISE.run_each(connection, tried)


_STILL_OURS = and_(Notice.id == bindparam("notice"), Notice.attempts == bindparam("attempt"), IS_SENDING)


def _sending(which: ColumnElement[bool], at: ColumnElement[datetime], platform: ColumnElement[str]) -> Prepared:
    # What was sent is sent, also by somebody who was overtaken: else slow senders overtake each other for ever.
    # When it should have left stays beside when it did, and what was said against it before: the ledger tells both.
    return Prepared(
        update(Notice)
        .where(which, or_(IS_SENDING, IS_PENDING))
        .values(state=NoticeState.SENT.value, sent_at=at, platform_id=platform, lease_until=None)
    )


_SENT: Final = _sending(Notice.id == bindparam("notice"), AT, bindparam("platform", type_=Text))
_LISTED: Final = (
    func.unnest(
        bindparam("notices", type_=ARRAY(BigInteger)),
        bindparam("instants", type_=ARRAY(DateTime(timezone=True))),
        bindparam("platforms", type_=ARRAY(Text)),
    )
    .table_valued(
        column("notice", BigInteger),
        column("at", DateTime(timezone=True)),
        column("platform", Text),
        name="listed",
    )
    .render_derived()
)
_SENT_TOGETHER: Final = _sending(Notice.id == _LISTED.c.notice, _LISTED.c.at, _LISTED.c.platform)
"""For PostgreSQL, where a statement a row costs as much again as the row."""
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
    _POSTPONE.run_each(connection, [{"notice": notice, "until": until, "why": why} for notice, until, why in waiting])


def hold_back(connection: Connection, userid: str, until: datetime, why: str) -> None:
    """Let all that waits for a member, and would leave before an instant, wait until then: so its order stays.

    Args:
        connection: in the transaction of the claim.
        userid: of the member.
        until: the instant (UTC).
        why: the reason.
    """
    # By the index of what was sent to him: nothing of this was.
    waits = and_(Notice.userid == userid, Notice.sent_at.is_(None), IS_PENDING, Notice.next_attempt_at < until)
    connection.execute(update(Notice).where(waits).values(next_attempt_at=until, last_error=why))


def let_go(connection: Connection, userid: str, now: datetime) -> None:
    """Let leave what waited until a member may be told: he wants to be told now.

    Args:
        connection: of his message.
        userid: of the member.
        now: instant (UTC).
    """
    # By the index of what was sent to him: nothing of this was.
    waits = and_(Notice.userid == userid, Notice.sent_at.is_(None), IS_PENDING, Notice.next_attempt_at > now)
    kept = Notice.last_error.in_((UNDISTURBED, AWAY))
    connection.execute(update(Notice).where(waits, kept).values(next_attempt_at=now, last_error=""))


def _giving_back(*which: ColumnElement[bool]) -> Prepared:
    return Prepared(
        update(Notice)
        .where(*which)
        .values(
            state=NoticeState.PENDING.value,
            next_attempt_at=bindparam("until"),
            lease_until=None,
            attempts=Notice.attempts - 1,
            # Of one that was tried before it tells how long the platform still recognises it.
            first_attempt_at=case((Notice.attempts > 1, Notice.first_attempt_at), else_=None),
            last_error=bindparam("why"),
        )
    )


_POSTPONE: Final = _giving_back(Notice.id == bindparam("notice"))
_UNTRIED: Final = _giving_back(_STILL_OURS)


def next_due_at(connection: Connection) -> datetime | None:
    """The instant of the next attempt of any pending notice; None when nothing waits."""
    found: datetime | None = _NEXT.rows(connection, {})[0][0]
    return found


_NEXT: Final = Prepared(select(func.min(Notice.next_attempt_at)).where(IS_PENDING))


def pause(attempt: int) -> timedelta:
    """How long to wait before the next attempt, growing with the number of attempts made."""
    return timedelta(seconds=_PAUSES_S[min(attempt, len(_PAUSES_S)) - 1])


def oldest_unsent(connection: Connection, *, now: datetime) -> datetime | None:
    """When the oldest notice became due that has not left yet."""
    waiting: Any = Notice.state.in_([NoticeState.PENDING, NoticeState.SENDING])
    found = connection.execute(select(func.min(Notice.due_at)).where(waiting, Notice.due_at <= now))
    return found.scalar_one_or_none()
