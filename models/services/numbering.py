"""Numbers by which people call what they said: 拜访#128; one series for all kinds of records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from models.schema import Record, RecordKind


def give_number(
    session: Session,
    kind: RecordKind,
    subject_id: int | None = None,
    *,
    person_id: int,
    message_id: int | None,
    now: datetime,
) -> int:
    """Give something its number.

    Args:
        session: of the message.
        kind: what it is.
        subject_id: what it is about, where its kind has that: a customer, a contact, a short name.
        person_id: whose it is.
        message_id: the inbox row; None for the clock.
        now: instant (UTC).
    """
    record = Record(kind=kind, person_id=person_id, message_id=message_id, subject_id=subject_id, made_at=now)
    session.add(record)
    session.flush()
    return record.number
