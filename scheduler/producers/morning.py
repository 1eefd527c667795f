"""08:20: to each person what he himself meant to go on with today, in one message (`product.md` §4.4, C2).

Reminders with a clock time are not on it: they come at their minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.queries import absences, commitments
from models.queries import followups as queries
from models.queries.followups import Due, Source
from models.rules import quiet
from models.services import dialogs, notices
from models.services.followups import LIST
from models.services.notices import Claimed, NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import texts

KIND = "morning"


def due_today(session: Session, now: datetime) -> None:
    """Enqueue one notice per person and day; running it again changes nothing.

    Its lines can be answered by number (1好了 2明天), unless a question is open.
    """
    connection = session.connection()
    today = shanghai_day(now)
    evening = shanghai_instant(today + timedelta(days=1), time.min)
    overdue = _overdue(connection, today)
    away = absences.list_excused(connection, today)
    for (person_id, userid), found in groupby(_listed(connection, today), key=lambda due: (due.person_id, due.userid)):
        if person_id in away:
            continue
        lines = list(found)
        body = texts.morning(lines, overdue[person_id])
        key = f"{KIND}:{person_id}:{today.isoformat()}"
        card = NewNotice(key, KIND, "", person_id, userid, body, quiet.USUAL.after(now), evening)
        if notices.enqueue(connection, [card], now=now):
            shown = [[due.source.value, due.number] for due in lines[: texts.MOST_LINES]]
            dialogs.offer(connection, person_id, LIST, {"lines": shown}, now)


def still_true(connection: Connection, claimed: Claimed) -> str:
    """Why the morning's list is not to be sent any more: everything on it was done or taken back meanwhile."""
    day = shanghai_day(claimed.due_at)
    if claimed.person_id in absences.list_excused(connection, day):
        return "on leave"
    due = _listed(connection, day, claimed.person_id)
    return "" if due else "nothing on it is left to do"


def _listed(connection: Connection, day: date, person_id: int | None = None) -> Sequence[Due]:
    due = queries.list_due(connection, first=day, last=day, person_id=person_id)
    listed = [each for each in due if each.source is not Source.REMINDER or each.clock is None]
    promised = commitments.list_promised(connection, day, person_id=person_id)
    # What was promised stands first; sorting keeps the order within each person.
    return sorted([*promised, *listed], key=lambda each: each.person_id)


def _overdue(connection: Connection, today: date) -> Counter[int]:
    first, last = today - timedelta(days=queries.OVERDUE_DAYS), today - timedelta(days=1)
    due = queries.list_due(connection, first=first, last=last)
    return Counter(each.person_id for each in due if each.source is not Source.REMINDER)
