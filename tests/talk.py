"""Conversations as users have them: what is typed, and what comes back."""

from __future__ import annotations

import itertools
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.channels.base import InboundMessage, MediaError
from bot.clock import PretendClock
from models.messaging import OutboundText
from models.times import SHANGHAI
from scheduler.ticks import TICKS

if TYPE_CHECKING:
    from bot.office import Office

MONDAY_TEN = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


class FakeChannel:
    """A channel that keeps what it is given; pictures are whatever a test put there."""

    name = "simulator"

    def __init__(self) -> None:
        self.sent: list[OutboundText] = []
        self.media: dict[str, bytes] = {}

    async def fetch_media(self, media_id: str) -> bytes:
        """The bytes a test put there."""
        if media_id not in self.media:
            raise MediaError("no such picture")
        return self.media[media_id]

    async def send(self, message: OutboundText) -> str:
        """Keep it."""
        self.sent.append(message)
        return f"sent-{len(self.sent)}"


class Chat:
    """Talks to an office as anybody.

    Attributes:
        office: on a pretended clock that stands still.
        clock: that clock.
        channel: what was sent.
    """

    def __init__(self, office: Office, clock: PretendClock, channel: FakeChannel) -> None:
        self.office = office
        self.clock = clock
        self.channel = channel
        self._numbers = itertools.count(1)
        self._seen: dict[str, int] = {}

    def message(self, userid: str, kind: str = "text", *, key: str = "", **payload: Any) -> InboundMessage:
        """A message as a channel would hand it over."""
        number = next(self._numbers)
        return InboundMessage(key or f"test:{number}", "simulator", userid, kind, self.clock.now(), payload)

    async def says(self, userid: str, text: str, *, key: str = "") -> str:
        """Type a text; the reply."""
        return await self.sends(userid, "text", key=key, text=text)

    async def sends(self, userid: str, kind: str, *, key: str = "", **payload: Any) -> str:
        """Send any kind of message; the reply."""
        return await self.office.receive(self.message(userid, kind, key=key, **payload))

    async def sends_photo(self, userid: str, data: bytes) -> str:
        """Send a picture; the reply."""
        media_id = f"media-{next(self._numbers)}"
        self.channel.media[media_id] = data
        return await self.sends(userid, "image", media_id=media_id)

    def ticks(self, *names: str) -> None:
        """Let only these ticks of the clock run: for a test that asks for the pushes of one of them."""
        self.office.metronome.ticks = [tick for tick in TICKS if tick.name in names]

    async def pushes(self, userid: str) -> list[str]:
        """Texts that were pushed to a person since last asked."""
        await self.office.settle()
        mine = [message.text for message in self.channel.sent if message.userid == userid]
        since = self._seen.get(userid, 0)
        self._seen[userid] = len(mine)
        return mine[since:]

    async def rows(self, what: Any, *where: Any) -> list[Any]:
        """Rows of a table as they stand."""
        return await self.office.read(lambda session: list(session.scalars(select(what).where(*where))))


async def open_chat(database: str, folder: Path, *, live: bool = False) -> Chat:
    """An office with nobody in it yet, and a way to talk to it."""
    from bot.office import Office
    from bot.settings import Settings

    clock = PretendClock(MONDAY_TEN)
    channel = FakeChannel()
    settings = Settings(database_url=database, data_dir=folder)
    office = await Office.open(settings, clock=clock, channels=[channel], live=live)
    return Chat(office, clock, channel)
