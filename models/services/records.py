"""Voiding, correcting and explaining numbered records (`product.md` §4.1 rule 8, B5); `undo` takes them back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.errors import (
    CannotChange,
    NothingToUndo,
    NotYourRecord,
    ReasonMissing,
    RecordAlreadyVoided,
    RecordNotFound,
)
from models.rules.lengths import CONTACT_CHARACTERS, NOTE_CHARACTERS
from models.rules.words import clean_words
from models.schema import (
    Change,
    Place,
    Record,
    RecordKind,
    Visit,
)
from models.services import customer_points, evidence
from models.services.evidence import Evidence
from models.services.holdings import lock_company
from models.services.kinds import kind_of
from models.services.restoring import numbered
from models.times import shanghai, shanghai_day, shanghai_instant

REASON_CHARACTERS = 200
_OF_OWNERS = frozenset(
    {RecordKind.CUSTOMER.value, RecordKind.LEAD.value, RecordKind.MOVE.value, RecordKind.APPEAL.value}
)
_MADE_BESIDE = (RecordKind.MOVE.value, RecordKind.CUSTOMER.value)
_OF_A_DAY = 100
FOLLOW_UPS = frozenset({RecordKind.FOLLOWUP.value, RecordKind.REMINDER.value})
"""Kinds of record that are kept as `FollowUp`."""
MONEY = frozenset({RecordKind.PAYMENT.value, RecordKind.RECEIVABLE.value, RecordKind.ORDER.value})
"""Kinds of record that hold a sum that can be corrected."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as a sentence names it.

    Attributes:
        number: of the record.
        kind: `RecordKind`.
        person_id: its author.
        customer_id: None where there is none.
        visited_on: the Shanghai day it belongs to, of a visit and the like.
        summary: of a visit, what was talked about; of a follow-up or reminder, what is to be done.
        variety: which sort of its kind it is, if people call it by a name of its own.
    """

    number: int
    kind: str
    person_id: int
    customer_id: int | None
    visited_on: date | None = None
    summary: str = ""
    variety: str = ""


def void(
    session: Session, *, number: int, by: PersonCard, reason: str, directory: Directory, now: datetime
) -> RecordView:
    """A leader takes a record of somebody below him out, with a reason, at any time.

    Args:
        session: the message's.
        number: of the record.
        by: the leader; a leader without a leader may void his own as well.
        reason: required, for the author and the trail.
        directory: for the reporting line.
        now: instant (UTC).

    Raises:
        RecordNotFound: there is none.
        NotYourRecord: its author does not report to him.
        RecordAlreadyVoided: it was taken out before.
        ReasonMissing: he gave none.
    """
    record = find_record(session, number)
    if not may_void(record.person_id, by, directory):
        raise NotYourRecord(number)
    refuse_voided(record)
    said = clean_words(reason)
    if not said:
        raise ReasonMissing(number)
    take_out(session, record, by_id=by.id, at=now, reason=said[:REASON_CHARACTERS])
    return view(session, number)


def may_void(author_id: int, by: PersonCard, directory: Directory) -> bool:
    """Whether somebody may take out a record of this author with a reason."""
    if author_id == by.id:
        return by.leads and by.manager_id is None
    return by.leads and directory.is_above(by.id, author_id)


def find_record(session: Session, number: int) -> Record:
    """A record, locked until the commit.

    Raises:
        RecordNotFound: there is none.
    """
    if not 0 < number < 2**62:
        raise RecordNotFound(number)
    kind = session.connection().scalar(select(Record.kind).where(Record.number == number))
    if kind in _OF_OWNERS:
        # Whoever changes an owner locks the company before anything else, or two of them wait for each other.
        lock_company(session)
    found = session.get(Record, number, with_for_update=True)
    if found is None:
        raise RecordNotFound(number)
    return found


def peek(session: Session, number: int) -> Record:
    """A record as it stands, without locking it: for whoever takes other locks first.

    Raises:
        RecordNotFound: there is none.
    """
    found = session.get(Record, number) if 0 < number < 2**62 else None
    if found is None:
        raise RecordNotFound(number)
    return found


def refuse_voided(record: Record) -> None:
    """See to it that a record stands.

    Raises:
        RecordAlreadyVoided: it was taken back or voided.
    """
    if record.voided_at is not None:
        raise RecordAlreadyVoided(record.number, record.voided_at)


def take_out(session: Session, record: Record, *, by_id: int, at: datetime, reason: str = "") -> None:
    """Let a record stand no longer.

    Args:
        session: the message's.
        record: one that stands.
        by_id: who takes it out.
        at: instant (UTC).
        reason: a leader's; without one the author has taken it back.
    """
    record.voided_at, record.voided_by_id, record.void_reason = at, by_id, reason
    kind_of(record.kind).take_out(session, record)
    session.flush()


def view(session: Session, number: int) -> RecordView:
    """A record as a sentence names it."""
    record = session.get_one(Record, number)
    told = kind_of(record.kind).tell(session, record)
    return RecordView(number, record.kind, record.person_id, told.customer_id, told.day, told.summary, told.variety)


def find_changeable(session: Session, *, number: int | None, person: PersonCard, directory: Directory) -> Visit:
    """The visit that somebody wants to correct: the one he names, else his last one.

    Args:
        session: the message's.
        number: of the record; None means his last visit that stands.
        person: who wants to.
        directory: for the reporting line.

    Raises:
        RecordNotFound: there is none.
        NotYourRecord: it is a colleague's.
        RecordAlreadyVoided: it was taken back.
        CannotChange: it is no visit.
        NothingToUndo: he has no visit.
    """
    if number is None:
        number = _last_visit(session, person.id)
    record = find_record(session, number)
    if record.person_id != person.id and not directory.is_above(person.id, record.person_id):
        raise NotYourRecord(number)
    refuse_voided(record)
    if record.kind != RecordKind.VISIT:
        raise CannotChange(number, record.kind)
    return session.get_one(Visit, number)


def list_latest(session: Session, person_id: int) -> Sequence[Record]:
    """What of somebody's last message that wrote something stands, the newest first.

    Changes of hands and customers that a registration makes beside are left out.
    """
    mine = (Record.person_id == person_id, Record.voided_at.is_(None), Record.kind.not_in(_MADE_BESIDE))
    last = session.scalars(select(Record).where(*mine).order_by(Record.number.desc()).limit(1)).first()
    if last is None or last.message_id is None:
        return [last] if last is not None else []
    beside = select(Record).where(*mine, Record.message_id == last.message_id).order_by(Record.number.desc())
    return session.scalars(beside).all()


def find_of_customer(
    session: Session, person_id: int, customer_ids: Collection[int], day: date, kinds: Collection[str] = ()
) -> int | None:
    """The last record of a customer that somebody wrote on a Shanghai day and that stands; its number.

    Args:
        session: the message's.
        person_id: who wrote it.
        customer_ids: any of them.
        day: the Shanghai day on which it was written.
        kinds: of which kinds; empty for any.
    """
    since, until = (shanghai_instant(each, time.min) for each in (day, day + timedelta(days=1)))
    numbers = session.scalars(
        select(Record.number)
        .where(
            Record.person_id == person_id,
            Record.voided_at.is_(None),
            Record.kind.in_(kinds) if kinds else Record.kind.not_in(_MADE_BESIDE),
            Record.made_at >= since,
            Record.made_at < until,
        )
        .order_by(Record.number.desc())
        .limit(_OF_A_DAY)
    )
    return next((number for number in numbers if view(session, number).customer_id in customer_ids), None)


def is_open_to_author(visit: Visit, today: date) -> bool:
    """Whether its author may still correct a visit: within the month it belongs to, or was told in."""
    month = (today.year, today.month)
    told_on = shanghai_day(visit.reported_at)
    return month in {(visit.visited_on.year, visit.visited_on.month), (told_on.year, told_on.month)}


def change_customer(session: Session, visit: Visit, *, customer_id: int, directory: Directory) -> Evidence:
    """Put a visit to another customer; its places are measured anew.

    Returns:
        The visit's evidence now.
    """
    for place in session.scalars(select(Place).where(Place.visit_number == visit.number)):
        customer_points.give_back_point(session, visit.customer_id, place)
    visit.customer_id = customer_id
    visit.contact_id = None
    return evidence.measure_again(session, visit, directory)


def change_contact(session: Session, visit: Visit, *, contact_id: int | None, name: str) -> None:
    """Correct whom a visit was to."""
    visit.contact_id, visit.contact_name = contact_id, name.strip()[:CONTACT_CHARACTERS]
    session.flush()


def change_summary(session: Session, visit: Visit, *, summary: str) -> None:
    """Correct what was talked about."""
    visit.summary = summary.strip()
    session.flush()


def change_next(session: Session, visit: Visit, *, on: date | None, clock: time | None, note: str) -> None:
    """Correct when to go on; a note or clock that is not said again stays, unless the day is taken away."""
    visit.next_on = on
    if on is None:
        visit.next_clock, visit.next_note = None, ""
    if clock is not None:
        visit.next_clock = clock
    if note.strip():
        visit.next_note = note.strip()[:NOTE_CHARACTERS]
    session.flush()


def change_day(session: Session, visit: Visit, *, day: date) -> Evidence:
    """Correct on which Shanghai day a visit happened; the clock time stays.

    Returns:
        The visit's evidence now.
    """
    clock = shanghai(visit.visited_at).time()
    visit.visited_on, visit.visited_at = day, shanghai_instant(day, clock)
    return evidence.weigh(session, visit)


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of a record's trail, with JSON values as the history keeps them."""

    at: datetime
    person_id: int | None
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def trail(
    session: Session, *, number: int, person: PersonCard, directory: Directory
) -> tuple[Record, Visit | None, list[Trace]]:
    """A record and who did what to it, for its author and the leaders above him.

    Raises:
        RecordNotFound: there is none.
        NotYourRecord: he may not see it.
    """
    record = find_record(session, number)
    if record.person_id != person.id and not directory.is_above(person.id, record.person_id):
        raise NotYourRecord(number)
    rows = session.connection().execute(
        select(Change.at, Change.person_id, Change.action, Change.before, Change.after)
        .where(
            Change.row_id == number,
            Change.table_name.in_([Record.__tablename__, *numbered()]),
        )
        .order_by(Change.id)
    )
    traces = [Trace(row.at, row.person_id, row.action, row.before or {}, row.after or {}) for row in rows]
    visit = session.get(Visit, number) if record.kind == RecordKind.VISIT else None
    return record, visit, traces


def _last_visit(session: Session, person_id: int) -> int:
    found = session.connection().scalar(
        select(Record.number)
        .where(Record.person_id == person_id, Record.voided_at.is_(None), Record.kind == RecordKind.VISIT)
        .order_by(Record.number.desc())
        .limit(1)
    )
    if found is None:
        raise NothingToUndo
    return int(found)
