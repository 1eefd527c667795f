"""D17: finance confirms what came in, or denies it; and what hostile words do to the books."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.schema import (
    Payment,
    Receivable,
    RepDay,
)
from tests.cast import DONGWU, HENGLI
from tests.money import open_sums
from tests.talk import Chat


async def test_d17_finance_confirms_by_line_and_by_number(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万 承兑")
    await owing.says("lilei", "回款 东吴 1万")

    listed = await owing.says("caiwu", "待核对")
    assert listed.splitlines() == [
        "待核对回款 2 笔：",
        "1 东吴机械 5 万元，承兑，11月23日（周一）（李雷，回款#2）",
        "2 东吴机械 1 万元，11月23日（周一）（李雷，回款#3）",
        "回“1 到账”，没到的回“没收到 2 原因”。",
    ]
    assert await owing.says("caiwu", "1 到账") == f"已核对到账：\n回款#2 {DONGWU} 5 万元\n还有 1 笔待核对。"
    assert "都核对完了" in await owing.says("caiwu", "核对 3")
    assert await owing.says("caiwu", "待核对") == "没有待核对的回款。"


async def test_d17_while_the_list_is_open_small_numbers_mean_its_lines(owing: Chat) -> None:
    for amount in ("5万", "1万", "2万"):
        await owing.says("lilei", f"回款 东吴 {amount}")
    await owing.says("caiwu", "待核对")

    assert "回款#3" in await owing.says("caiwu", "2 到账")
    assert "回款#2" in await owing.says("caiwu", "#2 到账")
    assert "已退回 回款#4" in await owing.says("caiwu", "没收到 3")


async def test_d17_a_confirmed_payment_is_no_longer_its_authors(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")
    await owing.says("caiwu", "核对 2")

    for said in ("撤销", "撤销 #2", "改 #2 金额 6万"):
        answer = await owing.says("lilei", said)
        assert answer.startswith("回款#2 财务2026年11月23日（周一）已核对到账，撤不了也改不了。要退回请找财务 钱会计")
    assert await open_sums(owing) == [Decimal(70_000)]


async def test_d17_what_finance_has_not_seen_is_open_again_and_the_rep_is_told(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    said = await owing.says("caiwu", "没收到 2 查无此款")

    assert said == f"已退回 回款#2 {DONGWU} 5 万元，原因：查无此款。应收已恢复，已告诉 李雷。"
    [push] = await owing.pushes("lilei")
    assert push.startswith(f"财务 钱会计 没收到 回款#2 {DONGWU} 5 万元：查无此款。")
    assert "未收 12 万元" in push
    assert await open_sums(owing) == [Decimal(120_000)]
    assert "没收到" in await owing.says("lilei", "改 #2 金额 6万")
    assert [row for row in await owing.rows(RepDay) if row.payments] == []


async def test_d17_finance_takes_its_own_check_back(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")
    await owing.says("caiwu", "没收到 2 查无此款")

    await owing.says("caiwu", "撤销")

    [row] = await owing.rows(Payment)
    assert row.state == "pending"
    assert await open_sums(owing) == [Decimal(70_000)]


async def test_d17_a_confirmed_payment_that_bounced_is_denied_by_finance(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万 承兑")
    await owing.says("caiwu", "核对 2")

    assert "已退回" in await owing.says("caiwu", "没收到 2 银行退票")
    assert await open_sums(owing) == [Decimal(120_000)]


async def test_d17_everything_at_once_is_asked_for(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    assert await owing.says("caiwu", "全部到账") == "1 笔待核对的全部到账？1 对 2 不对"
    assert "都核对完了" in await owing.says("caiwu", "1")


@pytest.mark.parametrize(
    ("said", "why"),
    [("核对 99", "没有 #99"), ("核对 1", "#1 不是回款"), ("没收到 2 3", "一次退回一笔")],
)
async def test_d17_bad_numbers_change_nothing(owing: Chat, said: str, why: str) -> None:
    await owing.says("lilei", "回款 东吴 5万")

    assert why in await owing.says("caiwu", said)
    assert [row.state for row in await owing.rows(Payment)] == ["pending"]


# Hostile


@pytest.mark.parametrize(
    "said",
    [
        "回款 '; DROP TABLE payments; -- 5万",
        "应收 <script>alert(1)</script> 5万 12月10号",
        "回款 " + "东" * 500 + " 5万",
        "应收 东吴 " + "5万 " * 4000,
    ],
)
async def test_p19_hostile_words_write_nothing_and_are_answered_shortly(desk: Chat, said: str) -> None:
    answer = await desk.says("lilei", said)

    assert answer
    assert len(answer.encode()) < 2_048
    assert await desk.rows(Payment) == []
    assert await desk.rows(Receivable) == []


async def test_p19_two_devices_do_not_confuse_each_other(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 15万")
    await owing.says("lilei", "应收 恒力 3万 12月10号")

    assert "记下了 应收#" in await owing.says("lilei", "1")
    assert await owing.rows(Payment) == []


async def test_d17_a_bare_number_says_what_to_answer_and_all_means_all(owing: Chat) -> None:
    for said in ("回款 东吴 5万", "回款 东吴 3万"):
        await owing.says("lilei", said)
    await owing.says("caiwu", "待核对")

    assert await owing.says("caiwu", "2") == "东吴机械 3 万元（回款#3）：到账回“2 到账”，没到的回“没收到 2 原因”。"
    assert await owing.says("caiwu", "5") == "单子上是 1 到 2，没有这个编号。"
    assert (await owing.says("caiwu", "2 到账")).startswith("已核对到账：")
    await owing.says("caiwu", "待核对")
    assert (await owing.says("caiwu", "全部确认")).startswith("1 笔待核对的全部到账？")
    assert (await owing.says("caiwu", "1")).startswith("已核对到账：")


async def test_d17_money_that_comes_after_all_is_said_to_the_rep_who_was_told_it_had_not(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")
    await owing.says("caiwu", "没收到 2 查无此款")
    await owing.pushes("lilei")
    assert "回款#2" in await owing.says("caiwu", "核对 2")
    assert await owing.pushes("lilei") == [f"财务 钱会计 核对到账：回款#2 {DONGWU} 5 万元，之前退回的不算了。"]
    assert await open_sums(owing) == [Decimal(70_000)]


async def test_d17_finance_names_the_customer_and_not_the_number(owing: Chat) -> None:
    await owing.says("lilei", "回款 恒力 2万")
    await owing.says("lilei", "回款 东吴 5万")
    await owing.says("lilei", "回款 东吴 3万")
    await owing.says("caiwu", "待核对")
    assert (await owing.says("caiwu", "恒力的没收到 对不上")).startswith(
        f"已退回 回款#2 {HENGLI} 2 万元，原因：对不上。"
    )
    assert "恒力化纤 没有待核对的回款" in await owing.says("caiwu", "恒力的没收到")
    await owing.says("lilei", "回款 恒力 1万")
    whole = await owing.says("caiwu", "没看到，恒力没有进账")
    assert whole.startswith("已退回 回款#")
    assert "原因" not in whole
    asked = await owing.says("caiwu", "东吴的没收到")
    assert asked.splitlines()[0] == "待核对回款 2 笔："
    assert (await owing.says("caiwu", "没收到 2 重复")).startswith("已退回 回款#4")
    asked = await owing.says("caiwu", "东吴的钱到账了")
    assert asked.startswith("东吴机械 有一笔待核对：5 万元（李雷 11月23日（周一）记的 回款#3）。这是：")
    assert (await owing.says("caiwu", "1")).startswith("已核对到账：\n回款#3")


async def test_d17_arrived_at_finance_is_money(owing: Chat) -> None:
    assert await owing.says("caiwu", "到了") == "没有待核对的回款。"
    await owing.says("lilei", "回款 东吴 5万")
    assert (await owing.says("caiwu", "到了")).startswith("待核对回款 1 笔：")
    assert "已核对到账" in await owing.says("caiwu", "1 到账")
