"""What speed alone does not show: overload, cold start, memory over many messages, hostile requests in between."""

from __future__ import annotations

import asyncio
import json
import re
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.cells import Bench, Started
from benchmarks.envelope import Seal, callback, text_message
from benchmarks.hostile import Met, meet
from benchmarks.messages import message_id
from benchmarks.servers import Server, resident
from benchmarks.wire import exchange

NUMBER = re.compile(r"拜访#(\d+)")
WORKED_OFF_S = 600


@dataclass(frozen=True, slots=True)
class Overload:
    """What came of offering more than a server can do."""

    capacity: float
    offered: float
    sent: int
    passive: int
    acknowledged: int
    slowest_s: float
    late: int
    failed: int
    pushed: int
    lost: int
    doubled: int
    out_of_order: int
    worked_off_s: float


def overload(bench: Bench, cell: str, *, seconds: float, times: float = 2.0) -> Overload:
    """Offer a multiple of the measured capacity, wait until everything is worked off, and account for every message."""
    with bench.started(cell) as up:
        capacity = float(bench.measure(up, cell, count=4_000, connections=64).measured["rate"])
    with bench.started(cell) as up:
        details = bench.folder / "overload.jsonl"
        offered = capacity * times
        already = len(delivered(bench.wecom))
        count = int(offered * seconds)
        result = bench.measure(
            up, cell, count=count, rate=offered, connections=8_000, portion=count, details=str(details), first=0
        )
        began = time.perf_counter()
        await_quiet(up)
        worked_off_s = time.perf_counter() - began
        pushed = delivered(bench.wecom)[already:]
        return _account(up, details, result.measured, pushed, capacity, offered, worked_off_s)


def _account(
    up: Started,
    details: Path,
    measured: dict[str, Any],
    pushed: list[tuple[str, str]],
    capacity: float,
    offered: float,
    worked_off_s: float,
) -> Overload:
    lines = [json.loads(line) for line in details.read_text(encoding="utf-8").splitlines()]
    numbers = numbers_by_key(up)
    given: Counter[int] = Counter(first_number(answer) for _, _, _, answer in lines if answer)
    given.update(first_number(text) for _, text in pushed)
    wanted = {key: numbers.get(key, []) for key, *_ in lines}
    lost = sum(not made or not given[made[0]] for made in wanted.values())
    doubled = sum(len(made) > 1 or any(given[number] > 1 for number in made) for made in wanted.values())
    by_person: dict[str, list[int]] = {}
    for userid, text in pushed:
        by_person.setdefault(userid, []).append(first_number(text))
    return Overload(
        capacity,
        offered,
        len(lines),
        passive=sum(status == 200 and bool(answer) for _, _, status, answer in lines),
        acknowledged=sum(status == 200 and not answer for _, _, status, answer in lines),
        slowest_s=float(measured["max"]) / 1000,
        late=int(measured["late"]),
        failed=sum(status != 200 for _, _, status, _ in lines),
        pushed=len(pushed),
        lost=lost,
        doubled=doubled,
        out_of_order=sum(told != sorted(told) for told in by_person.values()),
        worked_off_s=worked_off_s,
    )


def numbers_by_key(up: Started) -> dict[str, list[int]]:
    """The visits' numbers by the MsgId that made them."""
    found: dict[str, list[int]] = {}
    statement = "SELECT i.key, r.number FROM records r JOIN inbox i ON i.id = r.message_id WHERE r.kind = 'visit'"
    for key, number in up.rows(statement):
        found.setdefault(str(key).rpartition(":")[2], []).append(int(number))
    return found


def first_number(text: str) -> int:
    """The number of the visit that a reply is about; 0 when it names none."""
    found = NUMBER.search(text)
    return int(found[1]) if found else 0


def delivered(wecom: Server) -> list[tuple[str, str]]:
    """Every text that was pushed so far, in order: receiver and text.

    Raises:
        RuntimeError: more was sent to a member than WeCom shows him.
    """
    return swallowed_and_delivered(wecom)[1]


