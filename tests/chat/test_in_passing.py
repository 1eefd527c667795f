"""What is asked and decided in passing: one question about a customer, whose it is, a word on a leave (A2, A10)."""

from __future__ import annotations

import pytest

from models.schema import Customer, Record
from tests.cast import DONGWU
from tests.steps import at
from tests.talk import Chat


async def owner_of(chat: Chat, name: str) -> int | None:
    """Whose a customer is."""
    [customer] = await chat.rows(Customer, Customer.name == name)
    return int(customer.owner_id) if customer.owner_id is not None else None


async def test_b7_one_question_is_answered_in_a_line(talk: Chat) -> None:
    never = f"{DONGWU} 还没有拜访和跟进记录，负责人 李雷。"
    assert await talk.says("lilei", "上次去东吴是啥时候") == never
    assert await talk.says("wufang", "东吴谈得怎样") == never
    await talk.says("lilei", "东吴王总生日 12月2日")
    assert await talk.says("lilei", "王总生日哪天来着") == "王建国（东吴机械）生日 12月2日（周三），还有 9 天。"
    assert await talk.says("lilei", "李工生日是哪天") == ("李工 的生日还没存。问到了发一句，比如：李工 生日 8月15")
    assert await talk.says("wufang", "东吴那个谁在跟") == f"{DONGWU}：李雷。\n还没有拜访记录"
    assert await talk.rows(Record, Record.kind == "visit") == []

    await talk.says("lilei", "拜访 东吴 王总 谈二期报价，预算六十万，对方说价格还要再商量 周三带样品")
    assert await talk.says("wufang", "东吴那边怎么样") == (
        f"{DONGWU} 最近一次：\n"
        "11月23日 李雷·王总 拜访#2：谈二期报价，预算六十万，对方说价格还要再商量\n"
        "下次 11月25日（周三）带样品（李雷）\n"
        "要全部的发：查 东吴机械"
    )
    # Of a colleague's customer no more than ever, whatever is asked.
    for question in ("东吴谈得怎样", "上次去东吴是啥时候", "东吴谁在跟", "东吴王总生日哪天"):
        answer = await talk.says("hanmei", question)
        assert not any(word in answer for word in ("李雷", "报价", "12月2")), question


async def test_b7_an_assistant_is_told_whom_to_ask_for_a_number(desk: Chat) -> None:
    assert await desk.says("xiaowen", "东吴 王总电话") == ("你这个岗位看不到客户电话。东吴机械 的请找负责人 李雷 要。")
    assert await desk.says("xiaowen", "天合是谁的客户") == (
        "常州天合光能有限公司 在公海，现在没人跟。要人跟的话，请 吴芳 分给谁。"
    )


@pytest.mark.parametrize("words", ["那给韩梅吧，有人介绍好推进", "归韩梅", "这家给韩梅跟吧"])
async def test_a10_a_ruling_in_passing_goes_by_what_was_just_shown(talk: Chat, words: str) -> None:
    await talk.says("lilei", "报备 静颐养老 要中央空调 张院长13966620815 下周三去")
    asked = await talk.says("hanmei", "报备 苏州静颐养老服务有限公司 要新风")
    assert "1 静颐养老（销售一部 11月23日（周一）已报备，保护到 12月23日（周三）），就是这家" in asked
    assert asked.endswith("是同一家就回 1，吴芳 会知道你们都报了，也可以申诉。")
    await talk.says("hanmei", "1")

    shown = await talk.says("wufang", "静颐怎么回事，两个人都报了？")
    assert "【李雷】负责人" in shown
    assert "【韩梅】11月23日（周一）10:00 也来报备" in shown
    assert shown.endswith("没人申诉。要定归谁说一句就行，比如：给韩梅")
    assert await talk.says("wufang", words) == "把 静颐养老（现归 李雷）分给 韩梅？1 确认 2 不动"
    before = await owner_of(talk, "静颐养老")
    assert "已告诉 韩梅、李雷" in await talk.says("wufang", "1")
    assert await owner_of(talk, "静颐养老") != before
    # Whose it is keeps it, and both read the leader's words.
    stays = await talk.says("wufang", "还是归韩梅，李雷有关系就帮忙引荐")
    assert stays == "好，静颐养老 还是 韩梅 跟，已告诉 韩梅、李雷。"
    for userid in ("hanmei", "lilei"):
        assert any("李雷有关系就帮忙引荐（刚在说 静颐养老）" in push for push in await talk.pushes(userid))


