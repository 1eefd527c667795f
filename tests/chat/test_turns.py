"""What cannot be read by itself, taken as what it does in its talk (`product.md` §4.4): kept with what was just told,
passed on to whom it is for, or left alone."""

from __future__ import annotations

import pytest

from models.schema import Absence, FollowUp, News, Notice, Visit
from tests.steps import later, person
from tests.talk import Chat


async def test_more_of_the_same_talk_is_kept_with_the_visit(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 李工 谈参数")
    said = await talk.says("lilei", "钱他做不了主 王总周三才回来")
    assert "拜访#1" in said
    assert "不是它的回“撤销”" in said
    [visit] = await talk.rows(Visit)
    assert "钱他做不了主 王总周三才回来" in visit.summary
    assert "撤" in await talk.says("lilei", "撤销")
    [visit] = await talk.rows(Visit)
    assert "做不了主" not in visit.summary


async def test_what_only_a_reader_can_put_right_is_kept_as_put_right(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 李工 要两台注塑机")
    assert "拜访#1" in await talk.says("lilei", "说错了，人家要的是立式的，不是卧式")
    [visit] = await talk.rows(Visit)
    assert "立式" in visit.summary


async def test_long_after_nothing_is_added_by_a_guess(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 李工 谈参数")
    later(talk, minutes=100)
    await talk.says("lilei", "钱他做不了主 周三才有消息")
    [visit] = await talk.rows(Visit)
    assert "做不了主" not in visit.summary


async def test_a_wish_for_a_free_day_is_a_leave(talk: Chat) -> None:
    said = await talk.says("lilei", "我后天想歇一天，老家我妈住院了，去陪陪")
    assert said.startswith("已记 请假#1：")
    [absence] = await talk.rows(Absence)
    assert absence.person_id == person(talk, "lilei")


async def test_what_a_leader_answers_goes_to_who_asked_him(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 想退两台")
    await talk.says("lilei", "问下吴芳 能不能给他退")
    await talk.pushes("wufang")
    assert (await talk.says("wufang", "不退，可以给他换一台新的，运费他们出")).startswith("已转告 李雷")
    [passed] = await talk.rows(Notice, Notice.userid == "lilei", Notice.kind == "relay")
    assert "运费他们出" in passed.body


async def test_words_for_nobody_in_particular_are_not_passed_on(talk: Chat) -> None:
    await talk.says("lilei", "催他快点把资料给过来")
    assert not await talk.rows(Notice, Notice.kind == "relay")


@pytest.mark.parametrize("words", ["知道了，本来就要去的", "行吧，那先这样", "哎，今天真够累的，路上堵死了"])
async def test_what_wants_nothing_writes_nothing(talk: Chat, words: str) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    await talk.says("lilei", words)
    [visit] = await talk.rows(Visit)
    assert words not in visit.summary
    assert not [*await talk.rows(News), *await talk.rows(FollowUp)]


async def test_what_is_told_of_another_customer_is_not_added(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 李工 谈参数")
    await talk.says("lilei", "恒力那边说钱的事要等他们老板回来")
    [first, *_] = await talk.rows(Visit)
    assert "等他们老板" not in first.summary


async def test_a_command_that_could_not_be_read_is_not_kept_as_a_note(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 李工 谈参数")
    await talk.says("lilei", "新客户 想要两台")
    [visit] = await talk.rows(Visit)
    assert "新客户" not in visit.summary


async def test_an_open_question_takes_its_answer_first(talk: Chat) -> None:
    assert "哪天到期" in await talk.says("lilei", "开票 东吴 12万")
    assert await talk.says("lilei", "不知道啊") == "没看懂日期，写哪一天就行，比如 8月10日、月底。不记了回“取消”。"


async def test_what_is_told_of_a_colleague_is_no_news_of_the_market(talk: Chat) -> None:
    assert "记下了" not in await talk.says("lilei", "听说东吴被韩梅领了")
    assert not await talk.rows(News)


async def test_market_news_is_kept_as_news(talk: Chat) -> None:
    said = await talk.says("lilei", "听他们讲宝钢下个月每吨又要降八十，几家都在抢单")
    assert "市场#" in said or "消息#" in said
    [told] = await talk.rows(News)
    assert "降八十" in told.words
