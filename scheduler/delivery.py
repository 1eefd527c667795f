"""Delivery: sends what a claim lets leave, and records what became of it.

A notice is sent outside any transaction under a lease; the platform's duplicate check closes the gap between "sent"
and "recorded". One person's notices leave in order, different people's at the same time. The next are claimed before
the last of these have left, so that no connection waits for a claim.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.messaging import Messenger, OutboundText, SendError, Trouble
from models.schema import NoticeState
from models.services import claiming, notices, push_stops
from models.services.notices import Claimed, Finished
from scheduler.claims import Claims, Taken, by_person

T = TypeVar("T")
log = structlog.get_logger("delivery")

CLAIM: Final = 320
CONNECTIONS: Final = 32
AHEAD: Final = 2 * CONNECTIONS
"""With no more people than so many left to send to, the next are claimed."""
POLL_S: Final = 5.0
SOON_S: Final = 0.2
"""The least time between two looks at what is due, where nothing was."""
CROWDED_CLAIM: Final = 20
CROWDED_PAUSE_S: Final = 0.5
"""While messages queue up, only so many notices leave at a time, and so seldom: a push costs more than an answer, and
whoever is answered late would be answered later still."""
ALARM_PAUSE: Final = timedelta(seconds=30)
"""After a failure that only an operator can repair, nothing is sent for so long."""
ALL_WAIT: Final = (Trouble.OURS, Trouble.LIMITED)
"""What keeps every notice from leaving: it is no attempt of the one that met it."""


class Run(Protocol):
    """Runs a unit of work and commits it (the desk)."""

    def __call__(self, work: Callable[[Connection], T]) -> Awaitable[T]:
        """Run it."""
        ...


Counted = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class _Halt:
    """Nothing leaves until an instant (UTC), and why."""

    until: datetime
    reason: str


def never() -> bool:
    """Whether anything queues up, for houses where nothing does."""
    return False


@dataclass(eq=False)
class Delivery:
    """See the module.

    Attributes:
        run: the desk.
        now: tells the instant (UTC).
        messengers: by channel name.
        default_channel: for notices that name none.
        count: told kind and outcome of every attempt.
        claims: decides what leaves.
        crowded: whether messages queue up, so that notices leave more slowly.
    """

    run: Run
    now: Callable[[], datetime]
    messengers: Mapping[str, Messenger]
    default_channel: str
    count: Counted
    claims: Claims
    crowded: Callable[[], bool] = never
    _halt: _Halt | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Make what belongs to the event loop."""
        self._nudge = asyncio.Event()
        self._room = asyncio.Event()
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._claiming = asyncio.Lock()
        self._leaving: set[asyncio.Task[None]] = set()
        self._ended: list[tuple[Sequence[Finished], asyncio.Future[None]]] = []
        self._recording: asyncio.Task[None] | None = None
        self._refused: SendError | None = None

    def nudge(self) -> None:
        """Something is due now: do not wait for the poll."""
        self._nudge.set()

    async def deliver_forever(self) -> None:
        """Deliver what is due, when nudged and on a timer; a failure of the database only pauses it."""
        try:
            while True:
                self._nudge.clear()
                await self._rest(await self._take_more())
                while len(self._leaving) >= AHEAD:
                    self._room.clear()
                    await self._room.wait()
        finally:
            for task in self._leaving:
                task.cancel()
            await asyncio.gather(*self._leaving, return_exceptions=True)

    async def deliver_due(self) -> int:
        """Send one claim's worth of due notices, and return when their fate is recorded.

        What is on its way arrives first: nothing else is claimed of whoever is being sent to.

        Returns:
            How many were claimed.
        """
        async with self._claiming:
            await asyncio.gather(*self._leaving)
            taken = await self._take()
            await asyncio.gather(*self._leaving)
        return taken.count

    async def _take_more(self) -> float:
        """Let what is due begin to leave; how many seconds to rest before the next look."""
        try:
            async with self._claiming:
                taken = await self._take()
        except (DBAPIError, RuntimeError) as error:
            log.warning("notices could not be claimed", error=type(error).__name__)
            return POLL_S
        if taken.count:
            return CROWDED_PAUSE_S if self.crowded() else 0.0
        if taken.next_at is None:
            return POLL_S
        return min(max((taken.next_at - self.now()).total_seconds(), SOON_S), POLL_S)

    async def _rest(self, seconds: float) -> None:
        if seconds <= CROWDED_PAUSE_S:
            await asyncio.sleep(seconds)
            return
        try:
            async with asyncio.timeout(seconds):
                await self._nudge.wait()
        except TimeoutError:
            return

    async def _take(self) -> Taken:
        """Claim what is due, and begin to send it."""
        now = self.now()
        if (halt := self._halted(now)) is not None:
            return Taken(0, (), halt.until)
        limit = CROWDED_CLAIM if self.crowded() else CLAIM
        taken = await self.run(lambda connection: self.claims.take(connection, now, limit))
        until = now + claiming.LEASE
        for mine in by_person(taken.leaving).values():
            task = asyncio.create_task(self._send_in_order(mine, until))
            self._leaving.add(task)
            task.add_done_callback(self._has_left)
        return taken

    def _has_left(self, task: asyncio.Task[None]) -> None:
        self._leaving.discard(task)
        if len(self._leaving) < AHEAD:
            self._room.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("outcomes could not be recorded", error=type(error).__name__)

    def _halted(self, now: datetime) -> _Halt | None:
        return self._halt if self._halt is not None and now < self._halt.until else None

    async def _send_in_order(self, mine: Sequence[Claimed], until: datetime) -> None:
        """One person's notices; when one has to wait, those behind it wait too.

        Args:
            mine: claimed, in their order.
            until: when they are ours no longer (UTC): whoever claims them then sends them.
        """
        outcomes: list[Finished] = []
        for place, notice in enumerate(mine):
            outcome = await self._attempt(notice, until)
            if outcome is None:
                break
            outcomes.append(outcome)
            if outcome.state == NoticeState.PENDING:
                outcomes += [_waits(later, outcome.again_at, notices.BEHIND) for later in mine[place + 1 :]]
                break
        await self._record(outcomes)

    async def _record(self, outcomes: Sequence[Finished]) -> None:
        """Return when outcomes are durable; those that come while others are written go together."""
        recorded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ended.append((outcomes, recorded))
        if self._recording is None or self._recording.done():
            self._recording = asyncio.create_task(self._write_outcomes())
        await recorded

    async def _write_outcomes(self) -> None:
        # Others that are at the same point come first.
        await asyncio.sleep(0)
        while self._ended:
            waiting, self._ended = self._ended, []
            outcomes = [outcome for some, _ in waiting for outcome in some]
            refused, self._refused = self._refused, None
            try:
                await self.run(partial(_finish, outcomes, refused, self.now()))
            except Exception as error:  # noqa: BLE001  (each waiter raises it)
                failure: Exception | None = error
            else:
                failure = None
            for _, recorded in waiting:
                if recorded.done():
                    continue
                if failure is None:
                    recorded.set_result(None)
                else:
                    recorded.set_exception(failure)

    async def _attempt(self, notice: Claimed, until: datetime) -> Finished | None:
        """What became of it; None when it is not ours any more."""
        messenger = self.messengers.get(notice.channel or self.default_channel)
        if messenger is None:
            return self._failed(notice, "no such channel")
        try:
            async with self._slots:
                now = self.now()
                if now >= until:
                    return None
                if (halt := self._halted(now)) is not None:
                    return _waits(notice, notice.planned_at, halt.reason)
                platform_id = await messenger.send(OutboundText(notice.userid, notice.body))
        except SendError as error:
            self._log(notice, error.trouble.value, error.code)
            return self._after_trouble(notice, error)
        self._log(notice, "sent", 0)
        # When it should have left stays beside when it did: the ledger tells from both what came late.
        sent_at = self.now()
        return Finished(notice.id, notice.attempt, NoticeState.SENT, notice.planned_at, "", sent_at, platform_id)

    def _after_trouble(self, notice: Claimed, error: SendError) -> Finished:
        now = self.now()
        reason = f"{error.code} {error.detail}".strip()
        if error.trouble in ALL_WAIT:
            ours = error.trouble == Trouble.OURS
            self._halt = _Halt(now + (ALARM_PAUSE if ours else timedelta(seconds=error.retry_after_s)), reason)
            self._refused = error if ours else self._refused
            # When it should have left stays: whoever gets it after all is told how late it is.
            return _waits(notice, notice.planned_at, reason)
        if error.trouble == Trouble.PERMANENT or notice.attempt >= notices.MAX_ATTEMPTS:
            return self._failed(notice, reason)
        wait = max(notices.pause(notice.attempt), timedelta(seconds=error.retry_after_s))
        if error.trouble == Trouble.UNKNOWN and now + wait > (notice.first_attempt_at or now) + notices.UNKNOWN_WINDOW:
            return self._failed(notice, f"fate unknown: {reason}")
        return Finished(notice.id, notice.attempt, NoticeState.PENDING, now + wait, reason)

    def _failed(self, notice: Claimed, reason: str) -> Finished:
        return Finished(notice.id, notice.attempt, NoticeState.FAILED, self.now(), reason)

    def _log(self, notice: Claimed, outcome: str, code: int) -> None:
        self.count(notice.kind, outcome)
        log.info("notice", notice=notice.id, kind=notice.kind, person=notice.person_id, outcome=outcome, code=code,
                 attempt=notice.attempt)  # fmt: skip


def _finish(outcomes: Sequence[Finished], refused: SendError | None, now: datetime, connection: Connection) -> None:
    notices.finish(connection, outcomes)
    if refused is not None:
        push_stops.note(connection, code=refused.code, detail=refused.detail, now=now)
    elif any(one.state == NoticeState.SENT for one in outcomes):
        push_stops.clear(connection)


def _waits(notice: Claimed, until: datetime, reason: str) -> Finished:
    """It was not tried, or nothing of it can have arrived and it is not to blame."""
    return Finished(notice.id, notice.attempt, NoticeState.PENDING, until, reason, tried=False)
