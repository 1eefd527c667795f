"""Reading announcements: what was announced lately, and who has not answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from models.schema import Announcement, Receipt, Record, TermChange


@dataclass(frozen=True, slots=True)
class Decided:
    """Who gave a term its value, and when (UTC); nobody where it came from a file or the command line."""

    by_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """An announcement, and who of the people asked about has answered it.

    Attributes:
        id: of the announcement.
        words: what was announced.
        valid_from: the Shanghai day from which it holds.
        received: how many have answered.
        missing: ids of those who have not.
        decided: who announced it, and when.
    """

    id: int
    words: str
    valid_from: date
    received: int
    missing: tuple[int, ...]
    decided: Decided


def list_answered(session: Session, *, people: Collection[int], most: int) -> Sequence[Answered]:
    """The latest announcements, newest first, with who of some people has answered.

    Args:
        session: of the message.
        people: whose answers are asked about.
        most: how many announcements.
    """
    latest = session.connection().execute(
        select(Announcement.id, Announcement.words, Announcement.valid_from, Announcement.by_id, Announcement.made_at)
        .order_by(Announcement.id.desc())
        .limit(most)
    )
    found: list[Answered] = []
    for row in latest.all():
        answers = session.connection().execute(
            select(Receipt.person_id, Receipt.received_at).where(Receipt.announcement_id == row.id)
        )
        asked = [answer for answer in answers if answer.person_id in people]
        missing = tuple(answer.person_id for answer in asked if answer.received_at is None)
        decided = Decided(row.by_id, row.made_at)
        found.append(Answered(row.id, row.words, row.valid_from, len(asked) - len(missing), missing, decided))
    return found


def list_decided(session: Session, changes: Collection[tuple[str, date]]) -> Mapping[tuple[str, date], Decided]:
    """Who made some changes of the company's terms.

    Args:
        session: of the message.
        changes: name and first Shanghai day of each.
    """
    rows = session.connection().execute(
        select(TermChange.name, TermChange.valid_from, TermChange.made_by_id, TermChange.made_at).where(
            tuple_(TermChange.name, TermChange.valid_from).in_(changes)
        )
    )
    return {(name, first): Decided(by_id, at) for name, first, by_id, at in rows}


def has_records(session: Session) -> bool:
    """Whether anybody has written anything yet: before that nobody was judged by any rule."""
    return session.connection().scalar(select(Record.number).limit(1)) is not None
