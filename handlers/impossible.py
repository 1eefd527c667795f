"""What nobody can mean, refused before anything is written: days that no calendar has, sums below zero, program code.

Half of such a message could be read, and what is then written is something else than was said: 2月30日 is not thirty
days.
"""

from __future__ import annotations

import calendar
from typing import Final

from handlers.language.patterns import regex
from handlers.texts import impossible as texts

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Birthdays reach back, agreements ahead; what lies outside was mistyped."""
BORN: Final = 1950
"""What lies before was somebody's birth or a firm's foundation, and no day of a record."""
_LEAP_YEAR: Final = 2000
_MONTHS: Final = 12
_MAY: Final = regex(r"(?=[\d\-−－<{.=;A-Za-z])(?:\d\s*[年月点天日周/.-]|[-−－]\d|[<{]|\.\./|=\s*1|;\s*--|[A-Za-z]{5})")
"""What every such text has, and few others."""
_DAY: Final = regex(
    r"(?<![\d历])(?:(?P<year>\d{4})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})(?:\s*[日号]|(?=[\s,，。;；到至]|$))"
    r"|(?<![\d.])(?P<year2>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month2>\d{1,2})(?P=mark)(?P<day2>\d{1,2})(?![\d.])"
)
_LUNAR: Final = regex(r"[农阴旧老]历|闰")
_YEAR: Final = regex(r"(?<![\d.])(\d{4,5})\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号]?)?")
_LONG_AGO: Final = regex(r"生日|出生|生于|诞|成立|创[立办建]|建[厂立]|老厂|至今")
_CLOCK: Final = regex(r"(?<![\d.])(\d{1,2})点(\d{1,2})分")
_DAYS_OFF: Final = regex(r"\d{5,}\s*[天日年周月]\s*(?:以?后|之后|内)")
_BELOW_ZERO: Final = regex(r"[打付收到款了是算额价欠][-−－]\d[\d.,]*\s*(?:[万千百元块亿wk]|$)")
_CODE: Final = regex(
    r"(?:^\s*(?!问题|竞品|市场|情报|日报)[\u4e00-\u9fff]{0,4}|联系人|标签\s*\S{1,12}|[\u4e00-\u9fff][是给到])[\s:：]*['\")]*\s*"
    r"(?:;\s*(?:drop|delete)\b|<\s*/?\s*(?:script|img|iframe|svg|style|html|body)\b|\{\{|\$\{|\.\./|javascript:"
    r"|\d+ or 1\s*=\s*1)"
)
"""Program code where a name should stand; amid a sentence it is words like others."""


def refusal(text: str) -> str:
    """Why a text cannot be meant as it stands, in one line; empty for nearly all.

    Args:
        text: as typed, one record.
    """
    if _MAY.search(text) is None:
        return ""
    said = text.lower()
    if _CODE.search(said):
        return texts.CODE
    if _BELOW_ZERO.search(said):
        return texts.BELOW_ZERO
    return _bad_day(said) or _bad_clock(said)


def _bad_day(said: str) -> str:
    for found in _YEAR.finditer(said):
        year = int(found[1])
        earliest = FIRST_YEAR if _LONG_AGO.search(said) else BORN
        if not earliest <= year <= LAST_YEAR:
            return texts.no_year(found[0].replace("号", "日"), late=year > LAST_YEAR)
    lunar = _LUNAR.search(said) is not None
    for found in _DAY.finditer(said):
        year = int(found["year"] or found["year2"] or _LEAP_YEAR)
        month, day = int(found["month"] or found["month2"]), int(found["day"] or found["day2"])
        if not 1 <= month <= _MONTHS:
            return texts.no_month(month)
        if not lunar and not 1 <= day <= _days(year, month):
            return texts.no_day(month, day)
    far = _DAYS_OFF.search(said)
    return texts.too_far(far[0]) if far else ""


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year if FIRST_YEAR <= year <= LAST_YEAR else _LEAP_YEAR, month)[1]


def _bad_clock(said: str) -> str:
    for found in _CLOCK.finditer(said):
        if int(found[1]) > 24 or int(found[2]) > 59:
            return texts.no_clock(found[0])
    return ""
