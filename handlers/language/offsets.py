"""Days and moments that are counted from now: 三天后, 两周前, 一个半月后, 半小时后, 5个工作日内."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

from handlers.language.numbers import COUNT, number
from handlers.language.patterns import regex

WEEK: Final = r"(?:周|星期|礼拜)"
_UNIT: Final = rf"(?:天|日|{WEEK}|月|年)"
_ROUGH: Final = r"(?:一两|两三|三四|三五|四五|五六|六七|七八|八九|十来|十几|几十|好几|几|十多)"
_MANY: Final = rf"(?:{_ROUGH}|{COUNT}个?半|{COUNT}|半)"
AGO: Final = rf"(?<![\d.第]){_MANY}(?:个多|多?个?){_UNIT}半?(?:之|以)?前|前(?:两|几|些)天"
LATER: Final = (
    rf"(?:再)?(?:过|(?<!每)隔)(?:个)?{_MANY}个?{_UNIT}(?:之后|以后|后)?|过些天|过(?:个把)月"
    rf"|(?<![\d.第])(?:{_MANY}(?:个多|多?个?){_UNIT}半?|个把(?:月|{WEEK}))(?:之后|以后|过后|后(?!天)|内(?!部)|以内|之内)"
    rf"|(?<![\d.第]){COUNT}个?工作日(?:之后|以后|后|内|以内|之内)"
)
_LENGTH: Final = regex(
    rf"(?:再)?[过隔]?(?:个(?!把))?(前[两几些]|个把|些|{_ROUGH}|{COUNT}|半)(个?半)?(?:个?(多))?个?(天|日|{WEEK}|月|年|工作日)(半)?"
)
_ROUGHLY: Final = {
    "一两": 1, "两三": 2, "三四": 3, "三五": 3, "四五": 4, "五六": 5, "六七": 6, "七八": 7, "八九": 8,
    "十来": 10, "十几": 10, "十多": 10, "几十": 20, "好几": 3,
}  # fmt: skip
_MONTHS_WITHOUT_MEASURE: Final = frozenset({"半", "两", "俩", "仨", "几"})


class Reckoned(NamedTuple):
    """A day that was counted: `vague` where no number was said (过几天), `fuzzy` where it was said roughly."""

    day: date
    vague: bool = False
    fuzzy: bool = False


def months_on(day: date, months: int, day_of_month: int | None = None) -> date:
    """So many months later (or earlier), the day clamped to the month's end.

    Args:
        day: from when.
        months: how many; negative goes back.
        day_of_month: the day wanted; that of `day` if None.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    wanted = day.day if day_of_month is None else day_of_month
    return date(year, month + 1, min(wanted, calendar.monthrange(year, month + 1)[1]))


def reckon(words: str, today: date, sign: int) -> Reckoned | None:
    """The day that a length of time leads to.

    Args:
        words: such as 三天后, 一个半月后, 前几天.
        today: the Shanghai day counted from.
        sign: 1 for later, -1 for earlier.

    Raises:
        ValueError, OverflowError: the calendar ends before.
    """
    said = _LENGTH.match(words)
    if said is None:
        return None
    count, unit = said[1].lstrip("前"), said[4]
    if unit == "月" and "个" not in words and count not in _MONTHS_WITHOUT_MEASURE:
        return None  # 3月前 is before March
    if count == "半":
        return _half(unit, today, sign)
    vague = count in {"几", "些"}
    rough = _ROUGHLY.get(count)
    many = 2 if vague else 1 if count.endswith("把") else rough if rough is not None else number(count)
    if many is None:
        return None
    if unit == "工作日":
        return Reckoned(_workdays_on(today, many * sign))
    day = _on(today, many * sign, unit)
    if said[2] or said[5]:
        half = _half(unit, day, sign)
        day = day if half is None else half.day
    return Reckoned(day, vague, vague or rough is not None or count.endswith("把") or bool(said[3]))


