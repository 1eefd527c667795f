"""Daily reports: one for each person and Shanghai day, drafted, added to, handed in, made up (`product.md` A3, D9).

How a report counts is settled by the instant at which the server handles the message, never by the phone's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.db import is_sqlite
from models.errors import NothingToReport, ReportAhead, ReportClosed, ReportFull, ReportTooOld
from models.rules.calendar import STATUTORY, Calendar
from models.rules.lengths import NOTE_CHARACTERS
from models.rules.reports import Handed, handed, may_make_up
from models.rules.terms import Terms
from models.rules.words import clean_words
from models.schema import DailyReport, Record, RecordKind, RecordRead, ReportState
from models.services.numbering import give_number
from models.times import shanghai_day

DRAFT = "reports.draft"
"""The open question after a draft: 1 hands it in, a sentence is added. Its data is the day, `{"day": "2026-11-23"}`."""
FILED = "report_filed"
"""The kind of notice by which a leader gets a report."""
ADDED_CHARACTERS = 800
"""Of one sentence that is added."""
MOST_ADDED = 20
PLAN_CHARACTERS = 400
STATES = {
    Handed.ON_TIME: ReportState.ON_TIME,
    Handed.LATE: ReportState.LATE,
    Handed.MADE_UP: ReportState.MADE_UP,
}


@dataclass(frozen=True, slots=True)
class Filed:
    """A report that was handed in.

    Attributes:
        report: as it stands.
        first: whether it was not handed in before.
        changed: whether its text is another than before.
    """

    report: DailyReport
    first: bool
    changed: bool


def check_day(day: date, *, now: datetime, terms: Terms) -> None:
    """Whether a report of a Shanghai day is still, or already, taken.

    Args:
        day: what it is about.
        now: when the server received it (UTC).
        terms: the company's.

    Raises:
        ReportAhead: the day is still to come.
        ReportTooOld: it lies too far back (2.2).
    """
    today = shanghai_day(now)
    if day > today:
        raise ReportAhead(day)
    days = terms.number("report_make_up_days", today)
    if not may_make_up(day, today, days):
        raise ReportTooOld(day, days)


def add_words(
    session: Session, words: str, *, person_id: int, day: date, message_id: int | None, now: datetime, terms: Terms
) -> DailyReport:
    """Add a sentence to the report of a day, which becomes a draft with it if there was none.

    Args:
        session: of the message.
        words: as he wrote them.
        person_id: whose report.
        day: its Shanghai day.
        message_id: the inbox row.
        now: instant (UTC) at which the server handles it.
        terms: the company's.

    Raises:
        ReportAhead, ReportTooOld: see `check_day`.
        ReportClosed: it was handed in on time and the deadline has passed.
        ReportFull: more is not kept.
    """
    check_day(day, now=now, terms=terms)
    said = clean_words(words)
    row = _open(session, person_id, day, message_id, now)
    _refuse_closed(row, now, terms)
    if len(row.extra) >= MOST_ADDED or len(said) > ADDED_CHARACTERS:
        raise ReportFull(MOST_ADDED, ADDED_CHARACTERS)
    if said and said not in row.extra:
        row.extra = [*row.extra, said]  # a list that is changed in place is not noticed
    session.flush()
    return row


def take_out(session: Session, words: str, *, person_id: int, day: date, now: datetime, terms: Terms) -> DailyReport:
    """Take a sentence that was added out of the report of a day again.

    Args:
        session: of the message.
        words: the sentence as it is kept.
        person_id: whose report, of which there is one.
        day: its Shanghai day.
        now: instant (UTC) at which the server handles it.
        terms: the company's.

    Raises:
        ReportClosed: it was handed in on time and the deadline has passed.
    """
    row = _open(session, person_id, day, None, now)
    _refuse_closed(row, now, terms)
    row.extra = [one for one in row.extra if one != words]
    session.flush()
    return row


def set_plan(
    session: Session,
    words: str,
    *,
    person_id: int,
    day: date,
    message_id: int | None,
    now: datetime,
    add: bool = False,
    calendar: Calendar = STATUTORY,
) -> DailyReport:
    """Keep what somebody means to do on a day: it stands on the report of the workday before.

    Args:
        session: of the message.
        words: as he wrote them.
        person_id: whose plan.
        day: the Shanghai day it is for.
        message_id: the inbox row.
        now: instant (UTC).
        add: behind what was planned before, instead of in its place.
        calendar: the company's working days.

    Returns:
        The report that it stands on.
    """
    said = clean_words(words)[:PLAN_CHARACTERS]
    row = _open(session, person_id, calendar.before(day), message_id, now)
    row.plan = "；".join(filter(None, (row.plan, said)))[:PLAN_CHARACTERS] if add else said
    session.flush()
    return row


def file(
    session: Session, body: str, *, person_id: int, day: date, message_id: int | None, now: datetime, terms: Terms
) -> Filed:
    """Hand a report in, or in again.

    The number stays; the text is the new one, and the history keeps the old. Of a report that was late the first time
    the state stays what it was.

    Args:
        session: of the message.
        body: what the leader reads, word for word.
        person_id: whose report.
        day: its Shanghai day.
        message_id: the inbox row.
        now: instant (UTC) at which the server handles it.
        terms: the company's.

    Raises:
        NothingToReport: there is nothing in it.
        ReportAhead, ReportTooOld: see `check_day`.
        ReportClosed: it was handed in on time and the deadline has passed.
    """
    check_day(day, now=now, terms=terms)
    if not body.strip():
        raise NothingToReport(day)
    row = _open(session, person_id, day, message_id, now)
    _refuse_closed(row, now, terms)
    first = row.state == ReportState.DRAFT
    changed = first or row.body != body
    if first:
        row.state = STATES[handed(day, now, terms.clock("report_deadline", day))]
        row.first_filed_at = row.first_filed_at or now
    if changed:
        row.body, row.filed_at = body, now
    session.flush()
    return Filed(row, first, changed)


def give_reason(session: Session, number: int, words: str) -> DailyReport:
    """Keep why a report was late, for the leader to read.

    Args:
        session: of the message.
        number: of the author's own report.
        words: as he wrote them.
    """
    row = session.get_one(DailyReport, number, with_for_update=True, populate_existing=True)
    row.late_reason = clean_words(words)[:NOTE_CHARACTERS]
    session.flush()
    return row


def mark_read(session: Session, numbers: Collection[int], *, reader_id: int, now: datetime) -> int:
    """Note that a leader has read some records; what he has read before is left alone.

    Args:
        session: of the message.
        numbers: the records.
        reader_id: who has read them.
        now: instant (UTC).

    Returns:
        How many he had not read before.
    """
    if not numbers:
        return 0
    connection = session.connection()
    insert = sqlite.insert(RecordRead) if is_sqlite(connection) else postgresql.insert(RecordRead)
    statement: Insert = insert.on_conflict_do_nothing(index_elements=["record_number", "person_id"])
    rows = [{"record_number": number, "person_id": reader_id, "read_at": now} for number in sorted(set(numbers))]
    return len(connection.execute(statement.returning(RecordRead.id), rows).all())


def _open(session: Session, person_id: int, day: date, message_id: int | None, now: datetime) -> DailyReport:
    """The row of a person and day, locked until the commit; a new draft where there is none.

    Of two that make it at the same moment one is settled by the unique key, and takes the other's row.
    """
    row = _locked(session, person_id, day)
    if row is None:
        try:
            with session.begin_nested():
                return _insert(session, person_id, day, message_id, now)
        except IntegrityError:
            row = _locked(session, person_id, day)
            if row is None:
                raise
    if row.voided:
        _stand_again(session, row)
    return row


def _locked(session: Session, person_id: int, day: date) -> DailyReport | None:
    return session.scalars(
        select(DailyReport)
        .where(DailyReport.person_id == person_id, DailyReport.report_on == day)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _insert(session: Session, person_id: int, day: date, message_id: int | None, now: datetime) -> DailyReport:
    number = give_number(session, RecordKind.REPORT, person_id=person_id, message_id=message_id, now=now)
    row = DailyReport(
        number=number,
        person_id=person_id,
        report_on=day,
        state=ReportState.DRAFT,
        extra=[],
        plan="",
        body="",
        late_reason="",
        voided=False,
    )
    session.add(row)
    session.flush()
    return row


def _stand_again(session: Session, row: DailyReport) -> None:
    """A report that was taken back begins again as a draft, under its number: there is one a day, ever."""
    record = session.get_one(Record, row.number, with_for_update=True)
    record.voided_at, record.voided_by_id, record.void_reason = None, None, ""
    row.voided = False
    session.flush()


def _refuse_closed(row: DailyReport, now: datetime, terms: Terms) -> None:
    """A report that was on time is not changed after the deadline: else its state would say what is not so."""
    if row.state != ReportState.ON_TIME or row.filed_at is None:
        return
    if handed(row.report_on, now, terms.clock("report_deadline", row.report_on)) is not Handed.ON_TIME:
        raise ReportClosed(row.number, row.report_on, row.filed_at)
