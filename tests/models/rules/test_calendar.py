"""Workdays: holidays and make-up days where they are known, Monday to Friday where they are not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import Calendar, is_workday, workdays

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),  # a Saturday that makes up for the holiday
        (date(2026, 2, 17), False),  # Spring Festival
        (date(2099, 10, 8), True),  # nobody knows yet: a Thursday
        (date(2099, 10, 10), False),
        (date(2099, 10, 1), False),  # off every year, whatever is announced
        (date(2027, 1, 1), False),
        (date(1999, 10, 8), True),
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


OWN = Calendar({date(2026, 11, 22): True, date(2026, 11, 23): False, date(2099, 10, 1): False})


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 22), True), (date(2026, 11, 23), False), (date(2026, 11, 24), True), (date(2099, 10, 1), False)],
)
def test_what_the_company_says_of_a_day_stands_above_the_country(day: date, expected: bool) -> None:
    assert OWN.is_workday(day) is expected


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 22)),
        (date(2026, 11, 20), 2, date(2026, 11, 24)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
    ],
)
def test_so_many_workdays_behind_a_day(day: date, count: int, expected: date) -> None:
    assert OWN.after(day, count) == expected


def test_the_workday_before_a_rest() -> None:
    assert Calendar().before(date(2026, 10, 8)) == date(2026, 9, 30)


def test_a_table_without_workdays_ends_the_search() -> None:
    never = Calendar({date(2026, 1, 1) + timedelta(days=ahead): False for ahead in range(400)})
    assert never.after(date(2026, 1, 1)) < date(2026, 12, 31)


WEEK = {date(2099, 10, number): False for number in range(1, 8)}


@pytest.mark.parametrize(
    ("year", "own", "expected"), [(2026, {}, True), (2099, {}, False), (2099, OWN.own, False), (2099, WEEK, True)]
)
def test_whether_a_year_is_known(year: int, own: dict[date, bool], expected: bool) -> None:
    assert Calendar(own).is_known(year) is expected


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=20), DAYS, DAYS)
def test_a_company_counts_as_it_says(own: dict[date, bool], first: date, last: date) -> None:
    calendar = Calendar(own)
    first, last = max(first, date(2025, 12, 1)), min(last, date(2027, 2, 1))
    days = [first + timedelta(days=ahead) for ahead in range(max((last - first).days + 1, 0))]

    assert calendar.workdays(first, last) == sum(map(calendar.is_workday, days))
