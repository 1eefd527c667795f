"""Two devices, or a push in between: a number never does what another question meant (`product.md` §4.1 rule 9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.schema import Customer, Lead, Move, Payment, Receivable
from tests.cast import DONGWU, HENGLI
from tests.money import owes
from tests.pool import add_pooled
from tests.steps import owner_of
from tests.talk import Chat


async def _registered(chat: Chat, name: str = "昆山泵业") -> Lead:
    await chat.says("lilei", f"报备 {name} 注塑机2台 王工 12月2号去")
    lead: Lead = (await chat.rows(Lead))[-1]
    return lead


async def test_a_number_after_a_pushed_list_does_not_answer_the_older_question(chat: Chat) -> None:
    """20:58 a registration waits for her word; 21:05 the summary numbers her people: 1 must not confirm it."""
    chat.clock.move_to(chat.clock.now().replace(hour=20, minute=58))
    lead = await _registered(chat)
    [asked] = await chat.pushes("wufang")
    assert "1 确认给他" in asked

    await chat.office.advance(chat.clock.now().replace(hour=21, minute=6))
    assert "1 李雷" in (await chat.pushes("wufang"))[-1]
    assert "怕弄错，还没办" in await chat.says("wufang", "1")
    assert (await chat.rows(Lead))[-1].decided_at is None
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=1))
    assert "昆山泵业" in await chat.says("wufang", "1")
    assert (await chat.rows(Lead))[-1].decided_at is not None
    assert lead.decided_at is None


async def test_reminders_of_the_report_do_not_overtake_its_draft(chat: Chat) -> None:
    await chat.says("wufang", "帮助")
    await chat.says("lilei", "拜访东吴 王总 谈二期报价")
    await chat.office.advance(chat.clock.now().replace(hour=19, minute=20))
    assert "已提醒" in await chat.says("wufang", "催日报")
    await chat.office.advance(chat.clock.now().replace(hour=20, minute=30))

    assert (await chat.says("lilei", "1")).startswith("已交 日报#")


async def test_what_is_pushed_while_something_else_waits_names_its_record(chat: Chat) -> None:
    """The second of two requests is not answered by a number alone, and neither takes the other's answer."""
    first = await _registered(chat)
    await chat.says("hanmei", "报备 太仓水泵 注塑机1台 张工 12月3号去")
    second = (await chat.rows(Lead))[-1]
    one, two = await chat.pushes("wufang")
    assert "1 确认给他 2 改派" in one
    assert f"回：B{second.number:04} 1 确认给他" in two

    assert "太仓水泵" in await chat.says("wufang", f"B{second.number:04} 1")
    decided = {lead.number: lead.decided_at is not None for lead in await chat.rows(Lead)}
    assert decided == {first.number: False, second.number: True}


async def test_a_request_while_a_list_is_open_does_not_take_its_numbers(chat: Chat) -> None:
    await chat.says("wufang", "公海")
    lead = await _registered(chat)
    [asked] = await chat.pushes("wufang")
    assert f"B{lead.number:04} 1 确认给他" in asked

    assert "天合光能" in await chat.says("wufang", "1")
    assert (await chat.rows(Lead))[-1].decided_at is None


@pytest.mark.parametrize("answer", ["1", "领 1", "1好了", "1 走流程 12月10号"])
async def test_numbers_of_an_older_list_never_reach_the_newer_one_by_another_deed(chat: Chat, answer: str) -> None:
    """The phone shows the pool, the computer asked who owes: what is typed on the phone does nothing of the pool."""
    await owes(chat, "应收 东吴 12万 10月11号")
    await add_pooled(chat, "无锡甲包装有限公司")
    await chat.says("lilei", "公海")
    await chat.says("lilei", "谁欠钱")

    said = await chat.says("lilei", answer)
    assert await chat.rows(Move) == []
    assert [row.voided for row in await chat.rows(Receivable)] == [False]
    assert await owner_of(chat, "常州天合光能有限公司") == ""
    assert said
    if answer == "领 1":
        assert "先发“公海”" in said


async def test_an_open_question_about_money_is_not_answered_from_the_other_device(chat: Chat) -> None:
    """The computer asks whether 12万 is right; the phone opens a list and picks from it."""
    await owes(chat, "应收 东吴 12万 10月11号")
    asked = await chat.says("lilei", "东吴付清了")
    assert "全部付清？" in asked
    await chat.says("lilei", "我的客户")
    shown = await chat.says("lilei", "1")

    assert shown.startswith(DONGWU)
    assert await chat.rows(Payment) == []
    assert "没有等你" in await chat.says("lilei", "对") or await chat.rows(Payment) == []


async def test_two_threads_interleaved_keep_what_each_has_written(chat: Chat) -> None:
    """Registration on the phone, customers on the computer: the part asked for is not taken from the list's number."""
    await chat.says("lilei", "报备 昆山泵业")
    assert "我的客户" in await chat.says("lilei", "我的客户")
    assert HENGLI in await chat.says("lilei", "3")
    [lead] = await chat.rows(Lead)
    assert (lead.need, lead.contact_name) == ("", "")
    assert "还差" in await chat.says("lilei", "我的报备")

    await chat.says("lilei", "拜访 东吴 谈报价")
    await chat.says("lilei", "公海")
    await chat.says("lilei", "改成下周四")
    assert len(await chat.rows(Customer, Customer.owner_id.is_(None))) == 1
