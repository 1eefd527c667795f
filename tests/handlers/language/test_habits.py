"""What people usually mean by the way they put it, and when it is believed instead of the rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import habits as learning
from benchmarks.habits import of_bones
from handlers.language import habits
from handlers.language.habits import bits, likely
from handlers.language.meaning import Intents
from tests.handlers.language.company import read

SENTENCES = [
    of_bones("payment_record", bones) for bones in ("C打了S", "C打来S", "CK打了S货款", "收到C打的S", "C今天打了S")
] + [of_bones("visit_log", bones) for bones in ("去了C", "C去了一趟", "A去了C谈价格", "去了C见K", "B去了C")]


def test_the_table_is_what_was_learned_from_what_was_heard() -> None:
    """Whoever changes `heard.tsv` runs `python -m benchmarks.habits`."""
    with learning.TABLE.open(encoding="utf-8") as lines:
        assert next(lines).strip() == learning.mark(learning.HEARD)


def test_wording_alone_tells_most_of_what_it_did_not_learn() -> None:
    assert learning.score(learning.heard()[::3], 10) > 0.75


def test_what_is_heard_names_nobody_and_means_something() -> None:
    told = learning.heard()
    assert {one.meaning for one in told} <= {str(name) for name in Intents}
    assert len(told) > 2_000
    assert not any(digit * 3 in bit for one in told for bit in one.bits for digit in "0123456789" if digit != "0")


def test_few_sentences_teach_the_difference() -> None:
    names, rows = learning.learn(SENTENCES)
    found = learning.likelihoods([rows[bit] for bit in bits("K打了S") if bit in rows], len(names))
    assert names[found.index(max(found))] == "payment_record"


@pytest.mark.parametrize("bones", ["", "C", "嘿嘿嘿", "C打了S", "龘" * 200])
def test_all_meanings_together_are_certain(bones: str) -> None:
    found = likely(bones)
    assert sum(found.values()) == pytest.approx(1)
    assert set(found) <= set(Intents)


@given(st.text(max_size=400))
def test_any_text_has_its_likelihoods(bones: str) -> None:
    assert sum(likely(bones).values()) == pytest.approx(1)


def test_rows_are_added_for_all_meanings_at_once() -> None:
    """A row of the table is one number; what comes out is what adding weight by weight gives."""
    _, names, *lines = learning.TABLE.read_text(encoding="utf-8").splitlines()
    weights: dict[str, dict[int, int]] = {bit: {} for bit, _ in (line.split("\t") for line in lines)}
    for bit, said in (line.split("\t") for line in lines):
        for one in said.split(" "):
            place = one.replace("-", "+").partition("+")[0]
            weights[bit][int(place)] = int(one[len(place) :])
    bones = "C说钱已经打了,S,查一下收没收到"
    sums = [
        sum(weights[bit].get(place, 0) for bit in bits(bones) if bit in weights) / habits.GRAIN
        for place in range(len(names.split("\t")))
    ]
    expected = dict(zip(names.split("\t"), learning.likelihoods([sums], len(sums)), strict=True))
    assert likely(bones) == pytest.approx({Intents(name): chance for name, chance in expected.items()})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # the rules knew nothing
        ("住昆山一晚268", Intents.EXPENSE_RECORD),
        ("东吴的联系人是谁", Intents.CUSTOMER_QUERY),
        ("东吴本来说付3万，实际只来了1万8", Intents.PAYMENT_RECORD),
        # the rules heard a neighbour
        ("东吴王总说钱已经打了，7万2，查一下收没收到", Intents.PAYMENT_RECORD),
        # the rules are believed
        ("拜访东吴", Intents.VISIT_LOG),
        ("回款 东吴", Intents.PAYMENT_RECORD),
        ("到了东吴 商机进入谈判阶段", Intents.VISIT_LOG),
        ("你好", Intents.SMALLTALK),
    ],
)
def test_when_habit_is_believed(text: str, name: Intents) -> None:
    (found,) = read(text)
    assert found.name is name


@pytest.mark.parametrize(
    "text",
    [
        "东吴说不定明天打5万",
        "东吴打了5万没有",
        "要是东吴打了5万就好了",
        "华联今天见 带上样品",
        "东吴、恒力都要涨价",
        "刚刚那条写得挺好",
    ],
)
def test_habit_writes_nothing_of_what_is_asked_hoped_or_still_to_come(text: str) -> None:
    (found,) = read(text)
    assert found.name not in {Intents.PAYMENT_RECORD, Intents.VISIT_LOG, Intents.UNDO} or found.value("unsure")
