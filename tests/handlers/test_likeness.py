"""Whether two names may be one firm's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.likeness import alike


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("苏州东吴机械有限公司", "东吴机械"),
        ("苏州东吴精密机械", "苏州东吴机械有限公司"),
        ("东吴", "南京东吴机械厂"),
        ("宏达建材", "鸿达建材"),
        ("好又来超市二店", "好又来超市"),
        ("上海绿源环保科技有限公司", "苏州绿源环保设备有限公司"),
        ("小荷尖尖舞蹈", "小荷尖尖幼儿舞蹈"),
    ],
)
def test_names_that_may_be_one_firms(first: str, second: str) -> None:
    assert alike(first, second)
    assert alike(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("上海云杉教育科技有限公司", "上海云海教育科技有限公司"),
        ("苏州大成齿轮", "苏州恒力化纤有限公司"),
        ("爪爪乐园", "华联超市有限公司"),
        ("无锡新源科技", "无锡恒源科技"),
        ("昆山大成齿轮厂", "苏州东吴机械有限公司"),
    ],
)
def test_the_place_and_the_trade_make_no_likeness(first: str, second: str) -> None:
    assert not alike(first, second)
    assert not alike(second, first)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_texts_can_be_compared(first: str, second: str) -> None:
    assert alike(first, second) == alike(second, first)
