"""Quiet hours, in which nobody is pushed anything and no position is taken (`product.md` §2, §4.4, P3)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from models.times import shanghai, shanghai_instant

BEGIN = time(21, 30)
END = time(8, 0)


def is_quiet(at: datetime) -> bool:
    """Whether an aware instant lies in the quiet hours of Shanghai."""
    clock = shanghai(at).time()
    return clock >= BEGIN or clock < END


def after_quiet(at: datetime) -> datetime:
    """The instant itself outside the quiet hours, else their end (UTC)."""
    if not is_quiet(at):
        return at
    local = shanghai(at)
    day = local.date() + timedelta(days=1) if local.time() >= BEGIN else local.date()
    return shanghai_instant(day, END)
