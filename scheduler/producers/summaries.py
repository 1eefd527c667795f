"""21:05: each leader's summary of his people's day; 21:20 the same in figures one level higher (`product.md` A3, G4).

What a night without a server kept back is told the next morning until noon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.queries import reports as queries
from models.queries.appeals import list_to_rule
from models.queries.leads import list_to_decide
from models.queries.reports import Standing
from models.queries.work import list_totals
from models.rules.reports import OWING_ROLES, Excuse
from models.schema import DailyReport, Lead, Notice, RepDay
from models.services import dialogs, notices
from models.services.notices import Claimed, NewNotice
from models.services.reports import FILED
from models.times import shanghai_day, shanghai_instant
from scheduler import report_texts as texts
from scheduler.company import Company
from scheduler.report_texts import Line

SUMMARY = "summary"
ROLLUP = "rollup"
WHO: Final = "work.who"
"""The open list whose numbers show what a person did in a period."""
GROUP: Final = "team.person"
"""The same of a manager's people."""
_NOON: Final = time(12)
_EXCUSES: Final[Mapping[Excuse, str]] = {Excuse.LEAVE: "请假", Excuse.REST: "休息", Excuse.REST_DAY: "休息日"}


def sum_up(session: Session, now: datetime, company: Company) -> None:
    """Enqueue the summary of today, a workday."""
    _sum_up(session, now, company, shanghai_day(now))


def sum_up_late(session: Session, now: datetime, company: Company) -> None:
    """Enqueue the summary of the last workday where its evening had none; past noon nobody needs it."""
    if now < shanghai_instant(shanghai_day(now), _NOON):
        _sum_up(session, now, company, company.directory.calendar.before(shanghai_day(now)))


def roll_up(session: Session, now: datetime, company: Company) -> None:
    """Enqueue for each leader of leaders what his managers' people came to."""
    today = shanghai_day(now)
    directory = company.directory
    if not directory.calendar.is_workday(today):
        return
    for leader in _leaders(company):
        managers = [card for card in directory.reports_of(leader.id) if card.leads and _owing(directory, card)]
        if not managers:
            continue
        body = texts.rollup(today, today, _groups(session, directory, managers, today))
        _tell(session, company, _notice(ROLLUP, leader, today, body, now), GROUP, managers, today, now)


def is_told_by_now(connection: Connection, claimed: Claimed) -> str:
    """Why a leader need not be told any more that a report was handed in: his summary of that day names it."""
    day = shanghai_day(claimed.due_at)
    key = connection.scalar(select(Notice.dedupe_key).where(Notice.id == claimed.id)) or ""
    number = key.split(":")[1] if key.startswith(f"{FILED}:") else ""
    of_that_day = select(DailyReport.number).where(DailyReport.number == int(number or 0), DailyReport.report_on == day)
    summary = select(Notice.id).where(
        Notice.dedupe_key == f"{SUMMARY}:{claimed.person_id}:{day.isoformat()}", Notice.made_at >= claimed.due_at
    )
    told = connection.execute(select(of_that_day.exists(), summary.exists())).one()
    return "in the summary" if all(told) else ""


def _sum_up(session: Session, now: datetime, company: Company, day: date) -> None:
    directory = company.directory
    if not directory.calendar.is_workday(day):
        return
    told = [(leader, people) for leader in _leaders(company) if (people := _owing(directory, leader))]
    everybody = [card for _, people in told for card in people]
    standing = queries.find_missing(session, everybody, day, directory.calendar)
    done = list_totals(session, [card.id for card in everybody], day)
    waiting = list_to_decide(session, [card.id for card in everybody])
    for leader, people in told:
        if day != shanghai_day(now) and not any(card.id in done or card.id in standing.filed for card in people):
            continue  # nobody was at work with us yet
        lines = [Line(card.name, _state(standing, card), done.get(card.id)) for card in people]
        decisions, conflicts = _decisions(session, directory, leader, waiting, shanghai_day(now))
        days = [done[card.id] for card in people if card.id in done]
        body = texts.summary(day, shanghai_day(now), lines, days, decisions, conflicts)
        _tell(session, company, _notice(SUMMARY, leader, day, body, _due(company, day, now)), WHO, people, day, now)


def _tell(
    session: Session,
    company: Company,
    notice: NewNotice,
    question: str,
    people: Sequence[PersonCard],
    day: date,
    now: datetime,
) -> None:
    """Enqueue it once, and open its numbers for an answer."""
    connection = session.connection()
    if notice.person_id is None or not notices.enqueue(connection, [notice], now=now):
        return
    period = {"first": day.isoformat(), "last": day.isoformat(), "words": ""}
    data = {"people": [card.id for card in people], **period}
    dialogs.offer(connection, notice.person_id, question, data, now, instead_of=company.lists)


def _due(company: Company, day: date, now: datetime) -> datetime:
    """When the summary of a day should have been told: a late one says so."""
    return min(now, shanghai_instant(day, company.directory.terms.clock("summary_at", day)))


def _notice(kind: str, leader: PersonCard, day: date, body: str, now: datetime) -> NewNotice:
    until = shanghai_instant(day + timedelta(days=1), _NOON)
    return NewNotice(
        f"{kind}:{leader.id}:{day.isoformat()}",
        kind,
        "",
        leader.id,
        leader.userid,
        body,
        now,
        max(until, now + timedelta(hours=1)),
    )


def _leaders(company: Company) -> Sequence[PersonCard]:
    return [card for card in company.people if card.active and card.leads]


def _owing(directory: Directory, leader: PersonCard) -> Sequence[PersonCard]:
    """The reps who report to a leader directly."""
    return [card for card in directory.reports_of(leader.id) if card.role in OWING_ROLES]


def _state(standing: Standing, card: PersonCard) -> str:
    filed = standing.filed.get(card.id)
    if filed is not None:
        return texts.state(filed.state, filed.filed_at)
    why = next((why for person, why in standing.excused if person.id == card.id), None)
    return texts.state("", None) if why is None else _EXCUSES.get(why, "免交")


def _decisions(
    session: Session, directory: Directory, leader: PersonCard, waiting: Sequence[Lead], today: date
) -> tuple[list[str], int]:
    """What waits for a leader's decision, the most pressing first; and how many appeals are among it."""
    appeals = list_to_rule(session, leader.id)
    told = [texts.appeal(directory.customer(one.customer_id).short, one.answer_due_on, today) for one in appeals]
    mine = [lead for lead in waiting if directory.people[lead.person_id].manager_id == leader.id]
    told += [
        texts.lead(lead.number, directory.customer(lead.customer_id).short, renewal=lead.extension_asked_on is not None)
        for lead in sorted(mine, key=lambda lead: lead.extension_asked_on is None)
    ]
    return told, len(appeals)


def _groups(
    session: Session, directory: Directory, managers: Sequence[PersonCard], day: date
) -> list[tuple[str, int, int, Sequence[RepDay]]]:
    """What each manager's people came to, read for all of them at once."""
    owing = {manager.id: _owing(directory, manager) for manager in managers}
    everybody = [card for people in owing.values() for card in people]
    standing = queries.find_missing(session, everybody, day, directory.calendar)
    done = list_totals(session, [card.id for card in everybody], day)
    missing = {card.id for card in standing.missing}
    groups: list[tuple[str, int, int, Sequence[RepDay]]] = []
    for manager in managers:
        ids = [card.id for card in owing[manager.id]]
        filed = sum(one in standing.filed for one in ids)
        owed = filed + sum(one in missing for one in ids)
        groups.append((manager.name, filed, owed, [done[one] for one in ids if one in done]))
    return groups
