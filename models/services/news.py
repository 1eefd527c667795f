"""Problems and news of the market, raised and solved (`product.md` A7, C16)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.errors import DuplicateNews, NotYourRecord, ProblemSolved, RecordNotFound
from models.rules.words import clean_words
from models.schema import News, NewsKind, Record, RecordKind
from models.services.numbering import give_number
from models.services.records import find_record, refuse_voided

WORDS_CHARACTERS = 600
DUPLICATE_WITHIN = timedelta(minutes=10)


def tell(
    session: Session,
    kind: NewsKind,
    words: str,
    *,
    customer_id: int | None,
    person: PersonCard,
    message_id: int | None,
    now: datetime,
    today: date,
) -> News:
    """Write what somebody raises.

    Args:
        session: of the message.
        kind: a problem, or something of a rival or the market.
        words: his.
        customer_id: where it came up; None for nowhere in particular.
        person: who raises it.
        message_id: the inbox row.
        now: instant (UTC).
        today: the Shanghai day.

    Raises:
        DuplicateNews: he said the same a moment ago.
    """
    kept = clean_words(words)[:WORDS_CHARACTERS]
    again = session.scalar(
        select(News.number)
        .join(Record, Record.number == News.number)
        .where(
            News.person_id == person.id,
            News.told_on >= today - timedelta(days=1),
            News.words == kept,
            News.voided.is_(False),
            Record.made_at >= now - DUPLICATE_WITHIN,
        )
        .limit(1)
    )
    if again is not None:
        raise DuplicateNews(again)
    number = give_number(session, RecordKind.NEWS, customer_id, person_id=person.id, message_id=message_id, now=now)
    row = News(
        number=number,
        kind=kind.value,
        person_id=person.id,
        customer_id=customer_id,
        words=kept,
        told_on=today,
        solution="",
        voided=False,
    )
    session.add(row)
    session.flush()
    return row


def find(session: Session, number: int, *, person: PersonCard, directory: Directory) -> News:
    """A problem or piece of news that somebody may settle: his own, or of somebody below him.

    Raises:
        RecordNotFound: there is none.
        NotYourRecord: it is a colleague's.
        RecordAlreadyVoided: it was taken back.
    """
    record = find_record(session, number)
    row = session.get(News, number)
    if row is None:
        raise RecordNotFound(number)
    if row.person_id != person.id and not directory.is_above(person.id, row.person_id):
        raise NotYourRecord(number)
    refuse_voided(record)
    return row


def reword(session: Session, row: News, words: str) -> None:
    """Correct what was raised."""
    row.words = clean_words(words)[:WORDS_CHARACTERS]
    session.flush()


def change_customer(session: Session, row: News, customer_id: int) -> None:
    """Put it to another customer."""
    row.customer_id = customer_id
    session.flush()


def solve(session: Session, row: News, solution: str, *, by_id: int, now: datetime) -> None:
    """A problem is solved.

    Raises:
        ProblemSolved: it was before.
    """
    if row.solved_at is not None:
        raise ProblemSolved(row.number, row.solved_at, row.solved_by_id)
    row.solved_at, row.solved_by_id = now, by_id
    row.solution = clean_words(solution)[:WORDS_CHARACTERS]
    session.flush()
