"""Customers nobody sees to: what the clock notes of them, and what their owners' leaders are told (C1, C8).

The owners read it on their morning cards first; who leads them is told once the second cadence has passed, or the
fourth workday of a new customer's file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from models.directory import Directory
from models.queries import absences, prompts
from models.rules import cadence
from models.rules.quiet import quiet_of
from models.services import cadences, notices
from models.services.notices import NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import watch_texts as texts
from scheduler.company import Company

KIND = "watch"
_EVENING: Final = time(20)
_TOLD_FOR: Final = timedelta(days=3)
"""So long after he is back a leader hears of what he missed."""


def note_silence(session: Session, now: datetime, company: Company) -> None:
    """Note the day on which each customer's silence is next told, where that is not known or is over."""
    directory = company.directory
    cadences.note_steps(session, shanghai_day(now), directory.terms, directory.calendar)


def look_again(session: Session, now: datetime, company: Company) -> None:
    """After a cadence got shorter, let all be noted anew."""
    cadences.look_again(session, shanghai_day(now), company.directory.terms)


def tell_leaders(session: Session, now: datetime, company: Company) -> None:
    """Enqueue one notice per leader and workday, where there is something to watch."""
    today, directory = shanghai_day(now), company.directory
    if not directory.calendar.is_workday(today):
        return
    quiet = quiet_of(directory.terms, today)
    due_at, until = quiet.after(now), shanghai_instant(today, _EVENING)
    lines = {
        leader: told for leader, told in _lines(session, directory, now).items() if directory.people[leader].active
    }
    away = absences.list_away(session.connection(), lines, due_at, calendar=directory.calendar, quiet=quiet)
    rows = []
    for leader, told in lines.items():
        back = away.get(leader, due_at)
        # On leave it waits for him, as the one line that is worth reading days later.
        missed = shanghai_day(back) > today
        words, last = (texts.missed(told, today), back + _TOLD_FOR) if missed else (texts.watch(told), until)
        userid = directory.people[leader].userid
        rows.append(NewNotice(f"{KIND}:{leader}:{today.isoformat()}", KIND, "", leader, userid, words, due_at, last))
    notices.enqueue(session.connection(), rows, now=now)


def _lines(session: Session, directory: Directory, now: datetime) -> dict[int, Sequence[str]]:
    """By leader what there is to watch: silent customers first."""
    today, terms, calendar = shanghai_day(now), directory.terms, directory.calendar
    owners = [card.id for card in directory.people.values() if card.active and card.manager_id is not None]
    found: dict[int, list[str]] = {}
    for silent in prompts.list_silent(session, owners, today, terms, calendar, twice=True):
        owner, customer = directory.people[silent.owner_id], directory.customer(silent.customer_id)
        line = texts.silent(owner.name, customer.short, silent.level, silent.days, cadence.term_of(silent.level))
        found.setdefault(owner.manager_id or 0, []).append(line)
    for file in prompts.list_files(session, owners, today, terms, calendar, late=True):
        owner, customer = directory.people[file.owner_id], directory.customer(file.customer_id)
        line = texts.file(owner.name, customer.short, terms.number("file_told_days", today), file.missing)
        found.setdefault(owner.manager_id or 0, []).append(line)
    return dict(found)
