"""Setting rows back to what they held before a message, read from the history (`models/history.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Date, Numeric, Row, Time, inspect, select
from sqlalchemy.orm import Session

from models.schema import Base, Change, Photo, Place, Restorable, Visit
from models.schema.base import UtcDateTime
from models.services import kinds

FOLLOWS_BY_ITSELF: Final = frozenset(
    {"evidence_level", "voided", "open_amount", "unallocated", "owner_id", "open_key", "version"}
)
"""Columns that a service keeps in step with others: whoever takes a record out sets them, never the history."""


@cache
def restorable() -> Mapping[str, type[Base]]:
    """The classes whose changes are set back, by their table's name."""
    mapped: list[type[Base]] = [mapper.class_ for mapper in Base.registry.mappers]
    return MappingProxyType({each.__tablename__: each for each in mapped if issubclass(each, Restorable)})


@cache
def numbered() -> Mapping[str, type[Base]]:
    """Those of them whose rows are records and go by the record's number."""
    return MappingProxyType(
        {name: mapped for name, mapped in restorable().items() if inspect(mapped).primary_key[0].name == "number"}
    )


def changes_of(session: Session, message_id: int) -> Sequence[Row[Any]]:
    """What a message changed in rows that were there, newest first."""
    return (
        session.connection()
        .execute(
            select(Change.table_name, Change.row_id, Change.before, Change.after)
            .where(
                Change.message_id == message_id,
                Change.action == "update",
                Change.table_name.in_(restorable()),
            )
            .order_by(Change.id.desc())
        )
        .all()
    )


def set_back(session: Session, changes: Iterable[Row[Any]]) -> list[Base]:
    """Undo updates wherever the row still holds what they wrote.

    A voided record and what backs it stay as they were when it was voided.

    Args:
        session: the message's.
        changes: from `changes_of`, newest first.

    Returns:
        The rows concerned, once each.
    """
    return _move(session, ((change, change.after, change.before) for change in changes))


def set_forward(session: Session, changes: Sequence[Row[Any]]) -> list[Base]:
    """Do updates again that were set back, wherever the row still holds what stood before them."""
    return _move(session, ((change, change.before, change.after) for change in reversed(changes)))


def _move(session: Session, steps: Iterable[tuple[Row[Any], Mapping[str, Any], Mapping[str, Any]]]) -> list[Base]:
    concerned: dict[tuple[str, int], Base] = {}
    with ExitStack() as changing:
        for change, held, wanted in steps:
            mapped = restorable()[change.table_name]
            row = session.get(mapped, change.row_id)
            if row is None or _is_voided(session, row):
                continue
            for name, value in held.items():
                if name in FOLLOWS_BY_ITSELF or getattr(row, name) != as_held(mapped, name, value):
                    continue
                if (change.table_name, change.row_id) not in concerned:
                    changing.enter_context(kinds.changing(session, row))
                setattr(row, name, as_held(mapped, name, wanted.get(name)))
                concerned[change.table_name, change.row_id] = row
    session.flush()
    return list(concerned.values())


def _is_voided(session: Session, row: Base) -> bool:
    """Whether a row is a record, or backs a visit, that stands no longer."""
    if isinstance(row, Place | Photo):
        return row.visit_number is not None and session.get_one(Visit, row.visit_number).voided
    return bool(getattr(row, "voided", False))


def as_held(mapped: type[Base], name: str, value: Any) -> Any:
    """A value as the column holds it, from what the history keeps of it."""
    column = inspect(mapped).columns[name]
    if value is None:
        return None if column.nullable else ""
    reads = next((reads for kind, reads in _READERS if isinstance(column.type, kind)), None)
    return value if reads is None else reads(value)


_READERS: Final = (
    (UtcDateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (Time, time.fromisoformat),
    (Numeric, Decimal),
)
