"""Reading visits: what a report meets, points of the month, lists, and a team's days.

Statements are built once and run on the connection: each is on the path of a message.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import Session

from models.rules.evidence import WINDOW
from models.rules.points import Scored, month_of
from models.schema import Photo, PhotoState, Place, RepDay, Visit
from models.statements import Prepared, connection_of

_visits, _places, _photos = (mapped.__table__.c for mapped in (Visit, Place, Photo))
_MINE = and_(_visits.person_id == bindparam("person"), ~_visits.voided)
_IN_PERIOD = _visits.visited_on.between(bindparam("first"), bindparam("last"))


PLACE_WAITS = and_(
    _places.person_id == bindparam("person"),
    _places.visit_number.is_(None),
    _places.sent_at.between(bindparam("sent_from"), bindparam("sent_to")),
)
"""A place that a person sent in some period and that belongs to no visit yet."""
PHOTO_WAITS = and_(
    _photos.person_id == bindparam("person"),
    _photos.visit_number.is_(None),
    _photos.state != PhotoState.LOST.value,
    _photos.sent_at.between(bindparam("sent_from"), bindparam("sent_to")),
)
"""The same of a photo that is not lost."""


class SameDay(NamedTuple):
    """A visit of the same person to the same customer on the same day."""

    number: int
    visited_at: datetime
    reported_at: datetime
    arrived_at: datetime | None
    contact_name: str
    summary: str
    next_on: date | None
    next_clock: time | None
    next_note: str
    level: int


class Standing(NamedTuple):
    """What a report of a visit meets: the points of its month so far, and the visits of that day to that customer.

    Attributes:
        points: of the month.
        same_day: the visits, by number.
        waits: whether a place or a photo was sent around then that belongs to no visit yet.
    """

    points: int
    same_day: tuple[SameDay, ...]
    waits: bool


_days = RepDay.__table__.c
_points = (
    select(func.coalesce(func.sum(_days.points), 0).label("points"))
    .where(_days.person_id == bindparam("person"), _days.day.between(bindparam("first"), bindparam("last")))
    .subquery()
)
_POINTS = select(_points.c.points)
_that_day = (
    select(
        _visits.number,
        _visits.visited_at,
        _visits.reported_at,
        _visits.arrived_at,
        _visits.contact_name,
        _visits.summary,
        _visits.next_on,
        _visits.next_clock,
        _visits.next_note,
        _visits.evidence_level,
    )
    .where(_MINE, _visits.customer_id == bindparam("customer"), _visits.visited_on == bindparam("day"))
    .subquery()
)
_waits = or_(exists().where(PLACE_WAITS), exists().where(PHOTO_WAITS))
_STANDING = Prepared(select(_points.c.points, _waits, *_that_day.c).select_from(_points.outerjoin(_that_day, true())))


def find_standing(
    session: Session, *, person_id: int, customer_id: int, day: date, said_at: datetime | None = None
) -> Standing:
    """What a report of a visit on this Shanghai day meets, in one statement.

    Args:
        session: of the message.
        person_id: whose visit.
        customer_id: at which customer.
        day: when it happened.
        said_at: when it was told (UTC), to know what waits for it; without that nothing does.
    """
    first, last = month_of(day)
    values = {
        "person": person_id,
        "customer": customer_id,
        "day": day,
        "first": first,
        "last": last,
        "sent_from": said_at and said_at - WINDOW,
        "sent_to": said_at and said_at + WINDOW,
    }
    rows = _STANDING.rows(connection_of(session), values)
    points, waits = rows[0][:2]
    same_day = sorted(row[2:] for row in rows if row[2] is not None)  # by number, which is unlike in each
    return Standing(int(points), tuple(SameDay(*row) for row in same_day), waits)


def count_points(session: Session, *, person_id: int, day: date) -> int:
    """Points of a person in the month of this Shanghai day, summed up by day (the rule is `rules.points`)."""
    first, last = month_of(day)
    values = {"person": person_id, "first": first, "last": last}
    return int(session.connection().execute(_POINTS, values).scalar_one())


_TEAMS_POINTS = (
    select(_days.person_id, func.sum(_days.points))
    .where(
        _days.person_id.in_(bindparam("people", expanding=True)),
        _days.day.between(bindparam("first"), bindparam("last")),
        _days.points > 0,
    )
    .group_by(_days.person_id)
)


def count_team_points(session: Session, *, people: Collection[int], day: date) -> dict[int, int]:
    """Points of several people in the month of this Shanghai day, in one statement; who has none is not in it."""
    first, last = month_of(day)
    values = {"people": list(people), "first": first, "last": last}
    rows = session.connection().execute(_TEAMS_POINTS, values)
    return {person: int(points) for person, points in rows}


@dataclass(frozen=True, slots=True)
class Arrival:
    """An arrival today (到了 …), with what was said since."""

    number: int
    customer_id: int
    arrived_at: datetime
    left_at: datetime | None
    summary: str


_ARRIVALS = (
    select(_visits.number, _visits.customer_id, _visits.arrived_at, _visits.left_at, _visits.summary)
    .where(_MINE, _visits.visited_on == bindparam("day"), _visits.arrived_at.is_not(None))
    .order_by(_visits.arrived_at.desc(), _visits.number.desc())
)


def list_arrivals(session: Session, *, person_id: int, day: date) -> Sequence[Arrival]:
    """A person's arrivals of a Shanghai day, the latest first."""
    rows = session.connection().execute(_ARRIVALS, {"person": person_id, "day": day})
    return [Arrival(*row) for row in rows]


