"""Talks by phone and chat (`product.md` §4.2, 跟进): kept with the way they went, never as going there."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.meaning import Intents
from tests.handlers.language.company import code, read


@pytest.mark.parametrize(
    ("text", "customer", "way", "summary"),
    [
        ("东吴 没接电话", "C001", "电话", "没接电话"),
        ("回访 东吴 用得不错", "C001", "电话", "回访，用得不错"),
        ("微信回访恒力 说用得还行", "C003", "微信", "说用得还行"),
        ("东吴 电话沟通 王总说要降价", "C001", "电话", "王总说要降价"),
        ("东吴王总来电话了，要两台", "C001", "电话", "要两台"),
        ("东吴回我微信了 说可以", "C001", "微信", "说可以"),
        ("东吴回电了", "C001", "电话", None),
        ("东吴王总回话了 说可以", "C001", "电话", "说可以"),
        ("王总来电 说寒假前先付10万", "C001", "电话", "说寒假前先付10万"),
        ("跟进 东吴 电话 王总寒假前先付10万", "C001", "电话", "王总寒假前先付10万"),
        ("微信聊了恒力，要新报价", "C003", "微信", "要新报价"),
        ("跟东吴王总通了电话，谈了付款", "C001", "电话", "谈了付款"),
        ("电话联系东吴 没人接", "C001", "电话", "没人接"),
        ("刚打了 李明说系统老是掉线", "C003", "电话", "李明说系统老是掉线"),
        ("我跟李明通了电话，他们在给东吴打样", "C003", "电话", "他们在给东吴打样"),
    ],
)
def test_c3_a_talk_by_wire(text: str, customer: str, way: str, summary: str | None) -> None:
    (found,) = read(text)
    assert found.name is Intents.VISIT_LOG
    assert (code(found), found.value("way"), found.value("summary")) == (customer, way, summary)


def test_c3_what_was_said_for_a_day_to_come_is_the_next_step() -> None:
    (found,) = read("跟进 东武 电话 说月底定，要新报价单")
    assert (found.value("way"), found.value("next_date"), found.value("next_note")) == (
        "电话",
        date(2026, 11, 30),
        "定",
    )
    assert found.value("summary") == "要新报价单"


def test_c3_each_of_two_who_were_called_has_the_way() -> None:
    found = read("今天电话联系了东吴和恒力")
    assert [(code(one), one.value("way")) for one in found] == [("C001", "电话"), ("C003", "电话")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("明天回访东吴", Intents.FOLLOWUP_SET),
        ("回访 东吴 下周三", Intents.FOLLOWUP_SET),
        ("东吴电话多少", Intents.CUSTOMER_QUERY),
        ("东吴打电话来说要换货", Intents.COMPLAINT_RECORD),
        ("东吴打了5万", Intents.PAYMENT_RECORD),
        ("东吴王总电话不接 一万五千八 都过了一个星期了", Intents.DUNNING_ANSWER),
    ],
)
def test_what_only_has_its_words_is_something_else(text: str, name: Intents) -> None:
    assert read(text)[0].name is name


def test_who_telephones_there_is_no_way() -> None:
    (found,) = read("上门东吴 王总在打电话 等了半小时")
    assert found.name is Intents.VISIT_LOG
    assert "way" not in found.slots
