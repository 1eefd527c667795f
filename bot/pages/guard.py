"""Who may use the simulator, and how it refuses: this machine only, with a sentence for whoever sits at the page.

A peer on loopback, a Host header of this machine (else a name that is re-bound to 127.0.0.1 would get in), and no
foreign Origin (else any open web page could send).
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web

from bot import logs
from bot.pages import texts

log = structlog.get_logger("simulator")

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[^:\[\]]+)(?::\d{1,5})?")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refusal(Exception):
    """A request that is answered with a sentence for the person at the page."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def is_local(peer: str, host: str, origin: str | None, *, forwarded: bool) -> bool:
    """Whether a request comes from a page of this server, opened on this machine.

    Args:
        peer: the address at the other end of the connection.
        host: the Host header.
        origin: the Origin header, None where the browser sent none.
        forwarded: whether a proxy passed it on, so that the peer says nothing.
    """
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    named = _HOST.fullmatch(host)
    return (
        (mapped or address).is_loopback
        and not forwarded
        and named is not None
        and named[1].lower() in HOSTS
        and (origin is None or origin.lower() == f"http://{host.lower()}")
    )


@web.middleware
async def add_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What keeps other pages and old copies out of the browser's view."""
    # An event stream is on its way before it comes back here, and no browser shows it as a page.
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


@web.middleware
async def keep_out_strangers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse whatever does not come from a page of this machine."""
    logs.number_request()
    name = request.transport.get_extra_info("peername") if request.transport is not None else None
    peer = name[0] if isinstance(name, tuple) else ""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if not is_local(peer, request.headers.get("Host", ""), request.headers.get("Origin"), forwarded=forwarded):
        log.warning("simulator_refused", path=request.path)
        return json_answer({"error": texts.NOT_FROM_HERE}, status=403)
    return await handler(request)


@web.middleware
async def word_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn a refusal into its sentence."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return json_answer({"error": refusal.sentence}, status=refusal.status)


def json_answer(content: Mapping[str, Any], status: int = 200) -> web.Response:
    """An answer that no browser keeps."""
    return web.json_response(content, status=status, dumps=_dumps, headers={"Cache-Control": "no-store"})


def _dumps(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)
