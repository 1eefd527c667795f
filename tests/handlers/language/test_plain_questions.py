"""Short questions of managers and finance (`product.md` §4.2), of which no word is a command."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.language.meaning import Intents
from tests.handlers.language.company import read


@pytest.mark.parametrize(
    ("text", "by", "name", "slots"),
    [
        ("东吴多长时间没人去了", "wufang", Intents.CUSTOMER_QUERY, {"field": "last"}),
        ("东吴有没有人去过", "lilei", Intents.CUSTOMER_QUERY, {"field": "last"}),
        ("东吴从哪来的", "lilei", Intents.CUSTOMER_QUERY, {"field": "all"}),
        ("东吴那笔啥情况", "wufang", Intents.RECEIVABLE_QUERY, {}),
        ("东吴那个四十一万啥情况", "wufang", Intents.RECEIVABLE_QUERY, {}),
        ("东吴那个钱怎么还没回 都两个月了", "wufang", Intents.RECEIVABLE_QUERY, {}),
        ("恒力什么时候说付的", "lilei", Intents.RECEIVABLE_QUERY, {}),
        ("东吴答应几号付", "lilei", Intents.RECEIVABLE_QUERY, {}),
        ("东吴那十二万后天到期吧", "lilei", Intents.RECEIVABLE_QUERY, {}),
        ("催一下李雷 恒力的钱", "wufang", Intents.RECEIVABLE_QUERY, {}),
        ("还有多少没收", "wufang", Intents.RECEIVABLE_QUERY, {}),
        ("最老那笔谁的", "wufang", Intents.RECEIVABLE_QUERY, {}),
        ("都交齐了没", "wufang", Intents.REPORT_MISSING, {"topic": "report_missing"}),
        ("还差谁", "wufang", Intents.REPORT_MISSING, {"topic": "report_missing"}),
        ("叫他们补上", "wufang", Intents.URGE, {}),
        ("让李雷把日报交了", "wufang", Intents.URGE, {"people": ((3,),)}),
        ("李雷写了点啥", "wufang", Intents.TEAM_SUMMARY, {"topic": "reports", "person": (3,)}),
        ("李雷昨天", "wufang", Intents.PERSON_WORK, {"person": (3,)}),
        ("李雷怎么回事", "wufang", Intents.PERSON_WORK, {"person": (3,)}),
        ("李雷请假了没有", "wufang", Intents.ABSENCE_LIST, {"person": (3,)}),
        ("请假到哪天", "lilei", Intents.ABSENCE_LIST, {"topic": "mine"}),
        ("我的出差", "lilei", Intents.ABSENCE_LIST, {"topic": "mine"}),
        ("这周的竞品", "wufang", Intents.NEWS_LIST, {"category": "market"}),
        ("有什么问题要解决的", "wufang", Intents.NEWS_LIST, {"category": "problem"}),
        ("为什么没算", "lilei", Intents.POINTS, {"topic": "why"}),
        ("我申诉的怎么样了", "lilei", Intents.APPEAL, {"topic": "list"}),
        ("待裁的", "wufang", Intents.APPEAL, {"topic": "list"}),
        ("嘉信谁先的", "wufang", Intents.CONFLICT, {"customer_new": "嘉信"}),
        ("谁看过王总电话", "lilei", Intents.PRIVACY, {}),
        ("谁能看到东吴的电话", "lilei", Intents.PRIVACY, {}),
        ("待核对的有哪些", "wufang", Intents.PAYMENT_CHECK, {"value": "list"}),
    ],
)
def test_a_question_of_the_desk(text: str, by: str, name: Intents, slots: dict[str, Any]) -> None:
    (found,) = read(text, by=by)
    assert found.name is name
    assert {key: found.value(key) for key in slots} == slots


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("申诉 东吴 我6月就报价了", Intents.APPEAL),
        ("我要申诉", Intents.APPEAL),
        ("都交了吧", Intents.SMALLTALK),
        ("谁看过我的位置", Intents.PRIVACY),
    ],
)
def test_what_a_rep_says_alike_is_no_question_of_the_desk(text: str, name: Intents) -> None:
    (found,) = read(text)
    assert found.name is name
    assert found.value("topic") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [("恒力的没收到 对不上", "对不上"), ("没收到 恒力 对不上", "对不上"), ("东吴 没收到", ""), ("恒力那笔退票了", "")],
)
def test_d17_finance_denies_by_customer(text: str, reason: str) -> None:
    (found,) = read(text)
    assert found.name is Intents.PAYMENT_CHECK
    assert (found.value("value"), found.value("choice"), found.value("reason")) == ("deny", (), reason)
    assert found.value("customer") is not None


@pytest.mark.parametrize("text", ["东吴的货没收到", "东吴没收到样品", "东吴没到期"])
def test_goods_that_did_not_come_are_no_money(text: str) -> None:
    assert read(text)[0].name is not Intents.PAYMENT_CHECK


def test_b4_who_leads_logs_a_visit_only_with_a_verb_of_one() -> None:
    assert read("少了一条 给王总打电话那个算不算拜访", by="wufang")[0].name is not Intents.VISIT_LOG
    assert read("今天去了东吴 见了王总", by="wufang")[0].name is Intents.VISIT_LOG
