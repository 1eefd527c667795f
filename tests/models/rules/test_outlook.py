"""The morning's pace of points, and the groups of a month that is over (A1)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import STATUTORY, Calendar
from models.rules.points import close, outlook


@pytest.mark.parametrize(
    ("total", "today", "expected", "missing", "left", "steep"),
    [
        # November 2026 has 21 workdays.
        (0, date(2026, 11, 2), 0, 30, 21, False),
        (17, date(2026, 11, 16), 15, 13, 11, False),
        (8, date(2026, 11, 16), 15, 22, 11, False),
        (7, date(2026, 11, 16), 15, 23, 11, True),
        (28, date(2026, 11, 30), 29, 2, 1, False),
        (27, date(2026, 11, 30), 29, 3, 1, True),
        (31, date(2026, 11, 30), 29, 0, 1, False),
        # October 2026: 国庆 until the 7th, and Saturday the 10th works.
        (0, date(2026, 10, 8), 0, 30, 18, False),
        (1, date(2026, 10, 12), 5, 29, 15, False),
    ],
)
def test_a1_the_pace_counts_the_workdays_before_and_those_from_today_on(
    total: int, today: date, expected: int, missing: int, left: int, steep: bool
) -> None:
    held = outlook(total, today, 30, STATUTORY)
    assert (held.expected, held.missing, held.workdays_left, held.is_steep) == (expected, missing, left, steep)


def test_a1_the_companys_own_days_of_rest_count() -> None:
    calendar = Calendar({date(2026, 11, 30): False})
    assert outlook(27, date(2026, 11, 27), 30, calendar).workdays_left == 1


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 60)), st.integers(1, 50), st.integers(1, 10))
def test_a1_everybody_is_in_one_group_and_the_best_stand_first(totals: dict[int, int], floor: int, flag: int) -> None:
    groups = close(totals, floor, flag)
    everybody = [*groups.reached, *groups.nearly, *groups.short]
    assert sorted(everybody) == sorted(totals)
    assert [totals[person] for person in everybody] == sorted(totals.values(), reverse=True)
    assert all(totals[person] >= floor for person in groups.reached)
    assert all(floor - totals[person] >= flag for person in groups.short)
