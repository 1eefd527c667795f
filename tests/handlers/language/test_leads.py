"""Registering, claiming, giving back and handing on customers, as people dictate it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.leads import read_lead_claim, read_lead_register, read_lead_release, read_lead_transfer
from handlers.language.meaning import Intents
from tests.handlers.language.field import plain, reading


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("报备 宁波海曙文具批发", "宁波海曙文具批发"),
        ("我要报备一个新客户 江阴长城阀门 老板姓褚", "江阴长城阀门"),
        ("报备客户：太仓德众机械有限公司，联系人薛工", "太仓德众机械有限公司"),
        ("帮我登记一下 嘉定安亭的宏图汽配 他们想换刹车片", "宏图汽配"),
        ("新客户 苏州蓝鲸游泳馆 电话13800138121", "苏州蓝鲸游泳馆"),
        ("抱备一下啊叫南通万顺钢构公司老板姓季", "南通万顺钢构公司"),
        ("今天扫街碰到一家新店叫胖哥羊肉馆 想要一次性餐盒", "胖哥羊肉馆"),
        ("备案 无锡惠山区红豆制衣厂", "无锡惠山区红豆制衣厂"),
        ("这个我先报，常熟王庄农机合作社", "常熟王庄农机合作社"),
        ("展会上收的名片 杭州云帆包装材料 采购经理 刘倩 13800138122", "杭州云帆包装材料"),
        ("登记新客户，名字叫上海豆豆托育中心，在闵行", "上海豆豆托育中心"),
        ("报备个客户啊昆山花桥的新天地火锅店要冷柜", "新天地火锅店"),
        ("先占个坑 报备 张家港永钢集团", "张家港永钢集团"),
        ("报备 江阴华士轴承厂 13800138130 他们问能不能月结", "江阴华士轴承厂"),
        ("朋友介绍的 报备一下苏州汇川自动化设备有限公司", "苏州汇川自动化设备有限公司"),
        ("报备:好邻居隔壁新开的老王水果店", "老王水果店"),
        ("报备 KFC徐家汇店", "KFC徐家汇店"),
        ("报备一家做月饼的，叫苏州稻香坊食品，预算五万左右", "苏州稻香坊食品"),
        ("新客户报备\n公司：上海泰康牙科诊所\n联系人：金医生\n手机：138 0013 8123", "上海泰康牙科诊所"),
        ("客户名称：无锡大道物业\n联系人：赵主任\n需求：门禁20套", "无锡大道物业"),
    ],
)
def test_a_firm_that_nobody_has(text: str, name: str) -> None:
    assert plain(read_lead_register(reading(text))).get("customer_new") == name


@pytest.mark.parametrize(
    ("text", "contact", "title", "phone"),
    [
        ("报备 江阴长城阀门 老板姓褚 电话幺三八零零幺三八幺二四", "褚", "老板", "13800138124"),
        ("报备客户：太仓德众机械有限公司，联系人薛工，138 0013 8125", "薛工", None, "13800138125"),
        ("名片 杭州云帆包装材料 采购经理 刘倩 13800138122", "刘倩", "采购经理", "13800138122"),
        ("报备 苏州汇川自动化 采购叫方芳 138.0013.8126", "方芳", "采购", "13800138126"),
        ("报备 上海欧雅卫浴 Tony Zhang 13800138127", "Tony Zhang", None, "13800138127"),
        ("登记新客户 无锡老木匠家具，负责人是诸葛明，电话13800138128", "诸葛明", None, "13800138128"),
        ("报备 常州星星幼儿园 何园长13800138129", "何园长", None, "13800138129"),
        ("公司：上海泰康牙科诊所\n联系人：金医生\n职务：院长\n手机：13800138123", "金医生", "院长", "13800138123"),
    ],
)
def test_whom_to_ask_for_there(text: str, contact: str, title: str | None, phone: str) -> None:
    found = plain(read_lead_register(reading(text)))

    assert (found.get("contact"), found.get("title"), found.get("phone")) == (contact, title, phone)


@pytest.mark.parametrize(
    ("text", "budget", "need"),
    [
        ("报备 江阴长城阀门 要两台空压机 预算大概十来万", Decimal(100000), "空压机"),
        ("报备一家做月饼的，叫苏州稻香坊食品，想订礼盒，预算5万", Decimal(50000), "礼盒"),
        ("客户：无锡大道物业\n需求：门禁20套\n预算：3万", Decimal(30000), "门禁20套"),
        ("报备 昆山好味道食堂 团餐每天300份 预算每餐15元", None, "团餐"),
    ],
)
def test_what_they_want(text: str, budget: Decimal | None, need: str) -> None:
    found = plain(read_lead_register(reading(text)))

    assert found.get("budget") == budget
    assert need in found["summary"]


def test_a_branch_is_a_new_firm_and_a_known_name_is_not() -> None:
    branch = plain(read_lead_register(reading("报备 好邻居超市二店")))
    known = plain(read_lead_register(reading("报备 竹海山庄 要注塑机2台")))

    assert branch["customer_new"] == "好邻居超市二店"
    assert (known["customer"], known["summary"]) == ("K07", "要注塑机2台")


def test_a_number_with_a_figure_missing_is_said_and_not_kept() -> None:
    assert plain(read_lead_register(reading("报备 江阴长城阀门 电话1380013812")))["phone"] == ""


def test_where_they_are() -> None:
    assert plain(read_lead_register(reading("报备 江阴长城阀门")))["city"] == "江阴"


@pytest.mark.parametrize(
    "text",
    [
        "竹海山庄有人报备吗",
        "报备的规矩又变了",
        "新客户真难找",
        "昨天那个报备撤了吧",
        "那家报备起来挺麻烦的",
        "报备规则",
        "报备过了没有",
        "这家别报备",
        "如果没人报备我就报",
        "竹海山庄是谁报备的",
        "报备保护期多久",
    ],
)
def test_nothing_is_to_be_registered(text: str) -> None:
    assert read_lead_register(reading(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "领一下竹海山庄",
        "认领 竹海山庄",
        "竹海山庄我要了",
        "竹海山庄没人跟的话归我吧",
        "把竹海山庄给我跟吧",
        "公海那个竹海山庄我来跟",
        "我要竹海山庄",
        "领取竹海山庄",
        "竹海山庄空着呢 算我的",
        "帮我把竹海山庄从公海捞出来",
        "竹海山庄让我来跟",
        "竹海山庄分我吧",
        "湖州那个竹海山庄我接了哈",
        "申请领竹海山庄",
        "竹海山庄划到我名下",
    ],
)
def test_a_customer_is_claimed(text: str) -> None:
    assert plain(read_lead_claim(reading(text)))["customer"] == "K07"


@pytest.mark.parametrize(("text", "numbers"), [("领取 3", (3,)), ("领 1 和 4", (1, 4)), ("认领第2个", (2,))])
def test_numbers_of_the_list_are_claimed(text: str, numbers: tuple[int, ...]) -> None:
    assert plain(read_lead_claim(reading(text)))["choice"] == numbers


@pytest.mark.parametrize("text", ["竹海山庄能领吗", "不想领竹海山庄", "领导来了", "竹海山庄谁领的？"])
def test_nothing_is_claimed(text: str) -> None:
    assert read_lead_claim(reading(text)) is None


@pytest.mark.parametrize(
    ("text", "customer", "reason"),
    [
        ("老渔港我不跟了", "K03", None),
        ("把精工模具退回公海 没预算", "K02", "没预算"),
        ("不跟了 启明学校 已经买别家了", "K04", "已经买别家了"),
        ("释放好邻居", "K01", None),
        ("老渔港放公海吧，老板跑路了", "K03", "老板跑路了"),
        ("精工模具转出去吧我不做模具了", "K02", "不做模具了"),
        ("启明学校放弃了", "K04", None),
        ("退了金太阳吧 因为价格谈不拢", "K05", "价格谈不拢"),
        ("好邻居扔回公海", "K01", None),
        ("老渔港这家我不要了，太远", "K03", "太远"),
        ("把启明学校还给公海", "K04", None),
        ("金太阳我跟不动了 谁要谁拿走", "K05", "谁要谁拿走"),
        ("精工模具不做了退掉", "K02", None),
        ("退回 好邻居 换采购了", "K01", "换采购了"),
        ("老渔港关门了 释放掉", "K03", None),
    ],
)
def test_a_customer_is_given_back(text: str, customer: str, reason: str | None) -> None:
    found = plain(read_lead_release(reading(text)))

    assert found["customer"] == customer
    assert reason is None or found["reason"] == reason


@pytest.mark.parametrize(
    "text", ["老渔港要不要退回公海？", "别把老渔港退回公海", "老渔港怎么退回公海", "如果再不签就退回公海"]
)
def test_nothing_is_given_back(text: str) -> None:
    assert read_lead_release(reading(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "把老渔港转给孙莉",
        "老渔港转孙莉",
        "老渔港交给孙莉跟吧",
        "老渔港以后孙莉负责",
        "移交老渔港给孙莉",
        "老渔港分给孙莉",
        "老渔港让孙莉来跟",
        "分配 老渔港 孙莉",
        "老渔港过户给孙莉",
        "把老渔港给孙莉",
        "老渔港换孙莉跟，我顾不过来",
        "老渔港那家客户转到孙莉名下",
        "交接老渔港 孙莉",
        "老渔港划给孙莉",
        "孙莉接手老渔港",
    ],
)
def test_a_customer_is_handed_on(text: str) -> None:
    found = plain(read_lead_transfer(reading(text)))

    assert (found["customer"], found["to_user"]) == ("K03", ["孙莉"])


def test_an_heir_whom_nobody_knows_is_left_out() -> None:
    found = plain(read_lead_transfer(reading("把老渔港转给小赵")))

    assert found["customer"] == "K03"
    assert "to_user" not in found


@pytest.mark.parametrize("text", ["老渔港能转给孙莉吗", "老渔港别转给孙莉", "如果我走了老渔港转给孙莉", "转给孙莉"])
def test_nothing_is_handed_on(text: str) -> None:
    assert read_lead_transfer(reading(text)) is None


def test_of_several_customers_it_is_asked_which() -> None:
    assert plain(read_lead_release(reading("老渔港和好邻居退回公海")))["unsure"] is True


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for said in (
        text,
        f"报备{text}公司：{text}",
        f"领{text}竹海山庄",
        f"把老渔港转给{text}",
        f"老渔港{text}不跟了{text}",
    ):
        for read in (read_lead_register, read_lead_claim, read_lead_release, read_lead_transfer):
            found = read(reading(said))

            assert found is None or found.name in set(Intents)
