"""Nothing can be pushed: noted by whoever found it out, told to administrators in answers, forgotten when it is over.

No push can say that pushes do not leave; the answer to a message needs neither token nor trusted address (§3.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.db import is_sqlite
from models.schema import PushStop
from models.statements import Prepared

AGAIN: Final = timedelta(hours=1)
"""How often an administrator is told of it at most."""
_ID: Final = 1
_CLEAR: Final = Prepared(delete(PushStop).where(PushStop.id == bindparam("number")))


@dataclass(frozen=True, slots=True)
class Stop:
    """What keeps pushes from leaving.

    Attributes:
        code: the platform's.
        detail: what it said, without secrets.
        since_at: from when on (UTC).
    """

    code: int
    detail: str
    since_at: datetime


def note(connection: Connection, *, code: int, detail: str, now: datetime) -> None:
    """Nothing leaves; since when, that stays as it was noted first.

    Args:
        connection: any.
        code: the platform's.
        detail: what it said, without secrets.
        now: instant (UTC).
    """
    insert = sqlite.insert if is_sqlite(connection) else postgresql.insert
    said = {"code": code, "detail": detail[:200]}
    made = insert(PushStop).values(id=_ID, since_at=now, told={}, **said)
    connection.execute(made.on_conflict_do_update(index_elements=["id"], set_=said))


def clear(connection: Connection) -> None:
    """Something has left."""
    _CLEAR.run(connection, {"number": _ID})


def tell(connection: Connection, person_id: int, *, now: datetime) -> Stop | None:
    """What keeps pushes from leaving, for an administrator who was not told of it lately; he is told by this.

    Args:
        connection: in the transaction of his message.
        person_id: of the administrator.
        now: instant (UTC).
    """
    row = connection.execute(
        select(PushStop.code, PushStop.detail, PushStop.since_at, PushStop.told).where(PushStop.id == _ID)
    ).first()
    if row is None or _was_told(row.told, person_id, now):
        return None
    told = {**row.told, str(person_id): now.isoformat()}
    connection.execute(update(PushStop).where(PushStop.id == _ID).values(told=told))
    return Stop(row.code, row.detail, row.since_at)


def _was_told(told: Mapping[str, str], person_id: int, now: datetime) -> bool:
    last = told.get(str(person_id))
    return last is not None and now - datetime.fromisoformat(last) < AGAIN
