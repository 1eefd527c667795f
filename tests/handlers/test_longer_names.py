"""A known name in a longer one: the firm in full, or another firm that must be asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.longer_names import longer_name

DONGWU = ("苏州东吴机械有限公司", "东吴机械", "东吴", "苏州")
HENGLIDA = ("无锡恒立达液压有限公司", "恒立达液压", "恒立达")
HUALIAN = ("华联超市有限公司", "华联超市", "华联")


@pytest.mark.parametrize(
    ("text", "known", "names", "longer"),
    [
        ("拜访 恒立达新材料科技 初次拜访", "恒立达", HENGLIDA, "恒立达新材料科技"),
        ("拜访恒立达新材料科技谈合作", "恒立达", HENGLIDA, "恒立达新材料科技"),
        ("拜访 南京东吴机械厂 谈合作", "东吴机械", DONGWU, "南京东吴机械厂"),
        ("拜访 南京东吴机械 谈合作", "东吴机械", DONGWU, "南京东吴机械"),
        ("去华联超市人民路店看陈列", "华联超市", HUALIAN, "华联超市人民路店"),
        ("拜访 东吴机械厂 谈合作", "东吴机械", DONGWU, None),
        ("拜访东吴机械有限公司谈价", "东吴机械", DONGWU, None),
        ("今天去了苏州东吴机械厂谈合作", "东吴机械", DONGWU, None),
        ("从南京去东吴机械", "东吴机械", DONGWU, None),
        ("拜访东吴机械谈新材料", "东吴机械", DONGWU, None),
        ("去东吴送设备", "东吴", DONGWU, None),
        ("东吴设备坏了", "东吴", DONGWU, None),
        ("拜访东吴，电机试机", "东吴", DONGWU, None),
        ("去华联超市门店看陈列", "华联超市", HUALIAN, None),
    ],
)
def test_only_a_name_of_another_firm_is_longer(
    text: str, known: str, names: tuple[str, ...], longer: str | None
) -> None:
    start = text.index(known)
    found = longer_name(text, start, start + len(known), names)

    assert (found and text[found[0] : found[1]]) == longer


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_message_round_a_name_is_read_without_complaint(before: str, after: str) -> None:
    found = longer_name(f"{before}东吴{after}", len(before), len(before) + 2, DONGWU)

    assert found is None or (found[0] <= len(before) and found[1] >= len(before) + 2)
