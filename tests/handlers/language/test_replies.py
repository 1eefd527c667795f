"""What is written right after a colleague's words, and more about whom was just told of."""

from __future__ import annotations

import pytest

from handlers.language.replies import (
    adds,
    answers,
    asks,
    asks_after,
    asks_permission,
    begins_with_a_nod,
    calls,
    is_yes_or_no,
    leans,
    nods,
    quotes,
    rules_for,
    thinks_aloud,
    vents,
    wants_answer,
)


@pytest.mark.parametrize(
    "words", ["能不能补", "他见过张院长没有", "做不做纸浆", "看是退还是换", "谁同意的", "几点打的"]
)
def test_a_question(words: str) -> None:
    assert asks(words)
    assert wants_answer(words)


@pytest.mark.parametrize("words", ["把名单发我", "麻烦定一下", "要个准日子回来", "让他补上", "查下到了多少"])
def test_what_waits_for_an_answer(words: str) -> None:
    assert wants_answer(words)


@pytest.mark.parametrize("words", ["进猪场必须换鞋套", "辛苦了", "明天开会"])
def test_what_waits_for_none(words: str) -> None:
    assert not wants_answer(words)


@pytest.mark.parametrize("text", ["可以", "没有", "不行", "没听到", "有的", "见过了", "行的"])
def test_yes_and_no(text: str) -> None:
    assert is_yes_or_no(text)


@pytest.mark.parametrize(
    ("text", "called"), [("收到", ""), ("好的好的", ""), ("收到陶总", "陶总"), ("知道了", ""), ("行吧", ""), ("ok", "")]
)
def test_a_nod(text: str, called: str) -> None:
    assert nods(text, called)


@pytest.mark.parametrize(
    ("text", "called"), [("韩梅呢", "韩梅"), ("好，周五钱到了跟我说", ""), ("可以补三百个", ""), ("韩梅", "韩梅")]
)
def test_no_nod(text: str, called: str) -> None:
    assert not nods(text, called)


def test_what_begins_as_an_answer() -> None:
    assert all(
        map(answers, ["不退，调成育肥料", "可以补，周四送到", "没有，是他们自己弄的", "行 几点", "问过了，他说明天"])
    )
    assert not any(map(answers, ["到华源 段场长不在", "另外他们要两台", "有家客户要报备"]))
    assert begins_with_a_nod("收到，我也就一家")
    assert not begins_with_a_nod("可以补")


@pytest.mark.parametrize("text", ["天天就知道催", "烦死了", "靠 又来", "有病吧"])
def test_what_a_colleague_had_better_not_read(text: str) -> None:
    assert vents(text)
    assert not vents("麻烦你看一下靠边那台")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("贾鹏，一半不行，剩的也要个日子", "贾鹏"),
        ("麻烦侯经理定一下", "侯经理"),
        ("许晴能弄不 周五前要", "许晴"),
        ("那蒋磊你盯那个", "蒋磊"),
    ],
)
def test_a_colleague_is_called(text: str, name: str) -> None:
    start = text.index(name)
    assert calls(text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name"), [("昨天贾鹏去了东吴", "贾鹏"), ("贾鹏今天干啥了", "贾鹏"), ("和许晴一起去的", "许晴")]
)
def test_a_colleague_is_spoken_of(text: str, name: str) -> None:
    start = text.index(name)
    assert not calls(text, start, start + len(name))


def test_a_colleague_is_asked_for_what_only_he_knows() -> None:
    assert asks_after("郭长河那个1600打到公司账了没有，我这没看到", 0, 3)
    assert not asks_after("郭长河今天去哪了", 0, 3)


@pytest.mark.parametrize("text", ["他还说要两台", "另外他们想换机器", "还有他嫌贵", "对了她说下月搬家"])
def test_more_about_whom_was_told_of(text: str) -> None:
    assert adds(text)


def test_what_somebody_said() -> None:
    assert quotes("打了 说奶款没下来")
    assert quotes("兰说乳房炎多")
    assert quotes("他还问药有没有")
    assert not quotes("我说不行")
    assert not quotes("听说要降价")


@pytest.mark.parametrize(
    "text", ["啊？那我问问他", "晚上再问", "我再想想", "不是说周三五万吗，我问下谢会计", "回头再说"]
)
def test_thinking_aloud(text: str) -> None:
    assert thinks_aloud(text)


@pytest.mark.parametrize(
    "text", ["帮我问问他", "行 下午去要", "我问了他说不行", "问下领导能不能退", "我去看看现场 下周三"]
)
def test_no_thinking_aloud(text: str) -> None:
    assert not thinks_aloud(text)


def test_words_that_lean_on_what_was_said() -> None:
    assert all(map(leans, ["能不能补", "定一下", "这个怎么办", "能弄不 周五前要"]))
    assert not any(map(leans, ["下午一起走", "明天早点到", "把恒力的合同今天下班之前发给客户能不能"]))


def test_permission_and_rulings() -> None:
    assert asks_permission("改成下午行不行")
    assert not asks_permission("行不行他说了算")
    assert rules_for("那给")
    assert rules_for("有记录的算，归")
    assert not rules_for("发给")
