"""How the samples of `waiqin understand` call a stretch of days (this_week, last_month)."""

from __future__ import annotations

from datetime import date, timedelta


def period_name(first: date, last: date, today: date) -> str:
    """A stretch of days by the samples' names; the two days where it has none."""
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    starts = {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1),) * 2,
        "this_week": (monday, monday + timedelta(days=6)),
        "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "next_week": (monday + timedelta(days=7), monday + timedelta(days=13)),
        "this_month": (month, _month_end(month)),
        "last_month": (_month_before(month), month - timedelta(days=1)),
        "next_month": (_month_end(month) + timedelta(days=1), _month_end(_month_end(month) + timedelta(days=1))),
        "this_quarter": (quarter, _month_end(quarter + timedelta(days=62))),
        "this_year": (date(today.year, 1, 1), date(today.year, 12, 31)),
        "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }
    return next((name for name, days in starts.items() if days == (first, last)), f"{first}/{last}")


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _month_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
