"""What the simulator page asks the server, and whom the server answers."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot import demo
from bot.channels.base import MediaError
from bot.clock import PretendClock, SystemClock
from bot.pages import texts
from bot.pages.guard import is_local
from bot.pages.inputs import next_morning
from models.times import SHANGHAI
from tests.pages.conftest import House
from tests.talk import MONDAY_TEN

NONCE = "0123456789abcdef"


@pytest.fixture
async def web(house: House) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(house.address) as client:
        yield client


async def get(web: aiohttp.ClientSession, path: str, status: int = 200, **query: str) -> Any:
    async with web.get(f"/sim/api/{path}", params=query) as response:
        assert response.status == status
        return await response.json()


async def post(web: aiohttp.ClientSession, path: str, body: Any, status: int = 200, **headers: str) -> Any:
    async with web.post(f"/sim/api/{path}", json=body, headers=headers) as response:
        assert response.status == status, await response.text()
        return await response.json()


async def say(web: aiohttp.ClientSession, person: str, text: str, **more: str) -> Any:
    return (await post(web, "say", {"person": person, "kind": "text", "text": text, **more}))["entries"]


def picture(kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).save(buffer, kind)
    return buffer.getvalue()


def picture_form(content: bytes, person: str = "lilei") -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("person", person)
    form.add_field("kind", "image")
    form.add_field("image", io.BytesIO(content), filename="shop.jpg", content_type="image/jpeg")
    return form


@asynccontextmanager
async def listening(web: aiohttp.ClientSession) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    async with web.get("/sim/api/events", timeout=aiohttp.ClientTimeout(total=20)) as response:
        assert response.content_type == "text/event-stream"

        async def events() -> AsyncIterator[dict[str, Any]]:
            async for line in response.content:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

        yield events()


async def test_the_page_says_that_it_is_a_simulation_and_loads_nothing_from_elsewhere(
    web: aiohttp.ClientSession,
) -> None:
    async with web.get("/sim") as response:
        page = await response.text()
        assert str(response.url).endswith("/sim/")
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]

    assert "模拟器</strong>：这里的人和客户都是假的，消息不会发到企业微信" in page
    assert "//" not in page.replace("http://www.w3.org", "")
    for name in ("simulator.js", "simulator.css", "icon.svg"):
        assert f"static/{name}?v=" in page
        async with web.get(f"/sim/static/{name}") as response:
            assert response.status == 200


async def test_state_lists_everybody_and_the_time(web: aiohttp.ClientSession) -> None:
    state = await get(web, "state")

    assert state["simulated"] is True
    assert state["movable"] is True
    assert state["now"] == "2026-11-23T10:00:00.000+08:00"
    people = {person["userid"]: person for person in state["people"]}
    assert people["wufang"]["name"] == "吴芳"
    assert people["wufang"]["role"] == "主管"
    assert people["lilei"] | {"role": "业务员", "unread": 0, "last": None} == people["lilei"]


async def test_a_message_is_answered_and_stays_in_the_conversation_after_a_restart(house: House) -> None:
    async with aiohttp.ClientSession(house.address) as web:
        message, reply = await say(web, "lilei", "拜访 东吴 谈报价\n<b>二期</b>")
        before = await get(web, "chat", person="lilei")
    await house.stop()
    await house.start()
    async with aiohttp.ClientSession(house.address) as web:
        after = await get(web, "chat", person="lilei")

    assert (message["kind"], message["text"]) == ("message", "拜访 东吴 谈报价\n<b>二期</b>")
    assert reply["kind"] == "reply"
    assert "拜访#1" in reply["text"]
    assert message["id"] < reply["id"]
    assert before["entries"] == after["entries"] == [message, reply]


async def test_sending_twice_is_one_message(web: aiohttp.ClientSession) -> None:
    first = await say(web, "lilei", "拜访 东吴 谈报价", nonce=NONCE)
    again = await say(web, "lilei", "拜访 东吴 谈报价", nonce=NONCE)

    assert again == first
    assert len((await get(web, "chat", person="lilei"))["entries"]) == 2


async def test_a_long_conversation_is_read_page_by_page(web: aiohttp.ClientSession) -> None:
    for number in range(30):
        await say(web, "lilei", f"帮助 {number}")

    latest = await get(web, "chat", person="lilei")
    older = await get(web, "chat", person="lilei", before=latest["entries"][0]["id"])

    assert [latest["more"], older["more"]] == [True, False]
    texts_said = [entry["text"] for entry in older["entries"] + latest["entries"] if entry["kind"] == "message"]
    assert texts_said == [f"帮助 {number}" for number in range(30)]


async def test_conversations_of_two_people_do_not_mix(web: aiohttp.ClientSession) -> None:
    await say(web, "lilei", "我的拜访")

    assert (await get(web, "chat", person="hanmei"))["entries"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "location", "latitude": 31.2983, "longitude": 120.5853, "label": "东吴北路128号"},
        {"kind": "location", "latitude": -90, "longitude": 180},
        {"kind": "voice"},
    ],
)
async def test_places_and_voice_are_answered(web: aiohttp.ClientSession, body: dict[str, Any]) -> None:
    answer = await post(web, "say", {"person": "lilei", **body})

    message, reply = answer["entries"]
    assert message["media"]["kind"] == body["kind"]
    assert reply["text"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_answered_and_can_be_seen(house: House, web: aiohttp.ClientSession, kind: str) -> None:
    content = picture(kind)
    async with web.post("/sim/api/say", data=picture_form(content)) as response:
        message, reply = (await response.json())["entries"]
    async with web.get(f"/sim/api/media/{message['media']['id']}") as response:
        shown = await response.read()
        assert response.content_type == f"image/{kind.lower()}"

    assert message["media"]["kind"] == "image"
    assert shown == content == await house.channel.fetch_media(message["media"]["id"])
    assert reply["text"]


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


async def test_a_text_of_the_longest_length_is_taken(web: aiohttp.ClientSession) -> None:
    message, _reply = await say(web, "lilei", "😀" * 20_000)

    assert len(message["text"]) == 20_000


@pytest.mark.parametrize(
    ("asked", "reached"),
    [
        ({"add_minutes": 60}, "2026-11-23T11:00"),
        ({"to": "2026-11-23T17:30"}, "2026-11-23T17:30"),
        ({"to": "2026-11-23T09:30:00Z"}, "2026-11-23T17:30"),
        ({"next_morning": True}, "2026-11-24T08:20"),
    ],
)
async def test_the_clock_goes_forward(web: aiohttp.ClientSession, asked: dict[str, Any], reached: str) -> None:
    assert (await post(web, "clock", asked))["now"].startswith(reached)
    assert (await get(web, "state"))["now"].startswith(reached)


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


async def test_a_demo_that_was_set_forward_does_not_fall_back_at_the_next_start(house: House) -> None:
    async with aiohttp.ClientSession(house.address) as web:
        await post(web, "clock", {"next_morning": True})
        await say(web, "lilei", "帮助")
    await house.stop()
    house.clock = PretendClock(MONDAY_TEN, running=True)
    await house.start()
    await demo.open_for_use(house.office)

    async with aiohttp.ClientSession(house.address) as web:
        assert (await get(web, "state"))["now"].startswith("2026-11-24T08:20")
        state = await get(web, "state", seen="lilei~9999999999999999-0-1-0")
    # The evening's two reminders of his report, and the answer.
    assert {person["userid"]: person["unread"] for person in state["people"]}["lilei"] == 3


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-23T00:30", "2026-11-23T08:20"),
        ("2026-11-23T08:19", "2026-11-23T08:20"),
        ("2026-11-23T08:20", "2026-11-24T08:20"),
        ("2026-12-31T23:59", "2027-01-01T08:20"),
    ],
)
def test_the_next_morning(now: str, morning: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)

    assert next_morning(at) == datetime.fromisoformat(morning).replace(tzinfo=SHANGHAI)


async def test_a_push_reaches_the_open_page_and_is_counted_until_it_is_seen(
    house: House, web: aiohttp.ClientSession
) -> None:
    async with listening(web) as events:
        assert (await anext(events))["type"] == "hello"
        await house.push("wufang", "李雷刚拜访了 东吴机械。")
        told = await anext(events)

    assert (told["type"], told["person"]) == ("entries", "wufang")
    (push,) = told["entries"]
    assert (push["kind"], push["text"]) == ("push", "李雷刚拜访了 东吴机械。")
    assert (await get(web, "chat", person="wufang"))["entries"] == [push]
    unread = {person["userid"]: person["unread"] for person in (await get(web, "state"))["people"]}
    assert unread["wufang"] == 1
    assert sum(unread.values()) == 1
    seen = (await get(web, "state", seen=f"wufang~{push['id']}"))["people"]
    assert sum(person["unread"] for person in seen) == 0


async def test_many_pushes_at_once_all_reach_the_page(house: House, web: aiohttp.ClientSession) -> None:
    wanted = {f"第{number}条" for number in range(20)}
    async with listening(web) as events:
        await anext(events)
        for text in sorted(wanted):
            await house.push("lilei", text)
        got: set[str] = set()
        async for event in events:
            got |= {entry["text"] for entry in event.get("entries", [])}
            if got >= wanted:
                break

    assert got == wanted


async def test_what_is_said_in_one_page_shows_in_another(web: aiohttp.ClientSession) -> None:
    async with listening(web) as events:
        await anext(events)
        entries = await say(web, "lilei", "帮助")
        told = await anext(events)
        await post(web, "clock", {"add_minutes": 5})
        ticked = [event async for event in _until_clock(events)]

    assert told["entries"] == entries
    assert ticked[-1]["now"].startswith("2026-11-23T10:05")


async def _until_clock(events: AsyncIterator[dict[str, Any]]) -> AsyncIterator[dict[str, Any]]:
    async for event in events:
        yield event
        if event["type"] == "clock":
            return


async def test_what_goes_through_wecom_is_not_shown_here(house: House, web: aiohttp.ClientSession) -> None:
    await house.push("lilei", "给手机的", channel="wecom")
    await asyncio.gather(house.office.deliver_due())

    assert (await get(web, "chat", person="lilei"))["entries"] == []


async def test_an_open_page_does_not_hold_up_the_stop(house: House, web: aiohttp.ClientSession) -> None:
    async with listening(web) as events:
        await anext(events)
        began = asyncio.get_running_loop().time()
        await house.stop()

        assert asyncio.get_running_loop().time() - began < 3
        assert [event async for event in events] == []


async def test_places_are_the_own_customers_with_coordinates(web: aiohttp.ClientSession) -> None:
    own = (await get(web, "places", person="lilei"))["places"]
    of_the_line = (await get(web, "places", person="wufang"))["places"]

    assert own[0] == own[0] | {"name": "苏州东吴机械有限公司", "latitude": 31.2983, "longitude": 120.5853}
    assert {place["name"] for place in own} <= {place["name"] for place in of_the_line}


async def test_first_sentences_fit_the_person(web: aiohttp.ClientSession) -> None:
    rep = (await get(web, "chat", person="lilei"))["suggestions"]
    manager = (await get(web, "chat", person="wufang"))["suggestions"]

    assert rep[0] == "拜访 东吴机械 谈报价 下周三带样品"
    assert "我的拜访" in rep
    assert manager[0] == "今天谁拜访了"


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


async def test_time_travel_sends_what_falls_due_on_the_way(house: House, web: aiohttp.ClientSession) -> None:
    due = house.office.clock.now() + timedelta(hours=3)
    await _enqueue_for(house, due)
    async with listening(web) as events:
        await anext(events)
        await post(web, "clock", {"add_minutes": 300})
        told = [event async for event in _until_push(events)][-1]

    assert told["entries"][-1]["text"] == "该出发了"
    assert told["entries"][-1]["at"].startswith("2026-11-23T13:00")


async def _enqueue_for(house: House, due: datetime) -> None:
    from models.services import notices

    person = house.office.directory.person("lilei")
    assert person is not None
    notice = notices.NewNotice("test:due", "test", "simulator", person.id, "lilei", "该出发了", due)
    now = house.office.clock.now()
    await house.office.write(lambda session: notices.enqueue(session.connection(), [notice], now=now))


async def _until_push(events: AsyncIterator[dict[str, Any]]) -> AsyncIterator[dict[str, Any]]:
    async for event in events:
        yield event
        if event["type"] == "entries":
            return
