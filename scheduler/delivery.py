"""Delivery: claims due notices, asks whether they are still true, sends them, records the outcome.

A notice is sent outside any transaction under a lease; the platform's duplicate check closes the gap between "sent"
and "recorded". One person's notices leave in order, different people's at the same time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Protocol, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.messaging import Messenger, OutboundText, SendError, Trouble
from models.queries import absences
from models.queries.mutes import list_switched_off
from models.rules.calendar import Calendar
from models.rules.notice_kinds import ANSWERS, kind_of
from models.schema import NoticeState
from models.services import dialogs, notices
from models.services.notices import Claimed, Finished
from models.times import shanghai_day, shanghai_instant
from scheduler.bundles import Manners, Room, Sent, Waits, arrange
from scheduler.company import Asked

T = TypeVar("T")
log = structlog.get_logger("delivery")

CLAIM = 320
CONNECTIONS = 32
POLL_S = 5.0
SWITCHED_OFF = "switched off"
CROWDED_CLAIM = 20
CROWDED_PAUSE_S = 0.5
"""While messages queue up, only so many notices leave at a time, and so seldom: a push costs more than an answer, and
whoever is answered late would be answered later still."""
EVENING, MORNING = time(21, 10), time(8, 20)
"""When news that was too much for a day is told: once more that evening, else on the next workday."""
ALARM_PAUSE_S = 30.0
"""After a failure that only an operator can repair, nothing is sent for so long."""


class Run(Protocol):
    """Runs a unit of work and commits it (the desk)."""

    def __call__(self, work: Callable[[Connection], T]) -> Awaitable[T]:
        """Run it."""
        ...


Counted = Callable[[str, str], None]
StillTrue = Callable[[Connection, Claimed], str]
Words = Callable[[Connection, Sequence[Claimed], datetime], Mapping[int, Asked]]
"""Words notices of a kind at an instant (UTC), by their ids; whoever has nothing to read any more is left out."""


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
        words: by kind, what words notices that leave anew; one that it gives none is cancelled. What can be answered
            is opened when the notice leaves, unless something waits for the person's answer.
        lists: names of open lists, which that may take the place of.
    """

    run: Run
    now: Callable[[], datetime]
    messengers: Mapping[str, Messenger]
    default_channel: str
    count: Counted
    still_true: Mapping[str, StillTrue]
    crowded: Callable[[], bool] = never
    manners: Callable[[date], Manners] = usual_manners
    words: Mapping[str, Words] = field(default_factory=dict)
    lists: Collection[str] = ()

    def __post_init__(self) -> None:
        """Make what belongs to the event loop."""
        self._nudge = asyncio.Event()
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._ended: list[tuple[Sequence[Finished], asyncio.Future[None]]] = []
        self._recording: asyncio.Task[None] | None = None

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
        until = now + notices.LEASE
        results = await asyncio.gather(*(self._send_in_order(mine, until) for mine in _by_person(leaving).values()))
        if any(stopped for stopped in results):
            raise _Stopped
        return claimed

    def _claim(self, connection: Connection, now: datetime, limit: int) -> tuple[int, list[Claimed]]:
        """How many were claimed, and what of them is sent now."""
        claimed = notices.claim(connection, now=now, limit=limit)
        true: list[Claimed] = []
        untrue: list[Finished] = []
        people = {one.person_id for one in claimed if one.person_id is not None and kind_of(one.kind).mutable}
        off = list_switched_off(connection, people) if people else frozenset()
        for notice in claimed:
            is_off = (notice.person_id, notice.kind) in off
            reason = SWITCHED_OFF if is_off else self.still_true.get(notice.kind, always_true)(connection, notice)
            if reason:
                untrue.append(Finished(notice.id, notice.attempt, NoticeState.CANCELLED, now, reason))
            else:
                true.append(notice)
        notices.finish(connection, untrue)
        leaving, asked = self._worded(connection, _undisturbed(connection, true, now), now)
        return len(claimed), self._arrange(connection, leaving, now, asked)

    def _worded(
        self, connection: Connection, leaving: Sequence[Claimed], now: datetime
    ) -> tuple[list[Claimed], Mapping[int, Asked]]:
        """What leaves, with words that are true now, and what is asked with them; what was tried keeps its words."""
        fresh = {kind: [one for one in leaving if one.kind == kind and one.attempt == 1] for kind in self.words}
        asked = {
            number: one
            for kind, mine in fresh.items()
            if mine
            for number, one in self.words[kind](connection, mine, now).items()
        }
        untold = [one for mine in fresh.values() for one in mine if one.id not in asked]
        ended = [
            Finished(one.id, one.attempt, NoticeState.CANCELLED, now, "nothing on it is left to do") for one in untold
        ]
        notices.finish(connection, ended)
        gone = {one.id for one in untold}
        worded: list[Claimed] = []
        for one in leaving:
            text = asked[one.id].text if one.id in asked else one.body
            if text != one.body:
                notices.bundle(connection, one.id, (), text)
            worded += [] if one.id in gone else [replace(one, body=text)]
        return worded, asked

    def _arrange(
        self, connection: Connection, claimed: Sequence[Claimed], now: datetime, asked: Mapping[int, Asked]
    ) -> list[Claimed]:
        """What leaves now, with the words it leaves with; the rest is told in it or given back until later."""
        news = {notice.userid for notice in claimed if not kind_of(notice.kind).answers}
        if not news:
            return list(claimed)
        today = shanghai_day(now)
        since = shanghai_instant(today)
        sent = notices.sent_since(connection, news, since=since, kinds_left_out=ANSWERS)
        manners = self.manners(today)
        room = _room(today, manners.calendar)
        leaving: list[Claimed] = []
        waiting: list[Waits] = []
        for userid, mine in _by_person(claimed).items():
            so_far = Sent(*sent[userid]) if userid in sent else Sent()
            bundles, wait = arrange(mine, sent=so_far, now=now, manners=manners, room=room)
            waiting += wait
            for bundle in bundles:
                head = bundle.head
                if bundle.body != head.body:
                    notices.bundle(connection, head.id, [one.id for one in bundle.others], bundle.body)
                    head = replace(head, body=bundle.body)
                leaving.append(head)
                self._open(connection, [bundle.head, *bundle.others], now, asked)
        notices.postpone(connection, [(wait.notice.id, wait.until, wait.reason) for wait in waiting])
        return leaving

    def _open(self, connection: Connection, told: Sequence[Claimed], now: datetime, asked: Mapping[int, Asked]) -> None:
        for notice in told:
            one = asked.get(notice.id)
            if one is not None and one.question and notice.person_id is not None:
                dialogs.offer(connection, notice.person_id, one.question, one.data, now, instead_of=self.lists)

    async def _send_in_order(self, mine: Sequence[Claimed], until: datetime) -> bool:
        """One person's notices; when one has to wait, those behind it wait too. True when everything must stop.

        Args:
            mine: claimed, in their order.
            until: when they are ours no longer (UTC): whoever claims them then sends them.
        """
        outcomes: list[Finished] = []
        stopped = False
        for place, notice in enumerate(mine):
            found = await self._attempt(notice, until)
            if found is None:
                break
            outcome, stopped = found
            outcomes.append(outcome)
            if outcome.state == NoticeState.PENDING:
                outcomes += [
                    Finished(later.id, later.attempt, NoticeState.PENDING, outcome.again_at, "waits for an earlier one")
                    for later in mine[place + 1 :]
                ]
                break
        await self._record(outcomes)
        return stopped

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
            try:
                await self.run(partial(_finish, outcomes))
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

    async def _attempt(self, notice: Claimed, until: datetime) -> tuple[Finished, bool] | None:
        """What became of it, and whether everything must stop; None when it is not ours any more."""
        messenger = self.messengers.get(notice.channel or self.default_channel)
        if messenger is None:
            return self._failed(notice, "no such channel"), False
        try:
            async with self._slots:
                if self.now() >= until:
                    return None
                platform_id = await messenger.send(OutboundText(notice.userid, notice.body))
        except SendError as error:
            self._log(notice, error.trouble.value, error.code)
            return self._after_trouble(notice, error), error.trouble == Trouble.OURS
        self._log(notice, "sent", 0)
        # When it should have left stays beside when it did: the ledger tells from both what came late.
        sent_at = self.now()
        return Finished(notice.id, notice.attempt, NoticeState.SENT, notice.planned_at, "", sent_at, platform_id), False

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


