"""D17: two of finance at two processes and one customer's money: one outcome, and both are told the truth."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.schema import Dialog, Payment, Person, Role
from tests.chat.test_money_races import books_hold, number_of, together
from tests.money import add_finance, open_sums, owes
from tests.steps import two_offices
from tests.talk import Chat


def _two_of_finance(session: Session) -> None:
    add_finance(session)
    person = Person(userid="kuaiji", name="孙会计", role=Role.FINANCE, department="财务部")
    session.add(person)
    session.flush()
    session.add(Dialog(person_id=person.id, question=""))


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path, more=_two_of_finance) as offices:
        yield offices


@pytest.mark.postgres
async def test_d17_parts_of_one_debt_booked_by_two_in_one_second_are_both_settled(two: tuple[Chat, Chat]) -> None:
    await owes(two[0], "应收 东吴 10万 10月11号")
    answers = await together(two, ("caiwu", "东吴到账 6万"), ("kuaiji", "东吴到账 3万"))
    assert all("记下了 回款#" in answer for answer in answers), answers
    assert sum("还欠 1 万元" in answer for answer in answers) == 1
    assert await open_sums(two[0]) == [Decimal(10_000)]
    await books_hold(two[0])


@pytest.mark.postgres
async def test_d17_one_transfer_seen_by_two_in_one_second_is_booked_once(two: tuple[Chat, Chat]) -> None:
    await owes(two[0], "应收 东吴 50万 10月11号")
    for turn in range(1, 6):
        answers = await together(two, ("caiwu", f"东吴到账 {turn}万"), ("kuaiji", f"东吴到账 {turn}万"))
        assert sum("记下了 回款#" in answer for answer in answers) == 1, answers
        [second] = [place for place, answer in enumerate(answers) if "记下了" not in answer]
        booker, other = ("钱会计", "kuaiji") if second else ("孙会计", "caiwu")
        assert f"有一笔一样的待核对（{booker} " in answers[second], answers
        assert (await two[second].says(other, "1")).startswith("已核对到账：")
    assert await open_sums(two[0]) == [Decimal(500_000 - 150_000)]
    await books_hold(two[0])


@pytest.mark.postgres
async def test_d17_seen_and_not_seen_at_once_has_one_outcome(two: tuple[Chat, Chat]) -> None:
    await owes(two[0], "应收 东吴 120万 10月11号")
    for turn in range(1, 8):
        await two[0].says("lilei", f"回款 东吴 {turn}万")
        number = await number_of(two[0])
        seen, denied = await together(two, ("caiwu", f"核对 {number}"), ("kuaiji", f"#{number} 没收到 对不上"))
        [row] = [row for row in await two[0].rows(Payment) if row.number == number]
        # Whoever is second says so: the later word of finance stands, and tells of the earlier one.
        last = {"confirmed": seen, "denied": denied}[row.state]
        assert "已核对到账" in seen, seen
        assert "已退回" in denied, denied
        assert "之前记的是" in last, (seen, denied, row.state)
        assert sum("之前记的是" in answer for answer in (seen, denied)) == 1
        await books_hold(two[0])
