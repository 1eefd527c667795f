"""What a visit's message tells beside the visit: money that may still be to come, and what we promised there."""

from __future__ import annotations

import pytest

from models.schema import Commitment, Payment, Visit
from tests.talk import Chat


@pytest.mark.parametrize(
    ("said", "answer", "booked"),
    [
        ("今天去东吴见了王总聊了样机下礼拜三再去送样回款五万", "1", ["50000.00"]),
        ("拜访东吴 谈报价，下周三去送样到账两万", "已经到账", ["20000.00"]),
        ("拜访东吴 下周三再去装机打款3万", "2", []),
        ("去了东吴 王总要看样 周五带样品过去付款8千", "还没到，下次去收", []),
    ],
)
async def test_a_sum_within_the_next_step_is_asked_for(known: Chat, said: str, answer: str, booked: list[str]) -> None:
    asked = await known.says("lilei", said)

    assert "记下了 拜访#1" in asked
    assert "到账了吗？" in asked
    assert not await known.rows(Payment)

    await known.says("lilei", answer)

    assert [str(row.amount) for row in await known.rows(Payment)] == booked


@pytest.mark.parametrize(
    "said",
    ["拜访东吴 下周三再去收尾款五万", "拜访东吴 下周三去催回款五万", "拜访东吴 谈报价 下周三再去要回款5万"],
)
async def test_a_sum_that_is_to_be_collected_is_part_of_the_next_step(known: Chat, said: str) -> None:
    reply = await known.says("lilei", said)

    assert "到账了吗" not in reply
    assert not await known.rows(Payment)
    [visit] = await known.rows(Visit)
    assert visit.next_note is not None
    assert "五万" in visit.next_note or "5万" in visit.next_note


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("拜访东吴 王总 谈报价，答应下周五前给方案", "给方案"),
        ("今天去了东吴，王总问能不能打样，我答应下周五给答复", "给答复"),
        ("去东吴见了王总聊样机我答应下周五送两个密封圈过去", "送两个密封圈过去"),
        ("拜访东吴 答应他们下周五出图纸", "出图纸"),
        ("拜访东吴 谈交期 我们承诺下周五派人上门检修", "派人上门检修"),
        ("拜访东吴 下午谈的维保，当场答应王总下周五补一份清单", "补一份清单"),
    ],
)
async def test_our_promise_within_a_visit_is_kept_beside_it(known: Chat, said: str, words: str) -> None:
    reply = await known.says("lilei", said)

    [promise] = await known.rows(Commitment)
    assert (promise.words, f"{promise.due_on:%m-%d}") == (words, "12-04")
    assert "记下了 拜访#1 苏州东吴机械有限公司" in reply
    assert f"承诺#{promise.number}" in reply
    assert "12月4日（周五）" in reply


@pytest.mark.parametrize(
    "said",
    [
        "拜访东吴 王总答应下周五付款",
        "拜访东吴 王总答应下周五给答复",
        "去了东吴 客户答应下周五前签合同",
        "拜访东吴 他答应我下周五给图纸",
        "拜访东吴 让我答应下周五给方案，没同意",
        "拜访东吴 谈价格，答应下周五付尾款",
        "拜访东吴 谈报价 答应给方案",
    ],
)
async def test_the_customers_word_or_none_that_is_dated_is_no_promise_of_ours(known: Chat, said: str) -> None:
    await known.says("lilei", said)

    assert len(await known.rows(Visit)) == 1
    assert not await known.rows(Commitment)


async def test_one_promise_to_two_customers_is_kept_for_each(known: Chat) -> None:
    reply = await known.says("lilei", "答应东吴和恒力下周五前给方案")

    rows = await known.rows(Commitment)
    assert [row.words for row in rows] == ["给方案", "给方案"]
    assert len({row.customer_id for row in rows}) == 2
    assert all(f"承诺#{row.number}" in reply for row in rows)
    assert "恒力" in reply


async def test_a_promise_within_several_visits_is_made_to_the_one_who_is_named(known: Chat) -> None:
    await known.says("lilei", "今天跑了东吴和恒力，答应恒力下周五前给方案")

    [promise] = await known.rows(Commitment)
    assert "恒力" in known.office.directory.customer(promise.customer_id).name
    assert len(await known.rows(Visit)) == 2
