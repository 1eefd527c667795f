"""Every notice that a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.rules.masking import mask

MOST_LINES = 9


def next_visits(lines: Sequence[tuple[str, str, int, date]]) -> str:
    """The morning's list of customers that a rep meant to go on with today.

    Args:
        lines: customer, what he meant to do (may be empty), the visit's number, the day of that visit.
    """
    shown = [
        f"{place} {customer}{' ' + mask(what) if what else ''}（{on.month}月{on.day}日 拜访#{number} 约的）"
        for place, (customer, what, number, on) in enumerate(lines[:MOST_LINES], start=1)
    ]
    more = f"\n还有 {len(lines) - MOST_LINES} 家，发“我的拜访”看。" if len(lines) > MOST_LINES else ""
    return (
        f"早上好，今天约了 {len(lines)} 家：\n"
        + "\n".join(shown)
        + more
        + "\n去过回一句就记上，比如：拜访 客户 谈了什么"
    )
