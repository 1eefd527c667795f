"""Stretches of days that lists are asked for: 今天, 本周, 上个月, 最近三天."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from handlers.language.dates import find_moments
from handlers.language.numbers import COUNT, number

Period = tuple[date, date, str]


def _days(back: int) -> Callable[[date], tuple[date, date]]:
    return lambda today: (today - timedelta(days=back), today - timedelta(days=back))


def _week(shift: int) -> Callable[[date], tuple[date, date]]:
    def stretch(today: date) -> tuple[date, date]:
        monday = today + timedelta(days=7 * shift - today.weekday())
        return monday, monday + timedelta(days=6)

    return stretch


def _month(shift: int) -> Callable[[date], tuple[date, date]]:
    def stretch(today: date) -> tuple[date, date]:
        year, month = divmod(today.year * 12 + today.month - 1 + shift, 12)
        return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])

    return stretch


_STRETCHES: Final[tuple[tuple[str, str, Callable[[date], tuple[date, date]]], ...]] = (
    ("before", r"大前天", _days(3)),
    ("day_before", r"前天|前日", _days(2)),
    ("yesterday", r"昨[天日儿晚]|昨儿个", _days(1)),
    ("today", r"今[天日儿早晚朝]|今儿个|当天|当日", _days(0)),
    ("last_week", r"上个?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])", _week(-1)),
    ("week", r"[本这]个?(?:周|星期|礼拜)(?![一二三四五六日天末1-7])|周拜访", _week(0)),
    ("last_month", r"上个?月", _month(-1)),
    ("month", r"[本这当]个?月|月拜访", _month(0)),
)
_ALL: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _STRETCHES))
_BY_NAME: Final = {name: stretch for name, _, stretch in _STRETCHES}
_LAST_DAYS: Final = re.compile(rf"(?:最近|近|过去|这|连续)?(?<![第\d])({COUNT})(天|周)(?!后|之后|以后|内)")


def find_period(text: str, today: date) -> tuple[Period, int, int] | None:
    """The stretch of days that a question is about, with where it stands.

    Args:
        text: folded text.
        today: the Shanghai day of the message.

    Returns:
        ((first day, last day, the words), start, end), or None when no time was said.
    """
    found = _ALL.search(text)
    if found is not None and found.lastgroup is not None:
        first, last = _BY_NAME[found.lastgroup](today)
        return (first, last, found.group().removesuffix("拜访")), found.start(), found.end()
    lately = _LAST_DAYS.search(text)
    if lately is not None:
        count = number(lately[1])
        if count:
            days = count * (7 if lately[2] == "周" else 1)
            return (today - timedelta(days=days - 1), today, lately.group()), lately.start(), lately.end()
    for moment in find_moments(text, today):
        if moment.past is not None and moment.past <= today and not moment.vague:
            return (moment.past, moment.past, text[moment.start : moment.end]), moment.start, moment.end
    return None
