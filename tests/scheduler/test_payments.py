"""The payment ladder: what is told at nine, to whom, and that it stops when it is paid."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Customer, Notice, NoticeState, Person, Receivable, Role
from models.times import SHANGHAI
from tests.talk import Chat

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 1, tzinfo=SHANGHAI)


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    def director(session: Session) -> None:
        top = Person(userid="boss", name="方远", role=Role.DIRECTOR)
        session.add(top)
        session.flush()
        session.scalars(select(Person).where(Person.userid == "wufang")).one().manager_id = top.id

    chat.ticks("payments")
    await chat.office.write(director)
    for userid in ("lilei", "wufang", "boss"):
        await chat.says(userid, "帮助")
    return chat


async def owes(chat: Chat, due_on: date, amount: str = "120000", code: str = "C001") -> None:
    def write(session: Session) -> None:
        customer = session.scalars(select(Customer).where(Customer.code == code)).one()
        session.add(
            Receivable(customer_id=customer.id, amount=Decimal(amount), open_amount=Decimal(amount), due_on=due_on)
        )

    await chat.office.write(write)


async def told(chat: Chat, day: date) -> dict[str, list[str]]:
    await chat.office.advance(nine(day))
    return {userid: await chat.pushes(userid) for userid in ("lilei", "wufang", "boss")}


@pytest.mark.parametrize(
    ("days", "receivers", "words"),
    [
        (-7, {"lilei"}, "12 万元，12月1日（周二）到期，还有 7 天"),
        (-3, {"lilei"}, "还有 3 天"),
        (0, {"lilei"}, "今天到期"),
        (1, {"lilei"}, "逾期 1 天（11月23日（周一）到期）"),
        (2, set(), ""),
        (7, {"lilei", "wufang"}, "逾期 7 天"),
        (15, {"lilei", "wufang"}, "逾期 15 天"),
        (30, {"lilei", "wufang", "boss"}, "逾期 30 天"),
        (90, {"lilei", "wufang", "boss"}, "要不要走法务"),
        (180, {"lilei", "wufang", "boss"}, "逾期 180 天"),
        (181, set(), ""),
    ],
)
async def test_d13_each_step_of_the_ladder_has_its_receivers(
    talk: Chat, days: int, receivers: set[str], words: str
) -> None:
    await owes(talk, TUESDAY - timedelta(days=days))
    found = await told(talk, TUESDAY)
    assert {userid for userid, texts in found.items() if texts} == receivers
    assert all(words in texts[0] for texts in found.values() if texts)


async def test_d13_one_message_tells_of_all_and_a_leader_reads_whose(talk: Chat) -> None:
    await owes(talk, TUESDAY - timedelta(days=7))
    await owes(talk, TUESDAY, "8000.50", "C003")
    found = await told(talk, TUESDAY)
    assert found["lilei"][0].splitlines() == [
        "今天要盯的回款 2 笔：",
        "· 东吴机械 12 万元，逾期 7 天（11月17日（周二）到期）",
        "· 恒力化纤 8,000.50 元，今天到期",
        "收到发：回款 东吴机械 金额；没付说原因和日子，比如：东吴机械 走流程 下周五付",
    ]
    assert found["wufang"][0].splitlines()[1] == "· 李雷 东吴机械 12 万元，逾期 7 天（11月17日（周二）到期）"


async def test_d13_a_step_on_a_day_of_rest_is_told_on_the_workday_after(talk: Chat) -> None:
    await owes(talk, date(2026, 11, 28))
    await told(talk, date(2026, 11, 27))
    for day in (date(2026, 11, 28), date(2026, 11, 29)):
        assert not any((await told(talk, day)).values())
    assert "逾期 2 天（11月28日（周六）到期）" in (await told(talk, date(2026, 11, 30)))["lilei"][0]


async def test_d13_what_is_paid_is_told_no_more(talk: Chat) -> None:
    await owes(talk, TUESDAY)
    await talk.says("lilei", "回款 东吴 12万")
    assert not any((await told(talk, TUESDAY)).values())


async def test_d13_what_is_paid_between_the_tick_and_the_push_is_left_out(talk: Chat) -> None:
    await owes(talk, TUESDAY)
    await owes(talk, TUESDAY, "8000.50", "C003")
    await owes(talk, TUESDAY - timedelta(days=7), "500", "C002")
    talk.clock.move_to(nine(TUESDAY))
    await talk.office.metronome.beat()
    await talk.says("lilei", "回款 东吴 12万")
    assert (await talk.says("lilei", "回款 东武 500")).startswith("记下了")
    assert (await talk.pushes("lilei"))[0].splitlines()[:2] == [
        "今天要盯的回款 1 笔：",
        "· 恒力化纤 8,000.50 元，今天到期",
    ]
    assert not any("要盯的回款" in push for push in await talk.pushes("wufang")), "nothing of hers is left"
    [row] = await talk.rows(Notice, Notice.kind == "payment", Notice.state == NoticeState.CANCELLED)
    assert row.userid == "wufang"


async def test_d13_steps_on_days_of_leave_are_told_on_the_day_back(talk: Chat) -> None:
    """李雷 is away on the day the money is due and the one after, his leader on the day it is a week overdue."""
    await owes(talk, date(2026, 11, 25))
    await talk.says("lilei", "请假 11月25日到11月26日")
    await talk.says("wufang", "请假 12月2日到12月4日")
    for day in (25, 26):
        assert not any("回款" in push for pushes in (await told(talk, date(2026, 11, day))).values() for push in pushes)
    back = (await told(talk, date(2026, 11, 27)))["lilei"]
    assert [push.splitlines()[1] for push in back] == ["· 东吴机械 12 万元，逾期 2 天（11月25日（周三）到期）"]
    for on in (date(2026, 11, 30), date(2026, 12, 1)):
        assert not any((await told(talk, on)).values()), "once"
    found = await told(talk, date(2026, 12, 2))
    assert ("逾期 7 天" in found["lilei"][0], found["wufang"]) == (True, [])
    assert "李雷 东吴机械 12 万元，逾期 12 天" in (await told(talk, date(2026, 12, 7)))["wufang"][0]


async def test_d13_steps_on_days_without_a_server_are_told_when_it_is_back_and_once(talk: Chat) -> None:
    await owes(talk, TUESDAY)
    assert "今天到期" in (await told(talk, TUESDAY))["lilei"][0]
    talk.clock.move_to(nine(date(2026, 12, 4)))
    found = await told(talk, date(2026, 12, 4))
    assert "逾期 10 天（11月24日（周二）到期）" in found["lilei"][0]
    assert "李雷 东吴机械 12 万元，逾期 10 天" in found["wufang"][0]
    assert not any((await told(talk, date(2026, 12, 7))).values())


async def test_d13_an_answer_with_a_day_stands_in_the_next_reminder(talk: Chat) -> None:
    await owes(talk, TUESDAY - timedelta(days=6))
    await talk.says("lilei", "东吴 走流程 12月10号付")
    assert "答应 12月10日（周四）" in (await told(talk, date(2026, 11, 25)))["lilei"][0]
