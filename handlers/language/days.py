"""The days of the ordinary calendar that words of `day_grammar` mean.

A bare 周五 or 25号 means the next one in a plan and the latest one in a report, so both are given. Weeks start on
Monday, 本周X is this calendar week, 下周X the next one; 月底 is the last day of the month.
"""

from __future__ import annotations

import calendar
import enum
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from handlers.language.day_grammar import YEAR
from handlers.language.numbers import NUM, number, year_number
from handlers.language.offsets import WEEK, months_on, reckon
from handlers.language.patterns import regex


class Leaning(enum.Enum):
    """Which side of today a day stands on by its words alone."""

    PAST = "past"
    TODAY = "today"
    FUTURE = "future"
    EITHER = "either"


class Days(NamedTuple):
    """What a day's words mean.

    Attributes:
        leaning: see `Leaning`.
        past: the Shanghai day in a report.
        future: the Shanghai day in a plan.
        vague: a stretch (月初, 下周) of which the two are the first day.
        fuzzy: said roughly (年底, 两三天后), though not a stretch.
        last: the last day, in a plan, where both ends were said (8.1-8.3).
    """

    leaning: Leaning
    past: date
    future: date
    vague: bool = False
    fuzzy: bool = False
    last: date | None = None


def fixed(day: date, today: date, *, vague: bool = False, fuzzy: bool = False) -> Days:
    """A day that its words name by themselves."""
    leaning = Leaning.TODAY if day == today else Leaning.PAST if day < today else Leaning.FUTURE
    return Days(leaning, day, day, vague, fuzzy or vague)


def either(month: int, day: int, today: date) -> Days:
    """A day of a year that was not said: the latest up to today, and the next from today on."""
    if (month, day) == (2, 29):
        return _leap_day(today)
    this = date(today.year, month, day)
    past = this if this <= today else months_on(this, -12)
    future = this if this >= today else months_on(this, 12)
    return Days(Leaning.EITHER, past, future)


def _leap_day(today: date) -> Days:
    """2月29号, which most years do not have: asked for, as nobody may mean the one in three years."""
    leap = [year for year in range(today.year - _LEAP_GAP, today.year + _LEAP_GAP + 1) if calendar.isleap(year)]
    days = [date(year, 2, 29) for year in leap]
    past, future = max(one for one in days if one <= today), min(one for one in days if one >= today)
    return Days(Leaning.EITHER, past, future, fuzzy=(future - today).days > _A_YEAR)


_LEAP_GAP: Final = 8
"""Years that lie between two leap years at most (1896, 1904)."""
_A_YEAR: Final = 366
_YEARS: Final = {"今年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2, "大前年": -3}
_YEAR_SAID: Final = regex(f"({YEAR})的?")


def split_year(words: str, today: date) -> tuple[int | None, str]:
    """The year that a day's words begin with, None where they name none, and the words behind it.

    Args:
        words: such as 明年3月5号.
        today: the Shanghai day.
    """
    said = _YEAR_SAID.match(words)
    if said is None:
        return None, words
    shift = _YEARS.get(said[1])
    return (today.year + shift if shift is not None else year_number(said[1][:-1])), words[said.end() :]


def _ymd(words: str, today: date) -> Days:
    year, month, day = map(int, re.split(r"[-/.]", words))
    return fixed(date(year, month, day), today)


def _month_number(words: str) -> int | None:
    return 1 if words == "元" else number(words)


def _md(words: str, today: date) -> Days | None:
    year, rest = split_year(words, today)
    said_month, _, said_day = rest.replace("月份", "月").partition("月")
    month, day = _month_number(said_month), number(said_day.lstrip("的").rstrip("日号"))
    if month is None or day is None:
        return None
    return either(month, day, today) if year is None else fixed(date(year, month, day), today)


def _numbers(words: str, today: date) -> Days:
    year, rest = split_year(words, today)
    month, day = (int(part) for part in re.split(r"[/.-]", rest.rstrip("号日")))
    return either(month, day, today) if year is None else fixed(date(year, month, day), today)


def _span(words: str, today: date) -> Days:
    first, last = (part.strip() for part in re.split(r"[-~到至]{1,2}", words))
    days = _numbers(first, today)
    return days._replace(last=_numbers(last, days.future).future)


_SHIFT: Final = regex(r"(上上|下下|下|上|这|今|本|当|同)?一?个?月?")


def _shift(words: str) -> int:
    said = _SHIFT.match(words)
    return {"下下": 2, "下": 1, "上": -1, "上上": -2}.get(said[1] or "", 0) if said is not None else 0


def _month_day(words: str, today: date) -> Days | None:
    year, words = split_year(words, today)
    day = number(words.partition("月")[2].lstrip("的").rstrip("日号"))
    if day is None:
        return None
    first = months_on(today, _shift(words), 1)
    return fixed((first if year is None else first.replace(year=year)).replace(day=day), today)


def _part_of_month(first: date, words: str) -> date:
    if words.endswith(("底", "末", "尾", "内")):
        return months_on(first, 0, 31)
    if words.endswith(("中旬", "中")):
        return first.replace(day=15)
    return first.replace(day=21) if words.endswith("下旬") else first


_OVER: Final = {"初": 10, "头": 10, "中": 20, "上旬": 10, "中旬": 20}
"""By which day of the month a part of it is over, so that the next month's is meant."""


def _month_part(words: str, today: date) -> Days:
    shift = _shift(words) if "月" in words else 0
    part = words.rpartition("月")[2]
    if shift == 0 and words[0] not in "这今本当同" and today.day > _OVER.get(part, 31):
        shift = 1
    first = months_on(today, shift, 1)
    day, ends = _part_of_month(first, words), words.endswith(("底", "末", "尾", "内"))
    return fixed(_at_work(day) if day.day == 1 else day, today, vague=not ends, fuzzy=True)


def _named_month(words: str, today: date) -> Days | None:
    year, rest = split_year(words, today)
    month = _month_number(rest.partition("月")[0])
    if month is None:
        return None
    first = date(year if year is not None else today.year, month, 1)
    if year is None and month < today.month:
        first = months_on(first, 12)
    return fixed(_part_of_month(first, rest), today, vague=True)


def _last_of_month(words: str, today: date) -> Days | None:
    year, rest = split_year(words, today)
    head, _, tail = rest.partition("月")
    named = number(head)
    if named is None:
        first = months_on(today, _shift(rest), 1)
    else:
        first = date(year if year is not None else today.year, named, 1)
        if year is None and first < today.replace(day=1):
            first = months_on(first, 12)
    tail = tail.lstrip("份的")
    last = months_on(first, 0, 31)
    if tail == "最后一天":
        return fixed(last, today)
    weekday = _weekday(tail[-1])
    if tail.startswith("最后"):
        return fixed(last - timedelta(days=(last.weekday() - weekday) % 7), today)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * ((number(tail[1]) or 1) - 1))
    return fixed(day, today) if day <= last else None


