"""A contact's birthday, in the calendar that it was said in."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from handlers.language.contacts import contact_slot
from handlers.language.meaning import Intent, Intents
from handlers.language.moods import asks, supposes
from handlers.language.normalise import CUSTOMER
from handlers.language.numbers import NUM, number
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.who import Place, Who, find_who, joined_words, without
from models.rules.lunar import lunar_day

_ABOUT: Final = regex(
    r"生日|birthday|过生(?!意)|做寿|^[^\d]{1,16}(?:19[3-9]|20[01])\d[./年-]\d{1,2}[./月-]\d{1,2}[日号]?\s*$|寿辰|生辰|过寿|大寿|寿[宴诞]|诞辰|出生|年(?:农历|阴历|阳历|公历)|[日号年零一二三四五六七八九十\d]生(?=的|人|$|[,。\s])|生人|属[鼠牛虎兔龙蛇马羊猴鸡狗猪]"
)
_NOTHING_SET: Final = regex(
    r"生日(?:快乐|蛋糕(?:多少|订|买)|宴|会|礼物(?:多少|买|送)|过了|过完)|(?:别|不用|不要|取消|删)[^,。;]{0,4}(?:提醒|生日)|生日[^,。;]{0,4}(?:(?:别|不用|不要)(?:再)?(?:提醒|记|管|了)|取消|删)"
    r"|谁[^,。;]{0,4}生日|(?:哪天|几号|几月|多少号|什么时候|啥时候|何时)"
)
_SAID_YEAR: Final = r"(?:19|20)\d{2}|\d{2}|[一二][零〇一二三四五六七八九]{3}|[零〇一二三四五六七八九]{2}"
_YEAR: Final = rf"(?:(?P<year>{_SAID_YEAR})(?:年|[-/.](?=\d{{1,2}}[-/.]\d)))?"
_LUNAR_DAY: Final = r"初[一二三四五六七八九十]|[廿][一二三四五六七八九]?"
_DATE: Final = regex(
    rf"{_YEAR}\s*(?:的)?\s*(?:农历|阴历|旧历|老历|古历|阳历|公历|新历|国历)?\s*"
    r"(?:(?P<leap>闰)?(?P<month>正|冬|腊|十[一二]|[一二三四五六七八九十]|\d{1,2})月(?:份)?(?:的)?"
    rf"(?P<day>{_LUNAR_DAY}|{NUM})(?P<unit>[日号])?"
    r"|(?:(?<![\d.])|(?<=\d[./-]))(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d%万元块折千百个])(?P<unit2>[日号])?"
    r"|(?P<compact>(?<!\d)(?:19|20)\d{6}(?!\d)))"
)
_FEASTS: Final[dict[str, tuple[int, int, bool]]] = {
    "大年初一": (1, 1, True), "年初一": (1, 1, True), "春节": (1, 1, True), "元宵": (1, 15, True), "端午": (5, 5, True),
    "七夕": (7, 7, True), "中元": (7, 15, True), "中秋": (8, 15, True), "重阳": (9, 9, True), "腊八": (12, 8, True),
    "除夕": (12, 30, True), "大年三十": (12, 30, True), "年三十": (12, 30, True), "元旦": (1, 1, False),
    "情人节": (2, 14, False), "妇女节": (3, 8, False), "三八节": (3, 8, False), "愚人节": (4, 1, False),
    "劳动节": (5, 1, False), "五一": (5, 1, False), "青年节": (5, 4, False), "儿童节": (6, 1, False),
    "六一": (6, 1, False), "建党节": (7, 1, False), "建军节": (8, 1, False), "教师节": (9, 10, False),
    "国庆": (10, 1, False), "双十一": (11, 11, False), "平安夜": (12, 24, False), "圣诞": (12, 25, False),
}  # fmt: skip
_FEAST: Final = regex("|".join(sorted(_FEASTS, key=len, reverse=True)))
_LUNAR: Final = regex(r"农历|阴历|旧历|老历|古历|按阴|虚岁")
_SOLAR: Final = regex(r"阳历|公历|新历|国历|身份证上")
_BORN: Final = regex(
    r"(?P<year>(?:19|20)\d{2}(?=年|\s*(?:出生|生))|(?<!\d)\d{2}(?=年)|[一二][零〇一二三四五六七八九]{3}(?=年)|[零〇一二三四五六七八九]{2}(?=年))年?(?:(?:出)?(?:生|属|的)|\s*$)"
)
_NAME: Final = regex(
    r"(?:[\s,:。]|记(?:一下|个|录)?|登记|设(?:一下|置)?|加(?:一下|个)?|存(?:一下)?|生日|提醒|给|把|的|是|老板(?!娘)|那边|客户)*(?P<name>(?!记[下到住上一]|存[一下上]|早[啊上安呀]|[他她你我它]|对了|今[天日儿]|明[天日儿]|好的?|嗯)[一-鿿]{2,4}?|[a-z]{2,12})"
    r"(?:的|,|\s|这|今年|每年|他|她|是|过|生日|农历|阴历|阳历|公历|属|$|\d|出生)"
)
_YOUNGEST: Final = 15


class _Said(NamedTuple):
    month: int
    day: int
    lunar: bool | None
    place: Place
    leap: bool = False
    year: int | None = None
    on: date | None = None
    """The solar day, where that was said and not its calendar: 明天生日."""


def read_birthday_set(reading: Reading) -> Intent | None:
    """A birthday: `contact`, `customer`, `birthday` (MM-DD of its own calendar), `year`, `lunar`, `leap_month`.

    `date`, the solar day, stands beside where only that was said (明天生日). `lunar` is absent where both calendars fit
    (八月十五); what only the lunar calendar calls so (正月, 腊月, 初八, 廿三) is lunar, and figures (10.24) are not.

    Args:
        reading: one record.

    Returns:
        None without a day, for questions, and for 生日快乐.
    """
    masked = reading.masked
    if _ABOUT.search(masked) is None or _NOTHING_SET.search(masked) or asks(masked) or supposes(masked):
        return None
    said = _said(reading)
    if said is None:
        return None
    who = _whose(reading, said)
    if not who.slots:
        return None
    slots = dict(who.slots)
    slots["birthday"] = reading.slot(f"{said.month:02}-{said.day:02}", *said.place)
    if said.lunar is not None:
        slots["lunar"] = reading.slot(said.lunar, *said.place)
    if said.on is not None:
        slots["date"] = reading.slot(said.on, *said.place)
    if said.leap:
        slots["leap_month"] = reading.slot(True, *said.place)
    year = said.year if said.year is not None else _born(reading)
    if year is not None:
        slots["year"] = reading.slot(year, *said.place)
    return reading.intent(Intents.BIRTHDAY_SET, slots)


def _said(reading: Reading) -> _Said | None:
    masked = reading.masked
    for found in _DATE.finditer(masked):
        said = _of_match(reading, found)
        if said is not None:
            return said
    feast = _FEAST.search(masked)
    if feast is not None:
        month, day, lunar = _FEASTS[feast.group()]
        return _Said(month, day, lunar, feast.span())
    for moment in reading.moments if _says_nothing_else(reading) else ():
        if moment.future is not None and not moment.vague and _NO_MONTH.match(masked, moment.start) is None:
            return _on_a_day(moment.future, _calendar(masked), (moment.start, moment.end))
    return None


def _on_a_day(day: date, lunar: bool | None, place: Place) -> _Said:
    """明天是王总生日 is of either calendar; 明天他农历生日 is the lunar day that tomorrow is."""
    found = lunar_day(day) if lunar else None
    if found is not None:
        return _Said(found[1], found[2], lunar, place)
    return _Said(day.month, day.day, lunar, place, on=None if lunar is not None else day)


def _says_nothing_else(reading: Reading) -> bool:
    """王总明天生日, and no more: 礼拜四生日 你赶回来去一趟 sends somebody there on a day that is known."""
    who = find_who(reading)
    places = [place for place in (who.customer, who.contact) if place is not None]
    rest = without(len(reading.masked), [*places, *((one.start, one.end) for one in reading.moments)])
    left = _AROUND.sub("", "".join(reading.masked[slice(*piece)] for piece in rest))
    return len(left) <= _LONGEST_NAME


_AROUND: Final = regex(
    "农历|阴历|阳历|公历|生日|过生|做寿|过寿|记一?下|记住|记上|记得|存一?下|登记|别忘了?|[是的就吧哈啊呢了过也我们那他她,，。!！\\s]"
)
_LONGEST_NAME: Final = 3
_NO_MONTH: Final = regex(r"初|廿|\d{1,2}[号日]")
"""初九 without its month says no birthday."""
_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}


def _of_match(reading: Reading, found: re.Match[str]) -> _Said | None:
    year = _year(found["year"], reading.today)
    if found["compact"]:
        figures = found["compact"]
        return _checked(int(figures[4:6]), int(figures[6:]), found, lunar=_calendar(reading.masked) or False,
                        year=int(figures[:4]))  # fmt: skip
    month_said, day_said = found["month"] or found["m"], found["day"] or found["d"]
    month = _MONTHS.get(month_said, 0) or number(month_said) or 0
    day = number(day_said.removeprefix("初")) or 0
    lunar = _calendar(reading.masked)
    if lunar is None:
        lunar = _is_lunar(found, month_said, day_said)
    return _checked(month, day, found, lunar=lunar, year=year)


def _checked(month: int, day: int, found: re.Match[str], *, lunar: bool | None, year: int | None) -> _Said | None:
    leap = found["leap"] is not None
    if not 1 <= month <= 12 or not 1 <= day <= (30 if lunar else _MOST_DAYS[month - 1]):
        return None
    return _Said(month, day, lunar, found.span(), leap, year)


_MOST_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _calendar(masked: str) -> bool | None:
    """The calendar that was named; None when none was."""
    if _SOLAR.search(masked):
        return False
    return True if _LUNAR.search(masked) else None


def _is_lunar(found: re.Match[str], month: str, day: str) -> bool | None:
    """Which calendar the wording belongs to; None where both fit: 八月十五 may be either, 8月15 and 八月十五号 not."""
    if found["leap"] or month in _MONTHS or day.startswith(("初", "廿")):
        return True
    if found["unit"] or found["unit2"] or day.isdecimal() or found["year"]:
        return False
    return None


def _year(said: str | None, today: date) -> int | None:
    if not said:
        return None
    figures = said.translate(_FIGURES)
    if not (figures.isascii() and figures.isdecimal()):
        return None
    year = int(figures)
    if len(figures) == 4:
        return year if 1900 < year <= today.year else None
    # Nobody who buys for a firm is younger.
    return 2000 + year if year <= today.year % 100 - _YOUNGEST else 1900 + year


_FIGURES: Final = str.maketrans("零〇一二三四五六七八九", "00123456789")


def _born(reading: Reading) -> int | None:
    found = _BORN.search(reading.masked)
    return None if found is None else _year(found["year"], reading.today)


def _whose(reading: Reading, said: _Said) -> Who:
    """Whose it is: a person of the speaker's own customers, one named with his firm, or the words before 生日."""
    who = find_who(reading)
    if who.contact is not None:
        return who
    start = who.customer[1] if who.customer is not None else 0
    text = reading.masked
    for first, last in without(len(text), [said.place, (0, start)]):
        found = _NAME.match(text, first, last)
        if found is None or CUSTOMER in found["name"]:
            continue
        place = found.span("name")
        words = joined_words(reading, [place])
        if words and _ABOUT.search(words) is None:
            contact = contact_slot(reading, place, who.slots.get("customer"))
            return Who({**who.slots, "contact": contact}, who.customer, place)
    return who
