"""Workdays: holidays and make-up days where they are known, Monday to Friday where they are not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import is_workday, workdays

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),  # a Saturday that makes up for the holiday
        (date(2026, 2, 17), False),  # Spring Festival
        (date(2099, 10, 1), True),  # nobody knows yet: a Thursday
        (date(2099, 10, 3), False),
        (date(1999, 10, 1), True),
    ],
)
def test_a_workday_is_known_or_taken_from_the_weekday(day: date, expected: bool) -> None:
    assert is_workday(day) is expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), 21),
        (date(2026, 11, 1), date(2026, 11, 23), 16),
        (date(2026, 11, 23), date(2026, 11, 23), 1),
        (date(2026, 10, 1), date(2026, 10, 7), 0),
        (date(2026, 11, 24), date(2026, 11, 23), 0),
        (date(2026, 12, 31), date(2026, 1, 1), 0),
        (date(2099, 11, 1), date(2099, 11, 30), 21),
    ],
)
def test_workdays_are_counted_with_both_ends(first: date, last: date, expected: int) -> None:
    assert workdays(first, last) == expected


@given(DAYS, st.integers(0, 900))
def test_a_count_is_the_sum_of_its_days(first: date, more: int) -> None:
    days = [first + timedelta(days=ahead) for ahead in range(more + 1)]

    assert workdays(first, days[-1]) == sum(map(is_workday, days))
