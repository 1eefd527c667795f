"""How a new visit gets into the tables: record, visit, the day's sums and history, in as few statements as there are.

Four on SQLite, two on PostgreSQL (`reference/performance.md`); the unit of work would take several times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from models import history
from models.db import is_sqlite
from models.schema import Record, RecordKind, Visit
from models.services import rep_days
from models.statements import Prepared, connection_of

_RECORD_COLUMNS = ("kind", "person_id", "message_id", "subject_id", "made_at", "void_reason")
_VISIT_COLUMNS = tuple(column.key for column in Visit.__table__.columns if column.key != "number")
_INSERT_RECORD = Prepared(insert(Record), columns=_RECORD_COLUMNS)
_INSERT_VISIT = Prepared(insert(Visit), columns=("number", *_VISIT_COLUMNS))


def _insert_all() -> Prepared:
    """Record, visit and the day's sums in one statement, which saves PostgreSQL two trips; SQLite cannot insert so."""
    records, visits = Record.__table__, Visit.__table__
    record = select(*(bindparam(f"record_{name}", type_=records.c[name].type) for name in _RECORD_COLUMNS))
    made = (
        insert(Record).from_select(_RECORD_COLUMNS, record, include_defaults=False).returning(Record.number).cte("made")
    )
    visit = select(made.c.number, *(bindparam(name, type_=visits.c[name].type) for name in _VISIT_COLUMNS))
    columns = ("number", *_VISIT_COLUMNS)
    day = rep_days.adding("postgresql", rep_days.VISITED, "day_").cte("day")
    inserted = insert(Visit).from_select(columns, visit, include_defaults=False).returning(Visit.number)
    return Prepared(inserted.add_cte(day))


_INSERT_ALL = _insert_all()


def insert_visit(
    session: Session,
    values: Mapping[str, Any],
    person_id: int,
    message_id: int | None,
    now: datetime,
    *,
    points: int | None = None,
) -> int:
    """Record and visit with their history, and the day's sums with them; returns the number.

    Args:
        session: of the message.
        values: of the visit.
        person_id: who visited.
        message_id: the inbox row.
        now: instant (UTC).
        points: what it adds to the day, which is counted with it; None leaves the day to be settled by the caller.
    """
    connection = connection_of(session)
    record = {
        "number": 0,  # the database makes it
        "kind": RecordKind.VISIT.value,
        "person_id": person_id,
        "message_id": message_id,
        "subject_id": None,
        "made_at": now,
        "void_reason": "",
    }
    visit = {"number": 0, "person_id": person_id, **values}
    visits, points = int(points is not None), points or 0
    if is_sqlite(connection):
        number = visit["number"] = _INSERT_RECORD.key(connection, record)
        _INSERT_VISIT.run(connection, visit)
        rep_days.count_visits(session, person_id, values["visited_on"], visits=visits, points=points)
    else:
        day = {"day_visits": visits, "day_points": points, "day_person_id": person_id, "day_day": values["visited_on"]}
        told = {f"record_{name}": value for name, value in record.items()} | day
        number = _INSERT_ALL.key(connection, {**told, **visit})
    visit["number"] = number
    # The record's own row says nothing beside it: who, when and by which message stand in every line of the history.
    history.insert_recorded(session, (Visit, number, visit))
    return number
