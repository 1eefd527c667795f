"""While nothing can be pushed an administrator reads so above the answer to whatever he writes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.messaging import SendError, Trouble
from models.services import notices
from models.services.notices import NewNotice
from tests.steps import add_admin
from tests.talk import Chat

ADDRESS = (
    "message/send: 60020 not allow to access from your ip, hint: [1700000000_1_abcdef], from ip: 203.0.113.7, "
    "more info at https://open.work.weixin.qq.com/devtool/query?e=60020"
)


class Broken:
    """A channel whose platform turns everything away."""

    name = "simulator"

    def __init__(self, code: int, detail: str) -> None:
        self._error = SendError(Trouble.OURS, detail, code=code)

    async def send(self, _message: object) -> str:
        raise self._error


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    await add_admin(chat)
    chat.ticks()
    for name in ("admin", "lilei"):
        await chat.says(name, "帮助")
    return chat


async def due(chat: Chat, body: str) -> None:
    now = chat.clock.now()
    row = NewNotice(f"test:{body}", "news", "", None, "lilei", body, now)
    await chat.office.write(lambda session: notices.enqueue(session.connection(), [row], now=now))
    await chat.office.settle()


async def test_an_administrator_reads_it_once_an_hour_until_something_leaves_again(talk: Chat) -> None:
    good = talk.office.channels["simulator"]
    talk.office.channels["simulator"] = Broken(60020, ADDRESS)  # type: ignore[assignment]  # only sends
    await due(talk, "恒力")
    talk.clock.move_to(talk.clock.now() + timedelta(minutes=7))
    assert "推送从" not in await talk.says("lilei", "帮助"), "a rep can do nothing about it"
    told, _, answer = (await talk.says("admin", "帮助")).partition("\n\n")
    assert told.splitlines() == [
        "推送从 11月23日（周一）10:00 起发不出去：服务器的 IP 203.0.113.7 不在企业微信的可信名单里。",
        "请在管理后台 → 应用管理 → 自建应用 → 企业可信IP 加上它，约一分钟生效；没发出的恢复后自动补发。",
    ]
    assert answer == await talk.says("admin", "帮助"), "below it stands the answer, and alone the next time"

    await talk.office.settle()
    talk.clock.move_to(talk.clock.now() + timedelta(minutes=60))
    assert (await talk.says("admin", "帮助")).startswith("推送从 11月23日（周一）10:00 起发不出去：")
    talk.office.channels["simulator"] = good
    await talk.office.settle()
    talk.clock.move_to(talk.clock.now() + timedelta(minutes=60))
    assert await talk.says("admin", "帮助") == answer
    assert [text.splitlines()[-1] for text in await talk.pushes("lilei")] == ["（补 10:00）恒力"]


async def test_a_wrong_secret_and_what_nobody_has_described_are_told_with_what_to_do(talk: Chat) -> None:
    for code, why, remedy in (
        (40001, "应用的密钥不对", "请核对 WAIQIN_WECOM_SECRET 再重启服务；没发出的恢复后自动补发。"),
        (48002, "企业微信退回，代码 48002", "请在服务器上运行 waiqin doctor 查原因；没发出的恢复后自动补发。"),
    ):
        broken = Broken(code, f"gettoken: {code} refused")
        talk.office.channels["simulator"] = broken  # type: ignore[assignment]  # only sends
        talk.clock.move_to(talk.clock.now() + timedelta(hours=1))
        await due(talk, f"{code}")
        told = (await talk.says("admin", "帮助")).partition("\n\n")[0].splitlines()
        assert told == [f"推送从 11月23日（周一）11:00 起发不出去：{why}。", remedy]
