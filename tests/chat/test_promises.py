"""Promises to customers in the chat (C6): kept, asked for their day, listed, closed, and left with the customer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.texts import commitments as texts
from handlers.texts import common
from handlers.texts import customers as customer_texts
from models.db import make_engine, unit
from models.schema import Commitment, Customer, Person, Record
from models.times import SHANGHAI
from tests import cast
from tests.cast import DONGWU, HUALIAN
from tests.talk import Chat, open_chat

TODAY = "2026年11月23日（周一）"


async def test_c6_a_promise_is_kept_with_its_full_date(talk: Chat) -> None:
    assert await talk.says("lilei", "答应 东吴 12月10号前换新泵") == (
        f"记住了 承诺#1 {DONGWU}：换新泵，12月10日（周四）前。到时提醒你（或接手的人）。"
    )


async def test_c6_a_rough_day_is_said_to_be_rough(talk: Chat) -> None:
    said = await talk.says("lilei", "答应 东吴 明年3月免费检修")

    assert said.endswith("日子说得大概，先按 2027年3月1日（周一）。")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("12月10号", "好，承诺#1 苏州东吴机械有限公司·王总：一份样册，12月10日（周四）前。"),
        ("下周三吧", "好，承诺#1 苏州东吴机械有限公司·王总：一份样册，12月2日（周三）前。"),
        ("不定", texts.NO_DAY),
        ("再说", texts.NO_DAY),
    ],
)
async def test_c6_the_day_is_asked_for_once(talk: Chat, answer: str, said: str) -> None:
    asked = await talk.says("lilei", "欠王总一份样册")
    assert asked == f"记住了 承诺#1 {DONGWU}·王总：一份样册，日子不定。\n{texts.ASK_DAY}"

    assert (await talk.says("lilei", answer)).startswith(said)


async def test_c6_a_new_command_beats_the_question_and_the_promise_stays(talk: Chat) -> None:
    await talk.says("lilei", "欠王总一份样册")
    assert (await talk.says("lilei", "拜访 恒力 谈年框")).startswith("记下了 拜访#2")
    [row] = await talk.rows(Commitment)
    assert (row.words, row.due_on, row.state) == ("一份样册", None, "open")


async def test_c6_a_follow_up_of_another_customer_is_no_day_of_the_promise(talk: Chat) -> None:
    await talk.says("lilei", "欠王总一份样册")
    assert (await talk.says("lilei", "明天跟进恒力")).startswith("记下了 跟进#2")
    assert [row.due_on for row in await talk.rows(Commitment)] == [None]


async def test_c6_a_day_that_is_over_is_refused(talk: Chat) -> None:
    await talk.says("lilei", "欠王总一份样册")
    assert "已经过了" in await talk.says("lilei", "2026年11月1日")
    assert [row.due_on for row in await talk.rows(Commitment)] == [None]


async def test_c6_the_same_again_is_a_slip(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 12月10号前换新泵")
    assert await talk.says("lilei", "答应 东吴 12月10号前换新泵") == common.noted_before("承诺#1")
    assert len(await talk.rows(Commitment)) == 1


async def test_c6_lines_are_closed_put_off_and_called_off_by_number(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 12月1号前换新泵")
    await talk.says("lilei", "答应 东吴 12月2号前送样册")
    await talk.says("lilei", "答应 恒力 12月3号前给方案")

    assert await talk.says("lilei", "我的承诺") == (
        "我的承诺：3 条\n"
        f"1 {DONGWU} 换新泵，12月1日（周二） #1\n"
        f"2 {DONGWU} 送样册，12月2日（周三） #2\n"
        "3 苏州恒力化纤有限公司 给方案，12月3日（周四） #3\n"
        f"{texts.list_hint(3)}"
    )
    said = (await talk.says("lilei", "1好了 2 下周五 3不用了")).splitlines()
    assert said[0].endswith("兑现了。")
    assert said[1] == f"2 改好了 承诺#2 {DONGWU}：送样册，12月4日（周五）前。"
    assert said[2].endswith("不算了（留痕）。")
    assert await talk.says("lilei", "1好了") == f"1 {texts.ended(1, TODAY, kept=True)}"
    assert await talk.says("lilei", "9好了") == common.no_such_line(3)
    assert [row.state for row in await talk.rows(Commitment)] == ["kept", "open", "cancelled"]


async def test_c6_undo_takes_the_promise_and_the_closing_back(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 12月10号前换新泵")
    await talk.says("lilei", "我的承诺")
    await talk.says("lilei", "1好了")
    assert await talk.says("lilei", "撤销") == "承诺#1 东吴机械 已改回原来的：重新打开。"
    assert (await talk.rows(Commitment))[0].state == "open"
    assert await talk.says("lilei", "撤销 #1") == "已撤销 承诺#1 东吴机械（留痕）。"
    assert await talk.says("lilei", "我的承诺") == texts.NONE_OPEN


async def test_c6_it_stays_with_the_customer_whoever_owns_him(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 12月10号前换新泵")

    await hand_over(talk, "C001", "hanmei")
    assert await talk.says("lilei", "我的承诺") == texts.NONE_OPEN
    assert f"1 {DONGWU} 换新泵，12月10日（周四） #1" in await talk.says("hanmei", "我的承诺")
    assert (await talk.says("hanmei", "1好了")).endswith("兑现了。")


async def hand_over(chat: Chat, code: str, userid: str) -> None:
    engine = make_engine(str(chat.office.settings.database_url))
    with unit(engine) as session:
        person = session.scalars(select(Person).where(Person.userid == userid)).one()
        session.scalars(select(Customer).where(Customer.code == code)).one().owner_id = person.id
    engine.dispose()


async def test_c6_the_morning_tells_whoever_owns_the_customer_by_then(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 11月25号前换新泵")
    await hand_over(talk, "C001", "hanmei")
    await talk.office.advance(datetime(2026, 11, 25, 8, 19, tzinfo=SHANGHAI))
    for userid in ("lilei", "hanmei"):
        await talk.pushes(userid)
    await talk.office.advance(datetime(2026, 11, 25, 8, 30, tzinfo=SHANGHAI))
    assert not any("换新泵" in push for push in await talk.pushes("lilei"))
    [told] = [push for push in await talk.pushes("hanmei") if "换新泵" in push]
    assert "1 东吴机械 答应的：换新泵 #1" in told
    assert (await talk.says("hanmei", "1好了")).endswith("，兑现了。")


async def test_c6_a_colleagues_customer_is_not_promised_to_and_not_shown(talk: Chat) -> None:
    assert await talk.says("lilei", "答应 华联 送样册") == customer_texts.not_yours(HUALIAN, "吴芳")
    await talk.says("hanmei", "答应 华联 12月10号送样册")
    for said in ("华联的承诺", "答应过华联什么"):
        assert await talk.says("lilei", said) == customer_texts.taken(HUALIAN, "销售一部", "吴芳")
    assert "样册" not in await talk.says("lilei", "#1")
    assert "样册" not in await talk.says("lilei", "承诺#1 好了")
    assert [row.state for row in await talk.rows(Commitment)] == ["open"]


async def test_c6_the_leader_sees_his_lines_promises(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 12月10号前换新泵")
    await talk.says("hanmei", "答应 华联 12月9号送样册")
    said = await talk.says("wufang", "团队的承诺")
    assert said.splitlines()[0] == "我和团队的承诺：2 条"
    assert "送样册" in said.splitlines()[1]


@pytest.mark.parametrize(
    "said",
    [
        "答应 东吴 " + "很" * 500,
        "答应 东吴 '; DROP TABLE commitments; --",
        "答应 东吴 <b>送样册</b> 12月10号",
    ],
)
async def test_c6_strange_words_are_kept_as_words(talk: Chat, said: str) -> None:
    reply = await talk.says("lilei", said)

    assert reply.startswith("记住了 承诺#1")
    assert len(reply.encode()) < 2048
    assert len((await talk.rows(Commitment))[0].words) <= 200


async def test_c6_a_promise_in_2100_or_1900_is_refused(talk: Chat) -> None:
    assert "太远了" in await talk.says("lilei", "答应 东吴 2100年1月1日换新泵")
    assert await talk.rows(Commitment) == []


async def test_c6_without_a_known_customer_nothing_is_written(talk: Chat) -> None:
    assert await talk.says("lilei", "答应 送一份样册") == texts.WHICH
    assert await talk.rows(Record) == []


@pytest.fixture
async def two_offices(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    database = fresh_postgres()
    engine = make_engine(database)
    with unit(engine) as session:
        cast.load(session)
    engine.dispose()
    chats = [await open_chat(database, tmp_path / name) for name in ("one", "two")]
    yield chats[0], chats[1]
    for made in chats:
        await made.office.close()


@pytest.mark.postgres
async def test_c6_two_devices_close_a_promise_once(two_offices: tuple[Chat, Chat]) -> None:
    one, two = two_offices
    await one.says("lilei", "帮助")
    for turn in range(1, 6):
        await one.says("lilei", f"答应 东吴 12月{turn + 5}号前换新泵", key=f"made:{turn}")
        [*_, row] = sorted(await one.rows(Commitment), key=lambda each: each.number)
        said = await asyncio.gather(
            one.says("lilei", f"承诺#{row.number} 好了", key=f"one:{turn}"),
            two.says("lilei", f"承诺#{row.number} 好了", key=f"two:{turn}"),
        )
        assert sum(each.endswith("，兑现了。") for each in said) == 1, said
        assert texts.ended(row.number, TODAY, kept=True) in said


async def test_c6_a_promise_is_closed_by_its_number(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 下周五前送样")
    await talk.says("lilei", "承诺恒力 周五前给方案")
    assert (await talk.says("lilei", "承诺#1 兑现了")).endswith("兑现了。")
    assert (await talk.says("lilei", "#2 做到了")).endswith("兑现了。")
    assert "没有还没兑现的承诺" in await talk.says("lilei", "我的承诺")
