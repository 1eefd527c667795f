"""明日计划: kept for its day in his words, with what is owed where he goes (row A5, §4.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import plans as plan_texts
from models.schema import Customer, DailyReport, FollowUp, Receivable, Record, Visit
from models.times import SHANGHAI
from tests.talk import Chat


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    await chat.says("lilei", "帮助")
    await chat.says("hanmei", "帮助")
    chat.clock.move_to(at(18))
    return chat


def owes(code: str, amount: str) -> Callable[[Session], None]:
    def write(session: Session) -> None:
        customer = session.scalars(select(Customer).where(Customer.code == code)).one()
        session.add(
            Receivable(
                customer_id=customer.id,
                amount=Decimal(amount),
                open_amount=Decimal(amount),
                due_on=date(2026, 11, 23) - timedelta(days=30),
            )
        )

    return write


@pytest.mark.parametrize(
    ("said", "reply", "plan"),
    [
        ("明天 东吴 恒力 两家", "记下 2 家，11月24日（周二）的计划（日报#1）。", "东吴 恒力 两家"),
        ("明天计划 东吴 恒力", "记下 2 家，11月24日（周二）的计划（日报#1）。", "东吴 恒力"),
        ("计划：上午东吴 下午回公司", "记下 1 家，11月24日（周二）的计划（日报#1）。", "上午东吴 下午回公司"),
        ("明天去常州", "记下了，11月24日（周二）的计划（日报#1）。", "去常州"),
        ("计划 报价3家", "记下了，11月24日（周二）的计划（日报#1）。", "报价3家"),
        ("下周一计划 东吴", "记下 1 家，11月30日（周一）的计划（日报#1）。", "东吴"),
    ],
)
async def test_a5_a_plan_is_kept(talk: Chat, said: str, reply: str, plan: str) -> None:
    assert await talk.says("lilei", said) == reply
    [row] = await talk.rows(DailyReport)
    assert (row.plan, row.state) == (plan, "draft")
    assert await talk.rows(FollowUp) == []


async def test_a5_a_plan_without_a_day_is_todays_in_the_morning(talk: Chat) -> None:
    talk.clock.move_to(at(8, 25, 24))

    assert await talk.says("lilei", "计划 上午东吴 下午恒力") == "记下 2 家，11月24日（周二）的计划（日报#1）。"
    assert await talk.says("lilei", "计划") == "11月24日（周二）的计划：\n上午东吴 下午恒力"


async def test_a5_money_that_is_overdue_there_is_told_to_whom_it_concerns(talk: Chat) -> None:
    await talk.office.write(owes("C003", "60000"))
    await talk.office.write(owes("C004", "70000"))

    assert await talk.says("lilei", "明天计划 恒力 华联") == (
        "记下 2 家，11月24日（周二）的计划（日报#1）。\n恒力化纤 有 6 万元逾期，一起问？"
    )


async def test_a5_a_new_plan_takes_the_place_of_the_old_and_a_sentence_is_added(talk: Chat) -> None:
    await talk.says("lilei", "明天计划 东吴")
    await talk.says("lilei", "明天计划 恒力")
    await talk.says("lilei", "明天去常州")

    assert await talk.says("lilei", "明天计划") == "11月24日（周二）的计划：\n恒力；去常州"
    assert len(await talk.rows(DailyReport)) == 1


async def test_a5_a_plan_behind_a_visit_is_kept_with_it(talk: Chat) -> None:
    reply = await talk.says("lilei", "今天拜访了东吴和恒力，明天去华联")

    assert "记下 1 家，11月24日（周二）的计划（日报#3）。" in reply
    assert len(await talk.rows(Visit)) == 2
    assert "明天：去华联" in await talk.says("lilei", "日报")


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("昨天计划 东吴", "2026年11月22日（周日）已经过了，没有记。"),
        ("计划 2100年1月1日 去东吴", "2100年1月1日太远了"),
        ("计划 1900年1月1日 去东吴", "1900年1月1日太早了"),
        ("先去东吴再去恒力", plan_texts.PLAN_WITHOUT_DAY),
        ("明天可能去恒力", plan_texts.PLAN_WITHOUT_DAY),
        ("下周拜访计划", "11月30日（周一）还没有计划。"),
    ],
)
async def test_a5_what_is_not_kept(talk: Chat, said: str, reply: str) -> None:
    assert reply in await talk.says("lilei", said)
    assert await talk.rows(Record) == []


async def test_a5_undo_takes_the_plan_back(talk: Chat) -> None:
    await talk.says("lilei", "明天计划 东吴")
    await talk.says("lilei", "撤销")

    assert (await talk.says("lilei", "明天计划")).startswith("11月24日（周二）还没有计划。")
    assert (await talk.says("lilei", "明天计划 恒力")).startswith("记下 1 家")


async def test_a5_a_leader_sees_his_teams_plans_and_who_has_none(talk: Chat) -> None:
    await talk.says("lilei", "明天计划 东吴 恒力")
    await talk.says("wufang", "帮助")

    assert await talk.says("wufang", "明天大家的拜访计划") == (
        "11月24日（周二）的计划：\n李雷：东吴 恒力\n还没有：韩梅、陈晨"
    )
    assert await talk.says("wufang", "今天团队计划") == "11月23日（周一）还没有人写计划。\n还没有：李雷、韩梅、陈晨"
    assert (await talk.says("hanmei", "团队计划")).startswith("别人的日报由主管看")


async def test_a5_nobody_sees_a_colleagues_plan(talk: Chat) -> None:
    await talk.says("lilei", "明天计划 东吴")

    assert (await talk.says("hanmei", "明天计划")).startswith("11月24日（周二）还没有计划。")
