"""The desk: takes units of work, runs them, commits, and gives the results back after the commit.

On SQLite there is one writer and it is the loop itself: whatever has queued up is run unit by unit, and one commit for
the whole batch is made in a thread, where waiting for the disk holds nobody up. A unit that fails rolls back alone: if
it had written, the batch is run again with a savepoint for each unit. If the commit fails, each unit is run again in a
transaction of its own. The units do not run in a thread: sqlite3 lets go of the interpreter lock at every statement,
and a thread would fight the loop for it. On PostgreSQL several threads take one unit each and commit their own.
"""

from __future__ import annotations

import asyncio
import enum
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from models.db import is_sqlite

T = TypeVar("T")
log = structlog.get_logger("desk")

BATCH_UNITS = 256
BATCH_S = 0.008
BATCH_MAX_S = 0.04
"""A batch ends after so many units or seconds, so that neither the loop nor anybody's commit waits long for it. Where
commits take longer than that, a batch may take as long as they do, up to the higher limit."""
LOCKED_PAUSE_S = 0.01
"""How long to wait when another program (an import) holds the SQLite file."""
POSTGRES_THREADS = 4
CROWDED_S = 0.5
"""With so much work ahead of a message, what can wait outside should."""
PATIENCE_S = 0.5
"""How long a patient unit lets others go first. A backlog must shrink whatever comes in: storing a message is so much
cheaper than handling it that a queue which always stores first may never come to handling."""


class Rank(enum.IntEnum):
    """Which queue a unit waits in.

    Urgent goes first, normal and low take turns, patient comes last or after half a second. Normal is for those who
    wait for an answer, low for those who will be told later, patient for making a message durable whose sender sees
    nothing of it.
    """

    URGENT = 0
    NORMAL = 1
    LOW = 2
    PATIENT = 3


_HANDLING = (Rank.NORMAL, Rank.LOW)
"""Whose units tell how long handling a message takes."""


class Unit(Generic[T]):
    """One unit of work and the future of its result.

    Attributes:
        result: resolved after the commit, in the loop.
        rank: the queue it waited in.
        since: when it was submitted, in seconds of the monotonic clock.
        started: whether a worker has taken it; from then on it cannot be withdrawn.
    """

    __slots__ = ("error", "rank", "result", "since", "started", "value", "withdrawn", "work")

    def __init__(self, work: Callable[[Connection], T], result: asyncio.Future[T], rank: Rank) -> None:
        self.work = work
        self.result = result
        self.rank = rank
        self.since = time.monotonic()
        self.started = False
        self.withdrawn = False
        self.value: T | None = None
        self.error: BaseException | None = None


class Desk(ABC):
    """See the module; made by `open_desk`. One per process.

    Args:
        engine: the database.
        on_broken_commit: called when units were rolled back after they had run, so that what they may have loaded into
            memory is dropped.
    """

    one_writer: bool
    """Whether units run strictly one after the other (SQLite)."""

    def __init__(self, engine: Engine, *, on_broken_commit: Callable[[], None]) -> None:
        self._engine = engine
        self._on_broken_commit = on_broken_commit
        self._queues: tuple[deque[Unit[Any]], ...] = tuple(deque() for _ in Rank)
        self._loop = asyncio.get_running_loop()
        self._stopping = False
        self._low_next = False

    def submit(self, work: Callable[[Connection], T], rank: Rank = Rank.NORMAL) -> Unit[T]:
        """Queue a unit of work.

        Args:
            work: runs in a transaction; must be repeatable, since a batch may be run again.
            rank: which queue.

        Raises:
            RuntimeError: the desk is closed.
        """
        if self._stopping:
            raise RuntimeError("the desk is closed")
        unit: Unit[T] = Unit(work, self._loop.create_future(), rank)
        self._queue(unit)
        return unit

    async def run(self, work: Callable[[Connection], T], rank: Rank = Rank.NORMAL) -> T:
        """Queue a unit of work and wait for its result."""
        return await self.submit(work, rank).result

    @abstractmethod
    def withdraw(self, unit: Unit[Any]) -> bool:
        """Take a unit back that nobody has begun; False when it is too late for that."""

    @abstractmethod
    def expected_wait_s(self) -> float:
        """How long a unit submitted now would wait, in seconds, by the recent pace."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what is queued, then stop."""

    @abstractmethod
    def _queue(self, unit: Unit[Any]) -> None:
        """Put a unit into its queue and see that it is run."""

    def waiting(self) -> int:
        """How many units wait."""
        return sum(len(queue) for queue in self._queues)

    def crowded(self) -> bool:
        """Whether messages queue up."""
        return bool(self._queues[Rank.PATIENT]) or self.expected_wait_s() > CROWDED_S

    def _ahead(self) -> int:
        """How many units go before a normal one that is submitted now."""
        urgent, normal, low, _ = self._queues
        return len(urgent) + len(normal) + min(len(low), len(normal))

    def _pop(self) -> Unit[Any] | None:
        for queue in self._order():
            while queue:
                unit = queue.popleft()
                if not unit.withdrawn:
                    unit.started = True
                    return unit
        return None

    def _order(self) -> tuple[deque[Unit[Any]], ...]:
        urgent, normal, low, patient = self._queues
        if patient and time.monotonic() - patient[0].since > PATIENCE_S:
            return urgent, patient, normal, low
        self._low_next = not self._low_next
        return (urgent, low, normal, patient) if self._low_next else (urgent, normal, low, patient)

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


