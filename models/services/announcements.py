"""What everybody concerned must know and answer with 收到: announced once, with who has answered (`product.md` P17)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.schema import Announcement, Receipt

PUSH = "announcement"
"""The kind of the push that tells of it."""


def key(announcement_id: int, person_id: int) -> str:
    """The key of the push that tells one person of an announcement, unique for ever."""
    return f"{PUSH}:{announcement_id}:{person_id}"


def announce(
    session: Session, *, words: str, valid_from: date, by_id: int | None, to: Collection[int], now: datetime
) -> int:
    """Keep an announcement and who has to answer it; the caller tells them.

    Args:
        session: of the message.
        words: what they read.
        valid_from: the Shanghai day from which it holds.
        by_id: who announces; None for the command line.
        to: ids of everybody concerned.
        now: instant (UTC).

    Returns:
        The announcement's id.
    """
    row = Announcement(by_id=by_id, words=words, valid_from=valid_from, made_at=now)
    session.add(row)
    session.flush()
    receipts = [{"announcement_id": row.id, "person_id": person_id} for person_id in to]
    if receipts:
        session.connection().execute(insert(Receipt), receipts)
    return row.id


def receive(session: Session, *, person_id: int, now: datetime) -> Sequence[Announcement]:
    """Keep that somebody has answered all that was announced to him.

    Args:
        session: of the message.
        person_id: who.
        now: instant (UTC).

    Returns:
        What he had not answered before, oldest first.
    """
    open_ones = session.scalars(
        select(Announcement)
        .join(Receipt, Receipt.announcement_id == Announcement.id)
        .where(Receipt.person_id == person_id, Receipt.received_at.is_(None))
        .order_by(Announcement.id)
    ).all()
    if open_ones:
        session.connection().execute(
            update(Receipt).where(Receipt.person_id == person_id, Receipt.received_at.is_(None)).values(received_at=now)
        )
    return open_ones