def swallowed_and_delivered(wecom: Server) -> tuple[int, list[tuple[str, str]]]:
    """The same, and how many copies WeCom's own check kept back.

    Raises:
        RuntimeError: more was sent to a member than WeCom shows him.
    """
    with urllib.request.urlopen(f"http://127.0.0.1:{wecom.port}/_delivered", timeout=60) as answer:
        found = json.load(answer)
    if found["dropped"]:
        raise RuntimeError(f"{len(found['dropped'])} texts went over a member's limit")
    return len(found["swallowed"]), [(str(one["userid"]), str(one["text"])) for one in found["delivered"]]


def await_quiet(up: Started, limit_s: float = WORKED_OFF_S) -> None:
    """Return when nothing waits to be handled or pushed any more.

    Raises:
        RuntimeError: it did not come to rest in time.
    """
    limit = time.monotonic() + limit_s
    statement = (
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'received'),"
        " (SELECT count(*) FROM notices WHERE state IN ('pending', 'sending'))"
    )
    while (left := up.rows(statement)[0]) != (0, 0):
        if time.monotonic() > limit:
            raise RuntimeError(f"still waiting (messages, notices): {left}")
        time.sleep(0.25)


def cold_start(bench: Bench, cell: str, times: int) -> tuple[float, float]:
    """Seconds from starting the process to the first answered callback: the median and the slowest."""
    taken = []
    for turn in range(times):
        folder = bench.folder / f"cold-{cell}-{turn}"
        bench.epoch += 1
        userid, words = bench.company.text(0)
        message = text_message(userid, message_id(bench.epoch, 0), words)
        request = callback(Seal(), message)
        prepared = bench.prepared(cell, folder)
        began = time.perf_counter()
        up = bench.launch(cell, folder, *prepared)
        with up.servers[0]:
            answer = asyncio.run(_first_answer(up.ports[0], request))
            taken.append(time.perf_counter() - began)
            if "拜访#" not in Seal().answer(answer):
                raise RuntimeError(f"the first answer is no visit: {Seal().answer(answer)}")
    return median(taken), max(taken)


async def _first_answer(port: int, request: bytes) -> bytes:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        try:
            status, body, _ = await exchange(port, request)
        except ConnectionRefusedError:
            status, body = 0, b""
        if status == 200 and body:
            return body
        await asyncio.sleep(0.01)
    raise RuntimeError("no answer within a minute")


def soak(bench: Bench, cell: str, messages: int, steps: int = 10) -> list[tuple[int, float, float]]:
    """Resident MiB and messages a second after each part of many messages: (messages so far, MiB, msg/s)."""
    series = []
    with bench.started(cell) as up:
        part = messages // steps
        for step in range(steps):
            warm = bench.company.reps if step == 0 else 0
            result = bench.measure(up, cell, count=part, warm=warm, first=step * (part + bench.company.reps))
            series.append(((step + 1) * part, resident(up.pids), float(result.measured["rate"])))
    return series


@dataclass(frozen=True, slots=True)
class Siege:
    """How a server met hostile requests."""

    met: list[Met]
    accepted: int
    more_mib: float


def siege(bench: Bench, cell: str, times: int) -> Siege:
    """Send hostile requests with valid ones in between."""
    with bench.started(cell) as up:
        bench.measure(up, cell, count=1_000)
        before = resident(up.pids)
        bench.epoch += 1
        seal, epoch = Seal(), bench.epoch

        def valid(serial: int) -> bytes:
            userid, words = bench.company.text(serial + 100_000)
            return callback(seal, text_message(userid, message_id(epoch, serial), words))

        bench.epoch += 1
        met, forbidden = asyncio.run(meet(up.ports[0], times, int(message_id(bench.epoch, 0)), valid))
        stored = {str(key).rpartition(":")[2] for (key,) in up.rows("SELECT key FROM inbox")}
        return Siege(met, len(stored & forbidden), resident(up.pids, peak=True) - before)