def open_desk(engine: Engine, *, on_broken_commit: Callable[[], None], durable: bool = True) -> Desk:
    """The desk for a database; see `Desk` for the arguments.

    Args:
        engine: the database.
        on_broken_commit: see `Desk`.
        durable: commits wait for the disk; where they do not (a replay), the loop makes them itself.
    """
    if is_sqlite(engine):
        return GroupingDesk(engine, on_broken_commit=on_broken_commit, durable=durable)
    return ThreadedDesk(engine, on_broken_commit=on_broken_commit)


class GroupingDesk(Desk):
    """SQLite: units in the loop, one commit a batch in a thread; in the loop too where it waits for no disk."""

    one_writer = True

    def __init__(self, engine: Engine, *, on_broken_commit: Callable[[], None], durable: bool = True) -> None:
        super().__init__(engine, on_broken_commit=on_broken_commit)
        self._durable = durable
        self._connection = engine.connect()
        _raw(self._connection).execute("PRAGMA busy_timeout=0")  # waiting for a lock must not stop the loop
        self._committer = ThreadPoolExecutor(1, "desk")
        self._busy = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._unit_s = 0.0005
        self._between_s = 0.0005

    def withdraw(self, unit: Unit[Any]) -> bool:
        """See `Desk`."""
        if unit.started:
            return False
        unit.withdrawn = True
        return True

    def expected_wait_s(self) -> float:
        """See `Desk`."""
        work_s = self._ahead() * self._unit_s
        if not work_s:
            return 0.0
        return work_s + work_s / self._batch_s() * self._between_s

    async def close(self) -> None:
        """See `Desk`."""
        self._stopping = True
        await self._idle.wait()
        self._committer.shutdown()
        self._connection.close()

    def _queue(self, unit: Unit[Any]) -> None:
        self._queues[unit.rank].append(unit)
        if not self._busy:
            self._busy = True
            self._idle.clear()
            self._loop.call_soon(self._run_batch)

    def _batch_s(self) -> float:
        """How long the next batch may take, in seconds."""
        return min(max(BATCH_S, self._between_s), BATCH_MAX_S)

    def _run_batch(self, ended: float | None = None) -> None:
        """Run what waits; `ended` is when the units of the batch right before it were done."""
        try:
            transaction = self._connection.begin()
        except OperationalError:
            self._connection.rollback()
            self._loop.call_later(LOCKED_PAUSE_S, self._run_batch)
            return
        began = time.perf_counter()
        if ended is not None:
            self._note_between(began - ended)
        units: list[Unit[Any]] = []
        try:
            _raw(self._connection).execute("SAVEPOINT batch")
            self._run_units(units, began)
            finish: Callable[[], None] = transaction.commit
        except sqlite3.Error as error:  # not a unit's own: SQLite gave the whole transaction up (disk full, I/O error)
            finish = partial(_give_up, error)
        ran = time.perf_counter()
        if not self._durable:
            self._finish_batch(units, ran, _done_at_once(finish))
            return
        done = self._committer.submit(finish)
        done.add_done_callback(lambda future: self._loop.call_soon_threadsafe(self._finish_batch, units, ran, future))

    def _run_units(self, units: list[Unit[Any]], began: float) -> None:
        """Fill a batch: take units and run them until its time is up."""
        end, before = began + self._batch_s(), began
        while before < end and len(units) < BATCH_UNITS and (unit := self._pop()) is not None:
            units.append(unit)
            if not _run_trusting(self._connection, unit):
                self._run_again(units)
            now = time.perf_counter()
            if unit.rank in _HANDLING:
                self._unit_s += 0.05 * (now - before - self._unit_s)
            before = now

    def _note_between(self, seconds: float) -> None:
        self._between_s += 0.1 * (seconds - self._between_s)

    def _run_again(self, units: Sequence[Unit[Any]]) -> None:
        """Undo the batch so far, of which one unit failed half way, and run it again with a savepoint for each unit."""
        _raw(self._connection).execute("ROLLBACK TO batch")
        self._on_broken_commit()
        for unit in units:
            unit.error = None
            _run_in_savepoint(self._connection, unit)

    def _finish_batch(self, units: Sequence[Unit[Any]], ran: float, done: Future[None]) -> None:
        error = done.exception()
        if error is not None:
            log.warning("a batch was rolled back", units=len(units), error=type(error).__name__)
            self._on_broken_commit()
            _roll_back(self._connection)
            for unit in units:
                self._run_alone(self._connection, unit)
        _settle(units)
        if self.waiting():
            self._loop.call_soon(self._run_batch, ran)
            return
        self._note_between(time.perf_counter() - ran)
        self._busy = False
        self._idle.set()


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
            self._loop.call_soon_threadsafe(_settle, (unit,))
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


def _run_trusting(connection: Connection, unit: Unit[Any]) -> bool:
    """Run a unit without a savepoint of its own; False when it failed after it had written something.

    A savepoint costs a tenth of a visit, and what is refused is mostly refused before anything is written.
    """
    raw = _raw(connection)
    before = raw.total_changes
    try:
        unit.value = unit.work(connection)
    except Exception as error:  # noqa: BLE001  (whatever a unit raises belongs to whoever submitted it)
        unit.error = error
        return bool(raw.total_changes == before)
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


def _done_at_once(finish: Callable[[], None]) -> Future[None]:
    done: Future[None] = Future()
    try:
        finish()
    except Exception as error:  # noqa: BLE001  (told to whoever asks the future, as a thread would)
        done.set_exception(error)
    else:
        done.set_result(None)
    return done


def _give_up(error: Exception) -> None:
    raise error


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
