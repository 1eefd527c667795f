"""D13, D15: 应收 in parts, shown before they are written; who owes, how much and since when."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import (
    Customer,
    Person,
    Receivable,
)
from models.times import shanghai_day
from tests import cast
from tests.cast import DONGWU, HENGLI
from tests.money import owes
from tests.talk import Chat


async def test_d13_a_receivable_is_shown_and_written_only_after_a_yes(desk: Chat) -> None:
    asked = await desk.says("lilei", "应收 东吴 12万 12月10号")

    assert asked == f"应收 {DONGWU} 12 万元，12月10日（周四）到期。\n请核对：1 对 2 改"
    assert await desk.rows(Receivable) == []
    assert await desk.says("lilei", "1") == f"记下了 应收#1 {DONGWU} 12 万元。现在未收 12 万元。"


async def test_d13_what_is_not_right_is_not_written(desk: Chat) -> None:
    await desk.says("lilei", "应收 东吴 12万 12月10号")

    assert "改哪里" in await desk.says("lilei", "2")
    assert "没有记" in await desk.says("lilei", "取消")
    assert await desk.rows(Receivable) == []


async def test_d13_a_contract_in_three_parts_asks_for_each_day_and_adds_up(desk: Chat) -> None:
    assert "哪家的应收" in await desk.says("lilei", "合同62万 分三期 30/60/10")
    assert await desk.says("lilei", "恒力") == "第1期 186,000 元 哪天到期？写日期就行。"
    assert await desk.says("lilei", "12月1号") == "第2期 372,000 元 哪天到期？写日期就行。"
    await desk.says("lilei", "2月1号")
    asked = await desk.says("lilei", "6月30")

    assert asked == (
        f"应收 {HENGLI} 62 万元，分 3 笔：\n第1期 186,000 元，12月1日（周二）\n第2期 372,000 元，2027年2月1日（周一）\n"
        "第3期 62,000 元，2027年6月30日（周三）\n请核对：1 对 2 改"
    )
    await desk.says("lilei", "对")
    rows = await desk.rows(Receivable)
    assert sum(row.amount for row in rows) == Decimal(620_000)
    assert {row.record_number for row in rows} == {1}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("东吴交货了 尾款15万 月底付", "尾款 15 万元，11月30日（周一）到期"),
        ("开票 东吴 12万 发票号 12345678 12月20日付", "12 万元，12月20日（周日）到期，发票 12345678"),
        ("恒力 12月20日收 8万 承兑", "8 万元，12月20日（周日）到期"),
        ("应收 东吴 12万 10月11号", "12 万元，10月11日（周日）到期（已逾期 43 天）"),
    ],
)
async def test_d13_a_debt_in_the_words_of_a_rep(desk: Chat, said: str, shown: str) -> None:
    assert shown in await desk.says("lilei", said)


async def test_d13_delivered_with_money_to_come_is_a_receivable_and_no_follow_up(desk: Chat) -> None:
    await owes(desk, "东吴交货了 尾款15万 月底付")

    [row] = await desk.rows(Receivable)
    assert (row.amount, row.due_on.isoformat(), row.label) == (Decimal(150_000), "2026-11-30", "尾款")


async def test_d13_a_missing_sum_and_a_missing_day_are_asked_one_at_a_time(desk: Chat) -> None:
    assert "哪天到期" in await desk.says("lilei", "开票 东吴 12万")
    assert await desk.says("lilei", "不知道啊") == "没看懂日期，写哪一天就行，比如 8月10日、月底。不记了回“取消”。"
    assert "请核对" in await desk.says("lilei", "月底")


async def test_d13_the_same_debt_again_is_pointed_out(desk: Chat) -> None:
    await owes(desk, "应收 东吴 12万 12月10号")

    assert "已有一笔金额、日期都一样的应收" in await desk.says("lilei", "应收 东吴 12万 12月10号")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("应收 东吴 -12万 12月10号", "金额要大于 0"),
        ("应收 东吴 0元 12月10号", "金额要大于 0"),
        ("应收 东吴 50亿 12月10号", "金额太大"),
        ("应收 东吴 12.345元 12月10号", "最多到分"),
        ("应收 东吴 12万 2100年8月10号", "2100年8月10日"),
        ("应收 东吴 12万 1900年8月10号", "1900年8月10日"),
    ],
)
async def test_d13_absurd_receivables_are_refused(desk: Chat, said: str, why: str) -> None:
    assert why in await desk.says("lilei", said)
    await desk.says("lilei", "1")
    assert await desk.rows(Receivable) == []


# 谁欠钱


async def test_d15_aging_and_lists(desk: Chat) -> None:
    await owes(desk, "应收 东吴 12万 10月11号")
    await owes(desk, "应收 东吴 1万 12月11号")
    await owes(desk, "应收 恒力 3万 2026年5月1号")
    await owes(desk, "应收 华联 7万 11月1号", userid="hanmei")

    assert (await desk.says("lilei", "谁欠钱")).splitlines() == [
        "未收 16 万元，2 家",
        "未到期 1 万元｜31–60 天 12 万元｜180 天以上 3 万元",
        "1 恒力化纤 3 万元，逾期 206 天",
        "2 东吴机械 13 万元，逾期 12 万元，最老 43 天",
        "回编号看这家；说原因和日期：1 走流程 下周五付",
    ]
    assert "逾期 90 天以上 3 万元，1 家" in await desk.says("lilei", "90天以上的")
    assert "下个月到期 1 万元" in await desk.says("lilei", "下个月该收多少")
    assert "未收 23 万元，3 家" in await desk.says("wufang", "谁欠钱")
    assert "未收 23 万元，3 家" in await desk.says("caiwu", "应收")
    assert "未收 7 万元，1 家" in await desk.says("hanmei", "我的应收")
    assert await desk.says("zhouming", "谁欠钱") == "没有未收款。"
    assert await desk.says("xiaowen", "谁欠钱") == "你的岗位看不了应收。"


async def test_d15_one_customer_part_by_part(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    assert (await owing.says("lilei", "东吴欠多少钱")).splitlines() == [
        f"{DONGWU}：未收 7 万元，最老 43 天。",
        "31–60 天 7 万元",
        "10月11日（周日）7 万元（共 12 万元），逾期 43 天",
    ]


async def test_d15_pages_of_debts(desk: Chat) -> None:
    def many(session: Session) -> None:
        owner = session.scalars(select(Person.id).where(Person.userid == "lilei")).one()
        for place in range(20):
            name = f"常熟第{place}纺织厂"
            customer = Customer(
                code=f"X{place:03}", name=name, name_key=name, city="", owner_id=owner, created_at=cast.CREATED
            )
            session.add(customer)
            session.flush()
            session.add(
                Receivable(
                    customer_id=customer.id,
                    amount=Decimal(1_000 + place),
                    open_amount=Decimal(1_000 + place),
                    due_on=shanghai_day(desk.clock.now()) - timedelta(days=place + 1),
                )
            )

    await desk.office.write(many)
    first = await desk.says("lilei", "逾期")
    second = await desk.says("lilei", "下一页")

    assert "20 家（第 1/3 页）" in first
    assert first.splitlines()[2].startswith("1 常熟第19纺织厂 1,019 元，逾期 20 天")
    assert second.splitlines()[2].startswith("10 ")
    assert len(first.encode()) < 2_048
    assert "没有这个编号" in await desk.says("lilei", "99")
    assert "常熟第10纺织厂" in await desk.says("lilei", "10")


async def test_d15_a_leader_asks_for_one_of_his_line(owing: Chat) -> None:
    await owes(owing, "应收 华联 7万 11月1号", userid="hanmei")

    assert "李雷 未收 12 万元，1 家" in await owing.says("wufang", "李雷的应收")
    assert "李雷 逾期 12 万元" in await owing.says("caiwu", "李雷的逾期应收")
    assert await owing.says("lilei", "韩梅的应收") == "韩梅 不在你的团队里，看不了他的应收。"


async def test_d15_nothing_due_in_a_period_is_not_said_to_be_nothing_open(desk: Chat) -> None:
    await owes(desk, "应收 东吴 3万 12月1号")
    assert await desk.says("lilei", "这个月该收多少") == "这个月没有到期的未收款。全部未收的发“应收”。"
    assert (await desk.says("lilei", "应收")).startswith("未收 3 万元")


@pytest.mark.parametrize("days", ["11月30号 12月31号", "11月30、12月31", "第一期11月30号，第二期12月31号"])
async def test_d13_the_days_of_all_parts_may_be_said_at_once(desk: Chat, days: str) -> None:
    assert await desk.says("lilei", "应收 东吴 第一期2万 第二期3万") == "第一期 2 万元 哪天到期？写日期就行。"
    assert await desk.says("lilei", days) == (
        f"应收 {DONGWU} 5 万元，分 2 笔：\n第一期 2 万元，11月30日（周一）\n第二期 3 万元，12月31日（周四）\n"
        "请核对：1 对 2 改"
    )
