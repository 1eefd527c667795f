"""A date expression by itself, as in a slot that was asked for: 12.5 and 三点 are a day and a time there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from handlers.language.clocks import CLOCK, ends_the_day, read_clock
from handlers.language.dates import Moment, find_all
from handlers.language.days import either
from handlers.language.normalise import fold
from handlers.language.numbers import COUNT, NUM, number, year_number
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.language.repeats import find_repeats
from models.rules.lunar import nearest_monthly
from models.times import shanghai


class SaidDate(NamedTuple):
    """A date expression by itself, resolved.

    Attributes:
        date: the Shanghai day.
        time: the clock time, when said.
        fuzzy: whether it was said roughly (月初, 节后, 三点左右).
        words: what of the text was read.
    """

    date: date | None
    time: time | None
    fuzzy: bool
    words: str


_ROUGHLY: Final = regex(r"左右|前后|上下|大概|大约|差不多|估计|可能|来钟|点多|多钟|之间")
_TRIM: Final = regex(
    r"^(?:[\s,。:在于到等约从]|大概|大约|差不多|就|那就|改到|定在?)+|(?:[\s,。!?吧哦呢的]|左右|那天|起|之前|以前|(?<![年周天日])前|来钟|多钟?|许)+$"
)
"""What stands round an expression without being of it."""
_MONTH_AND_DAY: Final = regex(
    rf"(?:(?P<month>\d{{1,2}})(?:[.·/](?P<day>\d{{1,2}})[号日]?|-(?P<dash_day>\d{{1,2}})(?![号日]))|(?P<cn_month>{NUM})月份?(?P<cn_day>{NUM})[号日]?)"
    rf"(?:\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?(?=$|\s|[上下中早晚凌])"
)
_FIGURES: Final = regex(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"|(?P<year2>(?:19|20)\d\d)[\s.年/-]{1,2}(?P<month2>\d{1,2})[\s.月/-]{1,2}(?P<day2>\d{1,2})"
    r"|(?P<year5>\d\d)-(?P<month5>\d{1,2})-(?P<day5>\d{1,2})|(?P<day6>\d)-(?P<month6>\d{1,2})-(?P<year6>\d\d)"
    r"|(?P<month3>\d{1,2})/(?P<day3>\d{1,2})/(?P<year3>\d{4}|\d{2})|(?P<day4>\d{1,2})[.-](?P<month4>\d{1,2})[.-](?P<year4>\d{4}))(?!\d)"
)
_NOW: Final = regex("现在|此刻|此时|当前|刚才|刚刚")
_BARE_CLOCK: Final = regex(CLOCK)
_BARE_MONTH: Final = regex(rf"({NUM})月份?")
_BARE_YEAR: Final = regex(r"((?:19|20)?\d\d|[〇零一二三四五六七八九]{2,4})年")


def read_dates(text: str, now: datetime, direction: str = "future") -> list[SaidDate]:
    """What a date expression by itself means, the likeliest answer first; empty when it is none.

    Args:
        text: as written; a few words round it do not matter.
        now: the aware moment it was said.
        direction: "past" in a report, "future" in a plan: which side a bare 周五 or 3号 is on.
    """
    told = fold(text).replace("後", "后").strip()
    said_at = shanghai(now)
    today = said_at.date()
    past = direction == "past"
    repeats = find_repeats(told)
    if repeats:
        one = repeats[0]
        first = one.first(today)
        if first == today and one.clock is not None and one.clock < said_at.time():
            first = one.first(today + timedelta(days=1))
        return [SaidDate(first, one.clock, fuzzy=False, words=told[one.start : one.end])]
    rough = _ROUGHLY.search(told) is not None
    return [one._replace(fuzzy=one.fuzzy or rough) for one in _answers(told, said_at, today, past=past)]


def _answers(told: str, said_at: datetime, today: date, *, past: bool) -> list[SaidDate]:
    core = _TRIM.sub("", told)
    if _NOW.fullmatch(core) is not None:
        return [SaidDate(today, said_at.time().replace(second=0, microsecond=0), fuzzy=False, words=core)]
    alone = _alone(core, today, past=past)
    if alone is not None:
        return [alone]
    moments = find_all(told, today, said_at, strict=len(core) > _SHORT)
    answers = [_resolved(told, moment, today, past=past) for moment in _merged(moments)]
    answers = [answer for answer in answers if answer is not None]
    if answers:
        return answers
    figures = _FIGURES.search(told)
    if figures is not None:
        found = _figures(figures.group(), today, past)
        return [] if found is None else [found]
    period = find_period(told, today)
    if period is not None and _LENGTH.match(period[0][2]) is None:
        (first, last, words), _, _ = period
        begin = today if not past and first < today <= last else first
        return [SaidDate(begin, None, fuzzy=first != last, words=words)]
    return []


_LENGTH: Final = regex(rf"(?:{COUNT}|半)(?:天|周|个?星期|个?礼拜)")
"""A mere length of time (4周, 三天三夜) is no date."""
_SHORT: Final = 3
"""Words that are longer may hold a thing that is named after a festival (中秋礼盒)."""


def _merged(moments: list[Moment]) -> list[Moment]:
    """The day first; a clock time that stands apart from it belongs to it where it is the only one."""
    dated = [moment for moment in moments if moment.dated]
    clocks = [moment for moment in moments if not moment.dated and moment.clock is not None]
    if len(dated) == 1 and len(clocks) == 1 and dated[0].clock is None:
        return [dated[0]._replace(clock=clocks[0].clock)]
    return [*dated, *clocks, *(moment for moment in moments if not moment.dated and moment.clock is None)]


def _resolved(told: str, moment: Moment, today: date, *, past: bool) -> SaidDate:
    day = moment.past if past else moment.future
    if day is None and moment.clock == time(0) and ends_the_day(told):
        day = today + timedelta(days=1)
    return SaidDate(day or today, moment.clock, moment.fuzzy, told[moment.start : moment.end])


def _alone(core: str, today: date, *, past: bool) -> SaidDate | None:
    """What the words mean only where nothing else stands beside them."""
    for read in _READERS:
        try:
            found = read(core, today, past)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found
    return None


_MONTHS: Final = 12


def _with_clock(rest: str, day: date, words: str) -> SaidDate | None:
    if not rest.strip():
        return SaidDate(day, None, fuzzy=False, words=words)
    clock = _BARE_CLOCK.fullmatch(rest.strip())
    if clock is None:
        return None
    said = None if clock["alone"] else read_clock(clock, rest, beside=True)
    return SaidDate(day, said, fuzzy=False, words=words) if said is not None or clock["alone"] else None


def _figures(core: str, today: date, past: bool) -> SaidDate | None:  # noqa: ARG001 - one of `_READERS`
    found = _FIGURES.match(core)
    if found is None:
        return None
    said = {name[:-1] if name[-1].isdecimal() else name: part for name, part in found.groupdict().items() if part}
    year, month, day = year_number(said["year"]), int(said["month"]), int(said["day"])
    if year is None:
        return None
    if month > _MONTHS:
        month, day = day, month
    return _with_clock(core[found.end() :], date(year, month, day), core)


def _month_and_day(core: str, today: date, past: bool) -> SaidDate | None:
    found = _MONTH_AND_DAY.match(core)
    if found is None:
        return None
    month, day = (
        number(found["month"] or found["cn_month"]),
        number(found["day"] or found["dash_day"] or found["cn_day"]),
    )
    if month is None or day is None or (found["cn_month"], found["cn_day"]) == ("八", "十五"):
        return None
    if (found["cn_day"] or "").startswith(("廿", "卅")):
        return None  # of the lunar calendar
    days = either(month, day, today)
    answer = _with_clock(core[found.end() :], days.past if past else days.future, core)
    return None if answer is None else answer._replace(fuzzy=days.fuzzy and not past)


def _clock_alone(core: str, today: date, past: bool) -> SaidDate | None:  # noqa: ARG001 - one of `_READERS`
    found = _BARE_CLOCK.fullmatch(core)
    if found is None or found["alone"]:
        return None
    clock = read_clock(found, core, beside=True)
    if clock is None:
        return None
    late = clock == time(0) and ends_the_day(core)
    return SaidDate(today + timedelta(days=late), clock, fuzzy=False, words=core)


def _month_alone(core: str, today: date, past: bool) -> SaidDate | None:
    found = _BARE_MONTH.fullmatch(core)
    month = None if found is None else number(found[1])
    if month is None:
        return None
    days = either(month, 1, today.replace(day=1))
    return SaidDate(days.past if past else days.future, None, fuzzy=True, words=core)


def _year_alone(core: str, today: date, past: bool) -> SaidDate | None:  # noqa: ARG001 - one of `_READERS`
    found = _BARE_YEAR.fullmatch(core)
    year = None if found is None else year_number(found[1])
    return None if year is None else SaidDate(date(year, 1, 1), None, fuzzy=True, words=core)


_OF_TODAY: Final = {"次日": 1, "翌日": 1, "隔天": 1, "隔日": 1, "夜间": 0}


def _today_alone(core: str, today: date, past: bool) -> SaidDate | None:  # noqa: ARG001 - one of `_READERS`
    days = _OF_TODAY.get(core)
    return None if days is None else SaidDate(today + timedelta(days=days), None, fuzzy=False, words=core)


def _lunar_day_alone(core: str, today: date, past: bool) -> SaidDate | None:
    """廿一: only the lunar calendar counts so."""
    if _LUNAR_DAY.fullmatch(core) is None:
        return None
    day = nearest_monthly(number(core) or 30, today, -1 if past else 1)
    return None if day is None else SaidDate(day, None, fuzzy=False, words=core)


_LUNAR_DAY: Final = regex("廿[一二三四五六七八九]?|卅")
_READERS: Final[tuple[Callable[[str, date, bool], SaidDate | None], ...]] = (
    _figures,
    _month_and_day,
    _clock_alone,
    _month_alone,
    _year_alone,
    _today_alone,
    _lunar_day_alone,
)
