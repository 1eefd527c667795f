"""Quiet hours, in which nobody is pushed anything and no position is taken (`product.md` §2, §4.4, P3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from models.rules.terms import Terms
from models.times import shanghai, shanghai_instant


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


USUAL: Final = Quiet()
"""Where the company has not set its own."""


def quiet_of(terms: Terms, on: date) -> Quiet:
    """The company's quiet hours on a Shanghai day."""
    return Quiet(terms.clock("quiet_from", on), terms.clock("quiet_until", on))
