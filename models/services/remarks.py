"""What leaders say of records and people: remarks (点评) and praise (表扬), told in private (`product.md` B4, G6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.errors import WordsMissing
from models.rules.words import clean_words
from models.schema import RecordKind, Remark, RemarkKind
from models.services.numbering import give_number

WORDS_CHARACTERS = 400


def add(
    session: Session,
    kind: RemarkKind,
    words: str,
    *,
    by_id: int,
    to_id: int,
    about_number: int | None,
    message_id: int | None,
    now: datetime,
) -> Remark:
    """Keep a remark, or praise; the caller has seen to it that he may, and tells the person.

    Args:
        session: of the message.
        kind: which.
        words: as the leader wrote them; praise needs none.
        by_id: the leader.
        to_id: whom it is for.
        about_number: the record it is about, if any.
        message_id: the inbox row.
        now: instant (UTC).

    Raises:
        WordsMissing: a remark says nothing.
    """
    said = clean_words(words)[:WORDS_CHARACTERS]
    if kind is RemarkKind.COMMENT and not said:
        raise WordsMissing(about_number)
    number = give_number(session, RecordKind.REMARK, person_id=by_id, message_id=message_id, now=now)
    row = Remark(
        number=number,
        kind=kind,
        person_id=by_id,
        to_id=to_id,
        about_number=about_number,
        words=said,
        made_at=now,
        voided=False,
    )
    session.add(row)
    session.flush()
    return row


def mark_seen(session: Session, remarks: Iterable[Remark], *, now: datetime) -> None:
    """Note that the person has seen what was said of him.

    Args:
        session: of the message.
        remarks: those he was shown.
        now: instant (UTC).
    """
    numbers = [remark.number for remark in remarks if remark.seen_at is None]
    if numbers:
        # By a statement: that he has looked is nothing to take back.
        session.execute(update(Remark).where(Remark.number.in_(numbers), Remark.seen_at.is_(None)).values(seen_at=now))
