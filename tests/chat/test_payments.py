"""D13, P10: 回款 matched to what is open, asked for where anything would be guessed, corrected and taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.schema import (
    Payment,
    Receivable,
    RepDay,
)
from tests.cast import DONGWU, HENGLI
from tests.money import open_sums, owes
from tests.talk import Chat


async def test_d13_a_payment_settles_the_oldest_part_and_waits_for_finance(owing: Chat) -> None:
    assert await owing.says("lilei", "回款 东吴 5万") == (
        f"记下了 回款#2 {DONGWU} 5 万元。\n冲最早一笔（10月11日应收 12 万元），还欠 7 万元。待财务核对。"
    )
    assert await open_sums(owing) == [Decimal(70_000)]


async def test_d13_the_way_and_another_day_are_read_back(owing: Chat) -> None:
    said = await owing.says("lilei", "东吴 昨天到账 52000 承兑")

    assert said.startswith(f"记下了 回款#2 {DONGWU} 52,000 元，承兑，11月22日（周日）。")


async def test_d13_paid_in_full_is_the_open_sum_after_a_yes(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 2万")

    assert await owing.says("lilei", "东吴付清了") == "东吴机械 未收一共 10 万元，全部付清？\n1 对\n2 不对，我写金额"
    assert await open_sums(owing) == [Decimal(100_000)]
    assert "全部结清" in await owing.says("lilei", "1")
    assert await open_sums(owing) == [Decimal(0)]


async def test_d13_a_sum_instead_of_the_yes_is_taken(owing: Chat) -> None:
    await owing.says("lilei", "东吴付清了")

    assert "还欠 4 万元" in await owing.says("lilei", "8万")


async def test_d13_the_named_part_is_settled_first(owing: Chat) -> None:
    await owes(owing, "东吴交货了 尾款15万 月底付")

    said = await owing.says("lilei", "收到东吴尾款 15w")

    assert "冲一笔（11月30日应收 尾款 15 万元），还欠 12 万元" in said
    assert await open_sums(owing) == [Decimal(120_000), Decimal(0)]


async def test_d13_a_part_by_its_month_or_its_record(owing: Chat) -> None:
    await owes(owing, "应收 东吴 3万 12月10号")

    assert "（12月10日应收 3 万元）" in await owing.says("lilei", "回款 东吴 1万 冲12月那笔")
    assert "（12月10日应收 3 万元）" in await owing.says("lilei", "回款 东吴 5千 冲#2")
    asked = await owing.says("lilei", "回款 东吴 8千 冲8月那笔")
    assert asked.startswith("东吴机械 没有你说的那笔应收。冲哪一笔？\n1 10月11日（周日）12 万元")
    assert "（10月11日应收 12 万元）" in await owing.says("lilei", "1")


async def test_d13_more_than_open_is_asked_for(owing: Chat) -> None:
    asked = await owing.says("lilei", "回款 东吴 15万")

    assert asked == "东吴机械 未收只有 12 万元，多出 3 万元。1 多的记为预收 2 金额写错了"
    assert await owing.rows(Payment) == []
    assert "多的 3 万元记为预收" in await owing.says("lilei", "1")
    assert "预收 3 万元" in await owing.says("lilei", "东吴欠多少钱")


async def test_d13_a_wrong_sum_is_written_again(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 15万")

    await owing.says("lilei", "2")
    assert "还欠 10.5 万" not in await owing.says("lilei", "1.5万")
    assert await open_sums(owing) == [Decimal(105_000)]


async def test_d13_without_a_receivable_it_is_kept_as_paid_in_advance(desk: Chat) -> None:
    said = await desk.says("lilei", "回款 恒力 5万")

    assert said.endswith("没有未收款可冲，先记为预收 5 万元。待财务核对。")
    assert "已用预收冲掉 5 万元。现在未收 7 万元。" in await owes(desk, "应收 恒力 12万 12月10号")


async def test_d13_the_same_payment_within_minutes_is_asked_for(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")
    asked = await owing.says("lilei", "回款 东吴 5万")

    assert asked == "东吴机械 5 万元 刚才记过一笔（回款#2）。这是：1 另一笔 2 重复了，不记"
    assert await owing.says("lilei", "2") == "好，没有重复记。"
    await owing.says("lilei", "回款 东吴 5万")
    assert "还欠 2 万元" in await owing.says("lilei", "另一笔")


async def test_d13_whose_it_is_is_never_guessed(owing: Chat) -> None:
    asked = await owing.says("lilei", "到账 52000 承兑")

    assert asked == "哪家的回款？写客户名就行。\n1 苏州东吴机械有限公司"
    assert "还欠 68,000 元" in await owing.says("lilei", "1")


async def test_d13_a_missing_sum_is_asked(owing: Chat) -> None:
    await owing.says("lilei", "回款")
    assert await owing.says("lilei", "东吴") == "东吴机械 的回款还差金额，直接回数字就行，比如 5万。"
    assert await owing.says("lilei", "嗯嗯嗯") == "没看懂金额，写个数字就行，比如 52000 或 5.2万。不记了回“取消”。"
    assert "还欠 6 万元" in await owing.says("lilei", "6万")


async def test_d13_a_new_command_beats_the_question(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 15万")

    assert "拜访#" in await owing.says("lilei", "拜访 恒力 谈报价")
    assert await owing.rows(Payment) == []


async def test_d13_several_payments_of_one_message_have_each_its_fate(owing: Chat) -> None:
    said = await owing.says("lilei", "1. 回款 东吴 2万\n2. 回款 恒力 3万")

    assert said.count("记下了 回款#") == 2
    assert len(await owing.rows(Payment)) == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("回款 东吴 -5万", "金额要大于 0"),
        ("回款 东吴 0元", "金额要大于 0"),
        ("回款 东吴 50亿", "金额太大"),
        ("回款 东吴 12.345元", "最多到分"),
        ("回款 东吴 5万 1900-01-01", "1900年1月1日"),
    ],
)
async def test_d13_absurd_payments_are_refused(owing: Chat, said: str, why: str) -> None:
    assert why in await owing.says("lilei", said)
    assert await owing.rows(Payment) == []


async def test_p10_a_colleagues_customer_is_refused_without_disclosing(owing: Chat) -> None:
    await owes(owing, "应收 华联 7万 10月11号", userid="hanmei")
    for said in ("回款 华联 2万", "华联付清了", "应收 华联 2万 12月10号", "华联欠多少钱", "华联账龄", "联系不上华联"):
        answer = await owing.says("lilei", said)
        assert "不归你" in answer
        assert not any(word in answer for word in ("7 万", "韩梅", "10月11日", "逾期"))
    assert await owing.rows(Payment) == []


async def test_p10_the_pools_customer_is_claimed_first(owing: Chat) -> None:
    assert "在公海里" in await owing.says("lilei", "回款 天合 2万")
    assert "在公海里" in await owing.says("lilei", "天合欠多少钱")


@pytest.mark.parametrize(
    ("userid", "books", "sees", "checks"),
    [
        ("lilei", True, True, False),
        ("hanmei", False, False, False),
        ("wufang", True, True, False),
        ("zhouming", False, False, False),
        ("caiwu", True, True, True),
        ("xiaowen", False, False, False),
    ],
)
async def test_p10_who_books_sees_and_checks_money(
    owing: Chat, userid: str, books: bool, sees: bool, checks: bool
) -> None:
    assert ("记下了 回款#" in await owing.says(userid, "回款 东吴 1万")) is books
    assert (
        "12 万元" in await owing.says(userid, "东吴账龄") or "11 万元" in await owing.says(userid, "东吴账龄")
    ) is sees
    assert ("请找财务" not in await owing.says(userid, "待核对")) is checks


async def test_p10_a_guessed_number_says_nothing_of_a_payment(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    for said in ("#2", "撤销 #2", "改 #2 金额 6万", "谁改的 #2"):
        answer = await owing.says("hanmei", said)
        assert "东吴" not in answer
        assert "5 万" not in answer
    assert await open_sums(owing) == [Decimal(70_000)]


# 改, 撤销


async def test_d13_a_payment_is_corrected_in_words_and_by_number(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    assert await owing.says("lilei", "不是5万是6万") == (
        f"已改 回款#2 {DONGWU}：金额 5 万元 → 6 万元。\n冲最早一笔（10月11日应收 12 万元），还欠 6 万元。待财务核对。"
    )
    assert "还欠 8 万元" in await owing.says("lilei", "改 #2 金额 4万")
    [row] = await owing.rows(RepDay, RepDay.payments > 0)
    assert row.paid == Decimal(40_000)


async def test_d13_undo_gives_back_a_correction_and_then_the_payment(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")
    await owing.says("lilei", "改 #2 金额 6万")

    assert "已改回原来的" in await owing.says("lilei", "撤销")
    assert await open_sums(owing) == [Decimal(70_000)]
    assert "已撤销 回款#2" in await owing.says("lilei", "撤销")
    assert await open_sums(owing) == [Decimal(120_000)]
    assert [row for row in await owing.rows(RepDay) if row.payments or row.paid] == []


async def test_d13_a_payment_is_put_to_another_customer(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    assert f"客户 {DONGWU} → {HENGLI}" in await owing.says("lilei", "不是东吴 是恒力")
    assert await open_sums(owing) == [Decimal(120_000)]
    await owing.says("lilei", "撤销")
    assert await open_sums(owing) == [Decimal(70_000)]


async def test_d13_an_absurd_correction_is_refused(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    assert "金额太大" in await owing.says("lilei", "改 #2 金额 50亿")
    assert await open_sums(owing) == [Decimal(70_000)]


async def test_d13_undo_of_a_receivable_with_money_on_it_says_what_stands_in_the_way(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    said = await owing.says("lilei", "撤销 #1")
    assert said == "应收#1 已经收了 5 万元（回款#2），撤不了也改不小。先撤销回款，再来改它。"
    await owing.says("lilei", "撤销 #2")
    assert "已撤销 应收#1" in await owing.says("lilei", "撤销 #1")
    assert await open_sums(owing) == []


async def test_d13_a_receivable_is_corrected_and_taken_back(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    assert "金额 12 万元 → 10 万元，这笔未收 5 万元" in await owing.says("lilei", "改 #1 金额 10万")
    assert "到期日 10月11日（周日） → 12月20日（周日）" in await owing.says("lilei", "改 #1 日期 12月20日")
    assert "撤不了也改不小" in await owing.says("lilei", "改 #1 金额 4万")
    await owing.says("lilei", "撤销")
    await owing.says("lilei", "撤销")
    [row] = await owing.rows(Receivable)
    assert (row.amount, row.open_amount, row.due_on.isoformat()) == (Decimal(120_000), Decimal(70_000), "2026-10-11")


async def test_d13_one_part_of_several_is_corrected_by_its_place(desk: Chat) -> None:
    await desk.says("lilei", "合同10万 恒力 分三期 30/60/10")
    for day in ("12月1号", "1月1号", "2月1号", "1"):
        await desk.says("lilei", day)

    assert "带上第几笔" in await desk.says("lilei", "改 #1 金额 7万")
    assert "6 万元 → 7 万元" in await desk.says("lilei", "改 #1 第2笔 金额 7万")
    assert sorted(await open_sums(desk)) == [Decimal(10_000), Decimal(30_000), Decimal(70_000)]


async def test_d13_the_trail_tells_sums_and_what_finance_did(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")
    await owing.says("lilei", "改 #2 金额 6万")
    await owing.says("caiwu", "核对 2")

    trail = await owing.says("lilei", "#2")
    assert trail.splitlines()[1:] == [
        "11月23日 10:00 李雷 记下",
        "11月23日 10:00 李雷 金额：5 万元 → 6 万元",
        "11月23日 10:00 钱会计 财务已核对",
    ]


@pytest.mark.parametrize(
    "said", ["刚才那笔不对 是五万", "刚才那笔错了 应该是5万", "上一笔回款不对 应该是5万", "写错了 是五万"]
)
async def test_d13_the_last_payment_is_put_right_however_it_is_called(desk: Chat, said: str) -> None:
    await desk.says("lilei", "东吴王总那边回了五千 承兑")

    assert "5,000 元 → 5 万元" in await desk.says("lilei", said)
