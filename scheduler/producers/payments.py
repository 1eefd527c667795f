"""09:00: the payment ladder, T-7 to +180 days, to the owner and step by step to those above (`product.md` D13, §2).

Steps that fell on days of rest, on somebody's leave, or on days without a server, are told on the workday after; what
was paid meanwhile is not told at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.queries import absences
from models.queries import money as queries
from models.queries.lookups import among
from models.queries.money import DuePart
from models.schema import Notice
from models.services import notices, upkeep
from models.services.notices import Claimed, NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import night_texts as texts
from scheduler.company import Asked, Company, Worded
from scheduler.night_texts import Owed

KIND = "payment"
OWNER, LINE = "own", "line"
LEADER_FROM: Final = 7
SECOND_LEADER_FROM: Final = 30
"""Days overdue from which the owner's leader, and the one above him, are told too (`product.md` §2)."""
SMALL_AFTER: Final = timedelta(days=1)
"""So long after its day a small rest is told, this once and to the owner only (制度 6.2)."""
_EVENING: Final = time(20)
_LOOKED_BACK: Final = timedelta(days=31)
"""So far back steps that were not told then are told: the next step of nearly all of them has come by then."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part on a step of the ladder.

    Attributes:
        part: what is open of it.
        days: since it was due, today.
        on: the Shanghai day on which it reached the step.
        small: all that is overdue of its customer is a small rest.
    """

    part: DuePart
    days: int
    on: date
    small: bool = False


def due_today(session: Session, now: datetime, company: Company) -> None:
    """Enqueue one notice per person and workday, and one for each leader; running it again changes nothing."""
    today, directory = shanghai_day(now), company.directory
    if not directory.calendar.is_workday(today):
        return
    upkeep.note_run(session, KIND, now)
    until = shanghai_instant(today, _EVENING)
    rows = [
        NewNotice(
            f"{KIND}:{whose}:{person_id}:{today.isoformat()}", KIND, "", person_id, directory.people[person_id].userid,
            text, now, until,
        )
        for (person_id, whose), text in _texts(session, directory, today).items()
    ]  # fmt: skip
    notices.enqueue(session.connection(), rows, now=now)


def word(session: Session, claimed: Sequence[Claimed], company: Company, _now: datetime) -> Mapping[int, Asked]:
    """What is owed when it leaves, by the notice's id: what was paid or handed over meanwhile is not in it."""
    numbers = [notice.id for notice in claimed]
    rows = session.execute(select(Notice.id, Notice.dedupe_key).where(among(Notice.id, numbers)))
    whose = {number: key.split(":")[1] for number, key in rows}
    days = {notice.id: shanghai_day(notice.due_at) for notice in claimed}
    texts_of = {day: _texts(session, company.directory, day) for day in set(days.values())}
    return {
        notice.id: Worded(text)
        for notice in claimed
        if (text := texts_of[days[notice.id]].get((notice.person_id or 0, whose[notice.id])))
    }


def _texts(session: Session, directory: Directory, today: date) -> Mapping[tuple[int, str], str]:
    """What each is told on a workday, by person and whether it is his own or his line's."""
    told = _told_until(session, directory, today)
    usual = _usually_told_until(session, directory, today)
    away = absences.list_excused(session.connection(), today)
    found: dict[tuple[int, str], list[Step]] = {}
    least = directory.terms.amount("small_rest", today)
    for step in _small_once(session, _steps(session, today, since=min([usual, *told.values()])), today, least):
        for person, whose in _receivers(directory, step):
            if person.active and person.id not in away and step.on > min(told.get(person.id, usual), usual):
                found.setdefault((person.id, whose), []).append(step)
    return {key: texts.ladder(_owed(directory, mine), today, own=key[1] == OWNER) for key, mine in found.items()}


def _usually_told_until(session: Session, directory: Directory, today: date) -> date:
    """The workday before, or the last day before that on which there was a clock."""
    last = directory.calendar.before(today)
    ran_on = upkeep.ran_before(session, KIND, today) or last
    return max(min(last, ran_on), today - _LOOKED_BACK)


def _told_until(session: Session, directory: Directory, today: date) -> Mapping[int, date]:
    """Who is back from leave today, and the last workday before on which he was there."""
    calendar, last = directory.calendar, directory.calendar.before(today)
    back = absences.list_excused(session.connection(), last)
    rows = absences.list_absences(session, back, first=today - _LOOKED_BACK, last=last) if back else []
    found: dict[int, date] = {}
    for person_id in back:
        mine = [row for row in rows if row.person_id == person_id and row.kind in absences.EXCUSING]
        day = last
        while day > today - _LOOKED_BACK and any(row.first_on <= day <= row.last_on for row in mine):
            day = calendar.before(day)
        found[person_id] = day
    return found


def _steps(session: Session, today: date, *, since: date) -> list[Step]:
    """Parts on a step of the ladder after `since`; the latest step of each."""
    found: dict[int, Step] = {}
    for back in range((today - since).days):
        on = today - timedelta(days=back)
        for part in queries.list_due(session, on):
            found.setdefault(part.part.id, Step(part, part.days + back, on))
    return list(found.values())


def _small_once(session: Session, steps: Sequence[Step], today: date, least: Decimal) -> list[Step]:
    """The same, where a small rest has one step only; it is one also where its customer owes more that is to come."""
    few = [step.part.part.customer_id for step in steps if step.part.part.open_amount < least]
    small = {
        customer_id for customer_id, owed in queries.open_money(session, few, today).items() if owed.overdue < least
    }
    found = []
    for step in steps:
        part = step.part.part
        if part.open_amount >= least or part.customer_id not in small:
            found.append(step)
        elif step.on >= (only := part.due_on + SMALL_AFTER):
            found.append(replace(step, on=only, small=True))
    return found


def _receivers(directory: Directory, step: Step) -> list[tuple[PersonCard, str]]:
    owner = directory.people.get(step.part.owner_id or 0)
    if owner is None:
        return []
    leaders = [] if step.small else _leaders(directory, owner, step.days)
    return [(owner, OWNER), *((leader, LINE) for leader in leaders)]


def _leaders(directory: Directory, owner: PersonCard, days: int) -> list[PersonCard]:
    steps = (days >= LEADER_FROM) + (days >= SECOND_LEADER_FROM)
    above: list[PersonCard] = []
    person: PersonCard | None = owner
    for _ in range(steps):
        person = directory.people.get(person.manager_id or 0) if person is not None else None
        if person is not None and person.id != owner.id and person not in above:
            above.append(person)
    return above


def _owed(directory: Directory, steps: Sequence[Step]) -> list[Owed]:
    return [
        Owed(
            directory.customer(step.part.part.customer_id).short,
            directory.people[step.part.owner_id or 0].name,
            step.part.part.open_amount,
            step.part.part.due_on,
            step.days,
            step.part.promised_on,
            small=step.small,
        )
        for step in steps
    ]
