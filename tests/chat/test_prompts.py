"""What is switched off and on by words: a contact's birthday, kinds of reminders; whom to greet (C7, B14)."""

from __future__ import annotations

import pytest

from handlers.texts import prompts as texts
from models.schema import Contact, Mute
from tests.cast import DONGWU
from tests.talk import Chat


async def stopped(talk: Chat, name: str) -> bool:
    [contact] = await talk.rows(Contact, Contact.name == name)
    return bool(contact.birthday_stopped)


async def test_c7_one_contacts_birthday_is_stopped_taken_back_and_told_again(talk: Chat) -> None:
    assert await talk.says("lilei", "王总生日不用提醒了") == texts.NO_BIRTHDAY.format("王建国", "王建国")
    assert await talk.says("lilei", "王总生日提醒我") == texts.BIRTHDAY_WANTED.format("王建国", "王建国")
    await talk.says("lilei", "东吴王总生日 12月8日")
    assert await talk.says("lilei", "王总生日不用提醒了") == (
        f"好，王建国（{DONGWU}）的生日不再提醒（生日#2）。要恢复发：王建国生日要提醒"
    )
    assert await stopped(talk, "王建国")
    assert await talk.says("lilei", "取消王总生日提醒") == texts.as_it_was("王建国", "", stops=True)
    assert (await talk.says("lilei", "撤销")).startswith("已撤销 生日#2")
    assert not await stopped(talk, "王建国")
    await talk.says("lilei", "东吴王总的生日别提醒了")
    assert await talk.says("lilei", "王总生日要提醒") == (
        f"好，王建国（{DONGWU}）的生日照常提醒（生日#4）：今年 12月8日（周二）。"
    )
    assert await talk.says("lilei", "王总生日当天提醒我") == (
        "王建国 的生日一直在提醒：今年 12月8日（周二），提前和当天的早报都会说。"
    )
    assert not await stopped(talk, "王建国")
    # A birthday that is told anew is meant to be told of.
    await talk.says("lilei", "王总生日不用提醒了")
    await talk.says("lilei", "东吴王总生日 12月9日")
    assert not await stopped(talk, "王建国")


async def test_c7_of_a_name_that_two_bear_it_is_asked_whose(talk: Chat) -> None:
    await talk.says("lilei", "加联系人 恒力 王磊 总经理 13800138077")
    await talk.says("lilei", "恒力王磊生日 12月8日")
    asked = await talk.says("lilei", "王总生日不用提醒了")
    assert asked.splitlines()[0] == "“王总”是哪一位？"
    place = next(line[0] for line in asked.splitlines() if "王磊" in line)
    assert "王磊（苏州恒力化纤有限公司）的生日不再提醒" in await talk.says("lilei", place)
    assert await talk.says("lilei", "张厂长生日不用提醒了") == texts.NOBODY_CALLED.format("张厂长")


async def test_c7_a_colleagues_contact_is_not_stopped(talk: Chat) -> None:
    await talk.says("lilei", "东吴王总生日 12月8日")
    assert "这条没有记" in await talk.says("hanmei", "东吴王建国生日不用提醒了")
    assert not await stopped(talk, "王建国")


async def test_p18_kinds_are_switched_off_listed_and_switched_on(talk: Chat) -> None:
    assert await talk.says("lilei", "我关了哪些提醒") == "提醒都开着。不想要哪类就说，比如：生日别提醒我"
    assert await talk.says("lilei", "生日别提醒我") == (
        "好，生日提醒关了，只关你自己的。想看的时候发“下月谁过生日”。\n要恢复发：恢复生日提醒"
    )
    assert "截止时间不变，没交照样记缺交。" in await talk.says("lilei", "别催我日报")
    assert (await talk.says("lilei", "生日别提醒我")).startswith("生日提醒已经关着。")
    assert (await talk.says("lilei", "我关了哪些提醒")).startswith("你关了：生日提醒、日报提醒。")
    assert (await talk.says("hanmei", "我关了哪些提醒")).startswith("提醒都开着。")
    assert (await talk.says("lilei", "为什么没提醒我生日")).startswith("生日提醒已经关着。")
    assert await talk.says("lilei", "恢复生日提醒") == "好，生日提醒恢复了，照常提醒。"
    assert await talk.says("lilei", "恢复生日提醒") == "生日提醒一直开着，照常提醒。"
    assert (await talk.says("lilei", "我关了哪些提醒")).startswith("你关了：日报提醒。")


async def test_p18_everything_is_switched_on_with_one_word(talk: Chat) -> None:
    await talk.says("lilei", "别催我日报")
    await talk.says("lilei", "早报别发了")
    await talk.says("lilei", "免打扰到18点")
    assert await talk.says("lilei", "恢复提醒") == (
        "好，免打扰关了，该提醒的照常提醒。\n好，都恢复了：日报提醒、早报，照常提醒。"
    )
    assert [row.until_at for row in await talk.rows(Mute)] == [None, None, None]
    await talk.says("lilei", "别催我日报")
    await talk.says("lilei", "免打扰到18点")
    assert await talk.says("lilei", "取消免打扰") == "好，免打扰关了，该提醒的照常提醒。"
    assert (await talk.says("lilei", "我关了哪些提醒")).startswith("你关了：日报提醒。")


@pytest.mark.parametrize(
    "text", ["问候名单", "中秋问候名单", "春节要问候谁", "节日问候名单", "国庆祝福名单", "过年要给谁拜年"]
)
async def test_b14_whom_to_greet_is_a_list_that_opens(talk: Chat, text: str) -> None:
    await talk.says("lilei", "东吴升A")
    await talk.says("lilei", "恒力升B")
    listed = (await talk.says("lilei", text)).splitlines()
    assert listed[0] == "我的客户（过节要问候）：2 家"
    assert listed[1].startswith(f"1 {DONGWU}")
    assert listed[1].endswith("王建国、李工")
    assert listed[2].startswith("2 苏州恒力化纤有限公司")
    assert (await talk.says("lilei", "2")).startswith("苏州恒力化纤有限公司（苏州")
    assert "1 家" not in await talk.says("hanmei", text)
