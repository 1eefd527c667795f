"""Messages that readers once took for more, or for something else, than they say."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from handlers.language.meaning import ContactMention, Intent, Intents
from handlers.language.want_money import PartSaid, read_due_day
from models.times import SHANGHAI
from tests.handlers.language.company import code, read

DONGWU, HENGLI, HUALIAN = "C001", "C003", "C004"
KEPT = {Intents.VISIT_LOG, Intents.NEWS_TELL, Intents.FOLLOWUP_SET, Intents.LEAD_FILL, Intents.PAYMENT_RECORD}


def only(text: str, name: Intents, *, by: str = "lilei", at: datetime | None = None) -> Intent:
    """The one intent of a message, which must be the one expected."""
    (found,) = read(text, by=by) if at is None else read(text, by=by, at=at)
    assert found.name is name
    return found


# --- hearsay ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "听说东吴要换供应商",
        "据说东吴机械要换供应商",
        "听说东吴要换供应商 真的假的",
        "听说东吴换采购了",
        "听说东吴换老板了",
        "听说恒力在找人",
        "据说恒力在看厂房",
        "听说恒力在看震雄 真的假的",
        "听说恒力在看震雄吗",
        "听说东吴买了谁家的",
    ],
)
def test_what_is_heard_of_a_customers_doing_is_not_written(text: str) -> None:
    assert not {one.name for one in read(text)} & KEPT


@pytest.mark.parametrize(
    "text", ["听说恒力在看震雄", "听说恒力用了海天的设备", "得知恒力改用海天了", "听说恒力换成震雄了"]
)
def test_what_is_heard_of_a_rival_is_market_news(text: str) -> None:
    found = only(text, Intents.NEWS_TELL)

    assert (code(found), found.value("category")) == (HENGLI, "rival")


def test_a_rivals_price_that_is_not_known_exactly_is_market_news() -> None:
    assert only("竞品 海天 报价多少不清楚", Intents.NEWS_TELL).value("category") == "rival"


# --- chances and registrations ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["东吴项目预计下个月签 八成把握", "东吴预计下月签 胜算不大", "恒力预计年底签 把握五成"]
)
def test_how_likely_a_sale_is_completes_no_registration(text: str) -> None:
    only(text, Intents.OPPORTUNITY_UPDATE)


def test_when_they_mean_to_buy_still_completes_one() -> None:
    assert only("东吴预计下个月采购", Intents.LEAD_FILL).value("next_date") == date(2026, 12, 1)


def test_machining_is_no_person() -> None:
    found = only("报备 江阴长泾锻造 要两台加工中心 找刘工 13912345678", Intents.LEAD_REGISTER)

    assert found.value("contact") == ContactMention("刘工")
    assert found.value("need") == "要两台加工中心"


@pytest.mark.parametrize("by", ["wufang", "lilei"])
def test_a_customer_is_assigned_to_whoever_is_named_though_nobody_is_called_so(by: str) -> None:
    found = only("分配 华联 小王", Intents.ASSIGN, by=by)

    assert code(found) == HUALIAN
    assert "to_user" not in found.slots


@pytest.mark.parametrize("text", ["分配东吴给谁", "分配 东吴 记录", "分配 东吴 好了吗"])
def test_no_name_is_no_assignment(text: str) -> None:
    assert read(text, by="wufang")[0].name is not Intents.ASSIGN


# --- reports, visits and plans ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("补日报：跑了三家客户，东吴谈了价格", "跑了三家客户，东吴谈了价格"),
        ("补日报 跑了东吴", "跑了东吴"),
        ("补昨天的日报：上午跑了东吴，下午做标书", "上午跑了东吴，下午做标书"),
    ],
)
def test_a_report_that_is_made_up_has_its_words(text: str, words: str) -> None:
    assert only(text, Intents.DAILY_REPORT).value("summary") == words


@pytest.mark.parametrize(
    ("text", "going_on"),
    [
        ("东吴 王总今天说试模合格了", None),
        ("东吴王总今天说试模合格了 恒力那边还没动静", None),
        ("东吴王总合同审了一下午 有三处要改 礼拜三发他修订版", date(2026, 11, 25)),
        ("东吴王总 图纸下午审了 周四发他新版", date(2026, 11, 26)),
        ("王总 今天见 价格没谈拢 27号再碰", date(2026, 11, 27)),
        ("王总 东吴 上午聊 供应商要换 让出方案 周四前", date(2026, 11, 26)),
        ("东吴王总 今见 年货够卖 2月20再联系", date(2027, 2, 20)),
        ("东吴 上门 她说年后再换我们的", None),
    ],
)
def test_what_somebody_said_or_did_today_is_a_visit(text: str, going_on: date | None) -> None:
    found = only(text, Intents.VISIT_LOG)

    assert code(found) == DONGWU
    assert going_on is None or found.value("next_date") == going_on


@pytest.mark.parametrize(
    "text",
    [
        "华联今天见 带上样品",
        "东吴王总 明天见 聊合同",
        "东吴 下周四上门安装",
        "东吴王总 下午见 记得带样品",
        "东吴周四上午聊 交期",
    ],
)
def test_who_is_still_to_be_seen_is_no_visit(text: str) -> None:
    morning = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)

    assert Intents.VISIT_LOG not in {one.name for one in read(text, at=morning)}


def test_still_is_no_promise_to_pay() -> None:
    (found,) = read("东吴王总说试模合格了 恒力那边还没结果 今天再问")

    assert found.name is not Intents.DUNNING_ANSWER


@pytest.mark.parametrize(
    ("text", "on"), [("东吴 10天后跟", date(2026, 12, 3)), ("东吴王总 25号 是26号跟进", date(2026, 11, 26))]
)
def test_when_to_go_on_in_a_few_words(text: str, on: date) -> None:
    assert only(text, Intents.FOLLOWUP_SET).value("next_date") == on


@pytest.mark.parametrize(
    ("text", "name", "slot", "value"),
    [
        ("昨下午跑东吴 王总 对账", Intents.VISIT_LOG, "date", date(2026, 11, 22)),
        ("昨 东吴 收3k", Intents.PAYMENT_RECORD, "date", date(2026, 11, 22)),
        ("东吴昨收2万 现金", Intents.PAYMENT_RECORD, "date", date(2026, 11, 22)),
        ("明10:30提醒 发合同", Intents.REMINDER_SET, "date", date(2026, 11, 24)),
    ],
)
def test_a_day_in_one_character(text: str, name: Intents, slot: str, value: Any) -> None:
    assert only(text, name).value(slot) == value


def test_the_end_of_a_name_is_no_tomorrow() -> None:
    found = only("恒力李明10:30聊了交期", Intents.VISIT_LOG)

    assert found.value("contact") == ContactMention("李明", 3)


# --- money and orders ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount", "on"),
    [
        ("东吴今天打来预付三万块", 30_000, date(2026, 11, 23)),
        ("东吴 ¥9,450 已收", 9_450, None),
        ("东吴 5万到", 50_000, None),
        ("东吴 尾款36,800到了 昨天的", 36_800, date(2026, 11, 22)),
        ("上周四东吴到账4万6千5", 46_500, date(2026, 11, 19)),
        ("周五 东吴 到账12.6万 承兑", 126_000, date(2026, 11, 20)),
    ],
)
def test_money_that_has_come_in(text: str, amount: int, on: date | None) -> None:
    found = only(text, Intents.PAYMENT_RECORD)

    assert (code(found), found.value("amount"), found.value("date")) == (DONGWU, amount, on)
    assert "unsure" not in found.slots


@pytest.mark.parametrize("text", ["月底东吴到账12万", "12月10号 东吴 收12万", "东吴 样品300个已收"])
def test_money_to_come_and_goods_are_no_payment(text: str) -> None:
    assert Intents.PAYMENT_RECORD not in {one.name for one in read(text)}


@pytest.mark.parametrize(
    ("text", "product", "amount"),
    [
        ("东吴要真空袋一万只 两分五一只", "真空袋", "250"),
        ("东吴要密封圈三千个 八分一个", "密封圈", "240"),
        ("东吴要五百个茶罐 6块一个 先付一半", "茶罐", "3000"),
        ("东吴翻单 圆珠笔1万支 6毛", "圆珠笔", "6000"),
        ("东吴王总订200份伴手礼，单价39.9", "伴手礼", "7980"),
    ],
)
def test_a_price_of_one_piece_and_how_many(text: str, product: str, amount: str) -> None:
    found = only(text, Intents.ORDER_RECORD)

    assert (found.value("product"), found.value("amount")) == (product, Decimal(amount))


@pytest.mark.parametrize("text", ["东吴账上还挂着多少", "东吴账上挂了多少", "东吴账里还挂多少"])
def test_what_stands_on_the_books_is_asked(text: str) -> None:
    assert code(only(text, Intents.RECEIVABLE_QUERY)) == DONGWU


def test_shares_beside_their_days() -> None:
    found = only("合同62万 东吴 12月10 付30% 1月10付60% 余款明年6月", Intents.RECEIVABLE_SET)

    assert found.value("parts") == (
        PartSaid(Decimal(620_000), None, "合同"),
        PartSaid(Decimal(30), date(2026, 12, 10), "第1期"),
        PartSaid(Decimal(60), date(2027, 1, 10), "第2期"),
        PartSaid(Decimal(10), None, "第3期"),
    )


def test_a_share_that_makes_no_whole_is_no_part() -> None:
    found = only("应收 东吴 12万 税率13% 12月10号", Intents.RECEIVABLE_SET)

    assert found.value("parts") == (PartSaid(Decimal(120_000), date(2026, 12, 10)),)


def test_the_first_of_several_days_answers() -> None:
    assert read_due_day("下月10号开始每月一期", date(2026, 11, 23)) == date(2026, 12, 10)


# --- what is looked up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["我手上有哪些客户快一个月没去了", "我手上哪些客户快一个月没拜访了"])
def test_customers_who_were_not_visited_for_long(text: str) -> None:
    assert only(text, Intents.CUSTOMER_LIST).value("days") == 30


def test_customers_of_a_town_in_few_words() -> None:
    assert only("苏州的有哪些", Intents.CUSTOMER_LIST).value("city") == "苏州"


@pytest.mark.parametrize("text", ["13912345678是谁的号", "13912345678 是谁"])
def test_whose_number_it_is(text: str) -> None:
    assert only(text, Intents.CUSTOMER_QUERY).value("phone") == "13912345678"


def test_a_customer_in_the_pool_is_claimed_behind_a_blank() -> None:
    assert only("东吴公海的吧 给我", Intents.LEAD_CLAIM)


@pytest.mark.parametrize(
    ("text", "words"),
    [("问题解决了 改成10天交货", "改成10天交货"), ("问题已经解决了", None), ("那个问题搞定了，换了泵", "换了泵")],
)
def test_a_problem_is_solved_without_its_number(text: str, words: str | None) -> None:
    found = only(text, Intents.NEWS_SOLVE)

    assert (found.value("number"), found.value("summary")) == (None, words)


@pytest.mark.parametrize("text", ["问题解决了吗", "东吴那边问题解决了 王总签字了", "问题还没解决"])
def test_what_is_asked_or_told_of_a_problem_solves_none(text: str) -> None:
    assert Intents.NEWS_SOLVE not in {one.name for one in read(text)}


# --- talk ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["lilei", "wufang"])
@pytest.mark.parametrize(
    "text",
    [
        "要是这个月再完不成 大家都别想过年了",
        "你猜我今天签了几单",
        "你猜我今天见了谁",
        "大家元旦过得怎么样呀",
        "中午吃啥好呢",
        "晚上吃什么好",
        "2027新年快乐！",
        "年货都备齐没",
        "打算下个月把南京几家都跑一遍 还没想好先跑谁",
    ],
)
def test_talk_asks_and_keeps_nothing(text: str, by: str) -> None:
    assert {one.name for one in read(text, by=by)} <= {Intents.SMALLTALK, Intents.UNKNOWN}


@pytest.mark.parametrize("text", ["【转】渠道趋势：拜访质量比铺货数更重要", "[转载] 拜访东吴的十个技巧"])
def test_what_was_passed_on_is_pasted(text: str) -> None:
    assert only(text, Intents.UNKNOWN).value("topic") == "pasted"
