"""The clocks: the host's, one that stands, and one that runs ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.clock import PretendClock, SystemClock

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@time_machine.travel(NOON, tick=False)
def test_the_hosts_clock_tells_utc() -> None:
    assert SystemClock().now() == NOON


def test_one_that_stands_only_moves_when_told() -> None:
    clock = PretendClock(NOON)
    assert clock.now() == NOON
    clock.move_to(NOON + timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)


def test_one_that_runs_keeps_its_distance() -> None:
    with time_machine.travel(NOON, tick=False) as host:
        clock = PretendClock(running=True)
        clock.move_to(NOON + timedelta(hours=3))
        host.shift(timedelta(minutes=5))
        assert clock.now() == NOON + timedelta(hours=3, minutes=5)


def test_time_does_not_go_back() -> None:
    clock = PretendClock(NOON)
    with pytest.raises(ValueError, match="forward"):
        clock.move_to(NOON - timedelta(seconds=1))
