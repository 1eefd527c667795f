"""How like two company names are: pairs as they stand in customer books."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.rules.likeness import ALIKE, Why, compare, is_alike, likeness, parted
from models.rules.names import alike

MAY_BE_ONE = (
    # The legal form, the place, spaces, brackets, width and script make no difference.
    ("苏州东吴机械有限公司", "东吴机械", "same"),
    ("苏州东吴机械有限公司", "苏州市东吴机械有限责任公司", "same"),
    ("苏州东吴机械有限公司", "东吴机械（苏州）有限公司", "same"),
    ("苏州东吴机械有限公司", "蘇州東吳機械股份有限公司", "same"),
    ("苏州东吴机械有限公司", "江苏东吴机械", "same"),
    ("ABC贸易有限公司", "ａｂｃ 贸易", "same"),
    ("苏州工业园区博瑞精密模具有限公司", "苏州博瑞精密模具", "same"),
    ("（株）大宇机械（苏州）", "大宇机械", "same"),
    ("恒力集团有限公司", "恒力股份有限公司", "same"),
    ("华联超市有限公司人民路店", "华联超市人民路店", "same"),
    # A short name for a full one.
    ("苏州东吴机械有限公司", "东吴", "short"),
    ("苏州东吴机械有限公司", "苏州东吴", "short"),
    ("常州天合光能有限公司", "天合", "short"),
    ("宁波金龙宇机电有限公司", "金龙宇", "short"),
    ("苏州天启模塑有限公司", "天启", "short"),
    ("上海川味轩餐饮管理有限公司", "川味轩", "short"),
    ("小荷尖尖幼儿舞蹈", "小荷尖尖", "short"),
    ("好又来超市二店", "好又来超市", "short"),
    ("北京中科智云科技有限公司上海分公司", "中科智云科技", "short"),
    # One brand in another place, trade or form is asked about.
    ("苏州东吴机械有限公司", "常州东吴机械有限公司", "alike"),
    ("苏州东吴精密机械有限公司", "苏州东吴机械有限公司", "alike"),
    ("上海绿源环保科技有限公司", "苏州绿源环保设备有限公司", "alike"),
    ("东吴机械厂", "东吴机械有限公司", "alike"),
    ("恒力科技有限公司", "恒力实业有限公司", "alike"),
    ("恒力化纤有限公司", "恒力科技发展有限公司", "alike"),
    ("无锡新源电力设备有限公司", "无锡新源科技有限公司", "alike"),
    ("上海顺风塑料制品厂", "上海顺风塑料有限公司", "alike"),
    # A district that is no city of the list stands before the brand, and an everyday word behind it.
    ("佛山禅城嘉信城市广场", "嘉信广场", "alike"),
    ("佛山禅城嘉信城市广场", "禅城嘉信广场", "alike"),
    ("佛山禅城嘉信城市广场", "嘉信", "alike"),
    ("老河口市顺达专用车厂", "顺达专用车", "alike"),
    ("长沙梅溪湖悦方书店", "悦方书店", "alike"),
    ("长沙梅溪湖悦方书店", "梅溪湖那个书店", "alike"),
    ("麻城市思源实验学校", "麻城思源", "short"),
    ("麻城市思源实验学校", "思源学校", "alike"),
    ("遂平县嵖岈山供销社", "嵖岈山供销社", "alike"),
    ("成都青羊爱民诊所", "爱民诊所", "alike"),
    ("武汉晨光实验小学", "晨光小学", "alike"),
    ("佛山市南海区大沥顺发建材经营部", "顺发建材", "alike"),
    # What dictation makes of a name.
    ("鼎力", "鼎立", "sound"),
    ("杭州宏达建材有限公司", "鸿达建材", "sound"),
    ("宏达建材", "弘达建材有限公司", "sound"),
    ("苏州东吴机械有限公司", "东武机械", "sound"),
    ("苏州东吴机械有限公司", "冬武机械", "sound"),
    ("上海鑫源五金制品有限公司", "新圆五金", "sound"),
    ("华联超市有限公司", "华莲超市", "sound"),
    ("康健大药房", "康建大药房", "sound"),
    ("申通轴承有限公司", "深通轴承", "sound"),
    ("南翔食品有限公司", "兰祥食品", "sound"),
    ("宁波金龙宇机电有限公司", "金隆羽机电", "sound"),
    # One character wrong, missing or too many.
    ("苏州东吴机械有限公司", "东昊机械", "alike"),
    ("宁波金龙宇机电有限公司", "金宇机电", "alike"),
    ("宁波金龙宇机电有限公司", "金龙机电", "alike"),
    ("宁波金龙宇机电有限公司", "金龙华宇机电", "alike"),
    ("苏州速搭机器人科技股份有限公司", "苏州速搭搭机器人", "alike"),
    ("苏州东吴机械有限公司", "吴机械", "alike"),
    ("上海亿佳福超市", "亿佳超市", "alike"),
    ("小荷尖尖舞蹈", "小荷尖尖幼儿舞蹈", "alike"),
    ("晨曦文具有限公司", "震曦文具", "alike"),
)
ARE_TWO = (
    # Branches are customers of their own.
    ("华联超市有限公司人民路店", "华联超市有限公司解放路店"),
    ("东吴机械一分厂", "东吴机械二分厂"),
    ("好又来超市二店", "好又来超市三店"),
    ("康健大药房三林店", "康健大药房川沙店"),
    ("中科智云科技有限公司上海分公司", "中科智云科技有限公司苏州分公司"),
    # Another brand in the same place and trade.
    ("苏州东吴机械有限公司", "苏州恒力机械有限公司"),
    ("上海云杉教育科技有限公司", "上海云海教育科技有限公司"),
    ("无锡新源科技", "无锡恒源科技"),
    ("无锡新源科技", "无锡嘉源科技"),
    ("上海绿源环保科技有限公司", "上海绿园景观工程有限公司"),
    ("苏州大成齿轮", "苏州恒力化纤有限公司"),
    ("爪爪乐园", "华联超市有限公司"),
    ("昆山大成齿轮厂", "苏州东吴机械有限公司"),
    ("上海明天广告有限公司", "上海蓝天广告有限公司"),
    # One brand or its beginning, but another trade in another place.
    ("杭州宏达建材有限公司", "宁波宏达国际货运代理有限公司"),
    ("杭州宏达建材有限公司", "绍兴鸿达纺织有限公司"),
    ("上海金龙渔业有限公司", "宁波金龙宇机电有限公司"),
    ("金龙鱼粮油经销部", "上海金龙渔业有限公司"),
    ("苏州东吴机械有限公司", "苏州东武纺织有限公司"),
    # Two firms of one town, which is no city of the list and so looks like a brand.
    ("江阴长泾锻造", "江阴长泾轧辊"),
    ("江阴长泾锻造有限公司", "长泾轧辊"),
    ("佛山市南海区大沥顺发建材经营部", "大沥建材经营部"),
    ("项城惠农", "太康惠农"),
    ("项城市惠农种植专业合作社", "太康县惠农植保服务有限公司"),
    ("成都金牛益民药房", "成都青羊爱民诊所"),
    ("实验学校", "麻城市思源实验学校"),
    ("长沙梅溪湖悦方书店", "梅溪湖那个饭店"),
    # One character more makes another name.
    ("湘旺", "湘旺达"),
    ("长沙市雨花区红星湘旺食品批发部", "株洲市湘旺达贸易有限公司"),
    ("好邻居", "好邻里"),
    ("十堰鼎力专用汽车有限公司", "襄阳鼎立汽车底盘有限公司"),
    # What is told apart by a figure or by 新, 老, 大, 小.
    ("中建三局第一建设", "中建四局第一建设"),
    ("上海第一机械有限公司", "上海第二机械有限公司"),
    ("新华联商贸有限公司", "华联超市有限公司"),
    ("新华联超市", "华联超市"),
    ("ABC贸易有限公司", "ABD贸易有限公司"),
    ("川味轩", "川味居"),
    ("无锡市第一人民医院", "无锡第二人民医院"),
    # Everyday words are the brand of many.
    ("华东重工有限公司", "华东电器有限公司"),
    ("老王五金店", "老王建材店"),
    ("上海电气", "电气设备有限公司"),
    # The place and the trade alone make no likeness.
    ("苏州机械", "常州机械有限公司"),
    ("上海", "上海东吴机械"),
    ("", "苏州东吴机械有限公司"),
)
ANY_NAME = st.text(max_size=40) | st.sampled_from(sorted({name for pair in MAY_BE_ONE for name in pair[:2]}))


@pytest.mark.parametrize(("first", "second", "why"), MAY_BE_ONE)
def test_names_that_may_be_one_firms(first: str, second: str, why: Why) -> None:
    found = compare(parted(first), parted(second))

    assert found.score >= ALIKE, found
    assert found.why == why
    assert is_alike(second, first)


@pytest.mark.parametrize(("first", "second"), ARE_TWO)
def test_names_of_two_firms(first: str, second: str) -> None:
    assert not is_alike(first, second), compare(parted(first), parted(second))
    assert not is_alike(second, first)


def test_a_name_is_likest_to_itself_then_to_its_short_name_then_to_what_sounds_so() -> None:
    others = enumerate(["常州东吴机械", "东武机械", "东吴", "苏州东吴机械有限公司", "恒力化纤", "东吴机械厂"])

    assert [number for number, _ in alike("苏州东吴机械有限公司", others)] == [3, 5, 1, 2, 0]


def test_only_so_many_are_told_and_of_equals_the_first() -> None:
    assert alike("东吴", [(3, "东吴机械"), (1, "东吴纺织"), (2, "东吴食品")], limit=2) == [(1, 0.92), (2, 0.92)]


@given(ANY_NAME, ANY_NAME)
@example("上海00", "北京11")
def test_likeness_is_the_same_from_both_sides(first: str, second: str) -> None:
    score = likeness(first, second)

    assert 0 <= score <= 1
    assert score == likeness(second, first)


@given(ANY_NAME)
def test_a_name_is_wholly_like_itself(name: str) -> None:
    assert likeness(name, name) == 1
