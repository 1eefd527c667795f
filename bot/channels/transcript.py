"""The replay's way in and out: it keeps what is sent, and its pictures are files beside the script."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.channels.base import MediaError
from bot.clock import Clock
from models.messaging import OutboundText


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that was sent: the id it was given, the instant (UTC), the receiver and the text."""

    id: str
    at: datetime
    userid: str
    text: str


@dataclass
class TranscriptChannel:
    """A channel that only keeps a record.

    Attributes:
        clock: tells when something is sent.
        media: picture files by media id.
        sent: what was sent since it was last taken.
    """

    clock: Clock
    media: dict[str, Path] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    name: str = "simulator"
    _count: int = 0

    async def fetch_media(self, media_id: str) -> bytes:
        """The bytes of a picture.

        Raises:
            MediaError: there is no such picture, or it cannot be read.
        """
        try:
            return await asyncio.to_thread(self.media[media_id].read_bytes)
        except (KeyError, OSError) as wrong:
            raise MediaError(type(wrong).__name__, gone=True) from None

    async def send(self, message: OutboundText) -> str:
        """Keep a text and give it an id."""
        self._count += 1
        self.sent.append(Sent(f"push-{self._count}", self.clock.now(), message.userid, message.text))
        return self.sent[-1].id

    def take(self) -> list[Sent]:
        """What was sent since the last call, oldest first."""
        taken, self.sent = self.sent, []
        return taken
