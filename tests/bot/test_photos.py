"""Pictures that come late, never, or are past their term."""

from __future__ import annotations

from datetime import timedelta

from models.schema import Photo, PhotoState
from tests.chat.test_evidence import shot
from tests.talk import Chat


async def test_a_picture_that_could_not_be_had_at_once_is_fetched_later(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈报价")
    await chat.sends("lilei", "image", media_id="late")
    [photo] = await chat.rows(Photo)
    assert photo.state == PhotoState.PENDING

    chat.channel.media["late"] = shot(3)
    await chat.office.settle()
    [photo] = await chat.rows(Photo)
    assert photo.state == PhotoState.STORED
    assert (chat.office.settings.data_dir / photo.path).is_file()


async def test_a_picture_that_never_comes_is_given_up_and_said(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈报价")
    await chat.sends("lilei", "image", media_id="never")
    chat.clock.move_to(chat.clock.now() + timedelta(days=3, minutes=1))
    await chat.office.settle()

    [photo] = await chat.rows(Photo)
    assert photo.state == PhotoState.LOST
    assert any("照片" in text for text in await chat.pushes("lilei"))


async def test_pictures_go_after_two_years_unless_a_newer_one_is_the_same_file(chat: Chat) -> None:
    for seed in (1, 2):
        await chat.says("lilei", f"拜访 东吴机械 谈第{seed}次")
        await chat.sends_photo("lilei", shot(seed))
    chat.clock.move_to(chat.clock.now() + timedelta(days=400))
    await chat.says("lilei", "拜访 东吴机械 谈第三次")
    await chat.sends_photo("lilei", shot(1))
    chat.clock.move_to(chat.clock.now() + timedelta(days=331))
    paths = [photo.path for photo in await chat.rows(Photo)]

    assert await chat.office.photos.forget_old() == 1
    folder = chat.office.settings.data_dir
    assert [(folder / path).is_file() for path in paths] == [True, False, True]
    assert [bool(photo.path) for photo in sorted(await chat.rows(Photo), key=lambda row: row.id)] == [
        False,
        False,
        True,
    ]
    assert await chat.office.photos.forget_old() == 0
