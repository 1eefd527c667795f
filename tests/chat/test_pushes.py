"""The ledger in the chat: what was pushed, what was not, and why."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handlers.texts import pushes as texts
from models.messaging import SendError, Trouble
from models.schema import Notice, Person
from models.services import notices
from models.services.notices import NewNotice
from models.wording.pushes import reason
from tests.steps import add_admin
from tests.talk import Chat


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    await add_admin(chat)
    for userid in ("lilei", "hanmei", "admin"):
        await chat.says(userid, "帮助")
    return chat


async def due(chat: Chat, body: str, *, at: datetime | None = None, kind: str = "news") -> None:
    """Something becomes due for 李雷."""
    now = at or chat.clock.now()
    person = (await chat.rows(Person, Person.userid == "lilei"))[0]
    row = NewNotice(f"test:{body}", kind, "", person.id, "lilei", body, now, now + timedelta(days=1))
    await chat.office.write(lambda session: notices.enqueue(session.connection(), [row], now=now))


class Refusing:
    """A channel that WeCom turns away."""

    name = "simulator"

    async def send(self, _message: object) -> str:
        raise SendError(Trouble.PERMANENT, "invaliduser", code=81013)


async def test_what_arrived_is_listed_with_its_time(talk: Chat) -> None:
    await due(talk, "东吴今天要跟")
    await talk.office.settle()

    assert await talk.says("lilei", "推送记录") == "今天推送给你 1 条：\n10:00 通知 10:00 已送达"
    assert await talk.says("hanmei", "推送记录") == "今天没有推送给你的。"


async def test_what_was_late_says_so(talk: Chat) -> None:
    await due(talk, "东吴今天要跟", at=talk.clock.now() - timedelta(hours=1))
    await talk.office.settle()

    assert "09:00 通知 10:00 补发送达" in await talk.says("lilei", "今天推送了哪些")
    assert await talk.says("lilei", "早上怎么没提醒我") == "11月23日（周一）09:00 的“东吴今天要跟”：10:00 补发送达。"


@pytest.mark.parametrize("text", ["为什么没提醒我", "怎么没提醒我呢", "没收到提醒", "昨天怎么没通知我"])
async def test_why_a_reminder_did_not_come(talk: Chat, text: str) -> None:
    await due(talk, "恒力付款到期")
    talk.office.channels["simulator"] = Refusing()  # type: ignore[assignment]  # only sends
    await talk.office.settle()

    answer = "11月23日（周一）10:00 的“恒力付款到期”：没送到：企业微信里不在应用的可见范围。"
    assert await talk.says("lilei", text) == answer


async def test_the_one_that_is_named_is_explained_although_it_arrived(talk: Chat) -> None:
    await due(talk, "东吴今天要跟")
    await talk.office.settle()

    assert "10:00 已送达" in await talk.says("lilei", "为什么没提醒我东吴")


async def test_nobody_is_told_of_what_was_never_to_come(talk: Chat) -> None:
    assert await talk.says("lilei", "为什么没提醒我") == texts.nothing_missed(0)


async def test_an_administrator_sees_the_figures_and_who_got_nothing(talk: Chat) -> None:
    await due(talk, "东吴今天要跟")
    await talk.office.settle()
    await due(talk, "恒力付款到期")
    talk.office.channels["simulator"] = Refusing()  # type: ignore[assignment]  # only sends
    await talk.office.settle()

    told = await talk.says("admin", "今天推送情况")
    assert told == "今天应发 2，送达 1，失败 1。\n李雷 通知 10:00：企业微信里不在应用的可见范围"
    assert await talk.says("lilei", "今天推送情况") == texts.NOT_YOURS


@pytest.mark.parametrize("text", ["提醒我明天10点给王总打电话", "没收到东吴的样品", "恒力没提醒我带合同 客户说的"])
async def test_what_only_sounds_like_it_is_something_else(talk: Chat, text: str) -> None:
    assert "推送" not in await talk.says("lilei", text)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", ""),
        ("81013 invaliduser", "企业微信里不在应用的可见范围"),
        ("45009 api freq out of limit", "企业微信限流，稍后再发"),
        ("99999 what is this", "企业微信退回，代码 99999"),
        ("0 time-out", "企业微信没有接通"),
        ("fate unknown: 0 time-out", "企业微信没有回音，怕发重，没有再发"),
        ("paid", "款已经收齐"),
        ("true no longer", "已经不需要了"),
    ],
)
def test_every_reason_has_words(words: str, told: str) -> None:
    assert reason(words) == told


async def test_the_ledger_keeps_what_was_due_apart_from_answers(talk: Chat) -> None:
    await due(talk, "东吴今天要跟")
    await talk.office.settle()
    kinds = {row.kind for row in await talk.rows(Notice)}
    assert kinds == {"news"}