def _finish(outcomes: Sequence[Finished], connection: Connection) -> None:
    notices.finish(connection, outcomes)


def _by_person(claimed: Sequence[Claimed]) -> dict[str, list[Claimed]]:
    found: dict[str, list[Claimed]] = {}
    for notice in claimed:
        found.setdefault(notice.userid, []).append(notice)
    return found


def _room(today: date, calendar: Calendar) -> Room:
    return Room(shanghai_instant(today, EVENING), shanghai_instant(calendar.after(today), MORNING))


def _undisturbed(connection: Connection, claimed: Sequence[Claimed], now: datetime) -> list[Claimed]:
    """What leaves now: to whoever wants to be left alone (免打扰) only answers; the rest waits until he may be told."""
    people = {one.person_id for one in claimed if one.person_id is not None and not kind_of(one.kind).answers}
    muted = absences.list_muted(connection, people, now) if people else {}
    leaving: list[Claimed] = []
    waiting: list[tuple[int, datetime, str]] = []
    for notice in claimed:
        until = None if kind_of(notice.kind).answers else muted.get(notice.person_id or 0)
        if until is None:
            leaving.append(notice)
        else:
            waiting.append((notice.id, until, "not to be disturbed"))
    notices.postpone(connection, waiting)
    return leaving


class _Stopped(Exception):
    """Nothing can leave until an operator repairs something."""
