"""WeCom's callback address: the console's check (GET) and the messages (POST)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import StreamReader, web

from bot import logs
from bot.channels.base import InboundMessage, NotDurable
from bot.channels.wecom_app import WecomApp
from bot.crypt import BadCallback, Refusal
from bot.metrics import REFUSED

PATH = "/wecom/callback"
BODY_LIMIT_BYTES = 1 << 20
BODY_TIMEOUT_S = 5.0
"""WeCom itself gives up after this long (`wecom.md` §2); a sender that dribbles gets no more of us either."""

log = structlog.get_logger("webhook")


class WecomCallback:
    """Serves one app's callback address.

    Args:
        channel: verifies, reads and seals.
        receive: takes a message and returns the reply's text once everything is durable; "" answers nothing now.
    """

    def __init__(self, channel: WecomApp, receive: Callable[[InboundMessage], Awaitable[str]]) -> None:
        self._channel = channel
        self._receive = receive

    def routes(self) -> list[web.RouteDef]:
        """The routes to add to the server."""
        return [web.get(PATH, self.check, allow_head=False), web.post(PATH, self.take)]

    async def check(self, request: web.Request) -> web.Response:
        """Show the console that we hold the token and the key."""
        logs.number_request()
        try:
            return web.Response(body=self._channel.echo(request.query), content_type="text/plain")
        except BadCallback as refused:
            return _refuse(refused, 0)

    async def take(self, request: web.Request) -> web.Response:
        """Take a message; the answer goes back in this response where there is one in time."""
        logs.number_request()  # here and not in a middleware, which would cost every message two coroutines more
        body = b""
        try:
            body = await _body(request)
            # No await from here to `receive`: a resend must find the first copy already in hand.
            message = self._channel.parse(body, request.query)
        except BadCallback as refused:
            return _refuse(refused, len(body))
        try:
            text: str | None = await self._receive(message)
        except NotDurable:
            text = None
        if text is None:
            # No traceback: a database's complaint quotes the message. WeCom sends it again.
            log.error("message not stored", key=message.key)
            return web.Response(status=500)
        if not text:
            return web.Response()
        return web.Response(body=self._channel.seal(text, message.userid), content_type="application/xml")


def _refuse(refused: BadCallback, size: int) -> web.Response:
    REFUSED.labels(refused.reason.value).inc()
    log.warning("callback refused", reason=refused.reason.value, status=refused.status, size=size)
    response = web.Response(status=refused.status)
    if refused.reason is Refusal.TOO_LARGE:
        response.force_close()
    return response


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > BODY_LIMIT_BYTES:
        raise BadCallback(Refusal.TOO_LARGE)
    content = request.content
    try:
        if content.is_eof():
            body = content.read_nowait()
        else:
            async with asyncio.timeout(BODY_TIMEOUT_S):
                body = await _stream(content)
    except (TimeoutError, web.RequestPayloadError, ValueError):  # dribbling, broken chunks, broken compression
        raise BadCallback(Refusal.ENVELOPE) from None
    if len(body) > BODY_LIMIT_BYTES:
        raise BadCallback(Refusal.TOO_LARGE)
    return body


async def _stream(content: StreamReader) -> bytes:
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > BODY_LIMIT_BYTES:
            break
    return bytes(body)
