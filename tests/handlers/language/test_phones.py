"""Telephone numbers as people write and dictate them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.normalise import fold
from handlers.language.phones import find_phones


def phones(text: str) -> list[tuple[str, bool]]:
    return [(found.figures, found.whole) for found in find_phones(fold(text))]


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("13800132233", "13800132233"),
        ("手机138 0013 2233 想做20家店的包装袋", "13800132233"),
        ("138-0013-2233", "13800132233"),
        ("138.0013.8899", "13800138899"),
        ("１３８００１３２２３３", "13800132233"),
        ("电话幺三八零零幺三八八零零预算大概十来万", "13800138800"),
        ("乐工，电话一三八零零一三五七九一", "13800135791"),
        ("一三八 零零一三 五七九一", "13800135791"),
        ("138零零一三八零零零", "13800138000"),
        ("1 3 8 0 0 1 3 8 0 0 0", "13800138000"),
        ("86-13800138000", "13800138000"),
        ("+86 138 0013 2233", "13800132233"),
        ("008613800138000", "13800138000"),
        ("座机0512-65551234", "051265551234"),
        ("021-5888 1234", "02158881234"),
        ("(0512)65551234", "051265551234"),
        ("0512-65551234转801", "051265551234"),
        ("400-820-8820", "4008208820"),
        ("4008208820", "4008208820"),
        ("办公室电话65551234", "65551234"),
        ("微信同号13812345678", "13812345678"),
        ("1-4 13800138000", "13800138000"),
        ("13800132233 20家店", "13800132233"),
    ],
)
def test_a_phone(words: str, figures: str) -> None:
    assert phones(words) == [(figures, True)]


@pytest.mark.parametrize(
    "words",
    [
        "1380013223",
        "手机 138 0013 223",
        "138001322334",
        "电话138001322",
        "138OO132233",
        "13800l32233",
        "138****2233",
        "13800x32233",
    ],
)
def test_a_phone_that_cannot_be_dialled(words: str) -> None:
    assert [whole for _, whole in phones(words)] == [False]


@pytest.mark.parametrize(
    "words",
    [
        "1500 1200 800",
        "2026-11-25 10:00",
        "订单号15012345678",
        "预算150000000",
        "身份证310101199001011234",
        "15000元",
        "156,000.00",
        "周一三五",
        "二〇二六年",
        "10086",
        "11月25号",
        "一千三百八十万",
        "3号线",
    ],
)
def test_no_phone(words: str) -> None:
    assert phones(words) == []


def test_two_phones() -> None:
    assert phones("王总13800138000，李总139 0013 9000") == [("13800138000", True), ("13900139000", True)]


@given(st.one_of(st.text(), st.text("0123456789 .-()+幺一三八零电话手机ox*")))
def test_any_text_is_read(text: str) -> None:
    folded = fold(text)
    for found in find_phones(folded):
        assert 0 <= found.start < found.end <= len(folded)
        assert found.figures.isascii()
        assert found.figures.isdecimal()


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_number_is_found(figures: str) -> None:
    for words in (
        figures,
        f"{figures[:3]} {figures[3:7]} {figures[7:]}",
        f"电话{figures[:3]}.{figures[3:7]}.{figures[7:]}",
    ):
        assert phones(words) == [(figures, True)]
