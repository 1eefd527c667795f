"""What is told on which workday: birthdays pulled forward, what can wait put off, feasts, silence (C7, C8, B14)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules import feasts
from models.rules.anniversaries import kept_on, next_day
from models.rules.birthdays import Birthday
from models.rules.cadence import next_step
from models.rules.calendar import STATUTORY, Calendar
from models.rules.prompting import Days, birthdays_told, brought_forward, put_off, workdays_ago
from models.rules.terms import Terms

FRIDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 29)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
LONG_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("today", "forward", "off"),
    [
        (date(2026, 11, 24), (date(2026, 11, 24), date(2026, 11, 24)), (date(2026, 11, 24), date(2026, 11, 24))),
        (FRIDAY, (FRIDAY, SUNDAY), (FRIDAY, FRIDAY)),
        (SUNDAY, None, None),
        (date(2026, 11, 30), (date(2026, 11, 30), date(2026, 11, 30)), (date(2026, 11, 28), date(2026, 11, 30))),
        # 国庆 2026: rest from 1 to 7 October, and 10 October, a Saturday, works.
        (date(2026, 9, 30), (date(2026, 9, 30), date(2026, 10, 7)), (date(2026, 9, 30), date(2026, 9, 30))),
        (date(2026, 10, 8), (date(2026, 10, 8), date(2026, 10, 8)), (date(2026, 10, 1), date(2026, 10, 8))),
        (date(2026, 10, 9), (date(2026, 10, 9), date(2026, 10, 9)), (date(2026, 10, 9), date(2026, 10, 9))),
        (date(2026, 10, 10), (date(2026, 10, 10), date(2026, 10, 11)), (date(2026, 10, 10), date(2026, 10, 10))),
    ],
)
def test_days_of_rest_are_told_by_the_workday_before_or_after(
    today: date, forward: tuple[date, date] | None, off: tuple[date, date] | None
) -> None:
    assert brought_forward(today, STATUTORY) == (Days(*forward) if forward else None)
    assert put_off(today, STATUTORY) == (Days(*off) if off else None)


@given(DAYS)
def test_every_day_is_told_by_exactly_one_workday_forward_and_put_off(day: date) -> None:
    around = [day + timedelta(days=shift) for shift in range(-20, 21)]
    forward = [one for one in around if (days := brought_forward(one, STATUTORY)) is not None and day in days]
    off = [one for one in around if (days := put_off(one, STATUTORY)) is not None and day in days]
    assert len(forward) == len(off) == 1
    assert forward[0] <= day <= off[0]
    assert STATUTORY.is_workday(forward[0])
    assert STATUTORY.is_workday(off[0])


@given(DAYS, st.integers(1, 8))
def test_the_workday_number_n_after_a_day_finds_it_again(day: date, count: int) -> None:
    days = workdays_ago(STATUTORY.after(day, count), count, STATUTORY)
    assert days is not None
    assert day in days


@pytest.mark.parametrize(
    ("birthday", "told"),
    [
        # A Sunday: a week before is a Sunday too and told on the Friday, three days before is a Thursday.
        (SUNDAY, [date(2026, 11, 20), date(2026, 11, 26), FRIDAY]),
        (date(2026, 12, 2), [date(2026, 11, 25), FRIDAY, date(2026, 12, 2)]),
        # In the middle of 国庆: the last steps fall together on the last workday before.
        (date(2026, 10, 5), [date(2026, 9, 28), date(2026, 9, 30)]),
        (date(2026, 10, 10), [date(2026, 9, 30), date(2026, 10, 10)]),
    ],
)
def test_c7_a_birthday_is_told_a_week_and_three_days_before_and_never_late(birthday: date, told: list[date]) -> None:
    around = [birthday - timedelta(days=shift) for shift in range(20, -3, -1)]
    assert [day for day in around if birthday in birthdays_told(day, Terms(), STATUTORY)] == told


def test_c7_the_days_are_the_companys() -> None:
    terms = Terms().changed(
        [("birthday_early_days", "10", date(2026, 11, 1)), ("birthday_days", "0", date(2026, 11, 1))]
    )
    assert birthdays_told(date(2026, 11, 24), terms, STATUTORY) == [date(2026, 11, 24), date(2026, 12, 4)]


FORMS = st.builds(
    lambda month, day, lunar, leap: Birthday(month, min(day, 30) if lunar else day, None, lunar, lunar and leap),
    st.integers(1, 12),
    st.integers(1, 28),
    st.booleans(),
    st.booleans(),
)
EDGES = [
    Birthday(2, 29),
    Birthday(12, 30, lunar=True),
    Birthday(1, 30, lunar=True),
    Birthday(6, 30, lunar=True, leap_month=True),
    Birthday(6, 1, lunar=True, leap_month=True),
    Birthday(12, 31),
    Birthday(1, 1, lunar=True),
]


@given(st.one_of(FORMS, st.sampled_from(EDGES)), DAYS)
def test_c7_whatever_is_kept_on_a_day_is_looked_for_under_that_day(birthday: Birthday, since: date) -> None:
    on = next_day(birthday, since)
    assert (birthday.lunar, birthday.month, birthday.day) in kept_on(on)


@pytest.mark.parametrize(
    ("on", "kept", "not_kept"),
    [
        (date(2027, 2, 28), (False, 2, 29), (False, 3, 1)),
        (date(2028, 2, 28), (False, 2, 28), (False, 2, 29)),
        (date(2028, 2, 29), (False, 2, 29), (False, 2, 28)),
        # The twelfth month of lunar 2026 has 29 days.
        (date(2027, 2, 5), (True, 12, 30), (True, 1, 1)),
        # 2025 has two sixth months: 25 July is the first day of the second.
        (date(2025, 7, 25), (True, 6, 1), (True, 7, 1)),
    ],
)
def test_c7_days_that_not_every_year_has(
    on: date, kept: tuple[bool, int, int], not_kept: tuple[bool, int, int]
) -> None:
    assert kept in kept_on(on)
    assert not_kept not in kept_on(on)


@pytest.mark.parametrize(
    ("name", "on", "told"),
    [
        ("春节", date(2026, 2, 17), date(2026, 2, 10)),
        ("端午", date(2026, 6, 19), date(2026, 6, 12)),
        ("中秋", date(2026, 9, 25), date(2026, 9, 18)),
        # A week before 1 October 2027 is a Friday; before that of 2026 a Thursday.
        ("国庆", date(2026, 10, 1), date(2026, 9, 24)),
        # A week before 中秋 2027 is a Wednesday.
        ("中秋", date(2027, 9, 15), date(2027, 9, 8)),
        # A week before 春节 2027 is a Saturday, told on the Friday.
        ("春节", date(2027, 2, 6), date(2027, 1, 29)),
    ],
)
def test_b14_a_feast_is_told_once_a_week_ahead(name: str, on: date, told: date) -> None:
    days = [
        day
        for shift in range(40, -2, -1)
        for day in [on - timedelta(days=shift)]
        if name in [feast.name for feast in feasts.told(day, Terms(), STATUTORY) if feast.on == on]
    ]
    assert days == [told]


def test_b14_two_feasts_on_one_day_are_told_together() -> None:
    told = feasts.told(date(2031, 9, 24), Terms(), STATUTORY)
    assert {feast.name for feast in told} == {"中秋", "国庆"}


@pytest.mark.parametrize(
    ("level", "last_on", "first", "on", "times"),
    [
        ("A", date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 24), 1),
        ("A", date(2026, 11, 16), date(2026, 11, 24), date(2026, 11, 24), 1),
        ("A", date(2026, 11, 16), date(2026, 11, 25), date(2026, 12, 1), 2),
        ("b", date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 17), 1),
        ("", date(2026, 11, 1), date(2026, 12, 2), date(2026, 12, 2), 1),
        ("C", None, date(2026, 12, 2), date(2026, 12, 26), 85),
    ],
)
def test_c8_silence_is_told_after_each_cadence(
    level: str, last_on: date | None, first: date, on: date, times: int
) -> None:
    step = next_step(level, last_on, LONG_AGO, Terms(), first, first)
    assert (step.on, step.times) == (on, times)


@given(st.sampled_from(["A", "B", "C", ""]), DAYS, st.integers(0, 400))
def test_c8_the_noted_day_is_never_later_than_a_contact_makes_it(level: str, last_on: date, later: int) -> None:
    first = last_on + timedelta(days=1)
    noted = next_step(level, last_on, LONG_AGO, Terms(), first, first).on
    contact = min(last_on + timedelta(days=later), noted)
    assert next_step(level, contact, LONG_AGO, Terms(), noted, noted).on >= noted


def test_own_days_of_rest_count_too() -> None:
    calendar = Calendar({FRIDAY: False})
    assert brought_forward(date(2026, 11, 26), calendar) == Days(date(2026, 11, 26), SUNDAY)
    assert brought_forward(FRIDAY, calendar) is None
