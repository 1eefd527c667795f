"""Words that stand for what was said before, and what they are filled with (`product.md` §4.4)."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.meaning import Speaker
from handlers.language.threads import Talked, asked_again, day_in, days_before, elliptical, leaves_out, pointing
from tests.cast import DONGWU
from tests.handlers.language.company import BOOK

TODAY = date(2026, 11, 23)
TALKED = Talked(firm=DONGWU, contact="王总", colleague="李雷", day="11月25日")


@pytest.mark.parametrize(
    "text",
    [
        "其他客户呢",
        "他们",
        "2 她先报的价",
        "B12 他先跟的",
        "大家呢",
        "这家伙",
        "拜访 东吴 谈报价",
        "那天气不错",
        "那时候还早",
    ],
)
def test_what_names_nobody_else_or_answers_a_line_asks_for_nothing(text: str) -> None:
    assert not leaves_out(text) or pointing(text, Talked()) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("他手机换了 13911112222", f"{DONGWU}王总手机换了 13911112222"),
        ("她生日哪天", f"{DONGWU}王总生日哪天"),
        ("那家还欠多少", f"{DONGWU}还欠多少"),
        ("刚才那家电话", f"{DONGWU}电话"),
        ("他们家欠多少", f"{DONGWU}欠多少"),
        ("那个客户上次谁去的", f"{DONGWU}上次谁去的"),
        ("那笔说月底付", f"{DONGWU}那笔说月底付"),
        ("让他今天给个说法", "让李雷今天给个说法"),
        ("告诉她明天早点到", "告诉李雷明天早点到"),
        ("礼拜五催他那20万 提醒我", f"礼拜五催{DONGWU}王总那20万 提醒我"),
        ("催他一下", "催李雷一下"),
        ("问下她什么时候有空", "问下李雷什么时候有空"),
        ("那天早上提醒我", "11月25日早上提醒我"),
    ],
)
def test_a_word_is_filled_with_what_it_stands_for(text: str, first: str) -> None:
    assert pointing(text, TALKED)[0] == first


def test_what_is_written_down_may_stay_as_it_was_said() -> None:
    assert pointing("她说色差很大", TALKED) == [f"{DONGWU}王总说色差很大", f"{DONGWU} 她说色差很大"]
    assert pointing("那家还欠多少", TALKED) == [f"{DONGWU}还欠多少"]


@pytest.mark.parametrize("text", ["他手机换了", "那家还欠多少", "让他去一趟", "那笔说月底付"])
def test_where_nothing_was_talked_about_nothing_is_filled_in(text: str) -> None:
    assert pointing(text, Talked()) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("方案这个提前三天提醒我", "方案这个11月22日提醒我"),
        ("那提前一天叫我，我订个花", "那11月24日叫我，我订个花"),
        ("前一天提醒我", "11月24日提醒我"),
    ],
)
def test_so_many_days_before_the_day_that_was_told(text: str, first: str) -> None:
    assert days_before(text, TALKED, TODAY)[0] == first
    assert days_before(text, Talked(), TODAY) == []


@pytest.mark.parametrize(
    "text", ["12月8号去，前一天提醒我", "提前三天打个电话给他", "周五提前一小时叫我", "前一天说过了"]
)
def test_a_day_of_its_own_or_no_reminder_counts_from_nothing(text: str) -> None:
    assert days_before(text, TALKED, TODAY) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("李雷呢", "李雷"),
        ("那李雷呢？", "李雷"),
        ("上周的呢", "上周"),
        ("那李雷", "李雷"),
        ("恒力那边呢", "恒力"),
        ("人呢", None),
        ("他呢", None),
        ("那天早上提醒我给他打个电话", None),
        ("那家欠多少", None),
        ("恒力那个呢", "恒力"),
        ("还有恒力的那个呢", "恒力"),
        ("恒力的也要", "恒力"),
        ("恒力也查一下", "恒力"),
        ("他也要", None),
        ("那我还有谁欠着", None),
        ("我今天跑了三家客户都没谈成气死我了呢呢", None),
    ],
)
def test_what_is_asked_about_again(text: str, what: str | None) -> None:
    assert elliptical(text) == what


@pytest.mark.parametrize(
    ("what", "question", "of_people", "again"),
    [
        ("恒力", "东吴欠多少", False, "恒力欠多少"),
        ("恒力", "那家欠多少", False, "恒力欠多少"),
        ("恒力", "", False, "恒力"),
        ("李雷", "今天大家干啥了", True, "李雷今天干啥了"),
        ("李雷", "上周大家干啥了", True, "李雷上周干啥了"),
        ("李雷", "韩梅这个月跑了几家", True, "李雷这个月跑了几家"),
        ("李雷", "东吴欠多少", False, None),
        ("上个月", "韩梅这个月跑了几家", True, "韩梅上个月跑了几家"),
        ("昨天", "大家干啥了", True, "昨天大家干啥了"),
        ("昨天", "", False, None),
        ("请假", "怎么报备", False, "怎么请假"),
        ("电话", "东吴欠多少", False, f"{DONGWU}电话"),
    ],
)
def test_the_last_question_is_asked_of_another(what: str, question: str, of_people: bool, again: str | None) -> None:
    talked = Talked(firm=DONGWU, question=question, of_people=of_people)

    assert asked_again(what, talked, book=BOOK, speaker=Speaker(1, leads=True), today=TODAY) == again


def test_a_day_is_known_where_one_was_told() -> None:
    assert day_in("生日 顺叔 农历十月十七 → 11月25日（周三）") == "11月25日"
    assert day_in("11月25日（周三）要看到方案，不是 11月26日") == ""
    assert day_in("没有记录") == ""
    card = "未收 8,760 元，11月23日（周一）到期\n生日 顺叔 农历十月十七 → 11月25日（周三）"
    assert (day_in(card, "顺叔几号生日"), day_in(card, "顺发")) == ("11月25日", "")
