"""The desk of SQLite: one writer, which is the loop itself, and one commit for a whole batch.

Whatever has queued up is run unit by unit, and the batch is committed in a thread, where waiting for the disk holds
nobody up. A unit that fails rolls back alone: if it had written, the batch is run again with a savepoint for each unit.
If the commit fails, each unit is run again in a transaction of its own. The units do not run in a thread: sqlite3 lets
go of the interpreter lock at every statement, and a thread would fight the loop for it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from bot.units import Desk, Rank, Unit, settle

log = structlog.get_logger("desk")

BATCH_UNITS = 256
BATCH_S = 0.008
BATCH_MAX_S = 0.04
"""A batch ends after so many units or seconds, so that neither the loop nor anybody's commit waits long for it. Where
commits take longer than that, a batch may take as long as they do, up to the higher limit."""
LOCKED_PAUSE_S = 0.01
"""How long to wait when another program (an import) holds the SQLite file."""
_HANDLING = (Rank.NORMAL, Rank.LOW)
"""Whose units tell how long handling a message takes."""


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
        settle(units)
        if self.waiting():
            self._loop.call_soon(self._run_batch, ran)
            return
        self._note_between(time.perf_counter() - ran)
        self._busy = False
        self._idle.set()


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
