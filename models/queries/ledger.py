"""The ledger of pushes: what was due to whom, what became of it and why (`product.md` §3 rank 4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from models.rules.notice_kinds import SILENT_CLOCK
from models.schema import Notice, NoticeState

LATE: Final = timedelta(minutes=15)
"""What left later than so much after its time was sent afterwards (补发)."""
MOST: Final = 200
REMINDER: Final = "reminder"
_CODE: Final = re.compile(r"\d+ ")
"""What begins the reasons that came from outside."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One notice as the ledger tells it.

    Attributes:
        id: its number.
        userid: whom it was for.
        kind: of notice.
        body: as it was, or would have been, read.
        due_at: when it was due (UTC).
        state: `NoticeState`.
        reason: why it was cancelled, expired, failed or waits; empty where nothing is to be said.
        sent_at: when it left (UTC).
        late: it left a good while after it should have.
    """

    id: int
    userid: str
    kind: str
    body: str
    due_at: datetime
    state: str
    reason: str
    sent_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """A stretch of the ledger in figures; `failed` lists those that never arrived, with their reasons.

    Attributes:
        due: notices whose time it was and that were still true.
        sent: of these, how many arrived.
        late: of these, how many late.
        waiting: that are on their way.
        dropped: that were not true any more, or whose time had passed.
        failed: that could not be delivered.
        refused: what WeCom or the network said against those that arrived all the same, one each.
        silences: when an administrator was told that the clock had stopped (UTC).
    """

    due: int = 0
    sent: int = 0
    late: int = 0
    waiting: int = 0
    dropped: int = 0
    failed: Sequence[Entry] = field(default_factory=tuple)
    refused: Sequence[str] = ()
    silences: Sequence[datetime] = ()


def list_entries(
    connection: Connection,
    *,
    first: datetime,
    last: datetime,
    kinds_left_out: Collection[str],
    person_id: int | None = None,
    limit: int = MOST,
) -> list[Entry]:
    """Notices that were due between two instants (UTC, the last not included), the latest first.

    Args:
        connection: any.
        first, last: of the stretch.
        kinds_left_out: answers, which are no pushes.
        person_id: whose; None means everybody's.
        limit: how many at most.
    """
    wanted = select(
        Notice.id,
        Notice.userid,
        Notice.kind,
        Notice.body,
        Notice.due_at,
        Notice.state,
        Notice.last_error,
        Notice.sent_at,
        Notice.next_attempt_at,
    ).where(Notice.due_at >= first, Notice.due_at < last, Notice.kind.not_in(kinds_left_out))
    if person_id is not None:
        wanted = wanted.where(Notice.person_id == person_id)
    rows = connection.execute(wanted.order_by(Notice.due_at.desc(), Notice.id.desc()).limit(limit))
    return [Entry(*row[:8], late=row.sent_at is not None and row.sent_at - row.next_attempt_at > LATE) for row in rows]


def tally(connection: Connection, *, first: datetime, last: datetime, kinds_left_out: Collection[str]) -> Tally:
    """The figures of a stretch: 应发, 送达, 补发, 失败.

    Args:
        connection: any.
        first, last: instants (UTC, the last not included).
        kinds_left_out: answers, which are no pushes.
    """
    rows = connection.execute(
        select(
            Notice.state, Notice.sent_at, Notice.next_attempt_at, Notice.last_error, Notice.kind, Notice.due_at
        ).where(Notice.due_at >= first, Notice.due_at < last, Notice.kind.not_in(kinds_left_out))
    ).all()
    states = [row.state for row in rows]
    sent = states.count(NoticeState.SENT)
    dropped = sum(state in {NoticeState.CANCELLED, NoticeState.EXPIRED} for state in states)
    late = sum(row.sent_at is not None and row.sent_at - row.next_attempt_at > LATE for row in rows)
    failed = _failed(connection, first, last, kinds_left_out) if NoticeState.FAILED in states else []
    waiting = len(states) - sent - dropped - states.count(NoticeState.FAILED)
    refused = [row.last_error for row in rows if row.state == NoticeState.SENT and _CODE.match(row.last_error)]
    silences = sorted({row.due_at for row in rows if row.kind == SILENT_CLOCK})
    return Tally(len(states) - dropped, sent, late, waiting, dropped, failed, refused, silences)


def _failed(connection: Connection, first: datetime, last: datetime, left_out: Collection[str]) -> list[Entry]:
    entries = list_entries(connection, first=first, last=last, kinds_left_out=left_out, limit=10_000)
    return [entry for entry in entries if entry.state == NoticeState.FAILED]


def was_told_numbers(connection: Connection, userid: str, since: datetime, besides: frozenset[str]) -> bool:
    """Whether something with numbers to answer was pushed to a member after an instant (UTC).

    Args:
        connection: any.
        userid: of the member.
        since: the instant.
        besides: what the keys of notices name that are not asked for: the number of the record that is asked about,
            and kinds that ask the same again.
    """
    rows = connection.execute(
        select(Notice.dedupe_key, Notice.body)
        .where(Notice.userid == userid, Notice.sent_at > since)
        .order_by(Notice.sent_at.desc())
        .limit(MOST)
    )
    return any(_NUMBERED.search(body) and besides.isdisjoint(key.split(":")) for key, body in rows)


def list_reminded(connection: Connection, userid: str, *, since: datetime) -> Sequence[int]:
    """The numbers of the reminders that a member was told after an instant (UTC), the latest first."""
    keys = connection.scalars(
        select(Notice.dedupe_key)
        .where(Notice.userid == userid, Notice.kind == REMINDER, Notice.sent_at > since)
        .order_by(Notice.sent_at.desc())
        .limit(MOST)
    )
    return list(dict.fromkeys(int(key.split(":")[1]) for key in keys))


_NUMBERED: Final = re.compile(r"(?:^|[\s：。？])1 \S", re.MULTILINE)
"""Lines or ways out that are answered by their numbers."""
