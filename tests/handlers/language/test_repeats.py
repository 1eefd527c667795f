"""What comes again and again, said on Wednesday 25 November 2026."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.normalise import fold
from handlers.language.repeats import find_repeats, form_of
from models.rules import repeats
from models.rules.repeats import LAST_DAY, Unit

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "unit", "every", "days", "clock", "first"),
    [
        ("每周五下午5点", Unit.WEEK, 1, (4,), time(17), "2026-11-27"),
        ("每个礼拜一早上九点开会", Unit.WEEK, 1, (0,), time(9), "2026-11-30"),
        ("逢周二提醒我", Unit.WEEK, 1, (1,), None, "2026-12-01"),
        ("每周一三五下午2点", Unit.WEEK, 1, (0, 2, 4), time(14), "2026-11-25"),
        ("每周一、周四", Unit.WEEK, 1, (0, 3), None, "2026-11-26"),
        ("每周一到周五早上9点", Unit.WEEK, 1, (0, 1, 2, 3, 4), time(9), "2026-11-25"),
        ("每周末", Unit.WEEK, 1, (5,), None, "2026-11-28"),
        ("每隔两周", Unit.WEEK, 2, (), None, "2026-12-09"),
        ("每两周周五", Unit.WEEK, 2, (4,), None, "2026-11-27"),
        ("隔周一次", Unit.WEEK, 2, (), None, "2026-12-09"),
        ("每周一次", Unit.WEEK, 1, (), None, "2026-12-02"),
        ("每月15号", Unit.MONTH, 1, (15,), None, "2026-12-15"),
        ("每个月的5号上午10点", Unit.MONTH, 1, (5,), time(10), "2026-12-05"),
        ("每月10号和25号", Unit.MONTH, 1, (10, 25), None, "2026-11-25"),
        ("每月底", Unit.MONTH, 1, (LAST_DAY,), None, "2026-11-30"),
        ("每个月最后一天", Unit.MONTH, 1, (LAST_DAY,), None, "2026-11-30"),
        ("每季度末", Unit.MONTH, 3, (LAST_DAY,), None, "2026-12-31"),
        ("每季度", Unit.MONTH, 3, (), None, "2027-01-01"),
        ("每三个月", Unit.MONTH, 3, (), None, "2027-02-25"),
        ("每天早上8点半", Unit.DAY, 1, (), time(8, 30), "2026-11-25"),
        ("每晚9点", Unit.DAY, 1, (), time(21), "2026-11-25"),
        ("天天下午五点", Unit.DAY, 1, (), time(17), "2026-11-25"),
        ("每隔一天", Unit.DAY, 2, (), None, "2026-11-27"),
        ("每隔10天", Unit.DAY, 10, (), None, "2026-12-05"),
        ("每三天", Unit.DAY, 3, (), None, "2026-11-28"),
        ("隔天", Unit.DAY, 2, (), None, "2026-11-27"),
        ("每个工作日下午6点", Unit.WORKDAY, 1, (), time(18), "2026-11-25"),
        ("每年3月8号", Unit.YEAR, 1, (8,), None, "2027-03-08"),
    ],
)
def test_repeats(text: str, unit: Unit, every: int, days: tuple[int, ...], clock: time | None, first: str) -> None:
    (found,) = find_repeats(fold(text))

    assert (found.unit, found.every, found.days, found.clock) == (unit, every, days, clock)
    assert str(found.first(TODAY)) == first


@pytest.mark.parametrize("text", ["每餐18元", "每箱便宜5块", "每月均价", "隔壁那家", "每人一份", "每40号", ""])
def test_what_does_not_repeat(text: str) -> None:
    assert find_repeats(fold(text)) == []


@given(
    st.text(
        st.sampled_from("每隔逢天周星期礼拜月年季度工作日一二三四五六十个半底初末号的、和早晚上午点0123456789"),
        max_size=40,
    ),
    st.dates(date(1950, 1, 1), date(2090, 12, 31)),
)
def test_any_mixture_is_read_and_comes_on_or_after_the_day(text: str, today: date) -> None:
    for found in find_repeats(text):
        assert found.first(today) >= today


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("每天", "daily"),
        ("每日", "daily"),
        ("每早", "daily"),
        ("每个工作日", "workdays"),
        ("每周", "weekly:4"),
        ("每个星期天", "weekly:6"),
        ("每礼拜5", "weekly:4"),
        ("每周一三五", "weekly:0,2,4"),
        ("每周一到周五", "weekly:0,1,2,3,4"),
        ("每两周", "weekly:4/2"),
        ("隔周周二", "weekly:1/2"),
        ("每三周", "weekly:4/3"),
        ("每月", "monthly:27"),
        ("每个月十五号", "monthly:15"),
        ("每月10号和25号", "monthly:10,25"),
        ("每月底", "monthly:31"),
        ("每两个月", "monthly:27/2"),
        ("每季度", "monthly:27/3"),
        ("每半个月", "days:15"),
        ("每隔一天", "days:2"),
        ("每年", "yearly:11-27"),
        ("每年3月8号", "yearly:03-08"),
        ("从不", ""),
        ("", ""),
    ],
)
def test_what_was_said_has_one_short_form(said: str, stored: str) -> None:
    assert form_of(said, date(2026, 11, 27)) == stored


@given(st.text(max_size=40), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_whatever_is_said_is_stored_short(text: str, first: date) -> None:
    for said in (text, f"每周{text}", f"每月{text}号"):
        assert len(form_of(said, first)) <= repeats.LONGEST
