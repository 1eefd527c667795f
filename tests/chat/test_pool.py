"""公海 in the chat: shown, and claimed within limits (`product.md` B1)."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.language.meaning import Intents
from handlers.texts import common
from handlers.texts import help as help_texts
from handlers.texts import pool as texts
from models.schema import (
    Holding,
    Move,
    MoveKind,
    Person,
)
from tests.cast import DONGWU, HENGLI, HUALIAN, TIANHE
from tests.pool import add_pooled, names_of, term
from tests.steps import at, owner_of
from tests.talk import Chat


async def test_b1_the_pool_is_shown_with_what_one_may_still_claim(talk: Chat) -> None:
    assert await talk.says("lilei", "公海") == (
        f"公海：1 家，今天还能领 3 家，手上 3/100\n1 {TIANHE} 常州\n{texts.CLAIM_HINT}"
    )


async def test_b1_a_line_says_since_when_and_why_and_when_it_was_last_seen(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 李明 谈年框 电话13912345678")
    await talk.says("lilei", "把恒力退回公海 没预算")
    shown = await talk.says("hanmei", "公海 苏州")
    assert shown.splitlines()[1] == f"1 {HENGLI} 苏州，11月23日进，没预算；11月23日谈过（明天 10:00起可领）"
    opened = await talk.says("hanmei", "1")
    assert opened.startswith(f"{HENGLI}（苏州，公海）\n11月23日（周一）进公海，原因：没预算")
    for said in (shown, opened):
        assert "李明" not in said
        assert "谈年框" not in said
        assert "139" not in said


async def test_b1_pages_and_numbers_go_on(talk: Chat) -> None:
    await add_pooled(talk, *names_of(20))
    first = await talk.says("lilei", "公海 无锡")
    assert first.splitlines()[0] == "公海（无锡）：20 家，今天还能领 3 家，手上 3/100"
    assert first.count("\n") == 10
    second = await talk.says("lilei", "下一页")
    assert second.splitlines()[1].startswith("10 ")
    claimed = await talk.says("lilei", "领 12")
    assert claimed.splitlines()[0].startswith(f"领到 {second.splitlines()[3].split()[1]}")
    assert (await talk.says("lilei", "公海 第3页")).splitlines()[1].startswith("19 ")
    assert (await talk.says("lilei", "公海 第9页")).splitlines()[1].startswith("19 ")
    assert await talk.says("lilei", "下一页") == texts.last_page()
    assert max(len(page.encode()) for page in (first, second)) < 2048


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("公海 注塑机", 1),
        ("公海 苏州 印刷", 1),
        ("公海 A类", 1),
        ("公海 南京", 0),
        ("公海 江苏", 3),
        ("公海 最近30天", 0),
        ("公海 %", 3),
    ],
)
async def test_b1_filters(talk: Chat, said: str, count: int) -> None:
    await add_pooled(talk, "昆山力成塑业", city="昆山", note="想要两台注塑机")
    await add_pooled(talk, "大成印刷厂", city="苏州市", level="A")
    shown = await talk.says("lilei", said)
    if count:
        assert shown.splitlines()[0].startswith("公海")
        assert f"：{count} 家" in shown
    else:
        assert shown.startswith("公海里没有“")


async def test_b1_what_is_pooled_today_is_found_by_its_days(talk: Chat) -> None:
    await talk.says("lilei", "把恒力退回公海 没预算")
    assert "1 家" in await talk.says("hanmei", "公海 最近7天")


async def test_an_empty_pool_says_so(talk: Chat) -> None:
    await talk.says("hanmei", "我要 天合")
    assert await talk.says("lilei", "公海") == texts.empty("", "")


async def test_a_number_beyond_the_list_claims_nothing(talk: Chat) -> None:
    await talk.says("lilei", "公海")
    assert await talk.says("lilei", "领 99") == common.no_such_line(1)
    assert await talk.rows(Move) == []


async def test_a_number_without_a_list_is_not_guessed(talk: Chat) -> None:
    assert await talk.says("lilei", "领 1") == texts.LIST_FIRST
    assert await talk.says("lilei", "退回 2") == texts.OWN_LIST_FIRST


async def test_b1_a_claim_says_until_when_what_was_talked_about_and_what_follows(talk: Chat) -> None:
    await talk.says("hanmei", "拜访 天合 谈组件报价")
    assert await talk.says("lilei", "我要 天合") == (
        f"领到 {TIANHE}（归属#2），保护到 12月23日（周三）；上次 11月23日谈到 组件报价。\n"
        "12月23日前要有一次有效跟进，不然退回公海（制度 4.4）。\n"
        "今天还能领 2 家，手上 4/100。"
    ).replace("谈到 组件报价", "谈到 谈组件报价")
    assert await owner_of(talk, TIANHE) == "lilei"
    assert await talk.pushes("wufang") == [f"李雷 从公海领了 {TIANHE}（归属#2）。"]
    [held] = await talk.rows(Holding)
    assert (held.protected_until, held.recycle_on) == (at(23, 0, month=12).date(), at(24, 0, month=12).date())


async def test_b1_several_at_once_and_each_is_told_its_fate(talk: Chat) -> None:
    await add_pooled(talk, *names_of(4))
    await talk.says("lilei", "公海 无锡")
    said = (await talk.says("lilei", "领 1、2、3、4")).splitlines()
    assert [line[:2] for line in said[:3]] == ["领到"] * 3
    assert said[3] == "今天 3 家领满了（制度 4.2），明早 8 点后再领。"
    assert len(await talk.rows(Move, Move.kind == MoveKind.CLAIMED)) == 3


async def test_b1_two_by_name_in_one_message(talk: Chat) -> None:
    await add_pooled(talk, "无锡蠡湖泵业有限公司")
    said = await talk.says("lilei", "领 天合 和 无锡蠡湖泵业有限公司")
    assert said.count("领到") == 2
    assert await owner_of(talk, TIANHE) == await owner_of(talk, "无锡蠡湖泵业有限公司") == "lilei"


async def test_b1_the_days_limit_says_its_clause_and_offers_a_reminder(talk: Chat) -> None:
    await add_pooled(talk, *names_of(4))
    await talk.says("lilei", "公海 无锡")
    await talk.says("lilei", "领 1 2 3")
    refused = await talk.says("lilei", "领 4")
    assert refused == "今天 3 家领满了（制度 4.2），明早 8 点后再领。\n要我明早提醒你吗？1 要"
    assert await talk.says("lilei", "1") == f"好，提醒#4 11月24日（周二） 08:00 {texts.REMINDER_NOTE}。"
    await talk.office.advance(at(24, 8, 1))
    assert any(texts.REMINDER_NOTE in push for push in await talk.pushes("lilei"))
    await talk.says("lilei", "公海 无锡")
    assert (await talk.says("lilei", "领 1")).startswith("领到")


async def test_b1_the_days_limit_is_the_companys(talk: Chat) -> None:
    await add_pooled(talk, *names_of(2))
    await term(talk, "claims_a_day", 1)
    await talk.says("lilei", "公海 无锡")
    assert "今天 1 家领满了" in await talk.says("lilei", "领 1 2")


async def test_b1_who_has_enough_claims_nothing(talk: Chat) -> None:
    await term(talk, "holding_limit", 3)
    assert (await talk.says("lilei", "我要 天合")).startswith("你手上 3 家，满 3 家了（制度 4.1）")
    assert await owner_of(talk, TIANHE) == ""


async def test_b1_the_former_owner_waits(talk: Chat) -> None:
    await talk.says("lilei", "把恒力退回公海 没预算")
    await talk.office.advance(at(30, 23))
    assert await talk.says("lilei", "领 恒力") == (
        f"{HENGLI} 是你 11月23日（周一） 退回的，11月30日（周一）后才能再领（制度 4.5）。"
    )
    await talk.office.advance(at(1, 8, 30, month=12))
    assert (await talk.says("lilei", "领 恒力")).startswith("领到")


async def test_b1_what_came_just_now_is_frozen_for_a_day(talk: Chat) -> None:
    await talk.says("lilei", "把恒力退回公海 没预算")
    assert await talk.says("hanmei", "领 恒力") == f"{HENGLI} 刚进公海，11月24日（周二） 10:00 起才能领（制度 4.3）。"
    await talk.office.advance(at(24, 9, 59))
    assert "起才能领" in await talk.says("hanmei", "领 恒力")
    await talk.office.advance(at(24, 10))
    assert (await talk.says("hanmei", "领 恒力")).startswith("领到")


async def test_b1_a_race_lost_is_told_with_its_second_and_with_others(talk: Chat) -> None:
    await add_pooled(talk, *names_of(2, "光伏有限公司"), city="常州")
    await talk.says("hanmei", "我要 天合")
    lost = await talk.says("lilei", "我要 天合")
    assert lost.startswith(f"慢了一步，{TIANHE} 10:00:00 被领走了。\n公海里类似的还有：\n1 无锡")
    assert "韩梅" not in lost
    assert (await talk.says("lilei", "领 1")).startswith("领到 无锡")


async def test_one_that_was_never_in_the_pool_is_only_said_to_be_taken(talk: Chat) -> None:
    said = await talk.says("lilei", "我要 华联超市")
    assert said == f"{HUALIAN} 已有归属，不在公海里，领不了。有异议发：申诉 华联超市 理由"


async def test_ones_own_needs_no_claim(talk: Chat) -> None:
    assert await talk.says("lilei", "我要 东吴") == f"{DONGWU} 本来就是你的，不用再领。"
    await talk.says("lilei", "我要 天合")
    assert await talk.says("lilei", "我要 天合") == f"{TIANHE} 本来就是你的，保护到 2026年12月23日（周三），不用再领。"


async def test_nothing_is_guessed_of_a_name_that_goes_on(talk: Chat) -> None:
    asked = await talk.says("lilei", "领 天合泵")
    assert "是哪一家" in asked
    assert TIANHE in asked
    assert await talk.rows(Move) == []
    assert (await talk.says("lilei", "1")).startswith(f"领到 {TIANHE}")


@pytest.mark.parametrize("name", ["' OR 1=1 --", "<a href=x>华联</a>", "恒" * 500])
async def test_bad_names_claim_nothing(talk: Chat, name: str) -> None:
    said = await talk.says("lilei", f"认领 {name}")
    assert len(said.encode()) < 2048
    assert await talk.rows(Move) == []


@pytest.mark.parametrize("role", ["finance", "assistant"])
async def test_who_looks_after_no_customers_claims_none(talk: Chat, role: str) -> None:
    def write(session: Any) -> None:
        person = session.query(Person).filter_by(userid="chenchen").one()
        person.role = role

    await talk.office.write(write)
    assert await talk.says("chenchen", "我要 天合") == texts.NO_CLAIMS
    shown = await talk.says("chenchen", "公海")
    assert "还能领" not in shown
    assert await talk.says("chenchen", "领 1") == texts.NO_CLAIMS
    assert await owner_of(talk, TIANHE) == ""


async def test_help_is_no_answer_to_a_list(talk: Chat) -> None:
    await talk.says("lilei", "公海")
    assert await talk.says("lilei", "谢谢") == help_texts.THANKS
    assert (await talk.says("lilei", "领 1")).startswith("领到")


def test_every_way_out_of_a_refusal_is_a_command() -> None:
    from tests.handlers.language.company import read

    assert read("公海")[0].name is Intents.POOL_LIST
    assert read("退回 东吴 没预算")[0].name is Intents.LEAD_RELEASE


async def test_b1_a_number_with_a_minus_claims_nothing(talk: Chat) -> None:
    await talk.says("lilei", "公海")
    for said in ("领取-1", "领取 -1", "领 -1", "领取－1"):
        await talk.says("lilei", "公海")
        assert "领到" not in await talk.says("lilei", said), said
    assert await talk.rows(Move) == []


async def test_b1_a_page_behind_the_last_and_a_day_without_claims_left(talk: Chat) -> None:
    for name in "甲乙丙丁戊己庚辛壬癸子丑":
        await add_pooled(talk, f"无锡{name}包装有限公司")
    last = await talk.says("lilei", "公海第9页")
    assert "第 2 页" not in last
    assert last.splitlines()[1].startswith("10 ")
    used = await talk.says("lilei", "领 10 11 12 13")
    assert used.endswith("要我明早提醒你吗？1 要")
    assert "领满了（制度 4.2）" in await talk.says("lilei", "领 13")
    assert "08:00" in await talk.says("lilei", "1")
    assert (await talk.says("lilei", "公海")).endswith(
        "今天领满了（制度 4.2），回编号看这家。第 1 页，回“下一页”接着看。"
    )
