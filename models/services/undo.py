"""Taking back what somebody just did (`product.md` §4.1 rule 8).

What a message did is read from the history, so that 撤销 takes back exactly that: what it wrote is voided, what it
changed is set back where it still stands, what it voided stands again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, exists, inspect, or_, select, true
from sqlalchemy.orm import Session

from models.directory import PersonCard
from models.errors import CannotChange, NothingToUndo, NotYourRecord, UndoWindowClosed
from models.schema import (
    Base,
    Change,
    Customer,
    FollowUp,
    InboxMessage,
    Receivable,
    Record,
    RecordKind,
    Visit,
)
from models.services import evidence
from models.services.kinds import kind_of
from models.services.records import RecordView, find_record, refuse_voided, take_out, view
from models.services.restoring import FOLLOWS_BY_ITSELF, changes_of, numbered, set_back
from models.times import shanghai_day

UNDO_MINUTES = 10
"""So long a person takes his own deeds back himself (`product.md` §4.1 rule 8)."""
UNDO_WINDOW = timedelta(minutes=UNDO_MINUTES)

LATEST_MESSAGES = 60


@dataclass(frozen=True, slots=True)
class Step:
    """What can be taken back: all that one message did, or one record, or one void.

    Attributes:
        numbers: records to void.
        voided: records that he voided and that are to stand again.
        message_id: the message whose other changes are set back as well; None for a single record.
        late: the window has closed.
    """

    numbers: tuple[int, ...] = ()
    voided: tuple[int, ...] = ()
    message_id: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back.

    Attributes:
        voided: records that stand no longer, in their order.
        revived: records that stand again.
        restored: visits that hold again what they held before.
        waiting: how many places and photos wait for another visit now.
        planned: follow-ups and reminders that hold again what they held before.
        others: other records that do.
        held: by the number of one of these, its columns and what they hold again, as the history keeps values.
    """

    voided: tuple[RecordView, ...]
    revived: tuple[RecordView, ...]
    restored: tuple[Visit, ...]
    waiting: int
    planned: tuple[FollowUp, ...] = ()
    others: tuple[RecordView, ...] = ()
    held: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


@dataclass
class _Deed:
    """What one message did to records, visits and follow-ups.

    Attributes:
        made: records it wrote.
        voided: records it voided with a reason.
        changed: by table, record and column, the value before and after.
        taken_back: records it took back.
        revived: records it made stand again.
    """

    message_id: int
    at: datetime
    made: list[int] = field(default_factory=list)
    voided: list[int] = field(default_factory=list)
    changed: dict[tuple[str, int, str], tuple[Any, Any]] = field(default_factory=dict)
    taken_back: set[int] = field(default_factory=set)
    revived: set[int] = field(default_factory=set)

    def reverses(self, other: _Deed) -> bool:
        """Whether this is the taking back of another's changes."""
        return bool(self.changed) and all(
            other.changed.get(key) == (after, before) for key, (before, after) in self.changed.items()
        )

    def lose(self, later: _Deed) -> None:
        """Leave what a later message of the same person has taken back already."""
        self.made = [number for number in self.made if number not in later.taken_back]
        self.voided = [number for number in self.voided if number not in later.revived]
        # Parts of a receivable have numbers of their own.
        self.changed = {
            key: values
            for key, values in self.changed.items()
            if key[0] == Receivable.__tablename__ or key[1] not in later.taken_back
        }

    @property
    def stands(self) -> bool:
        """Whether there is something left to take back."""
        return bool(self.made or self.voided or self.changed)


