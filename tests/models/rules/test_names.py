"""Company names: which spellings are one firm, and what a firm is called for short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.firm_words import COMMON, HOLLOW, PLACES, TRADES
from models.rules.names import (
    find_trade,
    key_and_short_names,
    name_key,
    plain_name,
    simplified,
    split_place,
    trade_of,
    without_form,
)


def short_names(name: str) -> tuple[str, ...]:
    """What a firm is likely to be called."""
    return key_and_short_names(plain_name(name))[1]


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
    ("name", "brand"),
    [
        ("苏州天启模塑有限公司", "天启"),
        ("宁波海天塑机集团有限公司", "海天"),
        ("无锡双良锅炉有限公司", "双良"),
        ("常熟开关制造有限公司", None),
        ("昆山华恒焊接股份有限公司", "华恒"),
        ("江阴兴澄特种钢铁有限公司", "兴澄特种"),
        ("宁波东睦粉末冶金有限公司", "东睦"),
        ("温州正泰电器股份有限公司", "正泰"),
        ("佛山坚美铝型材有限公司", "坚美"),
        ("杭州杭氧气体有限公司", "杭氧"),
        ("上海华峰聚氨酯有限公司", None),
        ("烟台万华化学集团股份有限公司", "万华"),
        ("南通醋酸纤维有限公司", "醋酸"),
        ("张家港澳洋毛纺有限公司", "澳洋"),
        ("绍兴凤仪针织服饰有限公司", "凤仪"),
        ("嘉兴新凤鸣化纤有限公司", "新凤鸣"),
        ("义乌浪莎袜业有限公司", "浪莎"),
        ("宁波太平鸟时装股份有限公司", "太平鸟"),
        ("青岛海丰国际货运代理有限公司", "海丰"),
        ("上海新四海运输有限公司", "新四海"),
        ("宁波金和木材料科技有限公司", "金和木"),
        ("厦门象屿供应链有限公司", "象屿"),
        ("广州白云电器设备股份有限公司", "白云"),
        ("内蒙古伊利乳业有限公司", "伊利"),
        ("佛山海天调味食品股份有限公司", "海天"),
        ("济南佳宝乳业有限公司", "佳宝"),
        ("南京雨润肉类产业集团有限公司", "雨润"),
        ("漳州正大饲料有限公司", "正大"),
        ("徐州维维豆制品有限公司", "维维"),
        ("武汉周黑鸭食品有限公司", "周黑鸭"),
        ("泉州九牧厨卫股份有限公司", "九牧"),
        ("佛山东鹏瓷砖有限公司", "东鹏"),
        ("湖州德华兔宝宝木业有限公司", "德华兔宝宝"),
        ("苏州金螳螂建筑装饰股份有限公司", "金螳螂"),
        ("北京碧水源水处理科技有限公司", "碧水源"),
        ("杭州海康威视数字安防有限公司", "海康威视数字"),
        ("宁德时代锂电池科技有限公司", "时代"),
        ("深圳立讯连接器有限公司", "立讯"),
        ("惠州亿纬锂业股份有限公司", "亿纬"),
        ("东莞劲胜精密五金制品有限公司", "劲胜"),
        ("成都康弘医药科技有限公司", "康弘"),
        ("亳州济人中药饮片有限公司", "济人"),
        ("镇江鱼跃医疗器械有限公司", "鱼跃"),
        ("上海晨光文具股份有限公司", "晨光"),
        ("杭州顾家家居用品有限公司", "顾家"),
        ("中山欧普照明电器有限公司", "欧普"),
        ("上海明月眼镜有限公司", "明月"),
        ("苏州同程旅行社有限公司", "同程"),
        ("重庆诚智财税咨询有限公司", "诚智"),
        ("大连天宝种业有限公司", "天宝"),
    ],
)
def test_the_brand_is_what_stands_before_the_trade(name: str, brand: str | None) -> None:
    short = short_names(name)

    if brand is None:
        assert all(len(one) > 2 for one in short), short
    else:
        assert brand in short or brand in COMMON, short


@pytest.mark.parametrize("trade", sorted(TRADES))
def test_no_trade_cuts_a_brand_to_one_character(trade: str) -> None:
    assert "凯澜" in short_names(f"苏州凯澜{trade}有限公司")
    assert all(len(short) >= 2 for short in short_names(f"苏州凯{trade}有限公司"))
    assert find_trade(f"凯{trade}")[0] != 1


def test_words_of_names_are_of_two_characters_or_more() -> None:
    assert all(len(word) >= 2 for word in TRADES | PLACES | COMMON)
    assert HOLLOW <= TRADES


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
