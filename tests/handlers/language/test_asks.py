"""Daily reports, and what people ask about figures, targets and their team."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.asks import (
    read_daily_report,
    read_my_stats,
    read_ranking,
    read_target_query,
    read_team_summary,
)
from handlers.language.meaning import Intents
from tests.handlers.language.field import plain, reading

TODAY, YESTERDAY = date(2026, 11, 25), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day", "report"),
    [
        ("日报", TODAY, None),
        ("交日报", TODAY, None),
        ("看看日报草稿", TODAY, None),
        ("日报：上午好邻居，下午精工，明天老渔港", TODAY, "上午好邻居，下午精工，明天老渔港"),
        ("今日总结 跑了三家 签了一单", TODAY, "跑了三家 签了一单"),
        ("补昨天日报：陪技术去金太阳", YESTERDAY, "陪技术去金太阳"),
        ("昨天的日报 在公司做标书", YESTERDAY, "在公司做标书"),
        ("今天的工作汇报一下：电话20个，约到2家", TODAY, "电话20个，约到2家"),
        ("今日工作小结\n1.好邻居送样\n2.整理报价", TODAY, "1.好邻居送样\n2.整理报价"),
        ("【日报】\n上午：开会\n下午：好邻居", TODAY, "上午：开会\n下午：好邻居"),
        ("写日报 今天没出门 打了一天电话", TODAY, "没出门 打了一天电话"),
        ("今天上午开会下午跑好邻居，日报", TODAY, "今天上午开会下午跑好邻居，日报"),
        ("工作日志：调试设备", TODAY, "调试设备"),
        ("本日小结 明天休息", TODAY, "明天休息"),
        ("周报 本周签了两单", TODAY, "本周签了两单"),
    ],
)
def test_a_days_report(text: str, day: date, report: str | None) -> None:
    found = plain(read_daily_report(reading(text)))

    assert (found["date"], found.get("summary")) == (day, report)


def test_a_sentence_is_added_to_the_report() -> None:
    found = plain(read_daily_report(reading("日报 加一句：明天去常州")))

    assert (found["summary"], found["append"]) == ("明天去常州", True)


@pytest.mark.parametrize(
    "text", ["日报怎么写", "写日报写到吐", "谁没交日报", "我今天没写日报", "日报几点截止", "孙莉的日报", "日报模板发我"]
)
def test_no_report_is_handed_in(text: str) -> None:
    assert read_daily_report(reading(text)) is None


@pytest.mark.parametrize(
    ("text", "topic", "period", "person"),
    [
        ("今天谁没交日报", "report_missing", "11-25..11-25", None),
        ("昨天日报都交了吗 谁缺", "report_missing", "11-24..11-24", None),
        ("大家今天的拜访计划", "plans", "11-25..11-25", None),
        ("团队本周回款", "payments", "11-23..11-29", None),
        ("孙莉这周干了啥", "person", "11-23..11-29", ["孙莉"]),
        ("组里这个月签了几单 订单情况", "orders", "11-01..11-30", None),
        ("团队今天", "team", "11-25..11-25", None),
        ("这周新报备了几家", "leads", "11-23..11-29", None),
        ("孙莉的日报发我看看", "reports", None, ["孙莉"]),
        ("本月投诉有几个", "complaints", "11-01..11-30", None),
        ("上周团队商机", "opportunities", "11-16..11-22", None),
        ("还有谁日报没写", "report_missing", None, None),
        ("上个月大家回款怎么样", "payments", "10-01..10-31", None),
        ("明天谁去哪 行程发我", "plans", "11-26..11-26", None),
        ("三季度团队回款", "payments", "07-01..09-30", None),
    ],
)
def test_what_a_leader_asks(text: str, topic: str, period: str | None, person: list[str] | None) -> None:
    found = plain(read_team_summary(reading(text)))

    assert (found["topic"], found.get("period"), found.get("person")) == (topic, period, person)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("本月排名", "11-01..11-30"),
        ("这周谁第一", "11-23..11-29"),
        ("年度销冠是谁", "01-01..12-31"),
        ("上个月业绩榜", "10-01..10-31"),
        ("我排第几", None),
        ("本季度回款排行", "10-01..12-31"),
        ("Q3 排名", "07-01..09-30"),
        ("上季度谁最多", "07-01..09-30"),
        ("下半年排名", "07-01..12-31"),
        ("今天谁跑得最多", "11-25..11-25"),
    ],
)
def test_rankings(text: str, period: str | None) -> None:
    assert plain(read_ranking(reading(text))).get("period") == period


@pytest.mark.parametrize(
    ("text", "period", "measure"),
    [
        ("我这个月回款多少", "11-01..11-30", "回款"),
        ("看看我本周的数据", "11-23..11-29", None),
        ("我今年业绩", "01-01..12-31", "业绩"),
        ("我的业绩", None, "业绩"),
        ("我上周跑了几家", "11-16..11-22", None),
        ("昨天我签了几单", "11-24..11-24", None),
        ("我四季度的订单", "10-01..12-31", "订单"),
        ("我去年签了多少合同额", None, "合同额"),
        ("上半年我做得怎么样", "01-01..06-30", None),
        ("最近7天我的拜访", "11-19..11-25", "拜访"),
    ],
)
def test_own_figures(text: str, period: str | None, measure: str | None) -> None:
    found = plain(read_my_stats(reading(text)))

    assert found.get("filter") == measure
    assert period is None or found["period"] == period


@pytest.mark.parametrize(
    ("text", "period", "person"),
    [
        ("这个月目标完成多少了", "11-01..11-30", None),
        ("四季度目标多少来着", "10-01..12-31", None),
        ("年度任务还差几个点", "01-01..12-31", None),
        ("孙莉本月目标", "11-01..11-30", ["孙莉"]),
        ("离目标还差多少", None, None),
        ("全年指标完成率", "01-01..12-31", None),
        ("本周拜访目标还差几家", "11-23..11-29", None),
        ("第三季度任务完成没", "07-01..09-30", None),
        ("今年回款目标", "01-01..12-31", None),
        ("下个季度的目标定了多少", None, None),
    ],
)
def test_targets(text: str, period: str | None, person: list[str] | None) -> None:
    found = plain(read_target_query(reading(text)))

    assert found.get("person") == person
    assert period is None or found["period"] == period


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for said in (text, f"日报{text}", f"{text}季度{text}年度", f"孙莉{text}日报没交{text}"):
        for read in (read_daily_report, read_team_summary, read_ranking, read_my_stats, read_target_query):
            found = read(reading(said))

            assert found is None or found.name in set(Intents)
