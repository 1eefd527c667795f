"""Small whole numbers as people write them: 12, 十二, 廿三, 两."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_CN: Final = r"(?:[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二两三四五六七八九])"
NUM: Final = rf"(?:\d{{1,2}}|{_CN})"
COUNT: Final = r"(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"

"""Regular expressions for a number under a hundred, and for a count under a thousand."""


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
