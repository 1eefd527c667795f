"""When a birthday comes round, in the solar or the lunar calendar, and how people say it (`product.md` C7).

A lunar year runs past 1 January: a birthday of the twelfth month of lunar 2026 falls in January or February 2027.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from models.rules.birthdays import LEAP_MONTHS, Birthday
from models.rules.lunar import lunar_day as _lunar_day
from models.rules.lunar import solar_day

_MONTHS: Final = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_FIGURES: Final = "一二三四五六七八九十"
_LONGEST_LUNAR_MONTH: Final = 30


def next_day(birthday: Birthday, since: date) -> date:
    """The first day from `since` on at which a birthday is kept.

    29 February is kept on the 28th of other years, a lunar 30th on the 29th of a short month, a birthday of a doubled
    month in the ordinary one where it is not doubled, and an ordinary one in the first of the two.

    Args:
        birthday: one that exists.
        since: a Shanghai day, itself included.
    """
    if not birthday.lunar:
        this_year = _solar(birthday, since.year)
        return this_year if this_year >= since else _solar(birthday, since.year + 1)
    years = range(since.year - 1, since.year + 2)
    kept = (solar_day(year, birthday.month, birthday.day, leap=birthday.leap_month) for year in years)
    return next(day for day in kept if day is not None and day >= since)


def kept_on(day: date) -> frozenset[tuple[bool, int, int]]:
    """The birthdays that may be kept on a day, as (lunar, month, day); `next_day` tells of a doubled month.

    Args:
        day: a Shanghai day.
    """
    found = {(False, day.month, day.day)}
    if (day.month, day.day) == (_FEBRUARY, _LAST_SHORT) and monthrange(day.year, _FEBRUARY)[1] == _LAST_SHORT:
        found.add((False, _FEBRUARY, _LAST_SHORT + 1))
    lunar = _lunar_day(day)
    if lunar is not None:
        found.add((True, lunar[1], lunar[2]))
        if lunar[2] == _LONGEST_LUNAR_MONTH - 1:
            found.add((True, lunar[1], _LONGEST_LUNAR_MONTH))
    return frozenset(found)


_FEBRUARY, _LAST_SHORT = 2, 28


def said(birthday: Birthday) -> str:
    """农历七月初九, 农历闰六月初一, 8月12日."""
    if not birthday.lunar:
        return f"{birthday.month}月{birthday.day}日"
    leap = "闰" if birthday.leap_month else ""
    return f"农历{leap}{_MONTHS[birthday.month - 1]}月{lunar_day(birthday.day)}"


def lunar_day(day: int) -> str:
    """初九, 十五, 廿三, 三十: the name of a lunar day.

    Args:
        day: 1 to 30.
    """
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return ("初", "十", "廿")[day // 10] + _FIGURES[day % 10 - 1]


def fits_solar(month: int, day: int) -> bool:
    """Whether the solar calendar has such a day in some year."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(2000, month)[1]


def fits_lunar(month: int, day: int, *, leap_month: bool = False) -> bool:
    """Whether the lunar calendar has such a day in some year."""
    return 1 <= month <= 12 and 1 <= day <= _LONGEST_LUNAR_MONTH and not (leap_month and month not in LEAP_MONTHS)


def _solar(birthday: Birthday, year: int) -> date:
    return date(year, birthday.month, min(birthday.day, monthrange(year, birthday.month)[1]))
