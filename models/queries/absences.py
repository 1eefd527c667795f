"""Reading who is away: leave, trips and days of rest, by Shanghai days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models.queries.lookups import among
from models.queries.morning_cards import KIND as CARD
from models.queries.mutes import who_muted
from models.rules.calendar import Calendar
from models.rules.quiet import Quiet, quiet_of
from models.rules.terms import Terms
from models.schema import Absence, AbsenceKind, Mute, Record
from models.times import shanghai, shanghai_day, shanghai_instant

_NOON, _EVENING = time(12), time(17, 30)
"""Clock times (Shanghai) at which half a day off is over; the report of the day is owed all the same."""
EXCUSING = (AbsenceKind.LEAVE, AbsenceKind.REST)
"""Nothing is owed and nothing is pushed on such a day (`product.md` §4.2, 请假)."""
_LONGEST = timedelta(days=200)
"""So far ahead somebody on leave is looked for at work again: longer than any leave."""


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
            among(Absence.person_id, person_ids),
            Absence.last_on >= first,
            Absence.first_on <= last,
            Absence.voided.is_(False),
        )
        .order_by(Absence.person_id, Absence.first_on, Absence.number)
    )
    return session.scalars(wanted).all()


def find_just_made(
    session: Session, person_ids: Collection[int], *, since: datetime, today: date
) -> tuple[Absence, datetime] | None:
    """The latest absence of some people that is not over, and when it was told (UTC); None where none was since then.

    Args:
        session: any.
        person_ids: whose.
        since: the instant (UTC) from which it may have been told.
        today: Shanghai day.
    """
    if not person_ids:
        return None
    row = session.execute(
        select(Absence, Record.made_at)
        .join(Record, Record.number == Absence.number)
        .where(
            among(Absence.person_id, person_ids),
            Absence.last_on >= today,
            Absence.voided.is_(False),
            Record.made_at >= since,
        )
        .order_by(Absence.number.desc())
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


@dataclass(frozen=True, slots=True)
class Listing:
    """When the morning's list that names something of a day reaches somebody: a Shanghai day and clock time."""

    on: date
    at: time


def find_listing(session: Session, person_id: int, day: date, terms: Terms, calendar: Calendar) -> Listing | None:
    """When somebody reads the morning's list of a Shanghai day: of leave the workday after it, of half a day at noon.

    Args:
        session: any.
        person_id: whose list.
        day: the day.
        terms: the company's (制度 9.2).
        calendar: its working days.

    Returns:
        None where he has switched it off.
    """
    if who_muted(session, [person_id], CARD):
        return None
    rows = list_absences(session, [person_id], first=day, last=day + _LONGEST)
    on = day
    while on <= day + _LONGEST and not _kinds_on(rows, on).isdisjoint(EXCUSING):
        on = calendar.after(on)
    at = terms.clock("morning_at", on)
    if AbsenceKind.MORNING in _kinds_on(rows, on):
        at = max(at, _NOON)
    return Listing(on, shanghai(quiet_of(terms, on).after(shanghai_instant(on, at))).time())


def _kinds_on(rows: Sequence[Absence], day: date) -> frozenset[str]:
    return frozenset(row.kind for row in rows if row.first_on <= day <= row.last_on)


def list_muted(connection: Connection, person_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
    """Who of several people wants to be left alone (免打扰), and until when (UTC)."""
    rows = connection.execute(
        select(Mute.person_id, Mute.until_at).where(
            among(Mute.person_id, person_ids), Mute.kind == "", Mute.until_at > now
        )
    )
    return {person_id: until for person_id, until in rows if until is not None}


def list_away(
    connection: Connection, person_ids: Collection[int], now: datetime, *, calendar: Calendar, quiet: Quiet
) -> Mapping[int, datetime]:
    """Who of several people is on leave, rests, or has this half of the day off, and until when (UTC).

    Args:
        connection: any.
        person_ids: whom something is to be told.
        now: instant (UTC).
        calendar: the company's: who is away is told on the workday after.
        quiet: its quiet hours, which end before anybody is told.
    """
    day, (half, noon_or_evening) = shanghai_day(now), _half_now(now)
    rows = connection.execute(
        select(Absence.person_id, Absence.kind, Absence.last_on).where(
            among(Absence.person_id, person_ids),
            Absence.last_on >= day,
            Absence.first_on <= day,
            Absence.kind.in_((*EXCUSING, half)),
            Absence.voided.is_(False),
        )
    )
    away: dict[int, datetime] = {}
    for person_id, kind, last_on in rows:
        back = quiet.after(shanghai_instant(calendar.after(last_on))) if kind in EXCUSING else noon_or_evening
        if back is not None:
            away[person_id] = max(back, away.get(person_id, back))
    return away


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
