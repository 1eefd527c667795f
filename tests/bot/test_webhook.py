"""The callback address over real sockets: what WeCom sends is answered, and what a forger sends does no harm."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from aiohttp import ClientSession, TCPConnector, web
from pydantic import SecretStr

from bot.channels.base import InboundMessage, NotDurable
from bot.channels.wecom_app import WecomApp
from bot.clock import PretendClock
from bot.settings import Settings
from bot.webhook import PATH, WecomCallback
from tests.bot.test_forgeries import REFUSED_DOCUMENTS, REFUSED_REQUESTS
from tests.bot.wire import authentic
from tests.fakes.app import AES_KEY, AGENT_ID, CORP_ID, SECRET, TOKEN
from tests.fakes.sealer import Callback, Sealer

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AT = NOW.timestamp()
SEALER = Sealer()
SETTINGS = Settings(
    wecom_corp_id=CORP_ID,
    wecom_agent_id=AGENT_ID,
    wecom_secret=SecretStr(SECRET),
    wecom_token=SecretStr(TOKEN),
    wecom_aes_key=SecretStr(AES_KEY),
)
PRIVATE = "绝密的拜访内容"


@dataclass
class Site:
    """The server on loopback, and everything that got through to it."""

    url: str
    session: ClientSession
    taken: list[InboundMessage] = field(default_factory=list)
    answer: Callable[[InboundMessage], Awaitable[str]] | None = None

    async def receive(self, message: InboundMessage) -> str:
        self.taken.append(message)
        return await self.answer(message) if self.answer else "记下了"

    async def post(self, callback: Callback, **more: Any) -> tuple[int, bytes]:
        request = {"params": callback.query, "data": callback.body} | more
        async with self.session.post(self.url, **request) as response:
            return response.status, await response.read()

    async def raw(self, request: bytes, *, wait_s: float = 3) -> bytes:
        """Send bytes as they are and read until the server hangs up or says nothing more."""
        port = int(self.url.rsplit(":", 1)[1].split("/")[0])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        try:
            async with asyncio.timeout(wait_s):
                return await reader.readuntil(b"\r\n\r\n")
        finally:
            writer.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    channel = WecomApp(SETTINGS, PretendClock(NOW))
    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        made = Site("", session)
        app = web.Application()
        app.add_routes(WecomCallback(channel, made.receive).routes())
        runner = web.AppRunner(app, shutdown_timeout=0.1, auto_decompress=False)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
        yield made
        await runner.cleanup()


async def still_answers(site: Site) -> None:
    """A valid message right after the hostile one is answered in 50 ms (the best of three: tests share a machine)."""
    site.taken.clear()
    times = []
    for number in range(3):
        began = time.perf_counter()
        status, body = await site.post(SEALER.text("lilei", "拜访 东吴", str(number), at=AT))
        times.append(time.perf_counter() - began)
        assert (status, SEALER.reply(body), len(site.taken)) == (200, "记下了", number + 1)
    assert min(times) < 0.05


async def test_the_console_check_is_answered_with_the_bare_echo(site: Site) -> None:
    async with site.session.get(site.url, params=SEALER.check("1616140317555161061", at=AT)) as response:
        assert (response.status, await response.read()) == (200, b"1616140317555161061")

    async with site.session.get(site.url, params=SEALER.check("x", at=AT) | {"nonce": "other"}) as response:
        assert (response.status, await response.read()) == (403, b"")


async def test_a_text_is_answered_with_a_sealed_reply(site: Site) -> None:
    status, body = await site.post(SEALER.text("LiLei", "拜访 东吴", "7", at=AT))

    assert (status, SEALER.reply(body)) == (200, "记下了")
    assert site.taken[0].payload == {"text": "拜访 东吴"}
    assert site.taken[0].userid == "lilei"


async def test_nothing_to_say_is_an_empty_200(site: Site) -> None:
    async def nothing(_message: InboundMessage) -> str:
        return ""

    site.answer = nothing

    assert await site.post(SEALER.text("lilei", "x", "7", at=AT)) == (200, b"")


async def test_what_could_not_be_stored_is_sent_again(site: Site) -> None:
    async def cannot(_message: InboundMessage) -> str:
        raise NotDurable(PRIVATE)

    site.answer = cannot
    with structlog.testing.capture_logs() as logs:
        assert await site.post(SEALER.text("lilei", PRIVATE, "7", at=AT)) == (500, b"")

    assert [line["event"] for line in logs] == ["message not stored"]
    assert PRIVATE not in repr(logs)


async def test_an_unknown_kind_is_taken(site: Site) -> None:
    document = SEALER.message("sticker", "lilei", {"MsgId": "5", "Face": "😀"}, at=AT)

    assert (await site.post(SEALER.callback(document, at=AT)))[0] == 200
    assert (site.taken[0].kind, site.taken[0].payload["Face"]) == ("sticker", "😀")


@pytest.mark.parametrize("text", ["😀" * 2_000, "a\x00\x07b\x1b", "]]>]]></Content>", "<xml>&amp;</xml>", "长" * 6_000])
async def test_odd_texts_are_taken_and_answered(site: Site, text: str) -> None:
    async def echo(message: InboundMessage) -> str:
        return str(message.payload["text"])

    site.answer = echo
    status, body = await site.post(SEALER.text("lilei", text, "7", at=AT))

    shown = SEALER.reply(body)
    expected = text.replace("\x00\x07", "").replace("\x1b", "")
    assert status == 200
    assert expected.startswith(shown)
    assert len(shown.encode()) > min(len(expected.encode()), 2_048) - 4


@pytest.mark.parametrize(("document", "reason"), REFUSED_DOCUMENTS)
async def test_authentic_nonsense_is_refused(site: Site, document: str | bytes, reason: str) -> None:
    await refused(site, authentic(document), 403, reason)


@pytest.mark.parametrize(("callback", "reason"), REFUSED_REQUESTS)
async def test_what_is_not_authentic_is_refused(site: Site, callback: Callback, reason: str) -> None:
    await refused(site, callback, 403, reason)


GOOD = SEALER.text("lilei", PRIVATE, "1", at=AT)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"encrypt":"abc"}', id="JSON"),
        pytest.param(b"\x00\xff\xfe", id="bytes"),
        pytest.param(b"<xml>" * 200_000, id="nested, not authentic"),
        pytest.param(b'<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', id="entity, not authentic"),
    ],
)
async def test_no_envelope_is_refused(site: Site, body: bytes) -> None:
    await refused(site, Callback(GOOD.query, body), 400, "envelope")


async def refused(site: Site, callback: Callback, status: int, reason: str) -> None:
    with structlog.testing.capture_logs() as logs:
        assert await site.post(callback) == (status, b"")
    assert [(line["event"], line["reason"]) for line in logs] == [("callback refused", reason)]
    assert not site.taken
    await still_answers(site)


async def test_eight_mebibytes_are_refused_before_they_are_read(site: Site) -> None:
    with structlog.testing.capture_logs() as logs:
        status, body = await site.post(GOOD, data=io.BytesIO(b"x" * (8 << 20)))

    assert (status, body, logs[0]["reason"]) == (413, b"", "too_large")
    await still_answers(site)


async def test_eight_gibibytes_are_refused_at_once(site: Site) -> None:
    began = time.perf_counter()
    head = await site.raw(b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n<xml>" % (PATH.encode(), 8 << 30))

    assert head.startswith(b"HTTP/1.1 413")
    assert time.perf_counter() - began < 1
    await still_answers(site)


async def test_a_body_that_never_ends_is_refused_at_the_limit(site: Site) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b"x" * (1 << 16)

    async with site.session.post(site.url, params=GOOD.query, data=endless()) as response:
        assert response.status == 413
    await still_answers(site)


async def test_a_body_that_inflates_is_refused_as_it_is(site: Site) -> None:
    bomb = gzip.compress(b"x" * (64 << 20))

    status, _ = await site.post(Callback(GOOD.query, bomb), headers={"Content-Encoding": "gzip"})

    assert status == 400
    await still_answers(site)


async def test_a_dribbling_sender_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.webhook.BODY_TIMEOUT_S", 0.05)

    head = await site.raw(b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n<xml>" % PATH.encode())

    assert head.startswith(b"HTTP/1.1 400")
    await still_answers(site)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"Content-Length: -1", id="negative length"),
        pytest.param(b"Content-Length: nine", id="no number"),
        pytest.param(b"Content-Length: 5\r\nContent-Length: 7", id="two lengths"),
        pytest.param(b"Transfer-Encoding: chunked\r\nContent-Length: 5", id="length and chunks"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n", id="broken chunks"),
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_broken_http_is_refused(site: Site, line: bytes, caplog: pytest.LogCaptureFixture) -> None:
    head = await site.raw(b"POST %s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n<xml>" % (PATH.encode(), line))

    assert head.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
    await still_answers(site)


@pytest.mark.parametrize(
    "query", [b"?timestamp=%ff%fe&nonce=%00&msg_signature=%e4%b8", b"?&&&==", b"?timestamp=1&timestamp=2"]
)
async def test_broken_parameters_are_refused(site: Site, query: bytes) -> None:
    head = await site.raw(
        b"POST %s%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
        % (PATH.encode(), query, len(GOOD.body), GOOD.body)
    )

    assert head.startswith(b"HTTP/1.1 403")
    await still_answers(site)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD"])
async def test_other_methods_are_refused(site: Site, method: str) -> None:
    async with site.session.request(method, site.url) as response:
        assert response.status == 405


async def test_a_resend_finds_the_first_copy_in_hand(site: Site) -> None:
    """Three copies on three connections: every one reaches `receive` before the first is answered."""
    all_here = asyncio.Event()

    async def wait(_message: InboundMessage) -> str:
        if len(site.taken) == 3:
            all_here.set()
        await all_here.wait()
        return "记下了"

    site.answer = wait
    copies = [site.post(SEALER.text("lilei", "拜访 东吴", "9", at=AT)) for _ in range(3)]
    answers = await asyncio.gather(*copies)

    assert {message.key for message in site.taken} == {f"wecom:{CORP_ID}:{AGENT_ID}:9"}
    assert [SEALER.reply(body) for _, body in answers] == ["记下了"] * 3


async def test_no_text_of_a_message_is_ever_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as logs:
        await site.post(GOOD)
        await site.post(SEALER.text("lilei", PRIVATE, "1", at=AT - 3_600))
        await site.post(authentic(SEALER.message("text", "lilei", {"Content": PRIVATE}, at=AT)[:-9]))

    assert len(logs) == 2
    assert PRIVATE not in json.dumps(logs, ensure_ascii=False) + caplog.text
