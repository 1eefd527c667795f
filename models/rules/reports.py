"""When a daily report counts as what, and who owes none (`product.md` A3, A5, D9, §4.4)."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta

from models.rules.calendar import STATUTORY, Calendar
from models.times import shanghai, shanghai_day, shanghai_instant

OWING_ROLES = frozenset({"rep"})
"""Who owes a report: leaders, finance, the assistant and the administrator may write one and need not."""


class Handed(enum.StrEnum):
    """How a report was handed in, by the server's clock; the values are those of `ReportState`."""

    ON_TIME = "on_time"
    LATE = "late"
    MADE_UP = "made_up"


class Excuse(enum.StrEnum):
    """Why somebody owes no report of a day."""

    ROLE = "role"
    REST_DAY = "rest_day"
    LEAVE = "leave"
    REST = "rest"
    NOT_YET = "not_yet"
    """He was not with the assistant yet."""


def handed(day: date, at: datetime, deadline: time) -> Handed:
    """How a report counts that is received at an instant: on time before the deadline, late until midnight (2.1).

    Args:
        day: the Shanghai day it is about, not after that of the instant.
        at: when the server received it (aware).
        deadline: clock time (Shanghai).
    """
    if shanghai_day(at) > day:
        return Handed.MADE_UP
    return Handed.ON_TIME if at < shanghai_instant(day, deadline) else Handed.LATE


def may_make_up(day: date, today: date, days: int) -> bool:
    """Whether a report of an earlier day is still taken (2.2).

    Args:
        day: the Shanghai day it is about.
        today: the Shanghai day on which it is received.
        days: so far back.
    """
    return timedelta(0) <= today - day <= timedelta(days=days)


def excuse(
    role: str, day: date, away: str, calendar: Calendar = STATUTORY, *, since: date | None = None
) -> Excuse | None:
    """Why somebody owes no report of a Shanghai day; None where he owes one.

    Args:
        role: his.
        day: the day.
        away: leave, rest or trip, as `AbsenceKind` says it; empty when he was there. A trip excuses nobody (A3).
        calendar: the company's working days.
        since: his first Shanghai day with the assistant; None is since ever.
    """
    if role not in OWING_ROLES:
        return Excuse.ROLE
    if since is not None and day < since:
        return Excuse.NOT_YET
    if not calendar.is_workday(day):
        return Excuse.REST_DAY
    return {"leave": Excuse.LEAVE, "rest": Excuse.REST}.get(away)


def due_day(at: datetime, drafted: time, calendar: Calendar = STATUTORY) -> date:
    """The Shanghai day whose report a leader means who names none: the last that was owed by then (A3, §4.4).

    Args:
        at: when he asks (aware).
        drafted: clock time (Shanghai) of the day's draft; before it nobody owes the day's report yet.
        calendar: the company's working days.
    """
    local = shanghai(at)
    if local.time() >= drafted and calendar.is_workday(local.date()):
        return local.date()
    return calendar.before(local.date())


PLANNED_UNTIL = time(14)
"""Until this clock time a plan without a day is today's (it answers the morning's card), later the next workday's."""


def plan_day(at: datetime, calendar: Calendar = STATUTORY) -> date:
    """The Shanghai day that a plan is for whose day was not said (A5).

    Args:
        at: when it was said (aware).
        calendar: the company's working days.
    """
    local = shanghai(at)
    if local.time() < PLANNED_UNTIL and calendar.is_workday(local.date()):
        return local.date()
    return calendar.after(local.date())
