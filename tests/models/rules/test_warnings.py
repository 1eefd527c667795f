"""On which workday somebody is told of a day that comes nearer: 7, 3 and 1 days before, never on a day of rest (B1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import STATUTORY, Calendar
from models.rules.pool import WARNING_DAYS
from models.rules.prompting import told_of


def days(*said: str) -> set[date]:
    return {date.fromisoformat(f"2026-{day}") for day in said}


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("11-24", days("11-25", "11-27", "12-01")),
        # Friday tells what Saturday and Sunday would have told.
        ("11-27", days("11-28", "11-30", "12-04", "11-29", "12-01", "12-05", "12-02", "12-06")),
        ("11-28", set()),
        ("11-29", set()),
        # Saturday 10 October 2026 is worked, Sunday is not.
        ("10-10", days("10-11", "10-13", "10-17", "10-12", "10-14", "10-18")),
        # The last workday before the national holiday tells of all of it.
        ("09-30", {date(2026, 9, 30) + timedelta(days=shift + ahead) for shift in range(8) for ahead in (1, 3, 7)}),
    ],
)
def test_b1_the_days_that_are_told(today: str, told: set[date]) -> None:
    assert told_of(date.fromisoformat(f"2026-{today}"), STATUTORY) == told


def test_b1_the_day_itself_is_told_where_that_is_asked_for() -> None:
    assert told_of(date(2026, 11, 24), STATUTORY, (0,)) == {date(2026, 11, 24)}


def test_b1_a_companys_own_calendar_stands_above_the_countrys() -> None:
    works_on_saturday = Calendar({date(2026, 11, 28): True})
    assert told_of(date(2026, 11, 27), works_on_saturday) == days("11-28", "11-30", "12-04")
    assert told_of(date(2026, 11, 28), works_on_saturday) >= days("11-29", "12-01", "12-05")


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.sampled_from(WARNING_DAYS))
def test_b1_every_day_is_told_each_time_once_and_never_late(on: date, before: int) -> None:
    """Whatever the holidays: each warning of a day has exactly one workday that tells it, and not after its time."""
    wanted = on - timedelta(days=before)
    telling = [
        day for day in (wanted - timedelta(days=back) for back in range(12)) if on in told_of(day, STATUTORY, (before,))
    ]
    assert len(telling) == 1
    assert telling[0] <= wanted
    assert STATUTORY.is_workday(telling[0])
