"""The load, in a process of its own: `python -m benchmarks.generator` reads a plan from standard input.

It says `ready` when everything is sealed and the server is warm, waits for a line, and prints the measurement as one
JSON line. Requests are sealed before the clock starts and answers are opened after it stops; in between it only
moves bytes, so that it costs the shared processors little. Requests carry the moment of sealing, which the server
checks: a long plan is sealed in portions, with the clock stopped in between.

Closed loop: every connection sends its next message as soon as it has its answer. Open loop: messages leave at fixed
instants whatever the server does, on as many connections as that takes; latency counts from the scheduled instant.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import uvloop

from benchmarks.envelope import Seal, callback, text_message
from benchmarks.messages import Company, message_id

LATE_S = 4.5


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send.

    Attributes:
        ports: the server's ports on 127.0.0.1; connections are spread over them.
        expect: `echo` the same words come back, `visit` a numbered visit does.
        count: measured messages.
        connections: as many in the closed loop; at most as many in the open one.
        rate: messages a second in the open loop; 0 means the closed one.
        warm: messages before the measurement; one of each rep also gets the first greeting out of the way.
        first: the first serial number; serials and `epoch` make the MsgIds.
        portion: how many are sealed at a time.
        patience_s: how long to wait for outstanding answers.
        details: a file for one line per message: MsgId, latency in seconds, status, answer.
    """

    ports: list[int]
    company: dict[str, int]
    count: int
    expect: str = "visit"
    connections: int = 16
    rate: float = 0
    warm: int = 400
    first: int = 0
    epoch: int = 0
    portion: int = 20_000
    patience_s: float = 30
    details: str = ""


@dataclass(slots=True)
class Sent:
    """One message on its way."""

    serial: int
    request: bytes
    due: float = 0
    latency: float = -1
    status: int = 0
    body: bytes = b""


@dataclass(slots=True)
class Measurement:
    """What came of a plan; milliseconds but for the seconds that are named so."""

    sent: int = 0
    seconds: float = 0
    rate: float = 0
    p50: float = 0
    p95: float = 0
    p99: float = 0
    max: float = 0
    statuses: dict[str, int] = field(default_factory=dict)
    empty: int = 0
    late: int = 0
    wrong: int = 0
    wrong_sample: str = ""
    connections_opened: int = 0
    generator_us: float = 0


