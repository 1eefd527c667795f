"""When birthdays come round: short months, leap months, the end of the lunar year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.anniversaries import fits_lunar, fits_solar, lunar_day, next_day, said
from models.rules.birthdays import LEAP_MONTHS, Birthday

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("birthday", "since", "on"),
    [
        (Birthday(12, 2), MONDAY, date(2026, 12, 2)),
        (Birthday(11, 23), MONDAY, MONDAY),
        (Birthday(11, 22), MONDAY, date(2027, 11, 22)),
        (Birthday(2, 29), MONDAY, date(2027, 2, 28)),
        (Birthday(2, 29), date(2028, 1, 1), date(2028, 2, 29)),
        (Birthday(7, 9, lunar=True), date(2025, 7, 15), date(2025, 8, 31)),
        (Birthday(7, 9, lunar=True), MONDAY, date(2027, 8, 10)),
        # The twelfth month of lunar 2026 lies in January and February 2027.
        (Birthday(12, 8, lunar=True), MONDAY, date(2027, 1, 15)),
        (Birthday(12, 8, lunar=True), date(2027, 1, 15), date(2027, 1, 15)),
        (Birthday(12, 8, lunar=True), date(2027, 1, 16), date(2028, 1, 4)),
        (Birthday(1, 1, lunar=True), MONDAY, date(2027, 2, 6)),
        # It has 29 days from 2024 to 2028: the 30th is kept on the 29th.
        (Birthday(12, 30, lunar=True), MONDAY, date(2027, 2, 5)),
        (Birthday(12, 30, lunar=True), date(2025, 1, 1), date(2025, 1, 28)),
        # 2025 doubled the sixth month, 2026 does not.
        (Birthday(6, 1, lunar=True, leap_month=True), date(2025, 1, 1), date(2025, 7, 25)),
        (Birthday(6, 1, lunar=True, leap_month=True), date(2025, 8, 1), date(2026, 7, 14)),
        (Birthday(6, 1, lunar=True), date(2025, 1, 1), date(2025, 6, 25)),
        (Birthday(6, 1, lunar=True), date(2025, 6, 26), date(2026, 7, 14)),
    ],
)
def test_the_next_day_it_is_kept(birthday: Birthday, since: date, on: date) -> None:
    assert next_day(birthday, since) == on


@pytest.mark.parametrize(
    ("birthday", "words"),
    [
        (Birthday(8, 12), "8月12日"),
        (Birthday(7, 9, lunar=True), "农历七月初九"),
        (Birthday(1, 15, lunar=True), "农历正月十五"),
        (Birthday(11, 20, lunar=True), "农历冬月二十"),
        (Birthday(12, 23, lunar=True), "农历腊月廿三"),
        (Birthday(6, 30, lunar=True, leap_month=True), "农历闰六月三十"),
    ],
)
def test_a_birthday_is_said_as_people_say_it(birthday: Birthday, words: str) -> None:
    assert said(birthday) == words


def test_the_days_of_a_lunar_month_have_names() -> None:
    names = [lunar_day(day) for day in range(1, 31)]

    assert len(set(names)) == 30
    assert (names[0], names[9], names[10], names[19], names[20], names[29]) == (
        "初一",
        "初十",
        "十一",
        "二十",
        "廿一",
        "三十",
    )


def test_which_calendars_have_a_day() -> None:
    assert fits_solar(2, 29)
    assert not fits_solar(2, 30)
    assert fits_lunar(2, 30)
    assert not fits_lunar(8, 31)
    assert not fits_lunar(12, 1, leap_month=True)
    assert not fits_solar(13, 1)


@given(
    st.integers(1, 12),
    st.integers(1, 30),
    st.booleans(),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_every_birthday_comes_round_within_thirteen_months(
    month: int, day: int, lunar: bool, leap: bool, since: date
) -> None:
    if not lunar:
        day = min(day, 28)
    birthday = Birthday(month, day, lunar=lunar, leap_month=lunar and leap and month in LEAP_MONTHS)

    on = next_day(birthday, since)
    assert since <= on <= since + timedelta(days=30 * 13 + 30)
    assert next_day(birthday, on) == on
