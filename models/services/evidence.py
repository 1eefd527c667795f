"""Places and photos that back visits: kept, attached to the nearest visit line, weighed, and forgotten in time.

What was attached stays attached, also when a later visit line comes nearer: the person was told where it went.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, literal_column, or_, select, union_all, update
from sqlalchemy.orm import Session

from models.directory import Directory
from models.rules import evidence as rules
from models.rules import nearness as ground
from models.schema import Change, Customer, Dialog, Nearness, Photo, PhotoState, Place, Record, Visit
from models.statements import Prepared
from models.times import shanghai_day

RAW_KEPT = timedelta(days=90)
"""How long coordinates are kept (`product.md` P3)."""

LATEST_VISITS = 40
"""Among so many of a person's latest visits the nearest line is looked for: more than a day can hold."""

FORGET_BATCH = 500


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


class Picture(Protocol):
    """A stored picture, as whoever stored it describes it; `taken_at` is the camera's word (UTC)."""

    @property
    def path(self) -> str:
        """Relative to the data directory."""
        ...

    @property
    def sha256(self) -> str:
        """Of the stored bytes, hex."""
        ...

    @property
    def likeness(self) -> str:
        """Difference hash, 16 hex digits; empty for a picture without structure."""
        ...

    @property
    def taken_at(self) -> datetime | None:
        """What the camera said."""
        ...


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


PHOTOS_KEPT = timedelta(days=730)
"""How long pictures are kept (`product.md` P14)."""
FORGET_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PendingPhoto:
    """A photo whose bytes are still to be fetched."""

    id: int
    channel: str
    media_id: str
    attempts: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What the late fate of a photo changed: whom it concerns, and his visit's evidence now."""

    person_id: int
    number: int | None
    customer_id: int | None
    evidence: Evidence
    same_as: int | None = None


