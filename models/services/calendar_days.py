"""Laying down which days a company works (`product.md` A1: configured workdays; P18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import CalendarDay


def lay_down(session: Session, days: Mapping[date, bool | None], *, by_id: int | None) -> int:
    """Keep what the company says of days.

    Args:
        session: the message's, or the import's.
        days: by Shanghai day whether it is worked; None goes back to the country's calendar.
        by_id: who says so; None for an import.

    Returns:
        How many days were said anew.
    """
    held = {row.day: row for row in session.scalars(select(CalendarDay).where(CalendarDay.day.in_(days)))}
    changed = 0
    for day, works in days.items():
        row = held.get(day)
        if row is None:
            session.add(CalendarDay(day=day, works=works, said_by_id=by_id))
        elif row.works == works:
            continue
        else:
            row.works, row.said_by_id = works, by_id
        changed += 1
    session.flush()
    return changed
