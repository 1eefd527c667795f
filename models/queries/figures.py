"""Figures of people over a stretch of days, read from each person's summed-up days; and the visits behind the points.

Statements are built once and run on the connection. None reads a record but those of one person and one month.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from models.rules.points import Scored
from models.schema import Record, RepDay, Visit
from models.statements import Prepared, connection_of

_days, _visits, _records = (mapped.__table__.c for mapped in (RepDay, Visit, Record))


@dataclass(frozen=True, slots=True)
class Sums:
    """What somebody did in a stretch of days; sums in yuan. `RepDay` says what is counted."""

    visits: int = 0
    points: int = 0
    followups: int = 0
    leads: int = 0
    orders: int = 0
    ordered: Decimal = Decimal(0)
    payments: int = 0
    paid: Decimal = Decimal(0)


NOTHING = Sums()
_SUMS = (
    select(
        _days.person_id,
        func.sum(_days.visits),
        func.sum(_days.points),
        func.sum(_days.followups),
        func.sum(_days.leads),
        func.sum(_days.orders),
        func.sum(_days.ordered),
        func.sum(_days.payments),
        func.sum(_days.paid),
    )
    .where(
        _days.person_id.in_(bindparam("people", expanding=True)),
        _days.day.between(bindparam("first"), bindparam("last")),
    )
    .group_by(_days.person_id)
)


def sum_up(session: Session, *, people: Collection[int], first: date, last: date) -> dict[int, Sums]:
    """What several people did between two Shanghai days, in one statement; who did nothing is not in it.

    Args:
        session: of the message.
        people: their ids.
        first: first day, included.
        last: last day, included.
    """
    rows = session.connection().execute(_SUMS, {"people": list(people), "first": first, "last": last})
    return {row[0]: Sums(*row[1:]) for row in rows}


@dataclass(frozen=True, slots=True)
class ScoredVisit:
    """A visit as its point is explained.

    Attributes:
        number: of the record.
        scored: what decides the point.
        voided_by_id: who took it out, the author himself included; None while it stands.
        void_reason: a leader's; empty where the author took it back.
    """

    number: int
    scored: Scored
    voided_by_id: int | None
    void_reason: str


_own = Visit.__table__.alias("own").c
# Read from the index on points alone: whatever a month holds, only what made no point is looked at closer.
_doubtful = (
    select(_own.visited_on, _own.customer_id)
    .where(
        _own.person_id == bindparam("person"),
        _own.visited_on.between(bindparam("first"), bindparam("last")),
    )
    .group_by(_own.visited_on, _own.customer_id)
    .having(
        or_(
            func.count() > 1,
            func.count(case((_own.voided, 1))) > 0,
            func.min(_own.evidence_level) < bindparam("asked"),
        )
    )
    .subquery("doubtful")
)


def _of_record(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    return select(column).where(_records.number == _visits.number).scalar_subquery()


_SCORED = Prepared(
    select(
        _visits.number,
        _visits.customer_id,
        _visits.visited_on,
        _visits.evidence_level,
        _visits.voided,
        # Looked up for these alone: joined, SQLite reads the record of every visit of the month first.
        _of_record(_records.voided_by_id),
        _of_record(_records.void_reason),
    )
    .select_from(_doubtful)
    .join(
        Visit.__table__,
        and_(
            _visits.person_id == bindparam("person"),
            # Said twice, for SQLite would go through all visits that the person ever made.
            _visits.visited_on.between(bindparam("first"), bindparam("last")),
            _visits.visited_on == _doubtful.c.visited_on,
            _visits.customer_id == _doubtful.c.customer_id,
        ),
    )
)


def list_doubtful(session: Session, *, person_id: int, first: date, last: date, asked: int) -> Sequence[ScoredVisit]:
    """A person's visits to each customer on each day of which not every one made a point, by number.

    Args:
        session: of the message.
        person_id: whose.
        first: first Shanghai day, included.
        last: last day, included.
        asked: the highest evidence level that any of the days asks for.
    """
    values = {"person": person_id, "first": first, "last": last, "asked": asked}
    return sorted(
        (
            ScoredVisit(number, Scored(customer, day, level, voided), by, reason)
            for number, customer, day, level, voided, by, reason in _SCORED.rows(connection_of(session), values)
        ),
        key=lambda visit: visit.number,
    )
