"""Stretches of days that lists are asked for: 今天, 本周, 上个月, 最近三天, 一季度, 上半年, 年度."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Final

from handlers.language.dates import find_moments
from handlers.language.numbers import COUNT, NUM, number
from handlers.language.offsets import WEEK, months_on

Period = tuple[date, date, str]


def _days(shift: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (today + timedelta(days=shift), today + timedelta(days=shift))


def _week(shift: int) -> Callable[[date], tuple[date, date]]:
    def stretch(today: date) -> tuple[date, date]:
        monday = today + timedelta(days=7 * shift - today.weekday())
        return monday, monday + timedelta(days=6)

    return stretch


def _months(first: date, count: int) -> tuple[date, date]:
    last = months_on(first, count - 1, 1)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def _month(shift: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: _months(months_on(today, shift, 1), 1)


def _quarter(shift: int) -> Callable[[date], tuple[date, date]]:
    def stretch(today: date) -> tuple[date, date]:
        begun = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        return _months(months_on(begun, 3 * shift, 1), 3)

    return stretch


def _year(shift: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (date(today.year + shift, 1, 1), date(today.year + shift, 12, 31))


_NO_WEEKDAY: Final = r"(?![一二三四五六日天末1-7]|[初中底内])"
_STRETCHES: Final[tuple[tuple[str, str, Callable[[date], tuple[date, date]]], ...]] = (
    ("before", r"大前天", _days(-3)),
    ("day_before", r"前天|前日", _days(-2)),
    ("yesterday", r"昨[天日儿晚]|昨儿个", _days(-1)),
    ("today", r"今[天日儿晚早朝]|今儿个|当天|当日|本日", _days(0)),
    ("day_after", r"(?<!大)后天|后日", _days(2)),
    ("tomorrow", r"明[天日儿早晚]|明儿个", _days(1)),
    ("week_before", rf"上上一?个?{WEEK}{_NO_WEEKDAY}", _week(-2)),
    ("last_week", rf"上一?个?{WEEK}{_NO_WEEKDAY}", _week(-1)),
    ("week_after", rf"下下一?个?{WEEK}{_NO_WEEKDAY}", _week(2)),
    ("next_week", rf"下一?个?{WEEK}{_NO_WEEKDAY}", _week(1)),
    ("week", rf"[本这]一?个?{WEEK}{_NO_WEEKDAY}|周拜访|周排名|周报", _week(0)),
    ("month_before", r"上上个?月(?![初中底末上下])", _month(-2)),
    ("last_month", r"上一?个?月(?![初中底末下\d一二三四五六七八九十]|上旬|的?\d)", _month(-1)),
    ("next_month", r"下一?个?月(?![初中底末上下\d一二三四五六七八九十]|的?\d)", _month(1)),
    ("month", r"[本这当]个?月(?![初中底末下\d一二三四五六七八九十]|上旬|的?\d)|月拜访|月度|月排名", _month(0)),
    ("last_quarter", r"上一?个?季度", _quarter(-1)),
    ("next_quarter", r"下一?个?季度", _quarter(1)),
    ("quarter", r"[本这当]一?个?季度?|(?<![一二三四1-4每旺淡个])季度", _quarter(0)),
    ("last_year", r"去年(?!年?[底初末中]|\d|[一二三四五六七八九十])|上一?年度", _year(-1)),
    ("next_year", r"明年(?!年?[底初末中]|\d|[一二三四五六七八九十])|下一?年度", _year(1)),
    ("year", r"(?:今|本)年度?(?!年?[底初末中]|\d|[一二三四五六七八九十上下])|(?<!半)年度|全年|一整年", _year(0)),
)
_NAMED: Final = (
    r"(?P<named_year>(?:今|去|明)年|(?:20)?\d\d年)?的?(?:"
    rf"第?(?P<named_quarter>[一二三四1-4])个?季度?(?![节花])|q(?P<q>[1-4])(?!\d)|(?P<half>[上下])半年|前(?P<first>[一二两三四五六七八九十]{{1,2}})个月"
    rf"|(?<![\d第个.])(?P<named_month>{NUM})月份?(?![初中底末下\d一二三四五六七八九十]|上旬|花))"
)
_BY_NAME: Final = {name: stretch for name, _, stretch in _STRETCHES}
_LAST_DAYS: Final = (
    rf"(?P<lately>最近的?|近|过去的?|这|连续)?(?<![第\d])(?P<count>{COUNT}|半)"
    r"(?P<unit>天|周|个?星期|个?礼拜|个月|年)(?!后|之后|以后|内|前|之前|以前)"
)


@cache
def _grammars() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compiled with the first question: visits have none."""
    every = "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _STRETCHES)
    return re.compile(every), re.compile(_NAMED), re.compile(_LAST_DAYS)


