"""The draft of a daily report, made from the day's own records: shown when it is asked for, or pushed by the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from handlers.texts import reports as texts
from handlers.texts import work as day_texts
from handlers.texts.work import Facts
from models.directory import Directory
from models.queries import followups as followup_queries
from models.queries import reports as queries
from models.queries.followups import Source
from models.queries.work import find_work
from models.rules.calendar import Calendar
from models.schema import DailyReport, ReportState
from models.services.reports import DRAFT


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is shown.

    Attributes:
        text: with what can be answered.
        question: to be left open for the answer: a sentence is added, 1 hands it in.
        data: of that question.
    """

    text: str
    question: str
    data: Mapping[str, Any]


def gather(session: Session, person_id: int, day: date, calendar: Calendar) -> tuple[Facts, DailyReport | None]:
    """What a report of a Shanghai day is written from, and its row if there is one."""
    row = queries.find_report(session, person_id, day)
    next_day = calendar.after(day)
    due = followup_queries.list_due(
        session.connection(), first=day + timedelta(days=1), last=next_day, person_id=person_id
    )
    facts = Facts(
        day,
        find_work(session, person_id, first=day, last=day),
        # What he wants to be reminded of is his own affair.
        [each for each in due if each.source is not Source.REMINDER],
        next_day,
        queries.find_plan(session, person_id, next_day, calendar),
        row.extra if row is not None else (),
    )
    return facts, row


def compose(facts: Facts, directory: Directory) -> str:
    """The report's text; empty where there is nothing to report."""
    return "" if facts.is_empty else day_texts.body(facts, lambda found: directory.customer(found).name)


def draft(session: Session, directory: Directory, *, person_id: int, day: date, today: date) -> Draft:
    """The draft of somebody's report, with the question that 1 answers: the same when he asks and when it is pushed.

    Args:
        session: any.
        directory: for names.
        person_id: whose report.
        day: its Shanghai day.
        today: the Shanghai day by the server's clock.
    """
    facts, row = gather(session, person_id, day, directory.calendar)
    return _worded(facts, row, directory, today)


def to_push(session: Session, directory: Directory, person_id: int, day: date) -> Draft | None:
    """The draft that the clock pushes on its own day; None where there is nothing to report."""
    facts, row = gather(session, person_id, day, directory.calendar)
    return None if facts.is_empty else _worded(facts, row, directory, day)


def _worded(facts: Facts, row: DailyReport | None, directory: Directory, today: date) -> Draft:
    text = compose(facts, directory)
    data = {"day": facts.day.isoformat()}
    if not text:
        return Draft(texts.draft_empty(facts.day, today), DRAFT, data)
    return Draft(texts.draft(facts.day, today, text, filed_at=filed_at(row)), DRAFT, data)


def filed_at(row: DailyReport | None) -> datetime | None:
    """When a report was handed in; None for a draft."""
    return row.filed_at if row is not None and row.state != ReportState.DRAFT else None
