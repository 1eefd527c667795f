"""What a turn of a talk does, by its wording, by what came right before it and by who says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import habits as learning
from handlers.language.meaning import Intents, Situation
from handlers.language.turns import Before, Turns, likely_turn, plainer, signs, turn_of
from models.schema.people import Role
from tests.handlers.language.company import BOOK, MONDAY, person


def test_the_table_is_what_was_learned_from_the_turns() -> None:
    """Whoever changes `turned.tsv` runs `python -m benchmarks.habits`."""
    with learning.TURNS.open(encoding="utf-8") as lines:
        assert next(lines).strip() == learning.mark(learning.TURNED)


def test_turns_are_told_from_others_that_were_not_learned() -> None:
    assert learning.score(learning.turned()[::3], 10) > 0.7


def test_each_turn_that_was_collected_is_one_we_know() -> None:
    told = [line.split("\t") for line in learning.TURNED.read_text(encoding="utf-8").splitlines()]
    assert {turn for turn, *_ in told} == {str(each) for each in Turns}
    assert {before for _, before, *_ in told} <= {str(each) for each in Before}
    assert {role for _, _, role, *_ in told} <= {str(each) for each in Role}
    assert {meant for *_, meant, _ in told} <= {str(each) for each in Intents}


@given(st.text(max_size=200), st.sampled_from(Before), st.sampled_from(Role), st.sampled_from(Intents))
def test_all_that_a_turn_may_do_is_certain_together(bones: str, before: Before, role: Role, meant: Intents) -> None:
    found = likely_turn(bones, before, role, meant)
    assert set(found) == set(Turns)
    assert sum(found.values()) == pytest.approx(1)


def test_the_same_words_do_another_thing_behind_another() -> None:
    words = "可以补三个,周四送到"
    behind_a_visit = likely_turn(words, Before.VISIT, Role.REP, Intents.UNKNOWN)
    behind_a_question = likely_turn(words, Before.REP, Role.MANAGER, Intents.UNKNOWN)
    assert behind_a_question[Turns.RELAY] > 0.5 > behind_a_visit[Turns.RELAY]


def test_what_stands_around_a_turn_is_kept_apart_from_its_wording() -> None:
    found = signs("好", "visit", "rep", "unknown")
    assert {"^好", "好$", "好"} <= found
    assert {one for one in found if ":" in one} == found - {"好", "^", "$", "^好", "好$", "^好$"}


@pytest.mark.parametrize(
    ("text", "before", "does"),
    [
        ("钱他做不了主 段工周三回", Before.VISIT, Turns.ADD),
        ("打错了 是五台不是四台", Before.VISIT, Turns.CORRECT),
        ("行吧行吧，知道了", Before.LEADER, Turns.NOTHING),
        ("我后天想歇一天，陪我妈去医院", Before.NONE, Turns.LEAVE),
        ("听他们说隔壁那家又降价了，每吨便宜八十", Before.NONE, Turns.NEWS),
        ("第二家给我吧", Before.POOL, Turns.PICK),
    ],
)
def test_turns_as_reps_take_them(text: str, before: Before, does: Turns) -> None:
    situation = Situation(MONDAY, person("lilei"))
    assert turn_of(text, situation, BOOK, before=before, role=Role.REP, meant=Intents.UNKNOWN).turn is does


def test_a_turn_is_put_so_that_the_rules_know_it() -> None:
    [(words, meanings)] = plainer(Turns.LEAVE, "后天想歇一天", "")
    assert words.startswith("请假")
    assert meanings == {Intents.ABSENCE_SET}
    assert [words for words, _ in plainer(Turns.MONEY, "打了一万", "东吴")] == ["东吴 打了一万"]
    assert [words for words, _ in plainer(Turns.MONEY, "东吴打了一万", "")] == ["东吴打了一万"]
    assert list(plainer(Turns.NOTHING, "好的", "东吴")) == []
