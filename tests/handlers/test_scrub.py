"""What the inbox keeps of a handled message."""

from __future__ import annotations

from handlers.privacy import scrub
from models.schema import InboxMessage
from tests.talk import Chat


def test_a_place_is_not_kept() -> None:
    payload = {"latitude": 31.2, "longitude": 120.5, "label": "星湖街", "app_type": "wxwork"}
    assert scrub("location", payload) == {"app_type": "wxwork"}


def test_an_ordinary_text_is_kept_as_it_is() -> None:
    payload = {"text": "拜访 东吴 电话13800130001"}
    assert scrub("text", payload) is payload


async def test_an_identity_number_is_not_kept(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 王总身份证320501198001011234 谈报价")
    [row] = await chat.rows(InboxMessage)
    assert "320501198001011234" not in row.payload["text"]
    assert row.payload["text"].startswith("拜访 东吴机械 王总身份证")
