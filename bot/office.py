"""The composition root: the one place that sees every part, and the order in which they start and stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from bot.channels.base import Channel, InboundMessage
from bot.clock import Clock, PretendClock, SystemClock
from bot.desk import open_desk
from bot.filelock import FileLock, lock_of
from bot.metrics import NOTICES
from bot.photos import PhotoFetcher
from bot.reception import Reception
from bot.settings import Settings
from bot.turn import Turns
from bot.units import Rank
from bot.watch import ClockWatch
from handlers import build_router, day_list, report_drafts
from handlers.dispatch import Switchboard
from handlers.language import habits
from handlers.language.book import CustomerBook
from handlers.language.understand import understand
from models import upgrade
from models.db import lower_ctype, make_engine, open_session
from models.directory import Directory, PersonCard
from models.services import claiming, notices
from models.services.notices import Claimed
from scheduler.bundles import manners_of
from scheduler.claims import Claims
from scheduler.clock import Metronome
from scheduler.company import Asked, Company
from scheduler.delivery import CROWDED_CLAIM, Delivery
from scheduler.ticks import STILL_TRUE, WORDS, Tick, Wording

T = TypeVar("T")
log = structlog.get_logger("office")

DRAIN_S = 10.0
LOOP_PAUSE_S = 5.0
HABITS_AFTER_S = 2.0
"""After the start the parser's table is read: it takes a tenth of a second, and few messages need it."""