_RECENT = (
    select(_visits.customer_id)
    .where(_MINE, _visits.visited_on >= bindparam("since"))
    .group_by(_visits.customer_id)
    .order_by(func.max(_visits.number).desc())
    .limit(bindparam("most"))
)


def list_recent_customers(session: Session, *, person_id: int, since: date, most: int) -> Sequence[int]:
    """Ids of the customers that a person visited since a Shanghai day, the latest first, at most so many."""
    values = {"person": person_id, "since": since, "most": most}
    return list(session.connection().execute(_RECENT, values).scalars())


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as lists show it."""

    number: int
    customer_id: int
    visited_on: date
    visited_at: datetime
    reported_at: datetime
    contact_name: str
    summary: str
    next_on: date | None
    next_clock: time | None
    next_note: str
    level: int

    @property
    def scored(self) -> Scored:
        """What of it decides the point."""
        return Scored(self.customer_id, self.visited_on, self.level)


_LINES = (
    select(
        _visits.number,
        _visits.customer_id,
        _visits.visited_on,
        _visits.visited_at,
        _visits.reported_at,
        _visits.contact_name,
        _visits.summary,
        _visits.next_on,
        _visits.next_clock,
        _visits.next_note,
        _visits.evidence_level,
    )
    .where(_MINE, _IN_PERIOD)
    .order_by(_visits.visited_at, _visits.number)
)


def list_visits(session: Session, *, person_id: int, first: date, last: date) -> Sequence[VisitLine]:
    """A person's visits from one Shanghai day to another, both included, in the order they happened.

    Args:
        session: of the message.
        person_id: whose visits.
        first: first day.
        last: last day.
    """
    values = {"person": person_id, "first": first, "last": last}
    rows = session.connection().execute(_LINES, values)
    return [VisitLine(*tuple(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Count:
    """How many visits a person made, and to how many customers."""

    visits: int
    customers: int


_COUNTS = (
    select(_visits.person_id, func.count(), func.count(_visits.customer_id.distinct()))
    .where(_visits.person_id.in_(bindparam("people", expanding=True)), ~_visits.voided, _IN_PERIOD)
    .group_by(_visits.person_id)
)


def count_by_person(session: Session, *, people: Collection[int], first: date, last: date) -> dict[int, Count]:
    """Visits of several people between two Shanghai days, in one statement; who has none is not in it.

    Args:
        session: of the message.
        people: their ids.
        first: first day, included.
        last: last day, included.
    """
    values = {"people": list(people), "first": first, "last": last}
    rows = session.connection().execute(_COUNTS, values)
    return {person: Count(visits, customers) for person, visits, customers in rows}
