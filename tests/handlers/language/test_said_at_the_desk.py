"""What was misread in whole days lived with the assistant: sums, numbers, names, reminders, birthdays, handovers."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from handlers.language.book import CustomerBook
from handlers.language.meaning import Intents, Situation, Speaker
from handlers.language.understand import understand
from models.directory import CustomerCard
from models.times import SHANGHAI
from tests.handlers.language.company import MONDAY, cast, code, read

TOMORROW = date(2026, 11, 24)


def slots_of(text: str, wanted: dict[str, Any], by: str = "lilei") -> tuple[Intents, dict[str, Any]]:
    (found,) = read(text, by=by)
    return found.name, {key: found.value(key) for key in wanted}


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("改 3万5", {"field": "amount", "value": "3万5", "number": None}),
        ("改 2千", {"field": "amount", "value": "2千", "number": None}),
        ("改 回款 7万", {"field": "amount", "value": "7万"}),
        ("改 #128 金额 6万", {"field": "amount", "value": "6万", "number": 128}),
        ("不是8000 是9000", {"field": "amount", "value": "9000"}),
        ("改成现金", {"field": "way", "value": "现金"}),
        ("是现金不是转账", {"field": "way", "value": "现金"}),
        ("拜访#1 内容改成 谈二期报价和交期", {"field": "summary", "number": 1, "value": "谈二期报价和交期"}),
        ("跟进#3 改成 下周再聊", {"field": "next_date", "number": 3}),
        ("搞反了 奶茶300姜茶200", {"field": "summary", "value": "奶茶300姜茶200", "append": True}),
    ],
)
def test_a_correction(text: str, slots: dict[str, Any]) -> None:
    assert slots_of(text, slots) == (Intents.RECORD_CHANGE, slots)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("招标那条删掉", {"topic": "which_record", "about": "招标"}),
        ("荡口那笔不算", {"topic": "which_record", "about": "荡口"}),
        ("种植体那笔是2100", {"topic": "which_record", "about": "种植体", "field": "amount", "value": "2100"}),
        ("恢复 拜访#1", {"topic": "restore", "number": 1}),
        ("取消作废 #1", {"topic": "restore", "number": 1}),
    ],
)
def test_no_other_record_is_taken_for_the_one_that_is_called(text: str, slots: dict[str, Any]) -> None:
    assert slots_of(text, slots) == (Intents.UNKNOWN, slots)


def test_a_count_behind_a_change_is_no_records_number() -> None:
    assert "number" not in read("更正 15台里头5台")[0].slots


@pytest.mark.parametrize("text", ["回款 恒力 1亿亿", "回款 东吴 5万5万"])
def test_d13_a_unit_twice_is_no_sum(text: str) -> None:
    assert slots_of(text, {"amount": None, "unsure": True}) == (
        Intents.PAYMENT_RECORD,
        {"amount": None, "unsure": True},
    )


@pytest.mark.parametrize(("text", "amount"), [("回款 东吴 1亿2000万", 120_000_000), ("回款 东吴 5万5", 55_000)])
def test_d13_two_units_are_one_sum(text: str, amount: int) -> None:
    assert read(text)[0].value("amount") == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "due", "label"),
    [
        ("应收 东吴 尾款 月底付", date(2026, 11, 30), "尾款"),
        ("东吴交货了 尾款 月底付", date(2026, 11, 30), "尾款"),
        ("开票 东吴 12月10号", date(2026, 12, 10), ""),
    ],
)
def test_d13_a_debt_whose_sum_was_not_said(text: str, due: date, label: str) -> None:
    (found,) = read(text)
    assert found.name is Intents.RECEIVABLE_SET
    (part,) = found.value("parts")
    assert (part.amount, part.due_on, part.label) == (None, due, label)


def test_d13_the_end_of_a_month_is_its_last_day() -> None:
    (found,) = read("应收 恒力 8万 12月1号，3万 12月底")
    assert [part.due_on for part in found.value("parts")] == [date(2026, 12, 1), date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("东吴王总 回话了，四十六万八审计卡着，要补一份验收单", {"amount": Decimal(468_000), "reason": "process"}),
        ("我客户东吴王总说今天打一万八千六百二 盯一下", {"amount": Decimal(18_620), "date": date(2026, 11, 23)}),
    ],
)
def test_d19_money_that_waits_is_neither_an_order_nor_a_visit(text: str, slots: dict[str, Any]) -> None:
    assert slots_of(text, slots) == (Intents.DUNNING_ANSWER, slots)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("早上六点半出发 提醒我五点五十", {"time": time(5, 50), "summary": "出发"}),
        ("周五送样 提醒我下午两点", {"date": date(2026, 11, 27), "time": time(14), "summary": "送样"}),
        ("东吴12月8号前一天要提醒我", {"date": date(2026, 12, 7)}),
        ("提前三天叫我", {"days": 3, "summary": None}),
    ],
)
def test_c8_when_a_reminder_comes(text: str, slots: dict[str, Any]) -> None:
    assert slots_of(text, slots) == (Intents.REMINDER_SET, slots)


@pytest.mark.parametrize(
    "text",
    [
        "王总生日刚打过电话了，让我元月十号前把价报过去",
        "王总礼拜四生日 李雷赶回来去一趟",
        "王总生日送了蛋糕",
        "早啊 今日生日的有冇得",
        "明天计划加一条 给王总送个生日蛋糕",
    ],
)
def test_c6_what_is_done_on_a_birthday_sets_none(text: str) -> None:
    assert Intents.BIRTHDAY_SET not in {one.name for one in read(text)}


@pytest.mark.parametrize(("text", "birthday"), [("王总明天生日", "11-24"), ("明天是王总生日 记一下", "11-24")])
def test_c6_a_birthday_that_is_told_by_its_day(text: str, birthday: str) -> None:
    assert slots_of(text, {"birthday": birthday}) == (Intents.BIRTHDAY_SET, {"birthday": birthday})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("报备 昆山华东重工 注塑机两台", "昆山华东重工"),
        ("报被一家 老河口市顺达专用车厂 要悬架总成", "老河口市顺达专用车厂"),
        ("攀枝花仁爱我先占着", "攀枝花仁爱"),
        ("攀枝花仁爱这家我要报", "攀枝花仁爱"),
    ],
)
def test_a10_the_name_of_who_is_registered(text: str, name: str) -> None:
    assert slots_of(text, {"customer_new": name}) == (Intents.LEAD_REGISTER, {"customer_new": name})


@pytest.mark.parametrize(
    "text", ["报备 注塑机2台", "新客户 想要两台", "报备 两台注塑机", "登记客户 3台", "报备 设备2套"]
)
def test_a10_goods_are_no_firm(text: str) -> None:
    assert slots_of(text, {"customer_new": None}) == (Intents.LEAD_REGISTER, {"customer_new": None})


def test_a10_neither_is_a_matter_nor_an_errand() -> None:
    assert read("结块的事去年报过没有", by="wufang")[0].value("customer_new") is None
    assert read("3个点的事给沈经理报一下 很急")[0].name is not Intents.LEAD_REGISTER


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("交接 → 韩梅", {"person": None, "to_user": (4,)}),
        ("交接 给 韩梅", {"person": None, "to_user": (4,)}),
        ("交接 李雷 → 王五", {"person": (3,), "to_user": None, "to_said": "王五"}),
        ("李雷要走了 客户给王五", {"person": (3,), "to_said": "王五"}),
        ("把李雷的客户都交接给王五", {"person": (3,), "to_said": "王五"}),
        ("李雷12月底要走 他的客户先给韩梅", {"person": (3,), "to_user": (4,)}),
        ("取消交接 李雷", {"person": (3,), "topic": "cancel"}),
    ],
)
def test_g6_whose_customers_go_to_whom(text: str, slots: dict[str, Any]) -> None:
    assert slots_of(text, slots, "wufang") == (Intents.HANDOVER, slots)


def test_b1_several_of_the_pool_and_one_beside_another() -> None:
    assert read("领 1 和 2 和 3")[0].value("choice") == (1, 2, 3)
    assert read("公海天合跟东吴是一个集团的 我一起拿了吧")[0].name is Intents.LEAD_CLAIM


@pytest.mark.parametrize("text", ["我要退思园", "领 退思园", "领取 同里退思园"])
def test_b1_a_firm_of_the_pool_by_the_head_of_its_name(text: str) -> None:
    roll = cast()
    roll.customers[90] = CustomerCard(90, "P90", "苏州同里退思园餐厅", None, "苏州", None, None, True, ("退思园餐厅",))
    roll.customers[91] = CustomerCard(91, "P91", "苏州退思阁茶楼", 4, "苏州", None, None, True, ())
    (found,) = understand(text, Situation(MONDAY, Speaker(3)), CustomerBook(roll)).intents
    assert (found.name, found.value("customer").ids) == (Intents.LEAD_CLAIM, (90,))


def test_d6_a_sum_of_a_day_to_come_is_no_payment() -> None:
    for said in ("王建国见到了，说12月5号先付十万，剩下的年前付清", "东吴 12月5号先付十万", "东吴明天打5万"):
        assert Intents.PAYMENT_RECORD not in {one.name for one in read(said)}, said
    assert read("东吴 11月20号付了10万")[0].name is Intents.PAYMENT_RECORD


def test_c1_what_they_need() -> None:
    assert slots_of("需求 罐车4台", {"summary": "罐车4台"}) == (Intents.LEAD_FILL, {"summary": "罐车4台"})
    assert read("东吴的需求是什么")[0].name is Intents.CUSTOMER_QUERY


def test_a5_today_said_in_the_morning_is_a_plan() -> None:
    morning = datetime(2026, 11, 23, 8, 40, tzinfo=SHANGHAI)
    (found,) = read("今天先去东吴 下午去恒力要账", at=morning)
    assert found.name is Intents.PLAN_SET
    assert [len(one.ids) for one in found.value("customers")] == [1, 1]
    (found,) = read("上午去东吴催款，下午顺路去恒力", at=morning)
    assert found.name is Intents.PLAN_SET
    assert {one.name for one in read("上午拜访：东吴、恒力", at=morning)} == {Intents.VISIT_LOG}
    assert read("今天去东吴了 谈报价", at=morning)[0].name is Intents.VISIT_LOG
    assert read("今天去东吴 谈报价", at=MONDAY)[0].name is Intents.VISIT_LOG


def test_a2_a_half_days_leave_beside_what_is_done_in_the_other() -> None:
    morning = datetime(2026, 11, 23, 8, 20, tzinfo=SHANGHAI)
    leave, going = read("我今天感冒了，上午请假，下午去东吴", at=morning)
    assert (leave.name, leave.value("half"), code(leave)) == (Intents.ABSENCE_SET, "am", "")
    assert (going.name, code(going), going.value("next_date")) == (Intents.FOLLOWUP_SET, "C001", date(2026, 11, 23))


def test_imported_customers_whose_name_is_a_command_are_nobodys_name() -> None:
    roll = cast()
    for number, name in enumerate(("回款", "日报有限公司", "确认", "明天", "5万"), 100):
        roll.customers[number] = CustomerCard(number, f"X{number}", name, 3, "苏州", None, None, True, ())
    book = CustomerBook(roll)
    (paid,) = understand("回款 恒力 5万", Situation(MONDAY, Speaker(3)), book).intents
    assert (paid.name, code(paid), paid.value("amount")) == (Intents.PAYMENT_RECORD, "C003", Decimal(50_000))
    assert understand("日报", Situation(MONDAY, Speaker(3)), book).first.name is Intents.DAILY_REPORT
    assert book.find_customers("明天去恒力", Speaker(3)) == [(3, 5, (3,))]
