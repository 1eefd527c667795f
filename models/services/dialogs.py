"""The open question of a person: read under his turn's lock, written with the effects of his message."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.db import is_sqlite
from models.schema import Dialog
from models.statements import Prepared
from models.times import shanghai_day, shanghai_instant

_LOCK = Prepared(select(Dialog.person_id).where(Dialog.person_id == bindparam("person")).with_for_update())
_WRITE = (
    update(Dialog)
    .where(Dialog.person_id == bindparam("person"))
    .values(
        question=bindparam("question"),
        data=bindparam("data"),
        asked_at=bindparam("asked_at"),
        expires_at=bindparam("expires_at"),
    )
)


LEFT_ALONE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Open:
    """A question that waits for its answer."""

    question: str
    data: Mapping[str, Any]
    asked_at: datetime


def take_turn(connection: Connection, person_id: int) -> None:
    """Wait for the person's turn.

    On PostgreSQL the dialog row is locked until the commit, so that one person's messages are handled one after the
    other in all processes; on SQLite the single writer sees to that. State is read after this, never before.

    Args:
        connection: in a transaction.
        person_id: whose turn.
    """
    if is_sqlite(connection):
        return
    if not _LOCK.rows(connection, {"person": person_id}):
        connection.execute(postgresql.insert(Dialog).on_conflict_do_nothing(), {"person_id": person_id, "question": ""})
        _LOCK.rows(connection, {"person": person_id})


def write(connection: Connection, person_id: int, question: str, data: Mapping[str, Any], now: datetime) -> None:
    """Leave a question open until the next Shanghai midnight, or close the last one with an empty name.

    Args:
        connection: in the transaction of the message that asks.
        person_id: who is asked.
        question: the answer handler's name; empty closes.
        data: what that handler needs, as JSON values.
        now: instant (UTC).
        instead_of: open lists that it may take the place of: a list holds until the next one (§4.1 rule 9).
    """
    midnight = shanghai_instant(shanghai_day(now) + timedelta(days=1), time.min)
    values = {
        "question": question,
        "data": dict(data) if question else None,
        "asked_at": now if question else None,
        "expires_at": midnight if question else None,
    }
    written = connection.execute(_WRITE, {"person": person_id, **values})
    if not written.rowcount:
        connection.execute(insert(Dialog), {"person_id": person_id, **values})


def offer(
    connection: Connection,
    person_id: int,
    question: str,
    data: Mapping[str, Any],
    now: datetime,
    *,
    instead_of: Collection[str] = (),
) -> bool:
    """Leave a list open that nobody asked for, unless he was asked something else just now.

    What he read last is what his next number answers: a question that he has left alone for `LEFT_ALONE` is over.

    Args:
        connection: in a transaction.
        person_id: who is told.
        question: the answer handler's name.
        data: what that handler needs, as JSON values.
        now: instant (UTC).
        instead_of: open lists that it may take the place of: a list holds until the next one (§4.1 rule 9).

    Returns:
        Whether a number answers it now.
    """
    midnight = shanghai_instant(shanghai_day(now) + timedelta(days=1), time.min)
    free = or_(Dialog.question.in_(["", *instead_of]), Dialog.expires_at <= now, Dialog.asked_at <= now - LEFT_ALONE)
    values = {"question": question, "data": dict(data), "asked_at": now, "expires_at": midnight}
    inserting = (sqlite if is_sqlite(connection) else postgresql).insert(Dialog).values(person_id=person_id, **values)
    # Whoever was never asked anything has no row yet.
    offered = inserting.on_conflict_do_update(index_elements=["person_id"], set_=values, where=free)
    return connection.execute(offered.returning(Dialog.person_id)).first() is not None
