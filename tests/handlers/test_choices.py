"""Answers to numbered questions, as people give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import choices
from handlers.language.meaning import Intent, Intents, Slot

UNREAD = Intent(Intents.UNKNOWN)


def chosen(value: object) -> Intent:
    return Intent(Intents.CHOOSE, {"choice": Slot(value, 0, 0)})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2),
        ("２", 2),
        (" 2 ", 2),
        ("2。", 2),
        ("第二个", 2),
        ("第2家", 2),
        ("选3", 3),
        ("就1吧", 1),
        ("二", 2),
        ("十", 10),
        ("12", 12),
        ("", None),
        ("东吴", None),
        ("二期报价", None),
        ("2个客户都见了", None),
        ("1 和 3", None),
        ("1 是", 1),
        ("1、是的", 1),
        ("1.对", 1),
        ("2 好的", 2),
        ("1号是", None),
        ("1 东吴", None),
        ("选第１２个吧。", 12),
        (f"{'拜访东吴，聊了报价' * 4}2", None),
    ],
)
def test_a_number_is_read_from_what_was_typed(text: str, number: int | None) -> None:
    assert choices.number(UNREAD, text) == number


@pytest.mark.parametrize(("value", "number"), [((2,), 2), ((1, 3), None), ((), None)])
def test_the_parsers_choice_comes_first(value: tuple[int, ...], number: int | None) -> None:
    assert choices.number(chosen(value), "随便") == number


def test_words_of_a_choice_are_read_like_a_text() -> None:
    assert choices.number(chosen("第二个"), "第二个") == 2


NAMES = [("苏州东吴机械有限公司", "东吴"), ("苏州东武纺织有限公司", "东武"), ("华联超市有限公司", "华联")]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("东武", 1),
        ("苏州东武纺织有限公司", 1),
        ("纺织", 1),
        ("是东武", 1),
        ("就是华联吧", 2),
        ("看东武", 1),
        ("是", None),
        ("華聯", None),
        ("苏州", None),
        ("有限公司", None),
        ("恒力", None),
        ("", None),
        ("。", None),
    ],
)
def test_a_name_is_taken_only_when_one_option_has_it(text: str, index: int | None) -> None:
    assert choices.named(text, NAMES) == index


def test_a_whole_name_beats_a_part_of_another() -> None:
    assert choices.named("华联", [("新华联",), ("华联",)]) == 1


@pytest.mark.parametrize(
    ("text", "index"),
    [("2 东武", 1), ("2、东武", 1), ("2东武", 1), ("1 东武", None), ("2 恒力", None), ("22 东武", None)],
)
def test_a_number_with_a_name_must_agree(text: str, index: int | None) -> None:
    assert choices.named(text, NAMES) == index


def test_a_name_may_begin_with_a_figure() -> None:
    assert choices.named("7天超市", [("苏州东吴机械有限公司",), ("7天超市",)]) == 1


@given(st.text())
def test_any_answer_is_read_without_complaint(text: str) -> None:
    choices.number(UNREAD, text)
    choices.named(text, NAMES)
