"""Customers that are named and taken back in the same breath."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.normalise import fold
from handlers.language.second_thoughts import kept, settled
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
        ("东吴…不是东吴是东武", ["C002"]),
        ("东武…东吴机械回款三万", ["C001"]),
        ("东武…哎是东吴", ["C001"]),
        ("东吴，哦不恒力回款三万", ["C003"]),
        ("东吴王总1月8号…不对是刘工那家恒力", ["C003"]),
        ("东吴的款…说岔了 恒力三千二", ["C003"]),
        # nobody is taken back
        ("去了东吴…下午恒力", ["C001", "C003"]),
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


def remaining(text: str) -> str:
    folded = fold(text)
    places = settled(folded)
    return folded if places is None else "".join(folded[place] for place in places)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("上周五，不对上周四，去的东吴", "上周四,去的东吴"),
        ("周五去，不对，周四", "周四去"),
        ("大后天去东吴 不 大大后天", "大大后天去东吴"),
        ("12月3号…说错了12月5号去", "12月5号去"),
        ("下午3点见，口误，4点", "下午4点见"),
        ("30套 不不 40套 一套128", "40套 一套128"),
        ("回款5万，哦不，6万", "回款6万"),
        ("回款5万现金，记错了，是6万", "回款6万现金"),
        ("13800138000 错了 13900139000", "13900139000"),
        ("四季青打了五万，不对，四万", "四季青打了四万"),
        ("回款十万出头，准确说是102,300", "回款102,300"),
        ("打了5万多，确切数是51200", "打了51200"),
        ("30套 不对 40套 不对 50套", "50套"),
        # nothing is taken back
        ("东吴账不对，恒力也没付", None),
        ("不是5万是6万", None),
        ("刚才那条5万不对，6万才对", None),
        ("价格不对 5000太贵", None),
        ("周五说不，周六再说", None),
        ("他说3万不对，要4万", None),
        ("5台，不对，坏了2箱", None),
        ("昨天打了3万，不对账", None),
    ],
)
def test_days_times_and_numbers_are_taken_back_for_others_of_their_kind(text: str, left: str | None) -> None:
    assert remaining(text) == (fold(text) if left is None else left)


@given(st.text(alphabet="周五四3万台号点…，不对错了哦是 1", max_size=80))
def test_what_is_left_was_written_once(text: str) -> None:
    places = settled(fold(text)) or ()
    assert len(set(places)) == len(places)
    assert set(places) <= set(range(len(fold(text))))


@given(
    st.lists(st.sampled_from(["东吴", "恒力", "不是", "不对", "，", "…", "是", "错了", "王总", " "]), max_size=60).map(
        "".join
    )
)
def test_what_is_kept_was_found(text: str) -> None:
    spans = BOOK.find_customers(text, person("lilei"))

    assert set(kept(fold(text), spans)) <= set(spans)
