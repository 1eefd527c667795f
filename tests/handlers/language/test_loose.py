"""What is said in words that no rule knows: the tables of `loose`, and what they are weighed by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.evidence import WITNESSES
from handlers.language.meaning import Intents, Situation
from handlers.language.normalise import normalise
from handlers.language.plain_words import in_plain_words
from handlers.language.reading import Reading
from handlers.language.skeleton import skeleton
from tests.handlers.language.company import BOOK, MONDAY, code, person, read
from tests.handlers.language.loose import (
    LOOSE,
    LOOSE_OF_TEAM,
    LOOSE_QUIET,
    LOOSE_WHILE_DRAFTED,
    LOOSE_WHILE_LISTED,
)
from tests.handlers.language.test_wants import WRITES, pairs, written


@pytest.mark.parametrize(("text", "name"), pairs(LOOSE))
def test_what_a_rep_says_loosely(text: str, name: Intents) -> None:
    first = read(text)[0]

    assert first.name is name
    assert name not in WRITES or not first.value("unsure")


@pytest.mark.parametrize(("text", "name"), pairs(LOOSE_OF_TEAM))
def test_what_a_leader_asks_loosely(text: str, name: Intents) -> None:
    assert read(text, by="wufang")[0].name is name


@pytest.mark.parametrize(("text", "name"), pairs(LOOSE_WHILE_LISTED))
def test_what_is_answered_loosely_to_a_list(text: str, name: Intents) -> None:
    assert read(text, asked="visits.which")[0].name is name


@pytest.mark.parametrize(("text", "name"), pairs(LOOSE_WHILE_DRAFTED))
def test_what_is_answered_loosely_to_a_draft(text: str, name: Intents) -> None:
    assert read(text, asked="draft")[0].name is name


@pytest.mark.parametrize("text", LOOSE_QUIET)
def test_nothing_is_written_of_what_only_has_the_words(text: str) -> None:
    assert written(read(text)) == []


def test_somebody_of_a_customers_is_enough_to_say_whose_plan_it_is() -> None:
    (plan,) = read("王总说下周三他出差回来，那天去找他")

    assert (plan.name, code(plan)) == (Intents.FOLLOWUP_SET, "C001")
    assert plan.value("next_date").isoformat() == "2026-12-02"


@pytest.mark.parametrize(
    ("text", "bones"),
    [
        ("东吴那边后天打5万", "C那边D打S"),
        ("王总昨天说再要三十箱", "KB说再要N"),
        ("把恒力给韩梅", "把C给P"),
        ("张经理 13800138000", "M T"),
        ("侬帮我看看恒力上趟啥辰光去的", "你帮我看看C上次啥时候去的"),
    ],
)
def test_what_was_spotted_is_one_letter(text: str, bones: str) -> None:
    normal = normalise(text)

    assert skeleton(Reading(normal, 0, len(normal.text), Situation(MONDAY, person("lilei")), BOOK)) == bones


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("昨日付脱七千五百五", "昨日付掉七千五百五"),
        ("伊讲价钿勿好", "他说价钱不好"),
        ("佢话要再睇下", "他说要再看下"),
        ("覅记了", "别记了"),
        ("冇问题", "没问题"),
        ("宝备一家", "报备一家"),
        ("回宽三万", "回款三万"),
        ("题型我开会", "提醒我开会"),
        ("在公海里", "在公海里"),
        ("日抱歉收", "日抱歉收"),
        ("下次访问附近的房子", "下次访问附近的房子"),
    ],
)
def test_dialect_and_slips_are_read_in_plain_words(said: str, plain: str) -> None:
    assert in_plain_words(said.replace("题型", "提型")) == plain


@given(st.text(alphabet="侬勿覅伊拉讲辰光啥上趟宽回报备被抱访拜白了的咯哉唔使话佢型提我海公进跟近 0", max_size=40))
def test_plain_words_are_as_long_as_what_was_said(text: str) -> None:
    assert len(in_plain_words(text)) == len(text)


@given(st.text(alphabet="CKMPDBEASNTH到了打的说讲让我们不没要跟去看，, 吗？谁条那刚", max_size=60))
def test_evidence_is_read_from_anything(bones: str) -> None:
    for witnesses in WITNESSES.values():
        for witness in witnesses:
            witness.pattern.search(bones)


@given(
    st.lists(
        st.sampled_from([*"到打了的那条撤刚让给我去跑", "东吴", "王总", "韩梅", "五万", "三箱", "明天", " ", "，"]),
        max_size=40,
    )
)
def test_any_mixture_is_weighed(words: list[str]) -> None:
    assert read("".join(words))
