"""A clock that stands still is told of, by whatever still works."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import health
from bot import office as house
from bot.office import Office
from bot.settings import Settings
from models.messaging import OutboundText
from models.schema import Heartbeat, Notice, Person
from models.services import upkeep
from models.times import SHANGHAI
from scheduler.ticks import Tick
from tests.talk import Chat, FakeChannel


class WallClock:
    """A real clock, as far as the house can tell, that a test moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


class Channel(FakeChannel):
    """One that can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.used = asyncio.Event()

    async def send(self, message: OutboundText) -> str:
        self.used.set()
        return await super().send(message)


class House:
    """An office on a wall clock."""

    def __init__(self, office: Office, clock: WallClock, channel: Channel) -> None:
        self.office = office
        self.clock = clock
        self.channel = channel

    def told(self) -> list[str]:
        return [message.text for message in self.channel.sent if message.userid == "admin"]


@pytest.fixture
async def wall(company: Engine, chat: Chat, database: str, tmp_path: Path) -> AsyncIterator[House]:
    """The cast with an administrator; `chat` has made its database and is shut."""
    await chat.office.write(lambda session: session.add(Person(userid="admin", name="郑刚", role="admin")))
    await chat.office.close()
    clock, channel = WallClock(at(10)), Channel()
    settings = Settings(database_url=database, data_dir=tmp_path)
    office = await Office.open(settings, clock=clock, channels=[channel], live=False)
    yield House(office, clock, channel)
    await office.close()


async def beat(wall: House) -> None:
    await wall.office.write(lambda session: upkeep.beat(session, wall.clock.now()))


async def test_a_clock_that_stopped_while_the_house_runs_is_told_once(wall: House) -> None:
    assert await wall.office.watch.look() == 0, "a new house has never ticked"
    await beat(wall)
    wall.clock.at = at(10, 5)
    assert await wall.office.watch.look() == 0
    wall.clock.at = at(10, 6)
    assert await wall.office.watch.look() == 1
    assert await health._examine(wall.office) == ["clock"], "whoever asks for readiness is told too"
    wall.clock.at = at(10, 7)
    assert await wall.office.watch.look() == 0
    await wall.office.deliver_due()
    [told] = wall.told()
    assert told.splitlines() == [
        "小勤的时钟从 11月24日（周二）10:00 起停了，提醒、催交和汇总都发不出去，聊天照常。",
        "请重启服务（waiqin serve）；重启后会自动补发还有用的。",
    ]

    await beat(wall)
    wall.clock.at = at(23)
    await wall.office.watch.look()
    await wall.office.deliver_due()
    assert len(wall.told()) == 2, "another silence is told again, also in quiet hours"


async def test_a_house_that_was_shut_tells_of_it_when_it_opens_and_the_next_morning_again(wall: House) -> None:
    await beat(wall)
    wall.clock.at = at(13, 12)
    await wall.office._start(live=True)
    async with asyncio.timeout(5):
        await wall.channel.used.wait()
    assert wall.told()[0].splitlines()[0] == "小勤从 11月24日（周二）10:00 停到 13:12（3 小时 12 分），刚恢复。"
    last = await wall.office.read(upkeep.last_beat)
    assert last == at(13, 12), "the clock ticks again"

    wall.clock.at = at(7, 51, day=25)
    await wall.office.metronome.beat()
    await wall.office.deliver_due()
    assert "时钟停过，11月24日（周二）13:12 告诉过你。" in wall.told()[-1].splitlines()


async def test_a_pretended_clock_is_not_watched(chat: Chat) -> None:
    await chat.office.write(lambda session: upkeep.beat(session, chat.clock.now()))
    chat.clock.move_to(chat.clock.now() + timedelta(days=1))
    chat.ticks("heartbeat")
    await chat.office._start(live=True)
    await chat.office.metronome.beat()
    assert await chat.rows(Notice, Notice.kind == "clock") == []


async def test_a_loop_that_fails_by_a_fault_of_ours_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "LOOP_PAUSE_S", 0)
    begun = 0
    again = asyncio.Event()

    async def loop() -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise ZeroDivisionError
        again.set()
        await asyncio.Event().wait()

    kept = asyncio.create_task(house._keep(loop))
    async with asyncio.timeout(5):
        await again.wait()
    kept.cancel()
    await asyncio.gather(kept, return_exceptions=True)
    assert begun == 2


async def test_a_tick_that_hangs_silences_the_clock_and_not_the_watch(wall: House) -> None:
    hangs = asyncio.Event()

    async def run(_tick: Tick) -> None:
        hangs.set()
        await asyncio.Event().wait()

    await beat(wall)
    wall.office.metronome.run = run
    stuck = asyncio.create_task(wall.office.metronome.beat())
    async with asyncio.timeout(5):
        await hangs.wait()
    wall.clock.at = at(10, 30)
    assert await wall.office.watch.look() == 1
    await wall.office.deliver_due()
    stuck.cancel()
    assert "10:00 起停了" in wall.told()[0]

    def rows(session: Session) -> list[Heartbeat]:
        return list(session.scalars(select(Heartbeat)))

    assert [row.name for row in await wall.office.read(rows)] == [upkeep.CLOCK]
