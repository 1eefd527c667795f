"""Clock times: 上午10点, 下午三点半, 20:30, 差一刻五点."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from handlers.language.numbers import NUM, number

CLOCK: Final = (
    r"(?P<pm>凌晨|清早|清晨|早上|早晨|一早|早|上午|中午|午后|下午|傍晚|晚上|晚间|夜里|晚)?(?:的)?\s*(?:"
    r"(?P<hh>(?<![\d.:])\d{1,2}):(?P<mm>[0-5]\d)(?!\d)"
    rf"|差(?P<short>一刻|{NUM}分)钟?(?:到)?(?P<until>{NUM})点"
    rf"|(?<![\d.])(?P<hour>{NUM})(?:点|时(?=[\s,整半]|{NUM}分|$))(?P<bell>钟|整)?"
    rf"(?:差(?P<less>一刻|{NUM}分)|(?P<half>半)|(?P<quarter>[一三]刻)|(?P<minute>{NUM}分?|0\d分?)(?![个点]))?)"
    r"|(?P<alone>清早|清晨|早上|早晨|一早|上午|中午|午后|下午|傍晚|晚上)"
)
"""The grammar, to be joined with the one of the days; its named groups are read by `read_clock`."""

_AFTER_BARE: Final = re.compile(
    r"\s*(?:去|到(?!位)|见|开会|拜访|出发|前|之前|左右|打电话|给|再|来|过去|约|有个?会|集合|回|$)"
)
_LATE: Final = frozenset({"午后", "下午", "傍晚", "晚上", "晚间", "夜里", "晚"})


def read_clock(found: re.Match[str], text: str, *, beside: bool) -> time | None:
    """The time that a match of `CLOCK` means; None for 一点都不好谈, 三点建议, 早一点.

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
    if (part in _LATE and 1 <= hour < 12) or (part == "中午" and 1 <= hour < 4):
        hour += 12
    return time(hour % 24, minute) if 0 <= hour <= 24 and 0 <= minute < 60 else None


def _hour_and_minute(found: re.Match[str], text: str, *, beside: bool) -> tuple[int, int] | None:
    if found["hh"] is not None:
        return int(found["hh"]), int(found["mm"])
    if found["until"] is not None:
        return _before(number(found["until"]), found["short"])
    hour = number(found["hour"])
    if found["less"] is not None:
        return _before(hour, found["less"])
    if hour is None or not (_is_exact(found) or _is_time(found, text, beside=beside)):
        return None
    if found["half"]:
        return hour, 30
    if found["quarter"]:
        return hour, 15 if found["quarter"][0] == "一" else 45
    return hour, number((found["minute"] or "0").rstrip("分")) or 0


def _before(hour: int | None, missing: str) -> tuple[int, int] | None:
    minutes = 15 if missing == "一刻" else number(missing.rstrip("分"))
    return None if hour is None or minutes is None else (hour - 1, 60 - minutes)


def _is_exact(found: re.Match[str]) -> bool:
    return bool(found["half"] or found["quarter"] or found["bell"] or (found["minute"] or "").endswith("分"))


def _is_time(found: re.Match[str], text: str, *, beside: bool) -> bool:
    part = found["pm"]
    if found["hour"] == "一" and (part in {"早", "晚"} or (part is None and not beside)):
        return False  # 早一点, 晚一点, 一点都不
    if part is not None or beside:
        return True
    return _AFTER_BARE.match(text, found.end()) is not None and found["hour"].isdecimal()
