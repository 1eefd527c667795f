"""What puts right the words just written."""

from __future__ import annotations

import pytest

from handlers.language.amends import (
    Figure,
    Swap,
    completed,
    figure_said,
    head_said,
    may_amend,
    more_said,
    other_sum,
    refigured,
    swap_said,
    swapped,
    tail_said,
)


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("打错 尾号8862", "8862"),
        ("电话尾号写错了是3321", "3321"),
        ("后四位是0098", "0098"),
        ("尾号多少", ""),
        ("8862", ""),
    ],
)
def test_how_a_number_ends(text: str, tail: str) -> None:
    assert tail_said(text) == tail


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("少念一个，后头还有个6", "13781502296"),
        ("漏了一位 最后是6", "13781502296"),
        ("前面少打了个1", ""),
        ("少一台", ""),
    ],
)
def test_a_figure_that_was_left_out(text: str, full: str) -> None:
    assert completed(text, "1378150229") == full


@pytest.mark.parametrize(
    ("text", "swap"),
    [
        ("鲍工说不是四台，是五台，刚数的", Swap("四台", "五台")),
        ("刚才纸价说错了 是三十不是五十", Swap("五十", "三十")),
        ("中午那条 不是2吨 3吨", Swap("2吨", "3吨")),
        ("不对，是B座不是A座", Swap("A座", "B座")),
        ("是不是要带样品", None),
        ("不是说周三吗", None),
        ("不急", None),
    ],
)
def test_one_thing_for_another(text: str, swap: Swap | None) -> None:
    assert swap_said(text) == swap


def test_it_must_stand_there_once_in_either_script() -> None:
    assert swapped("六楼4台内机热慢", Swap("四台", "五台")) == "六楼5台内机热慢"
    assert swapped("六楼四台内机热慢", Swap("4台", "5台")) == "六楼五台内机热慢"
    assert not swapped("4台好4台坏", Swap("四台", "五台"))
    assert not swapped("六楼内机热慢", Swap("四台", "五台"))


def test_the_figure_of_something() -> None:
    assert figure_said("兴旺存栏写错了，是1680") == Figure("存栏", "1680", "")
    assert refigured("现存栏1860头，月用75吨", Figure("存栏", "1680", "")) == "现存栏1680头，月用75吨"
    assert not refigured("月用75吨", Figure("存栏", "1680", ""))


def test_more_for_a_record_that_is_named() -> None:
    more = more_said("云谷那条补一句：鲍工希望周四前上门")
    assert more is not None
    assert (more.of, more.more) == ("云谷", "鲍工希望周四前上门")
    assert more_said("那条线要补料") is None
    assert head_said("哎不对是一千六，给他抹了两百") == "哎不对是一千六"
    assert not may_amend("拜访 东吴 谈报价")


def test_the_one_sum_of_some_words() -> None:
    assert other_sum("谈了返修 8千", "9千") == "谈了返修 9千"
    assert other_sum("拿了五件药，现款一千八给我了", "一千六") == "拿了五件药，现款一千六给我了"
    assert not other_sum("先付3万，余下5万", "4万")
    assert not other_sum("看了4台机器", "9千")
