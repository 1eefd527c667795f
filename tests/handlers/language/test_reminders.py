"""Reminders as people ask for them in passing."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.meaning import Intents
from handlers.language.reminders import read_reminder_set
from tests.handlers.language.field import EVENING, MORNING, plain, reading

D = date


def read(text: str, at: datetime = EVENING) -> dict[str, object]:
    return plain(read_reminder_set(reading(text, at=at)))


@pytest.mark.parametrize(
    ("text", "day", "clock", "what"),
    [
        ("提醒我明天上午十点给燕姐回电话", D(2026, 11, 26), time(10), "给燕姐回电话"),
        ("明儿早上七点半叫我 去南通的车", D(2026, 11, 26), time(7, 30), "去南通的车"),
        ("后天下午提醒一下 交合同", D(2026, 11, 27), None, "交合同"),
        ("下周二别忘了提醒我拿质保单", D(2026, 12, 1), None, "拿质保单"),
        ("周五前记得提醒我报价", D(2026, 11, 27), None, "报价"),
        ("定个闹钟明早6点 赶高铁", D(2026, 11, 26), time(6), "赶高铁"),
        ("12月3号提醒我续保险啊", D(2026, 12, 3), None, "续保险"),
        ("帮我设个提醒 大后天上午九点半 装机", D(2026, 11, 28), time(9, 30), "装机"),
        ("月底提醒我对账", D(2026, 11, 30), None, "对账"),
        ("一小时后提醒我打给快哥", D(2026, 11, 25), time(19, 20), "打给快哥"),
        ("过20分钟喊我一声 开会", D(2026, 11, 25), time(18, 40), "开会"),
        ("晚上九点提醒我写日报", D(2026, 11, 25), time(21), "写日报"),
        ("八点提醒我给何伟民发图纸", D(2026, 11, 25), time(20), "给何伟民发图纸"),
        ("早上提醒我带样品", D(2026, 11, 26), None, "带样品"),
        ("到时候提醒我 下个月5号 启明学校开标", D(2026, 12, 5), None, "启明学校开标"),
        ("下午两点的会 提前半小时提醒我", D(2026, 11, 26), time(13, 30), "的会"),
        ("周日晚上提醒我一下 周一要交周报", D(2026, 11, 29), None, "周一要交周报"),
        ("明天提醒我问燕姐合同什么时候签", D(2026, 11, 26), None, "问燕姐合同什么时候签"),
        ("约好了，明天上午九点半见，八点半提醒我", D(2026, 11, 26), time(8, 30), "约好了，明天上午九点半见"),
        ("明天交标书，三点提醒我打印", D(2026, 11, 26), time(15), "明天交标书 打印"),
        ("明天下午三点开会，两点提醒我", D(2026, 11, 26), time(14), "明天下午三点开会"),
        ("半个小时以后叫我起来", D(2026, 11, 25), time(18, 50), "起来"),
    ],
)
def test_when_and_what(text: str, day: date, clock: time | None, what: str) -> None:
    found = read(text)

    assert (found["date"], found.get("time"), found["summary"]) == (day, clock, what)


@pytest.mark.parametrize(
    ("text", "repeat", "first"),
    [
        ("每周五下午5点提醒我交周报", "每周五", D(2026, 11, 27)),
        ("每天早上八点提醒我看待办", "每天", D(2026, 11, 26)),
        ("每个月25号提醒我对账", "每个月25号", D(2026, 11, 25)),
        ("每个工作日下午六点提醒我写日报", "每个工作日", D(2026, 11, 26)),
        ("每周三提醒我看公海", "每周三", D(2026, 11, 25)),
        ("每天提醒我晚上9点写日报", "每天", D(2026, 11, 25)),
        ("每两周周五提醒我盘点样品", "每两周周五", D(2026, 11, 27)),
        ("每年3月8号提醒我给客户发祝福", "每年3月8号", D(2027, 3, 8)),
        ("每年中秋提醒我送月饼", "每年", D(2027, 9, 15)),
        ("每月月底提醒我催款", "每月月底", D(2026, 11, 30)),
    ],
)
def test_what_comes_again(text: str, repeat: str, first: date) -> None:
    found = read(text)

    assert (found["repeat"], found["date"]) == (repeat, first)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("每晚9点提醒我写日报", time(21)),
        ("每天差一刻六点提醒我打卡", time(17, 45)),
        ("每天三点提醒我喝水", time(15)),
        ("每天凌晨三点提醒我看炉温", time(3)),
        ("每周五下午五点一刻提醒我交周报", time(17, 15)),
    ],
)
def test_the_hour_of_what_comes_again(text: str, clock: time) -> None:
    assert read(text, MORNING)["time"] == clock
    assert read(text, EVENING)["time"] == clock


def test_a_bare_hour_is_the_next_one() -> None:
    assert read("三点提醒我开会", MORNING)["time"] == time(15)
    assert (read("九点提醒我开会", MORNING)["date"], read("九点提醒我开会", MORNING)["time"]) == (
        D(2026, 11, 25),
        time(21),
    )


def test_whom_it_is_about() -> None:
    found = read("明天提醒我给好邻居燕姐送台历")

    assert (found["customer"], found["contact"]) == ("K01", "燕姐")


def test_what_for_may_be_missing() -> None:
    found = read("提醒我给龚总打电话")

    assert "date" not in found
    assert found["summary"] == "给龚总打电话"


@pytest.mark.parametrize(
    "text",
    [
        "别提醒我了今天",
        "不用提醒了",
        "取消明天的提醒",
        "燕姐提醒我带合同",
        "客户提醒我要带公章",
        "你昨天怎么没提醒我",
        "提醒功能怎么用",
        "能提醒我吗",
        "我已经提醒过快哥了",
        "如果下雨就提醒我",
        "明天去好邻居",
        "提醒一下大家注意安全",
        "下次记得提醒客户带章",
    ],
)
def test_nobody_is_to_be_reminded(text: str) -> None:
    assert read_reminder_set(reading(text)) is None


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for said in (text, f"明天提醒我{text}", f"每周五{text}提醒我", f"{text}后提醒我{text}"):
        found = read_reminder_set(reading(said))

        assert found is None or found.name is Intents.REMINDER_SET
