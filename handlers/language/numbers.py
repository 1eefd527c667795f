"""Small whole numbers as people write them: 12, 十二, 廿三, 两."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
# Looser than what `number` reads: every set of characters costs time when a grammar is compiled.
NUM: Final = r"(?:\d{1,2}|[一二两三四五六七八九十廿卅]{1,3})"
COUNT: Final = r"(?:\d{1,3}|[一二两俩三仨四五六七八九十]{1,3})"
"""Regular expressions for what may be a number under a hundred, and a count under a thousand."""
_YEAR_FIGURES: Final = {code: str(value) for code, value in zip("零〇一二三四五六七八九", (0, *range(10)), strict=True)}


def number(text: str) -> int | None:
    """A whole number under a thousand in digits or Chinese numerals; None for anything else.

    Args:
        text: such as 12, 十二, 廿三, 两.
    """
    if text.isdecimal() and text.isascii():
        return int(text)
    if not text or any(one not in _DIGITS and one not in "十廿卅" for one in text):
        return None
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return _DIGITS[text] if len(text) == 1 else None
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def year_number(text: str) -> int | None:
    """A year of two or four figures in either script, two of them in this century where it is not far ahead.

    Args:
        text: such as 2026, 26, 二零二六, 九八.
    """
    figures = "".join(_YEAR_FIGURES.get(one, one) for one in text)
    if not (figures.isdecimal() and figures.isascii()) or len(figures) not in {2, 4}:
        return None
    year = int(figures)
    return year if len(figures) == 4 else year + (2000 if year < 60 else 1900)
