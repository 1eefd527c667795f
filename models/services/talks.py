"""Talks by phone or WeChat: follow-ups that are done already, so that none makes a visit's point (`product.md` A1, C2).

Whether one is long enough to count as activity with its customer is 制度 5.4.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import DuplicateFollowUp
from models.rules.lengths import CONTACT_CHARACTERS, NOTE_CHARACTERS
from models.rules.words import clean_words, folded
from models.schema import FollowUp, FollowUpState, Record, RecordKind
from models.services.numbering import give_number
from models.services.visits import Report, check_day
from models.times import shanghai_instant

DUPLICATE_WITHIN: Final = timedelta(minutes=10)
NOON: Final = time(12)


def log_talk(
    session: Session,
    report: Report,
    *,
    person_id: int,
    message_id: int | None,
    now: datetime,
    today: date,
) -> FollowUp:
    """Write down that somebody talked with a customer without going there.

    Args:
        session: of the message.
        report: what was said, with its way; its next step is the caller's to set.
        person_id: who talked.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day of the message.

    Raises:
        VisitInFuture: the day is still to come.
        VisitTooOld: the day lies too far back.
        DuplicateFollowUp: the same was told a moment ago.
    """
    check_day(report.day, today)
    ended_at = now if report.day == today else shanghai_instant(report.day, report.clock or NOON)
    words = clean_words(report.summary)
    said = report.way if words else f"{report.way}联系"
    note = words if report.way in words else "，".join(filter(None, (said, words)))
    row = FollowUp(
        kind=RecordKind.FOLLOWUP.value,
        person_id=person_id,
        customer_id=report.customer_id,
        contact_id=report.contact_id,
        contact_name=clean_words(report.contact_name)[:CONTACT_CHARACTERS],
        due_on=report.day,
        due_clock=report.clock,
        note=note[:NOTE_CHARACTERS],
        state=FollowUpState.DONE.value,
        ended_at=ended_at,
        voided=False,
    )
    _refuse_duplicate(session, row, now)
    row.number = give_number(session, RecordKind.FOLLOWUP, person_id=person_id, message_id=message_id, now=now)
    session.add(row)
    session.flush()
    return row


def is_talk(session: Session, row: FollowUp) -> bool:
    """Whether a follow-up was done when it was written down: what was said of it is no plan that can be moved."""
    if row.state != FollowUpState.DONE or row.ended_at is None:
        return False
    return session.get_one(Record, row.number).made_at >= row.ended_at


def _refuse_duplicate(session: Session, told: FollowUp, now: datetime) -> None:
    """The same again within a few minutes is a slip of the finger (`product.md` §4.3, duplicate message)."""
    rows = session.execute(
        select(FollowUp.number, FollowUp.note, FollowUp.contact_name)
        .join(Record, Record.number == FollowUp.number)
        .where(
            FollowUp.person_id == told.person_id,
            FollowUp.due_on == told.due_on,
            FollowUp.customer_id == told.customer_id,
            FollowUp.state == FollowUpState.DONE,
            FollowUp.voided.is_(False),
            Record.made_at >= now - DUPLICATE_WITHIN,
        )
    )
    for number, note, contact in rows:
        if folded(note, contact) == folded(told.note, told.contact_name):
            raise DuplicateFollowUp(number)
