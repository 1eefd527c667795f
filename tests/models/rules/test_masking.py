"""Masking: what is made unreadable, what is not stored, and what is left alone."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.rules.masking import CARD_MARK, IDENTITY_MARK, Unkept, mask, unkept, without_identity


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13800138000找李工", "电话138****8000找李工"),
        ("138 0013 8000", "138****8000"),
        ("138-0013-8000", "138****8000"),
        ("1380 0138 000", "138****8000"),
        ("+86 13800138000", "138****8000"),
        ("008613800138000", "138****8000"),
        ("１３８００１３８０００", "138****8000"),
        ("15962345678、13912345678", "159****5678、139****5678"),
        ("0512-68881234", "0512****1234"),
        ("（010）88881234", "010****1234"),
        ("021 68881234", "021****1234"),
        ("身份证320102199001011234", "身份证****1234"),
        ("320102 19900101 123X", "****123X"),
        ("３２０１０２１９９００１０１１２３Ｘ", "****123X"),
        ("卡6222021234567890123", "卡****0123"),
        ("6222 0212 3456 7890 123", "****0123"),
        ("6222-0212-3456-7890", "****7890"),
        ("1380013800013900139000", "****9000"),
        ("wang.li@163.com，", "w***@163.com，"),
        ("13800138000@qq.com", "1***@qq.com"),
        ("税号91320594MA1XXXXX5K", "税号****XX5K"),
        ("苏E12345的车", "苏E***45的车"),
        ("沪A·D12345", "沪A***45"),
        ("苏ＸAB12D", "苏X***2D"),
    ],
)
def test_numbers_of_people_are_masked(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "谈二期报价",
        "A200 2台 单价31万，共620000元",
        "2026-11-23 10:00 拜访#128",
        "合同20261123000123",
        "31.2983,120.5853",
        "12800138000",
        "138001380001",
        "400-800-1234",
        "a@b",
        "苏E区",
        "型号MA1",
    ],
)
def test_other_figures_are_left_alone(text: str) -> None:
    assert mask(text) == text
    assert without_identity(text) == text
    assert unkept(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "stored", "kinds"),
    [
        ("身份证320102199001011234办卡", f"身份证{IDENTITY_MARK}办卡", {Unkept.IDENTITY}),
        ("320102 19900101 123x", IDENTITY_MARK, {Unkept.IDENTITY}),
        ("卡6222021234567890123", f"卡{CARD_MARK}", {Unkept.CARD}),
        ("卡 6222 0212 3456 7890，电话13800138000", f"卡 {CARD_MARK}，电话13800138000", {Unkept.CARD}),
        ("13800138000", "13800138000", set()),
        ("wang@163.com 0512-68881234 苏E12345", "wang@163.com 0512-68881234 苏E12345", set()),
    ],
)
def test_identity_and_card_numbers_are_not_stored_and_phones_are(text: str, stored: str, kinds: set[Unkept]) -> None:
    assert without_identity(text) == stored
    assert unkept(text) == kinds


TEXTS = st.text(st.sampled_from("0123456789138 -.@Xx＠１３（）aQ苏E·*+，电话"), max_size=60) | st.text(max_size=60)


@given(TEXTS)
@example("1111 2222 3333 4444 5555 6666 7777")
@example("*13800138000")
def test_nothing_readable_is_left_and_masking_again_changes_nothing(text: str) -> None:
    shown = mask(text)

    assert re.search(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", shown) is None
    assert re.search(r"[0-9]{16}", shown) is None
    assert mask(shown) == shown
    assert unkept(without_identity(text)) == frozenset()


@given(TEXTS, TEXTS)
def test_a_number_is_masked_wherever_it_stands(before: str, after: str) -> None:
    text = f"{before}，13800138000，320102199001011234，{after}"

    assert "13800138000" not in mask(text)
    assert "320102199001011234" not in mask(text)
    assert "320102199001011234" not in without_identity(text)


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a", "a.a@", "1111 ", "138", "138 0013 ", "0512-", "A1", "苏E1", "1@", "****1", "（0"]
)
def test_the_time_grows_with_the_text_only(piece: str) -> None:
    began = time.perf_counter()
    mask(piece * (100_000 // len(piece)))

    assert time.perf_counter() - began < 1
