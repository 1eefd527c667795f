"""Visits as reps report them: log, arrive, leave.

A visit costs few statements (`reference/performance.md`): one read of what it meets, and four writes (record, visit,
the day's sums, history; two on PostgreSQL). They are prepared; filling an arrival, and attaching what was sent before,
go through the ORM.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from models.directory import Directory
from models.errors import DuplicateVisit, NoOpenVisit, VisitInFuture, VisitTooOld
from models.queries import visits as queries
from models.queries.visits import Arrival, SameDay
from models.rules.lengths import CONTACT_CHARACTERS, NOTE_CHARACTERS
from models.rules.points import MINIMUM_LEVEL
from models.rules.words import clean_words, folded
from models.schema import Visit
from models.services import evidence, rep_days
from models.services.evidence import Evidence
from models.services.visit_rows import insert_visit
from models.times import shanghai_day, shanghai_instant

MAKE_UP_DAYS = 31
"""How far back a visit may be made up (补)."""
DUPLICATE_WITHIN = timedelta(minutes=10)
"""The same report again within this time is a slip of the finger (`product.md` §4.3, duplicate message)."""
NOON = time(12)


@dataclass(slots=True)  # not frozen: that takes five times as long to make, and every visit makes one
class Report:
    """What a rep says of one visit.

    Attributes:
        customer_id: where.
        day: the Shanghai day it happened on.
        said_at: when he said so (UTC).
        clock: clock time in Shanghai, if he said one.
        contact_id: whom he met, if that is a known contact.
        contact_name: whom he met, in his words.
        summary: what was talked about, in his words.
        next_on: when to go on.
        next_clock: at what time then.
        next_note: what then.
        way: how they talked where nobody went there (电话); empty for a visit.
    """

    customer_id: int
    day: date
    said_at: datetime
    clock: time | None = None
    contact_id: int | None = None
    contact_name: str = ""
    summary: str = ""
    next_on: date | None = None
    next_clock: time | None = None
    next_note: str = ""
    way: str = ""


class Logged(NamedTuple):
    """What became of a report.

    Attributes:
        number: of the record.
        evidence: what backs the visit.
        points: of the month of the visit's day, this visit included.
        counted: whether this visit made a point; the same customer on the same day makes only one.
        filled: whether it completed an arrival of the same day.
        asked: the evidence level from which a visit of that day counts.
    """

    number: int
    evidence: Evidence
    points: int
    counted: bool
    filled: bool
    asked: int = MINIMUM_LEVEL


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival that was noted; `again` when it had been before."""

    number: int
    at: datetime
    evidence: Evidence | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A visit that was left.

    Attributes:
        number: of the record.
        customer_id: whom he left.
        at: instant (UTC).
        minutes: how long he was there.
        told: whether it was said what was talked about.
    """

    number: int
    customer_id: int
    at: datetime
    minutes: int
    told: bool


def check_day(day: date, today: date) -> None:
    """Whether a visit of this Shanghai day can be reported today.

    Raises:
        VisitInFuture: it is still to come.
        VisitTooOld: it lies further back than can be made up.
    """
    if day > today:
        raise VisitInFuture(day)
    if (today - day).days > MAKE_UP_DAYS:
        raise VisitTooOld(day, MAKE_UP_DAYS)


def log_visit(
    session: Session,
    report: Report,
    *,
    person_id: int,
    message_id: int | None,
    directory: Directory,
    now: datetime,
    today: date,
) -> Logged:
    """Write down a visit, or complete today's arrival at that customer with it.

    Args:
        session: of the message.
        report: what was said.
        person_id: who visited.
        message_id: the inbox row.
        directory: the company in memory.
        now: instant (UTC).
        today: Shanghai day of the message.

    Raises:
        VisitInFuture: the day is still to come.
        VisitTooOld: the day lies too far back.
        DuplicateVisit: the same was told a moment ago.
    """
    check_day(report.day, today)
    met = queries.find_standing(
        session, person_id=person_id, customer_id=report.customer_id, day=report.day, said_at=report.said_at
    )
    values = _values(report)
    _refuse_duplicate(values, met.same_day)
    arrival = next((visit for visit in met.same_day if _waits_for_words(visit)), None)
    if arrival is not None:
        return _filled(session, arrival.number, report, directory)
    asked = directory.terms.number("points_level", report.day)
    open_for_a_point = not any(visit.level >= asked for visit in met.same_day)
    counted = open_for_a_point and evidence.NOTHING.level >= asked
    number = insert_visit(session, values, person_id, message_id, now, points=int(counted))
    gathered = _gather_new(session, number, values, person_id, directory) if met.waits else evidence.NOTHING
    counted = open_for_a_point and gathered.level >= asked
    return Logged(number, gathered, met.points + counted, counted, filled=False, asked=asked)


def fill_arrival(session: Session, *, number: int, report: Report, directory: Directory) -> Logged:
    """Complete an arrival with what was talked about there.

    Args:
        session: of the message.
        number: of the arrival's record, which is the reporter's own and not voided.
        report: what was said.
        directory: the company in memory.
    """
    return _filled(session, number, report, directory)


def arrive(
    session: Session,
    *,
    person_id: int,
    message_id: int | None,
    customer_id: int,
    said_at: datetime,
    clock: time | None,
    directory: Directory,
    now: datetime,
) -> Arrived:
    """Note that somebody reached a customer today; saying it twice notes it once.

    Args:
        session: of the message.
        person_id: who.
        message_id: the inbox row.
        customer_id: where.
        said_at: when he said so (UTC).
        clock: clock time (Shanghai) that he said, if any.
        directory: the company in memory.
        now: instant (UTC).
    """
    day = shanghai_day(said_at)
    for known in queries.list_arrivals(session, person_id=person_id, day=day):
        if known.customer_id == customer_id and known.left_at is None:
            return Arrived(known.number, known.arrived_at, None, again=True)
    at = _not_after(said_at, day, clock)
    values = _values(Report(customer_id, day, said_at, clock)) | {"arrived_at": at}
    number = insert_visit(session, values, person_id, message_id, now)
    rep_days.settle(session, person_id, day)
    return Arrived(number, at, _gather_new(session, number, values, person_id, directory))


def leave(
    session: Session,
    *,
    person_id: int,
    customer_ids: Collection[int],
    said_at: datetime,
    clock: time | None,
) -> Left:
    """Note that somebody left the customer he arrived at today, the last one if he does not say which.

    Args:
        session: of the message.
        person_id: who.
        customer_ids: whom he may mean; empty for wherever he is.
        said_at: when he said so (UTC).
        clock: clock time (Shanghai) that he said, if any.

    Raises:
        NoOpenVisit: there is no arrival today to leave from.
    """
    day = shanghai_day(said_at)
    arrivals = queries.list_arrivals(session, person_id=person_id, day=day)
    fits = (
        known for known in arrivals if known.left_at is None and (not customer_ids or known.customer_id in customer_ids)
    )
    open_one = next(fits, None)
    if open_one is None:
        raise NoOpenVisit
    at = max(_not_after(said_at, day, clock), open_one.arrived_at)
    visit = session.get_one(Visit, open_one.number)
    visit.left_at = at
    session.flush()
    stayed = int((at - open_one.arrived_at).total_seconds()) // 60
    return Left(open_one.number, open_one.customer_id, at, stayed, bool(open_one.summary))


def find_untold_arrival(session: Session, *, person_id: int, day: date) -> Arrival | None:
    """The last arrival of a Shanghai day of which nothing was told yet."""
    arrivals = queries.list_arrivals(session, person_id=person_id, day=day)
    return next((known for known in arrivals if not known.summary), None)


def _values(report: Report) -> dict[str, Any]:
    return {
        "customer_id": report.customer_id,
        "contact_id": report.contact_id,
        "contact_name": clean_words(report.contact_name)[:CONTACT_CHARACTERS],
        "visited_on": report.day,
        "visited_at": _happened_at(report),
        "reported_at": report.said_at,
        "summary": clean_words(report.summary),
        "next_on": report.next_on,
        "next_clock": report.next_clock,
        "next_note": clean_words(report.next_note)[:NOTE_CHARACTERS],
        "arrived_at": None,
        "left_at": None,
        "evidence_level": 1,
        "voided": False,
    }


def _filled(session: Session, number: int, report: Report, directory: Directory) -> Logged:
    """An arrival completed: whatever it counted for was counted with it, or is by the evidence that comes now."""
    visit = _fill(session, number, report)
    gathered = _gather(session, visit, directory)
    asked = directory.terms.number("points_level", visit.visited_on)
    total = queries.count_points(session, person_id=visit.person_id, day=visit.visited_on)
    return Logged(number, gathered, total, counted=gathered.level >= asked, filled=True, asked=asked)


def _fill(session: Session, number: int, report: Report) -> Visit:
    visit = session.get_one(Visit, number)
    told = _values(report)
    for name in ("contact_id", "contact_name", "summary", "next_on", "next_clock", "next_note"):
        if told[name]:
            setattr(visit, name, told[name])
    visit.reported_at = report.said_at
    session.flush()
    return visit


def _gather_new(
    session: Session, number: int, values: Mapping[str, Any], person_id: int, directory: Directory
) -> Evidence:
    """What backs a visit that has just been inserted; mostly nothing, and then its row need not be loaded."""
    lines = evidence.moments(values["reported_at"], values["arrived_at"], values["left_at"])
    waiting = evidence.list_waiting(session, person_id, lines)
    if not waiting:
        return evidence.NOTHING
    visit = session.get_one(Visit, number)
    found = evidence.attach_waiting(session, waiting, visit=visit, directory=directory)
    session.flush()
    return found


def _gather(session: Session, visit: Visit, directory: Directory) -> Evidence:
    found = evidence.gather(session, visit=visit, directory=directory)
    session.flush()
    return found


def _refuse_duplicate(told: Mapping[str, Any], same_day: Sequence[SameDay]) -> None:
    said_at = told["reported_at"]
    for visit in same_day:
        recent = abs(said_at - visit.reported_at) <= DUPLICATE_WITHIN
        if recent and not _waits_for_words(visit) and _is_same(told, visit):
            raise DuplicateVisit(visit.number)


def _is_same(told: Mapping[str, Any], visit: SameDay) -> bool:
    """Whether all that was said is the same: letters and figures only, whatever their width."""
    # Without a clock time a visit happened when it was told, so two reports of it differ by minutes.
    clock = told["visited_at"] if told["visited_at"] != told["reported_at"] else None
    known_clock = visit.visited_at if visit.visited_at != visit.reported_at else None
    if (clock, told["next_on"], told["next_clock"]) != (known_clock, visit.next_on, visit.next_clock):
        return False
    return all(
        folded(told[name]) == folded(known)
        for name, known in (
            ("summary", visit.summary),
            ("contact_name", visit.contact_name),
            ("next_note", visit.next_note),
        )
    )


def _waits_for_words(visit: SameDay) -> bool:
    return visit.arrived_at is not None and not visit.summary


def _happened_at(report: Report) -> datetime:
    if report.day == shanghai_day(report.said_at):
        return _not_after(report.said_at, report.day, report.clock)
    return shanghai_instant(report.day, report.clock or NOON)


def _not_after(said_at: datetime, day: date, clock: time | None) -> datetime:
    """The instant that was said; nothing that is reported can lie behind the report."""
    return said_at if clock is None else min(shanghai_instant(day, clock), said_at)
