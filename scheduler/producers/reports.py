"""The daily report's clock: the draft at 17:30, a word at 20:00 and 20:40 to those who still owe it (`product.md` A3).

Who is on leave, owes none or has handed his in is not disturbed; at 21:00 the server's clock closes the day by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.directory import PersonCard
from models.queries import reports as queries
from models.queries.absences import EXCUSING, find_absent
from models.queries.work import list_totals
from models.rules.reports import OWING_ROLES
from models.schema import AbsenceKind
from models.services import dialogs, notices
from models.services.notices import Claimed, NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import report_texts as texts
from scheduler.company import Company

DRAFT = "draft"
NAG = "report_nag"


def draft_the_day(session: Session, now: datetime, company: Company) -> None:
    """Show each rep who has something to report his draft, once; 1 hands it in."""
    today = shanghai_day(now)
    connection = session.connection()
    for person in _owing(session, company, today):
        draft = company.draft(session, company.directory, person.id, today)
        if draft is None:
            continue
        key = f"{DRAFT}:{person.id}:{today.isoformat()}"
        notice = NewNotice(key, DRAFT, "", person.id, person.userid, draft.text, now, _closes(company, today))
        if notices.enqueue(connection, [notice], now=now):
            dialogs.offer(connection, person.id, draft.question, draft.data, now, instead_of=company.lists)


def remind(session: Session, now: datetime, company: Company) -> None:
    """20:00: to those missing; a traveller without a visit is told of that too (A2)."""
    _nag(session, now, company, last=False)


def remind_for_the_last_time(session: Session, now: datetime, company: Company) -> None:
    """20:40: to those missing."""
    _nag(session, now, company, last=True)


def is_still_missing(connection: Connection, claimed: Claimed) -> str:
    """Why a reminder is not to be sent any more: the report was handed in meanwhile, or he went on leave."""
    if claimed.person_id is None:
        return ""
    session = Session(connection)
    day = shanghai_day(claimed.due_at)
    if queries.list_reports(session, [claimed.person_id], first=day, last=day):
        return "handed in"
    away = find_absent(session, [claimed.person_id], day).get(claimed.person_id)
    return "on leave" if away is not None and away.kind in EXCUSING else ""


def _nag(session: Session, now: datetime, company: Company, *, last: bool) -> None:
    today = shanghai_day(now)
    connection = session.connection()
    people = _owing(session, company, today)
    closes = _closes(company, today)
    if now >= closes:
        return
    away = find_absent(session, [person.id for person in people], today)
    done = list_totals(session, [person.id for person in people], today)
    which = "last" if last else "first"
    for person in people:
        absence = away.get(person.id)
        travels = absence is not None and absence.kind == AbsenceKind.TRIP
        no_visit = travels and (person.id not in done or not done[person.id].visits)
        # The first word only says whether there is a draft; to whoever has done something that is known.
        known = person.id in done and not last
        draft = None if known else company.draft(session, company.directory, person.id, today)
        body = texts.nag(closes, now, last=last, no_visit=no_visit, written=known or draft is not None)
        key = f"{NAG}:{person.id}:{today.isoformat()}:{which}"
        row = NewNotice(key, NAG, "", person.id, person.userid, body, now, closes)
        # What 1 hands in must be open by then, whatever he was asked in between.
        if notices.enqueue(connection, [row], now=now) and last and draft is not None:
            dialogs.offer(connection, person.id, draft.question, draft.data, now, instead_of=company.lists)


def _owing(session: Session, company: Company, day: date) -> Sequence[PersonCard]:
    """Who owes a report of a day and has not handed it in."""
    if not company.directory.calendar.is_workday(day):
        return []
    reps = [card for card in company.people if card.active and card.role in OWING_ROLES]
    return queries.find_missing(session, reps, day, company.directory.calendar).missing


def _closes(company: Company, day: date) -> datetime:
    return shanghai_instant(day, company.directory.terms.clock("report_deadline", day))
