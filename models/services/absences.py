"""Leave (请假), trips (出差) and days of rest: told, made longer, ended; and being left alone for a while (免打扰)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import PersonCard
from models.errors import AbsenceBadDays, AbsenceOverlaps, NoAbsence
from models.queries.absences import EXCUSING, list_absences
from models.rules.words import clean_words
from models.schema import Absence, AbsenceKind, Mute, Person, RecordKind
from models.services import notices
from models.services.numbering import give_number
from models.services.records import find_record, take_out
from models.times import shanghai_instant

LONGEST_DAYS = 180
BACK_DAYS = 7
"""So far back an absence may be told afterwards, as a report may be made up."""
AHEAD_DAYS = 366
PLACE_CHARACTERS = 64
PLACES = "、"
"""Between the towns of one trip."""
REASON_CHARACTERS = 200
MUTED_LONGEST = timedelta(days=7)
_DAY = timedelta(days=1)
_NOON = time(12)
HALVES = frozenset({AbsenceKind.MORNING, AbsenceKind.AFTERNOON, AbsenceKind.HALF})
"""Half a day off: it excuses nothing, and two of one day are a day of leave."""
_WHOLE_DAYS = tuple(kind for kind in AbsenceKind if kind not in HALVES)


@dataclass(frozen=True, slots=True)
class Away:
    """What was told.

    Attributes:
        kind: leave, trip, rest, or half a day off.
        first_on, last_on: Shanghai days, both included.
        place: of a trip; may be empty.
        reason: may be empty.
    """

    kind: AbsenceKind
    first_on: date
    last_on: date
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it; `joined` where one that stood was made longer instead of writing another."""

    row: Absence
    joined: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """An absence that is over or called off.

    Attributes:
        number: of the record.
        kind: `AbsenceKind`.
        first_on: its first Shanghai day.
        last_on: its last day now; None where no day of it is left.
    """

    number: int
    kind: str
    first_on: date
    last_on: date | None


def add(
    session: Session, away: Away, *, person: PersonCard, message_id: int | None, now: datetime, today: date
) -> Kept:
    """Write an absence; days that touch or meet one of the same sort make that one longer.

    Args:
        session: of the message.
        away: what was told.
        person: whose.
        message_id: the inbox row.
        now: instant (UTC).
        today: the Shanghai day.

    Raises:
        AbsenceBadDays: too long, too far ahead, or too long ago.
        AbsenceOverlaps: all of it stands already, or a trip is to fall into leave.
    """
    _check(away.first_on, away.last_on, today)
    _lock(session, person.id)
    touching = list_absences(session, [person.id], first=away.first_on - _DAY, last=away.last_on + _DAY)
    mine = [row for row in touching if _same_sort(row.kind, away.kind)]
    if away.kind in HALVES:
        return _half(session, away, touching, person=person, message_id=message_id, now=now)
    covering = [row for row in mine if row.first_on <= away.first_on and away.last_on <= row.last_on]
    if covering and _goes_elsewhere(covering[0], away):
        return Kept(_joined(session, covering, away), joined=True)
    meets = [row for row in touching if row.first_on <= away.last_on and away.first_on <= row.last_on]
    if covering:
        raise AbsenceOverlaps(covering[0].number, covering[0].kind, covering[0].first_on, covering[0].last_on)
    against = [row for row in meets if row.kind in EXCUSING and away.kind is AbsenceKind.TRIP]
    if against:
        raise AbsenceOverlaps(against[0].number, against[0].kind, against[0].first_on, against[0].last_on)
    joinable = [row for row in mine if row.kind == away.kind or row in meets]
    if joinable:
        return Kept(_joined(session, joinable, away), joined=True)
    return Kept(_write(session, away, person, message_id, now), joined=False)


def _half(
    session: Session, away: Away, near: Sequence[Absence], *, person: PersonCard, message_id: int | None, now: datetime
) -> Kept:
    """Half a day off; with the other half of the day it is a day of leave."""
    rows = [row for row in near if row.first_on <= away.first_on <= row.last_on and row.kind != AbsenceKind.TRIP]
    standing = next((row for row in rows if row.kind in EXCUSING or row.kind == away.kind), None)
    if standing is not None:
        raise AbsenceOverlaps(standing.number, standing.kind, standing.first_on, standing.last_on)
    if rows:
        rows[0].kind = AbsenceKind.LEAVE.value
        session.flush()
        return Kept(rows[0], joined=True)
    return Kept(_write(session, away, person, message_id, now), joined=False)


def _write(session: Session, away: Away, person: PersonCard, message_id: int | None, now: datetime) -> Absence:
    number = give_number(session, RecordKind.ABSENCE, person_id=person.id, message_id=message_id, now=now)
    row = Absence(
        number=number,
        kind=away.kind.value,
        person_id=person.id,
        first_on=away.first_on,
        last_on=away.last_on,
        place=clean_words(away.place)[:PLACE_CHARACTERS],
        reason=clean_words(away.reason)[:REASON_CHARACTERS],
        voided=False,
    )
    session.add(row)
    session.flush()
    return row


def prolong(session: Session, *, person: PersonCard, days: int, today: date) -> Absence:
    """Make what he is on, or was on until yesterday, so many days longer; else the next that comes.

    Raises:
        NoAbsence: there is none.
        AbsenceBadDays: it would be too long.
    """
    row = _find(session, person.id, today, on=None, kinds=_WHOLE_DAYS, back=1)
    last_on = row.last_on + timedelta(days=days)
    _check(row.first_on, last_on, max(today, row.first_on))
    row.last_on = last_on
    session.flush()
    return row


