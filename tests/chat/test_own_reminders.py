"""提醒我 in the chat: at its minute, repeating, ended, done in a word (C8)."""

from __future__ import annotations

import pytest

from models.schema import FollowUp, Notice, NoticeState
from tests.cast import DONGWU
from tests.steps import at
from tests.talk import Chat


@pytest.fixture
def talk(talk: Chat) -> Chat:
    talk.ticks("repeats", "morning")
    return talk


async def test_a_reminder_comes_at_its_minute_once(talk: Chat) -> None:
    said = await talk.says("lilei", "提醒我明天10点给王总打电话")
    assert said == f"记下了 提醒#1 11月24日（周二）10:00 给王总打电话（{DONGWU}）；到点提醒你。"

    await talk.office.advance(at(24, 9, 59))
    assert await talk.pushes("lilei") == []
    await talk.office.advance(at(24, 10))
    [told] = await talk.pushes("lilei")
    assert told.startswith(f"10:00 给王总打电话（{DONGWU}）（提醒#1）")
    await talk.office.advance(at(26, 12))
    assert await talk.pushes("lilei") == []


async def test_a_reminder_of_his_own_passes_the_quiet_hours(talk: Chat) -> None:
    await talk.says("lilei", "提醒我今晚23点关机器")
    await talk.office.advance(at(23, 23))
    assert len(await talk.pushes("lilei")) == 1


async def test_a_repeating_reminder_keeps_coming_until_it_is_cancelled(talk: Chat) -> None:
    said = await talk.says("lilei", "每周五下午5点提醒我交周报")
    assert said == "记下了 提醒#1 每周五17:00 交周报；下一次 11月27日（周五）17:00。不要了发：撤销 #1"

    for day, month in ((27, 11), (4, 12), (11, 12)):
        await talk.office.advance(at(day, 17, 1, month))
        assert len(await talk.pushes("lilei")) == 1
    assert len(await talk.rows(Notice, Notice.state == NoticeState.PENDING, Notice.kind == "reminder")) == 1
    assert "已取消 提醒#1 每周五17:00 交周报" in await talk.says("lilei", "撤销 #1")
    await talk.office.advance(at(25, 18, 0, 12))
    assert await talk.pushes("lilei") == []


async def test_a_reminder_in_the_past_is_refused_with_the_next_sensible_day(talk: Chat) -> None:
    said = await talk.says("lilei", "今天上午9点提醒我开会")
    assert said.startswith("11月23日（周一）09:00已经过了，没有设。改成 11月24日（周二）09:00？1 好 2 不用")
    assert await talk.rows(FollowUp) == []
    assert "提醒#1 11月24日（周二）09:00 开会" in await talk.says("lilei", "1")


async def test_reminders_are_listed_and_ended_for_good(talk: Chat) -> None:
    await talk.says("lilei", "每周五下午5点提醒我交周报")
    await talk.says("lilei", "提醒我明天10点打电话给物流")
    listed = await talk.says("lilei", "我的提醒")
    assert listed.splitlines()[1:3] == ["1 提醒#2 11月24日（周二）10:00 打电话给物流", "2 提醒#1 每周五17:00 交周报"]
    assert "已取消 提醒#1" in await talk.says("lilei", "2不用了")
    assert [row.state for row in await talk.rows(FollowUp, FollowUp.number == 1)] == ["cancelled"]
    assert (await talk.says("lilei", "取消提醒")).startswith("已取消 提醒#2")


async def test_a_repeating_one_is_done_for_this_time_only(talk: Chat) -> None:
    await talk.says("lilei", "每周五下午5点提醒我交周报")
    talk.clock.move_to(at(27, 9))
    await talk.says("lilei", "待办")
    assert "下一次 12月4日（周五）17:00" in await talk.says("lilei", "1好了")
    await talk.office.advance(at(27, 18))
    assert await talk.pushes("lilei") == []
    await talk.office.advance(at(4, 18, 0, 12))
    assert len(await talk.pushes("lilei")) == 1


@pytest.mark.parametrize("said", ["好了", "发了", "打过了", "搞定", "已经联系了"])
async def test_c8_done_is_said_in_a_word_when_the_reminder_has_just_come(talk: Chat, said: str) -> None:
    await talk.says("lilei", "提醒我今天下午三点给东吴发参数")
    await talk.office.advance(at(23, 15, 3))
    assert "办完回“好了”" in (await talk.pushes("lilei"))[-1]

    assert "提醒#1" in await talk.says("lilei", said)
    [row] = await talk.rows(FollowUp)
    assert row.state == "done"
    assert "提醒#1" not in await talk.says("lilei", said)


async def test_c8_of_two_reminders_the_one_that_is_done_is_asked(talk: Chat) -> None:
    await talk.says("lilei", "提醒我今天下午三点给东吴发参数")
    await talk.says("lilei", "提醒我今天下午三点给恒力打电话")
    await talk.office.advance(at(23, 15, 3))

    asked = await talk.says("lilei", "好了")
    assert "1 15:00" in asked
    assert "2 15:00" in asked
    assert {row.state for row in await talk.rows(FollowUp)} == {"open"}


async def test_c8_after_an_hour_done_is_a_word_like_any_other(talk: Chat) -> None:
    await talk.says("lilei", "提醒我今天下午三点给东吴发参数")
    await talk.office.advance(at(23, 16, 10))
    await talk.says("lilei", "好了")
    assert [row.state for row in await talk.rows(FollowUp)] == ["open"]
