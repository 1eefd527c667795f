"""Whom a 拜访 was paid to: a colleague's, several, unknown ones, like names, none named."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from handlers.texts import asking
from handlers.texts import visits as texts
from models.rules.names import name_key
from models.schema import Customer
from tests.cast import DONGWU, HENGLI
from tests.steps import customer_named, visits
from tests.talk import MONDAY_TEN, Chat


async def test_a_colleagues_customer_and_one_of_the_pool_can_be_visited_and_nothing_changes_hands(talk: Chat) -> None:
    foreign = await talk.says("lilei", "拜访 华东重工 谈设备")
    pooled = await talk.says("lilei", "拜访 天合光能 谈组件")

    assert texts.COLLEAGUES in foreign
    assert "韩梅" not in foreign
    assert texts.POOLED in pooled
    assert (await customer_named(talk, "常州天合光能有限公司")).owner_id is None


async def test_several_customers_in_one_message_are_several_visits(talk: Chat) -> None:
    reply = await talk.says("lilei", "上午拜访：东吴、恒力、天合")

    assert reply.startswith("记下了 3 条：\n1）拜访#1")
    assert DONGWU in reply
    assert HENGLI in reply
    assert reply.endswith("本月 3/30 分，应到 23。")
    assert len(await visits(talk)) == 3


async def test_good_lines_are_kept_when_another_must_be_asked(talk: Chat) -> None:
    reply = await talk.says("lilei", "1. 拜访 东吴 谈报价\n2. 拜访 蠡园泵业 谈合作\n3. 拜访 恒力 谈年框")

    assert "记下了 2 条，1 条要问一句：" in reply
    assert len(await visits(talk)) == 2
    answer = await talk.says("lilei", "按新客户")
    assert answer.startswith("新客户 蠡园泵业 已登记")
    assert len(await visits(talk)) == 3


async def test_unknown_customers_of_one_message_are_asked_about_one_after_another(talk: Chat) -> None:
    lines = ("东吴 谈报价", "蠡园泵业 谈合作", "恒力新材料科技 看样", "大唐电力 谈锅炉", "恒力 送样")
    reply = await talk.says("lilei", "\n".join(f"{index}. 拜访 {line}" for index, line in enumerate(lines, 1)))

    assert "记下了 2 条，3 条要问一句：\n1）拜访#1" in reply
    assert "\n2）“蠡园泵业”要问一句\n3）“恒力新材料科技”要问一句\n4）“大唐电力”要问一句\n5）拜访#2" in reply
    assert reply.endswith(texts.not_found("蠡园泵业", [texts.NEW_CUSTOMER, texts.WRITE_AGAIN]))
    second = await talk.says("lilei", "1 是")
    assert "拜访#4 蠡园泵业，谈合作" in second
    assert second.endswith(texts.another("恒力新材料科技", HENGLI))
    third = await talk.says("lilei", "2")
    assert "拜访#6 恒力新材料科技，看样" in third
    assert "“大唐电力”" in third
    assert "拜访#8 大唐电力，谈锅炉" in await talk.says("lilei", "按新客户")
    assert len(await visits(talk)) == 5


async def test_an_unknown_customer_is_made_on_a_word_and_belongs_to_him(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 无锡蠡园泵业有限公司 谈合作 下周三再去")

    assert asked.startswith("没找到“无锡蠡园泵业有限公司”")
    assert texts.NEW_CUSTOMER in asked
    assert await visits(talk) == []
    reply = await talk.says("lilei", "按新客户")
    assert reply.startswith("新客户 无锡蠡园泵业有限公司 已登记（客户#1），归你。\n记下了 拜访#2 无锡蠡园泵业有限公司")
    made = await customer_named(talk, "无锡蠡园泵业有限公司")
    [visit] = await visits(talk)
    assert (visit.customer_id, visit.person_id, visit.next_on) == (made.id, made.owner_id, date(2026, 12, 2))
    assert "拜访#3 无锡蠡园泵业有限公司" in await talk.says("hanmei", "拜访 无锡蠡园泵业有限公司 送样")


async def test_a_near_miss_is_taken_by_number(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 横力化千 谈报价")

    assert asked.startswith("没找到“横力化千”。是不是：\n1 ")
    [number] = [line.split()[0] for line in asked.splitlines() if HENGLI in line]
    assert HENGLI in await talk.says("lilei", number)
    assert len(await visits(talk)) == 1


async def test_writing_the_name_again_leads_to_the_right_customer(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 蠡园泵业 谈报价")
    last = asked.splitlines()[-1].split()[0]

    assert await talk.says("lilei", last) == texts.WRITE_NAME
    assert f"拜访#1 {HENGLI}，谈报价" in await talk.says("lilei", "恒力化纤")


async def test_an_answer_that_does_not_fit_is_asked_once_more_and_then_dropped(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 蠡园泵业 谈报价")

    assert await talk.says("lilei", "88") == asking.again(asked)
    assert await talk.says("lilei", "99") == texts.GIVEN_UP
    assert await visits(talk) == []


async def test_a_new_command_beats_the_open_question(talk: Chat) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈报价")

    assert "拜访#1" in await talk.says("lilei", "拜访 东吴 谈报价")
    assert "拜访#2" not in await talk.says("lilei", "按新客户")
    assert len(await visits(talk)) == 1


async def test_none_of_these_is_an_answer_too(talk: Chat) -> None:
    await talk.says("lilei", "拜访 横力化千 谈报价")

    asked = await talk.says("lilei", "都不是")
    assert asked == texts.not_found("横力化千", [texts.NEW_CUSTOMER, texts.WRITE_AGAIN])
    assert (await talk.says("lilei", "1")).startswith("新客户 横力化千 已登记")


async def test_a_cancelled_question_leaves_nothing(talk: Chat) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈报价")
    await talk.says("lilei", "取消")

    assert await visits(talk) == []
    assert len(await talk.rows(Customer)) == 7


async def test_a_longer_name_than_a_known_one_may_be_another_firm_and_is_asked_about(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 蠡园泵业 谈合作")
    await talk.says("lilei", asked.splitlines()[-1].split()[0])

    like = await talk.says("lilei", "南京东吴机械有限公司")
    assert like == texts.another("南京东吴机械有限公司", DONGWU)
    assert (await talk.says("lilei", "2")).startswith("新客户 南京东吴机械有限公司 已登记")


def made_elsewhere(session: Session) -> None:
    """A customer that another process has just made: this one's directory does not know it yet."""
    session.connection().execute(
        insert(Customer).values(
            code="N900", name="无锡蠡园泵业有限公司", name_key=name_key("无锡蠡园泵业有限公司"), created_at=MONDAY_TEN
        )
    )


