"""Questions, refusals and choices in whatever words; and what must be neither kept nor looked up."""

from __future__ import annotations

import pytest

from handlers.language.meaning import Intents
from tests.handlers.language.asked import (
    ASKED,
    ASKED_BY_LEADER,
    NEVER_WRITTEN,
    UNDERSTOOD_BY_NOBODY,
    WHILE_DRAFTED,
    WHILE_LISTED,
)
from tests.handlers.language.company import code, read
from tests.handlers.language.test_wants import pairs, written

_NOTHING = {Intents.UNKNOWN, Intents.NOT_YET}


@pytest.mark.parametrize(("text", "name"), pairs(ASKED))
def test_what_a_rep_asks(text: str, name: Intents) -> None:
    assert [one.name for one in read(text)] == [name]


@pytest.mark.parametrize(("text", "name"), pairs(ASKED_BY_LEADER))
def test_what_a_leader_asks(text: str, name: Intents) -> None:
    assert [one.name for one in read(text, by="wufang")] == [name]


@pytest.mark.parametrize(("text", "name"), pairs(WHILE_DRAFTED))
def test_a_draft_is_taken_or_left(text: str, name: Intents) -> None:
    assert [one.name for one in read(text, asked="draft")] == [name]


@pytest.mark.parametrize(("text", "name"), pairs(WHILE_LISTED))
def test_one_of_several_is_chosen(text: str, name: Intents) -> None:
    assert [one.name for one in read(text, asked="candidates")] == [name]


@pytest.mark.parametrize("text", UNDERSTOOD_BY_NOBODY)
def test_nothing_is_made_of_what_says_nothing(text: str) -> None:
    assert {one.name for one in read(text)} <= _NOTHING


@pytest.mark.parametrize("text", NEVER_WRITTEN)
def test_a_question_writes_nothing(text: str) -> None:
    assert written(read(text, by="wufang")) == []


@pytest.mark.parametrize(("text", "customer"), [("刚给东吴记的那条删了", "C001"), ("东吴的拜访记错了 撤了", "C001")])
def test_what_is_taken_back_is_of_whom_it_names(text: str, customer: str) -> None:
    assert code(read(text)[0]) == customer


@pytest.mark.parametrize(
    ("text", "name", "customer", "reason"),
    [
        ("申诉 机械 我6月就去过", Intents.APPEAL, "C001", "我6月就去过"),
        ("撞单 机械", Intents.APPEAL, "C001", None),
        ("撞单 我先谈的", Intents.APPEAL, "", "我先谈的"),
        ("机械那笔不算", Intents.UNDO, "C001", None),
        ("回款那笔删了", Intents.UNDO, "", None),
    ],
)
def test_a_part_of_a_name_is_enough_to_say_whose(text: str, name: Intents, customer: str, reason: str | None) -> None:
    (found,) = read(text)

    assert (found.name, code(found), found.value("reason")) == (name, customer, reason)


@pytest.mark.parametrize("text", ["刚才东吴说要撤单", "王总把刚才的订单撤了", "恒力刚才通知取消订单了"])
def test_what_a_customer_takes_back_is_no_undoing(text: str) -> None:
    assert read(text)[0].name is not Intents.UNDO


def test_a_nod_without_a_question_is_only_kind() -> None:
    assert read("👌")[0].name is Intents.SMALLTALK
