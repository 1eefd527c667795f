"""Days of the lunar calendar, 1900 to 2100.

Day 30 of a month of 29 days is its day 29, and a leap month in a year without it the ordinary month
(`product.md` C7). The tables load with the first question.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_YEARS: Final = range(1901, 2100)


def solar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The solar day of a lunar one; None outside the tables or where no such day can be.

    Args:
        year: the lunar year; its last month runs into the next solar year.
        month: 1 to 12.
        day: 1 to 30; 30 is the last day of a short month.
        leap: whether it lies in the doubled month (闰).
    """
    if year not in _YEARS or not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    from borax.calendars.lunardate import LCalendars, LunarDate

    leap = leap and LCalendars.leap_month(year) == month
    found: date = LunarDate(year, month, min(day, LCalendars.ndays(year, month, leap)), leap).to_solar_date()
    return found


def exact_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The solar day of a lunar one; None where its year has no such day, such as a 30th of a short month.

    Args:
        year: the lunar year, 1900 to 2100.
        month: 1 to 12.
        day: 1 to 30.
        leap: whether it lies in the doubled month (闰).
    """
    from borax.calendars.lunardate import InvalidLunarDateError, LunarDate

    try:
        found: date = LunarDate(year, month, day, int(leap)).to_solar_date()
    except InvalidLunarDateError:
        return None
    return found


def lunar_day(day: date) -> tuple[int, int, int] | None:
    """Lunar year, month and day of a solar day; None outside the tables."""
    if day.year not in _YEARS:
        return None
    from borax.calendars.lunardate import LunarDate

    found = LunarDate.from_solar(day)
    return found.year, found.month, found.day


@lru_cache(maxsize=1024)
def nearest_yearly(month: int, day: int, today: date, step: int, *, leap: bool = False) -> date | None:
    """The nearest such lunar day from today on (step 1) or up to today (step -1).

    Args:
        month, day: lunar.
        today: the Shanghai day.
        step: 1 or -1.
        leap: whether it lies in the doubled month.
    """
    years = range(today.year - 2, today.year + 2)
    found = [one for year in years if (one := solar_day(year, month, day, leap=leap)) is not None]
    fitting = [one for one in found if (one - today).days * step >= 0]
    return (min(fitting) if step > 0 else max(fitting)) if fitting else None


@lru_cache(maxsize=256)
def nearest_monthly(day: int, today: date, step: int) -> date | None:
    """The nearest day of that number of any lunar month from today on (step 1) or up to today (step -1).

    Args:
        day: 1 to 30.
        today: the Shanghai day.
        step: 1 or -1.
    """
    for days in range(62):
        one = today + timedelta(days=days * step)
        lunar = lunar_day(one)
        if lunar is None:
            return None
        if lunar[2] == day:
            return one
    return None


def term_day(year: int, term: str) -> date | None:
    """The solar day on which one of the 24 terms (清明, 冬至) begins; None outside the tables.

    Args:
        year: solar.
        term: its Chinese name.
    """
    if year not in _YEARS:
        return None
    from borax.calendars.lunardate import TermUtils

    found: date = TermUtils.day_start_from_term(year, term)
    return found
