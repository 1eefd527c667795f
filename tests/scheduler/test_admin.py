"""07:50: what yesterday's pushes came to, to each administrator, once a workday."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.messaging import SendError, Trouble
from models.services import notices
from models.services.notices import NewNotice
from tests.steps import add_admin, at
from tests.talk import Chat


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    await add_admin(chat)
    chat.ticks("admin")
    return chat


class Refusing:
    """A channel that WeCom turns away."""

    name = "simulator"

    async def send(self, _message: object) -> str:
        raise SendError(Trouble.PERMANENT, "invaliduser", code=81013)


async def due(chat: Chat, body: str) -> None:
    now = chat.clock.now()
    row = NewNotice(f"test:{body}", "news", "", None, "lilei", body, now, now + timedelta(days=1))
    await chat.office.write(lambda session: notices.enqueue(session.connection(), [row], now=now))
    await chat.office.settle()


async def test_yesterday_is_told_in_the_morning_and_only_once(talk: Chat) -> None:
    await due(talk, "东吴")
    await talk.office.advance(at(24, 7, 49))
    assert await talk.pushes("admin") == []
    await talk.office.advance(at(24, 9))
    told = await talk.pushes("admin")
    assert [line.splitlines()[0] for line in told] == ["昨天应发 1，送达 1。"]


async def test_what_did_not_arrive_is_named_with_its_reason(talk: Chat) -> None:
    good = talk.office.channels["simulator"]
    talk.office.channels["simulator"] = Refusing()  # type: ignore[assignment]  # only sends
    await due(talk, "恒力")
    talk.office.channels["simulator"] = good
    await talk.office.advance(at(24, 8))
    assert "李雷 通知 10:00：企业微信里不在应用的可见范围" in (await talk.pushes("admin"))[0]


async def test_trouble_with_the_token_or_the_address_is_told_although_all_arrived_in_the_end(talk: Chat) -> None:
    class Untrusted:
        name = "simulator"

        async def send(self, _message: object) -> str:
            raise SendError(Trouble.OURS, "message/send: 60020 not allow to access from your ip", code=60020)

    good = talk.office.channels["simulator"]
    talk.office.channels["simulator"] = Untrusted()  # type: ignore[assignment]  # only sends
    await due(talk, "恒力")
    talk.office.channels["simulator"] = good
    await talk.office.advance(at(23, 12))
    await talk.pushes("admin")
    await talk.office.advance(at(24, 8))
    assert (await talk.pushes("admin"))[0].splitlines() == [
        "昨天应发 2，送达 2，其中补发 1。",
        "服务器的 IP 不在企业微信的可信名单里，耽误了 1 条，后来送到了。",
    ]


async def test_monday_tells_of_the_whole_weekend_and_rest_days_are_quiet(talk: Chat) -> None:
    await talk.office.advance(at(27, 8))
    await talk.pushes("admin")
    talk.clock.move_to(at(28, 12))
    await due(talk, "周末")
    await talk.office.advance(at(29, 20))
    assert await talk.pushes("admin") == []
    await talk.office.advance(at(30, 8))
    assert (await talk.pushes("admin"))[0].startswith("11月27日（周五）以来应发")


async def test_a_day_without_pushes_needs_no_line(talk: Chat) -> None:
    await talk.office.advance(at(24, 9))
    assert await talk.pushes("admin") == []


async def test_from_november_on_the_next_years_holidays_are_asked_for_once_a_week(talk: Chat) -> None:
    await talk.office.advance(at(30, 8))
    assert [line for line in await talk.pushes("admin") if "2027 年的放假安排还没有" in line]
    await talk.office.advance(at(1, 8, month=12))
    assert not [line for line in await talk.pushes("admin") if "2027" in line]
    assert "2027年2月5日（周五）放假" in await talk.says("admin", "2027年2月5号到2月11号放假")
    await talk.office.advance(at(7, 8, month=12))
    assert not [line for line in await talk.pushes("admin") if "2027" in line]