def _day_of_year(words: str, today: date) -> Days | None:
    year, rest = split_year(words, today)
    if year is None:
        return None
    if rest.endswith("最后一天"):
        return fixed(date(year, 12, 31), today)
    many = number(rest.lstrip("的第").rstrip("天"))
    return None if not many else fixed(date(year, 1, 1) + timedelta(days=many - 1), today)


def _year_part(words: str, today: date) -> Days:
    said = re.match(r"(今|明|去|后|\d{2,4})?年", words)
    year = today.year
    if said is not None and said[1]:
        year = {"今": year, "明": year + 1, "去": year - 1, "后": year + 2}.get(said[1]) or year_number(said[1]) or year
    if words.endswith(("底", "末", "尾", "内", "根", "儿")):
        return fixed(date(year, 12, 31), today, vague=True)
    day = date(year, 1, 1) if words.endswith("初") else date(year, 6, 30)
    if said is not None and not said[1] and day < today:
        past, day = day, months_on(day, 12)
        return Days(Leaning.FUTURE, past, day, vague=True, fuzzy=True)
    return fixed(day, today, vague=True)


def _quarter_end(words: str, today: date) -> Days:
    named = re.match(r"第?([一二三四1-4])", words)
    quarter = (today.month - 1) // 3 if named is None else (number(named[1]) or 1) - 1
    shift = 0 if named is not None else {"上": -1, "下": 1}.get(words[0], 0)
    last = months_on(date(today.year, 1, 1), (quarter + shift) * 3 + 2, 31)
    if named is not None and last < today:
        return Days(Leaning.EITHER, last, months_on(last, 12, 31), fuzzy=True)
    return fixed(last, today, fuzzy=True)


_HALF_OF_MONTH: Final = 16


def _half_month(words: str, today: date) -> Days | None:
    """上半月, 下个月下半月: the first day of that half; the next month's where this one's is over."""
    second = "下半" in words
    month = re.match(rf"({NUM})月", words)
    if month is not None:
        said = number(month[1])
        days = None if said is None else either(said, _HALF_OF_MONTH if second else 1, today)
        return None if days is None else days._replace(vague=True, fuzzy=True)
    head = words.partition("半")[0][:-1]
    shift = _shift(head) if head else 0
    if not head and not second and today.day >= _HALF_OF_MONTH:
        shift = 1
    return fixed(months_on(today, shift, _HALF_OF_MONTH if second else 1), today, vague=True)


def _day(words: str, today: date) -> Days | None:
    day = number(words.rstrip("日号"))
    if day is None or not 1 <= day <= 31:
        return None
    return Days(Leaning.EITHER, month_with(today, day, -1), month_with(today, day, 1))


def month_with(today: date, day: int, step: int) -> date:
    """The nearest day of that number from today on (step 1) or up to today (step -1).

    Raises:
        ValueError: no month has it.
    """
    for months in range(4):
        first = months_on(today, months * step, 1)
        if day <= calendar.monthrange(first.year, first.month)[1]:
            found = first.replace(day=day)
            if (found - today).days * step >= 0:
                return found
    raise ValueError(day)


