"""应收, 催款, 核对 and 报价 as tired people type and dictate them, and what must not be taken for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from handlers.language.meaning import Intents
from handlers.language.want_delays import Delay, read_delay
from handlers.language.want_money import PartSaid, read_due_day
from models.rules.money import Target
from tests.handlers.language.company import MONDAY, code, read

TODAY = MONDAY.date()
OWED: list[tuple[str, str, list[tuple[str | None, str | None, str]]]] = [
    ("应收 东吴 12万 12月10号", "C001", [("120000", "2026-12-10", "")]),
    ("应收 东吴 12万 8月10号", "C001", [("120000", "2026-08-10", "")]),
    ("应收 东吴 12万 2月10号", "C001", [("120000", "2027-02-10", "")]),
    ("记一笔应收 恒力 尾款 8万5 下月15号", "C003", [("85000", "2026-12-15", "尾款")]),
    ("应收款 恒力 三万五 月底", "C003", [("35000", "2026-11-30", "")]),
    ("登记应收：东吴，6万，12.20", "C001", [("60000", "2026-12-20", "")]),
    ("东吴交货了 尾款15万 月底付", "C001", [("150000", "2026-11-30", "尾款")]),
    ("东吴尾款15万月底付", "C001", [("150000", "2026-11-30", "尾款")]),
    ("恒力货款八万下周三结", "C003", [("80000", "2026-12-02", "货款")]),
    (
        "东吴 预付款 3万 下周一付 尾款 7万 月底付",
        "C001",
        [("30000", "2026-11-30", "预付款"), ("70000", "2026-11-30", "尾款")],
    ),
    ("东吴 12月20收 8万 承兑", "C001", [("80000", "2026-12-20", "")]),
    ("恒力 12月20日回款 6万", "C003", [("60000", "2026-12-20", "")]),
    ("开票 东吴 12万", "C001", [("120000", None, "")]),
    ("开了票 恒力 3.5万", "C003", [("35000", None, "")]),
    (
        "合同62万 分三期 30/60/10",
        "",
        [("620000", None, "合同"), ("30", None, "第1期"), ("60", None, "第2期"), ("10", None, "第3期")],
    ),
    (
        "华联 合同30万 分3期 每期10万",
        "C004",
        [("300000", None, "合同"), ("1", None, "第1期"), ("1", None, "第2期"), ("1", None, "第3期")],
    ),
    ("合同62万 东吴 三七开", "C001", [("620000", None, "合同"), ("3", None, "第1期"), ("7", None, "第2期")]),
    ("应收 东吴 -12万 12月10号", "C001", [("-120000", "2026-12-10", "")]),
    ("应收 东吴 12万 2100年8月10号", "C001", [("120000", "2100-08-10", "")]),
]
DELAYS: list[tuple[str, str, dict[str, Any]]] = [
    ("东吴 说下周付", "C001", {"date": date(2026, 12, 4)}),
    ("东吴 说月底打款", "C001", {"date": date(2026, 11, 30)}),
    ("恒力没钱 先付一半", "C003", {"reason": "no_money", "share": Decimal("0.5")}),
    ("联系不上华联", "C004", {"reason": "unreachable"}),
    ("东吴 联系不上了", "C001", {"reason": "unreachable"}),
    ("恒力答应12月10号结", "C003", {"date": date(2026, 12, 10)}),
    ("华联资金紧张 12月10号付", "C004", {"reason": "no_money", "date": date(2026, 12, 10)}),
    ("东吴 财务没排款 说下周", "C001", {"reason": "process", "date": date(2026, 12, 4)}),
    ("东吴在走流程 下周三付款", "C001", {"reason": "process", "date": date(2026, 12, 2)}),
    ("恒力质量争议 不肯付", "C003", {"reason": "quality"}),
    ("恒力下周三付8万", "C003", {"date": date(2026, 12, 2), "amount": Decimal(80_000)}),
    ("东吴答应后天打2万", "C001", {"date": date(2026, 11, 25), "amount": Decimal(20_000)}),
    ("东吴手头紧 说年底前付", "C001", {"reason": "no_money"}),
]
CHECKS: list[tuple[str, str, tuple[int, ...], str]] = [
    ("待核对", "list", (), ""),
    ("待财务核对", "list", (), ""),
    ("有几笔待核对", "list", (), ""),
    ("看看待核对的回款", "list", (), ""),
    ("核对 161", "confirm", (161,), ""),
    ("核对 161 162", "confirm", (161, 162), ""),
    ("1 到账", "confirm", (1,), ""),
    ("1-3 到账", "confirm", (1, 2, 3), ""),
    ("161、162 到账了", "confirm", (161, 162), ""),
    ("#161 到账", "confirm", (161,), ""),
    ("确认到账 161", "confirm", (161,), ""),
    ("全部到账", "confirm", (), ""),
    ("没收到 161 查无此款", "deny", (161,), "查无此款"),
    ("没收到161", "deny", (161,), ""),
    ("#161 没到账 退票", "deny", (161,), "退票"),
    ("2 没收到", "deny", (2,), ""),
]


@pytest.mark.parametrize(("text", "customer", "parts"), OWED)
def test_d13_a_debt_that_is_put_down(text: str, customer: str, parts: list[tuple[str | None, str | None, str]]) -> None:
    (found,) = read(text)

    assert (found.name, code(found)) == (Intents.RECEIVABLE_SET, customer)
    assert list(found.value("parts")) == [
        PartSaid(None if amount is None else Decimal(amount), None if on is None else date.fromisoformat(on), label)
        for amount, on, label in parts
    ]


def test_d13_an_invoice_number_is_no_sum() -> None:
    (found,) = read("开票 东吴 12万 发票号 12345678 月底付")

    assert found.value("invoice_no") == "12345678"
    assert [part.amount for part in found.value("parts")] == [Decimal(120_000)]


def test_d13_shares_that_make_no_whole_are_told_apart() -> None:
    (found,) = read("东吴 合同62万 分三期 30/60/20")

    assert found.value("reason") == "shares"


@pytest.mark.parametrize(("text", "customer", "slots"), DELAYS)
def test_d19_why_it_is_late_and_until_when(text: str, customer: str, slots: dict[str, Any]) -> None:
    (found,) = read(text)

    assert (found.name, code(found)) == (Intents.DUNNING_ANSWER, customer)
    assert {name: found.value(name) for name in slots} == slots


@pytest.mark.parametrize(("text", "value", "numbers", "reason"), CHECKS)
def test_d17_what_finance_has_seen(text: str, value: str, numbers: tuple[int, ...], reason: str) -> None:
    (found,) = read(text)

    assert found.name is Intents.PAYMENT_CHECK
    assert (found.value("value"), found.value("choice"), found.value("reason")) == (value, numbers, reason)


@pytest.mark.parametrize(
    ("text", "customer", "quoted", "product", "amount"),
    [
        ("报价 东吴 A200 2台 单价31万", "C001", True, "A200", "620000"),
        ("给恒力报价 A200 2台 62万", "C003", True, "A200", "620000"),
        ("东吴 报价了 A200 3台 单价30万", "C001", True, "A200", "900000"),
        ("报价 东吴 31万", "C001", True, None, "310000"),
        ("东吴 报价 35万", "C001", True, None, "350000"),
        ("订单 东吴 A200 2台 单价31万", "C001", None, "A200", "620000"),
        ("成交 东吴 A200 2台 单价31万", "C001", None, "A200", "620000"),
        ("东吴成交 A200 2台 62万", "C001", None, "A200", "620000"),
    ],
)
def test_d6_orders_and_quotations(
    text: str, customer: str, quoted: bool | None, product: str | None, amount: str
) -> None:
    (found,) = read(text)

    assert (found.name, code(found)) == (Intents.ORDER_RECORD, customer)
    assert (found.value("quoted"), found.value("product"), found.value("amount")) == (quoted, product, Decimal(amount))


@pytest.mark.parametrize(
    ("text", "target", "number"),
    [
        ("回款 东吴 2万 冲8月那笔", Target(month=8), None),
        ("回款 东吴 2万 第2期", Target("第2期"), None),
        ("回款 东吴 2万 发票 12345678", Target(invoice_no="12345678"), None),
        ("回款 东吴 2万 冲#160", None, 160),
        ("收到恒力尾款 15w", Target("尾款"), None),
        ("回款 东吴 5万", None, None),
    ],
)
def test_d13_which_part_a_payment_is_for(text: str, target: Target | None, number: int | None) -> None:
    (found,) = read(text)

    assert found.name is Intents.PAYMENT_RECORD
    assert (found.value("target"), found.value("number")) == (target, number)


@pytest.mark.parametrize("text", ["回款 东吴 -5万", "东吴 回款 负5万"])
def test_d13_a_minus_is_kept_so_that_it_can_be_refused(text: str) -> None:
    (found,) = read(text)

    assert found.value("amount") == Decimal(-50_000)


def test_d13_a_day_that_may_be_to_come_makes_a_payment_unsure() -> None:
    (found,) = read("东吴 12.5 收 6万")

    assert found.name is not Intents.PAYMENT_RECORD or found.value("unsure")


@pytest.mark.parametrize(
    "text",
    [
        "东吴什么时候付尾款",
        "东吴的票开了吗",
        "应收 东吴",
        "东吴合同在走流程",
        "下周三拜访东吴 谈尾款15万",
        "如果东吴月底付15万尾款就好了",
        "东吴 没接电话",
        "明天跟进东吴 催尾款15万",
        "报价 东吴",
        "东吴要报价",
        "客户说对手报价 28万",
        "提醒我月底催恒力付8万",
        "今天东吴打款3万，恒力打款2万",
        "东吴今天付了3万",
    ],
)
def test_what_is_no_debt_no_delay_and_no_quotation(text: str) -> None:
    wrong = {Intents.RECEIVABLE_SET, Intents.DUNNING_ANSWER, Intents.PAYMENT_CHECK, Intents.ORDER_RECORD}

    assert not wrong & {found.name for found in read(text)}


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("走流程 12月20", Delay("process", date(2026, 12, 20))),
        ("质量争议", Delay("quality")),
        ("没钱 先付一半 月底", Delay("no_money", date(2026, 11, 30), None, Decimal("0.5"))),
        ("联系不上", Delay("unreachable")),
        ("下周三付5万", Delay("", date(2026, 12, 2), Decimal(50_000))),
        ("嗯", Delay()),
    ],
)
def test_d19_the_answer_behind_a_lines_number(text: str, delay: Delay) -> None:
    assert read_delay(text, TODAY) == delay


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("月底", "2026-11-30"),
        ("下周", "2026-12-04"),
        ("下个月", "2026-12-31"),
        ("下周三", "2026-12-02"),
        ("12.20", "2026-12-20"),
        ("8.10", "2026-08-10"),
        ("13.40", None),
        ("2027-01-15", "2027-01-15"),
        ("三天后", "2026-11-26"),
        ("不知道", None),
    ],
)
def test_d13_the_day_that_an_answer_names(text: str, day: str | None) -> None:
    assert read_due_day(text, TODAY) == (None if day is None else date.fromisoformat(day))


def test_d13_a_later_part_is_due_after_the_one_before() -> None:
    assert read_due_day("6月30", TODAY, after=date(2027, 1, 10)) == date(2027, 6, 30)


@pytest.mark.parametrize(
    "text", ["东吴说隔壁别的品牌给了一万八", "东吴嫌贵，同行报价3万", "东吴那边别家开出了2万5的价"]
)
def test_d13_what_a_rival_offers_is_no_payment(text: str) -> None:
    assert Intents.PAYMENT_RECORD not in {one.name for one in read(text)}
