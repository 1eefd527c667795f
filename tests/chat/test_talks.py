"""打了电话, 微信聊了: a talk without going there is a 跟进 that is done, and no visit's point (A1, C2)."""

from __future__ import annotations

import pytest

from models.schema import FollowUp, FollowUpState, RepDay, Visit
from tests.cast import DONGWU, HENGLI
from tests.talk import Chat

NO_POINT = "电话联系不计拜访分；满 15 个字才算有效跟进（制度 5.4）。"


async def test_a1_a_talk_by_phone_is_kept_and_makes_no_point(talk: Chat) -> None:
    kept = await talk.says("lilei", "刚给王总打了电话，下周再联系")
    assert kept == (f"记下了 跟进#1 {DONGWU}·王总，电话联系；下次 11月30日（周一）再联系 跟进#2。{NO_POINT}")
    long = await talk.says("lilei", "电话拜访了东吴的王总 他很满意 对二期的两台注塑机没有意见")
    assert long.endswith("没有意见。电话联系不计拜访分。")
    assert "已经记过（#3）" in await talk.says("lilei", "电话拜访了东吴的王总 他很满意 对二期的两台注塑机没有意见")

    assert await talk.rows(Visit) == []
    assert "0/30" in await talk.says("lilei", "积分")
    draft = await talk.says("lilei", "日报")
    assert "拜访" not in draft.split("跟进 2：")[0]
    assert f"跟进 2：{DONGWU} 电话联系；{DONGWU} 电话拜访" in draft
    assert [(row.visits, row.points, row.followups) for row in await talk.rows(RepDay)] == [(0, 0, 2)]

    await talk.says("lilei", "撤销 #3")
    assert [row.followups for row in await talk.rows(RepDay)] == [1]
    assert "跟进 王总 电话联系 #1" in await talk.says("lilei", "东吴 跟进记录")


async def test_c2_the_next_day_of_a_talk_is_set_beside_it(talk: Chat) -> None:
    await talk.says("lilei", "微信聊了恒力，要新报价")
    moved = await talk.says("lilei", "改 #1 下次 周五")
    assert moved == f"记下了 跟进#2 {HENGLI}，11月27日（周五）；当天 08:20 提醒你。"
    states = {row.number: row.state for row in await talk.rows(FollowUp)}
    assert states == {1: FollowUpState.DONE, 2: FollowUpState.OPEN}


async def test_a_talk_with_an_unknown_firm_waits_for_its_name_and_stays_a_talk(talk: Chat) -> None:
    await talk.says("lilei", "昨天电话拜访了长沙大鹏电缆 说要报价")
    made = await talk.says("lilei", "1")
    assert "补记了 11月22日（周日）的跟进#" in made
    assert NO_POINT in made
    assert await talk.rows(Visit) == []


@pytest.mark.parametrize("said", ["上门东吴 王总在打电话 等了半小时", "今天去了东吴，加了王总微信"])
async def test_who_was_there_has_visited_whatever_he_says_of_a_call(talk: Chat, said: str) -> None:
    assert "拜访#1" in await talk.says("lilei", said)


async def test_whom_nobody_reached_is_not_asked_for_longer_words(talk: Chat) -> None:
    said = await talk.says("lilei", "给恒力李工打电话没打通，明天再打")
    assert said.endswith("电话联系不计拜访分。")
    assert "再打" in await talk.says("lilei", "明天干啥")


async def test_several_talks_are_told_of_together_and_put_right_by_their_words(talk: Chat) -> None:
    both = await talk.says("lilei", "今天电话联系了东吴和恒力")
    assert both == (
        "记下了 2 条：\n"
        f"1）跟进#1 {DONGWU}，电话联系了东吴和恒力\n"
        f"2）跟进#2 {HENGLI}，电话联系了东吴和恒力\n"
        "电话、微信联系不计拜访分。"
    )
    await talk.says("lilei", "给恒力李工打电话，他说要两台")
    assert "他说要三台" in await talk.says("lilei", "不是两台是三台")
    assert await talk.rows(Visit) == []
