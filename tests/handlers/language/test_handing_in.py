"""Reports that are asked for, handed in or spoken of (row A3): none of it ever becomes a report's text."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.language.meaning import Intents
from tests.handlers.language.company import read

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("补交", {"topic": "file"}),
        ("重新交", {"topic": "file"}),
        ("再交一次", {"topic": "file"}),
        ("来了来了 交", {"topic": "file"}),
        ("今天的日报帮我交了", {"topic": "file", "date": TODAY}),
        ("在外头喝着咧 日报你给我弄一个交了得了", {"topic": "file"}),
        ("帮我交日报 内容就今天记的那些", {"topic": "file"}),
        ("补20、21号日报", {"topic": "file", "dates": (date(2026, 11, 20), date(2026, 11, 21))}),
        ("补明天日报", {"topic": "file", "date": date(2026, 11, 24)}),
        ("日报帮我出一下 短点", {"date": TODAY}),
        ("日报我看下", {"date": TODAY}),
        ("上周三日报", {"date": date(2026, 11, 18)}),
        ("11月20日的日报", {"date": date(2026, 11, 20)}),
        ("我昨天日报写了啥", {"date": date(2026, 11, 22)}),
        ("日报里少了东吴", {"date": TODAY}),
        ("日报重写", {"date": TODAY}),
        ("日报发错了", {"date": TODAY}),
        ("这周日报交了几天", {"topic": "mine"}),
    ],
)
def test_a3_a_report_is_shown_or_handed_in(text: str, slots: dict[str, Any]) -> None:
    (found,) = read(text)
    assert found.name is Intents.DAILY_REPORT
    assert {key: found.value(key) for key in slots} == slots
    assert "summary" not in found.slots


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("日报#12", Intents.NOT_YET),
        ("日报#12 全文", Intents.NOT_YET),
        ("报备 日报", Intents.LEAD_REGISTER),
        ("补2月30日日报", Intents.NOT_YET),
        ("999999天后的日报", Intents.NOT_YET),
        ("今天事情多 晚点交行不行", Intents.NOT_YET),
        ("日报要写什么", Intents.HELP),
        ("王五的日报", Intents.TEAM_SUMMARY),
        ("张三今天日报", Intents.TEAM_SUMMARY),
        ("撤回日报", Intents.UNDO),
    ],
)
def test_a3_a_question_or_an_order_is_no_text(text: str, name: Intents) -> None:
    (found,) = read(text)
    assert found.name in {name, Intents.NOT_YET}
    assert "customer_new" not in found.slots
    assert "summary" not in found.slots or found.name is Intents.LEAD_REGISTER


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("日报 今天写了三份报价", "写了三份报价"),
        ("日报 东吴问能不能便宜 明天回复", "东吴问能不能便宜 明天回复"),
        ("日报 在公司", "在公司"),
        ("今天在公司整理资料 日报", "今天在公司整理资料 日报"),
    ],
)
def test_a3_its_text_stays_its_text(text: str, words: str) -> None:
    assert read(text)[0].value("summary") == words


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [("日报#3 写得不错", 3, "写得不错"), ("拜访#12 点评 要带上报价单", 12, "要带上报价单")],
)
def test_b4_a_remark_behind_its_number(text: str, number: int, words: str) -> None:
    (found,) = read(text, by="wufang")
    assert found.name is Intents.REMARK
    assert (found.value("number"), found.value("summary")) == (number, words)


@pytest.mark.parametrize(
    ("text", "slots"), [("日报都看完了", {"filter": "all"}), ("韩梅的日报我看过了", {"people": ((4,),)})]
)
def test_b4_a_leader_has_read_them(text: str, slots: dict[str, Any]) -> None:
    (found,) = read(text, by="wufang")
    assert found.name is Intents.MARK_READ
    assert {key: found.value(key) for key in slots} == slots


@pytest.mark.parametrize("text", ["中 1", "要得 1", "好 1"])
def test_a_yes_before_the_number_is_the_number(text: str) -> None:
    (found,) = read(text)
    assert (found.name, found.value("choice")) == (Intents.CHOOSE, (1,))
