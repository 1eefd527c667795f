"""Customers that are named and taken back in the same breath."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.normalise import fold
from handlers.language.second_thoughts import kept
from tests.handlers.language.company import BOOK, ROLL, person


def standing(text: str) -> list[str]:
    spans = BOOK.find_customers(text, person("lilei"))
    return [ROLL.customers[ids[0]].code for _, _, ids in kept(fold(text), spans)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("不是东吴，是东武", ["C002"]),
        ("不是东吴是东武", ["C002"]),
        ("新…不是新华联，是华联超市回款八万", ["C004"]),
        ("去了东吴，不对，是东武", ["C002"]),
        ("去了东吴……不对不对，东武", ["C002"]),
        ("去了东吴 说错了 是恒力", ["C003"]),
        ("东吴王总说要降价，写错了，应该是恒力", ["C003"]),
        ("回款东吴，哦不，恒力三万", ["C003"]),
        ("东吴，不，恒力回款三万", ["C003"]),
        ("东吴，不是，是恒力回款三万", ["C003"]),
        ("去东吴，口误，恒力", ["C003"]),
        ("今天去了东吴，更正一下：是恒力", ["C003"]),
        ("去了东吴，不对，恒力，啊不对，华联超市", ["C004"]),
        # nobody is taken back
        ("去了东吴和恒力", ["C001", "C003"]),
        ("东吴账不对，恒力也没付", ["C001", "C003"]),
        ("东吴那条不对，应该是恒力", ["C001", "C003"]),
        ("东吴说价格错了。下午去恒力", ["C001", "C003"]),
        ("东吴不要了，恒力要", ["C001", "C003"]),
        ("拜访东吴，应该是恒力介绍的", ["C001", "C003"]),
        ("东吴说不，恒力说好", ["C001", "C003"]),
        ("不是东吴", ["C001"]),
        ("是不是东吴", ["C001"]),
        # the one who is meant is not known
        ("不是东吴，是大唐电力", []),
    ],
)
def test_only_what_stands_at_the_end_is_meant(text: str, codes: list[str]) -> None:
    assert standing(text) == codes


@given(
    st.lists(st.sampled_from(["东吴", "恒力", "不是", "不对", "，", "…", "是", "错了", "王总", " "]), max_size=60).map(
        "".join
    )
)
def test_what_is_kept_was_found(text: str) -> None:
    spans = BOOK.find_customers(text, person("lilei"))

    assert set(kept(fold(text), spans)) <= set(spans)