_WEEK_SAID: Final = regex(rf"(大?上{{1,3}}|大?下{{1,4}}|这|本)?一?个?{WEEK}的?周?(.)")


def _weekday(word: str) -> int:
    place = "一二三四五六日天".find(word)
    return min(place, 6) if place >= 0 else int(word) - 1


def _weeks(said: str | None) -> int | None:
    if said is None:
        return None
    return len(said) * (1 if said[-1] == "下" else -1) if said[-1] in "上下" else 0


def _week_day(words: str, today: date) -> Days | None:
    said = _WEEK_SAID.match(words)
    if said is None:
        return None
    weekday, weeks = _weekday(said[2]), _weeks(said[1])
    two = said.end() < len(words)  # 周三四
    if weeks is not None:
        return fixed(today + timedelta(days=7 * weeks + weekday - today.weekday()), today, fuzzy=two)
    ahead = (weekday - today.weekday()) % 7
    future = today + timedelta(days=ahead)
    past = future if ahead == 0 else future - timedelta(days=7)
    return Days(Leaning.EITHER, past, future, fuzzy=two)


_PARTS_OF_WEEK: Final = {"末": 5, "初": 0, "头": 0, "上": 0, "中": 2, "内": 4}


def _week_part(words: str, today: date) -> Days | None:
    said = _WEEK_SAID.match(words)
    if said is None:
        return None
    weekday, weeks = _PARTS_OF_WEEK[words[-1]], _weeks(said[1])
    if weeks is None and words[-1] == "末":
        days = _week_day(words[:-1] + "六", today)
        return None if days is None else days._replace(fuzzy=True)
    day = today + timedelta(days=7 * (weeks or 0) + weekday - today.weekday())
    if day < today and words[-1] in "初头上中" and weeks is None:
        day += timedelta(days=7)
    if day < today and words[-1] == "内" and not weeks:
        day = today
    return fixed(day, today, vague=words[-1] in "初头上中", fuzzy=True)


def _week(words: str, today: date) -> Days | None:
    weeks = _weeks(re.split(f"一?个?{WEEK}", words)[0])
    if not weeks:
        return None
    return fixed(today + timedelta(days=7 * weeks - today.weekday()), today, vague=True)


def _same_day(words: str, today: date) -> Days | None:
    if "月" in words:
        return fixed(months_on(today, _shift(words)), today)
    weeks = _weeks(re.split(f"一?个?{WEEK}", words)[0])
    return None if weeks is None else fixed(today + timedelta(days=7 * weeks), today)


def _month(words: str, today: date) -> Days:
    return fixed(_at_work(months_on(today, _shift(words), 1)), today, vague=True)


def _at_work(day: date) -> date:
    """Said no more exactly than by its month, a thing is not for a holiday: 下月 is not 1 October."""
    from handlers.language.festivals import work_resumes
    from models.rules.calendar import is_workday

    feast = _BEGIN_WITH.get((day.month, day.day))
    if feast is not None:
        return work_resumes(feast, day)
    while not is_workday(day):
        day += timedelta(days=1)
    return day


_BEGIN_WITH: Final = {(1, 1): "元旦", (5, 1): "五一", (10, 1): "国庆"}
_RELATIVE: Final = (
    ("听", 1), ("寻", -1), ("大大前", -4), ("大前", -3), ("前", -2), ("昨", -1), ("今", 0), ("本", 0), ("大大后", 4),
    ("大后", 3), ("外后", 3), ("明后", 1), ("明", 1), ("后", 2),
)  # fmt: skip
_PAIRS: Final = ("今明", "明后")


def _relative(words: str, today: date) -> Days:
    shift = next(days for start, days in _RELATIVE if words.startswith(start))
    return fixed(today + timedelta(days=shift), today, vague=words.startswith(_PAIRS))


def _reckoned(words: str, today: date, sign: int) -> Days | None:
    found = reckon(words, today, sign)
    return None if found is None else fixed(found.day, today, vague=found.vague, fuzzy=found.fuzzy)


READERS: Final[dict[str, Callable[[str, date], Days | None]]] = {
    "ymd": _ymd,
    "last_of_month": _last_of_month,
    "md": _md,
    "month_day": _month_day,
    "month_part": _month_part,
    "named_month": _named_month,
    "day_of_year": _day_of_year,
    "year_part": _year_part,
    "quarter_end": _quarter_end,
    "slash": _numbers,
    "dot": _numbers,
    "span": _span,
    "day": _day,
    "from_day": _day,
    "week_day": _week_day,
    "half_month": _half_month,
    "week_part": _week_part,
    "same_day": _same_day,
    "week": _week,
    "month": _month,
    "relative": _relative,
    "ago": lambda words, today: _reckoned(words, today, -1),
    "later": lambda words, today: _reckoned(words, today, 1),
}
"""By the name of an alternative, what its words mean on a Shanghai day.

Raises:
    ValueError, OverflowError: no calendar has that day.
"""