def last_step(session: Session, *, person_id: int, at: datetime, kind: RecordKind | None = None) -> Step:
    """The last thing a person did that can be taken back.

    Args:
        session: the message's.
        person_id: who wants to.
        at: when he said so (UTC).
        kind: what it wrote, where he says so (撤销刚才的拜访).

    Returns:
        What the last message inside the window did; outside of it, his last record of that day, marked late.

    Raises:
        NothingToUndo: there is nothing.
    """
    deeds = [deed for deed in _standing_deeds(session, person_id, at) if at - deed.at <= UNDO_WINDOW]
    if kind is not None:
        made = select(Record.number).where(Record.number.in_([each for deed in deeds for each in deed.made]))
        of_kind = set(session.scalars(made.where(Record.kind == kind)))
        deeds = [deed for deed in deeds if of_kind.intersection(deed.made)]
    if deeds:
        return Step(tuple(deeds[-1].made), tuple(deeds[-1].voided), deeds[-1].message_id)
    last = session.connection().execute(
        select(Record.number, Record.made_at)
        .where(
            Record.person_id == person_id, Record.voided_at.is_(None), true() if kind is None else Record.kind == kind
        )
        .order_by(Record.number.desc())
        .limit(1)
    )
    row = last.first()
    if row is None or shanghai_day(row.made_at) != shanghai_day(at):
        raise NothingToUndo
    return Step((row.number,), late=at - row.made_at > UNDO_WINDOW)


def named_step(session: Session, *, person: PersonCard, number: int, at: datetime) -> Step:
    """One record of a person's own by its number, or the void of one that he just voided.

    Raises:
        RecordNotFound: there is none.
        NotYourRecord: it is somebody else's.
        RecordAlreadyVoided: it was taken back or voided before.
    """
    record = find_record(session, number)
    if may_revive(record, person_id=person.id, at=at):
        return Step(voided=(number,))
    if record.person_id != person.id:
        raise NotYourRecord(number)
    refuse_voided(record)
    return Step((number,), late=at - record.made_at > UNDO_WINDOW)


def undo(session: Session, step: Step, *, person_id: int, at: datetime) -> Undone:
    """Take a step back.

    Args:
        session: the message's.
        step: from `last_step` or `named_step`.
        person_id: who takes it back.
        at: instant (UTC).

    Returns:
        What was done; nothing where all that the step changed has been changed again since.

    Raises:
        UndoWindowClosed: it is too late for the author; his leader may void.
        RecordAlreadyVoided: somebody else has voided it all meanwhile.
        CannotChange: a customer that others have visited since is not taken back by its registration.
    """
    if step.late:
        raise UndoWindowClosed(step.numbers[0], UNDO_MINUTES)
    changes = changes_of(session, step.message_id) if step.message_id is not None else []
    standing = [record for number in step.numbers if (record := find_record(session, number)).voided_at is None]
    waiting = sum(_take_back(session, record, person_id, at) for record in standing)
    concerned = set_back(session, changes)
    restored = [row for row in concerned if isinstance(row, Visit)]
    planned = [row for row in concerned if isinstance(row, FollowUp)]
    others = _other_numbers(concerned, {record.number for record in standing})
    for visit in restored:
        evidence.weigh(session, visit)
    revived = [number for number in step.voided if _revive(session, number, person_id)]
    if not (standing or concerned or revived):
        _refuse_overtaken(session, step, changes)
    voided = tuple(view(session, record.number) for record in standing)
    for told in voided:
        if told.kind == RecordKind.CUSTOMER:
            _take_back_customer(session, told, alone=step.message_id is None)
    session.flush()
    again = tuple(view(session, number) for number in revived)
    back = tuple(view(session, number) for number in others)
    return Undone(voided, again, tuple(restored), waiting, tuple(planned), back, _held_again(concerned, changes))


def _held_again(rows: Iterable[Base], changes: Iterable[Row[Any]]) -> Mapping[int, Mapping[str, Any]]:
    """By record the columns that were set back, with what they hold again."""
    number_of = {(row.__tablename__, inspect(row).identity[0]): _number_of(row) for row in rows}  # type: ignore[index]  # rows of the session have an identity
    found: dict[int, dict[str, Any]] = {}
    for change in changes:
        number = number_of.get((change.table_name, change.row_id))
        if number is not None:
            found.setdefault(number, {}).update(change.before or {})
    return found


def _number_of(row: Base) -> int | None:
    number: int | None = getattr(row, "record_number", None) or getattr(row, "number", None)
    return number


