"""What people agreed to, what they were told, and what is held about them (`product.md` P2, P24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.db import is_sqlite
from models.schema import Consent, Introduction, Photo, PhotoState, Place, Record

POSITION = "position"
"""The consent that positions need."""

_GIVEN = select(Consent.id).where(
    Consent.person_id == bindparam("person"),
    Consent.kind == bindparam("kind"),
    Consent.withdrawn_at.is_(None),
)
_INTRODUCE = {
    "sqlite": sqlite.insert(Introduction).on_conflict_do_nothing(index_elements=["person_id"]),
    "postgresql": postgresql.insert(Introduction).on_conflict_do_nothing(index_elements=["person_id"]),
}


def is_given(session: Session, *, person_id: int, kind: str = POSITION) -> bool:
    """Whether a person's consent stands."""
    return session.connection().execute(_GIVEN, {"person": person_id, "kind": kind}).first() is not None


def give(session: Session, *, person_id: int, text_version: str, now: datetime, kind: str = POSITION) -> bool:
    """Note a consent with the text it was given to (`product.md` P2).

    Args:
        session: the message's.
        person_id: who agrees.
        text_version: which text he saw.
        now: instant (UTC).
        kind: to what.

    Returns:
        False when it stood already.
    """
    if is_given(session, person_id=person_id, kind=kind):
        return False
    session.add(Consent(person_id=person_id, kind=kind, text_version=text_version, given_at=now))
    session.flush()
    return True


def withdraw(session: Session, *, person_id: int, now: datetime, kind: str = POSITION) -> bool:
    """End a consent; False when none stood."""
    standing = select(Consent).where(
        Consent.person_id == person_id, Consent.kind == kind, Consent.withdrawn_at.is_(None)
    )
    rows = session.scalars(standing).all()
    for row in rows:
        row.withdrawn_at = now
    session.flush()
    return bool(rows)


def introduce(session: Session, *, person_id: int, text_version: str, now: datetime) -> bool:
    """Note that a person is told what is kept of his messages; False when he was told before (`product.md` P24)."""
    statement = _INTRODUCE["sqlite" if is_sqlite(session) else "postgresql"]
    told = session.connection().execute(
        statement.execution_options(preserve_rowcount=True),
        {"person_id": person_id, "text_version": text_version, "told_at": now},
    )
    return told.rowcount == 1


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about a person.

    Attributes:
        records: numbered records that stand.
        photos: pictures kept.
        positions: raw positions kept.
        oldest_position_at: the oldest of these (UTC).
        consent_at: since when positions may be taken (UTC); None when they may not.
        consent_text: version of the text he agreed to; empty when he has not.
        told_at: when he was told what is kept of his messages (UTC); None where he was not.
        told_text: version of what he was told.
    """

    records: int
    photos: int
    positions: int
    oldest_position_at: datetime | None
    consent_at: datetime | None
    consent_text: str
    told_at: datetime | None
    told_text: str


_COUNTS = union_all(
    select(literal("records"), func.count()).where(Record.person_id == bindparam("person"), Record.voided_at.is_(None)),
    select(literal("photos"), func.count()).where(
        Photo.person_id == bindparam("person"), Photo.state != PhotoState.LOST
    ),
    select(literal("positions"), func.count()).where(
        Place.person_id == bindparam("person"), Place.latitude.is_not(None)
    ),
)


def find_held(session: Session, *, person_id: int) -> Held:
    """What is held about a person, for 我的数据."""
    connection = session.connection()
    counts = dict(connection.execute(_COUNTS, {"person": person_id}).all())
    oldest = connection.scalar(
        select(func.min(Place.sent_at)).where(Place.person_id == person_id, Place.latitude.is_not(None))
    )
    consent = connection.execute(
        select(Consent.given_at, Consent.text_version)
        .where(Consent.person_id == person_id, Consent.kind == POSITION, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_at.desc())
        .limit(1)
    ).first()
    told = connection.execute(
        select(Introduction.told_at, Introduction.text_version).where(Introduction.person_id == person_id)
    ).first()
    noted = (*(consent or (None, "")), *(told or (None, "")))
    return Held(counts["records"], counts["photos"], counts["positions"], oldest, *noted)
