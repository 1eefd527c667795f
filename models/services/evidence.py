"""Places and photos that back visits: attached to the nearest visit line, measured and weighed.

What was attached stays attached, also when a later visit line comes nearer: the person was told where it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, literal_column, select, union_all
from sqlalchemy.orm import Session

from models.directory import Directory
from models.queries.visits import PHOTO_WAITS, PLACE_WAITS
from models.rules import evidence as rules
from models.rules import nearness as ground
from models.schema import Nearness, Photo, PhotoState, Place, Record, Visit
from models.services import customer_points, positions
from models.statements import Prepared, connection_of
from models.times import shanghai_day

LABEL_CHARACTERS = 200
LATEST_VISITS = 40
"""Among so many of a person's latest visits the nearest line is looked for: more than a day can hold."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What backs a visit.

    Attributes:
        level: 1 to 4 (`product.md` §2).
        distance_m: from the customer's point in metres, of the place that lies nearest; None if it cannot be told.
        nearness: of that place.
        photos: how many photos count; a picture used before does not.
        places: how many places count.
        point_set: the place that was just attached has become the customer's point, because he had none.
        place_id: of the nearest place.
    """

    level: int
    distance_m: int | None = None
    nearness: str = Nearness.UNKNOWN
    photos: int = 0
    places: int = 0
    point_set: bool = False
    place_id: int | None = None


NOTHING = Evidence(rules.TEXT)


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sent a place or photo, as which inbox row, and when (UTC)."""

    person_id: int
    message_id: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """A visit that something could be attached to; `moments` is when its lines were sent (UTC)."""

    number: int
    customer_id: int
    visited_on_day: bool
    moments: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """Where places and photos went.

    Attributes:
        number: the visit's.
        customer_id: the visit's.
        evidence: the visit's, afterwards.
        counted: whether they lie near enough in time to count (`product.md` §2).
    """

    number: int
    customer_id: int
    evidence: Evidence
    counted: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a place or photo that was just sent.

    Attributes:
        id: its row.
        attached: where it went, if anywhere.
        choices: visits to ask about, in their order: equally near ones, else the last of each customer of the day.
        same_as: number of the visit that the same picture backs already; 0 when it was used without one.
    """

    id: int
    attached: Attached | None = None
    choices: tuple[Line, ...] = ()
    same_as: int | None = None


_places, _photos, _visits, _records = (mapped.__table__.c for mapped in (Place, Photo, Visit, Record))
_WAITING = Prepared(
    union_all(
        select(literal_column("'place'"), _places.id, _places.sent_at).where(PLACE_WAITS),
        select(literal_column("'photo'"), _photos.id, _photos.sent_at).where(PHOTO_WAITS),
    )
)
_LATEST = (
    select(
        _visits.number,
        _visits.customer_id,
        _visits.visited_on,
        _visits.reported_at,
        _visits.arrived_at,
        _visits.left_at,
    )
    .join_from(Visit.__table__, Record.__table__, _records.number == _visits.number)
    .where(_records.person_id == bindparam("person"), _visits.voided.is_(False))
    .order_by(_records.number.desc())
    .limit(LATEST_VISITS)
)


def list_waiting(session: Session, person_id: int, lines: Sequence[datetime]) -> list[tuple[str, int]]:
    """Kind (place, photo) and id of what a person sent within the window of a visit's lines and is not attached yet.

    One select, cheap enough for every visit.

    Args:
        session: the message's.
        person_id: whose.
        lines: when the visit's lines were sent (UTC), see `moments`.
    """
    values = {"person": person_id, "sent_from": min(lines) - rules.WINDOW, "sent_to": max(lines) + rules.WINDOW}
    rows = _WAITING.rows(connection_of(session), values)
    return [(kind, row_id) for kind, row_id, sent_at in rows if rules.counts(sent_at, lines)]


def gather(session: Session, *, visit: Visit, directory: Directory) -> Evidence:
    """Attach what waits for a visit that is being written, and set its evidence level.

    One select when nothing waits.

    Args:
        session: the message's.
        visit: new or just completed, with its number; flushed or not.
        directory: for the customer's point.

    Returns:
        The visit's evidence.
    """
    lines = moments(visit.reported_at, visit.arrived_at, visit.left_at)
    waiting = list_waiting(session, visit.person_id, lines)
    if waiting:
        return attach_waiting(session, waiting, visit=visit, directory=directory)
    return weigh(session, visit) if (visit.evidence_level or rules.TEXT) > rules.TEXT else NOTHING


def attach_waiting(
    session: Session, waiting: Sequence[tuple[str, int]], *, visit: Visit, directory: Directory
) -> Evidence:
    """Attach what `list_waiting` found to a visit, and set its evidence level.

    Args:
        session: the message's.
        waiting: kinds and ids.
        visit: new or just completed, with its number; flushed or not.
        directory: for the customer's point.
    """
    session.flush()  # the rows below point at the visit's row
    point_set = False
    for kind, row_id in waiting:
        if kind == "photo":
            session.get_one(Photo, row_id).visit_number = visit.number
        elif shanghai_day(visit.reported_at) == visit.visited_on:
            point_set |= customer_points.measure(session, session.get_one(Place, row_id), visit, directory)
    return weigh(session, visit, point_set=point_set)


def find_waiting(session: Session, *, person_id: int, at: datetime) -> tuple[list[int], list[int]]:
    """Ids of the places and of the photos that a person sent within half an hour before and that belong to no visit.

    Args:
        session: the message's.
        person_id: whose.
        at: instant (UTC).
    """
    values = {"person": person_id, "sent_from": at - rules.WINDOW, "sent_to": at}
    rows = _WAITING.rows(session.connection(), values)
    return [row[1] for row in rows if row[0] == "place"], [row[1] for row in rows if row[0] == "photo"]


def moments(reported_at: datetime, arrived_at: datetime | None, left_at: datetime | None) -> tuple[datetime, ...]:
    """When the lines of a visit were sent: told, arrived, left (UTC)."""
    return tuple(at for at in (reported_at, arrived_at, left_at) if at is not None)


def latest_lines(session: Session, *, person_id: int) -> list[Line]:
    """A person's latest visits that stand, newest first."""
    rows = session.connection().execute(_LATEST, {"person": person_id})
    return [
        Line(
            row.number,
            row.customer_id,
            shanghai_day(row.reported_at) == row.visited_on,
            moments(row.reported_at, row.arrived_at, row.left_at),
        )
        for row in rows
    ]


