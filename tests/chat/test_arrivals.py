"""到了, the story told there, and 走了: one visit (and the place that was sent with it)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from handlers.texts import visits as texts
from models.times import SHANGHAI
from tests.cast import DONGWU, HENGLI
from tests.steps import customer_named, later, visits
from tests.talk import Chat


async def test_arriving_talking_and_leaving_are_one_visit(talk: Chat) -> None:
    came = await talk.says("lilei", "到了 东吴")
    later(talk, minutes=43)
    gone = await talk.says("lilei", "走了")
    told = await talk.says("lilei", "谈了年框 价格再降两个点")

    assert came == f"到 {DONGWU} 10:00，已记（拜访#1）。聊完回一句就补上。"
    assert gone == f"离开 {DONGWU} 10:43，待了 43 分钟。聊了什么，回一句就补上。"
    assert told.startswith(f"补上了 拜访#1 {DONGWU}")
    assert told.endswith("本月 1/30 分，应到 23。")
    [visit] = await visits(talk)
    assert visit.summary == "谈了年框 价格再降两个点"
    assert visit.arrived_at == datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
    assert visit.left_at == visit.arrived_at + timedelta(minutes=43)


async def test_the_story_of_an_arrival_is_read_like_a_report(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")

    told = await talk.says("lilei", "聊了报价，周四上午9点带样机再来")
    assert told.startswith(f"补上了 拜访#1 {DONGWU}，聊了报价；下次 11月26日（周四）09:00 带样机再来。")
    [visit] = await visits(talk)
    assert (visit.summary, visit.next_on, visit.next_clock) == ("聊了报价", date(2026, 11, 26), time(9))


@pytest.mark.parametrize(
    "said",
    [
        "见了王总，说下周付款",
        "客户嫌贵，下周三再跟进",
        "李工说要比价",
        "下周三带样品",
        "王总问什么时候交货",
        "客户嫌热处理不好",
        "等报价确认了再签",
        "没见到人，留了样品",
        "王总让我下周去公司签合同",
    ],
)
async def test_whatever_is_told_after_an_arrival_is_its_story(talk: Chat, said: str) -> None:
    await talk.says("lilei", "到了 东吴")

    assert (await talk.says("lilei", said)).startswith(f"补上了 拜访#1 {DONGWU}")


async def test_a_command_after_an_arrival_stays_a_command(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")

    assert f"拜访#2 {HENGLI}" in await talk.says("lilei", "拜访 恒力 谈年框")
    await talk.says("lilei", "回款 东吴 5万")
    assert [visit.summary for visit in await visits(talk)] == ["", "谈年框"]


async def test_a_report_after_an_arrival_keeps_its_number(talk: Chat) -> None:
    await talk.says("lilei", "我到恒力了")
    later(talk, minutes=50)

    assert (await talk.says("lilei", "拜访 恒力 谈年框")).startswith(f"补上了 拜访#1 {HENGLI}，谈年框")
    assert len(await visits(talk)) == 1


async def test_a_place_that_waits_goes_to_a_customer_that_is_made_with_the_visit(talk: Chat) -> None:
    await talk.says("lilei", "同意定位")
    await talk.sends("lilei", "location", latitude=31.3, longitude=120.59, label="苏州工业园区")
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")

    reply = await talk.says("lilei", "按新客户")

    assert "证据 2 级（文字+定位）" in reply
    assert texts.POINT_SET in reply
    made = await customer_named(talk, "蠡园泵业")
    assert (made.latitude, made.longitude) == (31.3, 120.59)


async def test_a_place_that_waits_tells_how_near_the_arrival_is(talk: Chat) -> None:
    await talk.says("lilei", "同意定位")
    await talk.sends("lilei", "location", latitude=31.2990, longitude=120.5853, label="")

    assert await talk.says("lilei", "到了 东吴") == (
        f"到 {DONGWU} 10:00，离登记地址约 80 米，已记（拜访#1）。聊完回一句就补上。"
    )


async def test_taking_back_a_visit_takes_its_new_customer_back_too(talk: Chat) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")
    await talk.says("lilei", "按新客户")
    await talk.says("lilei", "撤销")

    assert not (await customer_named(talk, "蠡园泵业")).active
    assert (await talk.says("lilei", "拜访 蠡园泵业 谈合作")).startswith("没找到“蠡园泵业”")


async def test_a_question_after_an_arrival_is_not_taken_for_its_story(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")
    await talk.says("lilei", "这个怎么弄？")

    [visit] = await visits(talk)
    assert visit.summary == ""


async def test_arriving_twice_is_said_and_noted_once(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")
    later(talk, minutes=1)

    assert (await talk.says("lilei", "签到 东吴")).startswith(f"到 {DONGWU} 10:00 已经记过（拜访#1）。")
    assert len(await visits(talk)) == 1


async def test_leaving_without_having_arrived_says_what_works_instead(talk: Chat) -> None:
    assert await talk.says("lilei", "走了") == texts.NO_OPEN_VISIT


async def test_arriving_nowhere_in_particular_is_asked(talk: Chat) -> None:
    asked = await talk.says("lilei", "到客户这了")

    assert asked.startswith("去的是哪家？")
    assert (await talk.says("lilei", "东吴")).startswith(f"到 {DONGWU} 10:00")
