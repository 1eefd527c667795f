"""A record with its days hidden, so that one pattern reads it whatever day was said and wherever."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from handlers.language.dates import Moment
from handlers.language.numbers import COUNT, number
from handlers.language.offsets import months_on
from handlers.language.patterns import regex
from handlers.language.reading import Reading

DAY: Final = "\ue00d"
"""Stands in for every character of a day or a clock time."""
D: Final = f"{DAY}+"
SPAN: Final = regex(
    rf"(?<![\d.])(?P<count>{COUNT}|半)\s*(?P<unit>个?工作日|天|日|个?星期|个?礼拜|周|个月|年)(?!后|前|以[后前内])"
)
"""So long: 三天, 两周, 半天."""


def undated(reading: Reading) -> str:
    """The masked text with days and clock times masked too, character by character.

    Args:
        reading: one record.
    """
    text = reading.masked
    for moment in reading.moments:
        text = text[: moment.start] + DAY * (moment.end - moment.start) + text[moment.end :]
    return text


def first_day(reading: Reading) -> Moment | None:
    """The first day that is said; None where there is none."""
    return next((moment for moment in reading.moments if moment.dated), None)


def span_end(found: re.Match[str], first: date) -> date | None:
    """The last day of so many days that begin with a day; None where that makes no sense.

    Args:
        found: of `SPAN`.
        first: the first of them.
    """
    if found["count"].isdecimal() and int(found["count"]) > _MOST:
        return None
    count = 1 if found["count"] == "半" else number(found["count"])
    if not count or count > _MOST:
        return None
    unit = found["unit"][-1]
    try:
        if unit in "周期拜":
            return first + timedelta(days=7 * count - 1)
        if unit in "月年":
            months = count * (12 if unit == "年" else 1)
            return months_on(first, months, first.day) - timedelta(days=1)
        return first + timedelta(days=count - 1)
    except (ValueError, OverflowError):
        return None


_MOST: Final = 400