def nearest(lines: Sequence[Line], sent_at: datetime) -> list[int]:
    """Numbers of the visits whose lines lie nearest in time, within half an hour (`product.md` §2)."""
    return rules.nearest(sent_at, {line.number: line.moments for line in lines})


def choices(lines: Sequence[Line], near: Sequence[int], sent_at: datetime) -> tuple[Line, ...]:
    """Visits to ask about, in their order: equally near ones, else the last of each customer of the day."""
    if near:
        return tuple(line for line in reversed(lines) if line.number in near)
    day = shanghai_day(sent_at)
    latest: dict[int, Line] = {}
    for line in lines:
        if any(shanghai_day(at) == day for at in line.moments):
            latest.setdefault(line.customer_id, line)
    return tuple(reversed(tuple(latest.values())))


def add_place(
    session: Session, sent: Sent, *, latitude: float, longitude: float, label: str, directory: Directory
) -> Kept:
    """Keep a position and attach it to the nearest visit line; the caller has seen to the consent (`product.md` P2).

    Args:
        session: the message's.
        sent: by whom and when.
        latitude, longitude: degrees, GCJ-02.
        label: the place's name as the phone gives it.
        directory: for the customers' points.
    """
    place = Place(
        person_id=sent.person_id,
        message_id=sent.message_id,
        latitude=latitude,
        longitude=longitude,
        label=label[:LABEL_CHARACTERS],
        sent_at=sent.sent_at,
        nearness=Nearness.UNKNOWN,
    )
    session.add(place)
    session.flush()
    lines = [line for line in latest_lines(session, person_id=sent.person_id) if line.visited_on_day]
    near = nearest(lines, sent.sent_at)
    number = near[0] if len(near) == 1 else _at_the_spot(place, near, lines, directory)
    if number is None:
        return Kept(place.id, choices=choices(lines, near, sent.sent_at))
    return Kept(place.id, attach(session, places=[place.id], number=number, directory=directory))


