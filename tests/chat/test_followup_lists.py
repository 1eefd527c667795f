"""待办 in the chat: listed, closed and moved by number, told in the morning."""

from __future__ import annotations

import pytest

from handlers.texts import common
from handlers.texts import followups as texts
from handlers.texts import help as help_texts
from models.schema import FollowUp
from tests.cast import DONGWU, HENGLI
from tests.steps import at
from tests.talk import Chat


@pytest.fixture
def talk(talk: Chat) -> Chat:
    talk.ticks("repeats", "morning")
    return talk


async def three(chat: Chat) -> str:
    await chat.says("lilei", "明天跟进东吴 带样品")
    await chat.says("lilei", "拜访 恒力 谈年框 明天送合同")
    await chat.says("lilei", "提醒我明天10点打电话给物流")
    chat.clock.move_to(at(24, 9))
    return await chat.says("lilei", "待办")


async def test_the_list_is_numbered(talk: Chat) -> None:
    assert await three(talk) == (
        "今天 11月24日（周二）：要办 3 件\n"
        f"1 {DONGWU} 带样品 #1\n"
        f"2 {HENGLI} 送合同 #2\n"
        "3 10:00 打电话给物流 #3\n"
        f"{texts.LIST_HINT}"
    )


@pytest.mark.parametrize(
    "said", ["今天干啥", "我的待办", "今天有什么要跟的", "今天还剩啥", "先跟哪个", "早报再发一遍", "看看今天的安排"]
)
async def test_it_is_asked_for_in_many_ways(talk: Chat, said: str) -> None:
    listed = await three(talk)
    assert await talk.says("lilei", said) == listed


async def test_tomorrow_is_asked_for_by_its_name(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    assert (await talk.says("lilei", "今天干啥")).startswith("今天 11月23日（周一）没有要跟的。")
    assert (await talk.says("lilei", "明天待办")).startswith("明天 11月24日（周二）：要办 1 件")


@pytest.mark.parametrize("said", ["周五前要跟谁", "周五之前要跟进的有哪些", "周五前还有谁要跟"])
async def test_all_that_is_due_by_a_day_is_asked_for(talk: Chat, said: str) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    await talk.says("lilei", "下周一跟进恒力")
    listed = await talk.says("lilei", said)
    assert listed.startswith("到 11月27日（周五）：要办 1 件")
    assert DONGWU in listed
    assert HENGLI not in listed


async def test_lines_are_closed_by_number_and_the_list_stays(talk: Chat) -> None:
    await three(talk)
    closed = await talk.says("lilei", "1好了 2下周五")
    assert closed == (
        f"1 好，跟进#1 {DONGWU}，11月24日（周二）带样品，办完了。\n2 {HENGLI} 的下次改到 12月4日（周五）（拜访#2）。"
    )
    assert "3 已取消 提醒#3" in await talk.says("lilei", "取消3")
    assert (await talk.says("lilei", "待办")).startswith("今天 11月24日（周二）没有要跟的。")
    assert await talk.says("lilei", "1好了") != closed


async def test_all_are_put_off_at_once(talk: Chat) -> None:
    await three(talk)
    moved = await talk.says("lilei", "全部 明天")
    assert moved.count("11月25日（周三）") == 3
    await talk.office.advance(at(24, 12))
    assert await talk.pushes("lilei") == []


async def test_a_number_opens_its_line_and_others_are_none_of_it(talk: Chat) -> None:
    await three(talk)
    assert await talk.says("lilei", "1") == f"跟进#1 {DONGWU}，11月24日（周二）带样品"
    assert await talk.says("lilei", "9好了") == f"{common.no_such_line(3)}"
    assert await talk.says("lilei", "谢谢") == help_texts.THANKS


async def test_what_is_refused_does_not_stop_the_others(talk: Chat) -> None:
    await three(talk)
    await talk.says("lilei", "1好了")
    again = await talk.says("lilei", "1好了 3好了")
    assert again.splitlines()[0] == f"1 {texts.ended(1, done=True)}"
    assert again.splitlines()[1].startswith("3 好，提醒#3")


async def test_numbers_without_a_list_show_it_first(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    talk.ticks()
    talk.clock.move_to(at(24, 9))
    shown = await talk.says("lilei", "1好了")
    assert shown.startswith(f"{texts.NUMBERS_FIRST}\n今天")
    assert (await talk.rows(FollowUp, FollowUp.number == 1))[0].state == "open"


async def test_the_list_is_answered_after_the_visit_it_spoke_of(talk: Chat) -> None:
    """Valid until the next list or midnight (`product.md` §4.1 rule 9)."""
    await three(talk)
    await talk.says("lilei", "拜访 东武 谈价格")
    assert (await talk.says("lilei", "1好了")).startswith("1 好，跟进#1")


async def test_overdue_ones_stand_first(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    talk.clock.move_to(at(27, 9))
    listed = await talk.says("lilei", "待办")
    assert listed.splitlines()[:2] == [
        "今天 11月27日（周五）：过期 1 件",
        f"1 {DONGWU} 带样品（11月24日的，过期 3 天） #1",
    ]


async def test_nobody_sees_a_colleagues_list(talk: Chat) -> None:
    await three(talk)
    assert "没有要跟的" in await talk.says("hanmei", "待办")


async def test_the_morning_list_holds_all_that_is_due_in_one_message(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    await talk.says("lilei", "拜访 恒力 谈年框 明天送合同")
    await talk.says("lilei", "提醒我明天带雨伞")
    await talk.says("lilei", "提醒我明天10点打电话给物流")
    await talk.office.advance(at(24, 8, 21))
    [card] = await talk.pushes("lilei")
    assert card == (
        "早上好。今天 11月24日（周二）：要办 3 件\n"
        f"1 {DONGWU} 带样品 #1\n"
        f"2 {HENGLI} 送合同 #2\n"
        "3 带雨伞 #3\n"
        f"{texts.LIST_HINT}"
    )
    closed = await talk.says("lilei", "1好了，3好了")
    assert "跟进#1" in closed
    assert "提醒#3" in closed


async def test_what_was_done_meanwhile_is_not_told(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    talk.clock.move_to(at(24, 8, 20))
    await talk.office.metronome.beat()
    await talk.says("lilei", "#1 好了")
    assert await talk.pushes("lilei") == []


async def test_the_morning_list_does_not_close_an_open_question(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    talk.clock.move_to(at(24, 8, 15))
    await talk.says("lilei", "跟进恒力")
    await talk.office.advance(at(24, 8, 21))
    assert f"跟进#2 {HENGLI}，11月25日" in await talk.says("lilei", "明天")


async def test_what_was_missed_is_counted(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    await talk.says("lilei", "后天跟进恒力 送合同")
    await talk.office.advance(at(25, 8, 21))
    card = (await talk.pushes("lilei"))[-1].splitlines()
    assert card[0] == "早上好。今天 11月25日（周三）：要办 1 件，过期 1 件"
    assert card[1] == f"1 {DONGWU} 带样品（11月24日的，过期 1 天） #1"


async def test_what_was_not_understood_takes_no_number_of_the_list_above_it(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进东吴 带样品")
    await talk.says("lilei", "明天跟进恒力 送合同")
    listed = await talk.says("lilei", "明天干啥")
    assert "没看懂" in await talk.says("lilei", "窗台上三盆绿萝")
    assert (await talk.says("lilei", "1好了")).startswith("1 好，跟进#1"), listed
    assert "没看懂" in await talk.says("hanmei", "窗台上三盆绿萝")
    assert "拜访" not in await talk.says("hanmei", "1好了")
