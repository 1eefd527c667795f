"""What the ledger of pushes costs, and how fast pushes leave: `python -m benchmarks.notices [--notices N] [--sends N]`.

The ledger: so many due notices are produced, claimed, arranged and marked by the real delivery with a messenger that
takes no time, beside the bare inserts and updates of the same rows in the same database and run: by turns, and the
quickest of some rounds of each, for whatever else the machine does only adds. PostgreSQL counts the rows in between, as
it does by itself where it lives longer than a test. Sends: so many texts through delivery and gateway to a pretended
WeCom on 127.0.0.1 that answers after 50 ms, beside what its connections allow.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import redirect_stderr
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, bindparam, func, insert, select, text, update

from bot.app import _loop_factory
from bot.desk import open_desk
from bot.gateway import Gateway
from bot.logs import set_up
from bot.units import Desk
from models.db import make_engine
from models.messaging import Messenger, OutboundText
from models.schema import Notice, NoticeState
from models.services import notices
from models.services.notices import NewNotice
from scheduler.claims import Claims
from scheduler.delivery import CLAIM, CONNECTIONS, Delivery
from tests.databases import databases

T = TypeVar("T")
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
EACH = 4
"""Notices a person: few enough that every one leaves by itself."""
INSERTED = 1_000
LATENCY_S = 0.05
LOOK_S = 0.1
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
TOKEN_ANSWER = b'{"errcode":0,"access_token":"t","expires_in":7200}'
SEND_ANSWER = b'{"errcode":0,"msgid":"m"}'


class Nowhere:
    """A messenger that takes no time."""

    async def send(self, _message: OutboundText) -> str:
        return ""


def batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Stretches of so many."""
    left = iter(items)
    while some := tuple(islice(left, size)):
        yield some


def rows(count: int, each: int = EACH) -> Iterator[NewNotice]:
    for number in range(count):
        person = number // each + 1
        yield NewNotice(f"bench:{number}", "news", "", person, f"u{person}", f"{number}：东吴机械 12 万元到期", NOON)


def count_rows(engine: Engine) -> None:
    """Let PostgreSQL see what there is to plan for."""
    with engine.begin() as connection:
        connection.execute(text("ANALYZE notices"))


def bare(engine: Engine, count: int) -> float:
    """Seconds of the same inserts and updates, a commit where delivery commits."""
    begun = time.perf_counter()
    for part in batched(rows(count), INSERTED):
        with engine.begin() as connection:
            connection.execute(
                insert(Notice),
                [
                    {
                        "dedupe_key": row.key, "kind": row.kind, "channel": row.channel, "person_id": row.person_id,
                        "userid": row.userid, "body": row.body, "due_at": row.due_at, "attempts": 0,
                        "state": NoticeState.PENDING, "next_attempt_at": row.due_at, "made_at": NOON,
                    }
                    for row in part
                ],
            )  # fmt: skip
    count_rows(engine)
    with engine.connect() as connection:
        ids = list(connection.scalars(select(Notice.id).order_by(Notice.id)))
    sent = update(Notice).where(Notice.id == bindparam("one")).values(state=NoticeState.SENT, sent_at=NOON)
    for some in batched(ids, CLAIM):
        with engine.begin() as connection:
            taken = update(Notice).where(Notice.id.in_(some))
            connection.execute(taken.values(state=NoticeState.SENDING, attempts=1, lease_until=NOON))
        with engine.begin() as connection:
            connection.execute(sent, [{"one": one} for one in some])
    return time.perf_counter() - begun


def produce(engine: Engine, count: int, each: int = EACH) -> float:
    """Seconds to enqueue them."""
    begun = time.perf_counter()
    for part in batched(rows(count, each), INSERTED):
        with engine.begin() as connection:
            notices.enqueue(connection, part, now=NOON)
    count_rows(engine)
    return time.perf_counter() - begun


def _noon() -> Callable[[], datetime]:
    """A clock that goes on from noon."""
    began = time.monotonic()
    return lambda: NOON + timedelta(seconds=time.monotonic() - began)


def _delivery(desk: Desk, messenger: Messenger) -> Delivery:
    return Delivery(
        run=desk.run,
        now=_noon(),
        messengers={"": messenger},
        default_channel="",
        count=lambda _kind, _outcome: None,
        claims=Claims(still_true={}),
    )


async def _drain(address: str) -> int:
    engine = make_engine(address)
    desk = open_desk(engine, on_broken_commit=lambda: None)
    delivery = _delivery(desk, Nowhere())
    taken = 0
    while await desk.run(notices.next_due_at) is not None:
        taken += await delivery.deliver_due()
    await desk.close()
    engine.dispose()
    return taken


