"""What is said to the bot about the daily report, told from what goes into it (`product.md` A3)."""

from __future__ import annotations

import pytest

from handlers.language import report_talk


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("看下我的日报", True),
        ("小勤帮我把今天的日报理一下", True),
        ("我今天的日报你念一下", True),
        ("帮我汇总下今天的日报", True),
        ("把日报弄出来我看看", True),
        ("日报发我看看", True),
        ("念一下", False),
        ("先理一下", False),
        ("再看一下", False),
        ("我那日报你给我念叨念叨都有啥", True),
        ("在开车你先帮我把日报弄好等下我看", True),
    ],
)
def test_a3_a_report_that_is_only_to_be_seen(text: str, *, alone: bool) -> None:
    assert report_talk.shows(text) is alone
    assert report_talk.shows(text, below=True)


@pytest.mark.parametrize(
    "text",
    [
        "整理报价",
        "发个方案给王总",
        "看一下样品",
        "下午在公司整理报价",
        "日报里没写恒力",
        "日报 整理报价",
        "发日报给吴芳",
    ],
)
def test_a3_a_sentence_for_the_report_is_no_wish_to_see_it(text: str) -> None:
    assert not report_talk.shows(text, below=True)


@pytest.mark.parametrize(
    "text",
    [
        "催啥子嘛 1",
        "没别的了，1",
        "没有要补的了，1",
        "来了来了 1",
        "不好意思刚忙完，1",
        "看过了交吧",
        "就这些 交",
        "别催了 1",
        "妥了交吧",
        "得嘞 1",
    ],
)
def test_a3_one_behind_idle_words_hands_in(text: str) -> None:
    assert report_talk.hands_in(text)


@pytest.mark.parametrize(
    "text", ["订货 1", "报价 1", "送样机1", "签了合同 1", "样品交了", "下周交", "合同交了", "没别的"]
)
def test_a3_one_behind_a_fact_hands_nothing_in(text: str) -> None:
    assert not report_talk.hands_in(text)


@pytest.mark.parametrize(
    ("text", "asked"), [("订货 1", True), ("报价，1", True), ("送样机1", False), ("报价三万", False)]
)
def test_a3_one_behind_a_fact_is_asked_about(text: str, *, asked: bool) -> None:
    assert report_talk.may_hand_in(text) is asked


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("捷运那句老乡的就别写进去了", "捷运老乡"),
        ("把打电话那条去掉", "打电话"),
        ("日报里恒力那句别写", "恒力"),
        ("价格那句先不写", "价格"),
        ("最后一句删掉", ""),
        ("那句不要写进去", ""),
        ("王总说那句别写进去", None),
        ("样品不要了", None),
        ("那批货不要了", None),
        ("下周不去了", None),
        ("客户说那段管子去掉", None),
    ],
)
def test_a3_what_is_to_be_left_out(text: str, about: str | None) -> None:
    assert report_talk.left_out(text) == about


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("那周五万隆的钱谁看着", True),
        ("明天谁去恒力", True),
        ("恒力的款什么时候到", True),
        ("合同签了没", True),
        ("王总问什么时候发货", False),
        ("他问能不能便宜", False),
        ("下午在公司没出门", False),
    ],
)
def test_a3_a_question_of_his_own_is_no_text(text: str, *, asked: bool) -> None:
    assert report_talk.asks(text) is asked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("帮我写 跑镇江没见到人", "跑镇江没见到人"),
        ("帮我加一条鸿运邹老板下午电话打了", "鸿运邹老板下午电话打了"),
        ("再补一句：打了电话", "打了电话"),
        ("补一份合同给王总", "补一份合同给王总"),
        ("写方案", "写方案"),
        ("加班到八点", "加班到八点"),
        ("记录整理", "记录整理"),
    ],
)
def test_a3_words_that_only_say_that_something_is_added_are_no_part_of_it(text: str, kept: str) -> None:
    assert report_talk.plain(text) == kept
