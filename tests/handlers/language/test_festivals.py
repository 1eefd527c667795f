"""Festivals, lunar days and when work goes on after them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.dates import find_moments
from handlers.language.festivals import FESTIVALS, nearest, next_resumption, resumption, work_resumes
from handlers.language.normalise import fold
from models.rules.lunar import lunar_day, nearest_monthly, nearest_yearly, solar_day, term_day

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("year", "month", "day", "leap", "solar"),
    [
        (2026, 1, 1, False, "2026-02-17"),
        (2026, 8, 15, False, "2026-09-25"),
        (2026, 12, 8, False, "2027-01-15"),
        (2026, 12, 30, False, "2027-02-05"),
        (2025, 6, 1, True, "2025-07-25"),
        (2025, 6, 1, False, "2025-06-25"),
        (2026, 6, 1, True, "2026-07-14"),
        (2033, 11, 1, True, "2033-12-22"),
    ],
)
def test_a_lunar_day_has_its_solar_day(year: int, month: int, day: int, leap: bool, solar: str) -> None:
    assert str(solar_day(year, month, day, leap=leap)) == solar


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1899, 1, 1), (2100, 1, 1), (2026, 13, 1), (2026, 0, 1), (2026, 1, 31)]
)
def test_what_the_tables_do_not_hold_is_none(year: int, month: int, day: int) -> None:
    assert solar_day(year, month, day) is None


@given(st.dates(date(1902, 1, 1), date(2099, 12, 31)))
def test_there_and_back(day: date) -> None:
    lunar = lunar_day(day)

    assert lunar is not None
    assert day in {solar_day(*lunar), solar_day(*lunar, leap=True)}


@given(st.dates(date(1905, 1, 1), date(2095, 12, 31)), st.integers(1, 12), st.integers(1, 29))
def test_the_nearest_lunar_day_is_on_its_side(today: date, month: int, day: int) -> None:
    past, future = nearest_yearly(month, day, today, -1), nearest_yearly(month, day, today, 1)

    assert past is not None
    assert future is not None
    assert past <= today <= future
    assert (future - past).days in range(386)


def test_days_beyond_the_tables_are_none() -> None:
    assert lunar_day(date(2150, 1, 1)) is None
    assert nearest_monthly(8, date(2150, 1, 1), 1) is None
    assert term_day(2150, "清明") is None


@pytest.mark.parametrize(
    ("name", "past", "future"),
    [
        ("春节", "2026-02-17", "2027-02-06"),
        ("除夕", "2026-02-16", "2027-02-05"),
        ("小年", "2026-02-10", "2027-01-30"),
        ("清明", "2026-04-05", "2027-04-05"),
        ("冬至", "2025-12-21", "2026-12-22"),
        ("母亲节", "2026-05-10", "2027-05-09"),
        ("感恩节", "2025-11-27", "2026-11-26"),
        ("国庆", "2026-10-01", "2027-10-01"),
    ],
)
def test_the_nearest_festivals(name: str, past: str, future: str) -> None:
    assert (str(nearest(name, TODAY, -1)), str(nearest(name, TODAY, 1))) == (past, future)


@given(st.sampled_from(sorted(FESTIVALS)), st.dates(date(1905, 1, 1), date(2095, 12, 31)))
def test_every_festival_comes_every_year(name: str, today: date) -> None:
    past, future = nearest(name, today, -1), nearest(name, today, 1)

    assert past is not None
    assert future is not None
    assert past <= today <= future
    assert work_resumes(name, future) > future


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2026-11-25", "2027-01-04"),
        ("2026-09-20", "2026-09-28"),
        ("2026-09-30", "2026-10-08"),
        ("2026-10-05", "2026-10-08"),
        ("2026-10-08", "2026-10-08"),
        ("2027-02-08", "2027-02-15"),
    ],
)
def test_when_work_goes_on(today: str, day: str) -> None:
    assert str(next_resumption(date.fromisoformat(today), 1)) == day


def test_work_went_on_after_the_last_festival() -> None:
    assert resumption("国庆", TODAY, -1) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("元旦前把款结了", "元旦", "2026-12-31"),
        ("等春节后再联系", "春节后", "2027-02-15"),
        ("他说过完年再签", "过完年", "2027-02-15"),
        ("年后再去一趟", "年后", "2027-02-15"),
        ("节后上门", "节后", "2027-01-04"),
        ("大年初八开工", "大年初八", "2027-02-13"),
        ("初八去送货", "初八", "2026-12-16"),
        ("国庆放假前送到", "国庆放假", "2027-09-30"),
        ("十一前要到货", "十一", "2027-09-30"),
        ("约在圣诞节那天", "圣诞节", "2026-12-25"),
        ("腊月廿三下午3点见面", "腊月廿三下午3点", "2027-01-30"),
        ("八月初八交货", "八月初八", "2027-09-08"),
        ("除夕前送一批", "除夕", "2027-02-04"),
    ],
)
def test_feasts_in_what_reps_write(text: str, words: str, day: str) -> None:
    (found,) = find_moments(fold(text), TODAY)

    assert (text[found.start : found.end], str(found.future)) == (words, day)


@pytest.mark.parametrize(
    "text",
    [
        "谈了中秋礼盒和端午粽子",
        "国庆备货量大概500箱",
        "圣诞节陈列照片发了",
        "情人节鲜花订单",
        "新年快乐",
        "双11活动方案",
        "环节出了问题，调节一下",
        "初三年级要200套教辅",
        "一年级初一家长",
        "最初三家",
        "十一店要补货",
        "十一月开的票",
        "两年前装的",
        "小年轻不懂",
        "清明时节",
        "大雪天不好走",
    ],
)
def test_things_named_after_feasts_are_no_days(text: str) -> None:
    assert [found for found in find_moments(fold(text), TODAY) if found.leaning.value == "either"] == []