def drain(address: str) -> int:
    """Deliver all that is due; how many notices this process took."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        set_up("json")
        return run(_drain(address))


def ledger(address: str, fresh: str, count: int, processes: int) -> tuple[float, float, list[int]]:
    """One round: bare seconds, ours, and how many each drainer took.

    Raises:
        RuntimeError: a notice was not sent exactly once.
    """
    engine = make_engine(fresh)
    floor = bare(engine, count)
    engine.dispose()
    engine = make_engine(address)
    made = produce(engine, count)
    context = multiprocessing.get_context("spawn")
    up = context.Barrier(processes + 1)
    with context.Pool(processes, initializer=up.wait) as pool:
        up.wait()
        begun = time.perf_counter()
        taken = pool.map(drain, [address] * processes, chunksize=1)
        drained = time.perf_counter() - begun
    with engine.connect() as connection:
        once = connection.scalar(select(func.count()).where(Notice.state == NoticeState.SENT, Notice.attempts == 1))
    engine.dispose()
    if once != count or sum(taken) != count:
        raise RuntimeError(f"{once} of {count} sent exactly once, {taken} taken")
    return floor, made + drained, taken


class Endpoint(asyncio.Protocol):
    """One connection of a WeCom that takes 50 ms for every text, and as little of the machine as it can."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass
        self._came = b""

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, ends, body = self._came.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not ends or len(body) < (int(length[1]) if length else 0):
            return
        self._came = b""
        answer = TOKEN_ANSWER if b"/gettoken?" in head else SEND_ANSWER
        said = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
        asyncio.get_running_loop().call_later(LATENCY_S, self._transport.write, said + answer)


def endpoint(told: Connection) -> None:
    """Such a WeCom; says its address, and serves until it is ended."""

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Endpoint, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()[:2]
        told.send(f"http://{host}:{port}")
        await server.serve_forever()

    run(serve())


def run(work: Coroutine[Any, Any, T]) -> T:
    """On the loop that the server uses."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(work)


async def _send(address: str, base: str, count: int) -> float:
    gateway = Gateway(base=base, corp_id="c", agent_id=1, secret="s")
    await gateway.open()
    engine = make_engine(address)
    desk = open_desk(engine, on_broken_commit=lambda: None)
    delivery = _delivery(desk, gateway)
    await gateway.send(OutboundText("u", "warm"))
    begun = time.perf_counter()
    runs = asyncio.create_task(delivery.deliver_forever())
    unsent = select(func.count()).where(Notice.state.in_([NoticeState.PENDING, NoticeState.SENDING]))
    while await desk.run(lambda connection: connection.scalar(unsent)):  # noqa: ASYNC110  (no database rings a bell)
        await asyncio.sleep(LOOK_S)
    seconds = time.perf_counter() - begun
    runs.cancel()
    await asyncio.gather(runs, return_exceptions=True)
    await desk.close()
    engine.dispose()
    await gateway.close()
    return count / seconds


def sends(address: str, count: int) -> float:
    """Texts a second, one to a person, through delivery and gateway to a pretended WeCom in a process of its own."""
    engine = make_engine(address)
    produce(engine, count, each=1)
    engine.dispose()
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    other = context.Process(target=endpoint, args=(there,), daemon=True)
    other.start()
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
            set_up("json")
            return run(_send(address, str(here.recv()), count))
    finally:
        other.terminate()
        other.join()


def main() -> None:
    """Print one line a part."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--notices", type=int, default=100_000)
    options.add_argument("--sends", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    kinds = (("SQLite", False, 1), ("PostgreSQL", True, 1), ("PostgreSQL", True, 2))
    for name, on_postgres, processes in kinds if given.notices else ():
        with tempfile.TemporaryDirectory() as folder, databases(Path(folder), postgres=on_postgres) as fresh:
            rounds = [ledger(fresh(), fresh(), given.notices, processes) for _ in range(given.rounds)]
        floor, ours = min(bare for bare, _, _ in rounds), min(seconds for _, seconds, _ in rounds)
        taken = rounds[-1][2]
        print(
            f"{name}, {processes} drainer(s): bare {floor:.1f} s, produced, claimed, arranged and marked {ours:.1f} s, "
            f"{ours / floor:.2f} x, each exactly once ({' + '.join(map(str, taken))})"
        )
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), postgres=False) as fresh:
        rate = sends(fresh(), given.sends)
    allowed = CONNECTIONS / LATENCY_S
    print(f"sends: {rate:.0f}/s of {allowed:.0f}/s that {CONNECTIONS} connections allow, {rate / allowed:.2f}")


if __name__ == "__main__":
    main()
