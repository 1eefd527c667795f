"""跟进 in the chat: set, asked about, changed, moved, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents, Slot, Understanding
from handlers.texts import common
from handlers.texts import followups as texts
from models.schema import Customer, FollowUp, Record
from tests.cast import DONGWU, HENGLI
from tests.steps import at
from tests.talk import Chat

SAMPLES = f"跟进#1 {DONGWU}，12月2日（周三）带样品"


@pytest.fixture
def talk(talk: Chat) -> Chat:
    talk.ticks("repeats", "morning")
    return talk


class Meant:
    """Lets the next message mean what a test says, whatever its words."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat

    async def says(self, name: Intents, *, confidence: float = 1.0, text: str = "…", **values: Any) -> str:
        board = self.chat.office.turns.switchboard
        intent = Intent(name, {key: Slot(value, 0, 1) for key, value in values.items()}, confidence, text)
        self.chat.office.turns.switchboard = replace(board, understand=lambda *_: Understanding((intent,)))
        try:
            return await self.chat.says("lilei", text)
        finally:
            self.chat.office.turns.switchboard = board


@pytest.fixture
def meant(talk: Chat) -> Meant:
    return Meant(talk)


async def customer(chat: Chat, code: str) -> int:
    return int((await chat.rows(Customer, Customer.code == code))[0].id)


async def dongwu(chat: Chat) -> CustomerMention:
    return CustomerMention("东吴", (await customer(chat, "C001"),))


async def test_a_follow_up_says_number_full_name_date_and_when_it_is_told(talk: Chat) -> None:
    assert await talk.says("lilei", "下周三跟进东吴 带样品") == f"记下了 {SAMPLES}；当天 08:20 提醒你。"


async def test_a_follow_up_with_a_time_stands_in_the_list_and_reminds_at_its_hour(meant: Meant) -> None:
    said = await meant.says(
        Intents.FOLLOWUP_SET,
        customer=await dongwu(meant.chat),
        contact=ContactMention("王总"),
        next_date=date(2026, 12, 2),
        next_time=time(16),
    )
    assert said == f"记下了 跟进#1 {DONGWU}·王总，12月2日（周三）16:00；当天 08:20 列在待办里，16:00 到点提醒你。"


async def test_the_offered_day_may_be_declined_or_replaced(talk: Chat) -> None:
    await talk.says("lilei", "今天上午9点提醒我开会")
    assert await talk.says("lilei", "不用") == texts.DROPPED
    await talk.says("lilei", "今天上午9点提醒我开会")
    assert "11月25日（周三）09:00 开会" in await talk.says("lilei", "后天")


async def test_without_a_day_it_is_asked(talk: Chat) -> None:
    assert texts.WHICH_DAY in await talk.says("lilei", "跟进东吴")
    assert f"跟进#1 {DONGWU}，11月24日（周二）" in await talk.says("lilei", "明天上午")


async def test_without_a_customer_it_is_asked(talk: Chat) -> None:
    asked = await talk.says("lilei", "下周三跟进一下")
    assert asked.startswith("跟进哪家？\n1 ")
    assert f"跟进#1 {HENGLI}，12月2日（周三）" in await talk.says("lilei", "恒力")


