"""The simulator as a channel: pictures it was given lie in the data directory, what it sends goes to the open pages."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from bot.channels.base import MediaError
from models.messaging import OutboundText

NAME = "simulator"
MEDIA_FOLDER = "simulator-media"

MEDIA_KEPT_S = 3 * 24 * 3600
"""As long as WeCom keeps a picture; the copy without EXIF stays with its visit."""
_MEDIA_ID = re.compile(r"[0-9a-f]{32}")

Listener = Callable[[str, str], None]
"""Told, in the event loop, whom a text was sent to and the id it was given."""


class SimulatorChannel:
    """A way in and out that ends in the simulator page.

    Args:
        data_dir: where pictures are kept, in a folder of their own.
    """

    name = NAME

    def __init__(self, data_dir: Path) -> None:
        self._media = data_dir / MEDIA_FOLDER
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Be told of every text that is sent."""
        self._listeners.append(listener)

    async def send(self, message: OutboundText) -> str:
        """Tell the open pages; a text cannot get lost, because every page reads the conversation from the database.

        Returns:
            A new id, by which the page finds the notice once it is recorded as sent.
        """
        sent_id = secrets.token_hex(8)
        for listener in self._listeners:
            listener(message.userid, sent_id)
        return sent_id

    async def keep_media(self, content: bytes) -> str:
        """Keep the bytes of a picture.

        Returns:
            The id under which `fetch_media` gives them back.
        """
        media_id = secrets.token_hex(16)
        await asyncio.to_thread(self._write, media_id, content)
        return media_id

    async def fetch_media(self, media_id: str) -> bytes:
        """The bytes of a picture that the page sent.

        Raises:
            MediaError: there is none by this id.
        """
        if not _MEDIA_ID.fullmatch(media_id):
            raise MediaError("no such media id", gone=True)
        try:
            return await asyncio.to_thread((self._media / media_id).read_bytes)
        except FileNotFoundError:
            raise MediaError("no such media id", gone=True) from None
        except OSError as wrong:
            raise MediaError(f"cannot be read: {wrong.strerror}") from None

    def _write(self, media_id: str, content: bytes) -> None:
        self._media.mkdir(parents=True, exist_ok=True)
        kept_since = time.time() - MEDIA_KEPT_S
        for old in self._media.iterdir():
            if old.stat().st_mtime < kept_since:
                old.unlink()
        (self._media / media_id).write_bytes(content)
