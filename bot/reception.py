"""Where messages arrive: one effect and one answer each, in order per person, inside the platform's window.

A resend joins the message in hand and gets the same answer. What cannot be answered in time (a backlog, a slow
handler) is made durable raw, acknowledged empty, worked off from the inbox in order, and its reply is pushed
(`design.md` §3.5).
"""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError

from bot.channels.base import Channel, InboundMessage, MediaError, NotDurable
from bot.clock import Clock
from bot.metrics import MESSAGE_SECONDS, messages
from bot.turn import HANDLED_KINDS, Behind, Handled, Incoming, Overtaken, Refused, Turns
from bot.units import Desk, Rank, Unit
from handlers.context import StoredPhoto
from models.schema import InboxState, ReplyVia
from models.services import inbox
from models.services.inbox import Received

log = structlog.get_logger("reception")

DEFER_AFTER_S = 2.5
"""When a message is deferred that no worker has taken: WeCom waits 5 s, and the raw commit needs its time too, even
when the disk takes a second for once."""
DEFER_AT_ONCE_S = 1.5
"""With so much work queued, waiting for one's turn is hopeless from the start."""
PATIENT_S = 1.0
"""How long after its arrival a message's durable insert may still let others go first."""
PHOTO_WAIT_S = 2.0
"""How long the answer to a picture may wait for the picture itself."""
TAGS = 64
"""Message numbers of one process are equal modulo this; two processes with the same rest settle it by the key."""
NUMBER_TRIES = 5
SWEEP_S = 15.0
SWEEP_ROWS = 200


@dataclass(eq=False, slots=True)
class _InHand:
    """A message that is being handled: its answer, and who else waits for it."""

    received: Received
    answer: asyncio.Future[str]
    due: float


