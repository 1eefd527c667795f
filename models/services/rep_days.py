"""Keeping each person's day summed up, in the transaction of the record that changes it.

Visits and follow-ups that are changed through the session are counted by its events, so that no way of voiding,
undoing or correcting can forget them; a visit that is reported is counted by the statement that inserts it. Every
other record is counted by its service (`count`). `rebuild` makes the same of the records alone: that is what the sums
mean.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Insert,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    delete,
    event,
    func,
    inspect,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, UOWTransaction

from models import history
from models.db import is_sqlite
from models.rules.terms import BY_NAME
from models.schema import (
    FollowUp,
    FollowUpState,
    Lead,
    Order,
    Payment,
    PaymentState,
    RecordKind,
    RepDay,
    TermChange,
    Visit,
)
from models.services import dialogs
from models.statements import Prepared, connection_of
from models.times import shanghai_day, shanghai_instant

_ZERO: Final = Decimal(0)
NOTHING: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "visits": 0,
        "points": 0,
        "followups": 0,
        "leads": 0,
        "orders": 0,
        "ordered": _ZERO,
        "payments": 0,
        "paid": _ZERO,
    }
)
"""A day on which nothing was done, by the columns that are summed up."""
_COLUMNS: Final = ("person_id", "day", *NOTHING)
_days: Final = RepDay.__table__.c
_visits: Final = Visit.__table__.c


def adding(dialect: str, names: Collection[str] = NOTHING.keys(), prefix: str = "") -> Insert:
    """The statement that adds what somebody did to his day.

    Args:
        dialect: of the database.
        names: the columns that are added to; the others of a new day are 0.
        prefix: what their bound values' names begin with, besides the columns' names.
    """
    told = {
        name: bindparam(f"{prefix}{name}", type_=_days[name].type)
        if name in names or name not in NOTHING
        else literal_column("0")
        for name in _COLUMNS
    }
    if dialect == "sqlite":
        lite = sqlite.insert(RepDay)
        sums = {name: _days[name] + lite.excluded[name] for name in names}
        return lite.values(told).on_conflict_do_update(index_elements=["person_id", "day"], set_=sums)
    full = postgresql.insert(RepDay)
    sums = {name: _days[name] + full.excluded[name] for name in names}
    return full.values(told).on_conflict_do_update(index_elements=["person_id", "day"], set_=sums)


_ADD: Final = {dialect: Prepared(adding(dialect)) for dialect in ("sqlite", "postgresql")}
VISITED: Final = ("visits", "points")
_ADD_VISITS: Final = {dialect: Prepared(adding(dialect, VISITED)) for dialect in ("sqlite", "postgresql")}


def count_visits(session: Session, person_id: int, day: date, *, visits: int, points: int) -> None:
    """The same as `count` for what every visit adds: on the message path each value costs.

    Args:
        session: of the transaction in which the visit is written.
        person_id: who visited.
        day: the Shanghai day of the visit.
        visits, points: how many more.
    """
    if visits or points:
        connection = connection_of(session)
        told = {"person_id": person_id, "day": day, "visits": visits, "points": points}
        _ADD_VISITS[connection.dialect.name].run(connection, told)


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
    if any(more.values()):
        connection = connection_of(session)
        _ADD[connection.dialect.name].run(connection, {"person_id": person_id, "day": day, **more})


# Points of a day follow the evidence level that the company asks for on that day (clause 1.2). It is read from the
# changes themselves, so that a correction counts right whatever a process holds in memory.


def _level_on(day: Any) -> ColumnElement[int]:
    changed = (
        select(TermChange.value)
        .where(TermChange.name == "points_level", TermChange.valid_from <= day)
        .order_by(TermChange.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    return cast(func.coalesce(changed, BY_NAME["points_level"].default), Integer)


def _points(day: Any) -> ColumnElement[int]:
    """A customer on a day counts once, from the level on that the day asks for."""
    counted = case((_visits.evidence_level >= _level_on(day), _visits.customer_id), else_=None)
    return func.count(counted.distinct())


_THAT_DAY: Final = and_(
    _visits.person_id == bindparam("person"), _visits.visited_on == bindparam("that_day"), _visits.voided.is_(False)
)


def _settling(dialect: str) -> Insert:
    """Counts a day's visits and points anew, in one statement."""
    day = bindparam("that_day", type_=_days.day.type)
    others = [literal(value, _days[name].type) for name, value in NOTHING.items() if name not in ("visits", "points")]
    found = select(bindparam("person", type_=_days.person_id.type), day, func.count(), _points(day), *others).where(
        _THAT_DAY
    )
    if dialect == "sqlite":
        lite = sqlite.insert(RepDay).from_select(_COLUMNS, found, include_defaults=False)
        sums = {"visits": lite.excluded.visits, "points": lite.excluded.points}
        return lite.on_conflict_do_update(index_elements=["person_id", "day"], set_=sums)
    full = postgresql.insert(RepDay).from_select(_COLUMNS, found, include_defaults=False)
    sums = {"visits": full.excluded.visits, "points": full.excluded.points}
    return full.on_conflict_do_update(index_elements=["person_id", "day"], set_=sums)


_SETTLE: Final = {dialect: Prepared(_settling(dialect)) for dialect in ("sqlite", "postgresql")}


