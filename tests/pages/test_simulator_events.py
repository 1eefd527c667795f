"""What an open page of the simulator is told without asking."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from tests.pages.asking import get, listening, post, say
from tests.pages.conftest import House


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
