"""Claiming notices: each is one process's under a lease, and a member's are one claim's at a time (§9.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.dml import ReturningUpdate

from models.db import is_sqlite
from models.schema import Notice, NoticeState
from models.services.notices import AT, BEHIND, IS_PENDING, IS_SENDING, Claimed, postpone
from models.statements import Prepared

LEASE: Final = timedelta(seconds=30)
"""How long a claimed notice belongs to its sender; well over the send time-out."""


def claim(connection: Connection, *, now: datetime, limit: int) -> list[Claimed]:
    """Take due notices, and those whose sender died, under a lease of one's own.

    PostgreSQL skips what another process holds; on SQLite there is one writer. Notices past their expiry are marked
    expired and not returned. A member's notices are one claim's at a time: so they leave in their order, and whoever
    counts what he was sent counts all of it.
    """
    _EXPIRE.run(connection, {"at": now})
    told = {"at": now, "lease": now + LEASE, "most": limit}
    kind = connection.dialect.name
    rows = [*_TAKE_WAITING[kind].rows(connection, told), *_TAKE_ABANDONED[kind].rows(connection, told)]
    claimed = sorted((Claimed(*row) for row in rows), key=lambda one: (one.due_at, one.id))
    return claimed if is_sqlite(connection) else _without_others(connection, claimed)


def _without_others(connection: Connection, claimed: Sequence[Claimed]) -> list[Claimed]:
    """Give back whose member another process has begun to send to since the claim looked who is being sent to."""
    if not claimed:
        return []
    on_their_way = dict(_ON_THEIR_WAY.rows(connection, {}))
    ours = Counter(one.userid for one in claimed)
    others = {userid for userid, count in ours.items() if on_their_way[userid] > count}
    postpone(connection, [(one.id, one.planned_at, BEHIND) for one in claimed if one.userid in others])
    return [one for one in claimed if one.userid not in others]


_OTHER = aliased(Notice)
_IS_FREE: Final = Notice.userid.not_in(select(_OTHER.userid).where(_OTHER.state == literal_column("'sending'")))
_CLAIMING: Final = 5
"""Sets the locks of claims apart from others of the same database."""
_ALONE: Final[Mapping[str, Callable[[ColumnElement[str]], ColumnElement[bool]]]] = {
    "sqlite": lambda _userid: true(),
    "postgresql": lambda userid: func.pg_try_advisory_xact_lock(_CLAIMING, func.hashtext(userid), type_=Boolean),
}
"""Asked before a notice is taken, and kept until the claim is committed: of a member's nobody else gets one."""


def _taking(
    which: ColumnElement[bool], *, by: InstrumentedAttribute[Any], besides: ColumnElement[bool] | None = None
) -> Mapping[str, Prepared]:
    """The statement that takes the first of some notices by an instant of theirs, skipping what others hold.

    Args:
        which: they are, also when others have let them go.
        by: that instant.
        besides: they are when they are looked for.
    """
    first = (
        select(Notice.id, Notice.userid)
        .where(which, true() if besides is None else besides)
        .order_by(by, Notice.id)
        .limit(bindparam("most", type_=Integer))
        .cte("first")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    return {kind: Prepared(_taken(first, which, alone(first.c.userid))) for kind, alone in _ALONE.items()}


def _taken(first: CTE, which: ColumnElement[bool], alone: ColumnElement[bool]) -> ReturningUpdate[*tuple[Any, ...]]:
    # Locks are asked for only where the first are known: however a plan finds these, it looks at no more.
    found = (
        select(Notice.id)
        .join(first, first.c.id == Notice.id)
        .where(which, alone)
        .with_for_update(skip_locked=True, of=Notice)
        .cte("due")
    )
    return (
        update(Notice)
        .where(Notice.id.in_(select(found.c.id)))
        .values(
            state=NoticeState.SENDING.value,
            attempts=Notice.attempts + 1,
            lease_until=bindparam("lease", type_=Notice.made_at.type),
            first_attempt_at=func.coalesce(Notice.first_attempt_at, AT),
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


_TAKE_WAITING: Final = _taking(
    and_(IS_PENDING, Notice.next_attempt_at <= AT), by=Notice.next_attempt_at, besides=_IS_FREE
)
_TAKE_ABANDONED: Final = _taking(and_(IS_SENDING, Notice.lease_until < AT), by=Notice.lease_until)
_ON_THEIR_WAY: Final = Prepared(select(Notice.userid, func.count()).where(IS_SENDING).group_by(Notice.userid))


_EXPIRE: Final = Prepared(
    update(Notice)
    .where(IS_PENDING, Notice.expires_at < AT, Notice.next_attempt_at <= AT)
    .values(state=NoticeState.EXPIRED.value, last_error="past its time")
)


def release_leases(connection: Connection) -> int:
    """Make notices due at once whose sender died: only for a database that this process has to itself."""
    freed = (
        update(Notice).where(Notice.state == NoticeState.SENDING).values(state=NoticeState.PENDING, lease_until=None)
    )
    return connection.execute(freed).rowcount