class Connection(asyncio.Protocol):
    """One keep-alive connection that carries one request at a time.

    Args:
        answered: called with the connection, the status (0: it broke) and the body.
    """

    def __init__(self, answered: Callable[[Connection, int, bytes], None]) -> None:
        self._answered = answered
        self._transport: asyncio.Transport | None = None
        self._seen = b""
        self.sent: Sent | None = None

    @property
    def open(self) -> bool:
        """Whether it can carry a request."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a TCP transport reads and writes

    def send(self, sent: Sent) -> None:
        """Put one request on the wire."""
        self.sent = sent
        assert self._transport is not None
        self._transport.write(sent.request)

    def data_received(self, data: bytes) -> None:
        self._seen = self._seen + data if self._seen else data
        head = self._seen.find(b"\r\n\r\n")
        if head < 0:
            return
        size = _content_length(self._seen[:head])
        if len(self._seen) < head + 4 + size:
            return
        status, body = int(self._seen[9:12]), self._seen[head + 4 : head + 4 + size]
        self._seen = b""
        self._answered(self, status, body)

    def connection_lost(self, _reason: Exception | None) -> None:
        self._transport = None
        if self.sent is not None:
            self._answered(self, 0, b"")

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


def _content_length(head: bytes) -> int:
    lower = head.lower()
    at = lower.find(b"content-length:")
    return int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


class Load:
    """Sends one sealed portion after the other.

    Args:
        plan: what to send.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._company = Company(**plan.company)
        self._seal = Seal()
        self._free: deque[Connection] = deque()
        self._count = self._opened = 0
        self._waiting: deque[Sent] = deque()
        self._left = 0
        self._done = asyncio.Event()
        self._opening: set[asyncio.Task[None]] = set()

    @property
    def connections(self) -> int:
        """How many were ever opened."""
        return self._opened

    def sealed(self, first: int, count: int) -> list[Sent]:
        """Seal messages now."""
        made = []
        for serial in range(first, first + count):
            userid, words = self._company.text(serial)
            message = text_message(userid, message_id(self._plan.epoch, serial), words)
            made.append(Sent(serial, callback(self._seal, message)))
        return made

    async def closed(self, portion: list[Sent], connections: int) -> float:
        """Send a portion in the closed loop; returns the seconds it took."""
        await self._expect(portion, connections)
        self._waiting.extend(portion)
        start = time.perf_counter()
        while self._free and self._waiting:
            self._dispatch(self._free.popleft(), start)
        await self._finish()
        return time.perf_counter() - start

    async def open(self, portion: list[Sent], rate: float) -> float:
        """Send a portion at fixed instants; returns the seconds until the last answer."""
        await self._expect(portion, min(64, self._plan.connections))
        loop = asyncio.get_running_loop()
        start = time.perf_counter()
        for index, sent in enumerate(portion):
            sent.due = start + index / rate
        upcoming = deque(portion)
        while upcoming:
            now = time.perf_counter()
            while upcoming and upcoming[0].due <= now:
                self._waiting.append(upcoming.popleft())
            self._spread(loop)
            if upcoming:
                await asyncio.sleep(max(0.0, upcoming[0].due - time.perf_counter()))
        await self._finish()
        return time.perf_counter() - start

    def close(self) -> None:
        """Hang up every connection that is not in use."""
        for connection in self._free:
            connection.close()

    def _spread(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting and self._free:
            self._dispatch(self._free.popleft(), self._waiting[0].due)
        lacking = len(self._waiting) - len(self._opening)
        for _ in range(min(lacking, self._plan.connections - self._count)):
            self._open_another(loop)

    def _open_another(self, loop: asyncio.AbstractEventLoop) -> None:
        self._count += 1
        task = loop.create_task(self._connect())
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _expect(self, portion: list[Sent], connections: int) -> None:
        self._left = len(portion)
        self._done.clear()
        while self._count < connections:
            self._count += 1
            await self._connect()

    async def _connect(self) -> None:
        port = self._plan.ports[self._opened % len(self._plan.ports)]
        self._opened += 1
        try:
            _, connection = await asyncio.get_running_loop().create_connection(
                lambda: Connection(self._answered), "127.0.0.1", port
            )
        except OSError:
            self._count -= 1
            return
        if self._waiting and self._waiting[0].due:
            self._dispatch(connection, self._waiting[0].due)
        else:
            self._free.append(connection)

    def _dispatch(self, connection: Connection, now: float) -> None:
        sent = self._waiting.popleft()
        if not sent.due:
            sent.due = now
        if connection.open:
            connection.send(sent)
        else:
            self._reopen(sent)

    def _reopen(self, sent: Sent) -> None:
        self._count -= 1
        self._waiting.appendleft(sent)
        self._open_another(asyncio.get_running_loop())

    def _answered(self, connection: Connection, status: int, body: bytes) -> None:
        now = time.perf_counter()
        sent, connection.sent = connection.sent, None
        if sent is None:
            return
        sent.latency, sent.status, sent.body = now - sent.due, status, body
        self._left -= 1
        if not self._left:
            self._done.set()
        if not connection.open:
            self._count -= 1
        elif self._waiting:
            self._dispatch(connection, now)
        else:
            self._free.append(connection)

    async def _finish(self) -> None:
        try:
            await asyncio.wait_for(self._done.wait(), self._plan.patience_s + self._left / 100)
        except TimeoutError:
            self._waiting.clear()


async def run(plan: Plan) -> Measurement:
    """Carry out a plan: warm the server, wait for a line, measure, check."""
    load = Load(plan)
    if plan.warm:
        await load.closed(load.sealed(plan.first, plan.warm), min(plan.connections, 16))
    first, last = plan.first + plan.warm, plan.first + plan.warm + plan.count
    portion = load.sealed(first, min(plan.portion, plan.count))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    done: list[Sent] = []
    seconds = cpu = 0.0
    while portion:
        used = time.process_time()
        seconds += await (load.open(portion, plan.rate) if plan.rate else load.closed(portion, plan.connections))
        cpu += time.process_time() - used
        done += portion
        for sent in portion:
            sent.request = b""
        next_first = portion[-1].serial + 1
        portion = load.sealed(next_first, min(plan.portion, last - next_first))
    load.close()
    return _judge(plan, done, seconds, cpu, load.connections)


def _judge(plan: Plan, done: list[Sent], seconds: float, cpu: float, connections: int) -> Measurement:
    latencies = sorted(sent.latency * 1000 for sent in done if sent.latency >= 0)
    found = Measurement(sent=len(done), seconds=seconds, rate=len(latencies) / seconds)
    if latencies:
        found.p50, found.p95, found.p99 = (latencies[int(len(latencies) * part)] for part in (0.5, 0.95, 0.99))
        found.max = latencies[-1]
    found.statuses = dict(Counter(str(sent.status) for sent in done))
    found.late = sum(sent.latency > LATE_S for sent in done) + len(done) - len(latencies)
    found.connections_opened, found.generator_us = connections, cpu / len(done) * 1e6
    lines = [_open(plan, sent, found) for sent in done]
    if plan.details:
        Path(plan.details).write_text("\n".join(lines), encoding="utf-8")
    return found


def _open(plan: Plan, sent: Sent, found: Measurement) -> str:
    """Check one answer; returns its line of details."""
    _, words = Company(**plan.company).text(sent.serial)
    try:
        answer = Seal().answer(sent.body) if sent.status == 200 else ""
    except ValueError as wrong:
        answer = f"unreadable: {wrong}"
    found.empty += sent.status == 200 and not answer
    right = answer == words if plan.expect == "echo" else "拜访#" in answer
    if not right and (answer or sent.status != 200):
        found.wrong += 1
        found.wrong_sample = found.wrong_sample or f"{sent.status} {words} -> {answer[:300]}"
    key = message_id(plan.epoch, sent.serial)
    return json.dumps([key, round(sent.latency, 4), sent.status, answer], ensure_ascii=False)


def main() -> None:
    given: dict[str, Any] = json.loads(sys.stdin.readline())
    print(json.dumps(asdict(uvloop.run(run(Plan(**given)))), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
