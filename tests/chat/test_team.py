"""今天谁拜访了, 李雷今天干啥了: what a leader is told, and what nobody else is."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import team as texts
from models.schema import Dialog, Person, Role
from tests.talk import Chat


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    for userid in ("lilei", "hanmei", "wufang", "zhouming"):
        await chat.says(userid, "帮助")
    await chat.says("lilei", "拜访 东吴 谈报价")
    await chat.says("lilei", "拜访 恒力 谈年框")
    await chat.says("hanmei", "拜访 华东重工 谈设备")
    return chat


@pytest.mark.parametrize("text", ["今天谁拜访了", "团队今天"])
async def test_a_leader_sees_counts_and_who_has_none(talk: Chat, text: str) -> None:
    assert await talk.says("wufang", text) == (
        "今天 11月23日（周一）：2 人拜访 3 次，本月应到 23 分\n1 李雷 2 次，2 家，本月 2 分\n"
        "2 韩梅 1 次，1 家，本月 1 分\n还没有：陈晨（本月 0 分）\n回编号看明细。"
    )


async def test_points_are_those_of_the_month_and_no_visit_counts_twice(talk: Chat) -> None:
    await talk.says("lilei", "补昨天 拜访 东吴 送样")
    await talk.says("lilei", "拜访 东吴 送样")

    assert "1 李雷 3 次，2 家，本月 3 分" in await talk.says("wufang", "今天谁拜访了")
    assert "10月 0 分" in await talk.says("wufang", "上月团队拜访情况")


async def test_a_leader_who_asks_for_points_gets_those_of_his_people(talk: Chat) -> None:
    assert await talk.says("wufang", "积分") == (
        "本月积分（每人 30 分，本月应到 23 分）：\n1 李雷 2 分\n2 韩梅 1 分\n3 陈晨 0 分\n回编号看未计的是哪几条。"
    )
    assert (await talk.says("wufang", "2")).startswith("韩梅 本月 1/30 分，应到 23；还差 29 分")
    assert await talk.says("zhouming", "积分") == texts.NOBODY_REPORTS


async def test_a_number_or_a_name_opens_one_persons_day(talk: Chat) -> None:
    await talk.says("wufang", "今天谁拜访了")
    by_number = await talk.says("wufang", "2")
    await talk.says("wufang", "今天谁拜访了")
    by_name = await talk.says("wufang", "韩梅")

    assert by_number.startswith("韩梅 今天 11月23日（周一）：1 次，1 家")
    assert by_name == by_number


async def test_who_has_none(talk: Chat) -> None:
    reply = await talk.says("wufang", "今天谁没拜访")

    assert reply == "今天 11月23日（周一）还没有拜访记录的 1 人：\n1 陈晨\n已有记录的 2 人。"
    await talk.says("chenchen", "拜访 天合光能 谈组件")
    assert await talk.says("wufang", "今天谁没拜访") == "今天 11月23日（周一）：3 人都有拜访记录。"


async def test_one_persons_day_with_every_visit(talk: Chat) -> None:
    reply = await talk.says("wufang", "李雷今天拜访了哪几家")

    assert reply.startswith("李雷 今天 11月23日（周一）：2 次，2 家，计 2 分\n1 10:00 苏州东吴机械有限公司 谈报价 #1")
    assert "谈年框" in await talk.says("wufang", "2")
    assert (await talk.says("wufang", "李雷今天干啥了")).startswith("李雷 今天 11月23日（周一）：2 访，计 2 分\n1 ")


async def test_somebody_elses_team_is_answered_like_nobody(talk: Chat) -> None:
    assert await talk.says("zhouming", "李雷今天干啥了") == texts.NOT_IN_LINE
    assert await talk.says("zhouming", "今天谁拜访了") == texts.NOBODY_REPORTS


async def test_a_rep_is_refused_kindly_and_told_what_he_can_see(talk: Chat) -> None:
    assert await talk.says("lilei", "今天谁拜访了") == texts.ONLY_LEADERS
    assert await talk.says("lilei", "韩梅今天干啥了") == texts.ONLY_LEADERS


def second_li_lei(session: Session) -> None:
    wufang = session.execute(select(Person.id).where(Person.userid == "wufang")).scalar_one()
    twin = Person(userid="lilei2", name="李雷", role=Role.REP, department="销售二部", manager_id=wufang, active=True)
    session.add(twin)
    session.flush()
    session.add(Dialog(person_id=twin.id, question=""))


async def test_two_of_one_name_are_asked_about(talk: Chat) -> None:
    await talk.office.write(second_li_lei)

    asked = await talk.says("wufang", "李雷今天干啥了")

    assert asked == texts.which_person(["李雷（销售一部）", "李雷（销售二部）"])
    assert (await talk.says("wufang", "2")).startswith("李雷 今天 11月23日（周一）：还没有记录")
