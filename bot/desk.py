"""The desk: takes units of work from the event loop, runs them in worker threads, and commits.

SQLite has one writer thread. It runs whatever has queued up, each unit in its own savepoint, and makes one commit for
the whole batch: a failing unit rolls back alone; if the commit fails, the batch is run again one by one. On PostgreSQL
several threads take one unit each and commit their own. Results reach the loop after the commit.
"""

from __future__ import annotations

import asyncio
import enum
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from models.db import is_sqlite

T = TypeVar("T")
log = structlog.get_logger("desk")

BATCH_UNITS = 64
BATCH_S = 0.025
"""A batch ends after so many units or seconds, so that nobody's commit waits long for the others."""
POSTGRES_THREADS = 4
LOW_SHARE = 8
"""While there is other work, one unit in so many comes from the low queue, so that a backlog still shrinks."""


class Rank(enum.IntEnum):
    """Which queue a unit waits in."""

    URGENT = 0
    NORMAL = 1
    LOW = 2


class Unit(Generic[T]):
    """One unit of work and the future of its result.

    Attributes:
        result: resolved after the commit, in the loop.
        started: whether a worker has taken it; from then on it cannot be withdrawn.
    """

    __slots__ = ("error", "result", "started", "value", "withdrawn", "work")

    def __init__(self, work: Callable[[Connection], T], result: asyncio.Future[T]) -> None:
        self.work = work
        self.result = result
        self.started = False
        self.withdrawn = False
        self.value: T | None = None
        self.error: BaseException | None = None


