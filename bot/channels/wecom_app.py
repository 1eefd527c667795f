"""The channel of a WeCom self-built app (企业自建应用): callbacks in, passive replies and sent texts out."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.base import InboundMessage
from bot.clock import Clock
from bot.codec import CHANNEL, WecomCodec
from bot.gateway import Gateway
from bot.settings import Settings
from models.messaging import OutboundText


class WecomApp:
    """One self-built app (`bot.channels.base.Channel`).

    Args:
        settings: complete ones, see `bot.settings.require_wecom`.
        clock: tells when a callback is too old.
    """

    name = CHANNEL

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._clock = clock
        self._codec = WecomCodec(
            corp_id=settings.wecom_corp_id,
            agent_id=settings.wecom_agent_id,
            token=settings.wecom_token.get_secret_value(),
            aes_key=settings.wecom_aes_key.get_secret_value(),
        )
        self.gateway = gateway_for(settings)

    async def open(self) -> None:
        """Get ready to send; reaches nobody yet."""
        await self.gateway.open()

    async def close(self) -> None:
        """Close all connections."""
        await self.gateway.close()

    def echo(self, query: Mapping[str, str]) -> bytes:
        """Answer the console's check of the address.

        Raises:
            BadCallback: it is not the console that asks.
        """
        return self._codec.echo(query, now=self._clock.now())

    def parse(self, body: bytes, query: Mapping[str, str]) -> InboundMessage:
        """Verify, decrypt and parse a callback.

        Raises:
            BadCallback: it is not authentic, too old, not for this app, or not readable.
        """
        return self._codec.read(body, query, now=self._clock.now())

    def seal(self, text: str, userid: str) -> bytes:
        """A passive reply, encrypted, ready to be the body of the HTTP response."""
        return self._codec.seal_reply(text, userid, now=self._clock.now())

    async def fetch_media(self, media_id: str) -> bytes:
        """The bytes of a picture.

        Raises:
            MediaError: it could not be had.
        """
        return await self.gateway.fetch_media(media_id)

    async def send(self, message: OutboundText) -> str:
        """Send one text; returns WeCom's msgid.

        Raises:
            SendError: it was not, or not surely, accepted.
        """
        return await self.gateway.send(message)


def gateway_for(settings: Settings) -> Gateway:
    """The way to WeCom's API with these settings."""
    return Gateway(
        base=settings.wecom_api_base,
        corp_id=settings.wecom_corp_id,
        agent_id=settings.wecom_agent_id,
        secret=settings.wecom_secret.get_secret_value(),
    )
