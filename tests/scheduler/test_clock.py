"""The metronome: Shanghai times on any host, nothing skipped, ticks that a pretended clock can live through."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from models.times import SHANGHAI
from scheduler.clock import NEVER_SKIP, Metronome, every_minute
from scheduler.ticks import TICKS, Tick


def scan(*_args: object) -> None:
    return None


EVENING = Tick("evening", scan, at=time(21, 5))
NIGHT = Tick("night", scan, at=time(2, 7))
BEAT = Tick("beat", scan)


class Ran:
    """A metronome whose ticks leave their names behind, on a clock that a test moves."""

    def __init__(self, *ticks: Tick, at: str = "2026-11-23T10:00+08:00") -> None:
        self.at = datetime.fromisoformat(at)
        self.names: list[str] = []
        self.broken: set[str] = set()
        self.metronome = Metronome(self.run, lambda: self.at, ticks)

    async def run(self, tick: Tick) -> None:
        if tick.name in self.broken:
            raise ZeroDivisionError
        self.names.append(tick.name)

    async def beats(self, at: str) -> list[str]:
        self.at = datetime.fromisoformat(at)
        self.names.clear()
        await self.metronome.beat()
        return list(self.names)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
async def test_a_tick_is_due_by_shanghais_clock_whatever_the_hosts_zone_is(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    ran = Ran(EVENING)
    assert await ran.beats("2026-11-23T13:04:59+00:00") == []
    assert await ran.beats("2026-11-23T13:05:00+00:00") == ["evening"]
    assert every_minute().timezone == SHANGHAI


async def test_a_daily_tick_runs_once_a_day_however_often_the_clock_beats() -> None:
    ran = Ran(EVENING, BEAT)
    assert await ran.beats("2026-11-23T21:05+08:00") == ["evening", "beat"]
    assert await ran.beats("2026-11-23T21:06+08:00") == ["beat"]
    assert await ran.beats("2026-11-24T21:07+08:00") == ["evening", "beat"]


async def test_what_was_missed_while_nobody_was_there_is_run_by_the_first_beat() -> None:
    assert await Ran(EVENING, NIGHT).beats("2026-11-23T23:50+08:00") == ["evening", "night"]


async def test_a_tick_that_fails_is_tried_again_and_holds_up_no_other() -> None:
    ran = Ran(NIGHT, EVENING)
    ran.broken.add("night")
    assert await ran.beats("2026-11-23T21:05+08:00") == ["evening"]
    ran.broken.clear()
    assert await ran.beats("2026-11-23T21:06+08:00") == ["night"]


def test_a_late_beat_is_never_skipped() -> None:
    assert NEVER_SKIP == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-11-23T10:00+08:00", "2026-11-23T21:05+08:00"),
        ("2026-11-23T21:05+08:00", "2026-11-24T02:07+08:00"),
        ("2026-11-24T02:06+08:00", "2026-11-24T02:07+08:00"),
        ("2026-12-31T23:00+08:00", "2027-01-01T02:07+08:00"),
    ],
)
def test_the_next_daily_tick(after: str, due: str) -> None:
    ticks = Ran(EVENING, NIGHT, BEAT).metronome
    assert ticks.next_after(datetime.fromisoformat(after)) == datetime.fromisoformat(due)


def test_names_in_the_table_are_unique() -> None:
    assert len({tick.name for tick in TICKS}) == len(TICKS)


async def test_it_beats_at_once_when_started_and_stops() -> None:
    beaten = asyncio.Event()

    async def run(_tick: Tick) -> None:
        beaten.set()

    metronome = Metronome(run, lambda: datetime.now(UTC), [BEAT])
    metronome.start()
    async with asyncio.timeout(5):
        await beaten.wait()
    metronome.stop()
    metronome.stop()
    assert metronome.next_after(datetime.now(UTC) + timedelta(days=1)) is None


async def test_stopping_amid_a_beat_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def run(_tick: Tick) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    metronome = Metronome(run, lambda: datetime.now(UTC), [BEAT])
    metronome.start()
    async with asyncio.timeout(5):
        await begun.wait()
        metronome.stop()
        await ended.wait()
        await asyncio.sleep(0)
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []
