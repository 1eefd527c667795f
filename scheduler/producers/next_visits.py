"""08:20: to each rep the customers that he himself meant to go on with today (`product.md` §4.4, C2)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import groupby

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.queries import next_visits
from models.rules.quiet import after_quiet
from models.services import notices
from models.services.notices import Claimed, NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import texts

KIND = "next_visits"


def due_next_visits(session: Session, now: datetime) -> None:
    """Enqueue one notice per rep and day; running it again changes nothing."""
    today = shanghai_day(now)
    due = next_visits.list_due(session.connection(), today)
    evening = shanghai_instant(today + timedelta(days=1), time.min)
    cards = []
    for (person_id, userid), visits in groupby(due, key=lambda visit: (visit.person_id, visit.userid)):
        body = texts.next_visits([(each.customer, each.note, each.number, each.visited_on) for each in visits])
        key = f"{KIND}:{person_id}:{today.isoformat()}"
        cards.append(NewNotice(key, KIND, "", person_id, userid, body, after_quiet(now), evening))
    notices.enqueue(session.connection(), cards, now=now)


def still_true(connection: Connection, claimed: Claimed) -> str:
    """Why the morning's list is not to be sent any more: everything on it was done or taken back meanwhile."""
    due = next_visits.list_due(connection, shanghai_day(claimed.due_at))
    return "" if any(visit.person_id == claimed.person_id for visit in due) else "nothing on it is left to do"
