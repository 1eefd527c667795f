"""What a customer promises to pay, sum by sum and day by day (`product.md` D19)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handlers.language.meaning import Intents
from handlers.language.promised_parts import PromisedPart, read_promised, set_off
from tests.handlers.language.company import read

MONDAY = date(2026, 11, 23)
_ALL, _REST = "all", "rest"


def said(part: PromisedPart) -> tuple[object, str]:
    """A part as the tables below write it: the sum in yuan, a share, the rest or all of it, and month.day."""
    how_much: object = int(part.amount) if part.amount is not None else part.share
    if how_much is None:
        how_much = _REST if part.rest else _ALL
    return how_much, f"{part.on.month}.{part.on.day}" if part.on is not None else ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("这周五先付10万，余下12月15日前", [(100_000, "11.27"), (_REST, "12.15")]),
        ("按18.6付，这周五先付10万，余下12月15日前", [(100_000, "11.27"), (_REST, "12.15")]),
        ("三万这周五付，剩下的月底", [(30_000, "11.27"), (_REST, "11.30")]),
        ("下个月五号先付二十万，剩下的十二万要到元旦以后，具体哪天没讲", [(200_000, "12.5"), (120_000, "1.4")]),
        ("想先付3万，月底再付2万，剩的下个月", [(30_000, ""), (20_000, "11.30"), (_REST, "12.31")]),
        ("八万二那笔会计已经排款了，这周三付五万，余下的12月10号前付清", [(50_000, "11.25"), (_REST, "12.10")]),
        ("没问题的话周五先付六万剩下的六万六十二月底", [(60_000, "11.27"), (66_000, "12.31")]),
        ("分两次付，12月1号5万，12月20号3.6万", [(50_000, "12.1"), (36_000, "12.20")]),
        ("30号前先打8万 尾款过了年", [(80_000, "11.30"), (_REST, "2.15")]),
        ("打了 说奶款没下来 12月10号给一半", [(Decimal("0.5"), "12.10")]),
        ("还差两千五明天早上转", [(2_500, "11.24")]),
        ("刚回话，两千明天补", [(2_000, "11.24")]),
        ("那四万七千五没问题后天准时付", [(47_500, "11.25")]),
        ("那个钱的事儿曹婶说这两天凑凑，礼拜四给", [(_ALL, "11.26")]),
        ("说他们财务换人了 钱要月底", [(_ALL, "11.30")]),
        ("财务说走流程，12月8号左右到账", [(_ALL, "12.8")]),
        (
            "他讲九万六里面五万给承对四万六打现款，承对明天就可以去拿，现款要等到下个月八号",
            [(50_000, "11.24"), (46_000, "12.8")],
        ),
        ("五万承兑，三万电汇，电汇月底，承兑周三给", [(50_000, "11.25"), (30_000, "11.30")]),
    ],
)
def test_d19_a_promise_is_read_part_by_part(text: str, parts: list[tuple[object, str]]) -> None:
    found = read_promised(text, MONDAY)

    assert found is not None
    assert [said(part) for part in found.parts] == parts


@pytest.mark.parametrize(
    "text",
    [
        "当面拿手机银行转了四万七千五，这下清了",  # it has come
        "启明打来货款1万2，昨天到的",
        "谈了二期，预算60万，下周三带样品",
        "付款方式谈了，月结30天，下周三带合同",
        "周五给他送样品，3万的单子",
        "下周三要3台，单价5万",
        "没钱，月底再说",
        "钱的事要找季科长，明天再去问",
        "约了周四上午去收款",  # what we shall do
        "周五去收5万尾款",
        "我周五给他打钱",
        "货款的合同周五签",
        "月底要付工资，资金紧",
        "下周三来付定金3万",  # of a new order
        "周五能付多少",  # asked
        "补周五东吴王总谈价",
    ],
)
def test_d19_what_has_come_is_asked_or_is_ours_is_no_promise(text: str) -> None:
    assert read_promised(text, MONDAY) is None


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        (
            "到东吴了，见了王总，款子这周五付五万，余下的12月10号前付清",
            "款子这周五付五万，余下的12月10号前付清",
        ),
        ("今天去了东吴 王总说下周付尾款15万", "下周付尾款15万"),
    ],
)
def test_d19_a_promise_beside_a_visit_is_a_record_of_its_own_and_no_next_step(text: str, summary: str) -> None:
    visit, promise = read(text)

    assert (visit.name, promise.name) == (Intents.VISIT_LOG, Intents.DUNNING_ANSWER)
    assert "next_date" not in visit.slots
    assert str(visit.value("summary")).endswith(summary)
    assert promise.value("beside")
    assert promise.value("customer").ids == visit.value("customer").ids


@pytest.mark.parametrize(
    "text",
    [
        "款子他说先付3万，月底再付2万，剩的下个月",
        "还差两千五明天早上转",
        "问了，分两次，今天三万，周三再两万，后面的不变",
    ],
)
def test_d19_a_promise_that_names_nobody_waits_for_its_customer(text: str) -> None:
    [promise] = read(text)

    assert promise.name is Intents.DUNNING_ANSWER
    assert "customer" not in promise.slots


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("他说那十二万八里面有一万二是退货没冲的，剩下的分两次，月底付六万剩下的十二月二十号", 12_000),
        ("其中六百是返利要扣掉，余下的周五付", 600),
        ("退货的事谈好了，月底付六万", 0),
        ("月底付六万，把账冲了", 0),
    ],
)
def test_d19_what_is_set_off_is_not_promised(text: str, amount: int) -> None:
    assert set_off(text) == amount
