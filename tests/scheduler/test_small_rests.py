"""制度 6.2: a few yuan that are overdue are told once, to the owner, and to nobody above him (`product.md` D13)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Customer, Receivable
from models.times import SHANGHAI
from tests.talk import Chat

MONDAY = date(2026, 11, 23)
DUE = date(2026, 11, 23)


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    chat.ticks("payments", "morning", "night")
    for userid in ("lilei", "wufang"):
        await chat.says(userid, "帮助")
    return chat


async def owes(chat: Chat, *amounts: str, due_on: date = DUE) -> None:
    def write(session: Session) -> None:
        customer = session.scalars(select(Customer).where(Customer.code == "C001")).one()
        session.add_all(
            Receivable(customer_id=customer.id, amount=Decimal(120_000), open_amount=Decimal(each), due_on=due_on)
            for each in amounts
        )

    await chat.office.write(write)


async def lived(chat: Chat, until: date) -> dict[str, str]:
    """All pushes that name the firm up to ten o'clock of a day."""
    await chat.office.advance(datetime(until.year, until.month, until.day, 10, tzinfo=SHANGHAI))
    return {
        userid: "\n".join(text for text in await chat.pushes(userid) if "东吴机械" in text)
        for userid in ("lilei", "wufang")
    }


async def test_d13_a_small_rest_is_told_once_to_the_owner_and_stays_on_the_card(talk: Chat) -> None:
    await owes(talk, "0.50")
    told = await lived(talk, MONDAY + timedelta(days=1))
    assert told["lilei"].splitlines() == [
        "今天要盯的回款 1 笔：",
        "· 东吴机械 0.50 元，逾期 1 天（11月23日（周一）到期），小额尾数，只提醒这一次（制度 6.2）",
        "收到发：回款 东吴机械 金额；没付说原因和日子，比如：东吴机械 走流程 下周五付",
    ]
    assert await lived(talk, MONDAY + timedelta(days=33)) == {"lilei": "", "wufang": ""}
    assert "未收 0.50 元" in await talk.says("lilei", "查 东吴")
    assert "东吴机械 0.50 元" in await talk.says("wufang", "逾期")
    assert "逾期" not in await talk.says("lilei", "待办")


async def test_d13_small_rests_that_add_up_are_dunned_like_any_sum(talk: Chat) -> None:
    await owes(talk, "6.00", "4.00")
    told = await lived(talk, MONDAY + timedelta(days=7))
    assert "逾期 7 天" in told["wufang"]
    assert "东吴机械 逾期 10 元" in await talk.says("lilei", "待办")


async def test_d13_the_company_says_what_is_small(talk: Chat) -> None:
    await owes(talk, "0.50")
    assert "6.2 一家逾期合计不到 10 元，只告诉负责人一次，不告诉主管。" in await talk.says("lilei", "制度 回款")
    await talk.says("zhouming", "小额尾数改成0元")
    assert "小额尾数 10 元 → 0 元" in await talk.says("zhouming", "小额尾数改成0元")
    await talk.says("zhouming", "1")
    told = await lived(talk, MONDAY + timedelta(days=7))
    assert "逾期 7 天" in told["wufang"]


async def test_d19_a_promise_that_all_but_a_small_rest_kept_is_not_broken(talk: Chat) -> None:
    await owes(talk, "1000.50", due_on=date(2026, 11, 2))
    await talk.says("lilei", "东吴 走流程 11月24日付")
    await talk.says("lilei", "回款 东吴 1000")
    told = await lived(talk, MONDAY + timedelta(days=3))
    assert "失约" not in told["lilei"]
    assert "延期" not in await talk.says("lilei", "查 东吴")
