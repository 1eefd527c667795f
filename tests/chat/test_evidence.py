"""Places and pictures as reps send them: what they are told, and what a visit is worth afterwards."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from PIL import Image

from handlers.texts import evidence as texts
from models.schema import Customer, InboxMessage, Photo, PhotoState, Place, Visit
from models.services.evidence import Evidence
from models.times import SHANGHAI
from tests.steps import later
from tests.talk import Chat

DONGWU = (31.2983, 120.5853)
BY_DONGWU = (31.3010, 120.5853)  # 300 m
FAR_OFF = (31.3271, 120.5853)  # 3.2 km


def shot(seed: int, taken: str = "") -> bytes:
    """A picture that differs with its seed, as a JPEG; with the camera's own clock where one is given."""
    made = Image.new("RGB", (64, 64))
    made.putdata(
        [((x * seed) % 256, (y * 37 * seed) % 256, (x * y + seed) % 256) for y in range(64) for x in range(64)]
    )
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    made.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def place(chat: Chat, userid: str, where: tuple[float, float]) -> str:
    return await chat.sends(userid, "location", latitude=where[0], longitude=where[1], label="苏州工业园区星湖街")


async def levels(chat: Chat) -> list[int]:
    return [visit.evidence_level for visit in await chat.rows(Visit)]


@pytest.fixture
async def agreed(chat: Chat) -> Chat:
    """李雷 and 韩梅 know the bot, have sent a photo before, and agreed to positions."""
    for userid, seed in (("lilei", 201), ("hanmei", 203)):
        await chat.says(userid, "同意定位")
        await chat.sends_photo(userid, shot(seed))
    later(chat, 60)
    return chat