_places, _photos, _visits, _records = (mapped.__table__.c for mapped in (Place, Photo, Visit, Record))
_WAITING = Prepared(
    union_all(
        select(literal_column("'place'"), _places.id, _places.sent_at).where(
            _places.person_id == bindparam("person"),
            _places.visit_number.is_(None),
            _places.sent_at.between(bindparam("first"), bindparam("last")),
        ),
        select(literal_column("'photo'"), _photos.id, _photos.sent_at).where(
            _photos.person_id == bindparam("person"),
            _photos.visit_number.is_(None),
            _photos.state != PhotoState.LOST,
            _photos.sent_at.between(bindparam("first"), bindparam("last")),
        ),
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


def gather(session: Session, *, visit: Visit, directory: Directory, now: datetime) -> Evidence:
    """Attach what waits for a visit that is being written, and set its evidence level.

    One select when nothing waits.

    Args:
        session: the message's.
        visit: new or just completed, with its number; flushed or not.
        directory: for the customer's point.
        now: instant (UTC).

    Returns:
        The visit's evidence.
    """
    del now  # the moments of the visit's own lines decide
    lines = moments(visit.reported_at, visit.arrived_at, visit.left_at)
    rows = _WAITING.rows(
        session.connection(),
        {"person": visit.person_id, "first": min(lines) - rules.WINDOW, "last": max(lines) + rules.WINDOW},
    )
    fitting = [(kind, row_id) for kind, row_id, sent_at in rows if rules.counts(sent_at, lines)]
    if not fitting:
        if (visit.evidence_level or rules.TEXT) > rules.TEXT:
            return weigh(session, visit)
        return NOTHING
    session.flush()  # the rows below point at the visit's row
    point_set = False
    for kind, row_id in fitting:
        if kind == "photo":
            session.get_one(Photo, row_id).visit_number = visit.number
        elif shanghai_day(visit.reported_at) == visit.visited_on:
            point_set |= _put(session, session.get_one(Place, row_id), visit, directory)
    return weigh(session, visit, point_set=point_set)


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


def add_place(
    session: Session,
    *,
    person_id: int,
    message_id: int,
    latitude: float,
    longitude: float,
    label: str,
    sent_at: datetime,
    directory: Directory,
) -> Kept:
    """Keep a position and attach it to the nearest visit line; the caller has seen to the consent (`product.md` P2).

    Args:
        session: the message's.
        person_id: who sent it.
        message_id: the inbox row.
        latitude, longitude: degrees, GCJ-02.
        label: the place's name as the phone gives it.
        sent_at: when it was sent (UTC).
        directory: for the customers' points.
    """
    place = Place(
        person_id=person_id,
        message_id=message_id,
        latitude=latitude,
        longitude=longitude,
        label=label[:200],
        sent_at=sent_at,
        nearness=Nearness.UNKNOWN,
    )
    session.add(place)
    session.flush()
    lines = [line for line in latest_lines(session, person_id=person_id) if line.visited_on_day]
    near = rules.nearest(sent_at, {line.number: line.moments for line in lines})
    number = near[0] if len(near) == 1 else _at_the_spot(place, near, lines, directory)
    if number is None:
        return Kept(place.id, choices=_choices(lines, near, sent_at))
    return Kept(place.id, attach(session, places=[place.id], number=number, directory=directory))


def add_photo(
    session: Session,
    *,
    person_id: int,
    message_id: int,
    channel: str,
    media_id: str,
    picture: Picture | None,
    sent_at: datetime,
    directory: Directory,
) -> Kept:
    """Keep a photo and attach it to the nearest visit line.

    Args:
        session: the message's.
        person_id: who sent it.
        message_id: the inbox row.
        channel, media_id: where its bytes are fetched from.
        picture: the stored picture; None while its bytes are still to be fetched.
        sent_at: when it was sent (UTC).
        directory: for the customers' points.
    """
    photo = Photo(
        person_id=person_id,
        message_id=message_id,
        channel=channel,
        media_id=media_id,
        state=PhotoState.PENDING,
        sent_at=sent_at,
    )
    same_as = None
    if picture is not None:
        same_as = _fill(session, photo, picture)
    session.add(photo)
    session.flush()
    lines = latest_lines(session, person_id=person_id)
    near = rules.nearest(sent_at, {line.number: line.moments for line in lines})
    if len(near) != 1:
        return Kept(photo.id, choices=_choices(lines, near, sent_at), same_as=same_as)
    attached = attach(session, photos=[photo.id], number=near[0], directory=directory)
    return Kept(photo.id, attached, same_as=same_as)


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
        point_set |= _put(session, place, visit, directory)
        sent.append(place.sent_at)
    counted = any(_inside(at, visit) for at in sent)
    return Attached(number, visit.customer_id, weigh(session, visit, point_set=point_set), counted)


def drop(session: Session, *, places: Sequence[int] = (), photos: Sequence[int] = ()) -> None:
    """What the person does not want to have kept: places go without a trace of where, photos count as lost."""
    for photo_id in photos:
        session.get_one(Photo, photo_id).state = PhotoState.LOST
    if places:
        session.flush()
        _erase_from_history(session, places)
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
        point_set |= _put(session, place, visit, directory)
    return weigh(session, visit, point_set=point_set)


def release(session: Session, visit: Visit) -> int:
    """Let the places and photos of a visit that was taken back wait for another; how many they are."""
    released = 0
    for place in session.scalars(select(Place).where(Place.visit_number == visit.number)).all():
        give_back_point(session, visit.customer_id, place)
        place.visit_number, place.distance_m, place.nearness = None, None, Nearness.UNKNOWN
        released += 1
    for photo in session.scalars(select(Photo).where(Photo.visit_number == visit.number)).all():
        photo.visit_number = None
        released += 1
    session.flush()
    return released


def move_point(session: Session, *, customer_id: int, place_id: int) -> bool:
    """Make a place the customer's point, because he has moved; False when its coordinates are gone."""
    place = session.get(Place, place_id)
    if place is None or place.latitude is None:
        return False
    customer = session.get_one(Customer, customer_id)
    customer.latitude, customer.longitude = place.latitude, place.longitude
    session.flush()
    return True


def give_back_point(session: Session, customer_id: int, place: Place) -> None:
    """Undo that a place became a customer's point: the point before comes back, mostly none."""
    customer = session.get_one(Customer, customer_id)
    if place.latitude is None or (customer.latitude, customer.longitude) != (place.latitude, place.longitude):
        return
    last = session.connection().execute(
        select(Change.before, Change.after)
        .where(Change.table_name == Customer.__tablename__, Change.row_id == customer_id)
        .order_by(Change.id.desc())
    )
    for before, after in last:
        if after and "latitude" in after:
            point = before or {}
            customer.latitude, customer.longitude = point.get("latitude"), point.get("longitude")
            return


def photo_stored(session: Session, *, photo_id: int, stored: Picture, now: datetime) -> Settled | None:
    """The bytes of a pending photo have come.

    Args:
        session: a unit of work.
        photo_id: the photo's row.
        stored: the picture.
        now: instant (UTC).

    Returns:
        What it changed, when the picture turned out to have been used before; None when all stays as it was said.
    """
    del now  # the session's history has it
    photo = session.get(Photo, photo_id)
    if photo is None or photo.state != PhotoState.PENDING:
        return None
    same_as = _fill(session, photo, stored)
    session.flush()
    return None if same_as is None else _settle(session, photo, same_as)


def photo_lost(session: Session, *, photo_id: int, now: datetime) -> Settled | None:
    """The bytes of a pending photo can never be had: it stops counting.

    Returns:
        What it changed; None when it was settled before.
    """
    del now  # the session's history has it
    photo = session.get(Photo, photo_id)
    if photo is None or photo.state != PhotoState.PENDING:
        return None
    photo.state = PhotoState.LOST
    session.flush()
    return _settle(session, photo, None)


def photo_tried(session: Session, *, photo_id: int) -> None:
    """Count one more attempt to fetch a photo that may still come."""
    session.connection().execute(update(Photo).where(Photo.id == photo_id).values(attempts=Photo.attempts + 1))


def pending_photos(session: Session, limit: int) -> list[PendingPhoto]:
    """Photos whose bytes are still to be fetched: the ones tried least first, then the oldest."""
    rows = session.connection().execute(
        select(Photo.id, Photo.channel, Photo.media_id, Photo.attempts, Photo.sent_at)
        .where(Photo.state == PhotoState.PENDING)
        .order_by(Photo.attempts, Photo.id)
        .limit(limit)
    )
    return [PendingPhoto(*row) for row in rows]


def is_first_photo(session: Session, *, person_id: int, photo_id: int) -> bool:
    """Whether a person never sent a photo before this one."""
    other = exists().where(Photo.person_id == person_id, Photo.id != photo_id)
    return not session.connection().scalar(select(other))


def forget_positions(session: Session, *, now: datetime, person_id: int | None = None) -> int:
    """Clear raw positions after their term; near, beyond or unknown stays (`product.md` P3).

    Also empties questions nobody answered in time, which may hold a position that no consent was given for.

    Args:
        session: a unit of work.
        now: instant (UTC).
        person_id: all positions of this person at once, on his word, instead of everybody's old ones.

    Returns:
        How many places were cleared.
    """
    session.flush()
    connection = session.connection()
    if person_id is None:
        stale = update(Dialog).where(Dialog.expires_at <= now, Dialog.question != "")
        connection.execute(stale.values(question="", data=None))
    mine = Place.sent_at <= now - RAW_KEPT if person_id is None else Place.person_id == person_id
    cleared = 0
    while batch := _forget_batch(session, mine):
        cleared += batch
    return cleared


def _forget_batch(session: Session, mine: ColumnElement[bool]) -> int:
    connection = session.connection()
    raw = or_(Place.latitude.is_not(None), Place.longitude.is_not(None), Place.label != "")
    found = select(Place.id).where(raw, mine).order_by(Place.id).limit(FORGET_BATCH)
    places = list(connection.scalars(found))
    if not places:
        return 0
    # Core, not ORM: the history must not write down once more what is forgotten here.
    connection.execute(
        update(Place).where(Place.id.in_(places)).values(latitude=None, longitude=None, label="", distance_m=None)
    )
    _erase_from_history(session, places)
    return len(places)


_POSITION_FIELDS = ("latitude", "longitude", "label", "distance_m")


def _erase_from_history(session: Session, places: Sequence[int]) -> None:
    connection = session.connection()
    rows = connection.execute(
        select(Change.id, Change.before, Change.after).where(
            Change.table_name == Place.__tablename__, Change.row_id.in_(places)
        )
    ).all()
    cleaned = [
        {"change": row.id, "old": _without_position(row.before), "new": _without_position(row.after)} for row in rows
    ]
    if cleaned:
        connection.execute(
            update(Change)
            .where(Change.id == bindparam("change"))
            .values(before=bindparam("old"), after=bindparam("new")),
            cleaned,
        )


def _without_position(values: Mapping[str, object] | None) -> dict[str, object] | None:
    if values is None:
        return None
    return {name: value for name, value in values.items() if name not in _POSITION_FIELDS}


def _put(session: Session, place: Place, visit: Visit, directory: Directory) -> bool:
    """Attach one place and measure it; True when it has become the customer's first point."""
    place.visit_number = visit.number
    place.distance_m, place.nearness = None, Nearness.UNKNOWN
    if place.latitude is None or place.longitude is None:
        return False
    latitude, longitude = _point(session, visit.customer_id, directory)
    if latitude is None or longitude is None:
        customer = session.get_one(Customer, visit.customer_id)
        customer.latitude, customer.longitude = place.latitude, place.longitude
        session.flush()
        return True
    if _is_from(session, visit, place, latitude, longitude):
        return False
    place.distance_m = ground.distance_m(latitude, longitude, place.latitude, place.longitude)
    place.nearness = Nearness.NEAR if ground.is_near(place.distance_m) else Nearness.BEYOND
    return False


def _point(session: Session, customer_id: int, directory: Directory) -> tuple[float | None, float | None]:
    """Where a customer is, also when that was settled by this very unit of work."""
    card = directory.customers.get(customer_id)  # not there yet when this very message made the customer
    held = session.identity_map.get(session.identity_key(Customer, customer_id))
    if held is not None or card is None or card.latitude is None:
        customer = session.get_one(Customer, customer_id)
        return customer.latitude, customer.longitude
    return card.latitude, card.longitude


def _is_from(session: Session, visit: Visit, place: Place, latitude: float, longitude: float) -> bool:
    """Whether the customer's point comes from this visit itself: then it can prove nothing about it."""
    session.flush()
    source = exists().where(
        Place.visit_number == visit.number,
        Place.id != place.id,
        Place.latitude == latitude,
        Place.longitude == longitude,
        Place.nearness != Nearness.NEAR,
    )
    return bool(session.connection().scalar(select(source)))


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


def _choices(lines: Sequence[Line], near: Sequence[int], sent_at: datetime) -> tuple[Line, ...]:
    if near:
        return tuple(line for line in reversed(lines) if line.number in near)
    day = shanghai_day(sent_at)
    latest: dict[int, Line] = {}
    for line in lines:
        if any(shanghai_day(at) == day for at in line.moments):
            latest.setdefault(line.customer_id, line)
    return tuple(reversed(tuple(latest.values())))


def _fill(session: Session, photo: Photo, picture: Picture) -> int | None:
    """Note where the bytes are; the number of the visit that the same picture backs already, 0 if of none."""
    photo.state = PhotoState.STORED
    photo.path, photo.sha256, photo.likeness = picture.path, picture.sha256, picture.likeness
    photo.taken_at = picture.taken_at
    same = Photo.sha256 == picture.sha256
    if picture.likeness:
        same = or_(same, Photo.likeness == picture.likeness)
    earlier = and_(
        same,
        Photo.state == PhotoState.STORED,
        Photo.sent_at >= photo.sent_at - timedelta(days=rules.REUSE_DAYS),
        # A picture that waited in vain and is sent again was never used.
        or_(Photo.visit_number.is_not(None), Photo.person_id != photo.person_id),
    )
    if photo.id is not None:
        earlier = and_(earlier, Photo.id < photo.id)
    found = session.connection().execute(
        select(Photo.id, Photo.visit_number)
        .where(earlier)
        .order_by(Photo.visit_number.is_(None), Photo.id.desc())
        .limit(1)
    )
    row = found.first()
    if row is None:
        return None
    photo.same_as_id = row.id
    return int(row.visit_number or 0)


def _settle(session: Session, photo: Photo, same_as: int | None) -> Settled:
    if photo.visit_number is None:
        return Settled(photo.person_id, None, None, NOTHING, same_as)
    visit = session.get_one(Visit, photo.visit_number)
    evidence = weigh(session, visit)
    return Settled(photo.person_id, visit.number, visit.customer_id, evidence, same_as)


def forget_photos(session: Session, *, now: datetime) -> list[str]:
    """Let go of pictures past their term (`product.md` P14: two years); their rows stay, without a picture.

    Returns:
        Paths, relative to the data directory, that no picture uses any more and that may be deleted after the commit.
    """
    old = select(Photo).where(Photo.path != "", Photo.sent_at < now - PHOTOS_KEPT).limit(FORGET_AT_ONCE)
    freed: dict[str, Photo] = {}
    for photo in session.scalars(old):
        freed[photo.path] = photo
        photo.path = ""
    session.flush()
    still = set(session.scalars(select(Photo.path).where(Photo.path.in_(freed))))
    return [path for path in freed if path not in still]
