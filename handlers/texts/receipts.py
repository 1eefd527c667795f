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
