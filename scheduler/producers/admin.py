"""07:50: one line to each administrator about what yesterday's pushes came to, and what he should see to (§4.4).

Trust is kept by saying it after every day with pushes, also when all went well. That next year's holidays are not known
is said once a week.
"""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy.orm import Session

from models.queries import ledger
from models.rules.notice_kinds import ANSWERS
from models.schema import Role
from models.services import notices
from models.services.notices import NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import house_texts as texts
from scheduler.company import Company

KIND = "admin"
_UNTIL = time(20, 0)
_YEAR_END_MONTH = 11
"""From then on an administrator is told that next year's holidays are not known; the State Council names them then."""


def due_today(session: Session, now: datetime, company: Company) -> None:
    """Enqueue one notice per administrator and workday; running it again changes nothing.

    What lies between the last workday and today is told together.
    """
    today, directory = shanghai_day(now), company.directory
    if not directory.calendar.is_workday(today):
        return
    since = directory.calendar.before(today)
    connection = session.connection()
    figures = ledger.tally(
        connection, first=shanghai_instant(since), last=shanghai_instant(today), kinds_left_out=ANSWERS
    )
    names = {card.userid: card.name for card in directory.people.values()}
    opens_the_week = since.isocalendar().week != today.isocalendar().week
    years = sorted({today.year, today.year + (today.month >= _YEAR_END_MONTH)}) if opens_the_week else []
    unknown = [year for year in years if not directory.calendar.is_known(year)]
    administrators = directory.administrators()
    named = any(card.role == Role.ADMIN for card in administrators)
    # Where nobody is the administrator the first leader is disturbed only by what went wrong.
    if not (figures.failed or (named and (figures.due or unknown))):
        return
    body = texts.admin_line(figures, names, since, today, unknown)
    evening = shanghai_instant(today, _UNTIL)
    due_at = max(now, shanghai_instant(today, directory.terms.clock("admin_at", today)))
    enqueued = [
        NewNotice(f"{KIND}:{card.id}:{today.isoformat()}", KIND, "", card.id, card.userid, body, due_at, evening)
        for card in administrators
    ]
    notices.enqueue(connection, enqueued, now=now)
