"""The day on which a customer's silence is next told, noted beside how it is held (`product.md` C8).

The noted day is never later than the real one: what happened meanwhile is looked up when it comes, and it is moved on.
So the clock reads only the customers whose day has come, by their index.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models.queries.recycling import last_activity
from models.rules import cadence
from models.rules.calendar import Calendar
from models.rules.terms import Terms
from models.schema import Customer, Holding
from models.times import shanghai_day

BATCH: Final = 1000
NEVER: Final = date.max
"""Noted where nobody has the customer: whoever gets it lets it be looked at again."""
LOOKS_BACK: Final = timedelta(days=3)
"""In so many nights a rule that got shorter is brought to all customers, in case one of them is missed."""
_LEVELS: Final = ("A", "B", "")

_NOTE = (
    update(Holding)
    .where(Holding.customer_id == bindparam("customer"))
    .values(silent_on=bindparam("on", type_=Holding.silent_on.type))
)


def note_steps(session: Session, today: date, terms: Terms, calendar: Calendar, *, limit: int = BATCH) -> int:
    """Note the next day for customers that nobody has looked at yet, and for those whose day is over.

    Bookkeeping of the clock, and nothing that a person did: it is not noted in the history.

    Args:
        session: of the clock's transaction.
        today: the Shanghai day.
        terms: the company's.
        calendar: its working days: a day of rest is told on the workday after, and over only then.
        limit: so many at most; the caller comes again.

    Returns:
        How many.
    """
    first = calendar.before(today) + timedelta(days=1)
    connection = session.connection()
    due = (
        select(Holding.customer_id, Holding.since_on, Customer.owner_id, Customer.active, Customer.level)
        .add_columns(Customer.created_at)
        .join(Customer, Customer.id == Holding.customer_id)
        .with_for_update(skip_locked=True, of=Holding)
        .limit(limit)
    )
    rows = connection.execute(due.where(Holding.silent_on < first)).all()
    if len(rows) < limit:
        rows = [*rows, *connection.execute(due.where(Holding.silent_on.is_(None)).limit(limit - len(rows)))]
    held = [row for row in rows if row.owner_id is not None and row.active]
    last = _last(session, [row.customer_id for row in held], terms, today)
    days = {
        row.customer_id: cadence.next_step(
            row.level, last.get(row.customer_id), row.since_on or shanghai_day(row.created_at), terms, today, first
        ).on
        for row in held
    }
    noted = [{"customer": row.customer_id, "on": days.get(row.customer_id, NEVER)} for row in rows]
    if noted:
        connection.execute(_NOTE, noted)
    return len(noted)


def look_again(session: Session, today: date, terms: Terms) -> None:
    """Where a cadence got shorter, let every customer that waits be looked at again."""
    before = today - LOOKS_BACK
    if all(_days(terms, level, today) >= _days(terms, level, before) for level in _LEVELS):
        return
    waits = Holding.silent_on.between(today + timedelta(days=1), NEVER - timedelta(days=1))
    session.connection().execute(update(Holding).where(waits).values(silent_on=None))


def _days(terms: Terms, level: str, on: date) -> int:
    return terms.number(cadence.term_of(level), on)


def _last(session: Session, customer_ids: list[int], terms: Terms, today: date) -> Mapping[int, date]:
    return last_activity(session, customer_ids, terms=terms, today=today) if customer_ids else {}
