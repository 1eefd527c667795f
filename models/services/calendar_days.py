"""Laying down which days a company works (`product.md` A1: configured workdays; P18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import CalendarDay


def lay_down(session: Session, days: Mapping[date, bool | None]) -> int:
    """Keep what the company says of days.

    Args:
        session: the message's, or the import's.
        days: by Shanghai day whether it is worked; None goes back to the country's calendar.

    Returns:
        How many days were said anew.
    """
    held = {row.day: row for row in session.scalars(select(CalendarDay).where(CalendarDay.day.in_(days)))}
    changed = 0
    for day, works in days.items():
        row = held.get(day)
        if row is None:
            session.add(CalendarDay(day=day, works=works))
        elif row.works == works:
            continue
        else:
            row.works = works
        changed += 1
    session.flush()
    return changed
