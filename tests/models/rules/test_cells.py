"""Cells of people's tables: what is read, and what is not guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules import cells


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13800130001", "13800130001"),
        ("138-0013-0001", "13800130001"),
        ("+86 138 0013 0001", "13800130001"),
        ("１３８００１３０００１", "13800130001"),
        ("(0512)67891234", "0512-67891234"),
        ("+86-0512-67891234", "0512-67891234"),
        ("0512-67891234转801", "0512-67891234-801"),
        ("400 820 1234", "400-820-1234"),
        ("67891234", "67891234"),
        ("+81 312345678", "+81312345678"),
        ("1380013000", None),
        ("138001300011", None),
        ("12800130001", None),
        ("微信同号", None),
        ("13800130001/13800130002", None),
    ],
)
def test_phone(text: str, expected: str | None) -> None:
    assert cells.parse_phone(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1200", "1200.00"),
        ("1,200.50", "1200.50"),
        ("￥１，２００．５元", "1200.50"),
        ("1200.500", "1200.50"),
        ("999999999999.99", "999999999999.99"),
        ("0.01", "0.01"),
        ("0", None),
        ("-5", None),
        ("1.005", None),
        ("1e5", None),
        ("12,34", None),
        ("5万", None),
        ("1000000000000", None),
        ("NaN", None),
        ("=A1", None),
    ],
)
def test_amount(text: str, expected: str | None) -> None:
    assert cells.parse_amount(text) == (None if expected is None else Decimal(expected))


@given(st.decimals("0.01", "999999999999.99", places=2))
def test_every_sum_that_can_be_stored_is_read(amount: Decimal) -> None:
    assert cells.parse_amount(f"{amount:,}") == amount


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-30", date(2026, 11, 30)),
        ("2026/1/3", date(2026, 1, 3)),
        ("2026年11月30日", date(2026, 11, 30)),
        ("20261130", date(2026, 11, 30)),
        ("2026-11-30 00:00:00", date(2026, 11, 30)),
        ("2026-02-30", None),
        ("2026-11/30", None),
        ("11-30", None),
        ("1926-11-30", None),
        ("月底", None),
    ],
)
def test_day(text: str, expected: date | None) -> None:
    assert cells.parse_day(text) == expected


def test_degrees_stay_on_the_globe() -> None:
    assert cells.parse_degrees("31.2983", 90) == 31.2983
    assert cells.parse_degrees("-120.5", 180) == -120.5
    assert cells.parse_degrees("120.5853", 90) is None
    assert cells.parse_degrees("nan", 90) is None


def test_words_for_roles_and_levels() -> None:
    words = ["业务员", "主管", "经理", "总监", "财务", "内勤", "管理员", "Manager", "boss"]
    assert [cells.parse_role(word) for word in words] == [
        "rep", "manager", "manager", "director", "finance", "assistant", "admin", "manager", None,
    ]  # fmt: skip
    assert [cells.parse_level(word) for word in ("A", "b级", "Ｃ类", "D")] == ["A", "B", "C", None]


def test_aliases_each_once_in_their_order() -> None:
    assert cells.split_aliases("东吴机械；东吴; ;东吴机械") == ("东吴机械", "东吴")


@given(st.text(max_size=30))
def test_nothing_raises(text: str) -> None:
    for parse in (cells.parse_phone, cells.parse_amount, cells.parse_day, cells.parse_userid, cells.parse_role):
        parse(text)
    cells.parse_degrees(text, 90)
