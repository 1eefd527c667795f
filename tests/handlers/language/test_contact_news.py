"""New people at customers, and short names that people teach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.contact_news import read_alias_set, read_contact_add
from handlers.language.meaning import Intents
from tests.handlers.language.field import plain, reading


@pytest.mark.parametrize(
    ("text", "customer", "contact", "title", "phone"),
    [
        ("好邻居加个联系人 财务小顾 13800138151", "K01", "小顾", "财务", "13800138151"),
        ("精工模具的技术负责人庞工 13800138152 也加进去", "K02", "庞工", "技术负责人", "13800138152"),
        ("记一下，启明学校食堂的采购姓卫，卫姐，电话一三八零零一三八一五三", "K04", "卫姐", None, "13800138153"),
        ("金太阳 端木青的领导 上官总 13800138154", "K05", "上官总", None, "13800138154"),
        ("老渔港新来了个店长叫彭飞，手机138 0013 8155", "K03", "彭飞", "店长", "13800138155"),
        ("存一下好邻居采购主管周蕾 13800138156", "K01", "周蕾", "采购主管", "13800138156"),
        ("精工模具 刘芳(采购) 13800138157", "K02", "刘芳", "采购", "13800138157"),
        ("加联系人 金太阳 赵会计 13800138158", "K05", "赵会计", None, "13800138158"),
        ("启明学校 Lily 13800138159 记一下", "K04", "Lily", None, "13800138159"),
        ("好邻居仓库老孟的电话13800138160 加上", "K01", "老孟", None, "13800138160"),
        ("何伟民换号了 13800138161", "K02", "何伟民", None, "13800138161"),
        ("龚总新电话13800138162", "K05", "龚总", None, "13800138162"),
        ("老渔港老板娘姓薛 13800138163", "K03", "薛", "老板娘", "13800138163"),
        ("添加 金太阳光伏 司马经理", "K05", "司马经理", None, None),
        ("名片 精工模具 品质部 莫主任 13800138164", "K02", "莫主任", None, "13800138164"),
        ("联系人：钱工\n公司：好邻居\n电话：13800138165", "K01", "钱工", None, "13800138165"),
        # Somebody of somebody's: it is not his number.
        ("费校长的搭档叫Vivian，13800138166", "K04", "Vivian", None, "13800138166"),
        ("龚总老婆管账 叫阿霞 13800138167", "K05", "阿霞", None, "13800138167"),
        ("何伟民助理的电话 13800138168 叫阿云", "K02", "阿云", None, "13800138168"),
        ("金太阳 龚总的同事 闾丘调度 13800138169", "K05", "闾丘调度", None, "13800138169"),
        ("老渔港阿福师傅的徒弟小潘 13800138170", "K03", "小潘", None, "13800138170"),
        ("费校长助理电话13800138171", "K04", "费校长助理", None, "13800138171"),
        ("龚总秘书小姐13800138172", "K05", "龚总秘书", None, "13800138172"),
        ("燕姐的司机老马 13800138173", "K01", "老马", None, "13800138173"),
        ("龚总的电话换了 13800138174", "K05", "龚总", None, "13800138174"),
    ],
)
def test_who_is_new_there(text: str, customer: str, contact: str, title: str | None, phone: str | None) -> None:
    found = plain(read_contact_add(reading(text)))

    assert (found["customer"], found["contact"], found.get("phone")) == (customer, contact, phone)
    assert title is None or found["title"] == title


def test_a_number_with_a_figure_missing_is_said_and_not_kept() -> None:
    assert plain(read_contact_add(reading("好邻居加个联系人小顾 1380013815")))["phone"] == ""


@pytest.mark.parametrize("text", ["龚总电话多少", "好邻居有哪些联系人？", "别加了", "如果小顾来了就加上", "加个联系人"])
def test_nobody_is_added(text: str) -> None:
    assert read_contact_add(reading(text)) is None


@pytest.mark.parametrize(
    ("text", "customer", "alias"),
    [
        ("叫 邻居=上海好邻居超市有限公司", "K01", "邻居"),
        ("以后说渔港就是老渔港", "K03", "渔港"),
        ("老渔港就叫渔老大家", "K03", "渔老大家"),
        ("精工模具以后简称精模", "K02", "精模"),
        ("启明 = 启明学校", "K04", "启明"),
        ("我说太阳就是指金太阳光伏", "K05", "太阳"),
        ("好邻居我们都叫阿邻", "K01", "阿邻"),
        ("精工模具的外号是老何家", "K02", "老何家"),
        ("金太阳别名JTY", "K05", "JTY"),
        ("记住 小渔港=老渔港", "K03", "小渔港"),
        ("以后叫启明学校为小启", "K04", "小启"),
        ("给金太阳起个小名叫大太阳", "K05", "大太阳"),
        ("超市姐就是好邻居", "K01", "超市姐"),
        ("往后提到模具厂指的就是精工模具", "K02", "模具厂"),
        ("老渔港=老渔头家", "K03", "老渔头家"),
    ],
)
def test_what_a_customer_is_called(text: str, customer: str, alias: str) -> None:
    found = plain(read_alias_set(reading(text)))

    assert (found["customer"], found["alias"]) == (customer, alias)


@pytest.mark.parametrize(
    "text", ["好邻居叫什么", "叫我小许", "价格就是这样", "好邻居就是太贵了", "叫好邻居了吗", "提醒我叫车"]
)
def test_nothing_is_called_anew(text: str) -> None:
    assert read_alias_set(reading(text)) is None


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for said in (text, f"好邻居{text}工{text} 1380013{text}", f"{text}=好邻居", f"好邻居就叫{text}"):
        for read in (read_contact_add, read_alias_set):
            found = read(reading(said))

            assert found is None or found.name in set(Intents)
