"""Shanghai days and UTC instants: the only place where one becomes the other.

Instants (`_at`) are aware and in UTC; calendar days (`_on`, `_date`) are days in Shanghai whatever the host's zone is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_WEEKDAYS = "一二三四五六日"


def shanghai(at: datetime) -> datetime:
    """The same instant on a Shanghai clock.

    Args:
        at: an aware instant in any zone.
    """
    return at.astimezone(SHANGHAI)


@lru_cache(maxsize=256)
def shanghai_day(at: datetime) -> date:
    """The Shanghai calendar day of an aware instant."""
    return at.astimezone(SHANGHAI).date()


def shanghai_instant(day: date, clock: time = time.min) -> datetime:
    """The UTC instant of a clock time (Shanghai) on a Shanghai day."""
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


def weekday_name(day: date) -> str:
    """周一 … 周日."""
    return "周" + _WEEKDAYS[day.weekday()]


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from one to another, both included; none where the last lies before the first."""
    return (first + timedelta(days=shift) for shift in range((last - first).days + 1))
