"""Texts that were just sent: looked up among the notices and shown on the open pages of the simulator."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.simulator import NAME
from bot.pages.audience import Audience
from bot.pages.entries import shown
from models.queries import transcripts
from models.queries.transcripts import EntryKind

if TYPE_CHECKING:
    from bot.office import Office

log = structlog.get_logger("simulator")

LIVE_SIZE = 50
"""How many of the latest entries an event carries: more than one person is sent at one moment."""
SETTLE_S = 0.03
"""Between a send and the look for its notice: delivery commits the outcome right after, several share one look."""
LOOKS = 100


@dataclass(slots=True)
class _Look:
    """A text that was sent and whose notice is not yet seen as sent."""

    userid: str
    sent_id: str
    left: int = LOOKS


class Follower:
    """Sees to it that what is sent appears on the pages.

    Args:
        office: whose notices are looked up.
        audience: who is told.
    """

    def __init__(self, office: Office, audience: Audience) -> None:
        self._office = office
        self._audience = audience
        self._looks: list[_Look] = []
        self._sent = asyncio.Event()

    def note_sent(self, userid: str, sent_id: str) -> None:
        """A text was sent to somebody; its notice is looked for soon."""
        self._looks.append(_Look(userid, sent_id))
        self._sent.set()

    async def run(self) -> None:
        """Tell the pages what is sent, for ever."""
        while True:
            await self._sent.wait()
            self._sent.clear()
            await asyncio.sleep(SETTLE_S)
            looks, self._looks = self._looks, []
            for userid in dict.fromkeys(look.userid for look in looks):
                await self._look([look for look in looks if look.userid == userid])
            if self._looks:
                self._sent.set()

    async def _look(self, looks: list[_Look]) -> None:
        """Tell the pages what one person was sent; look again later for what is not recorded yet."""
        person = self._office.directory.person(looks[0].userid)
        if person is None:
            return
        try:
            entries = await self._office.read(
                lambda session: transcripts.list_entries(
                    session, person_id=person.id, userid=person.userid, channel=NAME, limit=LIVE_SIZE
                )
            )
        except SQLAlchemyError as wrong:
            log.warning("simulator_look_failed", error=type(wrong).__name__)
            entries = []
        there = {entry.platform_id for entry in entries if entry.kind is EntryKind.PUSH}
        if any(look.sent_id in there for look in looks):
            lines = [shown(entry) for entry in entries]
            self._audience.tell({"type": "entries", "person": person.userid, "entries": lines})
        for look in looks:
            if look.sent_id not in there and look.left > 1:
                self._looks.append(_Look(look.userid, look.sent_id, look.left - 1))
