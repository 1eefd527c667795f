"""The one place that records every change of a business row, by session events, never by hand in a handler.

The audit trail, 撤销 and "谁改的" are read from what is written here. It also raises the company's version when a row
changes that the directory holds in memory, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import bindparam, event, insert, inspect, update
from sqlalchemy.orm import Session, UOWTransaction

from models.schema import Base, Change, CompanyVersion, Recorded, Versioned
from models.statements import Prepared, connection_of

ACTOR = "actor"
ASKED = "asked"
_TIMES = (datetime, date, time)
_NOTHING = (None, "")
_TOGETHER = 8
"""So many rows at most are noted in one statement; more are no message's own."""
_NOTED = ("at", "person_id", "message_id", "table_name", "row_id", "action", "after")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes rows in a session, by which message, at which instant (UTC)."""

    person_id: int | None
    message_id: int | None
    at: datetime


_NOTE = Prepared(insert(Change), columns=_NOTED)
_CHANGED = Prepared(insert(Change), columns=(*_NOTED, "before"))


@lru_cache(maxsize=8)
def _insertion(count: int) -> Prepared:
    """One statement that notes so many inserted rows: on PostgreSQL two cost one trip instead of two."""
    columns = Change.__table__.c
    rows = [
        {name: bindparam(f"{name}_{number}", type_=columns[name].type) for name in _NOTED} for number in range(count)
    ]
    return Prepared(insert(Change).values(rows))


@cache
def _columns(mapped: type[Base]) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in inspect(mapped).column_attrs)


@cache
def _key(mapped: type[Base]) -> str:
    mapper = inspect(mapped)
    return mapper.get_property_by_column(mapper.primary_key[0]).key


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()  # written and read again it is the same, so that 撤销 knows it
    if isinstance(value, _TIMES):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _values(row: Base) -> dict[str, Any]:
    held = row.__dict__
    return {name: _plain(held[name]) for name in _columns(type(row)) if held.get(name) not in _NOTHING}


def _changed(row: Base) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for name in _columns(type(row)):
        if name == "version":
            continue
        moved = state.attrs[name].history
        if moved.has_changes():
            before[name] = _plain(moved.deleted[0]) if moved.deleted else None
            after[name] = _plain(moved.added[0]) if moved.added else None
    return before, after


def _changes(session: Session) -> list[dict[str, Any]]:
    actor: Actor = session.info[ACTOR]
    found: list[dict[str, Any]] = []

    def note(row: Base, action: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        found.append(
            {
                "at": actor.at,
                "person_id": actor.person_id,
                "message_id": actor.message_id,
                "table_name": row.__tablename__,
                "row_id": getattr(row, _key(type(row))),
                "action": action,
                "before": before,
                "after": after,
            }
        )

    for row in session.new:
        if isinstance(row, Recorded) and isinstance(row, Base):
            note(row, "insert", None, _values(row))
    for row in session.dirty:
        if isinstance(row, Recorded) and isinstance(row, Base):
            before, after = _changed(row)
            if after:
                note(row, "update", before, after)
    for row in session.deleted:
        if isinstance(row, Recorded) and isinstance(row, Base):
            note(row, "delete", _values(row), None)
    return found


@event.listens_for(Session, "after_flush")
def _record(session: Session, _context: UOWTransaction) -> None:
    if ACTOR not in session.info:
        return
    found = _changes(session)
    if found:
        session.connection().execute(insert(Change), found)


@event.listens_for(Session, "before_flush")
def _raise_version(session: Session, _context: UOWTransaction, _instances: object) -> None:
    touched = [row for row in (*session.new, *session.dirty) if isinstance(row, Versioned)]
    if touched:
        version = next_version(session)
        for row in touched:
            row.version = version  # type: ignore[attr-defined]  # every versioned table has the column


def insert_recorded(session: Session, *rows: tuple[type[Base], int, Mapping[str, Any]]) -> None:
    """Note business rows that a service inserted by Core statements, as the session events would have.

    The message path inserts its rows so because the unit of work costs three times as much; changes of rows that are
    there already always go through the ORM.

    Args:
        session: in the transaction of the inserts; without an actor nothing is noted.
        rows: the mapped class, the row's key, and the values that were inserted.
    """
    if ACTOR not in session.info:
        return
    actor: Actor = session.info[ACTOR]
    noted = [
        {
            "at": actor.at,
            "person_id": actor.person_id,
            "message_id": actor.message_id,
            "table_name": mapped.__tablename__,
            "row_id": row_id,
            "action": "insert",
            # Days and instants stay what they are: the JSON that is made of them is the same, and quicker made.
            "after": {
                name: value if value.__class__ is not Decimal else str(value)
                for name, value in values.items()
                if value not in _NOTHING
            },
        }
        for mapped, row_id, values in rows
    ]
    connection = connection_of(session)
    # For SQLite one statement with two rows is twice the work of two.
    if connection.dialect.name == "sqlite" or len(noted) > _TOGETHER:
        _NOTE.run_each(connection, noted)
        return
    told = {f"{name}_{number}": value for number, row in enumerate(noted) for name, value in row.items()}
    _insertion(len(rows)).run(connection, told)


def note_changed(
    session: Session, mapped: type[Base], changes: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Any]]]
) -> None:
    """Note changes of many rows that a service made by one Core statement, as the session events would have.

    Args:
        session: in the transaction of the changes; without an actor nothing is noted.
        mapped: the rows' class.
        changes: the row's key, and the columns that changed with their values before and after.
    """
    if ACTOR not in session.info or not changes:
        return
    actor: Actor = session.info[ACTOR]
    common = {
        "at": actor.at,
        "person_id": actor.person_id,
        "message_id": actor.message_id,
        "table_name": mapped.__tablename__,
        "action": "update",
    }
    _CHANGED.run_each(
        connection_of(session),
        [{**common, "row_id": row_id, "before": before, "after": after} for row_id, before, after in changes],
    )


def note_seen(session: Session, mapped: type[Base], row_id: int, field: str) -> None:
    """Note that somebody was shown what is masked otherwise (`product.md` P11); nothing changes by it.

    Args:
        session: of the message; without an actor nothing is noted.
        mapped: the row's class.
        row_id: the row's key.
        field: the column that was shown.
    """
    _note(session, "seen", mapped, row_id, field)


def note_asked(session: Session, mapped: type[Base], row_id: int, field: str) -> None:
    """Note that somebody was asked for what a row does not hold yet, so that he is not asked again that day.

    Args:
        session: of the message; without an actor nothing is noted.
        mapped: the row's class.
        row_id: the row's key.
        field: what he was asked for.
    """
    _note(session, ASKED, mapped, row_id, field)


def _note(session: Session, action: str, mapped: type[Base], row_id: int, field: str) -> None:
    if ACTOR not in session.info:
        return
    actor: Actor = session.info[ACTOR]
    session.connection().execute(
        insert(Change).values(
            at=actor.at,
            person_id=actor.person_id,
            message_id=actor.message_id,
            table_name=mapped.__tablename__,
            row_id=row_id,
            action=action,
            after={"field": field},
        )
    )


def next_version(session: Session) -> int:
    """Raise the company's version number and return it.

    The row stays locked until the commit, so versions become visible in their order: whoever has seen number N has
    seen every change up to N.
    """
    raised = (
        update(CompanyVersion)
        .where(CompanyVersion.id == 1)
        .values(value=CompanyVersion.value + 1)
        .returning(CompanyVersion.value)
    )
    return int(session.connection().execute(raised).scalar_one())
