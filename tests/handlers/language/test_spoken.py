"""What is dictated on the road: the tables of `spoken`, and what is read out of some of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.meaning import Intents
from tests.handlers.language.company import code, read
from tests.handlers.language.spoken import QUIET, SPOKEN, WHILE_LISTED
from tests.handlers.language.test_wants import WRITES, pairs


@pytest.mark.parametrize(("text", "name"), pairs(SPOKEN))
def test_what_was_dictated_is_understood(text: str, name: Intents) -> None:
    assert read(text)[0].name is name


@pytest.mark.parametrize("text", QUIET)
def test_nothing_is_written_of_what_only_passes_the_time(text: str) -> None:
    assert {intent.name for intent in read(text) if not intent.value("unsure")} & WRITES == set()


@pytest.mark.parametrize(("text", "name"), WHILE_LISTED)
def test_what_points_at_one_of_a_list_is_its_answer(text: str, name: Intents) -> None:
    assert read(text, asked="visits.which")[0].name is name


@pytest.mark.parametrize(
    ("text", "summary", "amount", "payer"),
    [
        ("拜访东吴 谈报价 回款5万", "谈报价", 50000, "C001"),
        ("拜访东吴 谈报价，回款 5万 承兑", "谈报价", 50000, "C001"),
        ("今天去了恒力 聊了交期 到账3万", "聊了交期", 30000, "C003"),
        ("昨天去了东吴聊了样机王总打了5万过来", "聊了样机", 50000, "C001"),
        ("去东吴收了张5万的承兑，聊了备货", "聊了备货", 50000, "C001"),
        ("拜访东吴，谈报价，恒力回款5万", "谈报价", 50000, "C003"),
        ("拜访东吴 回款5万", None, 50000, "C001"),
    ],
)
def test_money_told_beside_a_visit_is_a_record_of_its_own(
    text: str, summary: str | None, amount: int, payer: str
) -> None:
    visit, payment = read(text)

    assert (visit.name, visit.value("summary")) == (Intents.VISIT_LOG, summary)
    assert (payment.name, payment.value("amount"), code(payment)) == (
        Intents.PAYMENT_RECORD,
        Decimal(amount),
        payer,
    )
    assert payment.value("unsure") is None


def test_money_told_beside_a_visit_is_of_its_day_and_asked_for_where_it_is_rough() -> None:
    _, paid = read("昨天拜访东吴 谈报价 回款5万现金")
    _, rough = read("拜访东吴 谈报价 回款5万左右")

    assert (paid.value("date"), paid.value("way")) == (date(2026, 11, 22), "现金")
    assert rough.value("unsure") is True


@pytest.mark.parametrize(
    "text", ["拜访东吴 谈回款5万的事", "拜访东吴 王总说下周回款5万", "拜访东吴，报价5万", "拜访东吴 催了回款 5万还没到"]
)
def test_money_that_was_only_spoken_of_stays_in_the_visit(text: str) -> None:
    assert [intent.name for intent in read(text)] == [Intents.VISIT_LOG]


def test_a_number_that_is_taken_back_is_not_ordered() -> None:
    (order,) = read("东吴要20箱 不对30箱 一箱160")

    assert (order.value("quantity"), order.value("amount")) == (30, 4800)


def test_a_sum_that_is_taken_back_is_not_paid() -> None:
    assert read("东吴回了二十万 呃不 十二万 十二万")[0].value("amount") == 120000


def test_the_goods_day_is_not_the_orders() -> None:
    (order,) = read("东吴要五十斤油封 12块一斤 后天送")

    assert order.value("amount") == 600


def test_somebody_who_is_named_before_his_firm_is_its_contact() -> None:
    (paid,) = read("王建国刚打过来五千整 就是东吴的定金")

    assert paid.value("contact").text == "王建国"


def test_the_day_of_a_talk_by_phone_is_kept() -> None:
    (talk,) = read("恒力李明昨天电话里讲运费要涨 让我月底再聊")

    assert (talk.value("date"), talk.value("next_date")) == (date(2026, 11, 22), date(2026, 11, 30))


def test_an_answer_names_a_customer_by_a_part_of_his_name() -> None:
    (choice,) = read("化纤那个", asked="visits.which")

    assert (choice.name, code(choice)) == (Intents.CHOOSE, "C003")
    assert code(read("不是化纤那个", asked="visits.which")[0]) == ""


def test_a_page_is_a_number_from_one() -> None:
    assert read("我的客户第二页")[0].value("page") == 2
    assert read("我的客户")[0].value("page") is None


@given(
    st.lists(
        st.sampled_from([*"去了的是不今天说回款万吗聊见送", "东吴", "王总", "5万", " ", "，", "不对"]), max_size=60
    )
)
def test_any_mixture_is_read(words: list[str]) -> None:
    assert read("".join(words))
