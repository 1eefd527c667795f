"""Clock times: 上午10点, 下午三点半, 20:30, 差一刻五点."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from handlers.language.numbers import NUM, number
from handlers.language.patterns import regex

CLOCK: Final = (
    r"(?P<pm>早浪[厢向]?|上半日|下半日|夜里[厢向]|夜到|晌午|凌晨|清早|清晨|大清早|早上|早晨|一早|一大早|早|上午|中午|正午|午后|下午|晏昼|傍晚|晚上|晚间|夜里|半夜|深夜|夜间|晚)?(?:的)?\s*(?:"
    r"(?P<hh>(?<![\d.:])\d{1,2}):(?P<mm>[0-5]\d)(?::[0-5]\d)?(?![\d:])\s?(?P<ap>[ap]m?(?![a-z]))?"
    r"|(?<![\d.:])(?P<h12>\d{1,2})\s?(?P<ap12>[ap])m(?![a-z])"
    r"|(?P<dh>(?<![\d.])\d{1,2})\.(?P<dm>[0-5]\d)(?![\d.万千百元块折%米斤吨kw号日])"
    r"|(?(pm)(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)(?![\d万千百元块折%米斤吨kw号日个台件箱套张]|\s?[元块])|(?!))"
    rf"|差(?P<short>一刻|{NUM}分)钟?(?:到)?(?P<until>{NUM})点"
    rf"|(?<![\d.])(?P<hour>{NUM}|零|0\d)(?:点|时(?=[\s,整半至到]|{NUM}分|[一三13]刻|$)|(?(pm)时(?![间段期常候])|(?!)))(?P<bell>钟|整)?"
    rf"(?:差(?P<less>一刻|{NUM}分)|(?P<half>半)|(?P<quarter>[一三13]刻)"
    r"|(?P<minute>过?(?:[零〇0][一二三四五六七八九\d]分?"
    rf"|{NUM}分|\d\d|[二三四五]?十[一二三四五六七八九]?))(?![个点:\d万千百元块折%]))?)"
    r"|(?P<alone>晌午|[上下]半天|早浪[厢向]?|上半日|下半日|夜里[厢向]|凌晨|清早|清晨|早上|早晨|一早|上午|中午|午后|下午(?!茶)|傍晚|晚上)"
)
"""The grammar, to be joined with the one of the days; its named groups are read by `read_clock`."""

_AFTER_BARE: Final = regex(
    r"\s*(?:去|到(?!位)|见|开会|拜访|出发|前|之前|左右|打电话|给|再|来|过去|约|有个?会|集合|回|提醒|叫我|喊我|的(?:闹钟|会|车|火车|高铁|飞机|航班)|$)"
)
# 三点来说, 两点要求: a hour in words needs more than a figure does.
_AFTER_WORDS: Final = regex(
    r"\s*(?:开会|出发|见面|集合|打电话|[之以]前|[之以]?后|左右|提醒|叫我|喊我|的(?:闹钟|会|车|火车|高铁|飞机|航班))"
)
_POINTS: Final = frozenset("第让降宜涨返加给少高低提扣抽调浮利价差折")
"""Behind these a number with 点 is a percentage or an item: 让3点, 第三点."""
_LATE: Final = frozenset(
    {
        "午后",
        "下午",
        "晏昼",
        "傍晚",
        "晚上",
        "晚间",
        "夜里",
        "夜间",
        "半夜",
        "深夜",
        "晚",
        "下半日",
        "夜里厢",
        "夜里向",
        "夜到",
    }
)
_NIGHT: Final = frozenset({"夜里", "半夜", "深夜"})
_WAKING: Final = range(6, 23)
"""Hours that 8.30 may mean behind a day (明天8.30); anything else is a figure."""
_SMALL_HOURS: Final = range(1, 6)
"""Hours that are of the early morning where somebody says night."""


def read_clock(found: re.Match[str], text: str, *, beside: bool) -> time | None:
    """The time that a match of `CLOCK` means; None for 一点都不好谈, 三点建议, 早一点.

    Midnight at the end of a day (晚上12点, 24:00) is given as 00:00; see `ends_the_day`.

    Args:
        found: a match with a number in it.
        text: what was searched.
        beside: whether a day or a part of the day stands right before it.
    """
    said = _hour_and_minute(found, text, beside=beside)
    if said is None:
        return None
    hour, minute = said
    part = found["pm"] or text[max(found.start() - 1, 0) : found.start()]
    if part in _NIGHT and hour in _SMALL_HOURS:
        return time(hour, minute) if minute < 60 else None
    if (part in _LATE and 1 <= hour < 12) or (part in {"中午", "正午", "晌午"} and 1 <= hour < 4):
        hour += 12
    elif part in _LATE - {"下午", "午后", "晏昼", "傍晚", "下半日"} and hour == 12:
        hour = 24
    return time(hour % 24, minute) if 0 <= hour <= 24 and 0 <= minute < 60 else None


_MIDNIGHT: Final = regex(r"24[:点时]|二十四[点时]|[晚夜][上里间]?\s*(?:12|十二|零|0)[点时:]")


def ends_the_day(words: str) -> bool:
    """Whether midnight is said as the end of a day, and so falls on the next (今晚12点).

    Args:
        words: the day and the time as folded.
    """
    return _MIDNIGHT.search(words) is not None


def _hour_and_minute(found: re.Match[str], text: str, *, beside: bool) -> tuple[int, int] | None:
    if found["hh"] is not None:
        return _of_twelve(int(found["hh"]), found["ap"]), int(found["mm"])
    if found["h12"] is not None:
        return _of_twelve(int(found["h12"]), found["ap12"]), 0
    if found["dh"] is not None:
        told = int(found["dh"]), int(found["dm"])
        return told if beside and told[0] in _WAKING else None
    if found["h4"] is not None:
        return int(found["h4"]), int(found["m4"])
    if found["until"] is not None:
        return _before(number(found["until"]), found["short"])
    hour = 0 if found["hour"] == "零" else number(found["hour"])
    if found["less"] is not None:
        return _before(hour, found["less"])
    if hour is None or not (_is_exact(found) or _is_time(found, text, beside=beside)):
        return None
    if found["half"]:
        return hour, 30
    if found["quarter"]:
        return hour, 15 if found["quarter"][0] in "一1" else 45
    minute = (found["minute"] or "").lstrip("过零〇0").rstrip("分")
    return hour, number(minute) or 0


def _of_twelve(hour: int, half: str | None) -> int:
    """The hour of 24 that 3pm means."""
    if half is None or not 1 <= hour <= 12:
        return hour
    return hour % 12 + (12 if half[0] == "p" else 0)


def _before(hour: int | None, missing: str) -> tuple[int, int] | None:
    minutes = 15 if missing == "一刻" else number(missing.rstrip("分"))
    if hour is None or minutes is None or not 0 < minutes < 60:
        return None
    return (hour - 1) % 24, 60 - minutes


def _is_exact(found: re.Match[str]) -> bool:
    return bool(found["half"] or found["quarter"] or found["bell"] or (found["minute"] or "").endswith("分"))


def _is_time(found: re.Match[str], text: str, *, beside: bool) -> bool:
    part = found["pm"]
    if found["hour"] == "一" and (part in {"早", "晚"} or (part is None and not beside)):
        return False  # 早一点, 晚一点, 一点都不
    if part is not None or beside:
        return True
    if text[max(found.start() - 1, 0) : found.start()] in _POINTS:
        return False
    if found["hour"].startswith(_LATE_HOURS) and _NO_HOUR.match(text, found.end()) is None:
        return True
    return (_AFTER_BARE if found["hour"].isdecimal() else _AFTER_WORDS).match(text, found.end()) is not None


_LATE_HOURS: Final = ("十一", "十二", "二十")
_NO_HOUR: Final = regex(
    r"\s*(?:建议|要求|意见|内容|原因|问题|说明|注意|[零一二三四五六七八九\d]|[万千百]|左?右?的?(?:折|优惠|利|税))"
)
"""十一点 is hardly ever eleven items."""
