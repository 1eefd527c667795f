"""Quiet hours, in which nobody is pushed anything and no position is taken (`product.md` §2, §4.4, P3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from models.rules.calendar import Calendar
from models.rules.terms import Terms
from models.times import shanghai, shanghai_day, shanghai_instant


@dataclass(frozen=True, slots=True)
class Quiet:
    """The quiet hours of a company: from one Shanghai clock time to another, mostly over midnight."""

    begin: time = time(21, 30)
    end: time = time(8, 0)

    def covers(self, at: datetime) -> bool:
        """Whether an aware instant lies in the quiet hours."""
        clock = shanghai(at).time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def after(self, at: datetime) -> datetime:
        """The instant itself outside the quiet hours, else their end (UTC)."""
        if not self.covers(at):
            return at
        local = shanghai(at)
        day = local.date() + timedelta(days=1) if local.time() >= self.end else local.date()
        return shanghai_instant(day, self.end)


def leaves_at(at: datetime, quiet: Quiet, calendar: Calendar, *, punctual: bool) -> datetime:
    """When a push that somebody's message brings may leave: not in the quiet hours, and not on a day of rest.

    Args:
        at: the instant of the message.
        quiet: the company's quiet hours.
        calendar: its working days.
        punctual: whether somebody waits for it, so that it comes on a day of rest, too.

    Returns:
        The instant itself where nothing holds it back, else a later one (UTC).
    """
    awake = quiet.after(at)
    day = shanghai_day(awake)
    return awake if punctual or calendar.is_workday(day) else shanghai_instant(calendar.after(day), quiet.end)


USUAL: Final = Quiet()
"""Where the company has not set its own."""


def quiet_of(terms: Terms, on: date) -> Quiet:
    """The company's quiet hours on a Shanghai day."""
    return Quiet(terms.clock("quiet_from", on), terms.clock("quiet_until", on))