async def test_a10_what_stays_with_whoever_has_it_is_told_to_both_and_closes_what_is_open(talk: Chat) -> None:
    await talk.says("lilei", "报备 苏州静颐诊所 三家店 戴老板 18973620455")
    await talk.says("lilei", "12月1日去")
    await talk.says("hanmei", "报备 静颐诊所")
    await talk.says("hanmei", "1")
    await talk.pushes("lilei")
    await talk.pushes("hanmei")
    assert any(push.startswith("撞单") for push in await talk.pushes("wufang"))
    ruling = "静颐归李雷，韩梅帮忙引荐一下，成了业绩给她算三成"
    assert (await talk.says("wufang", ruling)).endswith("苏州静颐诊所 由 李雷 跟，已告诉 李雷、韩梅。")
    for userid in ("lilei", "hanmei"):
        assert any("成了业绩给她算三成" in push for push in await talk.pushes(userid))

    await talk.says("hanmei", "申诉 苏州静颐诊所 我上个月就跟戴老板讲过了")
    assert (await talk.says("wufang", "那还是李雷的，报得全。李雷主跟")).endswith("还归 李雷，两边都已通知。")
    assert any("理由：那还是李雷的，报得全" in push for push in await talk.pushes("hanmei"))
    owner = await owner_of(talk, "苏州静颐诊所")
    # A colleague's word rules nothing, nor does a leader's about somebody he talks of.
    await talk.says("hanmei", "静颐归韩梅")
    await talk.says("wufang", "让李雷给静颐打个电话")
    assert await owner_of(talk, "苏州静颐诊所") == owner


async def test_a10_without_a_conflict_nobody_loses_anything_in_passing(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("wufang", "查 东吴")
    before = await owner_of(talk, DONGWU)
    assert "分给" not in await talk.says("wufang", "给韩梅打个电话")
    await talk.says("hanmei", "归陈晨吧")
    assert await owner_of(talk, DONGWU) == before


async def test_a2_a_leaders_word_on_a_leave_reaches_whoever_takes_it(talk: Chat) -> None:
    talk.clock.move_to(at(23, 16))
    await talk.says("lilei", "后天请假一天，老家有事")
    await talk.pushes("wufang")
    assert (await talk.says("wufang", "去吧，有急事让韩梅顶一下")).startswith("已转告 李雷、韩梅")
    for userid in ("lilei", "hanmei"):
        assert any("请假#1 去吧，有急事让韩梅顶一下" in push for push in await talk.pushes(userid))
    # His next 可以 is about something else.
    await talk.says("wufang", "可以")
    assert await talk.pushes("lilei") == []


async def test_g4_who_visited_nobody_has_done_something_else(talk: Chat) -> None:
    await talk.says("lilei", "报备 静颐养老 要中央空调")
    head, first = (await talk.says("wufang", "李雷今天跑了哪")).splitlines()[:2]
    assert head == "李雷 今天 11月23日（周一）：1 报备"
    assert first.startswith("1 11月23日 报备 静颐养老 要中央空调")


async def test_b7_who_works_on_a_customer_is_one_line_whatever_is_told_beside(talk: Chat) -> None:
    asked = "东吴是谁在跟？他们会计打电话来要发票"
    assert await talk.says("wufang", asked) == f"{DONGWU}：李雷。\n还没有拜访记录"
    assert "李雷" not in await talk.says("hanmei", asked)
