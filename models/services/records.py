"""Taking back, voiding, correcting and explaining numbered records (`product.md` §4.1 rule 8, B5).

What a message did is read from the history, so that 撤销 takes back exactly that: what it wrote is voided, what it
changed is set back where it still stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Date, Row, Time, exists, inspect, or_, select
from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.errors import (
    CannotChange,
    NothingToUndo,
    NotYourRecord,
    ReasonMissing,
    RecordAlreadyVoided,
    RecordNotFound,
    UndoWindowClosed,
)
from models.schema import (
    Base,
    Change,
    Customer,
    InboxMessage,
    Photo,
    Place,
    Receivable,
    Record,
    RecordKind,
    Visit,
)
from models.schema.base import UtcDateTime
from models.services import evidence
from models.services.evidence import Evidence
from models.times import shanghai, shanghai_day, shanghai_instant

UNDO_MINUTES = 10
"""So long a person takes his own records back himself (`product.md` §4.1 rule 8)."""
UNDO_WINDOW = timedelta(minutes=UNDO_MINUTES)

LATEST_MESSAGES = 60
REASON_CHARACTERS = 200
CONTACT_CHARACTERS = 64
NOTE_CHARACTERS = 200

_SET_BACK: Mapping[str, type[Base]] = {mapped.__tablename__: mapped for mapped in (Visit, Customer, Place, Photo)}
_FOLLOWS_BY_ITSELF = frozenset({"evidence_level", "voided"})


@dataclass(frozen=True, slots=True)
class Step:
    """What can be taken back: all that one message did, or one record.

    Attributes:
        numbers: records to void.
        message_id: the message whose other changes are set back as well; None for a single record.
        late: the window has closed.
    """

    numbers: tuple[int, ...]
    message_id: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Attributes:
        voided: records, in their order.
        restored: visits that hold again what they held before.
        waiting: how many places and photos wait for another visit now.
    """

    voided: tuple[RecordView, ...]
    restored: tuple[RecordView, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as a sentence names it; the customer is None where there is none."""

    number: int
    kind: str
    person_id: int
    customer_id: int | None


@dataclass
class _Deed:
    """What one message did to records and visits."""

    message_id: int
    at: datetime
    made: list[int] = field(default_factory=list)
    voided: set[int] = field(default_factory=set)
    changed: dict[tuple[int, str], tuple[Any, Any]] = field(default_factory=dict)

    def reverses(self, other: _Deed) -> bool:
        """Whether this is the taking back of another's changes."""
        return bool(self.changed) and all(
            other.changed.get(key) == (after, before) for key, (before, after) in self.changed.items()
        )


def last_step(session: Session, *, person_id: int, at: datetime) -> Step:
    """The last thing a person did that can be taken back.

    Args:
        session: the message's.
        person_id: who wants to.
        at: when he said so (UTC).

    Returns:
        What the last message inside the window did; outside of it, his last record of that day, marked late.

    Raises:
        NothingToUndo: there is nothing.
    """
    deeds = [deed for deed in _standing_deeds(session, person_id, at) if at - deed.at <= UNDO_WINDOW]
    if deeds:
        return Step(tuple(deeds[-1].made), deeds[-1].message_id)
    last = session.connection().execute(
        select(Record.number, Record.made_at)
        .where(Record.person_id == person_id, Record.voided_at.is_(None))
        .order_by(Record.number.desc())
        .limit(1)
    )
    row = last.first()
    if row is None or shanghai_day(row.made_at) != shanghai_day(at):
        raise NothingToUndo
    return Step((row.number,), late=at - row.made_at > UNDO_WINDOW)


def named_step(session: Session, *, person: PersonCard, number: int, at: datetime) -> Step:
    """One record of a person's own, by its number.

    Raises:
        RecordNotFound: there is none.
        NotYourRecord: it is somebody else's.
        RecordAlreadyVoided: it was taken back before.
    """
    record = find_record(session, number)
    if record.person_id != person.id:
        raise NotYourRecord(number)
    _refuse_voided(record)
    return Step((number,), late=at - record.made_at > UNDO_WINDOW)


def undo(session: Session, step: Step, *, person_id: int, at: datetime) -> Undone:
    """Take a step back.

    Args:
        session: the message's.
        step: from `last_step` or `named_step`.
        person_id: who takes it back.
        at: instant (UTC).

    Raises:
        UndoWindowClosed: it is too late for the author; his leader may void.
        CannotChange: a customer that others have visited since is not taken back by its registration.
    """
    if step.late:
        raise UndoWindowClosed(step.numbers[0], UNDO_MINUTES)
    changes = _changes_of(session, step.message_id) if step.message_id is not None else []
    waiting = sum(_void(session, number, person_id, at, "", release=True) for number in step.numbers)
    restored = _set_back(session, changes)
    for visit in restored:
        evidence.weigh(session, visit)
    views = [view(session, number) for number in step.numbers]
    for record in views:
        if record.kind == RecordKind.CUSTOMER:
            _take_back_customer(session, record, alone=step.message_id is None)
    session.flush()
    return Undone(tuple(views), tuple(view(session, visit.number) for visit in restored if not visit.voided), waiting)


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
    _refuse_voided(record)
    if not reason.strip():
        raise ReasonMissing(number)
    _void(session, number, by.id, now, reason.strip()[:REASON_CHARACTERS], release=False)
    session.flush()
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
    found = session.get(Record, number, with_for_update=True) if 0 < number < 2**62 else None
    if found is None:
        raise RecordNotFound(number)
    return found


def view(session: Session, number: int) -> RecordView:
    """A record as a sentence names it."""
    record = session.get_one(Record, number)
    customer_id = record.subject_id
    if record.kind == RecordKind.VISIT:
        customer_id = session.get_one(Visit, number).customer_id
    return RecordView(number, record.kind, record.person_id, customer_id)


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
    _refuse_voided(record)
    if record.kind != RecordKind.VISIT:
        raise CannotChange(number, "customer")
    return session.get_one(Visit, number)


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
        evidence.give_back_point(session, visit.customer_id, place)
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
            or_(Change.table_name == Record.__tablename__, Change.table_name == Visit.__tablename__),
        )
        .order_by(Change.id)
    )
    traces = [Trace(row.at, row.person_id, row.action, row.before or {}, row.after or {}) for row in rows]
    visit = session.get(Visit, number) if record.kind == RecordKind.VISIT else None
    return record, visit, traces


