"""The metronome: APScheduler beats once a minute, and each beat runs the ticks that are due and have not run today.

No date lives in APScheduler: its store is memory, code defines ticks, rows define work (`models-to-learn-from.md` §8).
What was missed while nobody was there is run by the first beat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from models.rules.terms import Terms
from models.times import SHANGHAI, shanghai, shanghai_day
from scheduler.ticks import TICKS, Tick

log = structlog.get_logger("clock")

NEVER_SKIP = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
SECOND = 7
"""Beats keep away from the full minute, where everybody else's do their work."""


@dataclass(eq=False)
class Metronome:
    """Runs the ticks of the table.

    Attributes:
        run: runs one tick in a unit of work.
        now: tells the instant (UTC), the real one or a pretended one.
        ticks: the table.
        terms: tells the company's values, clock times of ticks among them.
    """

    run: Callable[[Tick], Awaitable[None]]
    now: Callable[[], datetime]
    ticks: Sequence[Tick] = TICKS
    terms: Callable[[], Terms] = Terms
    _done_on: dict[str, date] = field(default_factory=dict)
    _scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Start beating in the running loop, at once and then every minute."""
        scheduler = AsyncIOScheduler(
            timezone=SHANGHAI,
            job_defaults=NEVER_SKIP,
            executors={"default": AsyncIOExecutor()},
            event_loop=asyncio.get_running_loop(),
        )
        scheduler.add_job(self._beat_until_stopped, every_minute(), id="beat", next_run_time=datetime.now(SHANGHAI))
        scheduler.add_listener(_note_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        """Stop beating; what a tick has begun goes on in its unit of work."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def beat(self) -> None:
        """Run every tick that is due; one that fails is tried again with the next beat and holds up no other."""
        now = self.now()
        for tick in self.ticks:
            if not self.is_due(tick, now):
                continue
            try:
                await self.run(tick)
            except Exception as error:
                log.exception("a tick failed", tick=tick.name, exc_info=error)
                continue
            self._done_on[tick.name] = shanghai_day(now)

    async def _beat_until_stopped(self) -> None:
        with suppress(asyncio.CancelledError):  # `stop` amid a beat is no fault, and APScheduler would log one
            await self.beat()

    def is_due(self, tick: Tick, at: datetime) -> bool:
        """Whether a tick has to run at an instant: late enough in the day, and not run on that day yet."""
        local = shanghai(at)
        clock = tick.clock(self.terms(), local.date())
        return clock is None or (local.time() >= clock and self._done_on.get(tick.name) != local.date())

    def begin(self, at: datetime) -> None:
        """Let the day begin at an instant: what was due earlier on that day counts as done.

        For a company that did not exist before; one whose server was down gets what was missed.
        """
        local = shanghai(at)
        times = ((tick.name, tick.clock(self.terms(), local.date())) for tick in self.ticks)
        passed = [name for name, clock in times if clock is not None and clock < local.time()]
        self._done_on.update(dict.fromkeys(passed, local.date()))

    def next_after(self, at: datetime) -> datetime | None:
        """The next instant after `at` at which any daily tick becomes due."""
        terms = self.terms()
        return min((due for tick in self.ticks if (due := _next_daily(tick, terms, at)) is not None), default=None)


def every_minute() -> CronTrigger:
    """The beat, in Shanghai's zone whatever the host's is."""
    return CronTrigger(second=SECOND, timezone=SHANGHAI)


def _next_daily(tick: Tick, terms: Terms, at: datetime) -> datetime | None:
    local = shanghai(at)
    for day in (local.date(), local.date() + timedelta(days=1)):
        clock = tick.clock(terms, day)
        if clock is not None and (due := datetime.combine(day, clock, SHANGHAI)) > local:
            return due
    return None


def _note_trouble(event: JobExecutionEvent) -> None:
    log.error("a beat failed or was missed", error=type(event.exception).__name__)
