"""Keeping each person's day summed up, in the transaction of the record that changes it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.db import is_sqlite
from models.schema import RepDay

_ZERO = Decimal(0)


def count(
    session: Session,
    person_id: int,
    day: date,
    *,
    visits: int = 0,
    points: int = 0,
    followups: int = 0,
    leads: int = 0,
    orders: int = 0,
    ordered: Decimal = _ZERO,
    payments: int = 0,
    paid: Decimal = _ZERO,
) -> None:
    """Add to, or take from, what somebody did on a day.

    Args:
        session: of the transaction in which the record is written, taken out or put back.
        person_id: whose day it is.
        day: the Shanghai day the record counts for.
        visits, points, followups, leads, orders, payments: how many more; negative for fewer.
        ordered, paid: yuan more; negative for less.
    """
    more = {
        "visits": visits,
        "points": points,
        "followups": followups,
        "leads": leads,
        "orders": orders,
        "ordered": ordered,
        "payments": payments,
        "paid": paid,
    }
    moved = {name: value for name, value in more.items() if value}
    if not moved:
        return
    connection = session.connection()
    on_sqlite = is_sqlite(connection)
    insert = sqlite.insert(RepDay) if on_sqlite else postgresql.insert(RepDay)
    values = {**dict.fromkeys(more, 0), **moved}
    statement: Insert = insert.values(person_id=person_id, day=day, **values).on_conflict_do_update(
        index_elements=["person_id", "day"],
        set_={name: getattr(RepDay, name) + value for name, value in moved.items()},
    )
    connection.execute(statement)
