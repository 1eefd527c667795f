"""Received messages: durable once, handled once, answered with the same reply ever after (`design.md` §3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, delete, exists, func, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.schema import CompanyVersion, Dialog, InboxMessage, InboxState, ReplyVia
from models.services import dialogs
from models.statements import Prepared


class Standing(NamedTuple):
    """Where a message stands before it is handled.

    Attributes:
        version: the company's version, read in the same statement.
        state: the stored row's state, None when the message is new.
        reply: the stored reply's text.
        via: how that reply travels.
        row_id: the stored row.
        behind: whether an earlier message of the same sender still waits to be handled.
        question: what the sender was asked and has not answered yet.
    """

    version: int
    state: str | None
    reply: str
    via: str
    row_id: int | None
    behind: bool
    question: dialogs.Open | None = None


class Received(NamedTuple):
    """A message as the inbox holds it; `id` grows with arrival."""

    id: int
    key: str
    channel: str
    userid: str
    kind: str
    payload: Mapping[str, Any]
    sent_at: datetime
    received_at: datetime


class Outcome(NamedTuple):
    """How a message was handled and what is answered."""

    state: InboxState
    reply: str
    via: ReplyVia
    person_id: int | None = None


# Written out, because both databases fit the partial index to a parameter only by planning anew at every execution.
_IS_WAITING = InboxMessage.state == literal_column(f"'{InboxState.RECEIVED}'")
_behind = exists().where(
    InboxMessage.userid == bindparam("userid"),
    _IS_WAITING,
    InboxMessage.id < bindparam("id"),
)
_STANDING = Prepared(
    select(
        CompanyVersion.value,
        InboxMessage.state,
        InboxMessage.reply,
        InboxMessage.reply_via,
        InboxMessage.id,
        _behind,
        Dialog.question,
        Dialog.data,
        Dialog.asked_at,
        Dialog.expires_at,
    )
    .select_from(CompanyVersion)
    .outerjoin(InboxMessage, InboxMessage.key == bindparam("key"))
    .outerjoin(Dialog, Dialog.person_id == bindparam("person"))
)
_LATELY: Final = 10
"""So many messages of a person are looked at; more than a few are never on their way at once."""
_LAST_SENT = select(
    func.max(
        select(InboxMessage.sent_at)
        .where(InboxMessage.person_id == bindparam("person"), InboxMessage.id < bindparam("id"))
        .order_by(InboxMessage.id.desc())
        .limit(_LATELY)
        .subquery()
        .c.sent_at
    )
)
_COLUMNS = tuple(column.key for column in InboxMessage.__table__.columns)
_STORE = {
    "sqlite": Prepared(sqlite.insert(InboxMessage).on_conflict_do_nothing(), columns=_COLUMNS),
    "postgresql": Prepared(postgresql.insert(InboxMessage).on_conflict_do_nothing(), columns=_COLUMNS),
}
_FINISH = (
    update(InboxMessage)
    .where(InboxMessage.id == bindparam("row_id"), _IS_WAITING)
    .values(
        state=bindparam("new_state"),
        payload=bindparam("new_payload"),
        reply=bindparam("new_reply"),
        reply_via=bindparam("new_via"),
        person_id=bindparam("person"),
        handled_at=bindparam("now"),
    )
)
_WAITING = select(
    InboxMessage.id,
    InboxMessage.key,
    InboxMessage.channel,
    InboxMessage.userid,
    InboxMessage.kind,
    InboxMessage.payload,
    InboxMessage.sent_at,
    InboxMessage.received_at,
).where(_IS_WAITING)


def standing(connection: Connection, message: Received, *, person_id: int | None, now: datetime) -> Standing:
    """Read where a message stands and what its sender was asked, in one statement, after his turn was taken.

    Args:
        connection: in a transaction.
        message: as received.
        person_id: the sender, None for a stranger.
        now: instant (UTC) against which the question's expiry is held.
    """
    [row] = _STANDING.rows(
        connection, {"key": message.key, "userid": message.userid, "id": message.id, "person": person_id}
    )
    version, state, reply, via, row_id, behind, asked, data, asked_at, expires_at = row
    question = dialogs.Open(asked, data or {}, asked_at) if asked and expires_at > now else None
    return Standing(version, state, reply or "", via or "", row_id, bool(behind), question)


def is_from_before(session: Session, message_id: int, *, person_id: int, sent_at: datetime) -> bool:
    """Whether a message was written before one of the same person that has been handled: it came out of order.

    Both times are the platform's, so that it does not matter how its clock and ours differ.

    Args:
        session: of the message, after the person's turn was taken.
        message_id: of the message.
        person_id: who wrote it.
        sent_at: when, as the platform says.
    """
    last = session.connection().scalar(_LAST_SENT, {"person": person_id, "id": message_id})
    return last is not None and sent_at < last


def store_handled(
    connection: Connection, message: Received, outcome: Outcome, payload: Mapping[str, Any], now: datetime
) -> bool:
    """Insert a message together with its outcome, in the transaction of its effects.

    Args:
        connection: that transaction.
        message: what was received.
        outcome: how it was handled.
        payload: what is kept of it (a place loses its coordinates).
        now: instant (UTC).

    Returns:
        False when the key is there already: somebody else was faster and the transaction must be rolled back.
    """
    return _insert(connection, _row(message, outcome, payload, now))


def store_raw(connection: Connection, message: Received) -> bool:
    """Make a message durable without handling it; False when it is there already."""
    waiting = Outcome(InboxState.RECEIVED, "", ReplyVia.PUSH)
    return _insert(connection, _row(message, waiting, message.payload, None))


def finish(
    connection: Connection, message: Received, outcome: Outcome, payload: Mapping[str, Any], now: datetime
) -> bool:
    """Mark a waiting message as handled; False when another process did so first."""
    done = connection.execute(
        _FINISH,
        {
            "row_id": message.id,
            "new_state": outcome.state,
            "new_payload": dict(payload),
            "new_reply": outcome.reply,
            "new_via": outcome.via,
            "person": outcome.person_id,
            "now": now,
        },
    )
    return done.rowcount == 1


def list_waiting(connection: Connection, limit: int) -> list[Received]:
    """Messages that are durable but not handled, oldest first."""
    rows = connection.execute(_WAITING.order_by(InboxMessage.id).limit(limit))
    return [Received(*row) for row in rows]


def backlog(connection: Connection) -> tuple[int, datetime | None]:
    """How many messages are durable but not handled, and when the oldest of them came in (UTC)."""
    oldest = select(func.count(), func.min(InboxMessage.received_at)).where(_IS_WAITING)
    count, since = connection.execute(oldest).one()
    return count, since


def purge(connection: Connection, *, before: datetime) -> int:
    """Delete handled messages received before an instant (`product.md` P14: 180 days raw)."""
    old = delete(InboxMessage).where(InboxMessage.received_at < before, InboxMessage.state != InboxState.RECEIVED)
    return connection.execute(old).rowcount


RAW_KEPT = timedelta(days=180)
"""How long the text of messages is kept as it was sent (`product.md` P14)."""


def _insert(connection: Connection, row: dict[str, Any]) -> bool:
    return _STORE[connection.dialect.name].run(connection, row) == 1


def _row(
    message: Received, outcome: Outcome, payload: Mapping[str, Any], handled_at: datetime | None
) -> dict[str, Any]:
    return {
        "id": message.id,
        "key": message.key,
        "channel": message.channel,
        "userid": message.userid,
        "person_id": outcome.person_id,
        "kind": message.kind,
        "payload": dict(payload),
        "sent_at": message.sent_at,
        "received_at": message.received_at,
        "state": outcome.state.value,
        "reply": outcome.reply,
        "reply_via": outcome.via.value,
        "handled_at": handled_at,
    }
