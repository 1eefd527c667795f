"""What comes again and again, said on Wednesday 25 November 2026."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.normalise import fold
from handlers.language.repeats import LAST_DAY, Unit, find_repeats

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
