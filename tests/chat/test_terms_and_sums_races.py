"""Two processes on PostgreSQL: sums stay what the records come to, a rule has one value a day, and holds everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Announcement, Person, Receipt, RepDay, Role, TermChange
from models.services import rep_days
from tests.steps import two_offices
from tests.talk import MONDAY_TEN, Chat

pytestmark = pytest.mark.postgres

ROUNDS = 8


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path, greeted=("lilei", "hanmei", "wufang", "zhouming")) as offices:
        yield offices


def kept_and_rebuilt(session: Session) -> tuple[dict[Any, Any], dict[Any, Any]]:
    def sums() -> dict[tuple[int, date], tuple[Any, ...]]:
        rows = session.connection().execute(select(RepDay.__table__))
        return {(row.person_id, row.day): tuple(row[2:]) for row in rows if any(row[2:])}

    kept = sums()
    rep_days.rebuild(session, MONDAY_TEN.date() - timedelta(days=90), MONDAY_TEN.date() + timedelta(days=90))
    return kept, sums()


async def test_a1_a_void_and_a_second_visit_at_once_leave_the_right_sums(two: tuple[Chat, Chat]) -> None:
    first, second = two
    for round_ in range(ROUNDS):
        for chat in two:
            chat.clock.move_to(chat.clock.now() + timedelta(minutes=20))
        told = await first.says("lilei", f"拜访 东吴 谈第{round_}次")
        number = told.split("#")[1].split(" ")[0]
        for chat in two:
            chat.clock.move_to(chat.clock.now() + timedelta(minutes=20))

        voided, logged = await asyncio.gather(
            second.says("wufang", f"作废 #{number} 没有去"), first.says("lilei", f"拜访 东吴 又谈{round_}")
        )

        assert "已作废" in voided
        assert "记下了" in logged
        kept, rebuilt = await first.office.read(kept_and_rebuilt)
        assert kept == rebuilt


async def test_p17_two_leaders_change_one_rule_at_once_and_it_has_one_value(two: tuple[Chat, Chat]) -> None:
    first, second = two
    for days in range(20, 20 + ROUNDS):
        await asyncio.gather(
            first.says("wufang", f"保护期改成{days}天"), second.says("zhouming", f"保护期改成{days + 100}天")
        )
        answers = await asyncio.gather(first.says("wufang", "1"), second.says("zhouming", "1"))

        assert all(answer.startswith("已定。") for answer in answers), answers
        [row] = await first.rows(TermChange)
        assert row.value in {str(days), str(days + 100)}
    assert len(await first.rows(Announcement)) == 2 * ROUNDS


async def test_p17_a_change_holds_in_the_other_process_on_the_very_next_message(two: tuple[Chat, Chat]) -> None:
    first, second = two
    assert "3.1 报备后保护 30 天。" in await second.says("lilei", "保护期多久")
    await first.says("wufang", "保护期改成20天")
    await first.says("wufang", "1")

    assert "11月24日（周二）起改为 20 天" in await second.says("lilei", "保护期多久")


async def test_p17_received_twice_at_once_is_kept_once(two: tuple[Chat, Chat]) -> None:
    first, second = two
    await first.says("wufang", "保护期改成20天")
    await first.says("wufang", "1")

    answers = await asyncio.gather(first.says("lilei", "收到"), second.says("lilei", "收到"))

    assert sum("已记下你收到" in answer for answer in answers) == 1
    [rep] = await first.rows(Person, Person.userid == "lilei")
    [receipt] = await first.rows(Receipt, Receipt.person_id == rep.id)
    assert receipt.received_at is not None
    assert rep.role == Role.REP
