"""Regions and the cities in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.regions import cities_of


@pytest.mark.parametrize(
    ("region", "inside", "outside"),
    [
        ("浙江", "义乌", "苏州"),
        ("浙江省", "宁波", "上海"),
        ("江浙沪", "上海", "合肥"),
        ("华东", "青岛", "武汉"),
        ("苏南", "昆山", "徐州"),
        ("苏州", "苏州", "昆山"),
        ("苏州市", "苏州", "无锡"),
        ("上海", "上海", "苏州"),
        ("闵行", "闵行", "上海"),
    ],
)
def test_a_region_stands_for_its_cities(region: str, inside: str, outside: str) -> None:
    assert inside in cities_of(region)
    assert outside not in cities_of(region)


@given(st.text(max_size=20))
def test_any_text_stands_for_something(text: str) -> None:
    assert cities_of(text)