class Desk:
    """See the module. One per process.

    Args:
        engine: the database.
        on_broken_commit: called when a batch was rolled back after its units had run, so that what they may have
            loaded into memory is dropped.
    """

    def __init__(self, engine: Engine, *, on_broken_commit: Callable[[], None]) -> None:
        self._engine = engine
        self._grouped = is_sqlite(engine)
        self._on_broken_commit = on_broken_commit
        self._queues: tuple[deque[Unit[Any]], ...] = (deque(), deque(), deque())
        self._ready = threading.Condition(threading.Lock())
        self._stopping = False
        self._taken = 0
        self._unit_s = 0.0005
        self._loop = asyncio.get_running_loop()
        self._threads = [
            threading.Thread(target=self._work, name=f"desk-{number}", daemon=True)
            for number in range(1 if self._grouped else POSTGRES_THREADS)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def one_writer(self) -> bool:
        """Whether units run strictly one after the other (SQLite)."""
        return self._grouped

    def submit(self, work: Callable[[Connection], T], rank: Rank = Rank.NORMAL) -> Unit[T]:
        """Queue a unit of work.

        Args:
            work: runs in a transaction on a worker thread; must be repeatable, since a batch may be run again.
            rank: which queue.

        Raises:
            RuntimeError: the desk is closed.
        """
        unit: Unit[T] = Unit(work, self._loop.create_future())
        with self._ready:
            if self._stopping:
                raise RuntimeError("the desk is closed")
            self._queues[rank].append(unit)
            self._ready.notify()
        return unit

    async def run(self, work: Callable[[Connection], T], rank: Rank = Rank.NORMAL) -> T:
        """Queue a unit of work and wait for its result."""
        return await self.submit(work, rank).result

    def withdraw(self, unit: Unit[Any]) -> bool:
        """Take a unit back that no worker has taken yet; False when it is too late for that."""
        with self._ready:
            if unit.started:
                return False
            unit.withdrawn = True
            return True

    def expected_wait_s(self) -> float:
        """How long a unit submitted now would wait, in seconds, by the recent pace."""
        return (len(self._queues[0]) + len(self._queues[1])) * self._unit_s / len(self._threads)

    def waiting(self) -> int:
        """How many units wait."""
        return sum(len(queue) for queue in self._queues)

    async def close(self) -> None:
        """Finish what is queued, then stop the threads."""
        with self._ready:
            self._stopping = True
            self._ready.notify_all()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _work(self) -> None:
        connection: Connection | None = None
        while (first := self._next(wait=True)) is not None:
            began = time.perf_counter()
            connection = connection or self._connect()
            units = [first]
            if connection is None:
                first.error = OperationalError("connect", None, Exception("no database"))
            elif self._grouped:
                units = self._run_batch(connection, first)
            elif not self._run_alone(connection, first):
                connection = self._replace(connection, first)
            self._unit_s += 0.1 * ((time.perf_counter() - began) / len(units) - self._unit_s)
            self._loop.call_soon_threadsafe(_settle, units)
        if connection is not None:
            connection.close()

    def _connect(self) -> Connection | None:
        try:
            return self._engine.connect()
        except DBAPIError as error:
            log.warning("no database", error=type(error.orig).__name__)
            return None

    def _replace(self, connection: Connection, unit: Unit[Any]) -> Connection | None:
        """Run a unit once more on a fresh connection if the old one broke or lost a race for locks."""
        broken = connection.invalidated
        if broken:
            connection.close()
        fresh = self._connect() if broken else connection
        if fresh is not None:
            self._run_alone(fresh, unit)
        return fresh

    def _next(self, *, wait: bool) -> Unit[Any] | None:
        with self._ready:
            while True:
                unit = self._pop()
                if unit is not None:
                    unit.started = True
                    return unit
                if not wait or self._stopping:
                    return None
                self._ready.wait()

    def _pop(self) -> Unit[Any] | None:
        self._taken += 1
        order = self._queues if self._taken % LOW_SHARE else (self._queues[0], self._queues[2], self._queues[1])
        for queue in order:
            while queue:
                unit = queue.popleft()
                if not unit.withdrawn:
                    return unit
        return None

    def _run_batch(self, connection: Connection, first: Unit[Any]) -> list[Unit[Any]]:
        units: list[Unit[Any]] = []
        try:
            with connection.begin():
                until = time.perf_counter() + BATCH_S
                unit: Unit[Any] | None = first
                while unit is not None:
                    units.append(unit)
                    _run_in_savepoint(connection, unit)
                    if len(units) >= BATCH_UNITS or time.perf_counter() > until:
                        break
                    unit = self._next(wait=False)
        except DBAPIError as error:
            log.warning("a batch was rolled back", units=len(units), error=type(error.orig).__name__)
            self._on_broken_commit()
            _roll_back(connection)
            for unit in units:
                self._run_alone(connection, unit)
        return units

    def _run_alone(self, connection: Connection, unit: Unit[Any]) -> bool:
        """One unit, one transaction; False when the same unit may succeed on another try."""
        unit.error = None
        try:
            with connection.begin():
                unit.value = unit.work(connection)
        except DBAPIError as error:
            self._on_broken_commit()
            unit.error = error
            return not (connection.invalidated or _lost_a_race(error))
        except Exception as error:  # noqa: BLE001  (whatever a unit raises belongs to whoever submitted it)
            unit.error = error
        return True


def _run_in_savepoint(connection: Connection, unit: Unit[Any]) -> None:
    # Said to the driver directly: through SQLAlchemy the two statements cost a tenth of a whole visit.
    raw = _raw(connection)
    raw.execute("SAVEPOINT unit")
    try:
        unit.value = unit.work(connection)
    except Exception as error:  # noqa: BLE001  (whatever a unit raises belongs to whoever submitted it)
        unit.error = error
        raw.execute("ROLLBACK TO unit")
    raw.execute("RELEASE unit")


def _raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _roll_back(connection: Connection) -> None:
    """A failed COMMIT may leave SQLite's transaction open; the next BEGIN would be refused."""
    connection.rollback()
    _raw(connection).rollback()


def _lost_a_race(error: DBAPIError) -> bool:
    """Whether PostgreSQL asks to try the transaction again (serialisation failure, deadlock)."""
    return getattr(error.orig, "sqlstate", "") in {"40001", "40P01"}


def _settle(units: Sequence[Unit[Any]]) -> None:
    for unit in units:
        if unit.result.done():
            continue
        if unit.error is not None:
            unit.result.set_exception(unit.error)
        else:
            unit.result.set_result(unit.value)
