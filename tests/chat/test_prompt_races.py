"""Two processes on PostgreSQL at once: a kind is switched off once, a birthday stopped once, and both clocks tick."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import pytest

from models.schema import Holding, Mute, Notice, Record, RecordKind
from models.times import SHANGHAI
from tests.steps import two_offices
from tests.talk import Chat

pytestmark = pytest.mark.postgres


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path, greeted=("lilei", "wufang")) as offices:
        yield offices


async def test_p18_two_devices_switch_a_kind_off_once(two: tuple[Chat, Chat]) -> None:
    first, second = two
    answers = await asyncio.gather(*(chat.says("lilei", "生日别提醒我") for chat in two for _ in range(3)))
    assert sum(answer.startswith("好，生日提醒关了") for answer in answers) == 1
    assert len(await first.rows(Mute)) == 1
    answers = await asyncio.gather(*(chat.says("lilei", "恢复生日提醒") for chat in two))
    assert sorted(answer.startswith("好，") for answer in answers) == [False, True]
    await second.says("lilei", "帮助")


async def test_c7_two_devices_stop_a_birthday_once(two: tuple[Chat, Chat]) -> None:
    first, _ = two
    await first.says("lilei", "东吴王总生日 12月8日")
    answers = await asyncio.gather(*(chat.says("lilei", "王总生日不用提醒了") for chat in two for _ in range(3)))
    assert sum("的生日不再提醒" in answer for answer in answers) == 1
    assert len(await first.rows(Record, Record.kind == RecordKind.BIRTHDAY)) == 2


async def test_c8_two_clocks_note_each_day_and_tell_each_leader_once(two: tuple[Chat, Chat]) -> None:
    first, second = two
    for chat in two:
        chat.ticks("night", "cadence", "watch")
    await first.says("lilei", "东吴升A")
    await first.says("lilei", "拜访 东吴 谈报价")
    for day in (4, 8):
        at = datetime(2026, 12, day, 9, tzinfo=SHANGHAI)
        await asyncio.gather(*(chat.office.advance(at) for chat in two))
    assert all(row.silent_on is not None for row in await first.rows(Holding))
    told = await second.rows(Notice, Notice.kind == "watch")
    assert len(told) == 1
    assert "东吴机械 A 级 15 天没联系" in told[0].body
