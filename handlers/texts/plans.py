"""What is said about plans of a day (`product.md` A5, §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from handlers.texts import common
from handlers.texts.work import due_line
from models.queries.followups import Due
from models.rules.masking import mask

PLAN_WITHOUT_DAY = "听着是打算，没有记。带上日子就能记，比如：明天去 恒力，或：计划 上午东吴 下午回公司。"
FURTHEST_DAYS = 92
"""A plan is for a day within a quarter; what lies further ahead is a follow-up."""
PLAN_HOW = "计划怎么写都行，比如：明天计划 恒力 华联，或：计划 上午东吴 下午回公司。"


def plan_kept(number: int, day: date, today: date, *, customers: int, asks: Sequence[str]) -> str:
    """The plan of a day was kept.

    Args:
        number: of the report it stands on.
        day: the Shanghai day it is for.
        today: of the message.
        customers: how many known customers it names.
        asks: what is worth asking there, one for each customer with money open.
    """
    what = f"{customers} 家" if customers else "了"
    head = f"记下{' ' if customers else ''}{what}，{common.day(day, today)}的计划（日报#{number}）。"
    return "\n".join([head, *asks[:3]])


def overdue_there(customer: str, overdue: Decimal) -> str:
    """Money is overdue where he means to go."""
    return f"{customer} 有 {common.money(overdue)}逾期，一起问？"


def plan_shown(day: date, today: date, plan: str, due: Sequence[Due]) -> str:
    """What is planned for a day."""
    lines = [mask(plan)] if plan else []
    lines += [due_line(each) for each in due]
    if not lines:
        return f"{common.day(day, today)}还没有计划。\n{PLAN_HOW}"
    return common.lines_within(f"{common.day(day, today)}的计划：", lines, "")


def plan_too_far(day: date) -> str:
    """A plan for a day that is too far ahead."""
    return f"{common.full_day(day)}太远了，计划只记三个月内的。要到时提醒，就设一条提醒。"


def plan_past(day: date) -> str:
    """A plan for a day that is over."""
    return f"{common.full_day(day)}已经过了，没有记。要写那天做了什么，发：补日报。"