def attach(
    session: Session,
    *,
    number: int,
    directory: Directory,
    places: Sequence[int] = (),
    photos: Sequence[int] = (),
) -> Attached:
    """Attach places and photos to a visit and weigh it again.

    What lies more than half an hour from its lines is attached but does not raise the level (`product.md` §2).

    Args:
        session: the message's.
        number: the visit's.
        directory: for the customer's point.
        places: ids of places of the same person.
        photos: ids of photos of the same person.
    """
    visit = session.get_one(Visit, number)
    point_set = False
    sent: list[datetime] = []
    for photo_id in photos:
        photo = session.get_one(Photo, photo_id)
        photo.visit_number = number
        sent.append(photo.sent_at)
    for place_id in places:
        place = session.get_one(Place, place_id)
        point_set |= customer_points.measure(session, place, visit, directory)
        sent.append(place.sent_at)
    counted = any(_inside(at, visit) for at in sent)
    return Attached(number, visit.customer_id, weigh(session, visit, point_set=point_set), counted)


def drop(session: Session, *, places: Sequence[int] = (), photos: Sequence[int] = ()) -> None:
    """What the person does not want to have kept: places go without a trace of where, photos count as lost."""
    for photo_id in photos:
        session.get_one(Photo, photo_id).state = PhotoState.LOST
    if places:
        session.flush()
        positions.erase_from_history(session, places)
        session.connection().execute(delete(Place).where(Place.id.in_(places)))
        for place_id in places:
            held = session.identity_map.get(session.identity_key(Place, place_id))
            if held is not None:
                session.expunge(held)


def weigh(session: Session, visit: Visit, *, point_set: bool = False) -> Evidence:
    """The evidence of a visit from what is attached to it; sets its level.

    Args:
        session: the message's; flushed here.
        visit: flushed or not.
        point_set: to be handed on in the result.
    """
    session.flush()
    places = [
        row
        for row in session.connection().execute(
            select(Place.id, Place.sent_at, Place.distance_m, Place.nearness).where(Place.visit_number == visit.number)
        )
        if _inside(row.sent_at, visit)
    ]
    photos = [
        sent_at
        for sent_at in session.connection().scalars(
            select(Photo.sent_at).where(
                Photo.visit_number == visit.number,
                Photo.state != PhotoState.LOST,
                Photo.same_as_id.is_(None),
            )
        )
        if _inside(sent_at, visit)
    ]
    best = min(places, key=lambda row: (row.distance_m is None, row.distance_m), default=None)
    level = rules.level(
        placed=bool(places),
        near=best is not None and best.nearness == Nearness.NEAR,
        photographed=bool(photos),
    )
    if visit.evidence_level != level:
        visit.evidence_level = level
        session.flush()
    if best is None:
        return Evidence(level, photos=len(photos))
    return Evidence(level, best.distance_m, best.nearness, len(photos), len(places), point_set, best.id)


def _inside(sent_at: datetime, visit: Visit) -> bool:
    lines = moments(visit.reported_at, visit.arrived_at, visit.left_at)
    # Between arriving and the last line the rep is at the customer's, however long he stays.
    at_the_customer = visit.arrived_at is not None and visit.arrived_at <= sent_at <= max(lines)
    return at_the_customer or rules.counts(sent_at, lines)


def measure_again(session: Session, visit: Visit, directory: Directory) -> Evidence:
    """Weigh a visit whose customer was changed: its places are measured from the new customer's point."""
    point_set = False
    for place in session.scalars(select(Place).where(Place.visit_number == visit.number)):
        point_set |= customer_points.measure(session, place, visit, directory)
    return weigh(session, visit, point_set=point_set)


def release(session: Session, visit: Visit) -> int:
    """Let the places and photos of a visit that was taken back wait for another; how many they are."""
    released = 0
    for place in session.scalars(select(Place).where(Place.visit_number == visit.number)).all():
        customer_points.give_back_point(session, visit.customer_id, place)
        place.visit_number, place.distance_m, place.nearness = None, None, Nearness.UNKNOWN
        released += 1
    for photo in session.scalars(select(Photo).where(Photo.visit_number == visit.number)).all():
        photo.visit_number = None
        released += 1
    session.flush()
    return released


def _at_the_spot(place: Place, near: Sequence[int], lines: Sequence[Line], directory: Directory) -> int | None:
    """Of several visits told at the same moment, the one whose customer is right here."""
    if place.latitude is None or place.longitude is None:
        return None
    found: dict[int, int] = {}
    for line in lines:
        card = directory.customer(line.customer_id)
        if line.number in near and card.latitude is not None and card.longitude is not None:
            found[line.number] = ground.distance_m(card.latitude, card.longitude, place.latitude, place.longitude)
    best = min(found, key=lambda number: found[number], default=None)
    return best if best is not None and ground.is_near(found[best]) else None
