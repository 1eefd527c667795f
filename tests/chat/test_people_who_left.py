"""What concerns somebody who has left: it is done, and nobody is said to have been told (`product.md` P13)."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Notice, Person
from tests.money import owes
from tests.steps import later, person
from tests.talk import Chat

_SAID = re.compile("告诉|通知|转告|告知")


def _leave(session: Session) -> None:
    session.scalars(select(Person).where(Person.userid == "lilei")).one().active = False


async def _gone(chat: Chat) -> None:
    await chat.pushes("lilei")
    later(chat, minutes=11)
    await chat.office.write(_leave)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ([("lilei", "拜访 东吴 谈报价")], [("wufang", "作废 #1 没去"), ("wufang", "撤销")]),
        ([("lilei", "回款 东吴 5万")], [("caiwu", "#1 没收到 对不上")]),
        (
            [("lilei", "报备 昆山泵业 注塑机2台 王工 下周三送样"), ("lilei", "报备B0001 延期 客户月底招标")],
            [("wufang", "报备B0001 同意")],
        ),
        ([("lilei", "申诉 华联 我先报的")], [("wufang", "申诉#1 1")]),
        ([("lilei", "申诉 华联 我先报的")], [("wufang", "申诉#1 3")]),
        ([("wufang", "合作 东吴 陈晨"), ("wufang", "1")], [("wufang", "取消合作 东吴 陈晨")]),
        ([("lilei", "把东吴转给韩梅")], [("wufang", "2")]),
        ([("lilei", "问题 恒力压价")], [("wufang", "问题#1 解决了")]),
        ([("lilei", "日报 在公司整理报价"), ("lilei", "1")], [("wufang", "点评 #1 写得好"), ("wufang", "已阅 #1")]),
    ],
)
async def test_p13_nobody_who_has_left_is_said_to_have_been_told(
    desk: Chat, before: list[tuple[str, str]], said: list[tuple[str, str]]
) -> None:
    for userid, text in before:
        await desk.says(userid, text)
    await _gone(desk)
    lilei = person(desk, "lilei")
    for userid, text in said:
        reply = await desk.says(userid, text)
        told = [clause for clause in re.split("[，。；\n]", reply) if _SAID.search(clause)]
        assert not [clause for clause in told if "李雷" in clause or "他" in clause or "两边" in clause], (text, reply)
        assert "看不懂" not in reply
        assert "没看" not in reply
    assert await desk.rows(Notice, Notice.person_id == lilei, Notice.due_at >= desk.clock.now()) == []


async def test_p13_who_is_there_is_told_and_said_so(desk: Chat) -> None:
    await owes(desk, "应收 东吴 12万 10月11号")
    await desk.says("lilei", "回款 东吴 5万")
    await desk.says("lilei", "拜访 东吴 谈报价")
    assert "已告诉 李雷" in await desk.says("caiwu", "#2 没收到 对不上")
    assert "已告诉 李雷" in await desk.says("wufang", "作废 #3 没去")
    assert len(await desk.pushes("lilei")) >= 1
