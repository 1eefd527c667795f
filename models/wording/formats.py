"""How every text writes days, clock times and sums."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from models.times import shanghai, weekday_name


def day(value: date, today: date) -> str:
    """12月2日（周三）; with the year in front where it is not this year.

    Args:
        value: the Shanghai day.
        today: the Shanghai day of the message.
    """
    return full_day(value) if value.year != today.year else short_day(value)


def short_day(value: date) -> str:
    """12月2日（周三）, of a day that nobody takes for one of another year."""
    return f"{value.month}月{value.day}日（{weekday_name(value)}）"


def full_day(value: date) -> str:
    """2026年12月2日（周三）, where the year must be seen."""
    return f"{value.year}年{short_day(value)}"


def clock(at: datetime) -> str:
    """10:02 on a Shanghai clock, of an aware instant."""
    return f"{shanghai(at):%H:%M}"


def money(value: Decimal) -> str:
    """5 万元 for round ten-thousands, else 52,000 元 or 1,234.50 元: the one way amounts are shown.

    Args:
        value: yuan; shown to the cent only where it has cents.
    """
    if value and value % 100_000_000 == 0:
        return f"{int(value) // 100_000_000} 亿元"
    if value and value % 10_000 == 0:
        return f"{int(value) // 10_000:,} 万元"
    return f"{value:,.2f} 元" if value % 1 else f"{int(value):,} 元"
