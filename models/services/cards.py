"""Correcting a customer's card by a sentence: level, address, city, source, note, and labels (`product.md` C1, C9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models import history
from models.errors import LabelRefused
from models.rules.completeness import Part
from models.rules.terms import Terms
from models.rules.words import clean_words
from models.schema import Change, Customer, CustomerLabel, RecordKind
from models.services import holdings
from models.services.contacts import Author
from models.services.numbering import give_number
from models.times import shanghai_instant

LENGTHS: Final = {"level": 4, "address": 200, "city": 32, "source": 32, "note": 500}
"""What may be corrected, and how long it may be."""
LABEL_CHARACTERS = 16
LABELS_MOST = 10
_WORD = re.compile(r"[^<>{}\\|/;%=$^~`]*[^\W_][^<>{}\\|/;%=$^~`]*")
"""What a label may be: some letter or figure in it, and no sign of program code."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of a correction.

    Attributes:
        number: of the record; None where the card says just this already.
        before: what stood there; may be empty.
        after: what stands there now.
    """

    number: int | None
    before: str
    after: str


def correct(
    session: Session, customer_id: int, field: str, value: str, *, author: Author, today: date, terms: Terms
) -> Corrected:
    """Change one thing on a customer's card; a note is added to the one that stands.

    Args:
        session: of the message.
        customer_id: whose; the caller has seen to it that the author may.
        field: a key of `LENGTHS`.
        value: in his words.
        author: who says so.
        today: the Shanghai day.
        terms: the company's.
    """
    customer = holdings.lock_customer(session, customer_id)
    before: str = getattr(customer, field)
    said = clean_words(value)
    after = f"{before}；{said}" if field == "note" and before and said not in before else said
    after = after[: LENGTHS[field]]
    if after == before or (field == "note" and said in before):
        return Corrected(None, before, before)
    setattr(customer, field, after)
    session.flush()
    if field == "level":
        holdings.level_changed(session, customer, today=today, terms=terms)
    return Corrected(_number(session, customer, author), before, after)


def put_label(session: Session, customer_id: int, label: str, *, author: Author) -> int | None:
    """Put a label on a customer; the number, or None where it bears it already.

    Raises:
        LabelRefused: it is too long, no word, or there are too many.
    """
    customer = holdings.lock_customer(session, customer_id)
    word = clean_words(label)
    held = _find(session, customer_id, word)
    if held is not None and held.active:
        return None
    count = session.scalar(select(func.count()).where(CustomerLabel.customer_id == customer_id, CustomerLabel.active))
    if len(word) > LABEL_CHARACTERS or _WORD.fullmatch(word) is None or word.isdecimal():
        raise LabelRefused(LABEL_CHARACTERS, LABELS_MOST, too_many=False)
    if (count or 0) >= LABELS_MOST:
        raise LabelRefused(LABEL_CHARACTERS, LABELS_MOST, too_many=True)
    if held is None:
        held = CustomerLabel(customer_id=customer_id, label=word, active=False)
        session.add(held)
        # Written in two steps, so that taking it back finds a change to set back.
        session.flush()
    held.active = True
    session.flush()
    return _number(session, customer, author)


def drop_label(session: Session, customer_id: int, label: str, *, author: Author) -> int | None:
    """Take a label off a customer; the number, or None where it bears none of that name."""
    customer = holdings.lock_customer(session, customer_id)
    held = _find(session, customer_id, clean_words(label))
    if held is None or not held.active:
        return None
    held.active = False
    session.flush()
    return _number(session, customer, author)


def ask_once(session: Session, customer_id: int, part: Part, *, now: datetime, today: date) -> bool:
    """Whether a part of the file may be asked for: once a Shanghai day and customer; that it was is noted.

    Args:
        session: of the message.
        customer_id: whose file.
        part: what would be asked for.
        now: instant (UTC).
        today: the Shanghai day.
    """
    asked = exists().where(
        Change.table_name == Customer.__tablename__,
        Change.row_id == customer_id,
        Change.action == history.ASKED,
        Change.at >= shanghai_instant(today),
        Change.at <= now,
    )
    if session.scalar(select(asked)):
        return False
    history.note_asked(session, Customer, customer_id, part.value)
    return True


def _find(session: Session, customer_id: int, word: str) -> CustomerLabel | None:
    return session.scalar(
        select(CustomerLabel).where(CustomerLabel.customer_id == customer_id, CustomerLabel.label == word)
    )


def _number(session: Session, customer: Customer, author: Author) -> int:
    return give_number(
        session,
        RecordKind.CARD,
        customer.id,
        person_id=author.person_id,
        message_id=author.message_id,
        now=author.now,
    )
