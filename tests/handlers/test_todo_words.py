"""Which texts ask for the to-do list, for one's reminders, or say what became of one record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import todo


@pytest.mark.parametrize(
    "said",
    [
        "待办",
        "我的待办",
        "代办",
        "看看待办",
        "今天待办",
        "明天的待办",
        "本周待办",
        "待办事项",
        "今天干啥",
        "今天干啥？",
        "今天干嘛",
        "我今天要干什么",
        "今天该跟谁",
        "明天跟进哪家",
        "今天有什么要跟的",
        "有什么要跟的",
        "有啥要办的事",
        "今天还有什么要办的",
        "今天还剩啥",
        "还剩啥没办",
        "先跟哪个",
        "早报再发一遍",
        "早报",
        "看看明天的安排",
        "今天日程",
    ],
)
def test_it_is_asked_what_is_to_be_done(said: str) -> None:
    assert todo.asks_todo(said)


@pytest.mark.parametrize(
    "said",
    [
        "今天干了啥",
        "今天干啥了",
        "李雷今天干啥了",
        "昨天干什么了",
        "今天拜访",
        "我的拜访",
        "安排东吴明天送货",
        "客户还有什么要求",
        "有什么要求",
        "提醒我明天10点打电话",
        "今天跟进了东吴",
        "东吴有什么情况",
        "谁还没交日报",
        "好的",
        "",
    ],
)
def test_other_texts_do_not(said: str) -> None:
    assert not todo.asks_todo(said)
    assert not todo.asks_reminders(said)


@pytest.mark.parametrize("said", ["我的提醒", "提醒", "我设了哪些提醒", "看看我的提醒", "有什么提醒", "闹钟有哪些"])
def test_reminders_are_asked_for(said: str) -> None:
    assert todo.asks_reminders(said)


@pytest.mark.parametrize(
    "said", ["#131 好了", "＃131好了", "提醒#2 明天10点", "跟进 #131 推到下周五", "#3 不用了", "#7 搞定"]
)
def test_a_record_is_told_of(said: str) -> None:
    assert todo.tells_of_record(said)


@pytest.mark.parametrize(
    "said", ["#131", "谁改的 #131", "改 #131 下周五", "撤销 #131", "#131 金额 6万", "3好了", "131 好了"]
)
def test_other_texts_tell_of_none(said: str) -> None:
    assert not todo.tells_of_record(said)


@given(st.text(max_size=60) | st.text(alphabet="待办今明天有什么要跟的干啥提醒#＃0123456789好了 ", max_size=60))
def test_they_never_raise(said: str) -> None:
    todo.asks_todo(said)
    todo.asks_reminders(said)
    todo.tells_of_record(said)