@pytest.mark.parametrize(
    "answer",
    [
        "1", "1 是", "1 按新客户登记", "是", "是新客户", "登记客户", "登记新客户", "新的客户", "新客户",
        "新客户 蠡园泵业", "按新客户登记蠡园泵业",
    ],
)  # fmt: skip
async def test_a_new_customer_is_said_in_many_ways(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")

    assert (await talk.says("lilei", answer)).startswith("新客户 蠡园泵业 已登记")


@pytest.mark.parametrize(
    "answer", ["2", "2 我再写一遍", "2、是的", "我再写", "重新写", "重写一遍", "名字写错了", "不是新客户"]
)
async def test_writing_again_is_said_in_many_ways(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")

    assert await talk.says("lilei", answer) == texts.WRITE_NAME


@pytest.mark.parametrize("text", ["报备 华东重工 注塑机2台", "先不登记"])
async def test_what_only_sounds_like_it_makes_no_customer(talk: Chat, text: str) -> None:
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")
    await talk.says("lilei", text)

    assert len(await talk.rows(Customer)) == 7


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("拜访 恒力新材料科技 初次拜访", "恒力新材料科技"),
        ("拜访恒力新材料科技谈合作", "恒力新材料科技"),
        ("拜访 南京东吴机械厂 谈合作", "南京东吴机械厂"),
        ("到了 南京东吴机械厂", "南京东吴机械厂"),
    ],
)
async def test_a_longer_name_is_asked_about_in_the_first_message_too(talk: Chat, text: str, name: str) -> None:
    asked = await talk.says("lilei", text)

    assert f"“{name}”" in asked
    assert texts.NEW_CUSTOMER in asked
    assert await visits(talk) == []


async def test_a_longer_name_may_be_the_firm_itself_or_another_and_its_words_are_no_summary(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 恒力新材料科技 初次拜访")
    assert asked == (f"“恒力新材料科技”是 {HENGLI} 吗？\n1 是\n2 按新客户登记 恒力新材料科技\n3 我再写一遍")
    assert (await talk.says("lilei", "1 是")).startswith(f"记下了 拜访#1 {HENGLI}，初次拜访。")

    await talk.says("lilei", "拜访 恒力新材料科技 第二次拜访")
    assert "拜访#3 恒力新材料科技，第二次拜访" in await talk.says("lilei", "2")
    assert "拜访#4 恒力新材料科技" in await talk.says("lilei", "拜访 恒力新材料科技 送样")


@pytest.mark.parametrize(
    "text", ["拜访 东吴机械厂 谈合作", "拜访 东吴机械公司 谈合作", "去了东吴送设备", "拜访 苏州东吴机械 谈新材料"]
)
async def test_a_full_or_loose_name_of_the_firm_is_not_asked_about(talk: Chat, text: str) -> None:
    assert f"拜访#1 {DONGWU}" in await talk.says("lilei", f"今天{text}")


@pytest.mark.parametrize("answer", ["2", "不是", "按新客户"])
async def test_a_namesake_is_asked_about_before_a_second_one_is_made(talk: Chat, answer: str) -> None:
    await talk.office.write(made_elsewhere)
    await talk.says("lilei", "拜访 蠡园泵业 谈合作")

    asked = await talk.says("lilei", "按新客户")
    assert asked == texts.namesake("蠡园泵业", ["无锡蠡园泵业有限公司", texts.NEW_CUSTOMER])
    assert await visits(talk) == []
    assert (await talk.says("lilei", answer)).startswith("新客户 蠡园泵业 已登记")


async def test_no_customer_said_offers_the_last_ones(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 谈年框")
    asked = await talk.says("lilei", "见了赵总，谈了新报价")

    assert asked.startswith(f"去的是哪家？\n1 {HENGLI}")
    assert f"拜访#2 {HENGLI}" in await talk.says("lilei", "1")


@pytest.mark.parametrize("name", ["苏" * 500, "12345678", "😀😀", "<b>某某</b>公司"])
async def test_absurd_customer_names_never_become_customers(talk: Chat, name: str) -> None:
    await talk.says("lilei", f"拜访 {name} 谈报价")
    await talk.says("lilei", "按新客户")

    held = await talk.rows(Customer)
    assert all("<" not in customer.name and len(customer.name) <= 120 for customer in held)
    assert not [customer for customer in held if customer.name == name]