class Reception:
    """See the module. One per process, living in the event loop.

    Args:
        desk: runs the units of work.
        turns: what a unit of work for a message is.
        clock: tells the instants that are stored.
        channels: by name, to fetch pictures.
        data_dir: where pictures are kept.
        on_push: called when notices were left that are due now.
        on_fetch: called when a picture is still to be fetched.
    """

    def __init__(
        self,
        desk: Desk,
        turns: Turns,
        clock: Clock,
        channels: Mapping[str, Channel],
        data_dir: Path,
        *,
        on_push: Callable[[], None],
        on_fetch: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._turns = turns
        self._clock = clock
        self._channels = channels
        self._data_dir = data_dir
        self._on_push = on_push
        self._on_fetch = on_fetch
        self._in_hand: dict[str, _InHand] = {}
        self._last_of: dict[str, asyncio.Future[str]] = {}
        self._behind: set[str] = set()
        self._last_id = 0
        self._tag = secrets.randbelow(TAGS)
        self._nudge = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._waited_for: dict[Unit[Handled], float] = {}
        self._alarm: asyncio.TimerHandle | None = None
        self._alarm_at = math.inf

    def in_hand(self) -> int:
        """How many messages are being handled."""
        return len(self._in_hand)

    async def drain(self, limit_s: float) -> None:
        """Wait until what is in hand is answered, at most so many seconds."""
        answers = [hand.answer for hand in self._in_hand.values()]
        if answers:
            await asyncio.wait(answers, timeout=limit_s)

    async def receive(self, message: InboundMessage) -> str:
        """Handle a message and give the passive reply's text; empty means an empty acknowledgement.

        Raises:
            NotDurable: it could not be stored; the platform must send it again.
        """
        # Before the first await: copies of a message that come together must find each other.
        held = self._in_hand.get(message.key)
        if held is not None:
            messages(_label(message.kind), "joined").inc()
            return await asyncio.shield(held.answer)
        hand = self._take_in(message)
        before = self._last_of.get(message.userid)
        self._last_of[message.userid] = hand.answer
        began = time.perf_counter()
        try:
            handled = await self._answer(hand, before)
        except BaseException as error:
            hand.answer.set_exception(error)
            hand.answer.exception()  # nobody else may be waiting for it
            raise
        else:
            hand.answer.set_result(handled.reply)
            self._after(hand.received, handled, began)
            return handled.reply
        finally:
            del self._in_hand[message.key]
            if self._last_of.get(message.userid) is hand.answer:
                del self._last_of[message.userid]

    def _take_in(self, message: InboundMessage) -> _InHand:
        now = self._clock.now()
        received = Received(
            self._next_id(), message.key, message.channel, message.userid, message.kind, message.payload,
            message.sent_at, now,
        )  # fmt: skip
        hand = _InHand(received, self._loop.create_future(), self._loop.time() + DEFER_AFTER_S)
        self._in_hand[message.key] = hand
        return hand

    def _next_id(self) -> int:
        """A number that grows with arrival and is hardly ever another process's: below 2^53, as browsers need it."""
        self._last_id = max(self._last_id + TAGS, (time.time_ns() // 1_000_000 << 12) | self._tag)
        return self._last_id

    async def _answer(self, hand: _InHand, before: asyncio.Future[str] | None) -> Handled:
        for _ in range(NUMBER_TRIES):
            try:
                return await self._attempt(hand, before)
            except _NumberTaken:
                hand.received = hand.received._replace(id=self._next_id())
        raise NotDurable("no free message number")

    async def _attempt(self, hand: _InHand, before: asyncio.Future[str] | None) -> Handled:
        if before is not None and not await _settled(before, hand.due):
            return await self._defer(hand)
        if hand.received.userid in self._behind or self._desk.expected_wait_s() > DEFER_AT_ONCE_S:
            return await self._defer(hand)
        photo = await self._photo(hand.received) if hand.received.kind == "image" else None
        incoming = Incoming(hand.received, photo)
        try:
            return await self._take_turn(hand, incoming)
        except (Behind, _TooLate):
            return await self._defer(hand)
        except Overtaken:
            return await self._stored_answer(hand.received)
        except Refused as refused:
            return await self._in_window(hand, incoming, refused)

    async def _take_turn(self, hand: _InHand, incoming: Incoming) -> Handled:
        now = self._clock.now()
        unit = self._desk.submit(lambda connection: self._turns.take(connection, incoming, now))
        self._waited_for[unit] = hand.due
        if hand.due < self._alarm_at:
            self._set_alarm(hand.due)
        try:
            return await unit.result
        except DBAPIError as error:
            raise NotDurable(type(error.orig).__name__) from error
        finally:
            del self._waited_for[unit]

    def _set_alarm(self, due: float) -> None:
        """Have `_look_at_due` run then. One alarm for all: making and cancelling one is dear, and almost none rings."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = self._loop.call_at(due, self._look_at_due)
        self._alarm_at = due  # kept here: uvloop's handle knows its instant no more once it has rung

    def _look_at_due(self) -> None:
        self._alarm, self._alarm_at = None, math.inf
        now = self._loop.time()
        left: list[float] = []
        for unit, due in self._waited_for.items():
            if due <= now:
                self._give_up(unit)
            else:
                left.append(due)
        if left:
            self._set_alarm(min(left))

    def _give_up(self, unit: Unit[Handled]) -> None:
        """Stop waiting for a unit: it is withdrawn, or on PostgreSQL loses the race for the inbox key at its end.

        On SQLite a unit that has been taken is done after its short batch, and nothing else could commit before it.
        """
        if (self._desk.withdraw(unit) or not self._desk.one_writer) and not unit.result.done():
            unit.result.set_exception(_TooLate())

    async def _refuse(self, incoming: Incoming, refused: Refused) -> Handled:
        now = self._clock.now()
        return await self._desk.run(
            lambda connection: self._turns.refuse(connection, incoming, refused, now), Rank.URGENT
        )

    async def _in_window(self, hand: _InHand, incoming: Incoming, refused: Refused) -> Handled:
        try:
            return await self._refuse(incoming, refused)
        except Behind:
            return await self._defer(hand)
        except Overtaken:
            return await self._stored_answer(hand.received)
        except DBAPIError as error:
            raise NotDurable(type(error.orig).__name__) from error

    async def _defer(self, hand: _InHand) -> Handled:
        """Make a message durable as it came; the inbox is worked off in order and the reply pushed."""
        message = hand.received
        self._behind.add(message.userid)
        fresh = self._loop.time() < hand.due - DEFER_AFTER_S + PATIENT_S
        try:
            stored = await self._desk.run(
                lambda connection: inbox.store_raw(connection, message), Rank.PATIENT if fresh else Rank.URGENT
            )
        except DBAPIError as error:
            raise NotDurable(type(error.orig).__name__) from error
        finally:
            self._nudge.set()
        return Handled("", "deferred") if stored else await self._stored_answer(message)

    async def _stored_answer(self, message: Received) -> Handled:
        """The answer of a message that is in the inbox already: the stored reply, or none if that is pushed."""
        standing = await self._desk.run(
            lambda connection: inbox.standing(connection, message, person_id=None, now=message.received_at),
            Rank.URGENT,
        )
        if standing.state is None:
            raise _NumberTaken
        if standing.state == InboxState.RECEIVED:
            self._nudge.set()
        passive = standing.via == ReplyVia.PASSIVE
        return Handled(standing.reply if passive else "", "again")

    async def _photo(self, message: Received) -> StoredPhoto | None:
        """The picture of a message, stored, if it can be had while the sender waits."""
        from bot.media import store_photo

        try:
            async with asyncio.timeout(PHOTO_WAIT_S):
                data = await self._channels[message.channel].fetch_media(str(message.payload.get("media_id", "")))
            return await asyncio.to_thread(store_photo, data, self._data_dir)
        except (MediaError, TimeoutError, OSError) as error:
            log.info("picture not there yet", message=message.id, reason=type(error).__name__)
            return None

    def _after(self, message: Received, handled: Handled, began: float) -> None:
        seconds = time.perf_counter() - began
        messages(_label(message.kind), handled.outcome).inc()
        MESSAGE_SECONDS.observe(seconds)
        log.info(
            "message", message=message.id, kind=message.kind, person=handled.person_id, outcome=handled.outcome,
            ms=round(seconds * 1000, 1),
        )  # fmt: skip
        self._note(handled)

    def _note(self, handled: Handled) -> None:
        if handled.person_id is not None and handled.reply:
            self._turns.introduced.add(handled.person_id)
        if handled.pushed:
            self._on_push()
        if handled.fetch:
            self._on_fetch()

    async def work_off_forever(self) -> None:
        """Work off what waits in the inbox, at the start, when nudged, and on a timer."""
        while True:
            try:
                more = await self.work_off()
            except (DBAPIError, RuntimeError) as error:
                log.warning("the inbox could not be worked off", error=type(error).__name__)
                more = False
            if more:
                continue
            try:
                async with asyncio.timeout(SWEEP_S):
                    await self._nudge.wait()
            except TimeoutError:
                continue

    async def work_off(self) -> bool:
        """Handle the oldest waiting messages, each sender's in order; True when there may be more."""
        self._nudge.clear()
        waiting = await self._desk.run(lambda connection: inbox.list_waiting(connection, SWEEP_ROWS), Rank.LOW)
        by_sender: dict[str, list[Received]] = {}
        for message in waiting:
            by_sender.setdefault(message.userid, []).append(message)
        for done in set(self._behind) - by_sender.keys():
            if len(waiting) < SWEEP_ROWS and done not in self._last_of:
                self._behind.discard(done)
        self._behind.update(by_sender)
        progress = await asyncio.gather(*(self._work_off_one(messages) for messages in by_sender.values()))
        return any(progress)

    async def _work_off_one(self, messages: list[Received]) -> bool:
        for message in messages:
            began = time.perf_counter()
            try:
                handled = await self._deferred(message)
            except (Behind, Overtaken):
                return False
            self._after(message, handled, began)
        return True

    async def _deferred(self, message: Received) -> Handled:
        incoming = Incoming(message, waiting=True)
        now = self._clock.now()
        try:
            return await self._desk.run(lambda connection: self._turns.take(connection, incoming, now), Rank.LOW)
        except Refused as refused:
            error = refused
        return await self._refuse(incoming, error)


def _label(kind: str) -> str:
    """A message's kind as a counter's label: what platforms invent must not make series without end."""
    return kind if kind in HANDLED_KINDS else "unknown"


class _NumberTaken(Exception):
    """Another process gave the same number to another message."""


class _TooLate(Exception):
    """The window closes before the unit's turn came."""


async def _settled(before: asyncio.Future[str], due: float) -> bool:
    """Wait until the sender's previous message is answered; False when that takes too long."""
    try:
        async with asyncio.timeout_at(due):
            await asyncio.wait([before])
    except TimeoutError:
        return False
    return True
