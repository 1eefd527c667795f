"""Questions about customers, lists of them, and new ones for the book."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.firms import Asked, read_customer_add, read_customer_list, read_customer_query
from handlers.language.meaning import Intents
from tests.handlers.language.field import plain, reading


@pytest.mark.parametrize(
    ("text", "customer", "field"),
    [
        ("查 好邻居", "K01", Asked.ALL),
        ("好邻居", "K01", Asked.ALL),
        ("帮我看看老渔港", "K03", Asked.ALL),
        ("老渔港什么情况", "K03", Asked.ALL),
        ("好邻居 电话", "K01", Asked.PHONE),
        ("精工模具的联系方式发我", "K02", Asked.PHONE),
        ("启明学校在哪条路上", "K04", Asked.ADDRESS),
        ("金太阳地址给我下", "K05", Asked.ADDRESS),
        ("顺达谁在跟", "K06", Asked.OWNER),
        ("竹海山庄是谁的", "K07", Asked.OWNER),
        ("好邻居上次聊到哪了", "K01", Asked.LAST),
        ("老渔港最近跟进记录看看", "K03", Asked.LAST),
        ("精工模具联系人是哪个", "K02", Asked.CONTACTS),
        ("金太阳欠多少钱", "K05", Asked.OWES),
        ("启明学校下过啥订单", "K04", Asked.ORDERS),
        ("好邻居老板姓啥", "K01", Asked.CONTACTS),
        ("老渔港下次什么时候去", "K03", Asked.NEXT),
    ],
)
def test_what_is_asked_of_whom(text: str, customer: str, field: Asked) -> None:
    found = plain(read_customer_query(reading(text)))

    assert (found["customer"], found["field"], "unsure" in found) == (customer, field, False)


def test_a_person_is_asked_for_without_his_firm() -> None:
    found = plain(read_customer_query(reading("龚总电话多少")))

    assert (found["customer"], found["contact"], found["field"]) == ("K05", "龚总", Asked.PHONE)


@pytest.mark.parametrize(
    "text", ["13800138131 是谁", "138 0013 8131 哪家的", "查一下13800138131", "这个号谁的 13800138131"]
)
def test_whose_number_it_is(text: str) -> None:
    found = plain(read_customer_query(reading(text)))

    assert (found["phone"], found["field"]) == ("13800138131", Asked.WHOSE_PHONE)


@pytest.mark.parametrize("text", ["瑞丰", "查瑞丰", "瑞丰的电话", "好邻居 老渔港", "查 好邻居 启明"])
def test_it_is_asked_which(text: str) -> None:
    assert plain(read_customer_query(reading(text)))["unsure"] is True


def test_a_name_that_nobody_has() -> None:
    found = plain(read_customer_query(reading("远大重工的电话有吗")))

    assert (found["customer"], found["field"], found["unsure"]) == ("远大重工", Asked.PHONE, True)


@pytest.mark.parametrize("text", ["你觉得好邻居这单能成吗", "好邻居那单到底什么意思", "别查好邻居了"])
def test_nothing_can_be_looked_up(text: str) -> None:
    assert read_customer_query(reading(text)) is None


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("我的客户", {}),
        ("我名下都有谁", {}),
        ("苏州的客户", {"city": "苏州"}),
        ("把浙江那边的客户拉一下", {"city": "浙江"}),
        ("孙莉手上有几个客户", {"person": ["孙莉"]}),
        ("昆山有哪些客户", {"city": "昆山"}),
        ("学校类客户列出来", {"filter": "学校"}),
        ("餐饮客户有哪些", {"filter": "餐饮"}),
        ("我名下A类", {"level": "A"}),
        ("B级客户发我", {"level": "B"}),
        ("30天没联系的客户", {"days": 30}),
        ("半个月没跑的", {"days": 15}),
        ("三个月没下单的客户有哪些", {"days": 90}),
        ("好久没联系的客户", {"days": 30}),
        ("我的客户 第2页", {"page": 2}),
        ("孙莉无锡的客户", {"person": ["孙莉"], "city": "无锡"}),
        ("重点客户名单", {"filter": "重点"}),
        ("我手上的超市客户", {"filter": "超市"}),
    ],
)
def test_which_are_listed(text: str, slots: dict[str, object]) -> None:
    assert plain(read_customer_list(reading(text))) == slots


def test_nothing_is_deleted_by_a_list() -> None:
    assert read_customer_list(reading("把我的客户都删了")) is None


@pytest.mark.parametrize(
    ("text", "name", "contact", "phone"),
    [
        ("建个客户：苏州小星星舞蹈，负责人芦老师，13800138141", "苏州小星星舞蹈", "芦老师", "13800138141"),
        ("加个新客户 昆山老街羊汤馆", "昆山老街羊汤馆", None, None),
        ("又认识一家卖鱼缸的，叫蓝水族，加一下", "蓝水族", None, None),
        ("新增客户 无锡太湖宾馆 前厅经理彭洁 13800138142", "无锡太湖宾馆", "彭洁", "13800138142"),
        ("录个客户，常州金坛茶场", "常州金坛茶场", None, None),
        ("把太仓双凤羊肉面馆加进去", "太仓双凤羊肉面馆", None, None),
        ("添加客户 上海三联书店 联系人：冯姐", "上海三联书店", "冯姐", None),
        ("存一个客户 南通叠石桥家纺城", "南通叠石桥家纺城", None, None),
        ("帮忙建档 苏州工业园区赛博电子有限公司", "苏州工业园区赛博电子有限公司", None, None),
        ("新建客户 江阴澄星化工 老板姓郭", "江阴澄星化工", "郭", None),
        ("加一家客户进来 上海阿拉小厨", "上海阿拉小厨", None, None),
        ("刚认识一家公司叫苏州速跑体育，录一下", "苏州速跑体育", None, None),
        ("新增一个客户 名字叫常熟蒋巷生态园", "常熟蒋巷生态园", None, None),
        ("建一个新客户 无锡阳山水蜜桃合作社 找倪社长", "无锡阳山水蜜桃合作社", "倪社长", None),
        ("客户：宜兴竹器厂\n电话：13800138143\n加一下", "宜兴竹器厂", None, "13800138143"),
    ],
)
def test_a_customer_for_the_book(text: str, name: str, contact: str | None, phone: str | None) -> None:
    found = plain(read_customer_add(reading(text)))

    assert (found.get("customer_new"), found.get("contact"), found.get("phone")) == (name, contact, phone)


@pytest.mark.parametrize("text", ["怎么加客户", "不用建客户了", "如果要建客户找谁"])
def test_no_customer_is_added(text: str) -> None:
    assert read_customer_add(reading(text)) is None


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for said in (text, f"查{text}好邻居{text}", f"{text}的客户{text}类", f"建个客户{text}，叫{text}"):
        for read in (read_customer_query, read_customer_list, read_customer_add):
            found = read(reading(said))

            assert found is None or found.name in set(Intents)
