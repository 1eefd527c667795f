"""How somebody's pace of points reads, on the week's first card or as a push of its own (`product.md` A1, P16)."""

from __future__ import annotations

from datetime import date

from models.rules.points import Outlook
from models.rules.terms import cite

_MOST_A_DAY = 6
"""More visits than that nobody makes in a day."""


def pace(month: date, held: Outlook) -> str:
    """本月积分 17/30 分，到上个工作日应到 18 分；还差 13 分，剩 9 个工作日。

    Args:
        month: any Shanghai day of it.
        held: in the morning of the week.
    """
    head = f"{month.month}月积分 {held.points}/{held.floor} 分"
    if not held.missing:
        return f"{head}，已经够了。"
    left = f"还差 {held.missing} 分，连今天还有 {held.workdays_left} 个工作日"
    told = f"{head}，到上个工作日应到 {held.expected} 分；{left}。"
    if held.is_steep:
        return f"{told}\n{steep(held)}（{cite('points_floor')}）。先跑哪几家，发“多久没联系的”看看。"
    return told


def steep(held: Outlook) -> str:
    """What the workdays that are left ask for, as long as somebody could do it."""
    return f"每天要 {held.a_day} 分才够" if held.a_day <= _MOST_A_DAY else "剩下的工作日够不到了，能跑几家是几家"