def _half(unit: str, today: date, sign: int) -> Reckoned | None:
    if unit == "月":
        return Reckoned(today + timedelta(days=15 * sign))
    return Reckoned(months_on(today, 6 * sign)) if unit == "年" else None


def _on(today: date, many: int, unit: str) -> date:
    if unit in {"天", "日"}:
        return today + timedelta(days=many)
    if unit in {"月", "年"}:
        return months_on(today, many * (12 if unit == "年" else 1))
    return today + timedelta(days=7 * many)


def _workdays_on(today: date, many: int) -> date:
    from models.rules.calendar import is_workday

    step = timedelta(days=1 if many > 0 else -1)
    day, left = today, min(abs(many), 400)
    while left:
        day += step
        left -= is_workday(day)
    return day


@cache
def _hours() -> re.Pattern[str]:
    """Compiled when hours are first counted: few messages do."""
    count = rf"(?:{COUNT}(?:\.5)?|[几半]|一两|两三|三五|十几|二十几)"
    hour = r"(?:小时|钟头)"
    return re.compile(
        rf"(?P<over>再?过(?!去)|再等|等|(?P<since>前|过去的?|最近))?(?<![\d.])(?:(?P<hours>{count})个?(?P<half>半)?{hour}(?P<too>半)?零?"
        rf"(?:(?P<rest>{COUNT})分钟?)?|(?P<quarters>[一两三1-3])刻钟|(?P<minutes>{count})分(?P<half_minute>半)?钟?(?(half_minute)|(?<=钟))半?|(?P<seconds>{count})秒钟?)"
        r"(?:(?P<later>之后|以后|过后|后(?!天)|以内|之内|内)|(?P<ago>之前|以前|前))?"
    )


class Hours(NamedTuple):
    """A moment counted in hours or minutes, and where it was said."""

    start: int
    end: int
    at: datetime
    fuzzy: bool


def find_hours(text: str, now: datetime) -> Iterator[Hours]:
    """Moments counted in hours and minutes: 半小时后, 一个半小时后, 再过十分钟, 两个小时前.

    Args:
        text: folded text.
        now: the moment counted from; its zone is kept.
    """
    if _MEASURED.search(text) is None:
        return
    for found in _hours().finditer(text):
        back = found["ago"] is not None or found["since"] is not None
        if found["later"] is None and not back and found["over"] not in {"过", "再过"}:
            continue
        minutes = _minutes(found)
        if minutes is not None:
            rough = (found["hours"] or found["minutes"] or "")[-1:] == "几" or bool(
                re.match("一两|两三|三五", found["hours"] or found["minutes"] or "")
            )
            yield Hours(*found.span(), now + timedelta(minutes=-minutes if back else minutes), rough)


_MEASURED: Final = regex("小时|钟|[分秒]")


def _minutes(found: re.Match[str]) -> float | None:
    if found["seconds"]:
        seconds = _count(found["seconds"], 60)
        return None if seconds is None else seconds / 3600
    if found["quarters"]:
        return 15 * (number(found["quarters"]) or 0)
    if found["minutes"]:
        minutes = _count(found["minutes"], 1)
        half = found["half_minute"] or found.group("minutes") + "分钟半" in found.group()
        return None if minutes is None else minutes + (0.5 if half else 0)
    hours = _count(found["hours"], 60)
    if hours is None:
        return None
    return hours + (30 if found["half"] or found["too"] else 0) + (number(found["rest"] or "") or 0)


def _count(said: str, unit: int) -> int | None:
    if said == "半":
        return unit // 2 if unit > 1 else None
    if said.endswith(".5"):
        return int(said[:-2]) * unit + unit // 2
    rough = {"几": 2, "一两": 1, "两三": 2, "三五": 3, "十几": 10, "二十几": 20}.get(said)
    many = rough if rough is not None else number(said)
    return None if many is None else many * unit
