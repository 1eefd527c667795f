"""Reports, plans, who has handed in none, and remarks, as tired people say them (rows A3, A5, B4, D9)."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.meaning import Intent, Intents, Situation, Speaker
from handlers.language.normalise import normalise
from handlers.language.reading import Reading
from handlers.language.want_day_plans import decide_plan, planned
from handlers.language.want_reports import decide_report
from models.times import SHANGHAI
from tests.handlers.language import company
from tests.handlers.language.company import read

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
MONDAY, SUNDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 24)


def only(text: str, by: str = "lilei", asked: str = "") -> Intent:
    (found,) = read(text, by=by, asked=asked)
    return found


@pytest.mark.parametrize(
    ("text", "day", "topic", "words"),
    [
        ("日报", MONDAY, None, None),
        ("看看草稿", MONDAY, None, None),
        ("草稿", MONDAY, None, None),
        ("今天的工作汇报一下", MONDAY, None, None),
        ("昨天的日报", SUNDAY, None, None),
        ("交日报", MONDAY, "file", None),
        ("提交今天的日报", MONDAY, "file", None),
        ("帮我交一下日报", MONDAY, "file", None),
        ("日报交", MONDAY, "file", None),
        ("交日报 今天打了二十个电话，约到两家", MONDAY, "file", "今天打了二十个电话，约到两家"),
        ("补昨天日报", SUNDAY, "file", None),
        ("补交昨天的日报 在公司整理报价", SUNDAY, "file", "在公司整理报价"),
        ("补一下前天日报", date(2026, 11, 21), "file", None),
        ("补11月20日日报：跑了两家", date(2026, 11, 20), "file", "跑了两家"),
        ("日报 加一句：明天去常州", MONDAY, None, "明天去常州"),
        ("日报：上午去东吴，下午恒力，明天跑华联", MONDAY, None, "上午去东吴，下午恒力，明天跑华联"),
        ("日报 周一加班整理标书", MONDAY, None, "加班整理标书"),
        ("补昨天日报 加班做标书", SUNDAY, "file", "加班做标书"),
        ("我的日报", None, "mine", None),
        ("我上周的日报", None, "mine", None),
        ("我日报交了吗", None, "mine", None),
        ("我日报交了没有", None, "mine", None),
        ("领导看了我的日报吗", None, "mine", None),
        ("谁看了我的日报", None, "mine", None),
        ("今天日报我交了吗", None, "mine", None),
        ("本周日报", None, "mine", None),
        ("周报", None, "mine", None),
    ],
)
def test_a3_a_report(text: str, day: date | None, topic: str | None, words: str | None) -> None:
    found = only(text)

    assert found.name is Intents.DAILY_REPORT
    assert (found.value("date"), found.value("topic"), found.value("summary")) == (day, topic, words)


@pytest.mark.parametrize(
    "text", ["日报怎么写", "没写日报烦死了", "日报几点交", "提醒我交日报", "晚上九点提醒我写日报", "李总要看日报"]
)
def test_a3_what_is_no_report(text: str) -> None:
    assert only(text).name is not Intents.DAILY_REPORT


@pytest.mark.parametrize(
    ("text", "day", "words", "customers"),
    [
        ("明天 恒力 华联 两家", TUESDAY, "恒力 华联 两家", 2),
        ("计划：上午东吴 下午回公司", None, "上午东吴 下午回公司", 1),
        ("明天去常州", TUESDAY, "去常州", 0),
        ("计划 报价3家", None, "报价3家", 0),
        ("明天计划 恒力 华联", TUESDAY, "恒力 华联", 2),
        ("明日计划：东吴送样", TUESDAY, "东吴送样", 1),
        ("明天打算跑东吴恒力华联", TUESDAY, "跑东吴恒力华联", 3),
        ("明天先去东吴再去恒力", TUESDAY, "先去东吴再去恒力", 2),
        ("明天在公司做标书", TUESDAY, "在公司做标书", 0),
        ("后天去东吴和恒力送样", date(2026, 11, 25), "去东吴和恒力送样", 2),
        ("今天计划 东吴 恒力", MONDAY, "东吴 恒力", 2),
        ("我明天的行程：东吴、恒力", TUESDAY, "东吴、恒力", 2),
        ("报一下明天计划 东吴 恒力", TUESDAY, "东吴 恒力", 2),
    ],
)
def test_a5_a_plan(text: str, day: date | None, words: str, customers: int) -> None:
    found = only(text)

    assert (found.name, found.value("topic")) == (Intents.PLAN_SET, None)
    assert (found.value("date"), found.value("summary")) == (day, words)
    assert len(found.value("customers", ())) == customers


@pytest.mark.parametrize("text", ["下周拜访计划", "明天计划是什么", "我的计划", "看看明天的计划"])
def test_a5_a_plan_that_is_asked_for(text: str) -> None:
    found = only(text)

    assert (found.name, found.value("topic")) == (Intents.PLAN_SET, "show")


@pytest.mark.parametrize(
    "text",
    [
        "明天可能去恒力",
        "明天要去东吴吗",
        "客户计划明年扩产",
        "恒力打算下个月采购两台",
        "明天休息",
        "明天去常州三天",
        "下次拜访时间改到周五",
        "明天去恒力谈年框",
    ],
)
def test_a5_what_is_no_plan(text: str) -> None:
    assert only(text).name is not Intents.PLAN_SET


def test_a_plan_behind_visits_is_kept_with_its_own_day_and_customers() -> None:
    first, second, plan = read("今天拜访了东吴和恒力，明天去华联")

    assert (first.name, second.name, plan.name) == (Intents.VISIT_LOG, Intents.VISIT_LOG, Intents.PLAN_SET)
    assert (plan.value("date"), plan.value("summary")) == (TUESDAY, "去华联")
    assert [mention.text for mention in plan.value("customers")] == ["华联"]


def test_a_plan_below_its_heading_has_all_its_lines() -> None:
    found = only("明日拜访：\n恒力\n华联")

    assert (found.name, len(found.value("customers"))) == (Intents.PLAN_SET, 2)


@pytest.mark.parametrize(
    "text",
    [
        "谁没交",
        "今天谁没交",
        "今天谁没交日报",
        "谁昨天没写日报",
        "还有谁没交",
        "还有几个人没交日报",
        "日报交齐了吗",
        "大家日报都交了吗",
        "没交日报的有谁",
        "今天日报情况",
        "日报还差谁",
        "谁还没提交日报",
        "有没有人没交日报",
        "谁忘了交日报",
    ],
)
def test_who_has_none(text: str) -> None:
    assert only(text, by="wufang").name is Intents.REPORT_MISSING


def test_who_had_none_yesterday() -> None:
    assert only("昨天谁没交", by="wufang").value("period")[:2] == (SUNDAY, SUNDAY)


@pytest.mark.parametrize("text", ["没交货的有哪些", "谁没交钱", "客户还没交定金", "谁没拜访"])
def test_other_things_that_are_missing(text: str) -> None:
    assert only(text, by="wufang").name is not Intents.REPORT_MISSING


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("催", None),
        ("催一下", None),
        ("催一下没交的", None),
        ("再催一遍", None),
        ("催催他们", None),
        ("催李雷交日报", [(3,)]),
        ("催下李雷", [(3,)]),
        ("催李雷和韩梅", [(3,), (4,)]),
        ("提醒李雷交日报", [(3,)]),
        ("提醒没交的赶紧交日报", None),
    ],
)
def test_urging(text: str, people: list[tuple[int, ...]] | None) -> None:
    found = only(text, by="wufang")
    named: Any = found.value("people")

    assert found.name is Intents.URGE
    assert (list(named) if named is not None else None) == people


@pytest.mark.parametrize("text", ["催东吴付款", "催客户付款", "月底前催恒力合同", "提醒我交日报"])
def test_what_is_urged_of_others(text: str) -> None:
    assert only(text, by="wufang").name is not Intents.URGE


@pytest.mark.parametrize(
    ("text", "name", "number", "people", "words"),
    [
        ("点评 128 下次带报价", Intents.REMARK, 128, None, "下次带报价"),
        ("点评#128 下次带上报价", Intents.REMARK, 128, None, "下次带上报价"),
        ("点评 拜访#128 下次带上报价", Intents.REMARK, 128, None, "下次带上报价"),
        ("点评 日报128，太简单了", Intents.REMARK, 128, None, "太简单了"),
        ("点评一下李雷 客户拜访要提前约", Intents.REMARK, None, [(3,)], "客户拜访要提前约"),
        ("点评 李雷 写得好", Intents.REMARK, None, [(3,)], "写得好"),
        ("点评韩梅昨天的日报 太简单了", Intents.REMARK, None, [(4,)], "太简单了"),
        ("点评 李雷", Intents.REMARK, None, [(3,)], None),
        ("表扬 李雷", Intents.PRAISE, None, [(3,)], None),
        ("表扬李雷 这周跑得勤", Intents.PRAISE, None, [(3,)], "这周跑得勤"),
        ("表扬一下李雷，回款及时", Intents.PRAISE, None, [(3,)], "回款及时"),
        ("夸一下韩梅 回款及时", Intents.PRAISE, None, [(4,)], "回款及时"),
        ("给李雷点个赞", Intents.PRAISE, None, [(3,)], None),
        ("表扬李雷和韩梅", Intents.PRAISE, None, [(3,), (4,)], None),
        ("点赞 李雷 日报写得细", Intents.PRAISE, None, [(3,)], "日报写得细"),
    ],
)
def test_b4_remarks(
    text: str, name: Intents, number: int | None, people: list[tuple[int, ...]] | None, words: str | None
) -> None:
    found = only(text, by="wufang")
    named: Any = found.value("people")

    assert (found.name, found.value("number"), found.value("summary")) == (name, number, words)
    assert (list(named) if named is not None else None) == people


@pytest.mark.parametrize(
    ("text", "number", "everything"),
    [
        ("已阅", None, False),
        ("全部已阅", None, True),
        ("都已阅", None, True),
        ("已阅 170", 170, False),
        ("已阅#170", 170, False),
        ("170 已阅", 170, False),
        ("李雷的日报已阅", None, False),
    ],
)
def test_having_read(text: str, number: int | None, everything: bool) -> None:
    found = only(text, by="wufang")

    assert (found.name, found.value("number")) == (Intents.MARK_READ, number)
    assert (found.value("filter") == "all") is everything


QUOTE = "「小勤：李雷 交了 11月23日（周一）日报#170，19:42（按时）。\n2 访」\n- - - - - - - - - - - - - - -\n"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("东吴那家报价带上没有", Intents.REMARK),
        ("下次写细点", Intents.REMARK),
        ("写得好", Intents.PRAISE),
        ("不错", Intents.PRAISE),
        ("已阅", Intents.MARK_READ),
        ("收到", Intents.MARK_READ),
    ],
)
def test_b4_what_is_typed_below_a_quoted_record(said: str, name: Intents) -> None:
    found = only(QUOTE + said, by="wufang")

    assert (found.name, found.value("number")) == (name, 170)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (QUOTE + "写得好", "lilei"),
        ("「小勤：早上好」\n- - - - -\n写得好", "wufang"),
        (QUOTE + "撤销", "wufang"),
        (QUOTE, "wufang"),
        (QUOTE + "长" * 500, "wufang"),
    ],
)
def test_b4_other_quotations_are_read_by_nobody(text: str, by: str) -> None:
    assert only(text, by=by).name not in {Intents.REMARK, Intents.PRAISE, Intents.MARK_READ}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("李雷这周干嘛了", MONDAY, date(2026, 11, 29)),
        ("李雷今天干啥了", MONDAY, MONDAY),
        ("李雷昨天都做了什么", SUNDAY, SUNDAY),
        ("李雷本周工作情况", MONDAY, date(2026, 11, 29)),
        ("李雷这个月表现怎么样", date(2026, 11, 1), date(2026, 11, 30)),
        ("李雷上周都忙些什么", date(2026, 11, 16), SUNDAY),
        ("李雷最近怎么样", None, None),
        ("看看李雷这周的工作", MONDAY, date(2026, 11, 29)),
    ],
)
def test_g4_what_one_person_did(text: str, first: date | None, last: date | None) -> None:
    found = only(text, by="wufang")
    period = found.value("period")

    assert (found.name, found.value("person")) == (Intents.PERSON_WORK, (3,))
    assert (period[:2] if period else (None, None)) == (first, last)


@pytest.mark.parametrize("text", ["团队日报", "看日报", "看昨天的日报", "李雷的日报", "看看李雷昨天的日报"])
def test_a_leader_reads_reports(text: str) -> None:
    found = only(text, by="wufang")

    assert (found.name, found.value("topic")) == (Intents.TEAM_SUMMARY, "reports")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("本周日报", MONDAY),
        ("上周日报", date(2026, 11, 16)),
        ("团队这周的日报", MONDAY),
        ("李雷这周的日报", MONDAY),
        ("周报", MONDAY),
    ],
)
def test_a_leader_reads_the_reports_of_a_week(text: str, first: date) -> None:
    found = only(text, by="wufang")

    assert (found.name, found.value("topic"), found.value("period")[0]) == (Intents.TEAM_SUMMARY, "reports", first)


@given(st.text(alphabet="日报交补昨天计划明东吴恒力催点评表扬已阅李雷谁没#0123456789：，。 \n「」-", max_size=60))
def test_nothing_raises(text: str) -> None:
    for by in ("lilei", "wufang"):
        assert read(text, by=by)


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月23日" * 5 + "日报x",
        "明天" * 20 + "计划x!",
        "李雷" * 20 + "催x!",
        "谁" + "昨天上午十点半" * 6 + "没交钱",
        "催" + "李雷韩梅" * 12 + "!x",
        "催" + "明天下午三点" * 8 + "x",
        "全部" * 15 + "已阅x",
        "东吴恒力" * 7 + "明天计划x?",
    ],
)
def test_long_runs_of_days_and_names_take_no_longer_than_they_are_long(text: str) -> None:
    normal = normalise(text)
    reading = Reading(normal, 0, len(normal.text), Situation(MORNING, Speaker(3)), company.BOOK)
    assert reading.masked
    begun = time.process_time()

    for decide in (decide_report, decide_plan, planned):
        decide(reading)

    assert time.process_time() - begun < 0.5
