"""Corrections, undoing and questions as people word them when something went wrong."""

from __future__ import annotations

from datetime import date, time

import pytest

from handlers.language.meaning import Intent, Intents
from tests.handlers.language.company import ROLL, code, read


def only(text: str) -> Intent:
    (intent,) = read(text)
    return intent


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("日期错了 是前天", "date", date(2026, 11, 21)),
        ("写错日期了，应该是昨天", "date", date(2026, 11, 22)),
        ("是昨天去的", "date", date(2026, 11, 22)),
        ("#5 改成前天去的", "date", date(2026, 11, 21)),
        ("改 #5 日期 昨天", "date", date(2026, 11, 22)),
        ("应该是下周五", "next_date", date(2026, 12, 4)),
        ("改下次 12月9号", "next_date", date(2026, 12, 9)),
        ("改时间 下周五", "next_date", date(2026, 12, 4)),
        ("改 #5 下次 无", "next_date", None),
        ("改 #5 下次 取消", "next_date", None),
        ("下次不用去了", "next_date", None),
        ("改 #5 内容 谈了包装", "summary", "谈了包装"),
    ],
)
def test_what_is_changed_into_what(text: str, field: str, value: object) -> None:
    found = only(text)

    assert (found.name, found.value("field"), found.value("value")) == (Intents.RECORD_CHANGE, field, value)


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("王总名字写错了，是汪总", "汪总"),
        ("写错了，是李工不是王总", "李工"),
        ("不是王总，是李工", "李工"),
        ("联系人写错了 是李工", "李工"),
        ("联系人错了，应该是赵会计", "赵会计"),
        ("改联系人 李工", "李工"),
    ],
)
def test_another_contact(text: str, contact: str) -> None:
    found = only(text)

    assert (found.value("field"), found.value("value").text) == ("contact", contact)


@pytest.mark.parametrize(
    ("text", "number", "which", "into"),
    [
        ("恒力那条不对，应该是东武", None, "C003", "C002"),
        ("#5 客户错了 是东武", 5, "", "C002"),
        ("那条拜访客户写错了应该是东武", None, "", "C002"),
        ("客户写错了，是东武", None, "", "C002"),
        ("第二条写错了，是东武", None, "", "C002"),
        ("打错了 是东武", None, "", "C002"),
    ],
)
def test_another_customer(text: str, number: int | None, which: str, into: str) -> None:
    found = only(text)

    assert (found.name, found.value("field"), found.value("number")) == (Intents.RECORD_CHANGE, "customer", number)
    assert (code(found), ROLL.customers[found.value("value").ids[0]].code) == (which, into)


def test_the_new_next_day_brings_its_time_and_its_note() -> None:
    found = only("改#1下次下周三上午十点带样品")

    assert (found.value("number"), found.value("value")) == (1, date(2026, 12, 2))
    assert (found.value("next_time"), found.value("next_note")) == (time(10), "带样品")


@pytest.mark.parametrize(
    "text",
    [
        "加一句：他要含税",
        "补充一下 他要含税",
        "再加一句 他要含税",
        "补充一点：他要含税",
        "加上一条 他要含税",
        "补充一句，他要含税",
    ],
)
def test_something_is_added_to_the_summary(text: str) -> None:
    found = only(text)

    assert (found.value("field"), found.value("value"), found.value("append")) == ("summary", "他要含税", True)


@pytest.mark.parametrize(
    ("text", "customer", "place"),
    [
        ("撤消", "", None),
        ("恒力那条撤了", "C003", None),
        ("撤销东吴", "C001", None),
        ("把恒力那条删了", "C003", None),
        ("第三条撤了", "", 3),
        ("撤销第2条", "", 2),
        ("删掉东吴那条", "C001", None),
    ],
)
def test_which_record_is_taken_back(text: str, customer: str, place: int | None) -> None:
    found = only(text)

    assert (found.name, code(found), found.value("place")) == (Intents.UNDO, customer, place)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("这个月跑了多少家了", "2026-11-01", "2026-11-30"),
        ("11月20日的拜访", "2026-11-20", "2026-11-20"),
        ("我上周都去哪了", "2026-11-16", "2026-11-22"),
        ("我今天干啥了", "2026-11-23", "2026-11-23"),
        ("昨天都去哪了", "2026-11-22", "2026-11-22"),
        ("李雷今天干啥了", "2026-11-23", "2026-11-23"),
    ],
)
def test_questions_about_ones_own_visits(text: str, first: str, last: str) -> None:
    found = only(text)

    assert found.name is Intents.VISIT_LIST
    assert [str(day) for day in found.value("period")[:2]] == [first, last]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("你真笨", Intents.SMALLTALK),
        ("转人工", Intents.SMALLTALK),
        ("找主管", Intents.SMALLTALK),
        ("早啊小勤", Intents.SMALLTALK),
        ("在么在么", Intents.SMALLTALK),
        ("你是谁啊", Intents.HELP),
        ("怎么用啊不会", Intents.HELP),
    ],
)
def test_talking_to_the_bot(text: str, name: Intents) -> None:
    assert only(text).name is name
