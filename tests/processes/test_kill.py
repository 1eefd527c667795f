"""Exactly once with real processes: killed at any moment, drained, started twice, asked again."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator

import pytest

from benchmarks.cells import Bench
from benchmarks.endurance import await_quiet, delivered
from benchmarks.messages import Company
from benchmarks.servers import COMMIT_DELAY, free_port, tell
from tests.processes.harness import Fleet, Wecom, account

pytestmark = pytest.mark.processes

COMPANY = Company(reps=240, managers=4, customers=960)
ORDINARY_REPS = 200
BURST = 20
QUICK_LIVES, SLOW_LIVES = 12, 5
QUICK_DELAYS_MS = ("0", "5", "60")
SLOW_DELAY_MS = "400"
"""A slow disk widens the moments around a commit; on this one a person's burst is acknowledged empty and pushed."""
PUSH_STALL_S = 0.3
"""WeCom takes its time with a push, so that a process dies while one is under way."""
QUIET_S = 120
"""Longer than a dead process's lease on the notices that it was sending."""


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench(COMPANY) as made:
        yield made


@pytest.fixture(autouse=True)
def apart(bench: Bench) -> None:
    """Each test is an hour after the last for the pretended WeCom: its members get no more a minute than it shows, but
    the databases of two tests know nothing of each other."""
    tell(bench.wecom, {"advance": 3_600})


@pytest.mark.parametrize("cell", ["d", "e2"])
async def test_killed_at_any_moment_every_message_counts_once_and_is_answered_once(bench: Bench, cell: str) -> None:
    chance = random.Random(20261123)
    fleet = Fleet(bench, cell)
    already = len(delivered(bench.wecom))
    tell(bench.wecom, {"fault": {"path": "message/send", "times": 1_000_000, "stall_s": PUSH_STALL_S}})
    try:
        await fleet.ready()
        wecom = Wecom(COMPANY, fleet.up.ports, bench.epoch, seed=7)
        rush = asyncio.create_task(wecom.rush(16, range(ORDINARY_REPS, COMPANY.reps), BURST))
        for slow in chance.sample([False] * QUICK_LIVES + [True] * SLOW_LIVES, QUICK_LIVES + SLOW_LIVES):
            number = chance.randrange(len(fleet.servers))
            await fleet.kill(number)
            await fleet.start(number, {COMMIT_DELAY: SLOW_DELAY_MS if slow else chance.choice(QUICK_DELAYS_MS)})
            await asyncio.sleep(chance.uniform(3.5, 7.0) if slow else chance.uniform(0.1, 2.5))
        wecom.stop()
        await rush
        await asyncio.to_thread(await_quiet, fleet.up, QUIET_S)

        found = account(wecom.sent, fleet.up, delivered(bench.wecom)[already:])
    finally:
        fleet.close()

    assert found.faults == {}
    assert found.resent > QUICK_LIVES, "nothing was in flight when it was killed"
    assert found.deferred > 0, "nothing was ever acknowledged empty"
    assert found.pushed >= found.deferred


async def test_copies_and_resends_get_the_same_reply_over_a_restart(bench: Bench) -> None:
    fleet = Fleet(bench, "d")
    already = len(delivered(bench.wecom))
    try:
        await fleet.ready()
        wecom = Wecom(COMPANY, fleet.up.ports, bench.epoch, seed=8)
        messages = [wecom.write() for _ in range(50)]
        await asyncio.gather(*(wecom.deliver(message) for message in messages for _ in range(3)))
        await asyncio.gather(*(wecom.deliver(message) for message in messages))
        await fleet.kill(0)
        await fleet.start(0)
        await asyncio.gather(*(wecom.deliver(message) for message in messages))
        await asyncio.to_thread(await_quiet, fleet.up, QUIET_S)

        found = account(wecom.sent, fleet.up, delivered(bench.wecom)[already:])
    finally:
        fleet.close()

    assert found.faults == {}
    assert [len(message.answers) + message.acknowledged for message in messages] == [5] * len(messages)


@pytest.mark.parametrize("after_s", [0.05, 0.3, 0.6])
async def test_sigterm_answers_what_it_has_taken(bench: Bench, after_s: float) -> None:
    fleet = Fleet(bench, "d", {COMMIT_DELAY: SLOW_DELAY_MS})
    already = len(delivered(bench.wecom))
    try:
        await fleet.ready()
        wecom = Wecom(COMPANY, fleet.up.ports, bench.epoch, seed=9)
        messages = [wecom.write() for _ in range(60)]
        sending = [asyncio.create_task(wecom.deliver(message)) for message in messages]
        await asyncio.sleep(after_s)
        began = time.monotonic()
        code = await asyncio.to_thread(fleet.servers[0].stop)
        took_s = time.monotonic() - began
        await fleet.start(0)
        await asyncio.gather(*sending)
        await asyncio.to_thread(await_quiet, fleet.up, QUIET_S)

        found = account(wecom.sent, fleet.up, delivered(bench.wecom)[already:])
    finally:
        fleet.close()

    assert code == 0
    assert took_s < 15
    assert found.resent == 0, "somebody it had listened to had to say it again"
    assert found.faults == {}


async def test_a_second_start_on_the_same_file_is_refused_in_one_line(bench: Bench) -> None:
    fleet = Fleet(bench, "d")
    try:
        await fleet.ready()
        first = fleet.servers[0]
        second = fleet.beside(free_port())
        code = await asyncio.to_thread(second.process.wait, 20)
        lines = second.tail().strip().splitlines()
        wecom = Wecom(COMPANY, fleet.up.ports, bench.epoch, seed=10)
        message = wecom.write()
        await wecom.deliver(message)
    finally:
        fleet.close()

    assert code != 0
    assert len(lines) == 1
    assert str(first.process.pid) in lines[0]
    assert len(message.answers) == 1
