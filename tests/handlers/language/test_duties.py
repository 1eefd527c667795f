"""What is said plainly beside visits: promises, problems, absences, quiet, deliveries, cards, labels, time lines."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from handlers.language.meaning import Intents
from models.times import SHANGHAI
from tests.handlers.language.company import code, read

DONGWU, HENGLI, DONGWU_TEXTILE, HUALIAN = "C001", "C003", "C002", "C004"
OF_DUTIES = {
    Intents.COMMITMENT_SET,
    Intents.COMMITMENT_LIST,
    Intents.NEWS_TELL,
    Intents.NEWS_LIST,
    Intents.NEWS_SOLVE,
    Intents.ABSENCE_SET,
    Intents.ABSENCE_END,
    Intents.ABSENCE_LIST,
    Intents.MUTE,
    Intents.DELIVERED,
    Intents.CARD_SET,
    Intents.LABEL_SET,
    Intents.TIMELINE,
}


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


def slots(text: str, name: Intents, *, by: str = "lilei") -> dict[str, Any]:
    (found,) = read(text, by=by)
    assert found.name is name
    values = {key: slot.value for key, slot in found.slots.items()}
    return {**values, "customer": code(found)} if "customer" in values else values


@pytest.mark.parametrize(
    ("text", "customer", "by", "words"),
    [
        ("答应 东吴 明年3月免费检修", DONGWU, day(3, 1, 2027), "免费检修"),
        ("承诺恒力 周五前给方案", HENGLI, day(11, 27), "给方案"),
        ("东吴 我说了 15 天交货", DONGWU, day(12, 8), "15 天交货"),
        ("欠王总一份样册", DONGWU, None, "一份样册"),
        ("答应李工 送两个密封圈", DONGWU, None, "送两个密封圈"),
        ("答应了王总下周三带样册过去", DONGWU, day(12, 2), "带样册过去"),
        ("我承诺东吴年底前把备件送到", DONGWU, day(12, 31), "把备件送到"),
        ("许诺恒力 明年免费保养一次", HENGLI, None, "明年免费保养一次"),
        ("跟东吴保证过 月底前发货", DONGWU, day(11, 30), "发货"),
        ("我答应过东吴 三天内给报价", DONGWU, day(11, 26), "给报价"),
        ("东吴那边我答应了 12月10号前换新泵", DONGWU, day(12, 10), "换新泵"),
        ("承诺 东吴 春节前上门保养", DONGWU, day(2, 4, 2027), "上门保养"),
        ("欠恒力两套密封圈", HENGLI, None, "两套密封圈"),
        ("欠着东吴一次免费维修", DONGWU, None, "一次免费维修"),
        ("记一下 答应东吴 送一箱机油", DONGWU, None, "送一箱机油"),
    ],
)
def test_c6_a_promise_of_ours_is_read(text: str, customer: str, by: date | None, words: str) -> None:
    found = slots(text, Intents.COMMITMENT_SET)

    assert (found["customer"], found.get("next_date"), found["next_note"]) == (customer, by, words)


@pytest.mark.parametrize("text", ["我的承诺", "承诺清单", "我答应了哪些事", "看看我的承诺", "承诺有哪些"])
def test_c6_promises_are_listed(text: str) -> None:
    assert slots(text, Intents.COMMITMENT_LIST) == {}


@pytest.mark.parametrize("text", ["东吴的承诺", "答应过东吴什么", "看看东吴的承诺"])
def test_c6_promises_to_one_customer_are_listed(text: str) -> None:
    assert slots(text, Intents.COMMITMENT_LIST) == {"customer": DONGWU}


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("问题 客户嫌交期长", "problem", "客户嫌交期长"),
        ("有个技术问题 A200能不能接380V", "problem", "A200能不能接380V"),
        ("遇到困难 恒力压价", "problem", "恒力压价"),
        ("求助 东吴要样机", "problem", "东吴要样机"),
        ("问题：东吴说漏油没人修", "problem", "东吴说漏油没人修"),
        ("碰到个问题 恒力要求账期90天", "problem", "恒力要求账期90天"),
        ("有个难题 东吴要现场试机 我们没样机", "problem", "东吴要现场试机 我们没样机"),
        ("竞品 海天 降5%", "rival", "海天 降5%"),
        ("听说恒力在看震雄", "rival", "听说恒力在看震雄"),
        ("对手报价 28万 东吴", "rival", "报价 28万 东吴"),
        ("竞争对手 伊之密在恒力报了30万", "rival", "伊之密在恒力报了30万"),
        ("友商最近在送保养", "rival", "在送保养"),
        ("竞品：海天在东吴装了样机", "rival", "海天在东吴装了样机"),
        ("市场 苏州客户都在压库存", "market", "苏州客户都在压库存"),
        ("情报 下月有招标", "market", "下月有招标"),
        ("行情 钢材又涨了", "market", "钢材又涨了"),
        ("市场情况 常州新开三家厂", "market", "常州新开三家厂"),
    ],
)
def test_a7_c16_problems_and_news_are_read(text: str, kind: str, words: str) -> None:
    found = slots(text, Intents.NEWS_TELL)

    assert (found["category"], found["summary"]) == (kind, words)


def test_c16_the_customer_that_is_spoken_of_goes_with_the_news() -> None:
    assert slots("听说恒力在看震雄", Intents.NEWS_TELL)["customer"] == HENGLI


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("问题#5 解决了 换了泵", "换了泵"),
        ("问题#5 解决了", None),
        ("问题5解决了 换了泵", "换了泵"),
        ("#5 问题解决了", None),
        ("求助#5 搞定了 借了展厅那台", "借了展厅那台"),
    ],
)
def test_a7_a_problem_is_solved_by_its_number(text: str, how: str | None) -> None:
    found = slots(text, Intents.NEWS_SOLVE)

    assert (found["number"], found.get("summary")) == (5, how)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("问题清单", "problem"),
        ("谁有什么问题", "problem"),
        ("我的问题", "problem"),
        ("还有哪些问题没解决", "problem"),
        ("大家有什么问题", "problem"),
        ("市场情报", "market"),
        ("竞品情况", "market"),
    ],
)
def test_a7_c16_problems_and_news_are_listed(text: str, kind: str) -> None:
    assert slots(text, Intents.NEWS_LIST)["category"] == kind


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "city"),
    [
        ("出差 苏州 7.15-7.18", "trip", day(7, 15, 2027), day(7, 18, 2027), "苏州"),
        ("明天去常州三天", "trip", day(11, 24), day(11, 26), "常州"),
        ("下周出差", "trip", day(11, 30), day(12, 4), None),
        ("我在外地", "trip", day(11, 23), day(11, 23), None),
        ("明天出差去上海两天", "trip", day(11, 24), day(11, 25), "上海"),
        ("12月1号到12月3号出差 无锡", "trip", day(12, 1), day(12, 3), "无锡"),
        ("出差 12.1-12.3 常州", "trip", day(12, 1), day(12, 3), "常州"),
        ("从明天起出差三天", "trip", day(11, 24), day(11, 26), None),
        ("出差苏州12.3", "trip", day(12, 3), day(12, 3), "苏州"),
        ("请假 8.1-8.3", "leave", day(8, 1, 2027), day(8, 3, 2027), None),
        ("请假 12.3", "leave", day(12, 3), day(12, 3), None),
        ("我病了今天不跑", "leave", day(11, 23), day(11, 23), None),
        ("请假一天", "leave", day(11, 23), day(11, 23), None),
        ("今天请个假", "leave", day(11, 23), day(11, 23), None),
        ("下周一调休", "leave", day(11, 30), day(11, 30), None),
        ("后天休年假", "leave", day(11, 25), day(11, 25), None),
        ("身体不舒服今天休息", "leave", day(11, 23), day(11, 23), None),
        ("生病了 请两天假", "leave", day(11, 23), day(11, 24), None),
        ("感冒了明天不去客户那了", "leave", day(11, 24), day(11, 24), None),
        ("明天休息", "rest", day(11, 24), day(11, 24), None),
    ],
)
def test_a2_a4_absences_are_read(text: str, kind: str, first: date, last: date, city: str | None) -> None:
    found = slots(text, Intents.ABSENCE_SET)

    assert (found["category"], found["period"][:2], found.get("city")) == (kind, (first, last), city)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("明天请假 孩子发烧", "孩子发烧"), ("请假 12月2日到12月4日 家里有事", "家里有事"), ("请假一天", None)],
)
def test_a4_the_reason_goes_to_the_leader(text: str, reason: str | None) -> None:
    assert slots(text, Intents.ABSENCE_SET).get("reason") == reason


@pytest.mark.parametrize(("text", "days"), [("改签 多待一天", 1), ("多待一天", 1), ("在常州多待两天", 2)])
def test_a4_a_trip_is_made_longer(text: str, days: int) -> None:
    assert slots(text, Intents.ABSENCE_SET) == {"category": "longer", "days": days}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("出差结束", "trip"),
        ("我出差回来了", "trip"),
        ("回来了", None),
        ("我回来了", None),
        ("提前回来了", None),
        ("销假", "leave"),
        ("假期结束了", "leave"),
        ("请假取消", "leave"),
        ("不请假了", "leave"),
    ],
)
def test_a4_coming_back_is_read(text: str, kind: str | None) -> None:
    assert slots(text, Intents.ABSENCE_END).get("category") == kind


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("谁请假了", None),
        ("谁在外面", None),
        ("谁出差了", None),
        ("今天谁休息", day(11, 23)),
        ("明天谁请假", day(11, 24)),
    ],
)
def test_a4_a_leader_asks_who_is_away(text: str, on: date | None) -> None:
    assert slots(text, Intents.ABSENCE_LIST, by="wufang").get("date") == on


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("免打扰到21点", datetime(2026, 11, 23, 21, tzinfo=SHANGHAI)),
        ("别打扰我到晚上8点", datetime(2026, 11, 23, 20, tzinfo=SHANGHAI)),
        ("免打扰两小时", datetime(2026, 11, 23, 20, 20, tzinfo=SHANGHAI)),
        ("免打扰到明天9点", datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)),
        ("别提醒我了今天", None),
        ("今天别提醒我了", None),
        ("免打扰", None),
        ("今天不要推送了", None),
    ],
)
def test_a4_quiet_is_asked_for(text: str, until: datetime | None) -> None:
    assert slots(text, Intents.MUTE).get("until") == until


@pytest.mark.parametrize("text", ["取消免打扰", "可以提醒了", "恢复提醒", "免打扰取消"])
def test_a4_quiet_ends(text: str) -> None:
    assert slots(text, Intents.MUTE) == {"topic": "off"}


@pytest.mark.parametrize(
    ("text", "customer", "on"),
    [
        ("已交付 东吴", DONGWU, None),
        ("东吴交货了", DONGWU, None),
        ("东吴的货已经送到了", DONGWU, None),
        ("东吴设备装好交付了", DONGWU, None),
        ("恒力交机了", HENGLI, None),
        ("昨天恒力交机了", HENGLI, day(11, 22)),
        ("东吴今天交车", DONGWU, day(11, 23)),
    ],
)
def test_c3_a_delivery_is_read(text: str, customer: str, on: date | None) -> None:
    found = slots(text, Intents.DELIVERED)

    assert (found["customer"], found.get("date")) == (customer, on)


@pytest.mark.parametrize(
    ("text", "customer", "field", "value"),
    [
        ("改 东吴 级别 A", DONGWU, "level", "A"),
        ("东吴升A", DONGWU, "level", "A"),
        ("东吴改成B类", DONGWU, "level", "B"),
        ("东吴定为A类", DONGWU, "level", "A"),
        ("把东吴调成A级", DONGWU, "level", "A"),
        ("恒力降为C类", HENGLI, "level", "C"),
        ("东吴地址改成 苏州工业园区星湖街8号", DONGWU, "address", "苏州工业园区星湖街8号"),
        ("东吴地址是苏州工业园区星湖街8号", DONGWU, "address", "苏州工业园区星湖街8号"),
        ("改东吴地址 苏州新区金枫路1号", DONGWU, "address", "苏州新区金枫路1号"),
        ("东吴搬到了园区星湖街9号", DONGWU, "address", "园区星湖街9号"),
        ("东吴的城市改成无锡", DONGWU, "city", "无锡"),
        ("东吴 来源 展会", DONGWU, "source", "展会"),
        ("恒力是展会来的", HENGLI, "source", "展会"),
        ("东吴备注 老板爱喝茶", DONGWU, "note", "老板爱喝茶"),
    ],
)
def test_c9_a_correction_of_the_card_is_read(text: str, customer: str, field: str, value: str) -> None:
    assert slots(text, Intents.CARD_SET) == {"customer": customer, "field": field, "value": value}


@pytest.mark.parametrize(
    ("text", "label", "deed"),
    [
        ("打标签 东吴 重点", "重点", "add"),
        ("给东吴打个标签 重点", "重点", "add"),
        ("东吴 标签 重点", "重点", "add"),
        ("东吴加标签 大客户", "大客户", "add"),
        ("打标签 重点 东吴", "重点", "add"),
        ("去掉标签 东吴 重点", "重点", "drop"),
        ("取消东吴的重点标签", "重点", "drop"),
        ("东吴去掉重点标签", "重点", "drop"),
    ],
)
def test_b11_labels_are_read(text: str, label: str, deed: str) -> None:
    assert slots(text, Intents.LABEL_SET) == {"customer": DONGWU, "label": label, "category": deed}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("标签 重点 的客户", {"label": "重点"}),
        ("重点标签的客户", {"label": "重点"}),
        ("标签 重点", {"label": "重点"}),
        ("有欠款的客户", {"topic": "owing"}),
        ("最近加的客户", {"topic": "newest"}),
        ("快被回收的", {"topic": "recycling"}),
    ],
)
def test_c9_lists_by_what_concerns_customers(text: str, wanted: dict[str, str]) -> None:
    assert slots(text, Intents.CUSTOMER_LIST) == wanted


@pytest.mark.parametrize(
    "text",
    ["东吴 时间线", "东吴来龙去脉", "东吴 跟进记录", "东吴的历史记录", "东吴往来记录", "看看东吴的来龙去脉"],
)
def test_b7_the_time_line_is_asked_for(text: str) -> None:
    assert slots(text, Intents.TIMELINE) == {"customer": DONGWU}


@pytest.mark.parametrize(
    "text",
    [
        "王总答应月底付款",
        "东吴答应下周五打款",
        "听说恒力要下单",
        "东吴没问题",
        "有问题吗",
        "有什么问题找我",
        "东吴问题不大",
        "质量问题东吴投诉了",
        "王总出差了",
        "张经理出差了",
        "东吴王总请假了下周再去",
        "拜访东吴 王总出差了没见到",
        "客户放假明天再去",
        "明天去常州",
        "拜访东吴 王总 谈报价 对手报价28万",
        "取消提醒",
        "不用提醒我了",
        "东吴下周交货",
        "东吴催交货",
        "东吴什么时候交货",
        "东吴A类吗",
        "东吴要A类的产品",
        "恒力改到周五",
        "东吴地址多少",
        "东吴地址是哪里",
        "东吴的情况",
        "从东吴回来了",
        "走了",
        "市场部开会",
        "请假怎么请",
        "能不能请假",
        "李雷请假了",
        "请假 三百天",
        "今天在外面跑了三家",
        "外面下雨",
        "欠王总12万",
        "恒力欠款12万",
        "承诺书发给东吴了",
        "东吴说15天交货",
        "东吴升级改造项目",
        "今天拜访了东吴 有个问题 交期太长",
    ],
)
def test_what_only_sounds_like_it_is_left_to_others(text: str) -> None:
    assert not {intent.name for intent in read(text)} & OF_DUTIES


def test_what_answers_a_question_in_own_words_is_no_promise() -> None:
    (found,) = read("答应月底送样册", asked="visits.fill")

    assert found.name is Intents.VISIT_LOG


def test_lines_of_one_message_are_read_one_by_one() -> None:
    found = read("答应 东吴 送样册\n恒力升A")

    assert [intent.name for intent in found] == [Intents.COMMITMENT_SET, Intents.CARD_SET]