def find_period(text: str, today: date) -> tuple[Period, int, int] | None:
    """The stretch of days that a question is about, with where it stands.

    A quarter or a month without its year is the one of this year, or of the last where this year's is far ahead.

    Args:
        text: folded text.
        today: the Shanghai day of the message.

    Returns:
        ((first day, last day, the words), start, end), or None when no time was said.
    """
    named = _named_stretch(text, today)
    if named is not None:
        return named
    found = _grammars()[0].search(text)
    if found is not None and found.lastgroup is not None:
        first, last = _BY_NAME[found.lastgroup](today)
        return (first, last, re.sub("拜访|排名|报$", "", found.group())), found.start(), found.end()
    lately = _lately(text, today)
    if lately is not None:
        return lately
    for moment in find_moments(text, today):
        if moment.past is not None and moment.past <= today and not moment.vague:
            return (moment.past, moment.past, text[moment.start : moment.end]), moment.start, moment.end
    return None


_SOON: Final = 3
"""A month so many months ahead is asked for as one to come: 12月应收 in November."""
_YEARS: Final = {"今年": 0, "去年": -1, "明年": 1}


def _named_stretch(text: str, today: date) -> tuple[Period, int, int] | None:
    if "季" not in text and "月" not in text and "半年" not in text and "q" not in text:
        return None
    for found in _grammars()[1].finditer(text):
        said = found["named_year"]
        year = None
        if said:
            year = today.year + _YEARS[said] if said in _YEARS else 2000 + int(said[:-1]) % 100
        month, count = _begins(found)
        if month is None or not 1 <= month <= 12 or not 1 <= count <= 12:
            continue
        first = date(year or today.year, month, 1)
        if year is None and first > months_on(today, _SOON) and not found["half"]:
            first = months_on(first, -12)
        return (*_months(first, count), found.group()), found.start(), found.end()
    return None


def _begins(found: re.Match[str]) -> tuple[int | None, int]:
    quarter = number(found["named_quarter"] or found["q"] or "")
    if quarter is not None:
        return quarter * 3 - 2, 3
    if found["half"]:
        return (1 if found["half"] == "上" else 7), 6
    if found["first"]:
        return 1, number(found["first"]) or 0
    return number(found["named_month"]), 1


def _lately(text: str, today: date) -> tuple[Period, int, int] | None:
    found = _grammars()[2].search(text)
    if found is None:
        return None
    unit, half = found["unit"], found["count"] == "半"
    count = 1 if half else number(found["count"])
    if not count or (unit[-1] in "月年" and not found["lately"]):
        return None  # 三个月账期 is no stretch of days
    if unit[-1] in "月年":
        first = today - timedelta(days=14) if half and unit[-1] == "月" else _back(today, count, unit, half=half)
    else:
        first = today - timedelta(days=count * (1 if unit == "天" else 7) - 1)
    return (first, today, found.group()), found.start(), found.end()


def _back(today: date, count: int, unit: str, *, half: bool) -> date:
    months = 6 if half else count * (12 if unit == "年" else 1)
    return months_on(today, -months) + timedelta(days=1)
