"""Who is told of his pace of points: on the first workday of a week, once a month has begun (`product.md` A1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.queries import figures
from models.queries import visits as queries
from models.queries.mutes import who_muted
from models.rules import points as rules
from models.rules.calendar import Calendar
from models.rules.points import Outlook
from models.rules.reports import OWING_ROLES

PACE: Final = "pace"
_LATELY: Final = timedelta(days=30)
_DAY: Final = timedelta(days=1)


def find_paces(
    session: Session, directory: Directory, people: Sequence[PersonCard], today: date
) -> Mapping[int, Outlook]:
    """By person where he stands in the morning; nobody on other days than the first workday of a week.

    Args:
        session: any.
        directory: for the company's rules and working days.
        people: who may be told; whoever earns no points, or has told of no work lately, is left out.
        today: the Shanghai day.
    """
    calendar = directory.calendar
    month, _ = rules.month_of(today)
    if not opens_week(today, calendar) or not calendar.workdays(month, today - _DAY):
        return {}
    reps = [card.id for card in people if card.active and card.role in OWING_ROLES]
    working = at_work(session, reps, first=today - _LATELY, last=today - _DAY)
    totals = queries.count_team_points(session, people=working, day=today) if working else {}
    floor = rules.floor_of(directory.terms, today, today)
    return {person: rules.outlook(totals.get(person, 0), today, floor, calendar) for person in sorted(working)}


def find_told_paces(
    session: Session, directory: Directory, people: Sequence[PersonCard], today: date
) -> Mapping[int, Outlook]:
    """The same without those who do not want to be told."""
    found = find_paces(session, directory, people, today)
    off = who_muted(session, list(found), PACE)
    return {person: held for person, held in found.items() if person not in off}


def opens_week(today: date, calendar: Calendar) -> bool:
    """Whether a Shanghai day is the first workday of its week."""
    return calendar.is_workday(today) and calendar.before(today).isocalendar()[:2] != today.isocalendar()[:2]


def at_work(session: Session, people: Collection[int], *, first: date, last: date) -> frozenset[int]:
    """Who of several people has told of any work on some Shanghai days: whoever does not use it yet is not urged."""
    return frozenset(figures.sum_up(session, people=people, first=first, last=last)) if people else frozenset()