def settle(session: Session, person_id: int, day: date) -> None:
    """Count somebody's visits and points of a Shanghai day anew, as they stand in the transaction.

    Where somebody else changes them, it waits for the person's turn first: his own next visit to the same customer
    must see what was voided, or be seen here.
    """
    connection = connection_of(session)
    actor: history.Actor | None = session.info.get(history.ACTOR)
    if actor is None or actor.person_id != person_id:
        dialogs.take_turn(connection, person_id)
    _SETTLE[connection.dialect.name].run(connection, {"person": person_id, "that_day": day})


_WATCHED: Final = ("customer_id", "visited_on", "evidence_level", "voided")


@event.listens_for(Session, "after_flush")
def _keep_up(session: Session, _context: UOWTransaction) -> None:
    days: set[tuple[int, date]] = set()
    for row in (*session.new, *session.dirty):
        if isinstance(row, Visit):
            days.update(_moved_days(row))
        elif isinstance(row, FollowUp):
            _count_follow_up(session, row)
    for person_id, day in sorted(days):
        settle(session, person_id, day)


def _moved_days(visit: Visit) -> Iterator[tuple[int, date]]:
    """The days whose visits or points a flushed visit may have changed."""
    attributes = inspect(visit).attrs
    if not any(attributes[name].history.has_changes() for name in _WATCHED):
        return
    yield visit.person_id, visit.visited_on
    before = attributes["visited_on"].history.deleted
    if before and before[0] is not None:
        yield visit.person_id, before[0]


def _count_follow_up(session: Session, row: FollowUp) -> None:
    before, after = _done_on(row, before=True), _done_on(row)
    if before == after:
        return
    for done, more in ((before, -1), (after, 1)):
        if done is not None:
            count(session, *done, followups=more)


def _done_on(row: FollowUp, *, before: bool = False) -> tuple[int, date] | None:
    """Whose follow-up was done on which day; None where none was, or where it stands no longer."""
    values = {name: _value(row, name, before=before) for name in ("person_id", "state", "ended_at", "voided")}
    done = row.kind == RecordKind.FOLLOWUP and values["state"] == FollowUpState.DONE and not values["voided"]
    if not done or values["ended_at"] is None:
        return None
    return values["person_id"], shanghai_day(values["ended_at"])


def _value(row: FollowUp, name: str, *, before: bool) -> Any:
    moved = inspect(row).attrs[name].history
    if before and moved.has_changes():
        return moved.deleted[0] if moved.deleted else None
    return getattr(row, name)


def rebuild(session: Session, first: date, last: date) -> None:
    """Sum up the days from one Shanghai day to another anew from the records, both included.

    Counted are, of what was not voided: visits and points by their day; follow-ups by the day they were done;
    registrations by the day they were made; orders (no quotations) by the day they were told; payments that finance
    has not denied by the day they were paid.

    Args:
        session: of a transaction in which nobody else writes records of these days, or which runs at night.
        first: first day.
        last: last day.
    """
    connection = session.connection()
    connection.execute(delete(RepDay).where(RepDay.day.between(first, last)))
    add = adding("sqlite" if is_sqlite(connection) else "postgresql")
    sums: dict[tuple[int, date], dict[str, Any]] = {}
    for names, found in _sums(first, last):
        for person_id, day, *values in connection.execute(found):
            sums.setdefault((person_id, day), dict(NOTHING)).update(zip(names, values, strict=True))
    for person_id, ended_at in connection.execute(_done_between(first, last)):
        sums.setdefault((person_id, shanghai_day(ended_at)), dict(NOTHING))["followups"] += 1
    rows = [{"person_id": person_id, "day": day, **values} for (person_id, day), values in sums.items()]
    if rows:
        connection.execute(add, rows)


def _sums(first: date, last: date) -> Iterator[tuple[tuple[str, ...], Select[Any]]]:
    """What each kind of record adds to the days: the columns, and person, day, values."""
    yield (
        ("visits", "points"),
        _by_day(Visit.person_id, Visit.visited_on, first, last, func.count(), _points(_visits.visited_on)).where(
            Visit.voided.is_(False)
        ),
    )
    yield (
        ("leads",),
        _by_day(Lead.person_id, Lead.registered_on, first, last, func.count()).where(
            Lead.voided.is_(False), Lead.ruled_number.is_(None)
        ),
    )
    yield (
        ("orders", "ordered"),
        _by_day(
            Order.person_id, Order.told_on, first, last, func.count(), func.coalesce(func.sum(Order.amount), 0)
        ).where(Order.voided.is_(False), Order.quoted.is_(False)),
    )
    yield (
        ("payments", "paid"),
        _by_day(Payment.person_id, Payment.paid_on, first, last, func.count(), func.sum(Payment.amount)).where(
            Payment.voided.is_(False), Payment.state != PaymentState.DENIED
        ),
    )


def _by_day(person: Any, day: Any, first: date, last: date, *values: Any) -> Select[Any]:
    return select(person, day, *values).where(day.between(first, last)).group_by(person, day)


def _done_between(first: date, last: date) -> Select[int, datetime | None]:
    begin, end = shanghai_instant(first), shanghai_instant(last + timedelta(days=1))
    return select(FollowUp.person_id, FollowUp.ended_at).where(
        FollowUp.kind == RecordKind.FOLLOWUP,
        FollowUp.state == FollowUpState.DONE,
        FollowUp.voided.is_(False),
        FollowUp.ended_at >= begin,
        FollowUp.ended_at < end,
    )
