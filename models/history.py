"""The one place that records every change of a business row, by session events, never by hand in a handler.

The audit trail, 撤销 and "谁改的" are read from what is written here. It also raises the company's version when a row
changes that the directory holds in memory, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import bindparam, event, insert, inspect, update
from sqlalchemy.orm import Session, UOWTransaction

from models.schema import Base, Change, CompanyVersion, Recorded, Versioned
from models.statements import Prepared, connection_of

ACTOR = "actor"
_TIMES = (datetime, date, time)
_NOTED = ("at", "person_id", "message_id", "table_name", "row_id", "action", "after")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes rows in a session, by which message, at which instant (UTC)."""

    person_id: int | None
    message_id: int | None
    at: datetime


@lru_cache(maxsize=8)
def _insertion(count: int) -> Prepared:
    """One statement that notes so many inserted rows: two cost one trip to the database instead of two."""
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
    if isinstance(value, _TIMES):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _values(row: Base) -> dict[str, Any]:
    held = row.__dict__
    return {name: _plain(held[name]) for name in _columns(type(row)) if held.get(name) not in (None, "")}


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
    noted: dict[str, Any] = {}
    for number, (mapped, row_id, values) in enumerate(rows):
        noted[f"at_{number}"] = actor.at
        noted[f"person_id_{number}"] = actor.person_id
        noted[f"message_id_{number}"] = actor.message_id
        noted[f"table_name_{number}"] = mapped.__tablename__
        noted[f"row_id_{number}"] = row_id
        noted[f"action_{number}"] = "insert"
        noted[f"after_{number}"] = {name: _plain(value) for name, value in values.items() if value not in (None, "")}
    _insertion(len(rows)).run(connection_of(session), noted)


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