def change(
    session: Session, row: Absence, *, first_on: date | None = None, last_on: date, person: PersonCard, today: date
) -> None:
    """Correct the days of an absence.

    Args:
        session: of the message.
        row: one that stands.
        first_on: its first Shanghai day; None leaves it, unless the last lies before it.
        last_on: its last one.
        person: whose it is.
        today: the Shanghai day.

    Raises:
        AbsenceBadDays: too long, too far ahead, or too long ago.
        AbsenceOverlaps: another one stands on these days.
    """
    _lock(session, person.id)
    first = first_on if first_on is not None else min(row.first_on, last_on)
    if row.kind in HALVES:
        first = last_on
    _check(first, last_on, today)
    meets = list_absences(session, [person.id], first=first, last=last_on)
    other = next((each for each in meets if each.number != row.number), None)
    if other is not None:
        raise AbsenceOverlaps(other.number, other.kind, other.first_on, other.last_on)
    row.first_on, row.last_on = first, last_on
    session.flush()


def end(
    session: Session,
    *,
    person: PersonCard,
    kinds: tuple[AbsenceKind, ...],
    on: date | None,
    called_off: bool,
    now: datetime,
    today: date,
) -> Sequence[Ended]:
    """He is back: all he is on ends, leave with yesterday and a trip with today; else the next to come is called off.

    Args:
        session: of the message.
        person: whose.
        kinds: which sort he means.
        on: a Shanghai day of it, if he named one.
        called_off: whether it does not take place at all, so that one that begins today goes altogether.
        now: instant (UTC).
        today: the Shanghai day.

    Raises:
        NoAbsence: there is none.
    """
    if not called_off and now >= shanghai_instant(today, _NOON):
        kinds = tuple(kind for kind in kinds if kind != AbsenceKind.MORNING)
    next_one = _find(session, person.id, today, on=on, kinds=kinds)
    notices.let_go(session.connection(), person.userid, now)
    running = [
        row for row in list_absences(session, [person.id], first=today, last=today) if row.kind in kinds and on is None
    ]
    # Leave before the trip it fell into.
    rows = sorted(running, key=lambda row: row.kind == AbsenceKind.TRIP) or [next_one]
    return [_end(session, row, by_id=person.id, called_off=called_off, now=now, today=today) for row in rows]


def _end(session: Session, row: Absence, *, by_id: int, called_off: bool, now: datetime, today: date) -> Ended:
    last = today if row.kind == AbsenceKind.TRIP and not called_off else today - _DAY
    if row.first_on > today or last < row.first_on:
        take_out(session, find_record(session, row.number), by_id=by_id, at=now)
        return Ended(row.number, row.kind, row.first_on, None)
    row.last_on = min(row.last_on, last)
    session.flush()
    return Ended(row.number, row.kind, row.first_on, row.last_on)


def mute(session: Session, *, person: PersonCard, until: datetime, now: datetime) -> datetime:
    """Push nothing to a person until an instant (UTC), a week at most; until when it is."""
    row = _mute(session, person.id)
    row.until_at = min(until, now + MUTED_LONGEST)
    session.flush()
    return row.until_at


def unmute(session: Session, *, person: PersonCard, now: datetime) -> bool:
    """Push again, what waited at once; whether anything was held back at all."""
    row = session.scalar(select(Mute).where(Mute.person_id == person.id, Mute.kind == ""))
    if row is None or row.until_at is None:
        return False
    row.until_at = None
    session.flush()
    notices.let_go(session.connection(), person.userid, now)
    return True


def _mute(session: Session, person_id: int) -> Mute:
    _lock(session, person_id)
    row = session.scalar(select(Mute).where(Mute.person_id == person_id, Mute.kind == ""))
    if row is None:
        row = Mute(person_id=person_id, kind="")
        session.add(row)
    return row


def _lock(session: Session, person_id: int) -> None:
    """Two devices of one person come one after the other."""
    session.get_one(Person, person_id, with_for_update=True)


def _same_sort(kind: str, other: AbsenceKind) -> bool:
    return (kind in EXCUSING) == (other in EXCUSING) and kind not in HALVES


def _check(first: date, last: date, today: date) -> None:
    too_long = (last - first).days >= LONGEST_DAYS
    too_far = (first - today).days > AHEAD_DAYS or (today - last).days > BACK_DAYS
    if last < first or too_long or too_far:
        raise AbsenceBadDays(first, last, LONGEST_DAYS, too_long=too_long)


def _goes_elsewhere(row: Absence, away: Away) -> bool:
    """Whether a trip leads to a town that is not among those of one that stands."""
    place = clean_words(away.place)
    return away.kind is AbsenceKind.TRIP and bool(place) and place not in row.place.split(PLACES)


def _joined(session: Session, rows: list[Absence], away: Away) -> Absence:
    kept = rows[0]
    kept.first_on = min(away.first_on, *(row.first_on for row in rows)) if rows else away.first_on
    kept.last_on = max(away.last_on, *(row.last_on for row in rows))
    if away.kind is AbsenceKind.LEAVE:
        kept.kind = AbsenceKind.LEAVE.value
    if _goes_elsewhere(kept, away):
        kept.place = PLACES.join(filter(None, (kept.place, clean_words(away.place))))[:PLACE_CHARACTERS]
    kept.reason = kept.reason or clean_words(away.reason)[:REASON_CHARACTERS]
    session.flush()
    return kept


def _find(
    session: Session, person_id: int, today: date, *, on: date | None, kinds: tuple[AbsenceKind, ...], back: int = 0
) -> Absence:
    first = on or today - timedelta(days=back)
    last = on or today + timedelta(days=AHEAD_DAYS)
    found = [row for row in list_absences(session, [person_id], first=first, last=last) if row.kind in kinds]
    if not found:
        raise NoAbsence
    return min(found, key=lambda row: (row.first_on > today, row.first_on))
