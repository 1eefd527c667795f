"""What is said of the lines of 待办 that are no follow-ups, and of handing a follow-up over (`product.md` §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common
from handlers.texts.followups import LIST_HINT
from models.rules.terms import cite

MORE = "还有 {} 件，回“更多”。"
ALL_DONE = "单子上的都办完了。"
NOT_RENEWED = "这一行没有保护期可以续。"
PAID = "钱到了记一句：回款 {} {}；没付就说原因和日子：{} 走流程 下周五付"
TOUCHED = "有一次有效跟进就不到期：去一趟、打个电话记一句，或发：{} 续保护"
KEPT_BY = "有一次有效跟进就留得住：去一趟、打个电话记一句，比如：拜访 {} 谈了什么"
STAYS_LISTED = "钱没到会一直列着。说了哪天付就记一句，比如：{} 走流程 下周五付"
LET_GO = "不跟了就现在退：退回 {} 写上原因；不动它到期也会处理。"
ONE_BY_ONE = "先答上面这句，再回“{}”。"
REPORT_NOT_MOVED = "日报不改天，回“{}”就能看草稿、补交。"
NOT_TO_HAND_OVER = "这一条只能自己办。"
TO_HIMSELF = "本来就是你的，没有动。"
NOT_HIS_CUSTOMER = "这家不归你，跟进转不了。请找 {}。"


def promise(customer: str, words: str, on: date, today: date) -> str:
    """东吴机械 答应的：送样册; with its day where that is not today."""
    when = ""
    if on < today:
        when = f"（{on.month}月{on.day}日的，过期 {(today - on).days} 天）"
    elif on > today:
        when = f"（{common.day(on, today)}前）"
    return f"{common.cut(customer, 16)} 答应的：{common.cut(words, 20)}{when}"


def overdue(customer: str, amount: str, days: int) -> str:
    """东吴机械 逾期 5 万元（43 天）."""
    return f"{common.cut(customer, 16)} 逾期 {amount}（{days} 天）"


def protection(customer: str, on: str) -> str:
    """东吴机械 保护到 12月1日（周二）."""
    return f"{common.cut(customer, 16)} 保护到 {on}"


def recycled(customer: str, on: str, term: str) -> str:
    """东吴机械 没有有效跟进，12月1日（周二）回收（制度 4.8）: the rule stands with each warning."""
    return f"{common.cut(customer, 16)} 没有有效跟进，{on}回收（{cite(term)}）"


def missing_report(on: str) -> str:
    """11月24日（周二）的日报没交."""
    return f"{on}的日报没交，回编号看草稿"


def unseen(leader: str, count: int) -> str:
    """吴芳 点评了你 2 条，还没看."""
    return f"{leader} 点评了你 {count} 条，还没看，回编号看"


def notes(plan: str, *, more_overdue: bool) -> Sequence[str]:
    """Below the lines: that more is overdue, and what he planned."""
    found = ["逾期的不止这些，发“逾期”看全。"] if more_overdue else []
    return [*found, *([f"今天计划：{common.cut(plan, 60)}"] if plan else [])]


def hint(*, own: bool, overdue_at: int, protected_at: int) -> Sequence[str]:
    """How the lines that are seen are answered.

    Args:
        own: whether some are closed by 好了 and put off by a day.
        overdue_at: the first that tells of overdue money; 0 for none.
        protected_at: the first that tells of a protection; 0 for none.
    """
    special = [f"没付的回“{overdue_at} 走流程 下周五付”"] if overdue_at else []
    special += [f"续保护回“{protected_at}续”"] if protected_at else []
    return [*([LIST_HINT] if own else []), *([f"{'，'.join(special)}。"] if special else [])]


def greeted(what: str) -> str:
    """A birthday was kept in mind."""
    return f"好，{what}，办完了。明年再提醒你。"


def not_read(words: str, place: int) -> str:
    """没看懂“…”，没有动: a line that was answered by something that nobody understands."""
    return f"没看懂“{common.cut(words, 16)}”，没有动。办完回“{place}好了”，改天回“{place}明天”。"


def handed(what: str, to: str) -> str:
    """A follow-up went to a colleague."""
    return f"转给 {to} 了（已通知）：{what}"


def got(person: str, what: str, number: int) -> str:
    """What the colleague is told."""
    return f"{person} 转给你：{what}\n办完回“#{number} 好了”，改天回“#{number} 明天”。"


def not_found(name: str, place: int) -> str:
    """No colleague is called so."""
    return f"没找到同事“{common.cut(name, 8)}”。写全名再转一次，比如：{place}转给韩梅"


def several(names: Sequence[str], place: int) -> str:
    """Several colleagues are called so."""
    return f"是哪一位：{'、'.join(names[:5])}？写全名再转一次，比如：{place}转给{names[0]}"
