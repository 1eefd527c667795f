"""What the simulator's server does not take, and whom it does not answer."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import pytest

from bot.channels.base import MediaError
from bot.clock import SystemClock
from bot.pages import texts
from bot.pages.guard import is_local
from tests.pages.asking import get, picture_form, post
from tests.pages.conftest import House


@pytest.mark.parametrize("media_id", ["", "f" * 32, "../waiqin.db", "F" * 32, "x"])
async def test_a_picture_that_is_not_there_is_gone(house: House, media_id: str) -> None:
    with pytest.raises(MediaError) as caught:
        await house.channel.fetch_media(media_id)

    assert caught.value.gone


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 400, texts.PICTURE_EMPTY),
        (b"%PDF-1.7", 415, texts.PICTURE_UNKNOWN),
        (b"RIFF....WAVE", 415, texts.PICTURE_UNKNOWN),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), 413, texts.PICTURE_TOO_LARGE),
    ],
    ids=["empty", "pdf", "sound", "large"],
)
async def test_what_is_no_picture_is_refused_in_words(
    web: aiohttp.ClientSession, content: bytes, status: int, sentence: str
) -> None:
    async with web.post("/sim/api/say", data=picture_form(content)) as response:
        assert response.status == status
        assert (await response.json())["error"] == sentence

    assert (await get(web, "chat", person="lilei"))["entries"] == []


TOO_LONG = "长" * 20_001


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"person": "lilei", "kind": "text", "text": TOO_LONG}, 413, texts.TEXT_TOO_LONG),
        ({"person": "lilei", "kind": "text", "text": " \n\x00"}, 400, texts.TEXT_EMPTY),
        ({"person": "lilei", "kind": "text"}, 400, texts.BAD_REQUEST),
        ({"person": "lilei", "kind": "text", "text": "在", "nonce": "../"}, 400, texts.BAD_REQUEST),
        ({"person": "lilei", "kind": "event", "event": "click"}, 400, texts.BAD_REQUEST),
        ({"person": "nobody", "kind": "text", "text": "在"}, 404, texts.NO_SUCH_PERSON),
        ({"person": "lilei", "kind": "location", "latitude": 91, "longitude": 0}, 400, texts.BAD_REQUEST),
        ({"person": "lilei", "kind": "location", "latitude": float("nan"), "longitude": 0}, 400, texts.BAD_REQUEST),
        (["text"], 400, texts.BAD_REQUEST),
    ],
)
async def test_a_bad_message_is_refused_in_words(
    web: aiohttp.ClientSession, body: Any, status: int, sentence: str
) -> None:
    assert await post(web, "say", body, status) == {"error": sentence}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"text": "\\ud800"}'])
async def test_a_broken_body_is_refused_in_words(web: aiohttp.ClientSession, body: bytes) -> None:
    for path in ("say", "clock"):
        async with web.post(f"/sim/api/{path}", data=body, headers={"Content-Type": "application/json"}) as response:
            assert response.status == 400
            assert (await response.json())["error"] == texts.BAD_REQUEST


async def test_a_body_far_too_large_is_refused_in_words(web: aiohttp.ClientSession) -> None:
    body = io.BytesIO(b'{"text": "' + b"x" * 2_000_000)
    async with web.post("/sim/api/say", data=body, headers={"Content-Type": "application/json"}) as response:
        assert response.status == 413
        assert (await response.json())["error"] == texts.TEXT_TOO_LONG


async def test_a_broken_form_is_refused_in_words(web: aiohttp.ClientSession) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    for body in (
        b"",
        b"--y",
        b"--x\r\n\r\nloose\r\n--x--",
        b'--x\r\nContent-Disposition: form-data; name="person"\r\n\r\n',
    ):
        async with web.post("/sim/api/say", data=body, headers=kind) as response:
            assert response.status == 400
            assert (await response.json())["error"] == texts.BAD_REQUEST


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"to": "2026-11-23T09:59"}, texts.CLOCK_BACKWARDS),
        ({"to": "2026-11-23T10:00"}, texts.CLOCK_BACKWARDS),
        ({"to": "2027-11-23T10:00"}, texts.CLOCK_TOO_FAR),
        ({"to": "9999-12-31T23:59"}, texts.CLOCK_TOO_FAR),
        ({"add_minutes": 0}, texts.BAD_REQUEST),
        ({"add_minutes": 10**9}, texts.BAD_REQUEST),
        ({"to": "morgen"}, texts.BAD_REQUEST),
        ({}, texts.BAD_REQUEST),
    ],
)
async def test_the_clock_is_refused_in_words(web: aiohttp.ClientSession, asked: dict[str, Any], sentence: str) -> None:
    assert await post(web, "clock", asked, 400) == {"error": sentence}
    assert (await get(web, "state"))["now"] == "2026-11-23T10:00:00.000+08:00"


async def test_a_real_clock_cannot_be_set(house: House, web: aiohttp.ClientSession) -> None:
    house.office.clock = SystemClock()

    assert (await get(web, "state"))["movable"] is False
    assert await post(web, "clock", {"add_minutes": 1}, 409) == {"error": texts.CLOCK_REAL}


@pytest.mark.parametrize("query", [{"person": "nobody"}, {}])
async def test_nobodys_conversation(web: aiohttp.ClientSession, query: dict[str, str]) -> None:
    await get(web, "chat", 404, **query)


@pytest.mark.parametrize("entry_id", ["x", "1-2-3", "9" * 40 + "-0-1-0", "1-0-" + "9" * 30 + "-0", "١-0-1-0"])
async def test_a_made_up_entry_id(web: aiohttp.ClientSession, entry_id: str) -> None:
    await get(web, "chat", 400, person="lilei", before=entry_id)
    await get(web, "state", 400, seen=f"lilei~{entry_id}")


@pytest.mark.parametrize(
    ("peer", "host", "origin", "allowed"),
    [
        ("127.0.0.1", "127.0.0.1:8765", None, True),
        ("127.0.0.1", "localhost:8765", "http://localhost:8765", True),
        ("127.0.0.1", "LOCALHOST", "http://localhost", True),
        ("::1", "[::1]:8765", "http://[::1]:8765", True),
        ("::ffff:127.0.0.1", "127.0.0.1", None, True),
        ("192.168.1.7", "127.0.0.1:8765", None, False),
        ("::ffff:192.168.1.7", "127.0.0.1:8765", None, False),
        ("", "127.0.0.1:8765", None, False),
        ("127.0.0.1", "evil.example", None, False),
        ("127.0.0.1", "127.0.0.1.evil.example:8765", None, False),
        ("127.0.0.1", "evil.example#127.0.0.1", None, False),
        ("127.0.0.1", "", None, False),
        ("127.0.0.1", "127.0.0.1:8765", "http://evil.example", False),
        ("127.0.0.1", "127.0.0.1:8765", "http://127.0.0.1:9999", False),
        ("127.0.0.1", "127.0.0.1:8765", "null", False),
    ],
)
def test_only_pages_of_this_machine_are_answered(peer: str, host: str, origin: str | None, allowed: bool) -> None:
    assert is_local(peer, host, origin, forwarded=False) is allowed
    assert not is_local(peer, host, origin, forwarded=True)


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"X-Forwarded-For": "10.0.0.1"}],
)
async def test_everybody_else_gets_a_403_everywhere(web: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    await post(web, "say", {"person": "lilei", "kind": "text", "text": "拜访 东吴"}, 403, **headers)
    for path in ("/sim/", "/sim/api/state", "/sim/api/events", "/sim/static/simulator.js", "/sim/nothing"):
        async with web.get(path, headers=headers) as response:
            assert response.status == 403

    assert (await get(web, "chat", person="lilei"))["entries"] == []
