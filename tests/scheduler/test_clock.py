"""The metronome: Shanghai times on any host, nothing skipped, and ticks that can be lived through on a pretended clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.times import SHANGHAI
from scheduler.clock import NEVER_SKIP, Metronome, trigger
from scheduler.ticks import TICKS, Tick


async def nothing(_tick: Tick) -> None:
    return None


def metronome(*ticks: Tick) -> Metronome:
    return Metronome(nothing, lambda: datetime.now(UTC), ticks)


NINE = Tick("nine", lambda _session, _now: None, hour=21, minute=5)
TWO = Tick("two", lambda _session, _now: None, hour=2, minute=7)
BEAT = Tick("beat", lambda _session, _now: None, minutes=1)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_times_are_shanghais_whatever_the_hosts_zone_is(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    found = trigger(NINE).get_next_fire_time(None, datetime(2026, 11, 23, 0, 0, tzinfo=UTC))
    assert found.astimezone(SHANGHAI).isoformat() == "2026-11-23T21:05:00+08:00"


def test_a_late_tick_is_never_skipped() -> None:
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
    ticks = metronome(NINE, TWO, BEAT)
    assert ticks.next_after(datetime.fromisoformat(after)) == datetime.fromisoformat(due)


def test_the_ticks_of_a_minute() -> None:
    ticks = metronome(NINE, TWO, BEAT)
    assert ticks.due_at(datetime(2026, 11, 23, 13, 5, tzinfo=UTC)) == [NINE]
    assert ticks.due_at(datetime(2026, 11, 23, 13, 6, tzinfo=UTC)) == []


def test_names_in_the_table_are_unique() -> None:
    assert len({tick.name for tick in TICKS}) == len(TICKS)


async def test_it_starts_and_stops_in_the_running_loop() -> None:
    ticks = metronome(*TICKS)
    ticks.start()
    ticks.stop()
    ticks.stop()
    assert ticks.next_after(datetime.now(UTC)) is not None
