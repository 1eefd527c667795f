"""The table of ticks: its name, from when on each Shanghai day it is due, and the scan it runs.

A tick is a scan of state: running it late, twice, or after a restart changes nothing, for what it finds has a key that
is unique for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.rules.terms import Terms
from models.services import followups, upkeep
from models.services.notices import Claimed
from models.services.reports import FILED
from scheduler.company import Asked, Company
from scheduler.producers import admin, meetings, morning, night, payments, points, reports, summaries, watch

Work = Callable[[Session, datetime, Company], None]
StillTrue = Callable[[Connection, Claimed], str]
Wording = Callable[[Session, Sequence[Claimed], Company, datetime], Mapping[int, Asked]]
PART: Final = 25
"""People whose day is read and worded in one unit of work: a tenth of a second."""
LINES: Final = 4
"""Leaders whose people's day is read in one unit of work."""
CARDS: Final = 200
"""People whose cards are read together: one statement a source serves them all."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick.

    Attributes:
        name: its id.
        work: the scan; gets a session, the instant (UTC), and the company as it stands in that session.
        at: once a day, as soon as it is this late in Shanghai, or as the company's clause of this name says; None means
            every minute.
        part: through so many people a unit of work goes at most, so that none holds the database for long and a crash
            loses no more than one part; 0 for all at once.
    """

    name: str
    work: Work
    at: time | str | None = None
    part: int = 0

    def clock(self, terms: Terms, day: date) -> time | None:
        """From when on it is due on a Shanghai day; None for every minute."""
        return terms.clock(self.at, day) if isinstance(self.at, str) else self.at


def _alone(work: Callable[[Session, datetime], None]) -> Work:
    """A scan that needs nothing of the company."""
    return lambda session, now, _company: work(session, now)


TICKS: Sequence[Tick] = (
    Tick("heartbeat", _alone(upkeep.beat)),
    Tick("repeats", _alone(followups.go_on)),
    Tick("morning", morning.due_today, at="morning_at", part=CARDS),
    Tick("admin", admin.due_today, at="admin_at"),
    Tick("night", night.pass_the_night, at=time(2, 12)),
    Tick("meeting", meetings.due_today, at="meeting_at", part=LINES),
    Tick("payments", payments.due_today, at="payments_at"),
    Tick("summary_late", summaries.sum_up_late, at=time(8, 0), part=LINES),
    Tick("draft", reports.draft_the_day, at="draft_at", part=PART),
    Tick("nag", reports.remind, at="nag_at", part=PART),
    Tick("last_nag", reports.remind_for_the_last_time, at="last_nag_at", part=PART),
    Tick("summary", summaries.sum_up, at="summary_at", part=LINES),
    Tick("rollup", summaries.roll_up, at="rollup_at", part=LINES),
    Tick("cadence", watch.note_silence),
    Tick("cadence_terms", watch.look_again, at=time(2, 17)),
    Tick("watch", watch.tell_leaders, at="meeting_at"),
    Tick("pace", points.tell_pace, at="morning_at"),
    Tick("closing", points.tell_closing, at="morning_at"),
    Tick("retention", _alone(upkeep.forget_what_is_due), at=time(2, 7)),
)

STILL_TRUE: Mapping[str, StillTrue] = {
    morning.KIND: morning.still_true,
    followups.KIND: followups.is_still_due,
    reports.NAG: reports.is_still_missing,
    reports.DRAFT: reports.is_still_missing,
    FILED: summaries.is_told_by_now,
}
"""By kind of notice: asked at the moment of sending; an empty answer, or the reason why it is not sent any more."""

WORDS: Mapping[str, Wording] = {morning.KIND: morning.word, payments.KIND: payments.word}
"""By kind of notice: words it anew as things stand when it leaves."""
