"""Birthdays as tables and people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.birthdays import LEAP_MONTHS, BadBirthday, Birthday, BirthdayProblem, parse_birthday

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08-12", Birthday(8, 12)),
        ("8/12", Birthday(8, 12)),
        ("８．１２", Birthday(8, 12)),
        ("8月12日", Birthday(8, 12)),
        ("1980-08-12", Birthday(8, 12, 1980)),
        ("1980/8/2", Birthday(8, 2, 1980)),
        ("1980年8月12号", Birthday(8, 12, 1980)),
        ("02-29", Birthday(2, 29)),
        ("1980-02-29", Birthday(2, 29, 1980)),
        ("公历八月十五", Birthday(8, 15)),
        ("阳历 10-01", Birthday(10, 1)),
        ("2026-11-23", Birthday(11, 23, 2026)),
        ("农历七月初九", Birthday(7, 9, lunar=True)),
        ("农历 七月 初九", Birthday(7, 9, lunar=True)),
        ("阴历8月12", Birthday(8, 12, lunar=True)),
        ("农历08-12", Birthday(8, 12, lunar=True)),
        ("农历闰六月初一", Birthday(6, 1, lunar=True, leap_month=True)),
        ("农历1980年七月初九", Birthday(7, 9, 1980, lunar=True)),
        ("农历2025年闰六月初一", Birthday(6, 1, 2025, lunar=True, leap_month=True)),
        ("农历2月30", Birthday(2, 30, lunar=True)),
        ("正月初六", Birthday(1, 6, lunar=True)),
        ("腊月廿三", Birthday(12, 23, lunar=True)),
        ("冬月十一", Birthday(11, 11, lunar=True)),
        ("十一月初十", Birthday(11, 10, lunar=True)),
        ("农历十二月三十", Birthday(12, 30, lunar=True)),
        ("农历八月二十", Birthday(8, 20, lunar=True)),
        ("农历八月廿", Birthday(8, 20, lunar=True)),
        ("农历八月二十九", Birthday(8, 29, lunar=True)),
        ("农历十月卅", Birthday(10, 30, lunar=True)),
        ("闰四月十九", Birthday(4, 19, lunar=True, leap_month=True)),
    ],
)
def test_reads(text: str, expected: Birthday) -> None:
    assert parse_birthday(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", BirthdayProblem.SHAPE),
        ("下周三", BirthdayProblem.SHAPE),
        ("1980", BirthdayProblem.SHAPE),
        ("1980-08/12", BirthdayProblem.SHAPE),
        ("农历七月初十一", BirthdayProblem.SHAPE),
        ("农历初九", BirthdayProblem.SHAPE),
        ("=TODAY()", BirthdayProblem.SHAPE),
        ("02-30", BirthdayProblem.IMPOSSIBLE),
        ("13-01", BirthdayProblem.IMPOSSIBLE),
        ("00-10", BirthdayProblem.IMPOSSIBLE),
        ("1981-02-29", BirthdayProblem.IMPOSSIBLE),
        ("2026-11-24", BirthdayProblem.IMPOSSIBLE),
        ("1880-01-01", BirthdayProblem.IMPOSSIBLE),
        ("农历七月三十一", BirthdayProblem.IMPOSSIBLE),
        ("农历闰正月初一", BirthdayProblem.IMPOSSIBLE),
        ("农历闰腊月初一", BirthdayProblem.IMPOSSIBLE),
        ("农历2026年闰六月初一", BirthdayProblem.IMPOSSIBLE),
        ("农历2025年十二月三十", BirthdayProblem.IMPOSSIBLE),
        ("公历正月初六", BirthdayProblem.IMPOSSIBLE),
        ("八月十五", BirthdayProblem.AMBIGUOUS),
        ("十月一日", BirthdayProblem.AMBIGUOUS),
    ],
)
def test_refuses(text: str, problem: BirthdayProblem) -> None:
    with pytest.raises(BadBirthday) as refused:
        parse_birthday(text, TODAY)
    assert refused.value.problem is problem


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_day_that_was_is_a_birthday(born: date) -> None:
    expected = Birthday(born.month, born.day, born.year)
    assert parse_birthday(born.isoformat(), TODAY) == expected
    assert parse_birthday(f"{born.year}年{born.month}月{born.day}日", TODAY) == expected


@given(st.text(max_size=20) | st.from_regex(r"(农历|公历)?闰?[正一二十冬腊\d]{1,2}月[初廿十\d]{1,3}", fullmatch=True))
def test_any_text_is_a_birthday_or_refused(text: str) -> None:
    try:
        read = parse_birthday(text, TODAY)
    except BadBirthday:
        return
    assert 1 <= read.month <= 12
    assert 1 <= read.day <= (30 if read.lunar else 31)


def test_months_that_are_ever_doubled() -> None:
    from borax.calendars.lunardate import LCalendars

    doubled = {month for year in range(1900, 2101) if (month := LCalendars.leap_month(year))}
    assert doubled == LEAP_MONTHS
