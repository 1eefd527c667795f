"""What is said of days, years and hours that there are not, of sums below zero, and of program code."""

from __future__ import annotations

from typing import Final

CODE: Final = "名字的地方像是程序代码，这条没记。写上客户或同事的名字，再发一遍就行。"

BELOW_ZERO: Final = "金额不能是负数，这条没记。记错的发“撤销”，改数发“改 #号 金额 5万”。"


def no_day(month: int, day: int) -> str:
    """2月没有30日.

    Args:
        month: 1 to 12.
        day: that it has not.
    """
    return f"{month}月没有{day}日，这条没记。把日子改对，再发一遍就行。"


def no_month(month: int) -> str:
    """一年里没有13月."""
    return f"一年里没有{month}月，这条没记。把日子改对，再发一遍就行。"


def no_year(words: str, *, late: bool) -> str:
    """2100年1月1日太远了.

    Args:
        words: the day as he wrote it.
        late: it lies ahead, not behind.
    """
    return f"{words}{'太远了' if late else '太早了'}，这条没记。年份写错了吗？改对再发一遍就行。"


def too_far(words: str) -> str:
    """A length of days or years that nobody waits.

    Args:
        words: as he wrote them.
    """
    return f"{words}太远了，这条没记。把日子改对，再发一遍就行。"


def no_clock(words: str) -> str:
    """25点61分.

    Args:
        words: as he wrote them.
    """
    return f"没有{words}这个钟点，这条没记。把时间改对，再发一遍就行。"
