"""Delivery: claims due notices, asks whether they are still true, sends them, records the outcome.

A notice is sent outside any transaction under a lease; the platform's duplicate check closes the gap between "sent"
and "recorded". One person's notices leave in order, different people's at the same time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.messaging import Messenger, OutboundText, SendError, Trouble
from models.rules.calendar import is_workday
from models.schema import NoticeState
from models.services import notices
from models.services.notices import Claimed, Finished
from models.times import shanghai_day, shanghai_instant
from scheduler.bundles import Manners, Sent, arrange
from scheduler.kinds import ANSWERS, kind_of

T = TypeVar("T")
log = structlog.get_logger("delivery")

CLAIM = 200
CONNECTIONS = 32
POLL_S = 5.0
CROWDED_CLAIM = 20
CROWDED_PAUSE_S = 0.5
"""While messages queue up, only so many notices leave at a time, and so seldom: a push costs more than an answer, and
whoever is answered late would be answered later still."""
MORNING = time(8, 20)
"""When news that was too much for a day is told, on the next workday."""
ALARM_PAUSE_S = 30.0
"""After a failure that only an operator can repair, nothing is sent for so long."""


class Run(Protocol):
    """Runs a unit of work and commits it (the desk)."""

    def __call__(self, work: Callable[[Connection], T]) -> Awaitable[T]:
        """Run it."""
        ...


Counted = Callable[[str, str], None]
StillTrue = Callable[[Connection, Claimed], str]


def never() -> bool:
    """Whether anything queues up, for houses where nothing does."""
    return False


def usual_manners(_day: date) -> Manners:
    """Where the company has not set its own."""
    return Manners()


def always_true(_connection: Connection, _claimed: Claimed) -> str:
    """The question for kinds that cannot become untrue: a reply stays a reply."""
    return ""


@dataclass(eq=False)
class Delivery:
    """See the module.

    Attributes:
        run: the desk.
        now: tells the instant (UTC).
        messengers: by channel name.
        default_channel: for notices that name none.
        count: told kind and outcome of every attempt.
        still_true: by kind, an empty answer or the reason why a notice is not to be sent any more.
        crowded: whether messages queue up, so that notices leave more slowly.
        manners: how people want to be pushed on a Shanghai day.
    """

    run: Run
    now: Callable[[], datetime]
    messengers: Mapping[str, Messenger]
    default_channel: str
    count: Counted
    still_true: Mapping[str, StillTrue]
    crowded: Callable[[], bool] = never
    manners: Callable[[date], Manners] = usual_manners

    def __post_init__(self) -> None:
        """Make what belongs to the event loop."""
        self._nudge = asyncio.Event()
        self._slots = asyncio.Semaphore(CONNECTIONS)

    def nudge(self) -> None:
        """Something is due now: do not wait for the poll."""
        self._nudge.set()

    async def deliver_forever(self) -> None:
        """Deliver what is due, when nudged and on a timer; a failure of the database only pauses it."""
        while True:
            self._nudge.clear()
            pause = POLL_S
            try:
                if await self.deliver_due():
                    pause = CROWDED_PAUSE_S if self.crowded() else 0.0
            except _Stopped:
                pause = ALARM_PAUSE_S
            except (DBAPIError, RuntimeError) as error:
                log.warning("notices could not be claimed", error=type(error).__name__)
            await self._rest(pause)

    async def _rest(self, seconds: float) -> None:
        if seconds <= CROWDED_PAUSE_S:
            await asyncio.sleep(seconds)
            return
        try:
            async with asyncio.timeout(seconds):
                await self._nudge.wait()
        except TimeoutError:
            return

    async def deliver_due(self) -> int:
        """Send one claim's worth of due notices.

        Returns:
            How many were claimed.

        Raises:
            _Stopped: nothing can leave until an operator repairs something.
        """
        now = self.now()
        limit = CROWDED_CLAIM if self.crowded() else CLAIM
        claimed, leaving = await self.run(lambda connection: self._claim(connection, now, limit))
        results = await asyncio.gather(*(self._send_in_order(mine) for mine in _by_person(leaving).values()))
        if any(stopped for stopped in results):
            raise _Stopped
        return claimed

    def _claim(self, connection: Connection, now: datetime, limit: int) -> tuple[int, list[Claimed]]:
        """How many were claimed, and what of them is sent now."""
        claimed = notices.claim(connection, now=now, limit=limit)
        true: list[Claimed] = []
        untrue: list[Finished] = []
        for notice in claimed:
            reason = self.still_true.get(notice.kind, always_true)(connection, notice)
            if reason:
                untrue.append(Finished(notice.id, notice.attempt, NoticeState.CANCELLED, now, reason))
            else:
                true.append(notice)
        notices.finish(connection, untrue)
        return len(claimed), self._arrange(connection, true, now)

    def _arrange(self, connection: Connection, claimed: Sequence[Claimed], now: datetime) -> list[Claimed]:
        """What leaves now, with the words it leaves with; the rest is told in it or given back until later."""
        news = {notice.userid for notice in claimed if not kind_of(notice.kind).answers}
        if not news:
            return list(claimed)
        today = shanghai_day(now)
        since = shanghai_instant(today)
        sent = notices.sent_since(connection, news, since=since, kinds_left_out=ANSWERS)
        leaving: list[Claimed] = []
        for userid, mine in _by_person(claimed).items():
            so_far = Sent(*sent[userid]) if userid in sent else Sent()
            bundles, waiting = arrange(
                mine, sent=so_far, now=now, manners=self.manners(today), morning=_next_morning(today)
            )
            for wait in waiting:
                notices.postpone(connection, wait.notice.id, wait.until, wait.reason)
            for bundle in bundles:
                if bundle.body != bundle.head.body:
                    notices.bundle(connection, bundle.head.id, [one.id for one in bundle.others], bundle.body)
                leaving.append(replace(bundle.head, body=bundle.body))
        return leaving

    async def _send_in_order(self, mine: Sequence[Claimed]) -> bool:
        """One person's notices; when one has to wait, those behind it wait too. True when everything must stop."""
        outcomes: list[Finished] = []
        stopped = False
        for place, notice in enumerate(mine):
            outcome, stopped = await self._attempt(notice)
            outcomes.append(outcome)
            if outcome.state == NoticeState.PENDING:
                outcomes += [
                    Finished(later.id, later.attempt, NoticeState.PENDING, outcome.again_at, "waits for an earlier one")
                    for later in mine[place + 1 :]
                ]
                break
        await self.run(lambda connection: notices.finish(connection, outcomes))
        return stopped

    async def _attempt(self, notice: Claimed) -> tuple[Finished, bool]:
        messenger = self.messengers.get(notice.channel or self.default_channel)
        if messenger is None:
            return self._failed(notice, "no such channel"), False
        try:
            async with self._slots:
                platform_id = await messenger.send(OutboundText(notice.userid, notice.body))
        except SendError as error:
            self._log(notice, error.trouble.value, error.code)
            return self._after_trouble(notice, error), error.trouble == Trouble.OURS
        self._log(notice, "sent", 0)
        now = self.now()
        return Finished(notice.id, notice.attempt, NoticeState.SENT, now, "", now, platform_id), False

    def _after_trouble(self, notice: Claimed, error: SendError) -> Finished:
        now = self.now()
        reason = f"{error.code} {error.detail}".strip()
        if error.trouble == Trouble.PERMANENT:
            return self._failed(notice, reason)
        if error.trouble != Trouble.OURS and notice.attempt >= notices.MAX_ATTEMPTS:
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


def _by_person(claimed: Sequence[Claimed]) -> dict[str, list[Claimed]]:
    found: dict[str, list[Claimed]] = {}
    for notice in claimed:
        found.setdefault(notice.userid, []).append(notice)
    return found


def _next_morning(today: date) -> datetime:
    day = today + timedelta(days=1)
    while not is_workday(day):
        day += timedelta(days=1)
    return shanghai_instant(day, MORNING)


class _Stopped(Exception):
    """Nothing can leave until an operator repairs something."""
