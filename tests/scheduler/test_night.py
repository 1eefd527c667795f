"""What a night does: recycling, lapsed registrations, broken promises, and who reads of it in the morning."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Customer, Notice, Person, Receivable
from models.times import SHANGHAI, shanghai
from tests.talk import Chat


def at(month: int, day: int, hour: int = 9, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    chat.ticks("night")
    for userid in ("lilei", "hanmei", "wufang"):
        await chat.says(userid, "帮助")
    return chat


async def owner(chat: Chat, code: str) -> int | None:
    found: int | None = (await chat.rows(Customer, Customer.code == code))[0].owner_id
    return found


async def test_b1_a_customer_nobody_works_on_falls_back_and_both_are_told_in_the_morning(talk: Chat) -> None:
    await talk.office.advance(at(2, 20, year=2027))
    assert await owner(talk, "C003") is None
    sent = await talk.rows(Notice, Notice.kind == "pool")
    assert {shanghai(row.sent_at).hour for row in sent} == {8}, "nobody is told at night"
    [told] = [text for text in await talk.pushes("lilei") if "退回公海" in text]
    assert told.startswith("1月23日（周六）凌晨退回公海 3 家：\n")
    assert told.endswith("\n要再跟，1月31日（周日）起发：领取 客户名")
    assert "· 苏州恒力化纤有限公司 60 天没有有效跟进（归属#3，制度 4.8）" in told
    assert "· 李雷 苏州恒力化纤有限公司 60 天" in "\n".join(await talk.pushes("wufang"))


async def test_a4_who_is_on_leave_for_weeks_reads_of_it_on_the_day_back(talk: Chat) -> None:
    await talk.office.advance(at(1, 10, year=2027))
    await talk.says("lilei", "请假 1月20日到2月5日")
    await talk.office.advance(at(2, 6, year=2027))
    assert not any("退回公海" in text for text in await talk.pushes("lilei"))
    assert "· 李雷 苏州恒力化纤有限公司 60 天" in "\n".join(await talk.pushes("wufang"))
    await talk.office.advance(at(2, 8, year=2027))
    [told] = [text for text in await talk.pushes("lilei") if "退回公海" in text]
    assert told.startswith("1月23日（周六）凌晨退回公海 3 家：\n"), "nothing of it is late"


async def test_b1_the_team_is_told_where_the_company_wants_it(talk: Chat) -> None:
    await talk.office.write(lambda session: session.add(Person(userid="zheng", name="郑刚", role="admin")))
    await talk.says("zheng", "回收告诉同组打开")
    assert (await talk.says("zheng", "1")).startswith("已定。回收告诉同组 关 → 开")
    await talk.office.advance(at(2, 20, year=2027))
    [told] = [text for text in await talk.pushes("hanmei") if "公海新到" in text]
    assert told.splitlines() == [
        "1月23日（周六）凌晨公海新到 3 家（制度 4.10）：",
        "· 苏州东吴机械有限公司",
        "· 苏州东武纺织有限公司",
        "· 苏州恒力化纤有限公司",
        "要跟，1月24日（周日）起发：领取 苏州东吴机械有限公司",
    ]
    mine = [text for text in await talk.pushes("lilei") if "公海新到" in text]
    assert not any(name in text for text in mine for name in ("东吴", "东武", "恒力")), "whose they were knows already"


async def test_b1_work_on_a_customer_keeps_him(talk: Chat) -> None:
    await talk.office.advance(at(1, 10, 10, year=2027))
    await talk.says("lilei", "拜访恒力 李工 谈二期纺丝箱体的报价和交期")
    await talk.office.advance(at(2, 20, 8, year=2027))
    assert await owner(talk, "C003") is not None


async def test_a10_a_registration_that_was_never_completed_lapses(talk: Chat) -> None:
    await talk.says("lilei", "报备 常州中天钢铁")
    await talk.pushes("lilei")
    await talk.office.advance(at(12, 4))
    told = "\n".join(await talk.pushes("lilei"))
    assert "到期没补齐，已失效（制度 3.4）" in told
    assert "保护到" not in await talk.says("lilei", "查 常州中天钢铁")
    await talk.office.advance(at(12, 23, 12))
    assert "保护到" not in "\n".join(await talk.pushes("lilei"))


async def test_d19_a_broken_promise_is_told_and_the_second_one_to_the_leader_too(talk: Chat) -> None:
    def owes(session: Session) -> None:
        customer = session.scalars(select(Customer).where(Customer.code == "C001")).one()
        session.add(
            Receivable(
                customer_id=customer.id, amount=Decimal(50000), open_amount=Decimal(50000), due_on=date(2026, 11, 1)
            )
        )

    await talk.office.write(owes)
    await talk.says("lilei", "东吴 走流程 11月25号付")
    await talk.office.advance(at(11, 26))
    assert "第 1 次失约" in "\n".join(await talk.pushes("lilei"))
    assert await talk.pushes("wufang") == []

    await talk.says("lilei", "东吴 走流程 11月27号付")
    await talk.office.advance(at(11, 30))
    assert "第 2 次失约" in "\n".join(await talk.pushes("lilei"))
    assert "李雷 的客户：苏州东吴机械有限公司" in "\n".join(await talk.pushes("wufang"))
