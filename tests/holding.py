"""Holding the desk up: what a slow disk or slow work of others looks like to those who wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, Engine, event

from bot.threaded_desk import POSTGRES_THREADS
from bot.units import Desk


@asynccontextmanager
async def held_up(desk: Desk, engine: Engine) -> AsyncIterator[None]:
    """Nothing that is submitted meanwhile is begun: on SQLite a commit hangs, on PostgreSQL every thread is busy."""
    gate = threading.Event()
    stuck = threading.Semaphore(0)

    def hang(_connection: Connection) -> None:
        stuck.release()
        gate.wait(10)

    if desk.one_writer:
        event.listen(engine, "commit", hang)
        blockers = [desk.submit(lambda _connection: None)]
    else:
        blockers = [desk.submit(hang) for _ in range(POSTGRES_THREADS)]
    for _ in blockers:
        await asyncio.to_thread(stuck.acquire)
    try:
        yield
    finally:
        gate.set()
        await asyncio.gather(*(blocker.result for blocker in blockers))
        if desk.one_writer:
            event.remove(engine, "commit", hang)