def _refuse_voided(record: Record) -> None:
    if record.voided_at is not None:
        raise RecordAlreadyVoided(record.number, record.voided_at)


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


def _standing_deeds(session: Session, person_id: int, at: datetime) -> list[_Deed]:
    """What the person's latest messages did and what has not been taken back, oldest first."""
    recent = (
        select(InboxMessage.id)
        .where(InboxMessage.person_id == person_id)
        .order_by(InboxMessage.id.desc())
        .limit(LATEST_MESSAGES)
    )
    rows = session.connection().execute(
        select(
            Change.message_id,
            Change.at,
            Change.table_name,
            Change.row_id,
            Change.action,
            Change.before,
            Change.after,
        )
        .where(
            Change.message_id.in_(recent),
            # Twice the window: what was taken back inside it is taken back, whenever it was done.
            Change.at >= at - 2 * UNDO_WINDOW,
            or_(Change.table_name == Record.__tablename__, Change.table_name == Visit.__tablename__),
        )
        .order_by(Change.id)
    )
    deeds: dict[int, _Deed] = {}
    for row in rows:
        _note(deeds.setdefault(row.message_id, _Deed(row.message_id, row.at)), row)
    standing: list[_Deed] = []
    for deed in deeds.values():
        undone = next((known for known in reversed(standing) if deed.reverses(known)), None)
        if undone is not None:
            standing.remove(undone)
        for known in standing:
            known.made = [number for number in known.made if number not in deed.voided]
        standing = [known for known in standing if known.made or known.changed]
        if undone is None and (deed.made or deed.changed) and not deed.voided:
            standing.append(deed)
    return standing


def _note(deed: _Deed, row: Row[Any]) -> None:
    if row.table_name == Record.__tablename__:
        if row.action == "insert":
            deed.made.append(row.row_id)
        elif (row.after or {}).get("voided_at"):
            deed.voided.add(row.row_id)
        return
    if row.action != "update":
        return
    for name, value in row.after.items():
        if name not in _FOLLOWS_BY_ITSELF:
            first = deed.changed.get((row.row_id, name), (row.before.get(name), None))[0]
            deed.changed[row.row_id, name] = (first, value)


def _changes_of(session: Session, message_id: int) -> Sequence[Row[Any]]:
    return (
        session.connection()
        .execute(
            select(Change.table_name, Change.row_id, Change.before, Change.after)
            .where(
                Change.message_id == message_id,
                Change.action == "update",
                Change.table_name.in_(_SET_BACK),
            )
            .order_by(Change.id.desc())
        )
        .all()
    )


def _set_back(session: Session, changes: Iterable[Row[Any]]) -> list[Visit]:
    """Undo updates, newest first, wherever the row still holds what they wrote; the visits concerned."""
    visits: dict[int, Visit] = {}
    for change in changes:
        mapped = _SET_BACK[change.table_name]
        row = session.get(mapped, change.row_id)
        if row is None:
            continue
        for name, after in change.after.items():
            if name in _FOLLOWS_BY_ITSELF or getattr(row, name) != _revived(mapped, name, after):
                continue
            setattr(row, name, _revived(mapped, name, change.before.get(name)))
            if isinstance(row, Visit):
                visits[row.number] = row
    session.flush()
    return list(visits.values())


def _revived(mapped: type[Base], name: str, value: Any) -> Any:
    """A value as the column holds it, from what the history keeps of it."""
    column = inspect(mapped).columns[name]
    if value is None:
        return None if column.nullable else ""
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Time):
        return time.fromisoformat(value)
    return value


def _void(session: Session, number: int, by_id: int, at: datetime, reason: str, *, release: bool) -> int:
    """Take one record out; how many places and photos wait again."""
    record = find_record(session, number)
    if record.voided_at is not None:
        return 0
    record.voided_at, record.voided_by_id, record.void_reason = at, by_id, reason
    if record.kind != RecordKind.VISIT:
        return 0
    visit = session.get_one(Visit, number)
    visit.voided = True
    session.flush()
    return evidence.release(session, visit) if release else 0


def _take_back_customer(session: Session, record: RecordView, *, alone: bool) -> None:
    """Deactivate a customer with the registration that made it, if nothing else refers to it."""
    customer_id = record.customer_id
    if customer_id is None:
        return
    visited = exists().where(Visit.customer_id == customer_id, Visit.voided.is_(False))
    owed = exists().where(Receivable.customer_id == customer_id)
    if session.connection().scalar(select(or_(visited, owed))):
        if alone:
            raise CannotChange(record.number, "customer")
        return
    session.get_one(Customer, customer_id).active = False
