"""D13, D17, D19: promises in parts, one payment told with two sums, and what a director asks of both in the evening."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from models.schema import Payment, PaymentPromise, PaymentState, PromiseState
from models.services import dunning
from models.times import shanghai_day
from tests.cast import DONGWU
from tests.money import open_sums
from tests.steps import later
from tests.talk import Chat


async def standing(chat: Chat) -> list[tuple[str, Decimal]]:
    """The promises that stand: month.day and yuan, the earliest first."""
    rows = await chat.rows(PaymentPromise, PaymentPromise.state == PromiseState.OPEN, PaymentPromise.voided.is_(False))
    return [(f"{row.promised_on:%m.%d}", row.promised_amount) for row in sorted(rows, key=lambda row: row.promised_on)]


async def test_d19_parts_stand_side_by_side_and_are_kept_one_by_one(owing: Chat) -> None:
    await owing.says("lilei", "东吴走流程 明天付")
    said = await owing.says("lilei", "东吴 王总说这周五先付5万，余下12月15日前付清")

    assert said == (
        f"记下了 {DONGWU} 答应付款：11月27日（周五）前 5 万元（催款#3）；12月15日（周二）前 7 万元（催款#4）。\n"
        "到期没到账会提醒你；第 2 次失约会告知主管（制度 6.1）。"
    )
    assert await standing(owing) == [("11.27", Decimal(50_000)), ("12.15", Decimal(70_000))]
    assert "答应 11月27日（周五）付 5 万元、12月15日（周二）付 7 万元。" in await owing.says("lilei", "东吴欠多少钱")

    told = await owing.says("caiwu", "东吴到账3万")
    assert told.endswith("答应 11月27日（周五）前 5 万元，还差 2 万元。")
    [push] = await owing.pushes("lilei")
    assert push.endswith("答应 11月27日（周五）前 5 万元，还差 2 万元。")

    await owing.says("caiwu", "东吴到账2万")
    assert await standing(owing) == [("12.15", Decimal(70_000))]
    later(owing, days=25)
    [broken] = await owing.office.write(lambda session: dunning.break_due(session, shanghai_day(owing.clock.now())))
    assert (broken.amount, broken.paid, broken.count) == (Decimal(70_000), Decimal(0), 1)


async def test_d19_a_sum_without_a_day_is_asked_for_once_and_joins_the_others(owing: Chat) -> None:
    asked = await owing.says("lilei", "东吴 想先付3万，月底再付2万，剩的下个月")
    assert asked.splitlines()[-1] == "先付的 3 万元是哪天？写日期就行。"
    assert "12月31日（周四）前 7 万元（催款#3，日子没说准，先按这天）" in asked

    assert "答应付款：11月24日（周二）前 3 万元" in await owing.says("lilei", "三万是明天下午转")
    assert await standing(owing) == [
        ("11.24", Decimal(30_000)), ("11.30", Decimal(20_000)), ("12.31", Decimal(70_000)),
    ]  # fmt: skip
    # Of the first part some is missing: that is put off, and the others stand.
    await owing.says("caiwu", "东吴到账28000")
    await owing.says("lilei", "东吴 刚回话，两千周四补")
    assert await standing(owing) == [
        ("11.26", Decimal(2_000)), ("11.30", Decimal(20_000)), ("12.31", Decimal(70_000)),
    ]  # fmt: skip
    assert (await owing.says("lilei", "撤销")).startswith("已撤销 催款#")
    assert (await standing(owing))[0] == ("11.24", Decimal(30_000))


async def test_d19_what_was_promised_beside_a_visit_is_kept_where_so_much_is_owed(owing: Chat) -> None:
    told = await owing.says("lilei", "到东吴了，见了王总，款子这周三付五万，余下的12月10号前付清")
    assert "答应付款：11月25日（周三）前 5 万元（催款#" in told
    assert "下次" not in told.splitlines()[0]
    # Nobody is named: who was talked of just now.
    assert DONGWU in await owing.says("lilei", "问了，分两次，周三付三万，周五再两万，后面的不变")
    assert await standing(owing) == [
        ("11.25", Decimal(30_000)), ("11.27", Decimal(20_000)), ("12.10", Decimal(70_000)),
    ]  # fmt: skip
    # Who owes nothing promises nothing that could be broken, nor more than he owes.
    quiet = await owing.says("lilei", "去了恒力，老板说这周五付五万，余下的月底")
    assert "答应付款" not in quiet
    assert len(await standing(owing)) == 3


async def test_d13_a_director_asks_what_came_and_what_is_promised(owing: Chat) -> None:
    await owing.says("lilei", "东吴 这周五先付5万，余下12月15日前付清")
    await owing.says("caiwu", "东吴到账3万")

    assert (await owing.says("wufang", "今天一共到了多少钱，答应付的呢")).splitlines()[-3:] == [
        "答应要付的 2 笔，共 12 万元：",
        "· 东吴机械 11月27日（周五）5 万元，已到 3 万元，李雷",
        "· 东吴机械 12月15日（周二）7 万元，李雷",
    ]
    assert (await owing.says("wufang", "这周说好要付的有多少")).startswith("这周答应要付的 1 笔，共 5 万元：")
    assert (await owing.says("lilei", "答应付款的有哪些")).splitlines()[1].endswith("已到 3 万元")
    assert (await owing.says("zhouming", "答应付款的有哪些")) == "没有客户答应要付的款。"
    assert "东吴" not in await owing.says("xiaowen", "答应付款的有哪些")


async def test_d17_one_payment_with_two_sums_is_booked_once_and_told_to_both(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 47500")
    assert await owing.says("caiwu", "东吴那家只到了45000，没有47500") == (
        f"已核对到账：回款#2 {DONGWU} 47,500 元 → 45,000 元，还欠 75,000 元，已告诉 李雷。"
    )
    [push] = await owing.pushes("lilei")
    assert push == (
        f"财务 钱会计：{DONGWU} 到账 45,000 元，比你报的 47,500 元少 2,500 元。\n回款#2 已按到账改好，还欠 75,000 元。"
    )
    [row] = await owing.rows(Payment)
    assert (row.amount, row.state) == (Decimal(45_000), PaymentState.CONFIRMED)
    assert await open_sums(owing) == [Decimal(75_000)]
    # What finance has seen is not told once more by an hour-old memory of it.
    owing.clock.move_to(owing.clock.now() + timedelta(hours=1))
    assert "已经记过一笔（回款#2）" in await owing.says("lilei", "回款 东吴 45000")
    await owing.says("lilei", "2")
    assert len(await owing.rows(Payment)) == 1


async def test_d17_finance_puts_its_own_figure_right_and_the_owner_hears_of_it(owing: Chat) -> None:
    await owing.says("caiwu", "东吴的收到了，19600")
    await owing.pushes("lilei")
    assert (await owing.says("caiwu", "更正，东吴到的是19000，少了600")).startswith(
        f"改好了 回款#2 {DONGWU} 19,600 元 → 19,000 元，还欠 101,000 元，已告诉 李雷。"
    )
    told = f"财务 钱会计 更正：{DONGWU} 到账 19,000 元，不是 19,600 元（回款#2），还欠 101,000 元。"
    assert told in await owing.pushes("lilei")
    assert [row.amount for row in await owing.rows(Payment)] == [Decimal(19_000)]
    # Without such a word it is more money, and of a rep's it is not finance's to put right.
    await owing.says("caiwu", "东吴到账18000")
    assert sorted(row.amount for row in await owing.rows(Payment)) == [Decimal(18_000), Decimal(19_000)]


async def test_d19_what_is_set_off_is_not_promised_and_what_comes_by_the_month_s_end_is_told(owing: Chat) -> None:
    await owing.says(
        "lilei", "见了东吴王总，他说里面有一万二是退货没冲的，先冲了剩下的分两次，月底付六万剩下的十二月二十号"
    )
    assert await standing(owing) == [("11.30", Decimal(60_000)), ("12.20", Decimal(48_000))]
    assert (await owing.says("wufang", "月底之前能进多少")).splitlines() == [
        "月底之前答应要付的 1 笔，共 6 万元：",
        "· 东吴机械 11月30日（周一）6 万元，李雷",
    ]
    both = await owing.says("wufang", "总共还有多少在外面，逾期的多少")
    assert both.splitlines()[0] == "未收一共 12 万元，1 家。其中："


async def test_d19_a_promise_follows_the_words_that_are_put_right(owing: Chat) -> None:
    await owing.says("lilei", "见了东吴王总，他说周五先付五万剩下的十二月底")
    assert await standing(owing) == [("11.27", Decimal(50_000)), ("12.31", Decimal(70_000))]
    right = await owing.says("lilei", "不是十二月底是二十号")
    assert right.splitlines()[-1].startswith("答应付款：11月27日（周五）前 5 万元")
    assert await standing(owing) == [("11.27", Decimal(50_000)), ("12.20", Decimal(70_000))]
    # What is no part of the promise moves none of it, nor do words of which another promise has come since.
    await owing.says("lilei", "不是周五先付是周五先打")
    assert await standing(owing) == [("11.27", Decimal(50_000)), ("12.20", Decimal(70_000))]


@pytest.mark.parametrize(("answer", "payments"), [("1", 1), ("2", 2)])
async def test_d17_another_sum_of_a_rep_is_asked_about(owing: Chat, answer: str, payments: int) -> None:
    await owing.says("caiwu", "东吴到账3万")
    asked = await owing.says("lilei", "回款 东吴 5万")
    assert asked == (
        "东吴机械 已有一笔 3 万元（钱会计 11月23日（周一）记的 回款#2），你说的是 5 万元。这是：\n"
        "1 就是这笔，先按财务的 3 万元\n2 另一笔"
    )
    await owing.says("lilei", answer)
    assert len(await owing.rows(Payment)) == payments
    if answer == "1":
        [push] = await owing.pushes("caiwu")
        assert push.startswith(f"李雷 说 {DONGWU} 这笔是 5 万元，你记的是 3 万元（回款#2）。")
        await owing.says("caiwu", push.rsplit("发：", 1)[1])
        assert await open_sums(owing) == [Decimal(70_000)]
