"""Lunar days and festivals in what people write: 腊月廿三, 大年初十, 初八, 国庆后, 节后, 年前.

Compiled when a message first speaks of one: most never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final, NamedTuple

from handlers.language.day_grammar import YEAR
from handlers.language.days import Days, Leaning, fixed, split_year
from handlers.language.festivals import FESTIVALS, nearest, next_resumption, resumption, work_resumes
from handlers.language.numbers import NUM, number
from handlers.language.patterns import regex
from models.rules.lunar import nearest_monthly, nearest_yearly, solar_day

_ONLY_ALONE: Final = frozenset(
    {"雨水", "大雪", "小雪", "大寒", "小寒", "霜降", "大暑", "小暑", "白露", "小满", "年夜", "跨年"}
)
"""Words that speak of the weather, of food or of a way of counting in a sentence."""

_CALENDAR: Final = r"(?:农历|阴历|旧历|老历)"
_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}
_NINE: Final = "[一二三四五六七八九]"
_CN_DAY: Final = rf"(?:初(?:{_NINE}|十)|二十{_NINE}?|三十|十{_NINE}?|廿{_NINE}?|卅)"
# 初三学生, 初一家长 are of a school; 月初一起 is of a month's beginning.
_NO_DAY_BEHIND: Final = (
    r"(?![年班届学数英物化教课起样定直共步级衷期次始稿版审点家台个箱]|试(?!机|样)"
    r"|孩子|的孩子|语文|毕业|下(?![午周个月次]))"
)
_CLOSE: Final = regex(r"节|假|长假|放假|黄金周|前|期间|当天|那天")
_OPEN_BEHIND: Final = regex(
    r"节?(?:假期|长假|小长假|放假|假)?(?:[\s,。;!?、)的]*$|[\s]*[,。;!?、)]|\s*(?:前|后|之|以|期间|那|当|左右|再|去|来|要|到|上门|拜访|回访|跟|送货|送样|给"
    r"|见|约|交|付款|打款|打电话|结|放假|休|过|开|上午|下午|晚|早|中午|\d|[一二两三四五六七八九十]{1,2}[点号]|我|他|她|客户|提醒|都|就|还|可|能|才|安排|联系|复|补|试机|验|装|搬|生日))"
)
_OPEN_BEFORE: Final = regex(r"(?:等到?|约[在到]?|[到在于]|下次|改到?|定[在到]?|提醒我?)\s*$")


class Feast(NamedTuple):
    """A lunar day or a festival, where it was said, and the days it means."""

    start: int
    end: int
    days: Days
    lunar: bool


@cache
def _grammar() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, FESTIVALS), key=len, reverse=True))
    return re.compile(
        rf"(?P<lunar>(?:(?P<year1>{YEAR})的?)?(?P<calendar>{_CALENDAR})?的?(?:(?P<year2>{YEAR})的?)?(?P<leap>闰)?"
        rf"(?P<month>正|冬|腊|\d{{1,2}}|十[一二]?|[一二三四五六七八九])月(?:份)?(?P<day>(?>{_CN_DAY}|初?\d{{1,2}}|{_NINE}))[日号]?{_NO_DAY_BEHIND})"
        rf"|(?P<only>{_CALENDAR}的?(?P<day1>(?>{_CN_DAY})){_NO_DAY_BEHIND})"
        rf"|(?P<great>(?:(?P<year3>{YEAR})的?)?(?:大年|年后?|大)(?P<day2>初(?:[一二三四五六七八九]|十)|30|卅)(?![点\d天年]))"
        rf"|(?P<bare>(?<![月当最起年第])(?P<day3>初(?:[一二三四五六七八九]|十)){_NO_DAY_BEHIND})"
        r"|(?P<around>(?<![\d一二两俩三四五六七八九十几半多来数今明去前后当每整全百千同新少青])年[前后](?!面|\s?(?:大年)?初)|(?<![一-鿿])新年后|开[年春](?![会])"
        r"|过(?:完|了)年(?:后|之后|以后)?"
        r"|(?<![春圣诞秋午宵人亲旦阳女童师环细调季章关音时礼情])(?:节[前后](?!\s?(?:大年)?初)|过(?:完|了)节(?:后|之后|以后)?))"
        rf"|(?P<month_only>(?:(?P<year4>{YEAR})的?)?(?:(?:{_CALENDAR}|闰){NUM}|正|腊)月(?:里|底|初(?![一二三四五六七八九十]))?(?![一-鿿]{{0,2}}(?:饼|肉)))"
        rf"|(?P<feast>(?:(?P<year5>{YEAR})的?)?(?P<through>过(?:完|了))?(?P<name>小年夜|(?<![\d一二两三四五六七八九十百千万第星期周拜.])(?:{names}))"
        r"(?![\d一二三四五六七八九十]|路|街|广场|新村|轻|纪|版|班)(?:节)?"
        r"(?:假期|小?长假|放假|假)?(?P<shift>前一天|前夕|头天|前[两三]天|前一周|后一天|第二天|(?:之|以|过)?后的?(?:第一天|(?:头|第)一?个(?:周|星期|礼拜)[一二三四五六日天])?(?![天期备])|回来|上班)?)"
    )


def find_feasts(text: str, today: date, *, strict: bool = True) -> Iterator[Feast]:
    """Lunar days and festivals in a text, in order.

    Args:
        text: folded text, known names masked.
        today: the Shanghai day of the message.
        strict: whether a festival must stand where a day does (中秋礼盒 is a thing); not so in an expression by itself.
    """
    for found in _grammar().finditer(text):
        try:
            days, lunar = _read(found, text, today, strict=strict)
        except (ValueError, OverflowError):
            continue
        if days is not None:
            yield Feast(*found.span(), days, lunar)


def _read(found: re.Match[str], text: str, today: date, *, strict: bool) -> tuple[Days | None, bool]:
    if found["lunar"]:
        return _lunar(found, today), True
    if found["only"]:
        return _monthly(found["day1"], today), True
    if found["great"]:
        return _great(found["year3"], found["day2"], today), True
    if found["bare"]:
        fits = not strict or _stands_free(text, found)
        return (_monthly(found["day3"], today) if fits else None), True
    if found["around"]:
        return _around(found["around"], today), False
    if found["month_only"]:
        return _first_of_month(found, today), True
    if strict and not (found["shift"] or found["through"]) and found["year5"] is None and not _stands_free(text, found):
        return None, False
    return _feast(found, text, today, strict=strict), False


def _stands_free(text: str, found: re.Match[str]) -> bool:
    if _OPEN_BEHIND.match(text, found.end()) is not None:
        return True
    return _OPEN_BEFORE.search(text, max(0, found.start() - 6), found.start()) is not None


def _day_number(words: str) -> int | None:
    return 30 if words == "卅" else number(words.removeprefix("初"))


def _yearly(month: int, day: int, today: date, *, leap: bool = False) -> Days | None:
    past = nearest_yearly(month, day, today, -1, leap=leap)
    future = nearest_yearly(month, day, today, 1, leap=leap)
    return None if past is None or future is None else Days(Leaning.EITHER, past, future)


def _monthly(words: str, today: date) -> Days | None:
    day = _day_number(words)
    if day is None:
        return None
    past, future = nearest_monthly(day, today, -1), nearest_monthly(day, today, 1)
    return None if past is None or future is None else Days(Leaning.EITHER, past, future)


def _lunar(found: re.Match[str], today: date) -> Days | None:
    said_month, said_day = found["month"], found["day"]
    month, day = _MONTHS.get(said_month) or number(said_month), _day_number(said_day)
    said_year = found["year1"] or found["year2"]
    surely = found["calendar"] or found["leap"] or said_month in _MONTHS or said_day[0] in "初廿卅"
    # 八月十五 without 号 is the mid-autumn festival, any other such day one of the ordinary calendar.
    if month is None or day is None or not (surely or (said_month + said_day == "八十五" and not said_year)):
        return None
    if said_month.isdecimal() and not (found["calendar"] or found["leap"] or said_year):
        return None
    year, _ = split_year(said_year, today) if said_year else (None, "")
    if year is None:
        return _yearly(month, day, today, leap=bool(found["leap"]))
    day_then = solar_day(year, month, day, leap=bool(found["leap"]))
    return None if day_then is None else fixed(day_then, today)


def _great(said_year: str | None, words: str, today: date) -> Days | None:
    day = _day_number(words)
    year, _ = split_year(said_year, today) if said_year else (None, "")
    if day is None:
        return None
    if year is None:
        return _new_years_eve(today) if day == _EVE else _yearly(1, day, today)
    then = FESTIVALS["除夕"](year) if day == _EVE else solar_day(year, 1, day)
    return None if then is None else fixed(then, today)


_EVE: Final = 30
"""大年三十 is the last day of the year before, whatever its number."""


def _new_years_eve(today: date) -> Days | None:
    past, future = nearest("除夕", today, -1), nearest("除夕", today, 1)
    return None if past is None or future is None else Days(Leaning.EITHER, past, future)


def _first_of_month(found: re.Match[str], today: date) -> Days | None:
    year, rest = split_year(found["month_only"], today)
    month = _MONTHS.get(rest[0]) or number(re.sub(f"{_CALENDAR}|闰|月.*", "", rest))
    day = 30 if rest.endswith("底") else 1
    if month is None:
        return None
    days = _yearly(month, day, today) if year is None else None
    if year is not None:
        then = solar_day(year, month, day)
        days = None if then is None else fixed(then, today)
    return None if days is None else days._replace(vague=True, fuzzy=True)


def _around(words: str, today: date) -> Days | None:
    if "节" in words and "后" not in words and "过" not in words:
        past, future = next_resumption(today, -1), next_resumption(today, 1)
        future = None if future is None else max(_last_workday_before(future), today)
    elif "节" in words:
        past, future = next_resumption(today, -1), next_resumption(today, 1)
    elif words == "年前":
        past, future = nearest("除夕", today, -1), nearest("除夕", today, 1)
        future = None if future is None else max(today, future - timedelta(days=7))
    else:
        past, future = resumption("春节", today, -1), resumption("春节", today, 1)
    if past is None or future is None:
        return None
    return Days(Leaning.FUTURE, past, future, vague=True, fuzzy=True)


_BEFORE: Final = regex(r"(?:之|以)?前(?![一二两三几\d夕天后])")


def _resumed(name: str, past: date, future: date, today: date | None) -> tuple[date, date]:
    """When work goes on behind a feast: of a year that was said (without today), or the latest and the next."""
    if today is None:
        return work_resumes(name, future), work_resumes(name, future)
    return resumption(name, today, -1) or past, resumption(name, today, 1) or future


def _before(past: date, future: date, today: date) -> tuple[date, date]:
    """国庆前 in a sentence is due while people still work, and not before today."""
    return _last_workday_before(past), max(_last_workday_before(future), min(today, future))


def _last_workday_before(day: date) -> date:
    from models.rules.calendar import is_workday

    last = day - timedelta(days=1)
    while not is_workday(last) or last == FESTIVALS["除夕"](last.year):
        last -= timedelta(days=1)
    return last


def _on_weekday(day: date, words: str) -> date:
    """元旦过后第一个周三: the first such day when work goes on."""
    said = "一二三四五六日".find(words[-1].replace("天", "日")) if _WEEKDAY.search(words) is not None else -1
    return day if said < 0 else day + timedelta(days=(said - day.weekday()) % 7)


_WEEKDAY: Final = regex("(?:周|星期|礼拜).$")
_AT_YEARS_END: Final = frozenset({"小年", "除夕", "除夕夜", "大年夜", "年三十", "大年三十", "腊八", "腊八节"})
_SHIFTS: Final = {
    "前一天": -1,
    "前夕": -1,
    "头天": -1,
    "前两天": -2,
    "前三天": -3,
    "前一周": -7,
    "后一天": 1,
    "第二天": 1,
}


def _feast(found: re.Match[str], text: str, today: date, *, strict: bool) -> Days | None:
    name, shift = found["name"], found["shift"] or found["through"]
    if strict and name in _ONLY_ALONE and not found["year5"]:
        return None
    if name in {"十一", "新年", "六一", "315", "520", "618"} and strict and not (found["year5"] or shift):
        close = _CLOSE.match(text, found.end("name"))
        if close is None:
            return None
    eve = name == "小年夜"
    said_year = found["year5"]
    if said_year in {"今年的", "今年"} and (eve or name in _AT_YEARS_END):
        said_year = None  # 今年除夕 is the one to come, also in the solar year after
    if said_year:
        year, _ = split_year(said_year, today)
        day = None if year is None else FESTIVALS["小年" if eve else name](year)
        past = future = day
    else:
        past, future = (nearest("除夕" if eve else name, today, step) for step in (-1, 1))
    if past is None or future is None:
        return None
    days = -1 if eve else _SHIFTS.get(shift or "", 0)
    if shift and shift not in _SHIFTS:
        past, future = _resumed(name, past, future, None if said_year else today)
        past, future = _on_weekday(past, shift), _on_weekday(future, shift)
    else:
        past, future = past + timedelta(days=days), future + timedelta(days=days)
    if strict and not shift and _BEFORE.match(text, found.end()) is not None:
        past, future = _before(past, future, today)
    if said_year:
        return fixed(future, today)
    return Days(Leaning.EITHER, past, future, fuzzy=bool(shift) and shift not in _SHIFTS)
