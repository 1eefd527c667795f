"""Capabilities that are asked for by their words."""

from __future__ import annotations

import re

import pytest

from handlers.language import topics
from handlers.language.normalise import CUSTOMER
from handlers.language.topics import Topics, find_topic

_SPECIAL = frozenset(r".[](){}|?*+\$")
_MAY_BE_LEFT_OUT = frozenset("?*{")


@pytest.mark.parametrize("words", [words for _, words in topics._ALTERNATIVES if not words.startswith("^")])
def test_every_alternative_begins_with_a_character_that_must_stand_there(words: str) -> None:
    """Only then `re` passes over all places where none can begin."""
    assert words[0] not in _SPECIAL
    assert words[1:2] not in _MAY_BE_LEFT_OUT


@pytest.mark.parametrize("words", [words for _, words in topics._ALTERNATIVES])
def test_no_alternative_has_a_group_of_its_own(words: str) -> None:
    """An empty group behind each says which one has matched; another would shift them."""
    assert re.compile(words).groups == 0


@pytest.mark.parametrize(
    ("masked", "topic"),
    [
        ("报备一家", Topics.REGISTRATION),
        (f"我要 {CUSTOMER * 2}", Topics.POOL),
        ("我想看看公海里的报备规则", Topics.POLICY),
        ("日报里说要提醒我", Topics.DAILY_REPORT),
        ("今天天气好", None),
    ],
)
def test_of_several_words_the_first_of_the_table_counts(masked: str, topic: Topics | None) -> None:
    assert find_topic(masked) is topic
