"""What is said of what has come in (`product.md` §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from handlers.texts import common
from handlers.texts.money import STATES
from models.rules.masking import mask
from models.schema import PaymentState


def head(when: str, count: int, total: Decimal) -> str:
    """今天 11月23日（周一）回款 2 笔，共 13 万元."""
    return f"{when}回款 {count} 笔，共 {common.money(total)}："


def line(customer: str, amount: Decimal, on: date, today: date, who: str, number: int, state: str) -> str:
    """· 东吴机械 5 万元，11月23日（周一）李雷 回款#10，待财务核对."""
    told = " ".join(filter(None, (common.day(on, today), who, f"回款#{number}")))
    return f"· {mask(customer)} {common.money(amount)}，{told}，{STATES[PaymentState(state)]}"


def nothing(when: str, whose: str) -> str:
    """Nothing has come in."""
    return f"{when}{whose}还没有记到回款。"


def more(count: int) -> str:
    """Not all of them are listed."""
    return f"还有 {count} 笔没列，时间说短一点看，比如：昨天回款" if count else ""


def lines(top: str, shown: Sequence[str], left: int) -> str:
    """The whole list."""
    return common.lines_within(top, shown, more(left))


def promised(when: str, count: int, total: Decimal, shown: Sequence[str]) -> str:
    """答应要付的 3 笔，共 13 万元, and the days of each."""
    left = f"还有 {count - len(shown)} 笔没列。" if count > len(shown) else ""
    return common.lines_within(f"{when}答应要付的 {count} 笔，共 {common.money(total)}：", shown, left)


def promised_line(customer: str, amount: Decimal, paid: Decimal, on: date, today: date, owner: str) -> str:
    """· 东吴机械 11月27日（周五）10 万元，李雷; what has come in for it, and a day that is over, are said."""
    came = f"，已到 {common.money(paid)}" if paid else ""
    late = "，过期没付" if on < today else ""
    return (
        f"· {mask(customer)} {common.day(on, today)}{common.money(amount)}{came}{late}{f'，{owner}' if owner else ''}"
    )


def nothing_promised(when: str) -> str:
    """No promise stands."""
    return f"{when}没有客户答应要付的款。"
