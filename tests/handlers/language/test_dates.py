"""Days and clock times as reps write them, said on Wednesday 25 November 2026."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.dates import Moment, find_moments
from handlers.language.normalise import fold
from models.times import SHANGHAI

TODAY = date(2026, 11, 25)


def one(text: str) -> Moment:
    (found,) = find_moments(fold(text), TODAY)
    return found


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", "2026-11-25"),
        ("昨天", "2026-11-24"),
        ("前天", "2026-11-23"),
        ("大前天", "2026-11-22"),
        ("明天", "2026-11-26"),
        ("明儿", "2026-11-26"),
        ("后天", "2026-11-27"),
        ("大后天", "2026-11-28"),
        ("下周三", "2026-12-02"),
        ("下礼拜一", "2026-11-30"),
        ("下下周一", "2026-12-07"),
        ("这周五", "2026-11-27"),
        ("本周一", "2026-11-23"),
        ("上周五", "2026-11-20"),
        ("下星期天", "2026-12-06"),
        ("下个礼拜二", "2026-12-01"),
        ("下月10号", "2026-12-10"),
        ("下个月5号", "2026-12-05"),
        ("上月3号", "2026-10-03"),
        ("2025-08-12", "2025-08-12"),
        ("2026年12月5日", "2026-12-05"),
        ("明年3月5号", "2027-03-05"),
        ("去年12月5日", "2025-12-05"),
        ("3天后", "2026-11-28"),
        ("三天后", "2026-11-28"),
        ("两周后", "2026-12-09"),
        ("半个月后", "2026-12-10"),
        ("3个月后", "2027-02-25"),
        ("半年后", "2027-05-25"),
        ("过两天", "2026-11-27"),
        ("十天后", "2026-12-05"),
        ("两天前", "2026-11-23"),
        ("一周前", "2026-11-18"),
        ("月底", "2026-11-30"),
        ("年底", "2026-12-31"),
        ("下个月底", "2026-12-31"),
        ("下个月初", "2026-12-01"),
        ("1月中旬", "2027-01-15"),
        ("今晚", "2026-11-25"),
        ("明早", "2026-11-26"),
    ],
)
def test_days_that_say_their_side_themselves(words: str, day: str) -> None:
    found = one(words)

    assert str(found.past) == str(found.future) == day


@pytest.mark.parametrize(
    ("words", "past", "future"),
    [
        ("周三", "2026-11-25", "2026-11-25"),
        ("周五", "2026-11-20", "2026-11-27"),
        ("礼拜六", "2026-11-21", "2026-11-28"),
        ("星期天", "2026-11-22", "2026-11-29"),
        ("周1", "2026-11-23", "2026-11-30"),
        ("3号", "2026-11-03", "2026-12-03"),
        ("25号", "2026-11-25", "2026-11-25"),
        ("31号", "2026-10-31", "2026-12-31"),
        ("二十八号", "2026-10-28", "2026-11-28"),
        ("12月5号", "2025-12-05", "2026-12-05"),
        ("十二月五号", "2025-12-05", "2026-12-05"),
        ("8月5", "2026-08-05", "2027-08-05"),
        ("8/12", "2026-08-12", "2027-08-12"),
        ("元旦", "2026-01-01", "2027-01-01"),
    ],
)
def test_bare_days_are_read_backwards_in_a_report_and_forwards_in_a_plan(words: str, past: str, future: str) -> None:
    found = one(words)

    assert (str(found.past), str(found.future)) == (past, future)


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("上午10点", time(10)),
        ("下午三点半", time(15, 30)),
        ("20:30", time(20, 30)),
        ("差一刻五点", time(4, 45)),
        ("五点差十分", time(4, 50)),
        ("下午4点一刻", time(16, 15)),
        ("晚上8点", time(20)),
        ("中午12点", time(12)),
        ("中午一点", time(13)),
        ("１６：３０", time(16, 30)),
        ("上午九点二十", time(9, 20)),
        ("十点整", time(10)),
    ],
)
def test_clock_times(words: str, clock: time) -> None:
    assert one(words).clock == clock


@pytest.mark.parametrize(
    ("words", "day", "clock"),
    [
        ("明早8点二十", "2026-11-26", time(8, 20)),
        ("今晚8点", "2026-11-25", time(20)),
        ("明天下午3点", "2026-11-26", time(15)),
        ("明天（周四）下午2点半", "2026-11-26", time(14, 30)),
        ("下周三上午10点", "2026-12-02", time(10)),
        ("12月5号上午九点半", "2026-12-05", time(9, 30)),
    ],
)
def test_a_day_and_its_clock_time_are_one_moment(words: str, day: str, clock: time) -> None:
    found = one(words)

    assert (str(found.future), found.clock) == (day, clock)


@pytest.mark.parametrize(
    "text",
    [
        "3号线",
        "2号仓库",
        "5号楼",
        "3号地块",
        "一点都不好谈",
        "有一点贵",
        "早一点到",
        "晚一点再说",
        "三点建议",
        "周一鸣经理",
        "12月要整改",
        "3个月",
        "13800138000",
        "报价三点五万",
        "便宜5块",
        "2-3台",
        "2026-13-45",
        "第3号",
        "账期30天",
        "99月99号",
        "每周一",
        "周边客户",
        "月初的",
        "#128",
        "",
    ],
)
def test_no_days_and_no_times(text: str) -> None:
    assert [
        found for found in find_moments(fold(text), TODAY) if (found.dated and not found.vague) or found.clock
    ] == []


@given(
    st.text(
        st.sampled_from("一二三十零两半周星期礼拜上下这本个月年日号天后前点刻分差过明今昨初底0123456789:/.- 早晚午"),
        max_size=60,
    )
)
def test_any_mixture_of_date_words_is_read_without_an_error(text: str) -> None:
    for found in find_moments(text, date(9999, 12, 31)) + find_moments(text, date(1900, 1, 1)):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("下周一到周三", "2026-11-30", "2026-12-02"),
        ("周五到下周一", "2026-11-27", "2026-11-30"),
        ("12月15到18号", "2026-12-15", "2026-12-18"),
        ("28号到3号", "2026-11-28", "2026-12-03"),
        ("3-5号", "2026-12-03", "2026-12-05"),
        ("请假8.1-8.3", "2027-08-01", "2027-08-03"),
        ("出差12.28-1.2", "2026-12-28", "2027-01-02"),
        ("下周二或者周三", "2026-12-01", "2026-12-02"),
    ],
)
def test_stretches_have_both_ends(words: str, first: str, last: str) -> None:
    found = one(words)

    assert (str(found.future), str(found.last)) == (first, last)


@pytest.mark.parametrize("text", ["报价3.5-4.2", "1.5-2.5万", "规格8.1-8.3米"])
def test_two_figures_are_no_stretch_of_days(text: str) -> None:
    assert find_moments(fold(text), TODAY) == []


@pytest.mark.parametrize(
    ("words", "day", "clock"),
    [
        ("半小时后", "2026-11-25", time(18, 50)),
        ("一个半小时后", "2026-11-25", time(19, 50)),
        ("6个小时以后", "2026-11-26", time(0, 20)),
        ("再过十分钟", "2026-11-25", time(18, 30)),
        ("20分钟前", "2026-11-25", time(18)),
    ],
)
def test_moments_counted_from_now_are_read_where_now_is_known(words: str, day: str, clock: time) -> None:
    (found,) = find_moments(fold(words), TODAY, datetime(2026, 11, 25, 18, 20, tzinfo=SHANGHAI))

    assert (str(found.future), found.clock) == (day, clock)
    assert find_moments(fold(words), TODAY) == []


@pytest.mark.parametrize("text", ["等了2个小时", "10分钟就完了", "谈了一个半小时", "小时候", "钟师傅"])
def test_lengths_of_time_are_no_moments(text: str) -> None:
    assert find_moments(fold(text), TODAY, datetime(2026, 11, 25, 18, 20, tzinfo=SHANGHAI)) == []


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("三点提醒我打电话", time(3)),
        ("9点提醒我", time(9)),
        ("下午3点45", time(15, 45)),
        ("晚上零点", time(0)),
        ("明天8.30开会", time(8, 30)),
        ("3pm", time(15)),
        ("下午三时", time(15)),
    ],
)
def test_more_clock_times(words: str, clock: time) -> None:
    assert one(words).clock == clock


@pytest.mark.parametrize("text", ["让3点", "第三点提醒", "返利2点", "三点五十万", "今天3.25米", "零点五", "下午茶"])
def test_points_and_figures_are_no_times(text: str) -> None:
    assert [found.clock for found in find_moments(fold(text), TODAY) if found.clock is not None] == []
