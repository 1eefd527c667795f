"""What the two desks have in common: units of work, their ranks, the queues, and which unit comes next."""

from __future__ import annotations

import asyncio
import enum
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

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
    """See `bot.desk`; made by its `open_desk`. One per process.

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


def _lost_a_race(error: DBAPIError) -> bool:
    """Whether PostgreSQL asks to try the transaction again (serialisation failure, deadlock)."""
    return getattr(error.orig, "sqlstate", "") in {"40001", "40P01"}


def settle(units: Sequence[Unit[Any]]) -> None:
    """Give each unit's result or error to whoever waits for it; in the loop, after the commit."""
    for unit in units:
        if unit.result.done():
            continue
        if unit.error is not None:
            unit.result.set_exception(unit.error)
        else:
            unit.result.set_result(unit.value)
