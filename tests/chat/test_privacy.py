"""What people are told about what is kept, and what they agree to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from handlers.privacy import scrub
from handlers.texts import evidence as evidence_texts
from handlers.texts import help as help_texts
from handlers.texts import privacy as texts
from models.schema import Consent, Dialog, InboxMessage, Introduction, Place, Visit
from tests.steps import later
from tests.talk import Chat

DONGWU: dict[str, Any] = {"latitude": 31.2983, "longitude": 120.5853, "label": "苏州工业园区"}


async def test_the_first_reply_tells_what_is_kept_and_only_the_first(chat: Chat) -> None:
    first = await chat.says("lilei", "拜访 东吴 谈报价")
    second = await chat.says("lilei", "拜访 恒力 谈报价")

    assert first.startswith(texts.INTRODUCTION + "\n\n记下了 拜访#1")
    assert texts.INTRODUCTION not in second
    [told] = await chat.rows(Introduction)
    assert told.text_version == texts.INTRODUCTION_VERSION


async def test_everybody_is_told_for_himself(chat: Chat) -> None:
    await chat.says("lilei", "你好")

    assert (await chat.says("hanmei", "你好")).startswith(texts.INTRODUCTION)


async def test_the_first_place_waits_for_consent_and_is_written_after_it(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    assert await known.sends("lilei", "location", **DONGWU) == texts.POSITION_CONSENT
    assert await known.rows(Place) == []

    reply = await known.says("lilei", "1")

    assert reply.startswith("定位记到 拜访#1 东吴机械，离登记地址约 10 米")
    [consent] = await known.rows(Consent)
    assert (consent.kind, consent.text_version) == ("position", texts.POSITION_CONSENT_VERSION)
    assert consent.given_at == known.clock.now()
    assert not any("31.2" in str(dialog.data) for dialog in await known.rows(Dialog))


@pytest.mark.parametrize("said", ["同意", "好的", "可以", "1", "同意定位"])
async def test_ways_to_agree(known: Chat, said: str) -> None:
    await known.sends("lilei", "location", **DONGWU)

    assert await known.says("lilei", said) == evidence_texts.PLACE_WAITS
    assert len(await known.rows(Place)) == 1


@pytest.mark.parametrize("said", ["不同意", "2", "不", "算了", "不同意定位"])
async def test_ways_to_refuse_keep_nothing(known: Chat, said: str) -> None:
    await known.sends("lilei", "location", **DONGWU)

    assert await known.says("lilei", said) == texts.CONSENT_REFUSED
    assert await known.rows(Place) == []
    assert await known.rows(Consent) == []
    assert [row.payload for row in await known.rows(InboxMessage, InboxMessage.kind == "location")] == [{}]
    assert not any("31.2" in str(dialog.data) for dialog in await known.rows(Dialog))
    assert "拜访#1" in await known.says("lilei", "拜访 东吴 谈报价")


async def test_silence_is_no_consent(known: Chat) -> None:
    await known.sends("lilei", "location", **DONGWU)
    assert await known.says("lilei", "东吴那边天气好像") == texts.CONSENT_AGAIN
    await known.says("lilei", "拜访 东吴 谈报价")

    assert await known.rows(Place) == []


async def test_a_visit_told_instead_of_an_answer_keeps_the_place_waiting(known: Chat) -> None:
    await known.sends("lilei", "location", **DONGWU)
    later(known, 30)
    reply = await known.says("lilei", "拜访 东吴 谈报价")

    assert reply.startswith("记下了 拜访#1")
    assert reply.endswith(f"\n{texts.POSITION_STILL_ASKED}")
    assert await known.rows(Place) == []
    assert (await known.says("lilei", "1")).startswith("定位记到 拜访#1 东吴机械，离登记地址约 10 米")
    assert (await known.rows(Place))[0].visit_number == 1


@pytest.mark.parametrize("said", ["拜访 东吴 谈报价", "撤销 #1"])
async def test_a_place_older_than_half_an_hour_is_not_kept_and_it_is_said(known: Chat, said: str) -> None:
    await known.says("lilei", "拜访 恒力 谈年框")
    await known.sends("lilei", "location", **DONGWU)
    later(known, 31)
    reply = await known.says("lilei", said)

    assert reply.endswith(f"\n{texts.POSITION_NOT_KEPT}") or "1 请主管作废" in reply
    assert not any("31.2" in str(dialog.data) for dialog in await known.rows(Dialog))
    assert await known.says("lilei", "同意") != evidence_texts.PLACE_WAITS
    assert await known.rows(Place) == []


@pytest.mark.parametrize("said", ["到了 东吴", "拜访 华西冷柜 谈铺货", "今天拜访"])
async def test_a_place_is_not_kept_behind_another_question_and_it_is_said(known: Chat, said: str) -> None:
    await known.says("lilei", "拜访 恒力 谈年框")
    await known.sends("lilei", "location", **DONGWU)
    reply = await known.says("lilei", said)

    assert reply.endswith(f"\n{texts.POSITION_NOT_KEPT}")
    await known.says("lilei", "1")
    assert await known.rows(Place) == []
    assert await known.rows(Consent) == []


async def test_what_keeps_the_question_open_says_nothing_of_the_place(known: Chat) -> None:
    await known.sends("lilei", "location", **DONGWU)

    assert await known.says("lilei", "谢谢") == f"{help_texts.THANKS}\n{help_texts.OPEN_STILL}"
    assert await known.says("lilei", "导出我的客户") == help_texts.not_yet("export")
    assert await known.says("lilei", "同意定位") == evidence_texts.PLACE_WAITS


async def test_a_second_place_does_not_lose_the_visit_that_waits_behind_the_first(known: Chat) -> None:
    await known.says("lilei", "拜访 华西冷柜 谈铺货")
    await known.sends("lilei", "location", **DONGWU)
    await known.sends("lilei", "location", **DONGWU)
    await known.says("lilei", "同意")
    await known.says("lilei", "按新客户登记")

    assert [visit.evidence_level for visit in await known.rows(Visit)] == [2]


async def test_withdrawing_is_one_message_and_the_next_place_asks_again(known: Chat) -> None:
    assert await known.says("lilei", "同意定位") == texts.CONSENT_GIVEN
    assert await known.says("lilei", "同意定位") == texts.CONSENT_STANDS
    assert await known.says("lilei", "撤回定位同意") == texts.CONSENT_WITHDRAWN
    assert await known.says("lilei", "不同意定位") == texts.CONSENT_NONE

    assert await known.sends("lilei", "location", **DONGWU) == texts.POSITION_CONSENT
    [consent] = await known.rows(Consent)
    assert consent.withdrawn_at == known.clock.now()


async def test_the_question_that_was_open_comes_back_after_the_consent(known: Chat) -> None:
    await known.says("lilei", "拜访 华西冷柜 谈铺货")
    await known.sends("lilei", "location", **DONGWU)
    reply = await known.says("lilei", "同意")

    assert reply.startswith(f"{evidence_texts.PLACE_WAITS}\n前面的还等着你：\n没找到“华西冷柜”")
    await known.says("lilei", "按新客户登记")
    [visit] = await known.rows(Visit)
    assert visit.evidence_level == 2


async def test_a_photo_leaves_the_consent_question_open(known: Chat) -> None:
    await known.says("lilei", "上午拜访：东武、恒力")
    await known.sends("lilei", "location", **DONGWU)
    await known.sends("lilei", "image", media_id="m")

    assert "记到哪家" in await known.says("lilei", "同意")


async def test_my_data_says_what_is_held(known: Chat) -> None:
    await known.says("lilei", "同意定位")
    await known.says("lilei", "拜访 东吴 谈报价")
    await known.sends("lilei", "location", **DONGWU)

    today = date(2026, 11, 23)
    assert await known.says("lilei", "我的数据") == texts.held(
        records=1,
        photos=0,
        positions=1,
        cleared_on=today + timedelta(days=90),
        consented=texts.agreed(today, texts.POSITION_CONSENT_VERSION, today),
        told=texts.told(today, texts.INTRODUCTION_VERSION, today),
        today=today,
    )
    assert await known.says("lilei", "隐私说明") == texts.NOTICE


async def test_positions_are_cleared_on_request_after_a_yes(known: Chat) -> None:
    assert await known.says("lilei", "删掉我的定位") == texts.FORGET_NONE
    await known.says("lilei", "同意定位")
    await known.sends("lilei", "location", **DONGWU)

    assert await known.says("lilei", "删掉我的定位") == texts.forget_question(1)
    assert await known.says("lilei", "2") == texts.FORGET_KEPT
    await known.says("lilei", "删掉我的定位")
    assert await known.says("lilei", "1") == texts.forgotten(1)
    [place] = await known.rows(Place)
    assert (place.latitude, place.longitude, place.label) == (None, None, "")


@pytest.mark.parametrize(
    ("kind", "payload", "kept"),
    [
        ("location", {**DONGWU, "scale": 15}, {}),
        ("event", {"event": "location", "Latitude": 1.0, "Longitude": 2.0, "Precision": 3}, {"event": "location"}),
        ("event", {"event": "click", "event_key": "k", "SendLocationInfo": {}}, {"event": "click", "event_key": "k"}),
        ("text", {"text": "label", "label": "x"}, {"text": "label", "label": "x"}),
        ("image", {"media_id": "m"}, {"media_id": "m"}),
    ],
)
def test_the_inbox_forgets_places_and_nothing_else(
    kind: str, payload: dict[str, object], kept: dict[str, object]
) -> None:
    assert scrub(kind, payload) == kept


async def test_a_position_event_is_not_taken(known: Chat) -> None:
    await known.says("lilei", "同意定位")
    assert await known.sends("lilei", "event", event="location", latitude=31.2, longitude=120.5) == ""

    assert await known.rows(Place) == []


async def test_strangers_are_told_whom_to_ask(chat: Chat) -> None:
    reply = await chat.says("mallory", "拜访 东吴 谈报价")

    assert reply == help_texts.stranger(["吴芳", "周明"])
    assert await chat.rows(Visit) == []
