"""报备 of what somebody has already: told no more than needed, a like name or phone asked about (A10, B1, P6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.schema import (
    FollowUp,
    Lead,
    Move,
    TermChange,
)
from tests.cast import DONGWU, HENGLI, TIANHE
from tests.leads import FULL, TANG, lead
from tests.steps import at, owner, pass_days, person
from tests.talk import Chat


@pytest.mark.parametrize(
    ("shows", "said"),
    [
        ("无", "已有人报备：11月23日（周一）起，保护到 12月23日（周三）。"),
        ("小组", "已有人报备：销售一部，11月23日（周一）起，保护到 12月23日（周三）。"),
        ("姓名", "已有人报备：李雷，11月23日（周一）起，保护到 12月23日（周三）。"),
    ],
)
async def test_p6_of_a_taken_one_only_as_much_is_told_as_the_term_says(chat: Chat, shows: str, said: str) -> None:
    await chat.says("lilei", FULL)
    await chat.office.write(
        lambda session: session.add(
            TermChange(name="show_holder", value=shows, valid_from=date(2026, 1, 1), made_at=chat.clock.now())
        )
    )
    pass_days(chat, 3)
    await chat.says("hanmei", "帮助")

    for text in (f"报备 {TANG} 3台", f"查重 {TANG}", f"{TANG}有人跟吗"):
        reply = await chat.says("hanmei", text)
        assert reply == f"{TANG} {said}\n1 申诉 2 到期提醒我 3 看规则"


async def test_p6_nothing_else_of_it_is_told_by_any_phrasing(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG} 吹瓶机7台 屠工 13912345678 下周三去")
    made = await lead(talk)

    for text in (
        f"报备 {TANG}",
        f"查重 {TANG}",
        f"{TANG}是谁的",
        f"{TANG}电话",
        f"查 {TANG}",
        "这个号码有人报过没 13912345678",
        f"#{made.number}",
        f"B{made.number:04}",
        f"报备B{made.number:04} 需求 看看",
        f"续保护 B{made.number:04}",
        f"撤销 B{made.number:04}",
        f"B{made.number:04} 1",
    ):
        reply = await talk.says("hanmei", text)
        for secret in ("13912345678", "屠工", "吹瓶机", "李雷", "12月2日"):
            assert secret not in reply, (text, reply)


async def test_p6_a_number_that_he_has_not_met_tells_nothing(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)

    before = await talk.says("hanmei", f"申诉 B{made.number:04} 是我先跟的")
    await talk.says("hanmei", f"报备 {TANG}")
    after = await talk.says("hanmei", f"申诉 B{made.number:04} 是我先跟的")

    assert TANG not in before
    assert "没有 #" in before
    assert after.startswith("申诉#")


async def test_a10_whoever_comes_a_moment_later_is_told_by_how_much(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    talk.clock.move_to(talk.clock.now() + timedelta(seconds=0.4))
    reply = await talk.says("hanmei", f"报备 {TANG}有限公司")
    talk.clock.move_to(talk.clock.now() + timedelta(seconds=45))
    later = await talk.says("chenchen", f"报备 {TANG}")

    assert reply == (
        f"慢了 0.4 秒：{TANG} 10:00:00 刚被人报备（销售一部），保护到 12月23日（周三）。\n1 申诉 2 到期提醒我 3 看规则"
    )
    assert later.startswith("慢了 45 秒：")


async def test_a10_the_leaders_are_told_of_each_conflict_once(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    await talk.pushes("wufang")
    for _ in range(3):
        await talk.says("hanmei", f"报备 {TANG}")
    own = await talk.pushes("wufang")
    await talk.says("chenchen", f"报备 {TANG}")
    second = await talk.pushes("wufang")
    await talk.says("hanmei", f"查重 {TANG}")

    assert len(own) == 1
    assert own[0].startswith(f"撞单：韩梅 今天要报 {TANG}，已有人了（李雷，")
    assert len(second) == 1
    assert await talk.pushes("wufang") == []


async def test_a10_the_ways_out_of_a_taken_one(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    await talk.says("hanmei", f"报备 {TANG}")
    rules = await talk.says("hanmei", "3")
    remind = await talk.says("hanmei", "2")

    assert "3.1 报备后保护 30 天。" in rules
    assert remind.startswith("好，12月24日（周四）早上提醒你（提醒#")
    [plan] = await talk.rows(FollowUp, FollowUp.person_id == person(talk, "hanmei"))
    assert (plan.due_on, plan.note) == (date(2026, 12, 24), f"{TANG} 报备保护到期，可以再看看")


async def test_a10_like_names_are_asked_about_by_number(talk: Chat) -> None:
    asked = await talk.says("hanmei", "报备 苏州东吴机器厂 2台")
    other = await talk.says("hanmei", "2")
    same = await talk.says("chenchen", "报备 苏州东吴机器 2台")

    assert "1 苏州东吴机械有限公司" in asked
    assert "2 另一家" in asked
    assert "报备成功" in other
    assert "苏州东吴机器厂" in same


async def test_a10_a_shorter_name_of_one_that_was_just_registered_is_asked_about(chat: Chat) -> None:
    await chat.says("lilei", "报备 佛山禅城嘉信城市广场 样板房 石材砖六千方 联系人卢工13702890077")
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=3))
    asked = await chat.says("hanmei", "报备 嘉信广场 大堂石材")
    taken = await chat.says("hanmei", "1")
    brand = await chat.says("chenchen", "报备 嘉信 两百方")
    apart = await chat.says("chenchen", "报备 佛山禅城好邻里广场 三百方")

    assert "1 佛山禅城嘉信城市广场" in asked
    assert "2 另一家" in asked
    assert taken.startswith("佛山禅城嘉信城市广场 已有人报备：销售一部，")
    assert "佛山禅城嘉信城市广场" in brand
    assert "报备成功" in apart
    assert [row.person_id for row in await chat.rows(Lead)] == [person(chat, "lilei"), person(chat, "chenchen")]


async def test_a10_the_one_of_a_like_name_may_be_meant(talk: Chat) -> None:
    await talk.says("hanmei", "报备 苏州东吴机器厂 2台")
    reply = await talk.says("hanmei", "1")

    assert reply.startswith(f"{DONGWU} 已有归属：销售一部。")
    assert await talk.rows(Lead) == []


async def test_a10_a_phone_that_a_colleague_has_is_asked_about_without_his_customer(talk: Chat) -> None:
    asked = await talk.says("hanmei", "报备 苏州大成齿轮 2台 王总 13800130001")
    kept = await talk.says("hanmei", "1")

    assert "138****0001 已在别人的客户下面存过（销售一部）" in asked
    assert "东吴" not in asked + kept
    assert "报备成功" in kept
    [push] = [push for push in await talk.pushes("wufang") if "可能撞单" in push]
    assert DONGWU in push


async def test_a10_a_phone_of_his_own_customer_may_be_the_same_firm(talk: Chat) -> None:
    asked = await talk.says("lilei", "报备 苏州大成齿轮 2台 王总 13800130001")
    same = await talk.says("lilei", "1")

    assert asked == f"138****0001 存在你的 {DONGWU} 下面。是同一家吗？1 就是这家 2 另一家"
    assert same == f"{DONGWU} 本来就是你的，不用再报。"


async def test_a10_a_project_that_somebody_registered_elsewhere_is_asked_about(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG} 锅炉房节能改造项目")
    asked = await talk.says("hanmei", "报备 无锡热电 锅炉房节能改造项目")

    assert "已有人报备（销售一部），可能是同一个项目" in asked
    assert TANG not in asked
    assert "报备成功" in await talk.says("hanmei", "1")


async def test_b1_a_customer_of_the_pool_is_claimed_by_one_number(talk: Chat) -> None:
    asked = await talk.says("hanmei", "报备 天合 组件设备2套")
    reply = await talk.says("hanmei", "1")

    assert asked == f"{TIANHE} 在公海，现在没人跟。1 报备并领到名下 2 不用"
    assert reply.startswith("报备成功")
    assert await owner(talk, TIANHE) == person(talk, "hanmei")
    [move] = await talk.rows(Move)
    assert move.kind == "claimed"
    assert (await lead(talk)).need == "组件设备2套"


async def test_b1_registering_does_not_get_round_the_limits_of_the_pool(talk: Chat) -> None:
    await talk.office.write(
        lambda session: session.add(
            TermChange(name="claims_a_day", value="1", valid_from=date(2026, 1, 1), made_at=talk.clock.now())
        )
    )
    await talk.says("hanmei", "报备 天合")
    await talk.says("hanmei", "1")
    await talk.says("hanmei", "撤销")
    await talk.says("chenchen", "报备 天合")
    await talk.says("chenchen", "1")

    assert await owner(talk, TIANHE) == person(talk, "chenchen")


async def test_a10_a_check_before_a_trip(talk: Chat) -> None:
    free = await talk.says("hanmei", "查重 大唐电力")
    registered = await talk.says("hanmei", "1")
    own = await talk.says("lilei", "东吴有人跟吗")
    pooled = await talk.says("lilei", "天合能不能报")

    assert free == "“大唐电力”没人报备，可以报。1 报备 2 不用"
    assert "报备成功" in registered
    assert own.startswith(f"{DONGWU}（")
    assert pooled.startswith(f"{TIANHE} 在公海")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("这个号码有人报过没 13800130001", "138****0001 已有归属：销售一部。是哪家你这边看不到，要联系请找主管。"),
        ("13811112222 有人报过没", "138****2222 没人存过，也没人报备。要报发：报备 客户名 需求 联系人 138****2222"),
    ],
)
async def test_p6_a_number_is_checked_without_telling_whose(talk: Chat, text: str, said: str) -> None:
    assert await talk.says("hanmei", text) == said


async def test_b2_since_when_is_told_only_where_it_is_known(talk: Chat) -> None:
    await talk.office.advance(at(25, 9))  # the nights have noted since when imported customers count
    assert (await talk.says("hanmei", "查重 恒力")).startswith(f"{HENGLI} 已有归属：销售一部。\n")
    await talk.says("lilei", "领取 天合")
    assert "11月25日（周三）起" in await talk.says("hanmei", "查重 天合")
