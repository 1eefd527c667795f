"""A line of a list that is chosen in words."""

from __future__ import annotations

import pytest

from handlers.language.picks import read_pick

SHOWN = (
    "公海：3 家，今天还能领 3 家\n1 滁州市皖东冷暖工程有限公司 C类 滁州\n2 安徽中徽置业有限公司 A类 合肥\n"
    "3 舒城县万佛湖山庄酒店有限公司 B类 六安\n要哪家，回：领 1"
)
OVERDUE = "逾期 236,300 元，2 家\n1 华源 12.6万元，逾期 61 天\n2 兴旺 74,600 元，逾期 34 天\n回编号看这家"


@pytest.mark.parametrize(
    ("text", "number", "takes"),
    [
        ("第一个我要了", 1, True),
        ("要第三个", 3, True),
        ("就第二家吧", 2, False),
        ("最后一个", 3, False),
        ("头一个我领了", 1, True),
        ("要那个B类的", 3, True),
        ("万佛湖那家我要了", 3, True),
    ],
)
def test_a_line_in_words(text: str, number: int, takes: bool) -> None:
    picked = read_pick(text, SHOWN)
    assert picked is not None
    assert (picked.number, picked.takes, picked.rest) == (number, takes, "")


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [("最久的那个谁管", 1, "谁管"), ("欠得最多的是谁的", 1, "是谁的"), ("第二个怎么回事", 2, "怎么回事")],
)
def test_something_is_asked_of_a_line(text: str, number: int, rest: str) -> None:
    picked = read_pick(text, OVERDUE)
    assert picked is not None
    assert (picked.number, picked.rest) == (number, rest)


@pytest.mark.parametrize("text", ["第九个我要了", "要那个D类的", "第一次去东吴 聊了报价", "最近怎么样", "我要请假"])
def test_no_line(text: str) -> None:
    assert read_pick(text, SHOWN) is None


def test_nothing_is_chosen_where_nothing_was_shown() -> None:
    assert read_pick("第一个我要了", "记下了 拜访#1 东吴") is None
