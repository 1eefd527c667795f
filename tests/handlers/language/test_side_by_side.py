"""Several customers, shops or records in one line: each is kept, with its own words, and none is made up."""

from __future__ import annotations

from typing import Final

import pytest

from handlers.language.book import CustomerBook
from handlers.language.meaning import Intent, Intents, Situation, Speaker
from handlers.language.understand import understand
from models.directory import ContactCard, CustomerCard, PersonCard
from models.schema import Role
from tests.handlers.language.company import Roll
from tests.handlers.language.field import EVENING, MORNING

_FIRMS: Final = (
    ("S1", "上海禾丰超市（虹口店）", ("禾丰虹口店", "禾丰虹口"), (("小曼", "店长"),)),
    ("S2", "上海禾丰超市（杨浦店）", ("禾丰杨浦店", "禾丰杨浦"), (("戚店长", "店长"),)),
    ("R1", "昆山桂香楼饭店", ("桂香楼",), (("桂姐", "老板娘"),)),
    ("R2", "昆山兰苑农庄", ("兰苑农庄", "兰苑"), (("兰叔", "老板"),)),
    ("R3", "太仓福泉茶行", ("福泉茶行", "福泉"), (("计老板", "老板"),)),
    ("R4", "苏州宏图印务有限公司", ("宏图印务", "宏图"), (("葛经理", "经理"),)),
)


def _book() -> tuple[Roll, CustomerBook]:
    roll = Roll()
    roll.people[1] = PersonCard(1, "xufeng", "许峰", Role.REP, "销售二部", None, active=True)
    for number, (code, name, aliases, people) in enumerate(_FIRMS, 1):
        roll.customers[number] = CustomerCard(number, code, name, 1, "", None, None, True, aliases)
        roll.known[number] = [ContactCard(number, number, *one) for one in people]
    return roll, CustomerBook(roll)


ROLL, BOOK = _book()


def _read(text: str, *, early: bool = False) -> tuple[Intent, ...]:
    return understand(text, Situation(MORNING if early else EVENING, Speaker(1)), BOOK).intents


def _code(intent: Intent) -> str:
    mention = intent.value("customer")
    return ROLL.customers[mention.ids[0]].code if mention is not None and len(mention.ids) == 1 else ""


def _told(text: str, *, early: bool = False) -> list[tuple[str, str]]:
    found = _read(text, early=early)
    return [(_code(one), one.value("summary", "")) for one in found if one.name is Intents.VISIT_LOG]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("下午见了桂姐、兰叔、计老板，都要礼盒", ["R1", "R2", "R3"]),
        ("桂姐和兰叔今天都见了，一个要米一个要油", ["R1", "R2"]),
        ("今天跑了桂香楼、兰苑，桂姐要加两箱油，兰叔说年后再看", ["R1", "R2"]),
        ("今天跑了四家：桂香楼签了，兰苑要降价，福泉计老板请假，葛经理那儿补了货", ["R1", "R2", "R3", "R4"]),
        ("今天拜访了桂香楼桂姐 禾丰虹口小曼还有福泉计老板，前两家要补货", ["R1", "S1", "R3"]),
        ("先到桂香楼谈了续签，然后兰苑送样品，最后福泉收货款没收到", ["R1", "R2", "R3"]),
        ("今天主要跑了桂香楼，另外兰苑也去了一下", ["R1", "R2"]),
        ("桂香楼兰苑福泉今天一圈跑下来，都在等年底促销", ["R1", "R2", "R3"]),
        ("桂香楼今天没人，转头去了兰苑，兰叔要米50袋", ["R1", "R2"]),
        ("今天桂香楼、兰苑、福泉三家，桂香楼续签了，兰苑没人，福泉改天", ["R1", "R2"]),
        ("上午桂香楼续签，下午兰苑没人", ["R1", "R2"]),
        ("上午桂香楼，桂姐要两条烟；下午兰苑，兰叔要换秤", ["R1", "R2"]),
    ],
)
def test_a_round_is_told_customer_by_customer(text: str, told: list[str]) -> None:
    assert [code for code, _ in _told(text)] == told


