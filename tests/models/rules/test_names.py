"""Company names: which spellings are one firm, and what a firm is called for short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.names import name_key, short_names, simplified, split_place, trade_of, without_form


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("苏州东吴机械有限公司", "东吴机械"),
        ("蘇州東吳機械有限公司", "东吴机械"),
        ("苏州 东吴机械 有限公司", "东吴机械"),
        ("东吴机械（苏州）有限公司", "东吴机械"),
        ("东吴机械股份有限公司", "东吴机械"),
        ("江苏省苏州市东吴机械有限责任公司", "东吴机械"),
        ("苏州工业园区博瑞精密模具有限公司", "博瑞精密模具"),
        ("张家港保税区恒通国际贸易有限公司", "恒通国际贸易"),
        ("华联超市有限公司人民路店", "华联超市人民路店"),
        ("亿佳福超市(松江店)", "亿佳福超市松江店"),
        ("北京中科智云科技有限公司上海分公司", "中科智云科技上海分公司"),
        ("（株）大宇机械（苏州）", "大宇机械"),
        ("上海ABC少儿英语培训中心", "abc少儿英语培训中心"),
        ("上海Happy Mart便利店", "happymart便利店"),
        ("ＡＢＣ贸易", "abc贸易"),
        ("有限公司", "有限公司"),
        ("上海", "上海"),
        ("", ""),
    ],
)
def test_spellings_of_one_firm_have_one_key(written: str, key: str) -> None:
    assert name_key(written) == key


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("华联超市有限公司", "新华联商贸有限公司"),
        ("华联超市有限公司人民路店", "华联超市有限公司解放路店"),
        ("苏州东吴机械有限公司", "苏州东武机械有限公司"),
        ("苏州绿源环保设备有限公司", "上海绿源环保科技有限公司"),
        ("东吴机械厂", "东吴机械有限公司"),
    ],
)
def test_different_firms_keep_different_keys(left: str, right: str) -> None:
    assert name_key(left) != name_key(right)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("苏州东吴机械有限公司", {"东吴机械", "东吴", "苏州东吴"}),
        ("常州天合光能有限公司", {"天合光能", "天合", "常州天合"}),
        ("宁波金龙宇机电有限公司", {"金龙宇机电", "金龙宇"}),
        ("苏州速搭机器人科技股份有限公司", {"速搭机器人", "速搭"}),
        ("上海顺风塑料制品厂", {"顺风塑料"}),
    ],
)
def test_short_names_hold_what_people_say(name: str, wanted: set[str]) -> None:
    assert wanted <= set(short_names(name))


@pytest.mark.parametrize(
    "name", ["上海明天广告有限公司", "义乌大王文具有限公司", "上海第一机械有限公司", "华东重工有限公司"]
)
def test_everyday_words_are_no_short_names(name: str) -> None:
    assert all(short not in {"明天", "大王", "第一", "华东", "机械", "广告"} for short in short_names(name))


@pytest.mark.parametrize(
    ("name", "trade"),
    [("东吴机械", "机械"), ("速搭机器人", "机器人"), ("恒力新材料", "新材料"), ("机械", ""), ("川味轩", ""), ("", "")],
)
def test_the_trade_is_the_last_word_of_a_name(name: str, trade: str) -> None:
    assert trade_of(name) == trade


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("苏州东吴机械有限公司", "苏州东吴机械"),
        ("东吴机械股份有限公司", "东吴机械"),
        ("东吴有限责任公司", "东吴"),
        ("东吴集团有限公司", "东吴"),
        ("华联超市有限公司人民路店", "华联超市人民路店"),
        ("中科智云科技有限公司上海分公司", "中科智云科技上海分公司"),
        ("东吴机械厂", "东吴机械厂"),
    ],
)
def test_the_legal_form_comes_off_wherever_it_stands(name: str, bare: str) -> None:
    assert without_form(name) == bare


def test_the_place_comes_off_only_when_a_name_is_left() -> None:
    assert split_place("苏州东吴") == ("苏州", "东吴")
    assert split_place("上海") == ("", "上海")
    assert split_place("上海超市") == ("上海", "超市")


@given(st.text(max_size=200))
def test_any_text_has_a_key_and_the_key_is_stable(text: str) -> None:
    key = name_key(text)

    assert key == name_key(text)
    assert all(len(short) >= 2 for short in short_names(text))


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_simplifying_keeps_every_character_in_its_place(text: str) -> None:
    assert len(simplified(text)) == len(text)
