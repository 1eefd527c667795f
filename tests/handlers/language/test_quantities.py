"""How many of a thing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.normalise import fold
from handlers.language.quantities import find_quantities


def many(text: str) -> list[tuple[Decimal, str]]:
    return [(found.value, found.unit) for found in find_quantities(fold(text))]


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("50张瑜伽垫", 50, "张"),
        ("密封圈五百套", 500, "套"),
        ("20斤花椒", 20, "斤"),
        ("两台", 2, "台"),
        ("3万件", 30000, "件"),
        ("一百二十箱", 120, "箱"),
        ("十来箱", 10, "箱"),
        ("三五个", 3, "个"),
        ("两吨", 2, "吨"),
        ("10kg", 10, "kg"),
        ("2.5公斤", Decimal("2.5"), "公斤"),
        ("500块地砖", 500, "块"),
        ("５０条毛巾", 50, "条"),
    ],
)
def test_a_quantity(words: str, value: Decimal | int, unit: str) -> None:
    assert many(words) == [(value, unit)]


@pytest.mark.parametrize(
    "words",
    [
        "三个月",
        "5个点",
        "2个工作日",
        "3块2",
        "86块",
        "86块钱",
        "3块8一",
        "三张总",
        "5万元",
        "20家店",
        "两个亿",
        "第3台",
        "A200",
        "3层楼",
    ],
)
def test_no_quantity(words: str) -> None:
    assert many(words) == []


def test_the_tail_of_a_sum_may_be_a_quantity() -> None:
    assert many("5万3台") == [(Decimal(3), "台")]


@given(st.one_of(st.text(), st.text("0123456789.两三五十百千万亿半个台箱件套斤块张多来")))
def test_any_text_is_read(text: str) -> None:
    folded = fold(text)
    assert all(0 <= found.start < found.end <= len(folded) for found in find_quantities(folded))
