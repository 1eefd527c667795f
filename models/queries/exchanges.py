"""What was just said to and fro with a person: for words that mean what was said before (`product.md` §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, Integer, bindparam, select

from models.schema import InboxMessage, Notice
from models.statements import Prepared

_MOST: Final = 4
"""So many exchanges back somebody may still point at one."""


class Exchange(NamedTuple):
    """A message and its answer, or a push, whose `text` is empty.

    Attributes:
        at: when it was sent (UTC).
        text: what the person wrote.
        told: what he read.
    """

    at: datetime
    text: str
    told: str


def list_exchanges(
    connection: Connection, *, person_id: int, userid: str, before: int, since: datetime
) -> Sequence[Exchange]:
    """The last few exchanges with a person, the latest first.

    Args:
        connection: of the message, after the person's turn was taken.
        person_id: who is talked to.
        userid: of the same person.
        before: the message that points back; only what came earlier counts.
        since: from when on (UTC).
    """
    said = _SAID.rows(connection, {"person": person_id, "before": before, "most": _MOST})
    pushed = _PUSHED.rows(connection, {"userid": userid, "since": since, "most": _MOST})
    found = [Exchange(at, str(payload.get("text", "")), reply) for at, payload, reply in said if at >= since]
    found += [Exchange(at, "", body) for at, body in pushed]
    return sorted(found, key=lambda one: one.at, reverse=True)


_SAID: Final = Prepared(
    select(InboxMessage.sent_at, InboxMessage.payload, InboxMessage.reply)
    .where(InboxMessage.person_id == bindparam("person"), InboxMessage.id < bindparam("before"))
    .order_by(InboxMessage.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_PUSHED: Final = Prepared(
    select(Notice.sent_at, Notice.body)
    .where(Notice.userid == bindparam("userid"), Notice.sent_at >= bindparam("since", type_=Notice.made_at.type))
    .order_by(Notice.sent_at.desc())
    .limit(bindparam("most", type_=Integer))
)
