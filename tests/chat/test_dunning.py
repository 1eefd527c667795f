"""D6, D19: why a sum is late and until when it will be paid; orders and what is still open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.schema import (
    Order,
    PaymentPromise,
    PromiseState,
    RepDay,
)
from models.services import dunning
from models.times import shanghai_day
from tests.cast import DONGWU, HENGLI
from tests.money import owes
from tests.steps import later
from tests.talk import Chat


async def test_d19_reason_and_day_are_both_wanted(owing: Chat) -> None:
    assert (await owing.says("lilei", "东吴 说下周付")).splitlines()[0] == "东吴机械 为什么没付？"

    assert await owing.says("lilei", "1") == (
        f"记下了 催款#2 {DONGWU}：走流程，答应 12月4日（周五）前付 12 万元。\n"
        "到期没到账会提醒你；第 2 次失约会告知主管（制度 6.1）。"
    )
    assert "哪天付" in await owing.says("lilei", "东吴没钱 先付一半")
    assert "没钱，答应 12月20日（周日）前付 6 万元" in await owing.says("lilei", "12月20")


async def test_d19_numbers_mean_lines_on_the_overdue_list(owing: Chat) -> None:
    await owes(owing, "应收 恒力 3万 11月1号")
    await owing.says("lilei", "逾期")

    assert f"{DONGWU}：走流程，答应 12月20日" in await owing.says("lilei", "1 走流程 12月20")
    assert "恒力化纤 答应哪天付" in await owing.says("lilei", "2 质量争议")
    assert f"{HENGLI}：质量争议，答应 11月30日" in await owing.says("lilei", "月底")
    assert "没有这个编号" in await owing.says("lilei", "3 走流程 12月20")
    assert len(await owing.rows(PaymentPromise)) == 2


async def test_d19_a_line_opens_and_asks_why(owing: Chat) -> None:
    await owing.says("lilei", "逾期")
    opened = await owing.says("lilei", "1")

    assert opened.splitlines()[-6:] == [
        "东吴机械 为什么没付？",
        "1 走流程",
        "2 质量争议",
        "3 没钱",
        "4 联系不上",
        "5 其他",
    ]
    assert await owing.says("lilei", "4") == "东吴机械 联系不上，打算哪天再催？写日期就行。"
    assert "联系不上，11月27日（周五）再催" in await owing.says("lilei", "这周五")


async def test_d19_the_second_broken_promise_is_told_to_the_direct_leader_once(owing: Chat) -> None:
    await owing.says("lilei", "东吴走流程 明天付")
    later(owing, days=2)
    assert "已失约 1 次，第 2 次失约会告知主管" in await owing.says("lilei", "东吴走流程 明天付")
    assert await owing.pushes("wufang") == []
    later(owing, days=2)
    said = await owing.says("lilei", "东吴没钱 12月20号付")

    assert "已失约 2 次，已告知 吴芳（制度 6.1）" in said
    [push] = await owing.pushes("wufang")
    assert push.startswith(f"{DONGWU} 第 2 次失约：答应 11月26日（周四）付 12 万元，没到账（李雷）。")
    await owing.says("lilei", "东吴没钱 12月21号付")
    assert await owing.pushes("wufang") == []
    assert "2 次延期" in await owing.says("lilei", "报价 东吴 A200 2台 单价31万")


async def test_d19_what_is_paid_in_time_is_no_broken_promise(owing: Chat) -> None:
    await owing.says("lilei", "东吴走流程 明天付")
    await owing.says("lilei", "东吴付清了")
    await owing.says("lilei", "1")
    later(owing, days=2)

    assert [row.state for row in await owing.rows(PaymentPromise)] == [PromiseState.KEPT]
    assert await owing.says("lilei", "东吴欠多少钱") == f"{DONGWU}：没有未收款。"
    assert "没有未收款" in await owing.says("lilei", "联系不上东吴")


async def test_d19_the_night_marks_broken_promises_for_the_card(owing: Chat) -> None:
    await owing.says("lilei", "东吴走流程 明天付")
    later(owing, days=2)

    broken = await owing.office.write(lambda session: dunning.break_due(session, shanghai_day(owing.clock.now())))

    assert [(each.count, each.amount) for each in broken] == [(1, Decimal(120_000))]
    assert "1 次延期" in await owing.says("lilei", "东吴账龄")


async def test_d19_a_day_that_is_over_is_refused(owing: Chat) -> None:
    assert "2026年11月20日" in await owing.says("lilei", "东吴没钱 2026年11月20日付")
    assert await owing.rows(PaymentPromise) == []


async def test_d19_a_sum_that_will_be_paid_by_who_owes_nothing_is_a_receivable(desk: Chat) -> None:
    assert "请核对" in await desk.says("lilei", "恒力下周三付8万")


# 订单


async def test_d6_an_order_always_says_what_is_open(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    assert await owing.says("lilei", "订单 东吴 A200 2台 单价31万") == (
        f"记下了 订单#3 {DONGWU}：A200 2台，62 万元。\n未收 7 万元，最老 43 天。"
    )
    assert (await owing.says("lilei", "报价 东吴 A200 2台 单价31万")).startswith(
        f"记下了 报价#4 {DONGWU}：A200 2台，62 万元。"
    )
    assert [(row.quoted, row.amount) for row in await owing.rows(Order)] == [(False, 620_000), (True, 620_000)]
    [day] = await owing.rows(RepDay, RepDay.orders > 0)
    assert (day.orders, day.ordered) == (1, Decimal(620_000))


async def test_d6_an_order_without_a_sum_is_kept_and_its_sum_added(desk: Chat) -> None:
    assert "还差金额" in await desk.says("lilei", "东吴下单了 密封圈500套")
    assert "金额 无 → 1,500 元" in await desk.says("lilei", "改 #1 金额 1500元")
    await desk.says("lilei", "撤销 #1")
    assert [day for day in await desk.rows(RepDay) if day.orders or day.ordered] == []


async def test_d6_a_quotation_is_called_so_when_it_is_taken_back(desk: Chat) -> None:
    await desk.says("lilei", "东吴 报价 35万")

    assert "金额 35 万元 → 36 万元" in await desk.says("lilei", "不是35万 是36万")
    assert "报价#1" in await desk.says("lilei", "撤销")
    assert "已撤销 报价#1" in await desk.says("lilei", "撤销")


async def test_d6_a_colleagues_order_is_not_noted(desk: Chat) -> None:
    assert "不归你" in await desk.says("lilei", "订单 华联 A200 2台 单价31万")
    assert await desk.rows(Order) == []


@pytest.mark.parametrize("said", ["订单 东吴 A200 2台 总价 50亿", "报价 东吴 -5万"])
async def test_d6_absurd_orders_are_refused(desk: Chat, said: str) -> None:
    answer = await desk.says("lilei", said)

    assert "没有记" in answer or "按" in answer
    assert await desk.rows(Order) == []


async def test_d6_a_negative_price_of_one_is_refused(owing: Chat) -> None:
    for said in ("订单 东吴 A200 2台 单价-31万", "报价 东吴 A200 2台 单价 负31万", "订单 东吴 A200 2台 单价：－31万"):
        assert (await owing.says("lilei", said)).startswith("金额"), said
    assert await owing.rows(Order) == []


@pytest.mark.parametrize("said", ["1 没钱 先付一半 12月3号", "1没钱 12月3号付一半"])
async def test_d19_no_money_is_answered_below_the_days_list_too(owing: Chat, said: str) -> None:
    assert "逾期 12 万元" in await owing.says("lilei", "待办")
    assert (await owing.says("lilei", said)).startswith(
        f"记下了 催款#2 {DONGWU}：没钱，答应 12月3日（周四）前付 6 万元。"
    )
