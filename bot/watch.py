"""The clock cannot die quietly: whoever keeps the house is told when it did not tick (issue 5; `/readyz` says it too).

Looked at apart from the clock, in every process, and at each start: a house that was shut tells of it when it is open.
One notice a silence and administrator, for its key names the last tick.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.units import Desk, Rank
from models.directory import Directory
from models.rules.notice_kinds import SILENT_CLOCK
from models.services import notices, upkeep
from models.services.notices import NewNotice
from scheduler import house_texts as texts

log = structlog.get_logger("watch")

SILENT: Final = timedelta(minutes=5)
"""Five ticks."""
LOOK_S: Final = 60.0
_TOLD_FOR: Final = timedelta(days=1)


class ClockWatch:
    """See the module. One per process; not where the clock is a pretended one, which stands still for hours.

    Args:
        desk: runs the units of work.
        clock: the real one.
        directory: who is to be told.
        on_push: called when somebody has to be told something.
    """

    def __init__(self, desk: Desk, clock: Clock, directory: Directory, *, on_push: Callable[[], None]) -> None:
        self._desk = desk
        self._clock = clock
        self._directory = directory
        self._on_push = on_push

    async def watch_forever(self) -> None:
        """Look every minute."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.look()
            except (DBAPIError, RuntimeError) as error:
                log.warning("the clock could not be looked at", error=type(error).__name__)

    async def look(self, *, starts: bool = False) -> int:
        """Tell the administrators of a silence nobody has told them of.

        Args:
            starts: this process has only begun: the silence was that of a house that was shut.

        Returns:
            How many are told.
        """
        now = self._clock.now()
        told = await self._desk.run(lambda connection: self._tell(connection, now, starts=starts), Rank.LOW)
        if told:
            log.error("the clock was silent", told=told)
            self._on_push()
        return told

    def _tell(self, connection: Connection, now: datetime, *, starts: bool) -> int:
        with Session(connection) as session:
            last = upkeep.last_beat(session)
        if last is None or now - last <= SILENT:
            return 0
        self._directory.refresh(connection)
        body = texts.clock_was_silent(last, now) if starts else texts.clock_is_silent(last, now)
        rows = [
            NewNotice(
                f"{SILENT_CLOCK}:{last.isoformat(timespec='seconds')}:{card.id}", SILENT_CLOCK, "", card.id,
                card.userid, body, now, now + _TOLD_FOR,
            )
            for card in self._directory.administrators()
        ]  # fmt: skip
        return notices.enqueue(connection, rows, now=now)
