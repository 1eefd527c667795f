"""Names as they are really said: colleagues by title, customers by a part of their name or by their town, dialect."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.language.book import CustomerBook
from handlers.language.meaning import Guessed, Intents, Situation, Speaker
from handlers.language.plain_words import in_plain_words
from handlers.language.understand import understand
from models.directory import ContactCard, CustomerCard, PersonCard
from models.schema.people import Role
from models.times import SHANGHAI
from tests.handlers.language.company import Roll

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
PEOPLE = (
    (1, "王建设", Role.DIRECTOR, None),
    (2, "黄敏仪", Role.MANAGER, 1),
    (3, "陈嘉豪", Role.REP, 2),
    (4, "何碧珊", Role.REP, 2),
    (5, "谭丽", Role.FINANCE, 1),
    (6, "区婉", Role.ASSISTANT, 1),
    (7, "沈丽华", Role.MANAGER, 1),
    (8, "陈伟", Role.REP, 7),
    (9, "文佳佳", Role.REP, 7),
)
CUSTOMERS = (
    (1, "成都青羊爱民诊所", ("爱民诊所",), 3, "成都"),
    (2, "绵阳富乐医院", ("富乐",), 3, "绵阳"),
    (3, "肇庆市恒筑建筑工程有限公司", ("恒筑",), 3, "肇庆"),
    (4, "佛山市顺德区华庭建材有限公司", ("顺德华庭",), 4, "佛山"),
    (5, "中山市华庭装饰设计有限公司", ("中山华庭",), 3, "中山"),
    (6, "株洲市天元区神农烟酒商行", ("神农烟酒",), 4, "株洲"),
    (7, "株洲市湘旺达贸易有限公司", ("湘旺达",), 4, "株洲"),
    (8, "漯河市临颍万亩辣椒合作社", ("万亩辣椒",), None, "漯河"),
    (9, "黄石市港湾中学", ("港湾中学",), None, "黄石"),
    (10, "郸城县农技供应站", ("郸城站",), 8, "周口"),
    (11, "佛山禅城嘉信城市广场", (), 4, "佛山"),
)
CONTACTS = (
    (1, 5, "林工", "设计总监"),
    (2, 4, "林老板", "老板"),
    (3, 2, "黄经理", "采购"),
    (4, 1, "张志强", "药师"),
    (5, 1, "王总", "院长"),
)


def company() -> Roll:
    roll = Roll()
    for number, name, role, leader in PEOPLE:
        roll.people[number] = PersonCard(number, f"u{number}", name, role, "", leader, active=True)
    for number, name, aliases, owner, city in CUSTOMERS:
        roll.customers[number] = CustomerCard(
            number, f"K{number}", name, owner, city, None, None, active=True, aliases=aliases
        )
    for number, customer, name, title in CONTACTS:
        roll.known.setdefault(customer, []).append(ContactCard(number, customer, name, title))
    return roll


ROLL = company()
BOOK = CustomerBook(ROLL)


def speaker(number: int) -> Speaker:
    return Speaker(number, ROLL.people[number].leads)


def customers(text: str, by: int = 3) -> list[tuple[str, tuple[int, ...]]]:
    return [(text[start:end], tuple(ids)) for start, end, ids in BOOK.find_customers(text, speaker(by))]


def people(text: str, by: int = 3) -> list[tuple[str, tuple[int, ...]]]:
    return [(text[start:end], tuple(ids)) for start, end, ids in BOOK.find_people(text, speaker(by))]


@pytest.mark.parametrize(
    ("text", "by", "found"),
    [
        # By given name and by surname and title, where words are for them.
        ("让嘉豪明天去一趟", 2, [("嘉豪", (3,))]),
        ("给沈经理报一下 很急", 3, [("沈经理", (7,))]),
        ("这个你跟黄经理说一声", 4, [("黄经理", (2,))]),
        ("问下谭姐到了没", 3, [("谭姐", (5,))]),
        ("沈姐你评评理", 8, [("沈姐", (7,))]),
        ("好的黄姐 那我改到周四", 3, [("黄姐", (2,))]),
        ("照片刚发你微信了沈姐", 8, [("沈姐", (7,))]),
        ("黄经理 给不给", 4, [("黄经理", (2,))]),
        ("何姐的啊 那我不争了", 3, [("何姐", (4,))]),
        ("告诉阿豪一声", 4, [("阿豪", (3,))]),
        ("小何今天干啥了", 2, [("小何", (4,))]),
        ("催小何", 2, [("小何", (4,))]),
        ("那给小何吧", 2, [("小何", (4,))]),
        ("分配 富乐 小何", 2, [("小何", (4,))]),
        # Of two 陈 the one of his own line; where both are as near nobody.
        ("让小陈去", 2, [("小陈", (3,))]),
        ("让小陈去", 7, [("小陈", (8,))]),
        ("让小陈去", 1, []),
        ("让小陈去", 3, [("小陈", (8,))]),
        # A customer's contact is nearer, unless the colleague is told or asked.
        ("黄经理生日几号", 3, []),
        ("跟黄经理谈了价格", 3, []),
        ("跟黄经理说了价格", 3, []),
        ("跟黄经理说一声", 3, [("黄经理", (2,))]),
        ("问下黄经理怎么搞", 3, [("黄经理", (2,))]),
        # What is said of a customer's people is of no colleague.
        ("见了沈经理 谈了价格", 3, []),
        ("沈经理 13800001111", 3, []),
        ("张志强来电话了", 3, []),
        # A given name that is an everyday word or a firm's is none.
        ("他们在搞建设", 3, []),
        ("报备 佳佳超市", 3, []),
        ("问下建设怎么办", 2, [("建设", (1,))]),
        ("资质找佳佳要", 3, [("佳佳", (9,))]),
    ],
)
def test_colleagues_are_known_by_what_they_are_called(text: str, by: int, found: list[tuple[str, tuple[int]]]) -> None:
    assert people(text, by) == found


def test_who_is_asked_as_a_colleague_is_no_contact() -> None:
    assert list(BOOK.find_contacts("跟黄经理说一声", speaker(3))) == []
    assert [hit[2] for hit in BOOK.find_contacts("见了黄经理", speaker(4))] == []
    assert [hit[2] for hit in BOOK.find_contacts("林老板话今年难做", speaker(4))] == [(2,)]


def test_of_a_leader_and_a_contact_of_one_name_the_phone_and_the_money_are_the_contacts() -> None:
    assert [hit[2] for hit in BOOK.find_contacts("王总手机换了", speaker(3))] == [(5,)]
    assert [hit[2] for hit in BOOK.find_contacts("王总那笔还没付", speaker(3))] == [(5,)]
    assert list(BOOK.find_contacts("王总让我下午回公司", speaker(3))) == []
    assert list(BOOK.find_contacts("跟王总说一声", speaker(3))) == []


@pytest.mark.parametrize(
    ("text", "by", "found"),
    [
        # The stretch of a name that tells it apart, said by itself where a name stands.
        ("今天跑了爱民和富乐", 3, [("爱民", (1,)), ("富乐", (2,))]),
        ("今天跑了富乐、爱民", 3, [("富乐", (2,)), ("爱民", (1,))]),
        ("爱民没说什么", 3, [("爱民", (1,))]),
        ("下午去青羊", 3, [("青羊", (1,))]),
        ("跟嘉信约了", 4, [("嘉信", (11,))]),
        ("嘉信谁先的", 2, [("嘉信", (11,))]),
        ("嘉信要了两台", 2, []),
        ("全心爱民的人", 3, []),
        ("今天跑了爱民", 8, []),
        ("报备 爱民医院", 3, []),
        # A town, and any part of a name, where 那笔, 那家 or the money says that a customer is meant.
        ("肇庆那笔还没回来", 2, [("肇庆", (3,))]),
        ("中山那家怎么说", 3, [("中山", (5,))]),
        ("要顺德那个姓林的", 6, [("顺德", (4,))]),
        ("郸城打来了三万", 5, [("郸城", (10,))]),
        ("株洲那十五万八今天要", 4, [("株洲", (6, 7))]),
        ("肇庆那笔还没回来", 4, []),
        ("明天去肇庆", 3, []),
        ("肇庆那边我有几家来着", 3, []),
        ("技术那边我讲了", 3, []),
        # The pool, where nobody of his own is meant.
        ("那辣椒那家呢", 3, [("辣椒", (8,))]),
        ("港湾给我", 3, [("港湾", (9,))]),
    ],
)
def test_customers_are_known_by_a_part_of_their_name(
    text: str, by: int, found: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert customers(text, by) == found


def test_half_of_what_tells_a_name_apart_is_a_guess() -> None:
    assert isinstance(BOOK.find_customers("下午去青羊", speaker(3))[0][2], Guessed)
    assert not isinstance(BOOK.find_customers("下午去爱民", speaker(3))[0][2], Guessed)


def test_the_words_of_one_customer_never_become_anothers() -> None:
    text = "今天跑了爱民和富乐 爱民没啥 富乐要两台B超 院长姓方"
    told = understand(text, Situation(MONDAY, speaker(3)), BOOK).intents

    assert [(one.name, one.value("customer").ids, one.value("summary")) for one in told] == [
        (Intents.VISIT_LOG, (1,), "没啥"),
        (Intents.VISIT_LOG, (2,), "要两台B超 院长姓方"),
    ]


def test_the_office_knows_everybodys_contacts() -> None:
    assert [hit[2] for hit in BOOK.find_contacts("林工电话发我下", speaker(6))] == [(1,)]
    assert list(BOOK.find_contacts("林工电话发我下", speaker(8))) == []


def test_what_changes_is_known_at_once() -> None:
    roll = company()
    book = CustomerBook(roll)
    assert list(book.find_customers("郸城打来了三万", speaker(6))) != []
    assert list(book.find_customers("港湾给我", speaker(3))) != []

    for number in (9, 10):
        before = roll.customers[number]
        roll.put(CustomerCard(number, before.code, "周口新名农资", 8, "周口", None, None, active=True, aliases=()))

    assert list(book.find_customers("郸城打来了三万", speaker(6))) == []
    assert list(book.find_customers("港湾给我", speaker(3))) == []


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("今日有咩要跟", "今日有啥要跟"),
        ("系咩", "系吗"),
        ("边个未交", "哪个没交"),
        ("收到唔该", "收到谢谢"),
        ("林老板话今年难做", "林老板说今年难做"),
        ("经理话费", "经理话费"),
        ("下午返来", "下午回来"),
        ("其实冇得800", "其实没有800"),
        ("几多钱", "多少钱"),
        ("有联系人没得", "有联系人没有"),
        ("没得谈", "没得谈"),
        ("要得 1", "好的 1"),
        ("搞么斯去了", "干什么去了"),
        ("今天组里么样", "今天组里怎样"),
        ("记得喊我", "记得叫我"),
        ("中 1", "行 1"),
        ("华中", "华中"),
        ("中不中", "行不行"),
        ("咋恁快", "咋这快"),
        ("今儿去堵他", "今天去堵他"),
        ("他讲12月付", "他说12月付"),
        ("我们系统里", "我们系统里"),
    ],
)
def test_dialect_in_plain_words(said: str, plain: str) -> None:
    assert in_plain_words(said) == plain


def test_a_customers_name_is_never_changed() -> None:
    roll = company()
    roll.put(CustomerCard(20, "K20", "中山市今儿冇得餐饮", 3, "中山", None, None, active=True, aliases=("今儿冇得",)))
    told = understand("今儿冇得 付了2万", Situation(MONDAY, speaker(3)), CustomerBook(roll)).intents[0]

    assert told.value("customer").text == "今儿冇得"
