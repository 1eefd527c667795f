"""What is passed on to a colleague, and what only tells of one."""

from __future__ import annotations

import pytest

from handlers.language.meaning import Intents
from tests.handlers.language.company import read

WUFANG, LILEI, HANMEI, CHENCHEN = 1, 3, 4, 5


@pytest.mark.parametrize(
    ("text", "people", "words"),
    [
        ("恒力那笔盯紧点 告诉李雷", ((LILEI,),), "恒力那笔盯紧点"),
        ("跟李雷说一声 恒力那笔盯紧点", ((LILEI,),), "恒力那笔盯紧点"),
        ("让李雷明天去一趟东吴", ((LILEI,),), "明天去一趟东吴"),
        ("不能扣 让李雷拿收货单来", ((LILEI,),), "不能扣 让李雷拿收货单来"),
        ("让韩梅把资料发我", ((HANMEI,),), "把资料发我"),
        ("叫李雷和韩梅下午来我办公室", ((LILEI,), (HANMEI,)), "下午来我办公室"),
        ("提醒李雷带上对账单", ((LILEI,),), "带上对账单"),
        ("下午去的话让李雷把对账单带上", ((LILEI,),), "下午去的话让李雷把对账单带上"),
        ("回韩梅 可以", ((HANMEI,),), "可以"),
        ("问问陈晨王总那边怎么样了", ((CHENCHEN,),), "王总那边怎么样了"),
        ("这个你跟吴芳讲一声", ((WUFANG,),), None),
        ("告诉韩梅", ((HANMEI,),), None),
    ],
)
def test_words_for_a_colleague(text: str, people: tuple[tuple[int, ...], ...], words: str | None) -> None:
    [meant] = read(text, by="wufang" if "领导" not in text else "lilei")

    assert meant.name is Intents.RELAY, meant
    assert (meant.value("people"), meant.value("summary")) == (people, words)


@pytest.mark.parametrize(
    ("text", "topic", "words"),
    [
        ("这个你跟领导说一声", "leader", None),
        ("帮我问下领导这个价能不能再让5个点", "leader", "这个价能不能再让5个点"),
        ("跟主管汇报一下 东吴要招标了", "leader", "东吴要招标了"),
        ("通知大家明天9点开会", "team", "明天9点开会"),
    ],
)
def test_words_for_somebody_who_is_not_named(text: str, topic: str, words: str | None) -> None:
    [meant] = read(text, by="wufang" if "领导" not in text else "lilei")

    assert meant.name is Intents.RELAY, meant
    assert (meant.value("topic"), meant.value("summary")) == (topic, words)


@pytest.mark.parametrize(
    "text",
    [
        "谁让李雷去的",
        "跟李雷一起去了东吴",
        "和李雷说好了 明天一起去东吴",
        "把东吴转给李雷",
        "催李雷交日报",
        "提醒李雷交日报",
        "李雷今天干啥了",
        "点评 李雷 写得好",
        "李雷的日报",
        "回款 东吴 5万",
        "拜访 东吴 王总让我问问价格",
    ],
)
def test_what_only_tells_of_a_colleague_is_passed_on_to_nobody(text: str) -> None:
    assert read(text, by="wufang")[0].name is not Intents.RELAY
