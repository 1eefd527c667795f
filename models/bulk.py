"""Many rows changed alike by few statements, their history with them: a row at a time ten thousand take seconds.

Objects of these rows that a session holds do not hear of it; who reads them again asks with `populate_existing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, insert, inspect, update
from sqlalchemy.orm import Session

from models import history
from models.schema import Base

AT_ONCE: Final = 500
"""Keys told to one statement: databases bound the number of its parameters."""


def change_rows(
    session: Session, mapped: type[Base], rows: Sequence[Row[*tuple[Any, ...]]], values: Mapping[str, Any]
) -> None:
    """Set the same values on rows that have been read, and note what was changed by it.

    Args:
        session: in the transaction in which they were read and locked.
        mapped: the rows' class.
        rows: each with the key and the columns that change, by their names.
        values: by column what they get.
    """
    key = inspect(mapped).primary_key[0]
    changes = []
    for row in rows:
        before = {name: held for name in values if (held := getattr(row, name)) != values[name]}
        if before:
            changes.append((int(getattr(row, key.name)), before, {name: values[name] for name in before}))
    for start in range(0, len(changes), AT_ONCE):
        some = key.in_([number for number, _, _ in changes[start : start + AT_ONCE]])
        session.connection().execute(update(mapped.__table__).where(some).values(**values))  # type: ignore[arg-type]  # mapped classes have tables
    history.note_changed(session, mapped, changes)


def insert_rows(session: Session, mapped: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows whose keys the database makes, and note them.

    Args:
        session: in a transaction.
        mapped: the rows' class.
        rows: each with the same columns.
    """
    if not rows:
        return
    key = inspect(mapped).primary_key[0]
    made = session.connection().scalars(insert(mapped).returning(key, sort_by_parameter_order=True), list(rows))
    history.insert_recorded(
        session, *((mapped, number, {key.name: number, **row}) for number, row in zip(made, rows, strict=True))
    )
