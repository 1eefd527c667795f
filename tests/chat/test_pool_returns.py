"""公海 in the chat: given back with a reason, and taken back (`product.md` B1)."""

from __future__ import annotations

import pytest

from handlers.texts import pool as texts
from models.schema import (
    Customer,
    FollowUp,
    Holding,
    Move,
)
from tests.cast import HENGLI, HUALIAN, TIANHE
from tests.pool import add_pooled, names_of, term
from tests.steps import at, owner_of
from tests.talk import Chat


async def test_b1_given_back_in_plain_words_it_is_done_and_the_leader_told(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进恒力 带样品")
    await talk.says("lilei", "答应 恒力 周五前给方案")
    assert await talk.says("lilei", "把恒力退回公海 没预算") == (
        f"已退回公海 {HENGLI}（归属#3），原因：没预算。\n1 条跟进已取消，1 条承诺留给接手的人，已告诉 吴芳。"
    )
    assert await talk.pushes("wufang") == [f"李雷 把 {HENGLI} 退回公海（归属#3），原因：没预算。"]
    assert await owner_of(talk, HENGLI) == ""
    assert [row.state for row in await talk.rows(FollowUp)] == ["cancelled"]


async def test_b1_the_reason_is_asked_and_may_be_said_by_number(talk: Chat) -> None:
    asked = await talk.says("lilei", "把恒力退回公海")
    assert asked.startswith(f"把 {HENGLI} 退回公海，退回后任何人可领。原因是？\n1 无需求\n2 没预算")
    assert "原因：联系不上" in await talk.says("lilei", "4")


@pytest.mark.parametrize(
    ("said", "reason"), [("已买别家", "已买别家"), ("项目取消了", "项目取消了"), ("没预算", "没预算")]
)
async def test_b1_the_reason_may_be_said_in_words(talk: Chat, said: str, reason: str) -> None:
    await talk.says("lilei", "把恒力退回公海")
    assert f"原因：{reason}" in await talk.says("lilei", said)


async def test_b1_another_reason_is_asked_for_its_words(talk: Chat) -> None:
    await talk.says("lilei", "把恒力退回公海")
    assert await talk.says("lilei", "5") == texts.REASON_WANTED
    assert "原因：换人负责了" in await talk.says("lilei", "换人负责了")


async def test_b1_what_may_be_meant_otherwise_is_asked(talk: Chat) -> None:
    asked = await talk.says("lilei", "恒力不跟了 已买别家")
    assert asked == f"把 {HENGLI} 退回公海（已买别家）？退回后任何人可领。1 退回 2 不退"
    assert await owner_of(talk, HENGLI) == "lilei"
    assert await talk.says("lilei", "2") == texts.KEPT
    await talk.says("lilei", "恒力不跟了 已买别家")
    assert "已退回公海" in await talk.says("lilei", "1")


@pytest.mark.parametrize("said", ["算了", "取消", "不退了"])
async def test_giving_back_may_be_dropped(talk: Chat, said: str) -> None:
    await talk.says("lilei", "把恒力退回公海")
    await talk.says("lilei", said)
    assert await owner_of(talk, HENGLI) == "lilei"
    assert await talk.rows(Move) == []


async def test_a_new_command_beats_the_reason(talk: Chat) -> None:
    await talk.says("lilei", "把恒力退回公海")
    assert "拜访#1" in await talk.says("lilei", "拜访 东吴 谈报价")
    assert await owner_of(talk, HENGLI) == "lilei"


async def test_b1_lines_of_ones_own_list_are_given_back_by_number(talk: Chat) -> None:
    listed = await talk.says("lilei", "我的客户")
    name = listed.splitlines()[2].split()[1]
    await talk.says("lilei", "退回 2")
    assert f"已退回公海 {name}" in await talk.says("lilei", "1")


async def test_nobody_gives_back_a_colleagues_customer(talk: Chat) -> None:
    assert await talk.says("lilei", "把华联超市退回公海 没预算") == texts.not_yours(HUALIAN)
    assert await talk.says("lilei", "把天合退回公海 没预算") == texts.is_pooled(TIANHE)
    assert await talk.rows(Move) == []


async def test_a_leader_gives_back_for_his_rep_who_is_told(talk: Chat) -> None:
    said = await talk.says("wufang", "把恒力退回公海 三个月没人跟")
    assert said.startswith(f"已退回公海 {HENGLI}")
    assert said.endswith("已告诉 李雷。")
    assert await talk.pushes("lilei") == [f"吴芳 把你的 {HENGLI} 退回公海了（归属#1），原因：三个月没人跟。"]


async def test_b1_a_claim_is_taken_back(talk: Chat) -> None:
    await talk.says("lilei", "我要 天合")
    assert "已撤销 归属#1" in await talk.says("lilei", "撤销")
    assert await owner_of(talk, TIANHE) == ""
    assert (await talk.says("hanmei", "我要 天合")).startswith("领到")


async def test_b1_giving_back_is_taken_back_with_what_was_planned(talk: Chat) -> None:
    await talk.says("lilei", "明天10点跟进恒力 带样品")
    [before] = await talk.rows(Holding) or [None]
    await talk.says("lilei", "把恒力退回公海 没预算")
    assert "已撤销" in await talk.says("lilei", "撤销")
    assert await owner_of(talk, HENGLI) == "lilei"
    assert [row.state for row in await talk.rows(FollowUp)] == ["open"]
    [held] = await talk.rows(Holding)
    assert (held.pooled_on, held.pool_reason, held.former_owner_id) == (None, "", None)
    assert held.recycle_on is not None
    assert before is None
    await talk.office.advance(at(24, 10, 1))
    assert any("带样品" in push for push in await talk.pushes("lilei"))


async def test_b1_what_went_on_since_is_not_taken_back(talk: Chat) -> None:
    await term(talk, "fresh_hours", 0)
    await talk.says("lilei", "把恒力退回公海 没预算")
    await talk.says("hanmei", "我要 恒力")
    said = await talk.says("lilei", "撤销")
    assert said == f"{HENGLI} 后来又换过手，归属#1 撤不回了。要调整请找主管分配。"
    assert "韩梅" not in said
    assert await owner_of(talk, HENGLI) == "hanmei"
    assert not (await talk.rows(Move, Move.number == 1))[0].voided


async def test_b1_one_of_two_claims_is_taken_back_by_its_number(talk: Chat) -> None:
    await add_pooled(talk, *names_of(2))
    await talk.says("lilei", "公海 无锡")
    await talk.says("lilei", "领 1 2")
    assert "归属#1" in await talk.says("lilei", "撤销 #1")
    held = {move.number: move.voided for move in await talk.rows(Move)}
    assert held == {1: True, 2: False}
    owned = await talk.rows(
        Customer, Customer.owner_id.is_not(None), Customer.city == "无锡", Customer.code.startswith("无锡")
    )
    assert len(owned) == 1


async def test_after_ten_minutes_a_claim_stands(talk: Chat) -> None:
    await talk.says("lilei", "我要 天合")
    await talk.office.advance(at(23, 10, 11))
    await talk.says("lilei", "撤销 #1")
    assert await owner_of(talk, TIANHE) == "lilei"


async def test_a_claim_shows_phones_so_it_is_not_made_and_taken_back_for_ever(talk: Chat) -> None:
    await term(talk, "claims_a_day", 1)
    for _ in range(3):
        assert (await talk.says("lilei", "我要 天合")).startswith("领到")
        await talk.says("lilei", "撤销")
    assert "领满了" in await talk.says("lilei", "我要 天合")


async def test_a_probing_rep_learns_nothing_of_a_colleagues_move(talk: Chat) -> None:
    await talk.says("hanmei", "我要 天合")
    for said in ("#1", "查 归属#1", "撤销 #1", "领 1", "公海 天合", "退回 天合"):
        answer = await talk.says("lilei", said)
        assert "韩梅" not in answer, said
        assert "138" not in answer, said
    assert await owner_of(talk, TIANHE) == "hanmei"
