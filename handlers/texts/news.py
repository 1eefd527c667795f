"""What is said of problems and of news of rivals and the market (`product.md` A7, C16, §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common
from models.rules.masking import mask
from models.schema import NewsKind

KINDS = {NewsKind.PROBLEM: "问题", NewsKind.RIVAL: "竞品", NewsKind.MARKET: "市场"}
HINT = "解决了回“1解决了 怎么解决的”。"
LEADERS_HINT = "点评回“1 …”，解决了回“1解决了 怎么解决的”。"
NOT_A_PROBLEM = "这条是市场消息，不用销。"


def name(kind: str, number: int) -> str:
    """问题#180."""
    return f"{KINDS[NewsKind(kind)]}#{number}"


def line(kind: str, number: int, customer: str, words: str) -> str:
    """问题#180 苏州东吴机械有限公司：客户嫌交期长."""
    return f"{name(kind, number)} {f'{mask(customer)}：' if customer else ''}{common.cut(words)}"


def kept(what: str, *, problem: bool, leader: str) -> str:
    """It was written.

    Args:
        what: `line`.
        problem: whether it waits for the morning's sheet.
        leader: who was told; empty if nobody.
    """
    sheet = "上明早会清单。" if problem else ""
    return f"记下了 {what}。{sheet}{f'已告知 {leader}。' if leader else ''}"


def told(person: str, what: str) -> str:
    """What the leader is told of a rival or the market."""
    return f"{person} 报：{what}"


def solved(what: str, solution: str) -> str:
    """A problem is solved."""
    return f"好，{what}，解决了{f'：{common.cut(solution)}' if solution else '。怎么解决的补一句更好'}。"


def told_solved(person: str, what: str, solution: str) -> str:
    """What the author is told when somebody else settled it."""
    return f"{person} 处理了你的{what}{f'：{common.cut(solution)}' if solution else '。'}"


def solved_before(number: int, on: str, who: str) -> str:
    """It was solved before, by whom and when."""
    return f"问题#{number} {on}{f'由 {who} ' if who else '已经'}解决了，不用再动。"


def list_head(title: str, count: int) -> str:
    """没解决的问题：3 条."""
    return f"{title}：{count} 条"


def title(kind: str, *, team: bool, period: str) -> str:
    """How a list is called."""
    whose = "我和团队" if team else "我"
    if kind == NewsKind.PROBLEM:
        return f"{whose}没解决的问题"
    return f"{whose}{period or '近 30 天'}的市场和竞品消息"


def list_line(index: int, who: str, on: date, today: date, customer: str, words: str, number: int) -> str:
    """1 李雷 11月20日 东吴机械：客户嫌交期长 #180."""
    day = "今天" if on == today else f"{on.month}月{on.day}日"
    about = f"{common.cut(customer, 14)}：" if customer else ""
    return f"{index} {f'{who} ' if who else ''}{day} {about}{common.cut(words, 30)} #{number}"


def empty(title_: str) -> str:
    """Nothing is there."""
    return f"{title_}：没有。遇到了说一句：问题 客户嫌交期长，或 竞品 海天 降5%"


def detail(what: str, who: str, on: str, notes: Sequence[str]) -> str:
    """One in full."""
    return "\n".join([what, f"{who} {on}", *notes])


def how_to_add(kind: str, number: int, words: str) -> str:
    """How more is said of one's own problem, and how it ends."""
    what = name(kind, number)
    return f"要补进去发：#{number} 加一句 {common.cut(words, 30)}\n解决了发：{what} 解决了 怎么解决的"
