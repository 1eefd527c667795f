"""What a channel is: one way in and out. Everything odd about a platform stays in its channel's file.

A channel turns a request into an `InboundMessage`, a reply into what the platform shows, fetches media, and sends
notices (`models.messaging.Messenger`). Adding one touches no other folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from models.messaging import OutboundText


class InboundMessage(NamedTuple):
    """A verified, decrypted, parsed message of any platform.

    Attributes:
        key: unique for this message for ever, with channel and tenant in it; a resend has the same.
        channel: the channel's name.
        userid: the sender in lower case; `sys` for what the platform itself says.
        kind: text, image, voice, video, location, link, event; any other kind is stored as unknown.
        sent_at: when the platform says it was sent (UTC, whole seconds).
        payload: what handling needs, as JSON values: text; latitude, longitude, label; media_id; title, description,
            url; event, event_key and the event's own fields. Stored in the inbox as it is.
    """

    key: str
    channel: str
    userid: str
    kind: str
    sent_at: datetime
    payload: Mapping[str, Any] = MappingProxyType({})


class MediaError(Exception):
    """A picture could not be had. `gone` says that trying again cannot help (expired, refused, too large)."""

    def __init__(self, detail: str, *, gone: bool = False) -> None:
        super().__init__(detail)
        self.gone = gone


class Channel(Protocol):
    """One way in and out."""

    name: str

    async def fetch_media(self, media_id: str) -> bytes:
        """The bytes of a picture.

        Raises:
            MediaError: it could not be had.
        """
        ...

    async def send(self, message: OutboundText) -> str:
        """Send one text (see `models.messaging.Messenger`)."""
        ...


class NotDurable(Exception):
    """A message could not be stored: it must not be acknowledged, so that the platform sends it again."""
