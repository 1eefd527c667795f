"""09:00: the payment ladder, T-7 to +180 days, to the owner and step by step to those above (`product.md` D13, §2).

Steps that fell on days of rest are told on the workday after; what was paid meanwhile is not told at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.queries import money as queries
from models.queries.money import DuePart
from models.services import notices
from models.services.notices import Claimed, NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import night_texts as texts
from scheduler.company import Company
from scheduler.night_texts import Owed

KIND = "payment"
OWNER, LINE = "own", "line"
LEADER_FROM: Final = 7
SECOND_LEADER_FROM: Final = 30
"""Days overdue from which the owner's leader, and the one above him, are told too (`product.md` §2)."""
_EVENING: Final = time(20)


def due_today(session: Session, now: datetime, company: Company) -> None:
    """Enqueue one notice per person and workday, and one for each leader; running it again changes nothing."""
    today, directory = shanghai_day(now), company.directory
    if not directory.calendar.is_workday(today):
        return
    parts = _steps(session, today, since=directory.calendar.before(today))
    until = shanghai_instant(today, _EVENING)
    rows = [
        NewNotice(
            f"{KIND}:{whose}:{person.id}:{today.isoformat()}", KIND, "", person.id, person.userid,
            texts.ladder(_told(directory, mine), today, own=whose == OWNER), now, until,
        )
        for (person_id, whose), mine in _by_receiver(directory, parts).items()
        if (person := directory.people[person_id]).active
    ]  # fmt: skip
    notices.enqueue(session.connection(), rows, now=now)


def is_still_owed(connection: Connection, claimed: Claimed) -> str:
    """Why it is not to be sent any more: nothing of what a step of the day names is open."""
    day = shanghai_day(claimed.due_at)
    # The longest rest there is; a step too many only asks once more.
    return "" if _steps(Session(connection), day, since=day - timedelta(days=10)) else "paid"


def _steps(session: Session, today: date, *, since: date) -> list[tuple[DuePart, int]]:
    """Parts on a step of the ladder after `since`, with the days since they were due; the latest step of each."""
    found: dict[int, tuple[DuePart, int]] = {}
    for back in range((today - since).days):
        for part in queries.list_due(session, today - timedelta(days=back)):
            found.setdefault(part.part.id, (part, part.days + back))
    return list(found.values())


def _by_receiver(
    directory: Directory, parts: Sequence[tuple[DuePart, int]]
) -> Mapping[tuple[int, str], list[tuple[DuePart, int]]]:
    found: dict[tuple[int, str], list[tuple[DuePart, int]]] = {}
    for part, days in parts:
        owner = directory.people.get(part.owner_id or 0)
        if owner is None:
            continue
        found.setdefault((owner.id, OWNER), []).append((part, days))
        for leader in _leaders(directory, owner, days):
            found.setdefault((leader.id, LINE), []).append((part, days))
    return found


def _leaders(directory: Directory, owner: PersonCard, days: int) -> list[PersonCard]:
    steps = (days >= LEADER_FROM) + (days >= SECOND_LEADER_FROM)
    above: list[PersonCard] = []
    person: PersonCard | None = owner
    for _ in range(steps):
        person = directory.people.get(person.manager_id or 0) if person is not None else None
        if person is not None and person.id != owner.id and person not in above:
            above.append(person)
    return above


def _told(directory: Directory, parts: Sequence[tuple[DuePart, int]]) -> list[Owed]:
    return [
        Owed(
            directory.customer(part.part.customer_id).short,
            directory.people[part.owner_id or 0].name,
            part.part.open_amount,
            part.part.due_on,
            days,
            part.promised_on,
        )
        for part, days in parts
    ]
