"""The desk of PostgreSQL: several threads take one unit each and commit it in a transaction of its own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.units import Desk, Unit, settle

log = structlog.get_logger("desk")

POSTGRES_THREADS = 4


class ThreadedDesk(Desk):
    """PostgreSQL: several threads, a connection and a transaction a unit each."""

    one_writer = False

    def __init__(self, engine: Engine, *, on_broken_commit: Callable[[], None]) -> None:
        super().__init__(engine, on_broken_commit=on_broken_commit)
        self._ready = threading.Condition(threading.Lock())
        self._unit_s = 0.002
        self._threads = [
            threading.Thread(target=self._work, name=f"desk-{number}", daemon=True)
            for number in range(POSTGRES_THREADS)
        ]
        for thread in self._threads:
            thread.start()

    def withdraw(self, unit: Unit[Any]) -> bool:
        """See `Desk`."""
        with self._ready:
            if unit.started:
                return False
            unit.withdrawn = True
            return True

    def expected_wait_s(self) -> float:
        """See `Desk`."""
        return self._ahead() * self._unit_s / len(self._threads)

    async def close(self) -> None:
        """See `Desk`."""
        with self._ready:
            self._stopping = True
            self._ready.notify_all()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _queue(self, unit: Unit[Any]) -> None:
        with self._ready:
            self._queues[unit.rank].append(unit)
            self._ready.notify()

    def _work(self) -> None:
        connection: Connection | None = None
        while (unit := self._next()) is not None:
            began = time.perf_counter()
            connection = connection or self._connect()
            if connection is None:
                unit.error = OperationalError("connect", None, Exception("no database"))
            elif not self._run_alone(connection, unit):
                connection = self._replace(connection, unit)
            self._unit_s += 0.1 * (time.perf_counter() - began - self._unit_s)
            self._loop.call_soon_threadsafe(settle, (unit,))
        if connection is not None:
            connection.close()

    def _next(self) -> Unit[Any] | None:
        with self._ready:
            while (unit := self._pop()) is None:
                if self._stopping:
                    return None
                self._ready.wait()
            return unit

    def _connect(self) -> Connection | None:
        try:
            return self._engine.connect()
        except DBAPIError as error:
            log.warning("no database", error=type(error.orig).__name__)
            return None

    def _replace(self, connection: Connection, unit: Unit[Any]) -> Connection | None:
        """Run a unit once more, on a fresh connection if the old one broke."""
        broken = connection.invalidated
        if broken:
            connection.close()
        fresh = self._connect() if broken else connection
        if fresh is not None:
            self._run_alone(fresh, unit)
        return fresh
