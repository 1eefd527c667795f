"""Reminders that come again: how they are said, and when they are due next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules import repeats
from models.rules.repeats import Unit

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("unit", "every", "days", "month", "stored"),
    [
        (Unit.DAY, 1, (), None, "daily"),
        (Unit.DAY, 3, (), None, "days:3"),
        (Unit.DAY, 100, (), None, ""),
        (Unit.DAY, 0, (), None, ""),
        (Unit.WORKDAY, 1, (), None, "workdays"),
        (Unit.WEEK, 1, (), None, "weekly:4"),
        (Unit.WEEK, 1, (0, 2), None, "weekly:0,2"),
        (Unit.WEEK, 3, (1,), None, "weekly:1/3"),
        (Unit.MONTH, 1, (), None, "monthly:27"),
        (Unit.MONTH, 1, (10, 25), None, "monthly:10,25"),
        (Unit.MONTH, 3, (31,), None, "monthly:31/3"),
        (Unit.YEAR, 1, (), None, "yearly:11-27"),
        (Unit.YEAR, 1, (), 3, "yearly:03-01"),
        (Unit.YEAR, 1, (8,), 3, "yearly:03-08"),
    ],
)
def test_what_comes_again_has_one_short_form(
    unit: Unit, every: int, days: tuple[int, ...], month: int | None, stored: str
) -> None:
    assert repeats.form(unit, every, days, month, FRIDAY) == stored


@pytest.mark.parametrize(
    ("stored", "after", "due"),
    [
        ("daily", date(2026, 12, 31), date(2027, 1, 1)),
        ("workdays", date(2026, 9, 30), date(2026, 10, 8)),
        ("weekly:4", FRIDAY, date(2026, 12, 4)),
        ("weekly:0,4", FRIDAY, date(2026, 11, 30)),
        ("weekly:4/2", FRIDAY, date(2026, 12, 11)),
        ("monthly:5", FRIDAY, date(2026, 12, 5)),
        ("monthly:31", FRIDAY, date(2026, 11, 30)),
        ("monthly:31", date(2027, 1, 31), date(2027, 2, 28)),
        ("monthly:10,25", FRIDAY, date(2026, 12, 10)),
        ("monthly:10,25", date(2026, 12, 10), date(2026, 12, 25)),
        ("monthly:30,31", date(2027, 1, 31), date(2027, 2, 28)),
        ("weekly:4/3", FRIDAY, date(2026, 12, 18)),
        ("yearly:02-29", FRIDAY, date(2027, 2, 28)),
        ("monthly:27/3", FRIDAY, date(2027, 2, 27)),
        ("days:3", FRIDAY, date(2026, 11, 30)),
        ("yearly:08-12", FRIDAY, date(2027, 8, 12)),
        ("nonsense", FRIDAY, None),
        ("", FRIDAY, None),
    ],
)
def test_it_is_due_next_on(stored: str, after: date, due: date | None) -> None:
    assert repeats.following(stored, after) == due


@pytest.mark.parametrize(
    ("stored", "due"), [("weekly:4/2", FRIDAY), ("weekly:0", date(2026, 11, 30)), ("days:9", FRIDAY), ("", None)]
)
def test_the_first_day_may_be_today(stored: str, due: date | None) -> None:
    assert repeats.first_on(stored, FRIDAY) == due


@given(
    st.sampled_from(Unit),
    st.integers(-1, 120),
    st.lists(st.integers(1, 31), max_size=2, unique=True).map(lambda days: tuple(sorted(days))),
    st.none() | st.integers(1, 12),
    st.dates(date(2020, 1, 1), date(2090, 1, 1)),
)
def test_every_form_is_short_and_goes_on(
    unit: Unit, every: int, days: tuple[int, ...], month: int | None, first: date
) -> None:
    if unit is Unit.WEEK:
        days = tuple(sorted({day % 7 for day in days}))
    stored = repeats.form(unit, every, days, month, first)
    assert len(stored) <= repeats.LONGEST
    if stored:
        due = repeats.following(stored, first)
        # The 99th month lies further ahead than anybody looks.
        assert due is None or first < due <= first + timedelta(days=366 * 5)
        assert repeats.first_on(stored, first) is not None
