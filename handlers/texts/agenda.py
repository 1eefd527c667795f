"""What is said of the lines of 待办 that are no follow-ups, and of handing a follow-up over (`product.md` §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common
from models.rules.masking import mask

PAGE = 9
"""Lines of the list at once (`product.md` §4.4)."""
MORE = "还有 {} 件，回“更多”。"
GREETED = "好，明年再提醒你。"
NOT_MOVED = "生日改不了日子，记错了就说：王总生日 8月12。"
PAID = "收到了就记一句：回款 {} 5万；说了哪天付就说：{} 说下周五付"
TOUCHED = "有一次有效跟进就不到期：去一趟、打个电话记一句，或发：{} 续保护"
TO_HIMSELF = "本来就是你的，没有动。"
NOT_HIS_CUSTOMER = "这家不归你，跟进转不了。请找 {}。"


def birthday(contact: str, customer: str, days: int) -> str:
    """王总 今天生日（东吴机械）."""
    when = ("今天", "明天", "后天")[days] if days < len(("今天", "明天", "后天")) else f"{days} 天后"
    return f"{mask(contact)} {when}生日（{common.cut(customer, 14)}）"


def promise(customer: str, words: str, on: date, today: date) -> str:
    """东吴机械 答应的：送样册（过期 3 天）."""
    late = f"（{on.month}月{on.day}日的，过期 {(today - on).days} 天）" if on < today else ""
    return f"{common.cut(customer, 16)} 答应的：{common.cut(words, 20)}{late}"


def overdue(customer: str, amount: str, days: int) -> str:
    """东吴机械 逾期 5 万元（43 天）."""
    return f"{common.cut(customer, 16)} 逾期 {amount}（{days} 天）"


def protection(customer: str, on: str) -> str:
    """东吴机械 保护到 12月1日（周二）."""
    return f"{common.cut(customer, 16)} 保护到 {on}"


def recycled(customer: str, on: str) -> str:
    """东吴机械 12月1日（周二）回收."""
    return f"{common.cut(customer, 16)} 没有效跟进，{on}回收"


def notes(plan: str, missing_on: str, *, more_overdue: bool) -> Sequence[str]:
    """Below the lines: what he planned, which report he owes, and that more is overdue."""
    found = ["逾期的不止这些，发“逾期”看全。"] if more_overdue else []
    found += [f"今天计划：{common.cut(plan, 60)}"] if plan else []
    return [*found, *([f"{missing_on}的日报还没交，发“补昨天日报”。"] if missing_on else [])]


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
