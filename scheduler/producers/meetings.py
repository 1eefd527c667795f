"""08:30: each leader's sheet for the morning meeting: yesterday, open problems, today's plans, who is away (A5)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.queries import news as news_queries
from models.queries import reports as report_queries
from models.queries.absences import find_absent
from models.queries.work import list_totals
from models.rules.reports import OWING_ROLES
from models.schema import AbsenceKind, News, NewsKind
from models.services import dialogs, notices
from models.services.notices import NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import report_texts as texts
from scheduler.company import Company
from scheduler.producers.summaries import WHO
from scheduler.report_texts import Morning

KIND = "meeting"
_UNTIL: Final = time(14)
_PROBLEM_DAYS: Final = timedelta(days=30)
_AWAY: Final = {
    AbsenceKind.LEAVE: "请假",
    AbsenceKind.REST: "休息",
    AbsenceKind.TRIP: "出差",
    AbsenceKind.MORNING: "上午请假",
    AbsenceKind.AFTERNOON: "下午请假",
    AbsenceKind.HALF: "请半天假",
}


def due_today(session: Session, now: datetime, company: Company) -> None:
    """Enqueue one sheet per leader of reps and workday; a number opens what that person did the day before."""
    today, directory = shanghai_day(now), company.directory
    if not directory.calendar.is_workday(today):
        return
    before = directory.calendar.before(today)
    connection = session.connection()
    for leader in company.people:
        people = [card for card in directory.reports_of(leader.id) if card.role in OWING_ROLES]
        if not people or not leader.active:
            continue
        body = _sheet(session, directory, people, today, before)
        if not body:
            continue
        key = f"{KIND}:{leader.id}:{today.isoformat()}"
        until = shanghai_instant(today, _UNTIL)
        row = NewNotice(key, KIND, "", leader.id, leader.userid, body, now, until)
        if notices.enqueue(connection, [row], now=now):
            period = {"first": before.isoformat(), "last": before.isoformat(), "words": ""}
            dialogs.offer(
                connection,
                leader.id,
                WHO,
                {"people": [card.id for card in people], **period},
                now,
                instead_of=company.lists,
            )


def _sheet(session: Session, directory: Directory, people: list[PersonCard], today: date, before: date) -> str:
    """The sheet's words; none where there is nothing at all to speak about."""
    ids = [card.id for card in people]
    done = list_totals(session, ids, before)
    plans = report_queries.find_plans(session, ids, today, directory.calendar)
    away = find_absent(session, ids, today)
    lines = [
        Morning(
            card.name,
            texts.did(done.get(card.id)),
            plans.get(card.id, ""),
            _AWAY[AbsenceKind(away[card.id].kind)] if card.id in away else "",
        )
        for card in people
    ]
    problems = [
        (directory.people[row.person_id].name, _with_customer(directory, row))
        for row in news_queries.list_news(
            session, person_ids=ids, first=today - _PROBLEM_DAYS, last=today, open_only=True
        )
        if row.kind == NewsKind.PROBLEM
    ]
    if not (done or plans or away or problems):
        return ""
    return texts.meeting(today, before, lines, problems)


def _with_customer(directory: Directory, row: News) -> str:
    """What a problem says, with whose it is where its words do not name him."""
    card = directory.customers.get(row.customer_id or 0)
    named = card is None or any(name in row.words for name in (card.short, card.name, *card.aliases))
    return row.words if card is None or named else f"{card.short} {row.words}"