async def test_a_customer_outside_the_offered_ones_may_be_written(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进一下")
    said = await talk.says("lilei", "天合光能")
    assert "跟进#1 常州天合光能有限公司" in said
    assert texts.POOLED in said


@pytest.mark.parametrize("said", ["算了", "不用了", "取消", "撤销"])
async def test_what_is_asked_may_be_dropped(talk: Chat, said: str) -> None:
    await talk.says("lilei", "下周三跟进一下")
    assert await talk.says("lilei", said) == texts.DROPPED
    assert await talk.rows(FollowUp) == []


async def test_an_answer_that_fits_nothing_is_asked_once_more_and_then_dropped(talk: Chat) -> None:
    await talk.says("lilei", "跟进东吴")
    assert await talk.says("lilei", "嗯呢") == texts.DAY_AGAIN
    assert await talk.says("lilei", "嗯呢") == texts.GIVEN_UP


async def test_a_new_command_beats_the_question(talk: Chat) -> None:
    await talk.says("lilei", "跟进东吴")
    assert "拜访#1" in await talk.says("lilei", "拜访 恒力 谈年框")


async def test_a_reminder_for_today_without_a_time_is_asked_for_it(meant: Meant) -> None:
    asked = await meant.says(Intents.REMINDER_SET, date=date(2026, 11, 23), summary="交合同")
    assert asked == texts.WHICH_TIME
    assert "提醒#1 11月23日（周一）15:00 交合同" in await meant.chat.says("lilei", "下午3点")


async def test_several_that_fit_are_asked(meant: Meant) -> None:
    ids = (await customer(meant.chat, "C001"), await customer(meant.chat, "C003"))
    mention = CustomerMention("李工", ids)
    asked = await meant.says(Intents.FOLLOWUP_SET, customer=mention, next_date=date(2026, 12, 2))
    assert asked.startswith("“李工”是哪一家？\n1 苏州东吴")
    assert f"跟进#1 {HENGLI}" in await meant.chat.says("lilei", "2")


async def test_an_unknown_customer_may_be_registered(meant: Meant) -> None:
    mention = CustomerMention("蠡园泵业", ())
    asked = await meant.says(Intents.FOLLOWUP_SET, customer=mention, next_date=date(2026, 12, 2))
    assert asked == "没找到“蠡园泵业”。\n1 按新客户登记"
    said = await meant.chat.says("lilei", "1")
    assert said.startswith("新客户 蠡园泵业 已登记（客户#1），归你。\n记下了 跟进#2 蠡园泵业，12月2日（周三）")
    assert "已撤销 2 条" in await meant.chat.says("lilei", "撤销")


async def test_what_is_not_sure_is_asked(meant: Meant) -> None:
    asked = await meant.says(
        Intents.FOLLOWUP_SET, customer=await dongwu(meant.chat), next_date=date(2026, 12, 2), unsure=True
    )
    assert asked == f"要记成 跟进 {DONGWU} 12月2日（周三） 吗？1 记 2 不记"
    assert await meant.chat.rows(Record) == []
    assert "记下了 跟进#1" in await meant.chat.says("lilei", "记")


async def test_a_day_that_was_said_roughly_is_read_back(meant: Meant) -> None:
    said = await meant.says(
        Intents.FOLLOWUP_SET, customer=await dongwu(meant.chat), next_date=date(2026, 12, 1), fuzzy=True
    )
    assert "日子说得大概，先按 12月1日（周二）记，不对就回：改 #1 12月3日。" in said


async def test_a_colleagues_customer_is_followed_up_without_his_name(meant: Meant) -> None:
    mention = CustomerMention("华联", (await customer(meant.chat, "C004"),))
    said = await meant.says(Intents.FOLLOWUP_SET, customer=mention, next_date=date(2026, 12, 2))
    assert texts.COLLEAGUES in said
    assert "韩梅" not in said


async def test_the_same_again_is_written_once(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进东吴 带样品")
    assert await talk.says("lilei", "下周三跟进东吴 带样品") == common.noted_before("#1")


async def test_a_phone_in_a_note_is_masked(meant: Meant) -> None:
    said = await meant.says(Intents.REMINDER_SET, date=date(2026, 11, 24), time=time(10), summary="打13800138000")
    assert "13800138000" not in said
    await meant.chat.office.advance(at(24, 10))
    assert "13800138000" not in "".join(await meant.chat.pushes("lilei"))


async def test_several_of_one_message_are_written_and_the_open_one_is_asked(meant: Meant) -> None:
    chat, board = meant.chat, meant.chat.office.turns.switchboard
    slots = {"next_date": Slot(date(2026, 12, 2), 0, 1), "next_note": Slot("带样品", 0, 1)}
    whole = Intent(Intents.FOLLOWUP_SET, {**slots, "customer": Slot(await dongwu(chat), 0, 1)})
    twice = Understanding((whole, Intent(Intents.FOLLOWUP_SET, slots)))
    chat.office.turns.switchboard = replace(board, understand=lambda *_: twice)
    said = await chat.says("lilei", "…")
    chat.office.turns.switchboard = board
    assert said.startswith(f"记下了 {SAMPLES}；当天 08:20 提醒你。\n跟进哪家？")
    assert f"跟进#2 {HENGLI}" in await chat.says("lilei", "恒力")


@pytest.mark.parametrize("said", ["李雷和王总谈", "这个东西不错", "明天去东吴送合同给王总签字"])
async def test_the_day_that_was_asked_for_is_hardly_more_than_a_day(talk: Chat, said: str) -> None:
    await talk.says("lilei", "跟进东吴")
    await talk.says("lilei", said)
    assert await talk.rows(FollowUp, FollowUp.due_on == date(2026, 11, 24), FollowUp.note == "") == []


async def test_the_last_one_is_moved_by_a_day_alone(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进东吴 带样品")
    assert "12月4日（周五）15:00" in await talk.says("lilei", "改到下周五下午3点")


async def test_it_is_changed_by_its_number(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进东吴 带样品")
    said = await talk.says("lilei", "改 #1 下周五")
    assert said == (f"改好了 跟进#1 {DONGWU}，12月4日（周五）带样品；原来是 12月2日（周三）。当天 08:20 提醒你。")
    assert "带合同" in await talk.says("lilei", "改 #1 内容 带合同")
    assert HENGLI in await talk.says("lilei", "改 #1 客户 恒力")


async def test_the_last_one_is_corrected_without_its_number(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进东吴 带样品")
    assert "12月3日（周四）" in await talk.says("lilei", "不是下周三 是下周四")


async def test_the_standing_one_of_a_contact_is_moved(meant: Meant) -> None:
    chat = meant.chat
    mention, contact = await dongwu(chat), ContactMention("王总")
    for day in (3, 8):
        await meant.says(Intents.FOLLOWUP_SET, customer=mention, contact=contact, next_date=date(2026, 12, day))
    moved = await meant.says(
        Intents.FOLLOWUP_SET,
        text="王总12月8号那个改到12月9号",
        customer=mention,
        contact=contact,
        next_date=date(2026, 12, 9),
    )
    assert moved.startswith(f"改好了 跟进#2 {DONGWU}·王总，12月9日（周三）；原来是 12月8日（周二）。")
    assert len(await chat.rows(FollowUp)) == 2
    assert "12月8日（周二）" in await chat.says("lilei", "撤销")


async def test_several_that_stand_are_told_apart_or_asked_about(meant: Meant) -> None:
    chat, mention = meant.chat, await dongwu(meant.chat)
    for day in (3, 8):
        await meant.says(Intents.FOLLOWUP_SET, customer=mention, next_date=date(2026, 12, day))
    await meant.says(Intents.REMINDER_SET, customer=mention, date=date(2026, 12, 5), summary="寄样")
    new: dict[str, Any] = {"customer": mention, "next_date": date(2026, 12, 9)}
    assert "改好了 提醒#3" in await meant.says(Intents.FOLLOWUP_SET, text="东吴的提醒改到12月9号", **new)
    asked = await meant.says(Intents.FOLLOWUP_SET, text="东吴的跟进改到12月9号", **new)
    assert asked.splitlines()[:3] == [
        texts.WHICH_TO_MOVE,
        f"1 {DONGWU} 12月3日（周四）",
        f"2 {DONGWU} 12月8日（周二）",
    ]
    assert (await chat.says("lilei", "2")).startswith(
        f"改好了 跟进#2 {DONGWU}，12月9日（周三）；原来是 12月8日（周二）"
    )


async def test_what_stands_of_a_customer_is_called_off_by_number(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进东吴 带样品")
    await talk.says("lilei", "下周三跟进恒力 送合同")
    listed = await talk.says("lilei", "恒力的跟进取消")
    assert listed.splitlines()[:2] == [texts.STANDING_HEAD, f"1 跟进#2 {HENGLI}，12月2日（周三）送合同"]
    assert "已取消 跟进#2" in await talk.says("lilei", "1不用了")


async def test_moving_what_does_not_stand_writes_it(meant: Meant) -> None:
    said = await meant.says(
        Intents.FOLLOWUP_SET,
        text="东吴那个改到12.4",
        customer=await dongwu(meant.chat),
        next_date=date(2026, 12, 4),
    )
    assert said.startswith("记下了 跟进#1")
    assert said.endswith(texts.NOT_STANDING)


async def test_the_author_hears_what_a_leader_changed(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进东吴 带样品")
    assert "12月4日（周五）" in await talk.says("wufang", "改 #1 下周五")
    [told] = await talk.pushes("lilei")
    assert told == f"吴芳 改了你的 跟进#1 {DONGWU}，12月4日（周五）带样品。有疑问直接找 吴芳。"
    assert "不是你的记录" in await talk.says("hanmei", "改 #1 下周四")


async def test_it_is_taken_back_within_ten_minutes(talk: Chat) -> None:
    await talk.says("lilei", "提醒我明天10点打电话")
    assert await talk.says("lilei", "撤销") == "已撤销 提醒#1（留痕）。"
    await talk.office.advance(at(24, 12))
    assert await talk.pushes("lilei") == []


async def test_later_it_is_cancelled_by_its_number(talk: Chat) -> None:
    await talk.says("lilei", "提醒我明天10点打电话")
    talk.clock.move_to(at(23, 11))
    assert "要取消 提醒#1" in await talk.says("lilei", "撤销")
    assert "已取消 提醒#1" in await talk.says("lilei", "撤销 #1")
    await talk.office.advance(at(24, 12))
    assert await talk.pushes("lilei") == []


async def test_what_was_pushed_is_answered_by_its_number(talk: Chat) -> None:
    await talk.says("lilei", "提醒我下午3点打电话给物流")
    await talk.office.advance(at(23, 15))
    assert len(await talk.pushes("lilei")) == 1
    assert "11月24日（周二）10:00" in await talk.says("lilei", "#1 明天10点")
    await talk.office.advance(at(24, 10))
    assert len(await talk.pushes("lilei")) == 1
    assert "办完了" in await talk.says("lilei", "#1 好了")


async def test_the_trail_tells_who_did_what(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进东吴 带样品")
    await talk.says("lilei", "改 #1 下周五")
    await talk.says("lilei", "#1 好了")
    trail = await talk.says("wufang", "#1")
    assert trail.splitlines() == [
        f"跟进#1 {DONGWU}，12月4日（周五）带样品（李雷）",
        "11月23日 10:00 李雷 记下",
        "11月23日 10:00 李雷 日期：12月2日（周三） → 12月4日（周五）",
        "11月23日 10:00 李雷 办完",
    ]
    assert "不是你的记录" in await talk.says("hanmei", "#1")
    assert "不是你的记录" in await talk.says("hanmei", "#1 好了")


async def test_a_leader_voids_it_with_a_reason(talk: Chat) -> None:
    await talk.says("lilei", "下周三跟进东吴 带样品")
    assert "已作废 跟进#1 东吴机械（理由：重复了）" in await talk.says("wufang", "作废 #1 重复了")
    assert "跟进#1" in "".join(await talk.pushes("lilei"))
    assert "收回作废" in await talk.says("wufang", "撤销 #1")
    assert (await talk.rows(FollowUp))[0].voided is False
