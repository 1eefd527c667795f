"""Reading who is away: leave, trips and days of rest, by Shanghai days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models.schema import Absence, AbsenceKind, Mute
from models.times import shanghai_day, shanghai_instant

_NOON, _EVENING = time(12), time(17, 30)
"""Clock times (Shanghai) at which half a day off is over; the report of the day is owed all the same."""
EXCUSING = (AbsenceKind.LEAVE, AbsenceKind.REST)
"""Nothing is owed and nothing is pushed on such a day (`product.md` §4.2, 请假)."""


def find_absence(session: Session, person_id: int, day: date) -> Absence | None:
    """Why a person is away on a Shanghai day: leave or rest before a trip; None if he is not.

    Args:
        session: any.
        person_id: whose.
        day: the Shanghai day.
    """
    return find_absent(session, [person_id], day).get(person_id)


def find_absent(session: Session, person_ids: Collection[int], day: date) -> Mapping[int, Absence]:
    """Who of several people is away on a Shanghai day, and why; of two reasons the one that excuses.

    Args:
        session: any.
        person_ids: whose.
        day: the Shanghai day.
    """
    found = list_absences(session, person_ids, first=day, last=day)
    return {
        person_id: min(theirs, key=lambda absence: absence.kind not in EXCUSING)
        for person_id, theirs in groupby(found, key=lambda absence: absence.person_id)
    }


def is_excused(session: Session, person_id: int, day: date) -> bool:
    """Whether a person owes nothing on a Shanghai day because he is on leave or rests; a trip excuses nobody."""
    absence = find_absence(session, person_id, day)
    return absence is not None and absence.kind in EXCUSING


def list_absences(session: Session, person_ids: Collection[int], *, first: date, last: date) -> Sequence[Absence]:
    """What of several people's absences touches some Shanghai days, by person and first day.

    Args:
        session: any.
        person_ids: whose.
        first: first day, included.
        last: last day, included.
    """
    if not person_ids:
        return []
    wanted = (
        select(Absence)
        .where(
            Absence.person_id.in_(person_ids),
            Absence.last_on >= first,
            Absence.first_on <= last,
            Absence.voided.is_(False),
        )
        .order_by(Absence.person_id, Absence.first_on, Absence.number)
    )
    return session.scalars(wanted).all()


def list_muted(connection: Connection, person_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
    """Who of several people wants to be left alone, or has this half of the day off, and until when (UTC)."""
    rows = connection.execute(
        select(Mute.person_id, Mute.until_at).where(
            Mute.person_id.in_(person_ids), Mute.kind == "", Mute.until_at > now
        )
    )
    muted = {person_id: until for person_id, until in rows if until is not None}
    day, (kind, until) = shanghai_day(now), _half_now(now)
    if until is None:
        return muted
    off = connection.scalars(
        select(Absence.person_id).where(
            Absence.person_id.in_(person_ids),
            Absence.last_on >= day,
            Absence.first_on <= day,
            Absence.kind == kind,
            Absence.voided.is_(False),
        )
    )
    return {**dict.fromkeys(off, until), **muted}


def _half_now(now: datetime) -> tuple[AbsenceKind, datetime | None]:
    """Which half of the day it is, and until when somebody who has it off is left alone (UTC)."""
    day = shanghai_day(now)
    noon = shanghai_instant(day, _NOON)
    if now < noon:
        return AbsenceKind.MORNING, noon
    evening = shanghai_instant(day, _EVENING)
    return AbsenceKind.AFTERNOON, evening if now < evening else None


def list_excused(connection: Connection, day: date) -> frozenset[int]:
    """Everybody who is on leave or rests on a Shanghai day."""
    rows = connection.execute(
        select(Absence.person_id).where(
            Absence.last_on >= day,
            Absence.first_on <= day,
            Absence.kind.in_(EXCUSING),
            Absence.voided.is_(False),
        )
    )
    return frozenset(rows.scalars())