def _other_numbers(rows: Iterable[Base], told: set[int]) -> list[int]:
    """Records that are neither visits nor follow-ups and are not told of otherwise."""
    held = numbered()
    found = [
        row.number  # type: ignore[attr-defined]  # rows of numbered tables have it
        for row in rows
        if row.__tablename__ in held and not isinstance(row, Visit | FollowUp)
    ]
    found += [row.record_number for row in rows if isinstance(row, Receivable) and row.record_number is not None]
    return [number for number in dict.fromkeys(found) if number not in told]


def may_revive(record: Record, *, person_id: int, at: datetime) -> bool:
    """Whether somebody voided a record so lately that he takes that back himself."""
    if record.voided_at is None or not _is_own_void(record, person_id):
        return False
    return at - record.voided_at <= UNDO_WINDOW


def _is_own_void(record: Record, person_id: int) -> bool:
    """Whether this person voided a record with a reason; without one the author has taken it back."""
    return record.voided_by_id == person_id and bool(record.void_reason)


def _standing_deeds(session: Session, person_id: int, at: datetime) -> list[_Deed]:
    """What the person's latest messages did and what he has not taken back, oldest first."""
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
            Change.table_name.in_([Record.__tablename__, Receivable.__tablename__, *numbered()]),
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
            known.lose(deed)
        standing = [known for known in standing if known.stands]
        if undone is None and not deed.taken_back and deed.stands:
            standing.append(deed)
    return standing


def _note(deed: _Deed, row: Row[Any]) -> None:
    if row.table_name == Record.__tablename__:
        _note_record(deed, row)
        return
    if row.action == "insert":
        _note_made(deed, row)
        return
    if row.action != "update":
        return
    for name, value in row.after.items():
        if name not in FOLLOWS_BY_ITSELF:
            key = (row.table_name, row.row_id, name)
            first = deed.changed.get(key, (row.before.get(name), None))[0]
            deed.changed[key] = (first, value)


def _note_made(deed: _Deed, row: Row[Any]) -> None:
    """A record is noted by its own row, by that of its kind with the same number, or by both."""
    if row.table_name != Receivable.__tablename__ and row.row_id not in deed.made:
        deed.made.append(row.row_id)


def _note_record(deed: _Deed, row: Row[Any]) -> None:
    after = row.after or {}
    if row.action == "insert":
        _note_made(deed, row)
    elif after.get("void_reason"):
        deed.voided.append(row.row_id)
    elif after.get("voided_at"):
        deed.taken_back.add(row.row_id)
    elif "voided_at" in after:
        deed.revived.add(row.row_id)


def _take_back(session: Session, record: Record, by_id: int, at: datetime) -> int:
    """Take one record out; how many places and photos wait again."""
    take_out(session, record, by_id=by_id, at=at)
    if record.kind != RecordKind.VISIT:
        return 0
    return evidence.release(session, session.get_one(Visit, record.number))


def _revive(session: Session, number: int, person_id: int) -> bool:
    """Let a record stand again that this person voided; False when that is not so any more."""
    record = find_record(session, number)
    if not _is_own_void(record, person_id):
        return False
    record.voided_at, record.voided_by_id, record.void_reason = None, None, ""
    kind_of(record.kind).put_back(session, record)
    session.flush()
    return True


def _refuse_overtaken(session: Session, step: Step, changes: Iterable[Row[Any]]) -> None:
    """Nothing was left to take back: say so where that is because the records were voided."""
    changed = [change.row_id for change in changes if change.table_name in numbered()]
    for number in (*step.numbers, *changed):
        refuse_voided(find_record(session, number))


def _take_back_customer(session: Session, record: RecordView, *, alone: bool) -> None:
    """Deactivate a customer with the registration that made it, if nothing else refers to it."""
    customer_id = record.customer_id
    if customer_id is None:
        return
    visited = exists().where(Visit.customer_id == customer_id, Visit.voided.is_(False))
    owed = exists().where(Receivable.customer_id == customer_id)
    followed = exists().where(FollowUp.customer_id == customer_id, FollowUp.voided.is_(False))
    if session.connection().scalar(select(or_(visited, owed, followed))):
        if alone:
            raise CannotChange(record.number, "customer")
        return
    session.get_one(Customer, customer_id).active = False
