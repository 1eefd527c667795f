"""Reminders that come again: what was said, the one short form it is stored in, and when it is due next. Pure.

The forms: `daily`, `days:3` (every third day), `workdays`, `weekly:0,4`, `weekly:4/2` (every other week), `monthly:5`,
`monthly:31` (the month's last day), `monthly:5/3` (each quarter), `yearly:08-12`. Days are Shanghai days.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from models.rules.calendar import is_workday

LONGEST: Final = 32
_WEEKDAYS: Final = "一二三四五六日"
_WEEK: Final = re.compile(r"week|周|星期|礼拜")
_OTHER_WEEK: Final = re.compile(r"biweek|fortnight|隔周|隔一周|[每隔][两二2]个?(?:周|星期|礼拜)|单周|双周")
_DAYS_OF_WEEK: Final = re.compile(r"[一二三四五六日天末1-7]")
_RANGE: Final = re.compile(r"([一二三四五六1-6])(?:到|至|-|~)(?:周|星期|礼拜)?([二三四五六日天2-7])")
_MONTH_END: Final = re.compile(r"月底|月末|最后一天|月的?最后")
_FIGURE: Final = r"\d{1,2}|[一二三四五六七八九十两廿]{1,3}"
_DAY_OF_MONTH: Final = re.compile(rf"({_FIGURE})(?:[号日]|$)")
_EVERY: Final = re.compile(rf"(?P<between>隔)?(?P<count>{_FIGURE})个?(?P<unit>天|日|月)")
_ENGLISH_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STORED: Final = re.compile(
    r"daily|workdays|days:\d{1,2}|weekly:[0-6](?:,[0-6]){0,6}(?:/2)?|monthly:(?:[1-9]|[12]\d|3[01])(?:/\d{1,2})?"
    r"|yearly:\d\d-\d\d"
)
_FURTHEST: Final = 366 * 5
_LAST_OF_MONTH: Final = 31
_MONTHS: Final = 12
_FIGURES: Final = "零一二三四五六七八九"


def read(said: str, first: date) -> str:
    """The stored form of a repeat as it was said; empty where it says none.

    Args:
        said: 每周五, 每天, 工作日, weekly, or a stored form.
        first: the first day it is due, for what the words leave open (每周 on a Friday).
    """
    folded = unicodedata.normalize("NFKC", said[:LONGEST]).strip().lower().replace("两", "二")
    if _STORED.fullmatch(folded):
        return folded
    if re.search(r"工作日|上班|workday|weekday", folded):
        return "workdays"
    if re.search(r"年|year|annual", folded):
        return f"yearly:{first:%m-%d}"
    if _WEEK.search(folded):
        return _weekly(folded, first)
    every = _EVERY.search(folded)
    count = _number(every["count"]) if every is not None else 1
    if re.search(r"月|month|季", folded):
        return _monthly(folded, first, 3 if "季" in folded else count)
    if every is not None and count > 0 and (count > 1 or every["between"]):
        # 每隔一天 leaves one day out; of more, people mean so many from one to the next.
        return f"days:{max(count, 2)}"
    if re.search(r"天|日|早|晚|daily|day", folded):
        return "daily"
    return ""


def following(stored: str, after: date) -> date | None:
    """The next day, later than `after`, on which a repeat is due; None for a form that is none.

    Args:
        stored: from `read`.
        after: the day it was due last.
    """
    fits = _fits(stored, after)
    return next((day for day in _days(after) if fits(day)), None) if fits is not None else None


def first_on(stored: str, since: date) -> date | None:
    """The first day from `since` on, that day included, on which a repeat is due."""
    kind, _, when = stored.partition(":")
    if kind == "days":
        return since
    plain = f"{kind}:{when.partition('/')[0]}" if when else stored
    return following(plain, since - timedelta(days=1))


def _days(after: date) -> Iterator[date]:
    return (after + timedelta(days=ahead) for ahead in range(1, _FURTHEST))


def _fits(stored: str, last: date) -> Callable[[date], bool] | None:
    kind, _, when = stored.partition(":")
    if not _STORED.fullmatch(stored):
        return None
    if kind == "daily":
        return lambda _day: True
    if kind == "workdays":
        return is_workday
    if kind == "weekly":
        return _on_weekdays(when, last)
    if kind == "days":
        return lambda day: (day - last).days == max(int(when), 1)
    if kind == "monthly":
        return _on_day_of_month(when, last)
    month, day_of_month = (int(part) for part in when.split("-"))
    return lambda day: (day.month, day.day) == (month, day_of_month)


def _on_weekdays(when: str, last: date) -> Callable[[date], bool]:
    names, _, every = when.partition("/")
    weekdays = {int(name) for name in names.split(",")}
    monday = last - timedelta(days=last.weekday())

    def fits(day: date) -> bool:
        weeks = (day - monday).days // 7
        return day.weekday() in weekdays and (not every or weeks % 2 == 0)

    return fits


def _on_day_of_month(when: str, last: date) -> Callable[[date], bool]:
    named, _, every = when.partition("/")
    wanted, months = int(named), max(int(every or 1), 1)

    def fits(day: date) -> bool:
        since = (day.year - last.year) * 12 + day.month - last.month
        return since % months == 0 and day.day == min(wanted, calendar.monthrange(day.year, day.month)[1])

    return fits


def _monthly(folded: str, first: date, months: int) -> str:
    every = f"/{months}" if 1 < months <= _MONTHS else ""
    if _MONTH_END.search(folded):
        return f"monthly:{_LAST_OF_MONTH}{every}"
    named = _DAY_OF_MONTH.search(folded[folded.rfind("月") + 1 :])
    day = _number(named[1]) if named is not None else first.day
    return f"monthly:{day}{every}" if 1 <= day <= _LAST_OF_MONTH else ""


def _number(said: str) -> int:
    """Up to ninety-nine in figures or characters; 0 for what is no number."""
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.replace("廿", "二十").partition("十")
    values = [_FIGURES.find(one) for one in (tens, ones) if one]
    if any(value < 0 for value in values):
        return 0
    head = (_FIGURES.find(tens) if tens else 1) * 10 if ten else _FIGURES.find(tens)
    return head + (_FIGURES.find(ones) if ones else 0)


def _weekly(folded: str, first: date) -> str:
    every = "/2" if _OTHER_WEEK.search(folded) else ""
    english = [place for place, name in enumerate(_ENGLISH_DAYS) if re.search(rf"\b{name}", folded)]
    span = _RANGE.search(folded)
    if span is not None:
        days = list(range(_weekday(span[1]), _weekday(span[2]) + 1))
    else:
        bare = re.sub(r"[每隔][两二2]个?|隔一", "", folded)
        days = english or sorted({_weekday(name) for name in _DAYS_OF_WEEK.findall(_behind_week(bare))})
    return f"weekly:{','.join(map(str, days or [first.weekday()]))}{every}"


def _behind_week(folded: str) -> str:
    """What stands directly behind 周: the days, and not a clock time further on."""
    found = re.search(r"(?:周|星期|礼拜)((?:[一二三四五六日天末1-7][、,和跟周]{0,2}){1,7})", folded)
    return found[1] if found is not None else ""


def _weekday(name: str) -> int:
    if name.isdecimal():
        return int(name) - 1
    return 5 if name == "末" else _WEEKDAYS.index("日" if name == "天" else name)
