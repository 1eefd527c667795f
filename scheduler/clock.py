"""The metronome: APScheduler calls a few ticks by the Shanghai clock; every tick is a scan that may come late or twice.

No date lives in APScheduler: its store is memory, code defines ticks, rows define work (`models-to-learn-from.md` §8).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy.orm import Session

from models.times import SHANGHAI, shanghai
from scheduler.ticks import TICKS, Tick

__all__ = ["Metronome", "Tick"]

log = structlog.get_logger("clock")

NEVER_SKIP = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}

Work = Callable[[Session, datetime], None]


@dataclass(eq=False)
class Metronome:
    """Runs the ticks of the table.

    Attributes:
        run: runs one tick in a unit of work.
        now: tells the instant (UTC).
        ticks: the table.
    """

    run: Callable[[Tick], Awaitable[None]]
    now: Callable[[], datetime]
    ticks: Sequence[Tick] = TICKS
    _scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Start ticking in the running loop."""
        scheduler = AsyncIOScheduler(
            timezone=SHANGHAI, job_defaults=NEVER_SKIP, executors={"default": AsyncIOExecutor()},
            event_loop=asyncio.get_running_loop(),
        )  # fmt: skip
        for tick in self.ticks:
            scheduler.add_job(self.run, trigger(tick), args=[tick], id=tick.name)
        scheduler.add_listener(_note_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        """Stop ticking; what a tick has begun goes on in its unit of work."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    def next_after(self, at: datetime) -> datetime | None:
        """The next instant after `at` at which any daily tick is due (heartbeats are not lived through)."""
        found = [_next_daily(tick, at) for tick in self.ticks if tick.minutes is None]
        return min(found, default=None)

    def due_at(self, at: datetime) -> list[Tick]:
        """The daily ticks of exactly this minute."""
        local = shanghai(at)
        return [
            tick
            for tick in self.ticks
            if tick.minutes is None and (tick.hour, tick.minute) == (local.hour, local.minute)
        ]


def trigger(tick: Tick) -> CronTrigger:
    """A tick's trigger, always in Shanghai's zone whatever the host's is."""
    if tick.minutes is not None:
        return CronTrigger(minute=f"*/{tick.minutes}", second=7, timezone=SHANGHAI)
    return CronTrigger(hour=tick.hour, minute=tick.minute, timezone=SHANGHAI)


def _next_daily(tick: Tick, at: datetime) -> datetime:
    local = shanghai(at)
    due = local.replace(hour=tick.hour, minute=tick.minute, second=0, microsecond=0)
    return due if due > local else due + timedelta(days=1)


def _note_trouble(event: JobExecutionEvent) -> None:
    log.error("a tick failed or was missed", tick=event.job_id, error=type(event.exception).__name__)
