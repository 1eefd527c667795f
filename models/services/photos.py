"""Pictures that back visits: kept, compared with earlier ones, their late fate, and forgotten in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session

from models.directory import Directory
from models.rules import evidence as rules
from models.schema import Photo, PhotoState, Visit
from models.services import evidence
from models.services.evidence import NOTHING, Evidence, Kept, Sent
from models.times import shanghai_day

PHOTOS_KEPT = timedelta(days=730)
"""How long pictures are kept (`product.md` P14)."""
FORGET_AT_ONCE = 500


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


def add(
    session: Session,
    sent: Sent,
    *,
    channel: str,
    media_id: str,
    picture: Picture | None,
    directory: Directory,
) -> Kept:
    """Keep a photo and attach it to the nearest visit line.

    Args:
        session: the message's.
        sent: by whom and when.
        channel, media_id: where its bytes are fetched from.
        picture: the stored picture; None while its bytes are still to be fetched.
        directory: for the customers' points.
    """
    photo = Photo(
        person_id=sent.person_id,
        channel=channel,
        media_id=media_id,
        state=PhotoState.PENDING,
        sent_at=sent.sent_at,
    )
    same_as = None if picture is None else _fill(session, photo, picture)
    session.add(photo)
    session.flush()
    lines = evidence.latest_lines(session, person_id=sent.person_id)
    near = evidence.nearest(lines, sent.sent_at)
    if len(near) != 1:
        return Kept(photo.id, choices=evidence.choices(lines, near, sent.sent_at), same_as=same_as)
    attached = evidence.attach(session, photos=[photo.id], number=near[0], directory=directory)
    return Kept(photo.id, attached, same_as=same_as)


def settle_stored(session: Session, *, photo_id: int, stored: Picture) -> Settled | None:
    """The bytes of a pending photo have come.

    Args:
        session: a unit of work.
        photo_id: the photo's row.
        stored: the picture.

    Returns:
        What it changed, when the picture turned out to have been used before; None when all stays as it was said.
    """
    photo = _pending(session, photo_id)
    if photo is None:
        return None
    same_as = _fill(session, photo, stored)
    session.flush()
    return None if same_as is None else _settle(session, photo, same_as)


def settle_lost(session: Session, *, photo_id: int) -> Settled | None:
    """The bytes of a pending photo can never be had: it stops counting.

    Returns:
        What it changed; None when it was settled before.
    """
    photo = _pending(session, photo_id)
    if photo is None:
        return None
    photo.state = PhotoState.LOST
    session.flush()
    return _settle(session, photo, None)


def count_try(session: Session, *, photo_id: int) -> None:
    """Count one more attempt to fetch a photo that may still come."""
    session.connection().execute(update(Photo).where(Photo.id == photo_id).values(attempts=Photo.attempts + 1))


def list_pending(session: Session, limit: int) -> list[PendingPhoto]:
    """Photos whose bytes are still to be fetched: the ones tried least first, then the oldest."""
    rows = session.connection().execute(
        select(Photo.id, Photo.channel, Photo.media_id, Photo.attempts, Photo.sent_at)
        .where(Photo.state == PhotoState.PENDING)
        .order_by(Photo.attempts, Photo.id)
        .limit(limit)
    )
    return [PendingPhoto(*row) for row in rows]


def is_first(session: Session, *, person_id: int, photo_id: int) -> bool:
    """Whether a person never sent a photo before this one."""
    other = exists().where(Photo.person_id == person_id, Photo.id != photo_id)
    return not session.connection().scalar(select(other))


def list_taken_elsewhen(session: Session, visit: Visit) -> Sequence[datetime]:
    """When those pictures of a visit were taken (UTC) that the camera dates to another Shanghai day."""
    rows = session.scalars(
        select(Photo.taken_at).where(Photo.visit_number == visit.number, Photo.taken_at.is_not(None)).order_by(Photo.id)
    )
    return [at for at in rows if at is not None and shanghai_day(at) != visit.visited_on]


def forget(session: Session, *, now: datetime) -> list[str]:
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


def _pending(session: Session, photo_id: int) -> Photo | None:
    photo = session.get(Photo, photo_id)
    return photo if photo is not None and photo.state == PhotoState.PENDING else None


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
    return Settled(photo.person_id, visit.number, visit.customer_id, evidence.weigh(session, visit), same_as)
