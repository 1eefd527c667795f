"""What people add to a customer's card by chat, each with a number: contacts, birthdays, short names.

What a record did to the card is read from the history, so that taking it back changes exactly that, wherever the row
still holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Base, Change, Contact, CustomerAlias, Record, RecordKind

Entry = Contact | CustomerAlias
"""A row of a customer's card that a record may have made."""
_ON_CONTACT: Final = frozenset({RecordKind.CONTACT, RecordKind.BIRTHDAY})
_BIRTHDAY: Final = "birthday_"


def customer_of(session: Session, record: Record) -> int | None:
    """The customer on whose card an entry stands; None for a record that is no entry."""
    subject = _subject(session, record)
    return None if subject is None else subject.customer_id


def take_back(session: Session, record: Record) -> None:
    """Undo on the card what a record did to it; a record of another kind did nothing there."""
    for row, change in _done(session, record):
        if change.action == "insert":
            row.active = False
            continue
        _move(row, change.after or {}, change.before or {}, _concerns(record))
    session.flush()


def put_back(session: Session, record: Record) -> None:
    """Do again to the card what a record did before it was taken out."""
    for row, change in reversed(list(_done(session, record))):
        if change.action == "insert":
            row.active = True
            continue
        _move(row, change.before or {}, change.after or {}, _concerns(record))
    session.flush()


def _subject(session: Session, record: Record) -> Entry | None:
    on_card = record.kind in _ON_CONTACT or record.kind == RecordKind.ALIAS
    return _entry(session, record.kind, record.subject_id) if on_card and record.subject_id is not None else None


def _entry(session: Session, kind: str, row_id: int) -> Entry:
    return session.get_one(Contact, row_id) if kind in _ON_CONTACT else session.get_one(CustomerAlias, row_id)


def _done(session: Session, record: Record) -> Iterator[tuple[Entry, Change]]:
    """What the record's message did to its rows, newest first."""
    subject = _subject(session, record)
    if subject is None or record.message_id is None:
        return
    changes = session.scalars(
        select(Change)
        .where(
            Change.message_id == record.message_id,
            Change.table_name == subject.__tablename__,
            Change.action.in_(("insert", "update")),
        )
        .order_by(Change.id.desc())
    )
    for change in changes.all():
        row = _entry(session, record.kind, change.row_id)
        # A birthday never made its contact.
        made = change.action == "insert" and record.kind == RecordKind.BIRTHDAY
        if not made and (row is subject or _is_same_word(row, subject)):
            yield row, change


def _is_same_word(row: Base, subject: Base) -> bool:
    """A short name that was moved is two rows: the customer's that has it now, and the one's that had it."""
    return isinstance(row, CustomerAlias) and isinstance(subject, CustomerAlias) and row.alias == subject.alias


def _concerns(record: Record) -> Callable[[str], bool]:
    of_birthday = record.kind == RecordKind.BIRTHDAY
    return lambda name: name.startswith(_BIRTHDAY) == of_birthday


def _move(row: Base, held: Mapping[str, Any], wanted: Mapping[str, Any], concerns: Callable[[str], bool]) -> None:
    """Set the columns back that still hold what was written."""
    for name, value in held.items():
        if concerns(name) and (getattr(row, name) or None) == (value or None):
            setattr(row, name, _as_held(row, name, wanted.get(name)))


def _as_held(row: Base, name: str, value: Any) -> Any:
    return "" if value is None and not row.__table__.c[name].nullable else value
