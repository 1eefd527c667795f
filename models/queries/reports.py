"""Reading daily reports: one's own, a team's, who has none, and the plan of a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import PersonCard
from models.queries.absences import find_absent, list_absences
from models.queries.lookups import among
from models.rules.calendar import STATUTORY, Calendar
from models.rules.reports import Excuse, excuse
from models.schema import Absence, DailyReport, Notice, Person, RecordRead, ReportState

LATELY = timedelta(minutes=30)
"""So long after somebody was reminded of his report nobody reminds him again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who of some people has handed in the report of a day.

    Attributes:
        filed: those who have, by person; whoever owed none is among them if he wrote one all the same.
        missing: who owes one and has not handed it in.
        excused: who owes none and wrote none, with the reason; people of another role are left out.
    """

    filed: Mapping[int, DailyReport]
    missing: Sequence[PersonCard]
    excused: Sequence[tuple[PersonCard, Excuse]]


def find_report(session: Session, person_id: int, day: date) -> DailyReport | None:
    """Somebody's report of a Shanghai day, a draft included; None where there is none that stands."""
    return session.scalars(
        select(DailyReport).where(
            DailyReport.person_id == person_id, DailyReport.report_on == day, DailyReport.voided.is_(False)
        )
    ).first()


def list_reports(session: Session, person_ids: Collection[int], *, first: date, last: date) -> Sequence[DailyReport]:
    """The reports that some people handed in for some Shanghai days, by day and person.

    Args:
        session: any.
        person_ids: whose.
        first, last: days, both included.
    """
    if not person_ids:
        return []
    wanted = (
        select(DailyReport)
        .where(
            among(DailyReport.person_id, person_ids),
            DailyReport.report_on.between(first, last),
            DailyReport.state != ReportState.DRAFT,
            DailyReport.voided.is_(False),
        )
        .order_by(DailyReport.report_on, DailyReport.person_id)
    )
    return session.scalars(wanted).all()


def find_missing(session: Session, people: Sequence[PersonCard], day: date, calendar: Calendar = STATUTORY) -> Standing:
    """Who of some people handed in the report of a Shanghai day, who still owes it, and who owes none.

    Args:
        session: any.
        people: a leader's line.
        day: the day.
        calendar: the company's working days.
    """
    ids = [person.id for person in people]
    filed = {report.person_id: report for report in list_reports(session, ids, first=day, last=day)}
    away = find_absent(session, ids, day)
    missing: list[PersonCard] = []
    excused: list[tuple[PersonCard, Excuse]] = []
    for person in people:
        absence = away.get(person.id)
        away_as = absence.kind if absence is not None else ""
        why = excuse(person.role, day, away_as, calendar, since=person.since_on)
        if person.id in filed or why is Excuse.ROLE:
            continue
        if why is None:
            missing.append(person)
        else:
            excused.append((person, why))
    return Standing(filed, missing, excused)


@dataclass(frozen=True, slots=True)
class Tally:
    """How somebody kept up with his reports over some days.

    Attributes:
        filed: how many he handed in.
        late: how many of them after the deadline.
        gaps: days that are over, for which he owed one and handed in none.
    """

    filed: int
    late: int
    gaps: int


def tally(
    session: Session,
    people: Sequence[PersonCard],
    *,
    first: date,
    last: date,
    today: date,
    calendar: Calendar = STATUTORY,
) -> list[Tally]:
    """How some people kept up with their reports from one Shanghai day to another, in their order.

    Args:
        session: any.
        people: whose.
        first, last: days, both included.
        today: the Shanghai day by the server's clock, which is not over.
    """
    ids = [person.id for person in people]
    found: dict[int, dict[date, str]] = {}
    for row in list_reports(session, ids, first=first, last=last):
        found.setdefault(row.person_id, {})[row.report_on] = row.state
    away: dict[int, list[Absence]] = {}
    for absence in list_absences(session, ids, first=first, last=last):
        away.setdefault(absence.person_id, []).append(absence)
    over = (min(last, today - timedelta(days=1)) - first).days + 1
    days = [first + timedelta(days=number) for number in range(over)]
    tallies = []
    for person in people:
        states, theirs = found.get(person.id, {}), away.get(person.id, [])
        gaps = sum(day not in states and _owes(person, day, theirs, calendar) for day in days)
        late = sum(state != ReportState.ON_TIME for state in states.values())
        tallies.append(Tally(len(states), late, gaps))
    return tallies


def _owes(person: PersonCard, day: date, away: Sequence[Absence], calendar: Calendar) -> bool:
    kinds = [absence.kind for absence in away if absence.first_on <= day <= absence.last_on]
    return not any(excuse(person.role, day, kind, calendar, since=person.since_on) for kind in kinds or [""])


def find_plan(session: Session, person_id: int, day: date, calendar: Calendar = STATUTORY) -> str:
    """What somebody means to do on a Shanghai day, in his words; empty where he has said nothing."""
    return find_plans(session, [person_id], day, calendar).get(person_id, "")


def find_plans(
    session: Session, person_ids: Collection[int], day: date, calendar: Calendar = STATUTORY
) -> Mapping[int, str]:
    """What some people mean to do on a Shanghai day, in their words; who has said nothing is left out."""
    if not person_ids:
        return {}
    rows = session.execute(
        select(DailyReport.person_id, DailyReport.plan).where(
            among(DailyReport.person_id, person_ids),
            DailyReport.report_on == calendar.before(day),
            DailyReport.plan != "",
            DailyReport.voided.is_(False),
        )
    )
    return {row.person_id: row.plan for row in rows}


def list_unread(session: Session, reader_id: int, person_ids: Collection[int], *, since: date) -> Sequence[DailyReport]:
    """The reports of some people that a leader has not marked as read, the oldest first.

    Args:
        session: any.
        reader_id: the leader.
        person_ids: whose reports.
        since: first Shanghai day.
    """
    if not person_ids:
        return []
    read = (
        select(RecordRead.id)
        .where(RecordRead.record_number == DailyReport.number, RecordRead.person_id == reader_id)
        .exists()
    )
    wanted = (
        select(DailyReport)
        .where(
            among(DailyReport.person_id, person_ids),
            DailyReport.report_on >= since,
            DailyReport.state != ReportState.DRAFT,
            DailyReport.voided.is_(False),
            ~read,
        )
        .order_by(DailyReport.report_on, DailyReport.person_id)
    )
    return session.scalars(wanted).all()


def told_lately(session: Session, keys: Collection[str], *, now: datetime) -> set[str]:
    """Which of some notices' keys were used within the last half hour (UTC instant `now`)."""
    if not keys:
        return set()
    wanted = select(Notice.dedupe_key).where(Notice.dedupe_key.in_(keys), Notice.made_at > now - LATELY)
    return set(session.scalars(wanted))


def readers_of(session: Session, numbers: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Who has marked some records as read: names by record, in the order they did."""
    if not numbers:
        return {}
    rows = session.execute(
        select(RecordRead.record_number, Person.name)
        .join(Person, Person.id == RecordRead.person_id)
        .where(RecordRead.record_number.in_(numbers))
        .order_by(RecordRead.read_at, RecordRead.id)
    )
    found: dict[int, list[str]] = {}
    for number, name in rows:
        found.setdefault(number, []).append(name)
    return found
