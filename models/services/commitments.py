"""What we promised customers (承诺, `product.md` C6): written, kept, put off; they stay with the customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import PersonCard
from models.errors import CommitmentEnded, DuplicateCommitment, MomentPassed, MomentTooFar, RecordNotFound
from models.rules.lengths import CONTACT_CHARACTERS, NOTE_CHARACTERS
from models.rules.words import clean_words
from models.schema import Commitment, CommitmentState, Record, RecordKind
from models.services.numbering import give_number
from models.services.records import find_record, refuse_voided

FURTHEST_YEARS = 10
DUPLICATE_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised.

    Attributes:
        customer_id: to whom.
        words: what, in his words.
        contact_name: to which person there; may be empty.
        due_on: by which Shanghai day; None where none was said.
    """

    customer_id: int
    words: str
    contact_name: str = ""
    due_on: date | None = None


def add(
    session: Session, promise: Promise, *, person: PersonCard, message_id: int | None, now: datetime, today: date
) -> Commitment:
    """Write a promise.

    Args:
        session: of the message.
        promise: what was said.
        person: who gave it.
        message_id: the inbox row.
        now: instant (UTC).
        today: the Shanghai day.

    Raises:
        MomentPassed: its day is over.
        MomentTooFar: it lies too far ahead.
        DuplicateCommitment: the same was said a moment ago.
    """
    _check(promise.due_on, today)
    words = clean_words(promise.words)[:NOTE_CHARACTERS]
    _refuse_duplicate(session, promise, words, person.id, now)
    number = give_number(
        session, RecordKind.COMMITMENT, promise.customer_id, person_id=person.id, message_id=message_id, now=now
    )
    row = Commitment(
        number=number,
        customer_id=promise.customer_id,
        person_id=person.id,
        contact_name=clean_words(promise.contact_name)[:CONTACT_CHARACTERS],
        words=words,
        due_on=promise.due_on,
        made_on=today,
        state=CommitmentState.OPEN.value,
        voided=False,
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, number: int) -> Commitment:
    """A promise that stands; the caller sees to it that he may change it.

    Raises:
        RecordNotFound: there is none.
        RecordAlreadyVoided: it was taken back.
    """
    record = find_record(session, number)
    refuse_voided(record)
    row = session.get(Commitment, number)
    if row is None:
        raise RecordNotFound(number)
    return row


def finish(session: Session, row: Commitment, *, now: datetime, kept: bool = True) -> None:
    """It was kept, or is called off.

    Raises:
        CommitmentEnded: it was before.
    """
    if row.state != CommitmentState.OPEN:
        raise CommitmentEnded(row.number, row.ended_at, kept=row.state == CommitmentState.KEPT)
    row.state = (CommitmentState.KEPT if kept else CommitmentState.CANCELLED).value
    row.ended_at = now
    session.flush()


def move(session: Session, row: Commitment, *, on: date | None, today: date) -> None:
    """Put it to another day, or to none; what was done is open again.

    Raises:
        MomentPassed: that day is over.
        MomentTooFar: it lies too far ahead.
    """
    _check(on, today)
    row.due_on = on
    row.state, row.ended_at = CommitmentState.OPEN.value, None
    session.flush()


def reword(session: Session, row: Commitment, words: str) -> None:
    """Correct what was promised."""
    row.words = clean_words(words)[:NOTE_CHARACTERS]
    session.flush()


def change_customer(session: Session, row: Commitment, customer_id: int) -> None:
    """Put it to another customer."""
    row.customer_id = customer_id
    session.flush()


def _check(on: date | None, today: date) -> None:
    if on is None:
        return
    if on < today:
        raise MomentPassed(on, None, today + timedelta(days=1))
    if on.year > today.year + FURTHEST_YEARS:
        raise MomentTooFar(on)


def _refuse_duplicate(session: Session, promise: Promise, words: str, person_id: int, now: datetime) -> None:
    found = session.scalar(
        select(Commitment.number)
        .join(Record, Record.number == Commitment.number)
        .where(
            Commitment.customer_id == promise.customer_id,
            Commitment.state == CommitmentState.OPEN,
            Commitment.person_id == person_id,
            Commitment.words == words,
            Commitment.voided.is_(False),
            Record.made_at >= now - DUPLICATE_WITHIN,
        )
        .limit(1)
    )
    if found is not None:
        raise DuplicateCommitment(found)
