"""D13, D17: two processes at the money of one customer at once: both told the truth, and the books hold."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.schema import (
    Allocation,
    Payment,
    Receivable,
)
from tests.money import add_finance, open_sums, owes
from tests.steps import two_offices
from tests.talk import Chat


async def number_of(chat: Chat) -> int:
    rows = await chat.rows(Payment)
    return max(int(row.number) for row in rows)


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path, more=add_finance) as offices:
        yield offices


_KEYS = itertools.count()


async def together(two: tuple[Chat, Chat], *said: tuple[str, str]) -> list[str]:
    """Several people at the same moment, each at the other process."""
    return await asyncio.gather(
        *(two[place % 2].says(userid, text, key=f"race:{next(_KEYS)}") for place, (userid, text) in enumerate(said))
    )


def rest_told(answer: str) -> Decimal:
    """还欠 7 万元, 还欠 52,000 元."""
    found = re.search(r"还欠 ([\d,.]+) (万?)元", answer)
    assert found is not None, answer
    return Decimal(found[1].replace(",", "")) * (10_000 if found[2] else 1)


async def books_hold(chat: Chat) -> None:
    """Paid + open = due, for every part and every payment."""
    parts: dict[int, Any] = {row.id: row for row in await chat.rows(Receivable)}
    settled: dict[int, Decimal] = dict.fromkeys(parts, Decimal(0))
    given: dict[int, Decimal] = {}
    for row in await chat.rows(Allocation):
        settled[row.receivable_id] += row.amount
        given[row.payment_number] = given.get(row.payment_number, Decimal(0)) + row.amount
    for number, part in parts.items():
        assert part.voided or part.amount == part.open_amount + settled[number]
    for payment in await chat.rows(Payment):
        stands = not payment.voided and payment.state != "denied"
        worth = payment.amount if stands else Decimal(0)
        assert worth == given.get(payment.number, Decimal(0)) + payment.unallocated


@pytest.mark.postgres
async def test_d13_two_payments_of_one_customer_at_once_are_both_settled_and_nothing_twice(
    two: tuple[Chat, Chat],
) -> None:
    await owes(two[0], "应收 东吴 120万 10月11号")
    for turn in range(1, 10):
        answers = await together(two, ("lilei", f"回款 东吴 {turn}万"), ("wufang", f"回款 东吴 {turn}千"))
        assert all("记下了 回款#" in answer for answer in answers), answers
        await books_hold(two[0])
        # Each is told the rest that he left, so that whoever was second is told what is open now.
        [still_open] = await open_sums(two[0])
        first, second = sorted((rest_told(answer) for answer in answers), reverse=True)
        assert second == still_open < first, answers
    assert await open_sums(two[0]) == [Decimal(1_200_000 - 45 * 11_000)]


@pytest.mark.postgres
async def test_d13_what_is_more_than_open_is_said_even_when_both_come_at_once(two: tuple[Chat, Chat]) -> None:
    for short in ("东吴", "东武", "恒力"):
        await owes(two[0], f"应收 {short} 1万 10月11号")
        answers = await together(two, ("lilei", f"回款 {short} 1万"), ("caiwu", f"回款 {short} 8千"))
        # Whoever comes second finds the other's sum of what may be one payment: nothing is booked before he is asked.
        assert sum("你说的是" in each for each in answers) == 1
        second = next(userid for userid, each in zip(("lilei", "caiwu"), answers, strict=True) if "你说的是" in each)
        office = two[0] if second == "lilei" else two[1]
        # It was another one: less is open than he paid, and he is asked, or told that it is paid in advance.
        said = await office.says(second, "2")
        assert "没有未收款可冲，先记为预收 8,000 元" in said or "多出 8,000 元" in said
        await books_hold(two[0])


@pytest.mark.postgres
async def test_d13_a_payment_and_an_undo_at_once(two: tuple[Chat, Chat]) -> None:
    await owes(two[0], "应收 东吴 120万 10月11号")
    for turn in range(1, 11):
        await two[0].says("lilei", f"回款 东吴 {turn}万")
        answers = await together(two, ("lilei", "撤销"), ("wufang", f"回款 东吴 {turn}千"))
        assert "已撤销 回款#" in answers[0]
        assert "记下了 回款#" in answers[1]
        await books_hold(two[0])
    assert await open_sums(two[0]) == [Decimal(1_200_000 - 55_000)]


@pytest.mark.postgres
async def test_d13_an_undo_and_a_correction_at_once_have_one_outcome(two: tuple[Chat, Chat]) -> None:
    await owes(two[0], "应收 东吴 120万 10月11号")
    for turn in range(1, 11):
        await two[0].says("lilei", f"回款 东吴 {turn}万")
        number = await number_of(two[0])
        answers = await together(two, ("lilei", "撤销"), ("wufang", f"改 #{number} 金额 {turn}千"))
        assert "已撤销 回款#" in answers[0]
        assert "已改" in answers[1] or "已经撤销" in answers[1]
        await books_hold(two[0])
    assert await open_sums(two[0]) == [Decimal(1_200_000)]


@pytest.mark.postgres
async def test_d17_a_check_and_an_undo_at_once_have_one_outcome(two: tuple[Chat, Chat]) -> None:
    await owes(two[0], "应收 东吴 120万 10月11号")
    for turn in range(1, 11):
        await two[0].says("lilei", f"回款 东吴 {turn}万")
        number = await number_of(two[0])
        undone, checked = await together(two, ("lilei", "撤销"), ("caiwu", f"核对 {number}"))
        assert ("已撤销" in undone) is not ("已核对到账" in checked)
        await books_hold(two[0])
