"""What only the owner of a customer would call it: a contact, initials, a name that was misheard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.book import CustomerBook
from handlers.language.meaning import Intent, Intents, Situation, Speaker
from handlers.language.understand import understand
from models.directory import ContactCard, CustomerCard, PersonCard
from tests.handlers.language.company import MONDAY, Roll

CUSTOMERS = (
    ("M01", "永昌超市有限公司", ("永昌超市", "永昌"), 2, "嘉兴"),
    ("M02", "永昌超市有限公司建设路店", ("永昌建设路店",), 2, "嘉兴"),
    ("M03", "嘉兴通源轴承有限公司", ("通源轴承",), 2, "嘉兴"),
    ("M04", "嘉兴龙达汽车修理厂", ("龙达汽修", "龙达"), 2, "嘉兴"),
    ("M05", "嘉兴隆达贸易有限公司", ("隆达贸易", "隆达"), 2, "嘉兴"),
    ("M06", "平湖金粟早教中心", ("金粟早教",), 2, "平湖"),
    ("M07", "平湖金粟文具店", ("金粟文具店",), 2, "平湖"),
    ("M08", "嘉兴十天便民超市", ("十天超市",), 2, "嘉兴"),
    ("M09", "湖州皮都箱包有限公司", ("湖州皮都",), 2, "湖州"),
    ("M10", "嘉兴六月荷餐厅", ("六月荷",), 2, "嘉兴"),
    ("M11", "嘉兴昨日馒头铺", ("昨日馒头",), 2, "嘉兴"),
    ("M12", "嘉兴新鼎电子有限公司", ("新鼎电子",), 3, "嘉兴"),
    ("M13", "嘉兴88旅社(汽车站店)", ("88旅社",), 2, "嘉兴"),
    ("M14", "嘉兴永新商贸有限公司", ("新永昌",), 3, "嘉兴"),
)
CONTACTS = (
    ("M01", "赵立新", "经理"),
    ("M03", "万强", "采购"),
    ("M04", "辉哥", "老板"),
    ("M05", "孙立", "总经理"),
    ("M06", "费老师", "园长"),
    ("M08", "梅姐", "老板娘"),
    ("M09", "端木", "技术经理"),
    ("M10", "温暖", "店长"),
    ("M11", "孙梅", "会计"),
    ("M13", "Tina", "店长"),
    ("M12", "顾总", "总经理"),
)


def company() -> Roll:
    """Two reps under one leader, with names that are alike and names that are traps."""
    roll = Roll()
    for number, name, leader in ((1, "吴芳", None), (2, "王磊", 1), (3, "李娜", 1)):
        role = "rep" if leader else "manager"
        roll.people[number] = PersonCard(number, f"u{number}", name, role, "", leader, active=True)
    for number, (code, name, aliases, owner, city) in enumerate(CUSTOMERS, 1):
        roll.customers[number] = CustomerCard(number, code, name, owner, city, None, None, True, aliases)
    codes = {card.code: card.id for card in roll.customers.values()}
    for number, (code, name, title) in enumerate(CONTACTS, 1):
        roll.known.setdefault(codes[code], []).append(ContactCard(number, codes[code], name, title))
    return roll


ROLL = company()
BOOK = CustomerBook(ROLL)
HIM, HER = Speaker(2), Speaker(3)


def customers(text: str, speaker: Speaker = HIM) -> list[tuple[str, list[str]]]:
    """The customers found, by their words and codes."""
    hits = BOOK.find_customers(text, speaker)
    return [(text[start:end], sorted(ROLL.customers[one].code for one in ids)) for start, end, ids in hits]


def contacts(text: str, speaker: Speaker = HIM) -> list[tuple[str, list[str]]]:
    """The contacts found without their firm, by their words and the codes of their customers."""
    hits = BOOK.find_contacts(text, speaker)
    return [
        (text[start:end], sorted(ROLL.customers[BOOK.customer_of(one)].code for one in ids)) for start, end, ids in hits
    ]


def visit(text: str) -> Intent:
    """The first intent of what he says."""
    return understand(text, Situation(MONDAY, HIM), BOOK).first


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("见了辉哥", [("辉哥", ["M04"])]),
        ("费老师下周过生日", [("费老师", ["M06"])]),
        ("万强说要涨价", [("万强", ["M03"])]),
        ("昨天去看了端木", [("端木", ["M09"])]),
        ("端木12.3那个改到12.4", [("端木", ["M09"])]),
        ("赵经理电话多少", [("赵经理", ["M01"])]),
        ("找tina聊了下", [("tina", ["M13"])]),
        ("孙总让我周五去", [("孙总", ["M05"])]),
        ("梅姐要20箱，辉哥要10箱", [("梅姐", ["M08"]), ("辉哥", ["M04"])]),
        ("给温暖送样", [("温暖", ["M10"])]),
    ],
)
def test_somebody_of_an_own_customer_is_known_without_the_firm(text: str, wanted: object) -> None:
    assert contacts(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "吴总让我下午回公司",  # his leader, not a customer's
        "顾总的电话",  # hers, not his
        "今天真温暖",
        "一万强度不够",
        "公司老板说的",
        "eat in a tinatown",
        "",
    ],
)
def test_nobody_is_made_out_of_other_words(text: str) -> None:
    assert contacts(text) == []


def test_two_who_are_called_the_same_are_both_given() -> None:
    roll = company()
    roll.known[2] = [ContactCard(90, 2, "赵海", "经理")]
    book = CustomerBook(roll)

    (hit,) = book.find_contacts("见了赵经理", HIM)
    assert sorted(book.customer_of(one) for one in hit[2]) == [1, 2]


@pytest.mark.parametrize(
    ("text", "code", "contact"),
    [
        ("今天见了辉哥，聊了备件", "M04", "辉哥"),
        ("拜访端木 谈新包", "M09", "端木"),
        ("拜访了赵经理，谈了铺货", "M01", "赵经理"),
        ("梅姐那边今天去了，货架要换", "M08", "梅姐"),
        ("十天梅姐今天见了，货架要换", "M08", "梅姐"),
    ],
)
def test_who_was_seen_says_which_customer_it_was(text: str, code: str, contact: str) -> None:
    told = visit(text)

    assert [ROLL.customers[one].code for one in told.value("customer").ids] == [code]
    assert told.value("contact").text == contact


def test_somebody_of_the_same_name_at_a_firm_that_nobody_has_is_not_ours() -> None:
    assert visit("拜访 大唐电力 赵经理 谈合作").value("customer").ids == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("TYZC 付了三万", [("TYZC", ["M03"])]),
        ("拜访tongyuan谈备件", [("tongyuan", ["M03"])]),
        ("查一下 ycjsld", [("ycjsld", ["M02"])]),
        ("发了ppt", []),
        ("型号TYZC300", []),
    ],
)
def test_initials_and_pinyin(text: str, wanted: object) -> None:
    assert customers(text) == wanted


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        # heard or typed with another character of the same sound
        ("永倡超市赵经理今天见了", "永倡超市", ["M01"]),
        ("同源轴成下个月五号跟进", "同源轴成", ["M03"]),
        ("通元周承付了两万", "通元周承", ["M03"]),
        ("湖洲皮都又打了15000", "皮都", ["M09"]),
        ("永昌建设鹿店要退货", "永昌建设鹿店", ["M02"]),
        ("催一下龙搭汽修的款", "龙搭汽修", ["M04"]),
        ("去六月河送了样", "六月河", ["M10"]),
        # one character missing, wrong or too many where no other firm can be meant
        ("源轴承付了两万", "源轴承", ["M03"]),
        ("去昨馒头看了", "昨馒头", ["M11"]),
        ("昨日大馒头今天去了", "昨日大馒头", ["M11"]),
        # the person says whose misspelt name it is
        ("通海轴承的赵经理今天见了", "", []),
        ("通海轴承的万强今天见了", "通海轴承", ["M03"]),
    ],
)
def test_a_misheard_name_is_known_to_the_owner(text: str, words: str, codes: list[str]) -> None:
    assert customers(text) == ([(words, codes)] if codes else [])
    assert customers(text, HER) == [] or not codes or "永昌" in text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("去垄达看了", []),  # of two characters, and two customers sound so: offered, not taken
        ("金粟的地址", ["M06", "M07"]),
        ("去龙达看了", ["M04"]),  # spelt as it is, it is nobody else
        ("去隆达看了", ["M05"]),
        ("永昌人没到", ["M01"]),
        ("永昌健设路店到货", ["M02"]),
        ("去永昌建路店看了", ["M01", "M02"]),
    ],
)
def test_names_that_are_alike(text: str, codes: list[str]) -> None:
    assert [code for _, found in customers(text) for code in found] == codes


@pytest.mark.parametrize(
    "text",
    [
        "去了通源电机厂",
        "新客户 同源轴成",
        "报备 永倡超市",
        "龙达隔壁新开了家店",
        "拜访 杭州皮都",
        "昨天去了湖州",
        "十天后再去",
        "六月再说",
        "到家了",
        "一点都不好谈",
    ],
)
def test_what_may_be_another_firm_or_none_is_not_taken_for_a_customer(text: str) -> None:
    assert [codes for _, codes in customers(text) if codes] == []


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("今天拜访了通海轴承，谈了交期", Intents.VISIT_LOG, "M03"),
        ("下周三去龙运汽修", Intents.FOLLOWUP_SET, "M04"),
        ("去了六月茶，送了样", Intents.VISIT_LOG, "M10"),
        ("刚从金米早教出来，谈了备件", Intents.VISIT_LOG, "M06"),
        ("明天上午去平湖金粟早角中心", Intents.FOLLOWUP_SET, "M06"),
        ("查一下龙运汽修", Intents.CUSTOMER_QUERY, "M04"),
    ],
)
def test_a_note_is_kept_where_only_one_own_customer_is_like_the_name(text: str, name: Intents, code: str) -> None:
    told = visit(text)

    assert told.name is name
    assert [ROLL.customers[one].code for one in told.value("customer").ids] == [code]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("通海轴承付了两万", Intents.PAYMENT_RECORD, "M03"),
        ("把龙运汽修转给李娜", Intents.LEAD_TRANSFER, "M04"),
        ("不跟了 龙运汽修", Intents.LEAD_RELEASE, "M04"),
        ("撤销龙运汽修那条", Intents.UNDO, "M04"),
    ],
)
def test_money_ownership_and_deletion_are_asked_about_where_the_name_is_only_alike(
    text: str, name: Intents, code: str
) -> None:
    told = visit(text)

    assert told.name is name
    assert told.value("customer").ids == ()
    assert [ROLL.customers[one].code for one in told.value("customer").near] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "去了永鲁超市赵海那里，谈了交期",  # two own customers called 永… are as like it
        "拜访通海电机，谈了报价",
        "拜访了东通轴承，是家新客户",
        "拜访通海轴承的孙总",  # somebody of another own customer's
        "昨天去了五月天演唱会",
        "拜访六月底的事",
        "十天后去看看",
    ],
)
def test_a_name_that_may_be_two_or_none_is_not_guessed(text: str) -> None:
    assert [codes for _, codes in customers(text) if codes] == []


def test_a_leader_is_understood_as_the_owner_is() -> None:
    leader = Speaker(1, leads=True)

    assert customers("今天拜访了通海轴承", leader) == [("通海轴承", ["M03"])]
    assert customers("TYZC 付了三万", leader) == [("TYZC", ["M03"])]
    assert contacts("见了辉哥", leader) == [("辉哥", ["M04"])]
    assert [ROLL.customers[one].code for one in BOOK.near_customers("通汇轴承", leader)][:1] == ["M03"]


def test_a_leader_knows_a_change_at_his_peoples_customers_at_once() -> None:
    roll = company()
    book = CustomerBook(roll)
    leader = Speaker(1, leads=True)
    assert book.find_customers("拜访同源轴成", leader)

    roll.put(replace(roll.customers[3], name="嘉兴瑞虎轴承有限公司", aliases=("瑞虎轴承",)))

    assert not book.find_customers("拜访同源轴成", leader)
    assert [hit[2] for hit in book.find_customers("拜访锐虎轴成", leader)] == [(3,)]


def test_of_two_customers_of_one_name_that_of_his_line_is_a_leaders() -> None:
    roll = company()
    roll.people[4] = PersonCard(4, "u4", "周峰", "rep", "", None, active=True)
    roll.put(CustomerCard(30, "M30", "杭州通源轴承有限公司", 4, "杭州", None, None, True, ("通源轴承",)))

    assert [hit[2] for hit in CustomerBook(roll).find_customers("拜访通源轴承", Speaker(1, leads=True))] == [(3,)]


def test_a_second_shop_of_a_known_owner_is_a_new_customer() -> None:
    assert customers("永昌超市二店") == [("永昌超市二店", [])]


def test_what_is_written_as_somebody_elses_name_was_not_misheard() -> None:
    assert customers("拜访新鼎电子") == [("新鼎电子", ["M12"])]
    assert customers("去了新永昌") == [("新永昌", ["M14"])]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("新…不是新永昌，是永昌超市回款八万", "M01"),
        ("去了龙达…不对，是隆达，聊了红酒", "M05"),
        ("今天拜访了永昌超市赵经理，说错了，是通源轴承，谈了交期", "M03"),
        ("通源轴承，哦不，是龙达汽修，今天去了，谈了备件", "M04"),
        ("不是龙达是隆达付了两万", "M05"),
        ("永…永昌超市今天去了，谈了铺货", "M01"),
    ],
)
def test_what_a_person_takes_back_is_not_meant(text: str, code: str) -> None:
    meant = understand(text, Situation(MONDAY, HIM), BOOK).intents

    assert [[ROLL.customers[one].code for one in each.value("customer").ids] for each in meant] == [[code]]


@pytest.mark.parametrize(
    "text",
    [
        "六月荷今天去了，谈了冷柜",
        "昨日馒头今天去了，谈了冷柜",
        "十天超市今天去了，谈了冷柜",
        "88旅社今天去了，谈了床品",
    ],
)
def test_no_day_or_figure_is_read_inside_a_name(text: str) -> None:
    told = visit(text)

    assert len(told.value("customer").ids) == 1
    assert told.value("date", MONDAY.date()) == MONDAY.date()
    assert told.value("next_date") is None


WORDS = st.lists(
    st.sampled_from(
        [
            "永昌",
            "超市",
            "通源",
            "轴成",
            "轴",
            "店",
            "建设",
            "不是",
            "，",
            "是",
            "不对",
            "辉哥",
            "王总",
            "tyzc",
            " ",
            "…",
            "嘉兴",
        ]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(WORDS, st.text(max_size=300)))
def test_any_text_gives_places_inside_it(text: str) -> None:
    for hits in (BOOK.find_customers(text, HIM), BOOK.find_contacts(text, HIM)):
        ends = 0
        for start, end, _ in hits:
            assert ends <= start < end <= len(text)
            ends = end
    assert all(one in ROLL.customers for one in BOOK.near_customers(text, HIM))
