"""What sounds alike is written alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.syllables import CHARACTERS, readings
from models.rules.sounds import heard, sound, spelt


@pytest.mark.parametrize(
    ("one", "other"),
    [("华联", "华莲"), ("鑫源", "新圆"), ("轴承", "周成"), ("张工", "脏公"), ("南老板", "兰老板"), ("宏", "红")],
)
def test_the_same_sound(one: str, other: str) -> None:
    assert heard(one) == heard(other)
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("华联", "花莲市"), ("东吴", "东昊"), ("恒力", "亨达"), ("A1", "A2")])
def test_another_sound(one: str, other: str) -> None:
    assert heard(one) != heard(other)


def test_a_syllable_is_spelt_without_its_tone() -> None:
    assert [spelt(one) for one in "东吴绿a1"] == ["dong", "wu", "lv", "a", "1"]


@given(st.text(max_size=100))
def test_places_stay_what_they_are(text: str) -> None:
    assert len(heard(text)) == len(text)


def test_the_table_of_syllables_is_what_its_source_says() -> None:
    said = readings()
    assert len(said) > 26_000
    assert {one: spelt(one) for one in map(chr, CHARACTERS)} == {
        one: said.get(one, one) for one in map(chr, CHARACTERS)
    }
