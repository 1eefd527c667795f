"""The customer book: who is meant by a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.language.book import CustomerBook
from models.directory import Changes, CustomerCard
from tests.handlers.language.company import BOOK, ROLL, Roll, cast, person


def found(text: str, by: str = "lilei", book: CustomerBook = BOOK, roll: Roll = ROLL) -> list[tuple[str, list[str]]]:
    return [
        (text[start:end], sorted(roll.customers[one].code for one in ids))
        for start, end, ids in book.find_customers(text, person(by))
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("拜访东吴谈报价", [("东吴", ["C001"])]),
        ("苏州东吴机械有限公司", [("苏州东吴机械有限公司", ["C001"])]),
        ("东吴机械有限公司的王总", [("东吴机械有限公司", ["C001"])]),
        ("蘇州東吳機械", [("蘇州東吳機械", ["C001"])]),
        ("东吴、恒力和华联", [("东吴", ["C001"]), ("恒力", ["C003"]), ("华联", ["C004"])]),
        ("去了新华联", [("新华联", ["C007"])]),
        ("华联和新华联", [("华联", ["C004"]), ("新华联", ["C007"])]),
        ("天合光能", [("天合光能", ["C006"])]),
        ("在东吴大道吃饭", []),
        ("恒力隔壁新开了家店", []),
        ("没有客户名", []),
    ],
)
def test_names_in_a_message(text: str, wanted: object) -> None:
    assert found(text) == wanted


def test_a_short_name_that_was_not_given_is_understood_from_the_owner_only() -> None:
    roll = cast()
    book = CustomerBook(roll)
    roll.put(CustomerCard(20, "C020", "无锡腾达电气有限公司", 3, "无锡", None, None, True))

    assert found("去了腾达", book=book, roll=roll) == [("腾达", ["C020"])]
    assert found("去了腾达", "hanmei", book, roll) == []
    assert found("去了腾达电气", "hanmei", book, roll) == [("腾达电气", ["C020"])]


def test_of_two_customers_with_one_name_the_speakers_own_is_meant_and_a_third_person_is_asked() -> None:
    roll = cast()
    book = CustomerBook(roll)
    roll.put(CustomerCard(21, "C021", "无锡东吴纺织有限公司", 4, "无锡", None, None, True, ("东吴",)))

    assert found("东吴", "lilei", book, roll) == [("东吴", ["C001"])]
    assert found("东吴", "hanmei", book, roll) == [("东吴", ["C021"])]
    assert found("东吴", "chenchen", book, roll) == [("东吴", ["C001", "C021"])]


def test_changes_count_from_the_next_message_on() -> None:
    roll = cast()
    book = CustomerBook(roll)
    roll.put(replace(roll.customers[1], aliases=("老东家",)))

    assert found("去了老东家", book=book, roll=roll) == [("老东家", ["C001"])]
    assert found("去了老东家 东武", book=book, roll=roll) == [("老东家", ["C001"]), ("东武", ["C002"])]

    roll.put(replace(roll.customers[1], active=False))
    assert found("去了老东家和东吴机械", book=book, roll=roll) == []


def test_many_changes_count_as_well_as_one() -> None:
    roll = cast()
    book = CustomerBook(roll)
    for number in range(100, 620):
        roll.put(
            CustomerCard(number, f"N{number}", f"第{number}号试验客户", 3, "", None, None, True, (f"试验{number}客户",))
        )

    assert found("拜访试验100客户和试验619客户", book=book, roll=roll) == [
        ("试验100客户", ["N100"]),
        ("试验619客户", ["N619"]),
    ]


def test_an_alias_counts_from_the_next_message_on_however_often_it_changes() -> None:
    roll = cast()
    book = CustomerBook(roll)
    for alias in ("老东家", "东吴厂子", "老东家"):
        roll.put(replace(roll.customers[1], aliases=(alias,)))

        assert found(f"去了{alias}", book=book, roll=roll) == [(alias, ["C001"])]
    assert found("去了东吴厂子", "hanmei", book, roll) == []


def test_a_customer_who_changes_hands_is_known_by_sound_to_his_new_owner_only() -> None:
    roll = cast()
    book = CustomerBook(roll)
    assert found("去了恒利化纤", "lilei", book, roll) == [("恒利化纤", ["C003"])]
    assert found("去了恒利化纤", "hanmei", book, roll) == []

    roll.put(replace(roll.customers[3], owner_id=4))

    assert found("去了恒利化纤", "lilei", book, roll) == []
    assert found("去了恒利化纤", "hanmei", book, roll) == [("恒利化纤", ["C003"])]


def test_the_town_said_before_a_name_tells_which_of_two_is_meant() -> None:
    roll = cast()
    book = CustomerBook(roll)
    roll.put(CustomerCard(21, "C021", "无锡东吴纺织有限公司", 4, "无锡", None, None, True, ("东吴",)))

    assert found("拜访无锡的东吴", "lilei", book, roll) == [("东吴", ["C021"])]
    assert found("拜访苏州那家东吴", "hanmei", book, roll) == [("东吴", ["C001"])]
    assert found("拜访客户的东吴", "lilei", book, roll) == [("东吴", ["C001"])]


def test_a_number_in_a_name_is_known_in_either_script_and_is_no_name_alone() -> None:
    roll = cast()
    book = CustomerBook(roll)
    roll.put(CustomerCard(22, "C022", "无锡1号仓储有限公司", 3, "无锡", None, None, True, ("1号仓储",)))
    roll.put(CustomerCard(23, "C023", "无锡24小时药房", 3, "无锡", None, None, True, ("24小时药房",)))
    roll.put(CustomerCard(24, "C024", "无锡三月花开花店", 3, "无锡", None, None, True, ("三月花开",)))

    assert found("去了一号仓储", "lilei", book, roll) == [("一号仓储", ["C022"])]
    assert found("去了二十四小时药房", "lilei", book, roll) == [("二十四小时药房", ["C023"])]
    assert found("去了3月花开", "lilei", book, roll) == [("3月花开", ["C024"])]
    assert found("12月1号交货", "lilei", book, roll) == []


def test_words_that_are_a_part_of_own_names() -> None:
    assert [ROLL.customers[one].code for one in BOOK.holding("化纤", person("lilei"))] == ["C003"]
    assert list(BOOK.holding("化纤", person("hanmei"))) == []
    assert list(BOOK.holding("纤", person("lilei"))) == []


def test_an_empty_company_knows_nobody() -> None:
    roll = cast()
    roll.customers.clear()
    book = CustomerBook(roll)

    assert book.find_customers("东吴", person("lilei")) == []
    assert list(book.near_customers("东吴机械", person("lilei"))) == []


@pytest.mark.parametrize(
    ("said", "by", "wanted"),
    [
        ("东昊机械", "lilei", "C001"),
        ("冬武机械", "lilei", "C001"),
        ("恒利化纤", "lilei", "C003"),
        ("横力", "lilei", "C003"),
        ("恒力化千", "lilei", "C003"),
        ("东昊机械", "hanmei", "C001"),
        ("画联超市", "hanmei", "C004"),
    ],
)
def test_a_misspelt_name_offers_what_it_may_have_been(said: str, by: str, wanted: object) -> None:
    assert wanted in [ROLL.customers[one].code for one in BOOK.near_customers(said, person(by))]


@pytest.mark.parametrize("said", ["大唐电力", "", "啊", "?", "x" * 500])
def test_a_strange_name_offers_nothing(said: str) -> None:
    assert list(BOOK.near_customers(said, person("lilei"))) == []


@pytest.mark.parametrize(
    ("said", "customer", "wanted"),
    [
        ("王总", 1, "王建国"),
        ("王建国", 1, "王建国"),
        ("王建国总经理", 1, "王建国"),
        ("王老板", 1, "王建国"),
        ("李工", 1, "李工"),
        ("李工", 3, "李明"),
        ("李工程师", 3, "李明"),
        ("小李", 3, "李明"),
        ("王工", 1, None),
        ("张总", 1, None),
        ("王总", 3, None),
        ("", 1, None),
        ("王总说", 1, None),
    ],
)
def test_contacts_by_name_or_by_surname_and_title(said: str, customer: int, wanted: object) -> None:
    meant = BOOK.find_contact(said, customer)

    assert {card.id: card.name for card in ROLL.contacts_of(customer)}.get(meant or 0) == wanted


def test_two_contacts_of_one_surname_are_not_guessed_between() -> None:
    roll = cast()
    roll.known[1].append(replace(roll.known[1][0], id=99, name="王海", title="副总"))

    assert CustomerBook(roll).find_contact("王总", 1) is None


def test_colleagues_are_found_by_full_name() -> None:
    assert [(start, end) for start, end, _ in BOOK.find_people("李雷和陈晨")] == [(0, 2), (3, 5)]


def test_a_colleague_who_left_is_no_longer_meant() -> None:
    roll = cast()
    book = CustomerBook(roll)
    roll.people[3] = replace(roll.people[3], active=False)
    roll.listeners[0](Changes(everything=False, people=frozenset({3})))

    assert list(book.find_people("李雷")) == []
