"""The table of ticks: its name, from when on each Shanghai day it is due, and the scan it runs.

A tick is a scan of state: running it late, twice, or after a restart changes nothing, for what it finds has a key that
is unique for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.services import followups, upkeep
from models.services.notices import Claimed
from scheduler.company import Company
from scheduler.producers import admin, meetings, morning, night, payments, reports, summaries

Work = Callable[[Session, datetime, Company], None]
StillTrue = Callable[[Connection, Claimed], str]


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick.

    Attributes:
        name: its id.
        work: the scan; gets a session, the instant (UTC), and the company as it stands in that session.
        at: once a day, as soon as it is this late in Shanghai; None means every minute.
    """

    name: str
    work: Work
    at: time | None = None


def _alone(work: Callable[[Session, datetime], None]) -> Work:
    """A scan that needs nothing of the company."""
    return lambda session, now, _company: work(session, now)


TICKS: Sequence[Tick] = (
    Tick("heartbeat", _alone(upkeep.beat)),
    Tick("repeats", _alone(followups.go_on)),
    Tick("morning", _alone(morning.due_today), at=time(8, 20)),
    Tick("admin", admin.due_today, at=time(7, 50)),
    Tick("night", night.pass_the_night, at=time(2, 12)),
    Tick("meeting", meetings.due_today, at=time(8, 30)),
    Tick("payments", payments.due_today, at=time(9, 0)),
    Tick("summary_late", summaries.sum_up_late, at=time(8, 0)),
    Tick("draft", reports.draft_the_day, at=time(17, 30)),
    Tick("nag", reports.remind, at=time(20, 0)),
    Tick("last_nag", reports.remind_for_the_last_time, at=time(20, 40)),
    Tick("summary", summaries.sum_up, at=time(21, 5)),
    Tick("rollup", summaries.roll_up, at=time(21, 20)),
    Tick("retention", _alone(upkeep.forget_what_is_due), at=time(2, 7)),
)

STILL_TRUE: Mapping[str, StillTrue] = {
    morning.KIND: morning.still_true,
    followups.KIND: followups.is_still_due,
    reports.NAG: reports.is_still_missing,
    payments.KIND: payments.is_still_owed,
    reports.DRAFT: reports.is_still_missing,
}
"""By kind of notice: asked at the moment of sending; an empty answer, or the reason why it is not sent any more."""
