"""The morning list: what a rep meant to go on with today, once, unless he did it already."""

from __future__ import annotations

from datetime import datetime

import pytest

from models.times import SHANGHAI
from tests.talk import Chat

TUESDAY = (2026, 11, 24)


def at(hour: int, minute: int, day: tuple[int, int, int] = TUESDAY) -> datetime:
    return datetime(*day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _only_the_morning(chat: Chat) -> None:
    chat.ticks("morning")


async def test_it_comes_at_eight_twenty_once(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈二期报价 明天带样品")
    await chat.says("lilei", "拜访 恒力 比价 明天再来")
    await chat.office.advance(at(8, 19))
    assert await chat.pushes("lilei") == []
    await chat.office.advance(at(8, 21))
    [card] = await chat.pushes("lilei")
    assert card.splitlines()[:3] == [
        "早上好。今天 11月24日（周二）：要办 2 件",
        "1 苏州东吴机械有限公司 带样品 #1",
        "2 苏州恒力化纤有限公司 再来 #2",
    ]
    assert await chat.pushes("hanmei") == []
    await chat.office.advance(at(20, 0))
    assert await chat.pushes("lilei") == []


async def test_what_was_taken_back_is_not_on_it(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈二期报价 明天带样品")
    await chat.says("lilei", "撤销")
    await chat.office.advance(at(12, 0))
    assert await chat.pushes("lilei") == []


async def test_a_server_that_was_down_at_eight_twenty_sends_it_when_it_is_back(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈二期报价 明天带样品")
    chat.clock.move_to(at(10, 30))
    await chat.office.metronome.beat()
    assert len(await chat.pushes("lilei")) == 1


async def test_whoever_was_there_already_is_not_reminded(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈二期报价 明天带样品")
    chat.clock.move_to(at(7, 50))
    await chat.says("lilei", "拜访 东吴机械 送了样品")
    await chat.office.advance(at(9, 0))
    assert await chat.pushes("lilei") == []


async def test_a_list_that_came_true_before_it_was_sent_is_cancelled(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈二期报价 明天带样品")
    chat.clock.move_to(at(8, 20))
    await chat.office.metronome.beat()
    await chat.says("lilei", "拜访 东吴机械 送了样品")
    assert await chat.pushes("lilei") == []


async def test_a_voided_visit_is_told_in_the_morning_when_it_happens_at_night(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴机械 谈二期报价")
    chat.clock.move_to(at(22, 30, (2026, 11, 23)))
    await chat.says("wufang", "作废 #1 重复了")
    assert await chat.pushes("lilei") == []
    await chat.office.advance(at(8, 0))
    [told] = await chat.pushes("lilei")
    assert "重复了" in told