async def test_photo_then_place_raise_the_level_and_the_reply_says_so(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    later(agreed, 5)

    photo = await agreed.sends_photo("lilei", shot(1))
    assert photo == "照片记到 拜访#1 东吴机械，证据 2 级（文字+照片）。再发个定位就到 3 级。"

    near = await place(agreed, "lilei", BY_DONGWU)
    assert near == "定位记到 拜访#1 东吴机械，离登记地址约 300 米，证据 4 级（文字+客户附近的定位+照片）。"
    assert await levels(agreed) == [4]


async def test_the_trail_of_a_visit_says_which_picture_is_of_another_day(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    await agreed.sends_photo("lilei", shot(1, "2026:11:23 09:58:07"))
    await agreed.sends_photo("lilei", shot(2, "2026:11:21 15:02:00"))
    told = (await agreed.says("wufang", "#1")).splitlines()
    assert [line for line in told if "拍的" in line] == ["照片是 11月21日 15:02 拍的，不是拜访那天"]


async def test_photo_and_place_before_the_visit_are_gathered(agreed: Chat) -> None:
    assert await agreed.sends_photo("lilei", shot(1)) == texts.PHOTO_WAITS
    assert await place(agreed, "lilei", BY_DONGWU) == texts.PLACE_WAITS
    later(agreed, 29)

    assert "证据4级" in (await agreed.says("lilei", "拜访 东吴 谈报价")).replace(" ", "")
    assert await levels(agreed) == [4]


async def test_what_waited_too_long_is_not_gathered(agreed: Chat) -> None:
    await agreed.sends_photo("lilei", shot(1))
    later(agreed, 31)
    await agreed.says("lilei", "拜访 东吴 谈报价")

    assert await levels(agreed) == [1]


async def test_alone_it_is_asked_once_for_all_pictures_and_a_number_answers(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    later(agreed, 40)
    await agreed.says("lilei", "拜访 恒力 谈付款")
    later(agreed, 45)

    assert await agreed.sends_photo("lilei", shot(1)) == texts.which_visit(1, 0, ["东吴机械", "恒力化纤"])
    assert await agreed.sends_photo("lilei", shot(2)) == "这 2 张照片记到哪家？\n1 东吴机械\n2 恒力化纤\n3 不记"
    answer = await agreed.says("lilei", "2")

    assert answer == texts.attached_late(2, 0, 2, "恒力化纤", Evidence(1))
    assert [photo.visit_number for photo in await agreed.rows(Photo)][-2:] == [2, 2]
    assert await levels(agreed) == [1, 1]


@pytest.mark.parametrize("said", ["恒力", "恒力化纤", "第二个", "2"])
async def test_several_visits_of_one_message_are_told_apart_by_words_or_number(agreed: Chat, said: str) -> None:
    await agreed.says("lilei", "上午拜访：东武、恒力")
    assert "记到哪家" in await agreed.sends_photo("lilei", shot(1))

    assert await agreed.says("lilei", said) == texts.photo_attached(2, "恒力化纤", Evidence(2, photos=1))
    assert await levels(agreed) == [1, 2]


@pytest.mark.parametrize("said", ["3", "不记", "都不是", "算了"])
async def test_nowhere_is_an_answer_too(agreed: Chat, said: str) -> None:
    await agreed.says("lilei", "上午拜访：东武、恒力")
    await place(agreed, "lilei", DONGWU)

    assert await agreed.says("lilei", said) == texts.NOT_ATTACHED
    assert await agreed.rows(Place) == []


async def test_an_answer_that_fits_nothing_is_asked_again_once(agreed: Chat) -> None:
    await agreed.says("lilei", "上午拜访：东武、恒力")
    await agreed.sends_photo("lilei", shot(1))

    assert await agreed.says("lilei", "9") == texts.which_again(1, 0, ["东武纺织", "恒力化纤"])
    assert await agreed.says("lilei", "9") == texts.PHOTO_WAITS


async def test_a_new_command_beats_the_question_and_takes_the_photo_along(agreed: Chat) -> None:
    await agreed.says("lilei", "上午拜访：东武、恒力")
    await agreed.sends_photo("lilei", shot(1))
    later(agreed, 3)
    await agreed.says("lilei", "拜访 东吴 送样品")

    assert await levels(agreed) == [1, 1, 2]


async def test_a_photo_does_not_lose_a_visit_that_waits_for_an_answer(agreed: Chat) -> None:
    asked = await agreed.says("lilei", "拜访 华西冷柜 谈铺货")
    assert "1" in asked
    assert await agreed.sends_photo("lilei", shot(1)) == texts.PHOTO_WAITS
    await agreed.says("lilei", "按新客户登记")

    assert await levels(agreed) == [2]


async def test_a_place_far_off_is_kept_as_not_fitting_and_the_owner_may_move_the_point(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    reply = await place(agreed, "lilei", FAR_OFF)

    assert reply.endswith("定位离登记地址约 3.2 公里，先照记“不一致”。是换地址了吗？1 是，更新 2 不是")
    assert await agreed.says("lilei", "1") == texts.POINT_MOVED
    [customer] = await agreed.rows(Customer, Customer.code == "C001")
    assert (customer.latitude, customer.longitude) == FAR_OFF
    await agreed.sends_photo("lilei", shot(1))
    assert await levels(agreed) == [3]


@pytest.mark.parametrize("said", ["2", "不是", "没有"])
async def test_the_point_stays_where_it_was_on_no(agreed: Chat, said: str) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    await place(agreed, "lilei", FAR_OFF)
    await agreed.says("lilei", said)

    [customer] = await agreed.rows(Customer, Customer.code == "C001")
    assert (customer.latitude, customer.longitude) == DONGWU


async def test_a_colleague_is_told_but_not_asked_to_move_the_point(agreed: Chat) -> None:
    await agreed.says("hanmei", "拜访 苏州东吴机械有限公司 帮忙送样")
    reply = await place(agreed, "hanmei", FAR_OFF)

    assert reply.endswith(texts.beyond(3202))


async def test_the_first_place_becomes_the_point_and_it_is_said(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 恒力 谈付款")

    assert (await place(agreed, "lilei", DONGWU)).endswith(texts.point_set("恒力化纤"))


async def test_the_same_picture_twice_is_noticed_across_colleagues(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    await agreed.sends_photo("lilei", shot(1))
    await agreed.says("hanmei", "拜访 华联 谈铺货")
    reply = await agreed.sends_photo("hanmei", shot(1))

    assert "这张和 拜访#1 用的是同一张，先照记，标了“重复照片”，不升级证据。" in reply
    assert await levels(agreed) == [2, 1]


async def test_the_first_photo_ever_brings_the_reminder_once(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴 谈报价")

    assert texts.PHOTO_MANNERS in await chat.sends_photo("lilei", shot(1))
    assert texts.PHOTO_MANNERS not in await chat.sends_photo("lilei", shot(2))


async def test_a_photo_that_is_not_there_yet_counts_and_is_said_to_be_fetched(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    reply = await agreed.sends("lilei", "image", media_id="slow")

    assert texts.PHOTO_FETCHING in reply
    assert "证据 2 级" in reply
    agreed.channel.media["slow"] = shot(5)
    await agreed.office.settle()
    photo = (await agreed.rows(Photo))[-1]
    assert (photo.state, photo.visit_number) == (PhotoState.STORED, 1)


@pytest.mark.parametrize(("hour", "minute"), [(21, 30), (23, 0)])
async def test_no_positions_at_night(agreed: Chat, hour: int, minute: int) -> None:
    agreed.clock.move_to(datetime(2026, 11, 23, hour, minute, tzinfo=SHANGHAI))

    assert await place(agreed, "lilei", DONGWU) == texts.PLACE_QUIET
    assert await agreed.rows(Place) == []


@pytest.mark.parametrize("where", [{}, {"latitude": 0.0, "longitude": 0.0}, {"latitude": 400.0, "longitude": 1.0}])
async def test_a_place_without_a_place_is_said_so(agreed: Chat, where: dict[str, Any]) -> None:
    assert await agreed.sends("lilei", "location", **where) == texts.PLACE_UNREADABLE


@pytest.mark.parametrize(("kind", "reply"), [("voice", texts.VOICE), ("video", texts.VIDEO), ("link", texts.LINK)])
async def test_what_cannot_be_read_is_answered_honestly_and_writes_nothing(chat: Chat, kind: str, reply: str) -> None:
    await chat.says("lilei", "你好")

    assert await chat.sends("lilei", kind, media_id="m", title="东吴", url="x") == reply
    assert await chat.rows(Visit) == []


async def test_the_inbox_does_not_keep_where_somebody_was(agreed: Chat) -> None:
    await place(agreed, "lilei", DONGWU)

    rows = await agreed.rows(InboxMessage, InboxMessage.kind == "location")
    assert [row.payload for row in rows] == [{}]


async def test_a_picture_that_comes_late_and_was_used_before_is_told_by_a_push(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    await agreed.sends_photo("lilei", shot(1))
    later(agreed, 60)
    await agreed.says("lilei", "拜访 恒力 谈付款")
    await agreed.sends("lilei", "image", media_id="slow")
    agreed.channel.media["slow"] = shot(1)

    assert await agreed.pushes("lilei") == [texts.photo_repeated_later(2, "恒力化纤", 1, Evidence(1))]
    assert await levels(agreed) == [2, 1]


async def test_a_picture_that_is_none_stops_counting_and_it_is_told(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    await agreed.sends("lilei", "image", media_id="slow")
    agreed.channel.media["slow"] = b"<html>gone</html>"

    assert await agreed.pushes("lilei") == [texts.photo_lost(1, "东吴机械", Evidence(1))]
    assert await levels(agreed) == [1]


async def test_after_three_days_a_picture_is_given_up(agreed: Chat) -> None:
    await agreed.says("lilei", "拜访 东吴 谈报价")
    await agreed.sends("lilei", "image", media_id="never")
    later(agreed, 2 * 24 * 60)
    assert await agreed.pushes("lilei") == []
    assert (await agreed.rows(Photo))[-1].attempts == 1

    later(agreed, 24 * 60 + 1)
    assert await agreed.pushes("lilei") == [texts.photo_lost(1, "东吴机械", Evidence(1))]
