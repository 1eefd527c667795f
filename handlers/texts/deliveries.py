"""What is said when goods were handed over to a customer (`product.md` C3)."""

from __future__ import annotations

from datetime import date

from handlers.texts import common
from models.rules.masking import mask

WHICH = "交付的是哪家？连客户名一起说，比如：已交付 东吴机械"


def note(delivered_on: date, last: date) -> str:
    """What is to be done then, in the follow-up's own words."""
    return f"交付回访（{delivered_on.month}月{delivered_on.day}日交，最晚{last.month}月{last.day}日）"


def kept(what: str, told: str, customer: str) -> str:
    """The call is set."""
    return f"交付记下了。{what}；{told}\n尾款还没登记就说：应收 {mask(customer)} 15万 12月30日"


def too_long_ago(on: date) -> str:
    """So long ago nobody asks any more how it runs."""
    return f"{common.full_day(on)}交的太久了，没有设回访。要回访就说：明天跟进 东吴机械 问用得怎么样"