def test_each_has_his_own_words() -> None:
    assert _told("今天跑了桂香楼、兰苑，桂姐要加两箱油，兰叔说年后再看") == [("R1", "要加两箱油"), ("R2", "说年后再看")]
    assert _told("上午桂香楼续签，下午兰苑没人") == [("R1", "续签"), ("R2", "没人")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("上午跑了禾丰虹口店和杨浦店，两家都要补货", ["S1", "S2"]),
        ("今天跑了禾丰虹口、杨浦两个店，货架都齐的", ["S1", "S2"]),
        ("禾丰虹口店、杨浦店今天都去了", ["S1", "S2"]),
        ("禾丰两家店都跑了，虹口店缺货，杨浦店换了堆头", ["S1", "S2"]),
        ("周一去看了禾丰虹口店，周二杨浦店，两家都要保温杯", ["S1", "S2"]),
        ("去了禾丰杨浦店跟虹口店", ["S2", "S1"]),
        ("今天去了禾丰虹口店，对面杨浦大药店开张", ["S1"]),
        ("今天去了桂香楼，老板在虹口店", ["R1"]),
    ],
)
def test_the_second_shop_of_a_chain_is_named_by_its_place(text: str, told: list[str]) -> None:
    assert [code for code, _ in _told(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "上午桂香楼续签，下午兰苑送样",  # said in the morning: still to come
        "桂姐说兰叔那边也缺货",
        "桂香楼和兰苑都要涨价",
        "桂姐、兰叔的电话",
        "日报：跑了桂香楼、兰苑两家，收了一笔款，晚上补资料",
    ],
)
def test_who_is_only_named_was_not_visited(text: str) -> None:
    assert len(_told(text, early=True)) < 2


def _kept(text: str) -> list[tuple[Intents, str]]:
    return [(one.name, _code(one)) for one in _read(text)]


_PAID: Final = Intents.PAYMENT_RECORD
_ORDERED: Final = Intents.ORDER_RECORD


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("回款：桂香楼2万，兰苑3万", {"R1": 20000, "R2": 30000}),
        ("今天收款：桂香楼2万、兰苑3万、福泉1万5", {"R1": 20000, "R2": 30000, "R3": 15000}),
        ("桂香楼2万兰苑3万都到账了", {"R1": 20000, "R2": 30000}),
        ("桂香楼回款2万；兰苑回款3万；福泉1万5", {"R1": 20000, "R2": 30000, "R3": 15000}),
        ("桂香楼今天打了2万，兰苑打了3万5", {"R1": 20000, "R2": 35000}),
        ("收到桂香楼8000现金，福泉6600", {"R1": 8000, "R3": 6600}),
    ],
)
def test_who_paid_how_much_one_behind_the_other(text: str, sums: dict[str, int]) -> None:
    found = _read(text)

    assert {one.name for one in found} == {_PAID}
    assert {_code(one): int(one.value("amount")) for one in found} == sums
    assert not any(one.value("unsure") for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "桂香楼2万，兰苑3万",
        "桂香楼到账2万，兰苑的3万还没到",
        "桂香楼明天打2万，兰苑打3万",
        "桂香楼2万兰苑3万都到账了吗",
        "桂香楼该付2万，兰苑该付3万",
    ],
)
def test_two_sums_are_not_both_kept_where_one_may_not_have_come(text: str) -> None:
    sure = [one for one in _read(text) if one.name is _PAID and not one.value("unsure")]

    assert len(sure) < 2


def test_the_same_order_of_each() -> None:
    found = _read("桂香楼、兰苑各要100斤干辣椒 22一斤")

    assert [(one.name, _code(one), int(one.value("quantity"))) for one in found] == [
        (_ORDERED, "R1", 100),
        (_ORDERED, "R2", 100),
    ]
    assert _kept("桂香楼和兰苑各要20桶油，60一桶") == [(_ORDERED, "R1"), (_ORDERED, "R2")]
    assert len(_kept("桂香楼和兰苑都没要20桶油")) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("桂香楼回款2万，桂姐生日9月9号你也记一下", [_PAID, Intents.BIRTHDAY_SET]),
        ("桂姐给了8000现金，她生日是9月9号也记上", [_PAID, Intents.BIRTHDAY_SET]),
        ("桂香楼桂姐现金还了8000，她生日是9月9号你也记一下", [_PAID, Intents.BIRTHDAY_SET]),
        ("收到桂香楼2万块，顺便记一下桂姐生日是农历九月初九", [_PAID, Intents.BIRTHDAY_SET]),
        ("桂香楼到账2万，提醒我下周五催余款", [_PAID, Intents.REMINDER_SET]),
        ("桂香楼到账2万，下周五再去催余款", [_PAID, Intents.FOLLOWUP_SET]),
        ("桂香楼定了20桶油单价60，新来的会计小吴13800001234", [_ORDERED, Intents.CONTACT_ADD]),
        ("桂香楼又下了一单20桶油，每桶60，对了提醒我周五送货", [_ORDERED, Intents.REMINDER_SET]),
        ("桂姐电话13900001234，生日9月9号", [Intents.CONTACT_ADD, Intents.BIRTHDAY_SET]),
        ("桂姐生日9月9号，兰叔生日10月1号", [Intents.BIRTHDAY_SET] * 2),
        ("桂香楼到账2万", [_PAID]),
        ("桂香楼到账2万，余款说下周五付", [_PAID, Intents.DUNNING_ANSWER]),
        ("桂香楼今天打了2万，剩下的月底给", [_PAID, Intents.FOLLOWUP_SET]),
    ],
)
def test_what_else_there_is_to_keep_behind_a_record(text: str, kept: list[Intents]) -> None:
    found = _read(text)

    assert [one.name for one in found] == kept
    assert {_code(one) for one in found} <= {"R1", "R2"}
    assert _code(found[0]) == "R1"


