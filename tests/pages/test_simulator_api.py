"""What the simulator page asks the server: who is there, what was said, pictures, places, the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import aiohttp
import pytest

from bot import demo
from bot.clock import PretendClock
from bot.pages.inputs import next_morning
from models.times import SHANGHAI
from tests.pages.asking import get, picture, picture_form, post, say
from tests.pages.conftest import House
from tests.talk import MONDAY_TEN

NONCE = "0123456789abcdef"


async def test_the_page_says_that_it_is_a_simulation_and_loads_nothing_from_elsewhere(
    web: aiohttp.ClientSession,
) -> None:
    async with web.get("/sim") as response:
        page = await response.text()
        assert str(response.url).endswith("/sim/")
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]

    assert "模拟器</strong>：每个人都由你来演，消息不会发到企业微信" in page
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
