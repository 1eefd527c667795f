"""Festivals: on which solar day they fall in a year, and which working day follows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from models.rules.lunar import solar_day, term_day

TERMS: Final = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑",
    "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip

InYear = Callable[[int], date | None]


def _solar(month: int, day: int) -> InYear:
    return lambda year: date(year, month, day)


def _lunar(month: int, day: int) -> InYear:
    # Of lunar year N: the last month of it lies in the solar year N + 1.
    return lambda year: solar_day(year, month, day)


def _weekday(month: int, nth: int, weekday: int) -> InYear:
    def in_year(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))

    return in_year


def _term(name: str) -> InYear:
    return lambda year: term_day(year, name)


def _new_years_eve(year: int) -> date | None:
    new_year = solar_day(year, 1, 1)
    return None if new_year is None else new_year - timedelta(days=1)


FESTIVALS: Final[dict[str, InYear]] = {
    **dict.fromkeys(("元旦节", "元旦", "阳历新年", "新年"), _solar(1, 1)),
    "跨年": _solar(12, 31),
    **dict.fromkeys(("情人节", "西方情人节"), _solar(2, 14)),
    **dict.fromkeys(("女生节",), _solar(3, 7)),
    **dict.fromkeys(("国际妇女节", "妇女节", "三八妇女节", "三八节", "女神节"), _solar(3, 8)),
    "植树节": _solar(3, 12),
    **dict.fromkeys(("消费者权益日", "315", "三一五"), _solar(3, 15)),
    "愚人节": _solar(4, 1),
    **dict.fromkeys(("五一国际劳动节", "五一劳动节", "国际劳动节", "劳动节", "五一节", "五一"), _solar(5, 1)),
    **dict.fromkeys(("五四青年节", "青年节"), _solar(5, 4)),
    "护士节": _solar(5, 12),
    "520": _solar(5, 20),
    **dict.fromkeys(("六一儿童节", "国际儿童节", "儿童节", "六一"), _solar(6, 1)),
    "618": _solar(6, 18),
    **dict.fromkeys(("建党节", "七一建党节"), _solar(7, 1)),
    **dict.fromkeys(("八一建军节", "建军节"), _solar(8, 1)),
    "教师节": _solar(9, 10),
    **dict.fromkeys(("国庆节", "国庆", "十一"), _solar(10, 1)),
    **dict.fromkeys(("万圣节", "万圣夜"), _solar(10, 31)),
    **dict.fromkeys(("双十一", "双11", "光棍节"), _solar(11, 11)),
    **dict.fromkeys(("双十二", "双12"), _solar(12, 12)),
    **dict.fromkeys(("平安夜", "圣诞夜", "圣诞前夜"), _solar(12, 24)),
    **dict.fromkeys(("圣诞节", "圣诞"), _solar(12, 25)),
    **dict.fromkeys(("母亲节",), _weekday(5, 2, 6)),
    **dict.fromkeys(("父亲节",), _weekday(6, 3, 6)),
    **dict.fromkeys(("感恩节",), _weekday(11, 4, 3)),
    **dict.fromkeys(("春节", "农历新年", "农历年", "新春佳节", "过大年", "过年"), _lunar(1, 1)),
    **dict.fromkeys(("元宵节", "元宵", "上元节"), _lunar(1, 15)),
    "龙抬头": _lunar(2, 2),
    **dict.fromkeys(("端午节", "端午", "端阳节"), _lunar(5, 5)),
    **dict.fromkeys(("七夕节", "七夕"), _lunar(7, 7)),
    **dict.fromkeys(("中元节", "鬼节"), _lunar(7, 15)),
    **dict.fromkeys(("中秋节", "中秋"), _lunar(8, 15)),
    **dict.fromkeys(("重阳节", "重阳"), _lunar(9, 9)),
    **dict.fromkeys(("腊八节", "腊八"), _lunar(12, 8)),
    **dict.fromkeys(("小年",), _lunar(12, 23)),
    **dict.fromkeys(("除夕夜", "除夕", "大年夜", "年三十", "大年三十", "年夜"), _new_years_eve),
    **dict.fromkeys(("清明节",), _term("清明")),
    **dict.fromkeys(("冬至节",), _term("冬至")),
    **{name: _term(name) for name in TERMS},
}  # fmt: skip
"""By its name, the solar day of a festival in a year; those of the twelfth lunar month by the lunar year."""

_DAYS_OFF: Final = {"春节": 7, "国庆": 7, "五一": 5, "元旦": 1, "清明": 1, "端午": 1, "中秋": 1}
_STATUTORY: Final = {
    **dict.fromkeys(("春节", "过年", "过大年", "农历新年", "农历年"), "春节"),
    **dict.fromkeys(("国庆", "国庆节", "十一"), "国庆"),
    **dict.fromkeys(("五一", "五一节", "劳动节"), "五一"),
    **dict.fromkeys(("元旦", "元旦节"), "元旦"),
    **dict.fromkeys(("清明", "清明节"), "清明"),
    **dict.fromkeys(("端午", "端午节"), "端午"),
    **dict.fromkeys(("中秋", "中秋节"), "中秋"),
}


@lru_cache(maxsize=512)
def nearest(name: str, today: date, step: int) -> date | None:
    """The nearest day of a festival from today on (step 1) or up to today (step -1).

    Args:
        name: one of `FESTIVALS`.
        today: the Shanghai day.
        step: 1 or -1.
    """
    in_year = FESTIVALS[name]
    years = [year for year in range(today.year - 2, today.year + 2) if 1 <= year <= 9999]
    days = [day for day in map(in_year, years) if day is not None and (day - today).days * step >= 0]
    return (min(days) if step > 0 else max(days)) if days else None


def work_resumes(name: str, day: date) -> date:
    """The first working day after a festival and the days off that belong to it; the day after for all others.

    Args:
        name: one of `FESTIVALS`.
        day: when it is.
    """
    off = _DAYS_OFF.get(_STATUTORY.get(name, ""))
    if off is None:
        return day + timedelta(days=1)
    from models.rules.calendar import is_workday

    found = day + timedelta(days=off)
    while not is_workday(found):
        found += timedelta(days=1)
    return found


@lru_cache(maxsize=128)
def resumption(name: str, today: date, step: int) -> date | None:
    """When work goes on after the festival that is on or comes next (step 1), or after the last (step -1).

    Args:
        name: one of `FESTIVALS`.
        today: the Shanghai day.
        step: 1 or -1.
    """
    # A festival that has begun may still be on.
    days = (nearest(name, from_day, step) for from_day in (today - timedelta(days=10), today))
    found = [work_resumes(name, day) for day in days if day is not None]
    fitting = [day for day in found if (day - today).days * step >= 0]
    return (min(fitting) if step > 0 else max(fitting)) if fitting else None


@lru_cache(maxsize=32)
def next_resumption(today: date, step: int) -> date | None:
    """When work goes on after the holiday that is on or comes next (节后), or that was the last (step -1).

    Args:
        today: the Shanghai day.
        step: 1 or -1.
    """
    found = [day for name in _DAYS_OFF if (day := resumption(name, today, step)) is not None]
    return (min(found) if step > 0 else max(found)) if found else None
