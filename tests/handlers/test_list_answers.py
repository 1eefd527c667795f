"""Answers to a numbered list: what becomes of which line."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.list_answers import Action, Deed, read_actions, read_deed, said_of_lines

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def done(*places: int) -> Action:
    return Action(Deed.DONE, places)


def moved(*places: int, on: date | None = TUESDAY, at: time | None = None) -> Action:
    return Action(Deed.MOVE, places, on, at)


@pytest.mark.parametrize(
    ("said", "actions"),
    [
        ("1好了", [done(1)]),
        ("１ 好了", [done(1)]),
        ("1好了 3明天", [done(1), moved(3)]),
        ("1搞定 2搞定", [done(1), done(2)]),
        ("1、3都好了", [done(1, 3)]),
        ("1和2办完了", [done(1, 2)]),
        ("1-3 好了", [done(1, 2, 3)]),
        ("第2个好了", [done(2)]),
        ("2号办好了", [done(2)]),
        ("1打过了，2后天再打", [done(1), moved(2, on=date(2026, 11, 25))]),
        ("1 ok", [done(1)]),
        ("全部好了", [done()]),
        ("今天的都办完了", [done()]),
        ("全部 明天", [moved()]),
        ("剩下的明天", [moved()]),
        ("2推到下周一", [moved(2, on=date(2026, 11, 30))]),
        ("2 下周五下午3点", [moved(2, on=date(2026, 12, 4), at=time(15))]),
        ("3 12月2号", [moved(3, on=date(2026, 12, 2))]),
        ("2 3点", [moved(2, on=None, at=time(15))]),
        ("2 早上7点半", [moved(2, on=None, at=time(7, 30))]),
        ("2不用了", [Action(Deed.DROP, (2,))]),
        ("1取消 2不跟了", [Action(Deed.DROP, (1,)), Action(Deed.DROP, (2,))]),
        ("2 转王工", [Action(Deed.HAND_OVER, (2,), to="王工")]),
        ("1", [Action(Deed.OPEN, (1,))]),
    ],
)
def test_an_answer_says_what_becomes_of_which_line(said: str, actions: list[Action]) -> None:
    assert list(read_actions(said, MONDAY)) == actions


@pytest.mark.parametrize(
    "said",
    [
        "",
        "谢谢",
        "好了",
        "明天",
        "12月3号",
        "1 2",
        "拜访 东吴 谈报价",
        "下周三跟进东吴",
        "1个客户",
        "3天后再说",
        "回款 5万",
        "x" * 200,
    ],
)
def test_anything_else_is_no_answer(said: str) -> None:
    assert read_actions(said, MONDAY) == ()


def test_of_a_list_with_one_line_the_number_need_not_be_said() -> None:
    assert read_actions("好了", MONDAY, single=True) == (done(),)
    assert read_deed("明天10点", MONDAY) == Action(Deed.MOVE, (), TUESDAY, time(10))
    assert read_deed("1好了", MONDAY) is None
    assert read_deed("怎么样了", MONDAY) is None


@given(st.text(max_size=120) | st.text(alphabet="0123456789好了明天全部、-号点月转给不用 ", max_size=100))
def test_it_never_raises(said: str) -> None:
    read_actions(said, MONDAY)
    read_actions(said, MONDAY, single=True)
    read_deed(said, MONDAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1好了 3下周五付 4续 5转给王工", [(1, "好了"), (3, "下周五付"), (4, "续"), (5, "转给王工")]),
        ("1好了，3 走流程 12月1日", [(1, "好了"), (3, "走流程 12月1日")]),
        ("3 5号付", [(3, "5号付")]),
        ("3 12月5号付", [(3, "12月5号付")]),
        ("第2条 明天", [(2, "明天")]),
        ("2号，明天", [(2, "明天")]),
        ("1、付了\n2、没付", [(1, "付了"), (2, "没付")]),
        ("3收到 5万", [(3, "收到 5万")]),
        ("3收到50000", [(3, "收到50000")]),
        ("1", []),
        ("12月1日付", []),
        ("10点开会", []),
        ("3个客户要报价", []),
        ("拜访东吴 3下周五付", []),
        ("", []),
    ],
)
def test_each_line_has_its_own_words(text: str, said: list[tuple[int, str]]) -> None:
    assert list(said_of_lines(text)) == said


@given(st.text(alphabet="0123456789 好了明天付续转给月日号点万，、。\n", max_size=100))
def test_any_answer_is_parted_without_an_exception(text: str) -> None:
    assert all(0 <= place <= 99 for place, words in said_of_lines(text) if words)
