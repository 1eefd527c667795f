"""我的拜访, 今天拜访, 本月拜访: what a rep sees of his own visits."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, select

from handlers.texts import common, general
from handlers.texts import help as help_texts
from models import history
from models.db import unit
from models.schema import Customer, Person, Visit
from tests.cast import CREATED, DONGWU
from tests.statements import heard
from tests.talk import Chat


async def fill(chat: Chat, count: int) -> None:
    for index in range(count):
        chat.clock.move_to(chat.clock.now() + timedelta(minutes=1))
        await chat.says("lilei", f"拜访 东吴 谈第{index + 1}件事")


async def test_an_empty_day_says_what_to_do(talk: Chat) -> None:
    reply = await talk.says("lilei", "今天拜访")

    assert reply.startswith("今天 11月23日（周一）：还没有拜访记录。")
    assert "拜访 东吴机械 谈报价" in reply


async def test_today_is_numbered_with_time_customer_words_and_total(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    talk.clock.move_to(talk.clock.now() + timedelta(minutes=90))
    await talk.says("lilei", "拜访 恒力 谈年框")

    assert await talk.says("lilei", "今天拜访") == (
        "今天 11月23日（周一）：2 次，2 家，计 2 分\n"
        f"1 10:00 {DONGWU}·王总 谈报价 #1\n"
        "2 11:30 苏州恒力化纤有限公司 谈年框 #2\n"
        "回编号看详情。"
    )


async def test_a_number_opens_the_line_and_the_list_stays_open(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价 下周三带样品")
    await talk.says("lilei", "今天拜访")

    opened = await talk.says("lilei", "1")
    assert opened == (f"11月23日（周一）10:00 拜访#1 {DONGWU}·王总，谈报价；下次 12月2日（周三）带样品。证据 1 级。")
    assert await talk.says("lilei", "1") == opened
    assert await talk.says("lilei", "7") == common.no_such_line(1)


@pytest.mark.parametrize("text", ["本月拜访", "我的拜访"])
async def test_the_month_shows_the_latest_first_and_marks_what_was_made_up(talk: Chat, text: str) -> None:
    await talk.says("lilei", "补昨天 拜访 恒力 谈年框")
    await talk.says("lilei", "拜访 东吴 谈报价")

    lines = (await talk.says("lilei", text)).splitlines()
    assert "2 次，2 家，计 2 分" in lines[0]
    assert lines[1].startswith("1 11月23日 10:00 苏州东吴")
    assert lines[2].startswith("2 11月22日 补记 苏州恒力")


async def test_a_long_list_has_pages_and_every_page_fits(talk: Chat) -> None:
    await fill(talk, 15)

    first = await talk.says("lilei", "今天拜访")
    second = await talk.says("lilei", "下一页")
    beyond = await talk.says("lilei", "下一页")
    back = await talk.says("lilei", "上一页")
    named = await talk.says("lilei", "第2页")

    assert "第 1/2 页" in first
    assert "12 10:12" in first
    assert "13 10:13" in second
    assert "15 10:15" in second
    assert "已经是最后一页" in beyond
    assert back == first
    assert named == second
    assert all(len(page.encode()) < 2_048 for page in (first, second, beyond))
    assert "谈第14件事" in await talk.says("lilei", "14")


async def test_nobody_sees_a_colleagues_visits_in_his_own_list(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")

    assert "东吴" not in (await talk.says("hanmei", "今天拜访")).split("比如")[0]


async def test_a_voided_visit_is_gone_from_the_list(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "撤销")

    assert "还没有拜访记录" in await talk.says("lilei", "今天拜访")


LISTS = [("lilei", "今天拜访"), ("lilei", "本月拜访"), ("wufang", "今天谁拜访了"), ("wufang", "今天谁没拜访")]


@pytest.fixture
async def listed(talk: Chat) -> Chat:
    """李雷 has a visit today, and 吴芳 has talked to the bot before."""
    await talk.says("wufang", "帮助")
    await talk.says("lilei", "拜访 东吴 谈报价")
    return talk


@pytest.mark.parametrize(("userid", "asked"), LISTS)
@pytest.mark.parametrize("said", ["取消", "算了", "退出"])
async def test_a_list_is_put_away(listed: Chat, userid: str, asked: str, said: str) -> None:
    await listed.says(userid, asked)

    assert await listed.says(userid, said) == general.LIST_CLOSED
    assert await listed.says(userid, "1") == help_texts.nothing_open("rep")


@pytest.mark.parametrize(("userid", "asked"), LISTS)
async def test_a_list_asks_nothing(listed: Chat, userid: str, asked: str) -> None:
    await listed.says(userid, asked)

    assert await listed.says(userid, "谢谢") == help_texts.THANKS


async def test_a_list_does_not_keep_a_photo_from_being_asked_about(listed: Chat) -> None:
    listed.clock.move_to(listed.clock.now() + timedelta(minutes=45))
    await listed.says("lilei", "今天拜访")

    assert "记到哪家" in await listed.sends("lilei", "image", media_id="m")


@pytest.mark.parametrize(("userid", "asked"), LISTS)
async def test_a_list_swallows_nothing_that_is_no_number_of_it(listed: Chat, userid: str, asked: str) -> None:
    await listed.says(userid, asked)

    assert "没看懂这条" in await listed.says(userid, "asdf qwer")


async def test_received_below_a_list_is_no_open_question(listed: Chat) -> None:
    """A list asks nothing, also where a phrase is answered by itself."""
    await listed.says("lilei", "我的客户")
    assert await listed.says("lilei", "收到") == help_texts.NOTED
    assert (await listed.says("lilei", "2")).startswith("苏州")


NEW_NAMES = 12
"""So many statements at most read what is new into memory."""


async def test_b9_ten_thousand_customers_of_one_rep_are_answered_at_once(company: Engine, chat: Chat) -> None:
    """Whatever he asks takes as many statements as with three, and every answer fits."""
    asked = (
        "我的客户", "下一页", "我的客户 A类", "待办", "查 东吴", "苏州的客户", "多久没联系的", "下一页", "快被回收的",
        "谁欠钱", "下月谁过生日", "日报", "拜访 东吴 谈报价",
    )  # fmt: skip
    await chat.says("lilei", "帮助")
    with heard(chat.office.engine) as few:
        for said in asked:
            await chat.says("lilei", said)
    with unit(company) as session:
        lilei = session.scalars(select(Person).where(Person.userid == "lilei")).one()
        same = {"name_key": "", "city": "苏州", "owner_id": lilei.id, "level": "A", "created_at": CREATED}
        same |= {"version": history.next_version(session)}
        rows = [{"code": f"N{number}", "name": f"苏州第{number}机械厂", **same} for number in range(10_000)]
        session.execute(insert(Customer.__table__), rows)  # type: ignore[arg-type]  # a mapped class has a table
    took: list[float] = []
    with heard(chat.office.engine) as many:
        for said in asked:
            begun = time.process_time()
            reply = await chat.says("lilei", said)
            took.append(time.process_time() - begun)
            assert len(reply.encode()) < 2048, said

    # The first message reads the new names into memory.
    assert len(many) <= len(few) + NEW_NAMES
    assert max(took[1:]) < 1


async def test_a_deal_told_loosely_below_an_open_list_is_no_visit(talk: Chat) -> None:
    await talk.says("lilei", "我的客户")

    assert await talk.says("lilei", "打过来了，三万二，恒力") == "按 32,000 元 记？\n1 对\n2 不对，我写金额"
    assert await talk.rows(Visit) == []