class Office:
    """A running bot without its doors: everything behind the HTTP routes.

    Use `open` to make one. Attributes: settings, engine, directory, clock, channels (by name), desk, reception,
    delivery, metronome.
    """

    def __init__(
        self, settings: Settings, engine: Engine, clock: Clock, channels: Sequence[Channel], *, durable: bool = True
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.clock = clock
        self.channels = {channel.name: channel for channel in channels}
        self.directory = Directory()
        self.desk = open_desk(engine, on_broken_commit=self.directory.forget, durable=durable)
        self.book = CustomerBook(self.directory)
        self.turns = Turns(self.directory, Switchboard(build_router(), understand, self.book))
        self.delivery = Delivery(
            run=self.desk.run,
            now=clock.now,
            messengers=self.channels,
            default_channel=channels[0].name if channels else "",
            count=lambda kind, outcome: NOTICES.labels(kind, outcome).inc(),
            claims=Claims(
                still_true=STILL_TRUE,
                manners=lambda day: manners_of(self.directory.terms, self.directory.calendar, day),
                words={kind: partial(self._word, word) for kind, word in WORDS.items()},
                lists=self.turns.switchboard.router.lists,
            ),
            crowded=self.desk.crowded,
        )
        self.photos = PhotoFetcher(
            self.desk, clock, self.directory, self.channels, settings.data_dir, on_push=self.delivery.nudge
        )
        self.reception = Reception(
            self.desk, self.turns, clock, self.channels, settings.data_dir,
            on_push=self.delivery.nudge, on_fetch=self.photos.nudge,
        )  # fmt: skip
        self.watch = ClockWatch(self.desk, clock, self.directory, on_push=self.delivery.nudge)
        self.metronome = Metronome(self._run_tick, clock.now, terms=lambda: self.directory.terms)
        self._tasks: list[asyncio.Task[None]] = []
        self._lock: FileLock | None = None

    @classmethod
    async def open(
        cls,
        settings: Settings,
        *,
        clock: Clock | None = None,
        channels: Sequence[Channel] = (),
        live: bool = True,
        durable: bool = True,
        prepare: Callable[[Office], Awaitable[None]] | None = None,
    ) -> Office:
        """Prepare the database and start all parts.

        Args:
            settings: of this installation.
            clock: the host's if not given.
            channels: ways in and out; the first one carries notices that name none.
            live: run the background work (delivery, inbox, ticks); a replay drives it by hand instead.
            durable: its SQLite file survives a power cut; a replay's own need not.
            prepare: what has to be done before the clock ticks.

        Raises:
            FileInUse: another process works on the same SQLite file.
            models.upgrade.OutdatedSchema: the database has to be migrated first.
        """
        lock = lock_of(settings.database)
        if lock is not None:
            lock.acquire()
        engine = make_engine(settings.database, durable=durable)
        try:
            await asyncio.to_thread(upgrade.upgrade if settings.embedded else upgrade.require_current, engine)
            office = cls(settings, engine, clock or SystemClock(), channels, durable=durable)
        except BaseException:
            engine.dispose()
            if lock is not None:
                lock.release()
            raise
        office._lock = lock
        await office._start(live=live, prepare=prepare)
        return office

    async def _start(self, *, live: bool, prepare: Callable[[Office], Awaitable[None]] | None = None) -> None:
        await self.desk.run(self._warm)
        if prepare is not None:
            await prepare(self)
        if lower_ctype(self.engine) == "C":
            log.warning("LC_CTYPE is C: searching for Chinese names will be slow; create the database with C.UTF-8")
        if not live:
            return
        loops = [self.delivery.deliver_forever, self.reception.work_off_forever, self.photos.fetch_forever]
        if not isinstance(self.clock, PretendClock):
            # Before the clock ticks again, after which nobody would know how long it did not.
            await self.watch.look(starts=True)
            loops.append(self.watch.watch_forever)
        self._tasks = [asyncio.create_task(_keep(loop), name=loop.__qualname__) for loop in loops]
        self._tasks.append(asyncio.create_task(_read_habits(), name="habits"))
        self.metronome.start()

    def _warm(self, connection: Connection) -> None:
        self.directory.refresh(connection)
        if self.desk.one_writer:
            claiming.release_leases(connection)

    async def close(self) -> None:
        """Finish what is in hand, stop the parts, release the database."""
        self.metronome.stop()
        await self.reception.drain(DRAIN_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.desk.close()
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()

    async def receive(self, message: InboundMessage) -> str:
        """Handle a message; the passive reply's text, empty for an empty acknowledgement."""
        return await self.reception.receive(message)

    async def write(self, work: Callable[[Session], T]) -> T:
        """One committed unit of work."""
        return await self.desk.run(lambda connection: _in_session(connection, work, self.clock.now()))

    async def read(self, work: Callable[[Session], T]) -> T:
        """A page's query. It goes through the desk too: on SQLite it sees what the last batch committed."""
        return await self.write(work)

    async def deliver_due(self) -> int:
        """Send everything that is due now; returns how many notices were taken."""
        taken = 0
        while claimed := await self.delivery.deliver_due():
            taken += claimed
            if claimed < CROWDED_CLAIM:  # a claim that was not full took all there was
                break
        return taken

    async def advance(self, until: datetime) -> None:
        """Live through all ticks and due notices up to an instant, on a pretended clock.

        Args:
            until: aware instant; an earlier one than now changes nothing.

        Raises:
            TypeError: the clock is a real one.
        """
        if not isinstance(self.clock, PretendClock):
            raise TypeError("only a pretended clock can be set")
        while (step := await self._next_step(until)) is not None:
            self.clock.move_to(max(step, self.clock.now()))
            await self.metronome.beat()
            await self.deliver_due()
        if until > self.clock.now():
            self.clock.move_to(until)
        await self.metronome.beat()
        await self.deliver_due()

    async def _next_step(self, until: datetime) -> datetime | None:
        now = self.clock.now()
        tick_at = self.metronome.next_after(now)
        due = await self.desk.run(notices.next_due_at)
        steps = [at for at in (tick_at, due) if at is not None and now < at <= until]
        return min(steps, default=None)

    async def _run_tick(self, tick: Tick) -> None:
        now = self.clock.now()
        behind: int | None = 0
        while behind is not None:
            behind = await self.desk.run(partial(self._run_part, tick, now, behind), Rank.LOW)
            self.delivery.nudge()

    def _run_part(self, tick: Tick, now: datetime, behind: int, connection: Connection) -> int | None:
        """Run a tick for the people whose ids come next; the last of these, or None when there are no more."""
        self.directory.refresh(connection)
        people = sorted((card for card in self.directory.people.values() if card.id > behind), key=lambda card: card.id)
        part = people[: tick.part] if tick.part else people
        company = self._company(part)
        _in_session(connection, lambda session: tick.work(session, now, company), now)
        return part[-1].id if len(part) < len(people) else None

    def _company(self, people: Sequence[PersonCard]) -> Company:
        lists = self.turns.switchboard.router.lists
        return Company(self.directory, report_drafts.to_push, people, lists, day_list.cards)

    def _word(
        self, word: Wording, connection: Connection, claimed: Sequence[Claimed], now: datetime
    ) -> Mapping[int, Asked]:
        """The notices of a kind that leave now, as things stand now."""
        self.directory.refresh(connection)
        company = self._company(list(self.directory.people.values()))
        return _in_session(connection, lambda session: word(session, claimed, company, now), now)

    async def settle(self) -> None:
        """Work off the inbox, fetch pictures, deliver: for a replay and for tests, where nothing runs by itself."""
        while await self.reception.work_off():
            pass
        await self.photos.fetch_pending()
        await self.deliver_due()


async def _read_habits() -> None:
    """Read the parser's table before a message needs it, but not beside the first one, which it would hold up."""
    await asyncio.sleep(HABITS_AFTER_S)
    await asyncio.to_thread(habits.load)


async def _keep(loop: Callable[[], Awaitable[None]]) -> None:
    """Run a loop of the house for ever: one that fails by a fault of ours begins again."""
    while True:
        try:
            await loop()
        except Exception as error:
            log.exception("a loop failed", loop=getattr(loop, "__qualname__", ""), exc_info=error)
            await asyncio.sleep(LOOP_PAUSE_S)


def _in_session(connection: Connection, work: Callable[[Session], T], now: datetime) -> T:
    session = open_session(connection, now=now)
    try:
        result = work(session)
        session.flush()
        return result
    finally:
        session.close()
