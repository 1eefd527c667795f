"""What the firms of the made-up company are called: by their number, so that each is known without looking it up."""

from __future__ import annotations

from typing import Final

from benchmarks.messages import CITIES, FIRST, SECOND, TRADE

_OTHERS: Final = "白黑蓝红青云海山河湖川雪雨风花鸟鱼虫龙虎牛羊马猴鸡狗兔象鹿熊"


def short_name(customer: int) -> str:
    """A customer's short name, by its number: no two alike below six hundred thousand."""
    rest, first = divmod(customer, len(FIRST))
    rest, second = divmod(rest, len(SECOND))
    rest, trade = divmod(rest, len(TRADE))
    return (
        FIRST[first] + SECOND[(second + first) % len(SECOND)] + SECOND[(rest * 7 + second) % len(SECOND)] + TRADE[trade]
    )


def full_name(customer: int) -> str:
    """A customer's full name."""
    return f"{CITIES[customer % len(CITIES)]}{short_name(customer)}有限公司"


def newcomer(number: int) -> str:
    """The name of a firm that is nobody's customer yet and sounds like none."""
    rest, first = divmod(number, len(_OTHERS))
    rest, second = divmod(rest, len(_OTHERS))
    return f"{_OTHERS[first]}{_OTHERS[second]}{_OTHERS[rest % len(_OTHERS)]}{TRADE[number % len(TRADE)]}"