def test_the_customer_of_the_first_is_that_of_the_second_unless_it_names_another() -> None:
    assert _kept("桂香楼到账2万 明天下午去兰苑催款") == [(_PAID, "R1"), (Intents.FOLLOWUP_SET, "R2")]


@pytest.mark.parametrize(
    "text",
    [
        "桂香楼和兰苑都约在周四下午",
        "桂姐和兰叔下周二上午都要见",
        "周四跟桂姐、兰叔都约好了",
        "桂香楼、兰苑明天都要跑一趟",
        "明天桂香楼和兰苑都得去",
        "桂香楼的桂姐、兰苑的兰叔都约到明天下午",
    ],
)
def test_several_are_to_be_seen_on_one_day(text: str) -> None:
    (plan,) = _read(text)

    assert plan.name is Intents.PLAN_SET
    assert [ROLL.customers[one.ids[0]].code for one in plan.value("customers")] == ["R1", "R2"]
    assert plan.value("next_date") > EVENING.date()


@pytest.mark.parametrize("text", ["桂香楼和兰苑明天都要交货", "桂姐说兰叔明天也来", "明天桂姐和兰叔都放假"])
def test_what_they_do_themselves_is_no_plan_of_ours(text: str) -> None:
    assert all(one.name is not Intents.PLAN_SET for one in _read(text))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("桂香楼说好付8万，今天到账的是5万", 50000),
        ("桂香楼说好8万，到账5万", 50000),
        ("桂香楼答应付8万，实际打了5万", 50000),
        ("桂香楼原定付8万，结果只付了5万", 50000),
        ("桂香楼本来说付3万，实际只来了1万8", 18000),
        ("桂香楼应付8万，到了5万", 50000),
        ("桂香楼应付4万，先付了一半", 20000),
    ],
)
def test_what_has_come_is_kept_and_not_what_was_agreed_on(text: str, amount: int) -> None:
    (paid,) = _read(text)

    assert (paid.name, _code(paid), int(paid.value("amount"))) == (_PAID, "R1", amount)
    assert not paid.value("unsure")


@pytest.mark.parametrize(
    "text",
    [
        "桂香楼说好付8万，到账没有",
        "桂香楼应付8万，一分没付",
        "桂香楼该付2万",
        "桂香楼说好付8万，先付5万",
        "桂香楼应付两万多，付了一半",
    ],
)
def test_what_was_only_agreed_on_has_not_come(text: str) -> None:
    assert not [one for one in _read(text) if one.name is _PAID and not one.value("unsure")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("桂香楼和兰苑今天都碰了，一个要米一个要油", ["R1", "R2"]),
        ("昨天 桂香楼 打样ok；兰苑 兰叔 节后补货；福泉 没人", ["R1", "R2", "R3"]),
        ("上午桂香楼桂姐，摊位签了；下午兰苑兰叔，还是嫌贵；中午陪福泉计老板吃饭花了210", ["R1", "R2", "R3"]),
        ("昨天 桂香楼 要去送样；兰苑 要对账", []),
    ],
)
def test_a_day_holds_behind_a_semicolon(text: str, told: list[str]) -> None:
    assert [code for code, _ in _told(text)] == told


def test_two_who_paid_on_the_same_day() -> None:
    found = _read("桂香楼桂姐付8万，兰苑兰叔付5万，两家都今天到的")

    assert [(one.name, _code(one), int(one.value("amount"))) for one in found] == [
        (_PAID, "R1", 80000),
        (_PAID, "R2", 50000),
    ]


@pytest.mark.parametrize(
    "text", ["福泉…嗐 桂香楼 桂姐今天签了，样品留下了", "兰苑…兰园…哎是桂香楼，今天去了，样品留下了"]
)
def test_who_was_taken_back_was_not_visited(text: str) -> None:
    assert [code for code, _ in _told(text)] == ["R1"]


@pytest.mark.parametrize(
    "text",
    [
        "报备两家：上海春晓食品，联系人李哥，13800001234；上海夏至茶业，联系人王姐，13800001235",
        "备案 上海春晓食品 李哥 13800001234；上海夏至茶业 王姐 13800001235",
    ],
)
def test_two_firms_are_registered_in_one_line(text: str) -> None:
    found = _read(text)

    assert [(one.name, one.value("customer_new"), one.value("phone")) for one in found] == [
        (Intents.LEAD_REGISTER, "上海春晓食品", "13800001234"),
        (Intents.LEAD_REGISTER, "上海夏至茶业", "13800001235"),
    ]


def test_two_numbers_of_one_firm_are_one_registration() -> None:
    assert len(_read("报备 上海春晓食品 李哥 13800001234，备用13800001235")) == 1
