"""Days and clock times in what people write, each with its past and its future reading.

A bare 周五 or 25号 means the next one in a plan and the latest one in a report; only the reader of the clause knows
which it is, so both are given. Conventions: weeks start on Monday, 本周X is this calendar week, 下周X the next one.
"""

from __future__ import annotations

import calendar
import enum
import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import Final, NamedTuple

from handlers.language.clocks import CLOCK, read_clock
from handlers.language.numbers import COUNT, NUM, number
from handlers.language.people import SURNAMES, TITLE


class Leaning(enum.Enum):
    """Which side of today a day stands on by its words alone."""

    PAST = "past"
    TODAY = "today"
    FUTURE = "future"
    EITHER = "either"


class Moment(NamedTuple):
    """A day, a clock time or both, as written.

    Attributes:
        start, end: where it stands in the text that was searched.
        leaning: which side of today the words put it on.
        past: the Shanghai day in a report; None when only a part of the day or a clock time was said.
        future: the Shanghai day in a plan.
        clock: the clock time, when said.
        vague: a stretch (月初, 下周, 过几天) of which `past` and `future` are the first day.
        part: whether it is nothing but a part of the day (上午).
    """

    start: int
    end: int
    leaning: Leaning
    past: date | None
    future: date | None
    clock: time | None = None
    vague: bool = False
    part: bool = False

    @property
    def dated(self) -> bool:
        """Whether it names a day."""
        return self.future is not None


class _Days(NamedTuple):
    leaning: Leaning
    past: date
    future: date
    vague: bool = False


# What turns "3号" into a place or a thing: 3号线, 2号仓库, 5号楼.
_NO_DAY: Final = (
    r"(?![线楼门店仓院机厅库车桌房位点厂码段区路口室柜样棚坑井炉泵阀公馆会所产品])(?!电池|油|字|码头|钢|客户|联系)"
)
_WEEK: Final = r"(?:周|星期|礼拜)"

_ALTERNATIVES: Final[tuple[tuple[str, str], ...]] = (
    ("ymd", rf"(?<!\d)\d{{4}}(?:[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)|年{NUM}月{NUM}[日号]?)"),
    (
        "md",
        rf"(?:今年|明年|后年|去年|\d{{4}}年)?{NUM}月(?:份)?(?:{NUM}[日号]{_NO_DAY}|\d{{1,2}}(?![\d.:万千百个台箱件元块%折点家吨套条月年]))",
    ),
    ("month_day", rf"(?:上个?|下下个?|下个?|这个?|本)月(?:的)?{NUM}[日号]{_NO_DAY}"),
    ("month_part", r"(?:(?:上个?月|下下个?月|下个?月|这个?月|本月|当月)月?|月)(?:初|中旬|上旬|下旬|底|末)"),
    (
        "named_month",
        rf"(?:今年|明年|后年|去年|\d{{4}}年){NUM}月(?:份)?(?:初|中旬|上旬|下旬|底|末)?|{NUM}月(?:份)?(?:初|中旬|上旬|下旬|底|末|份)",
    ),
    ("year_end", r"(?:今年|明年)?年(?:底|末)"),
    ("slash", r"(?<![\d./])\d{1,2}/\d{1,2}(?![\d/%])"),
    (
        "dot",
        r"(?<![\d./])\d{1,2}\.\d{1,2}(?=\s*(?:前|之前|号|日|再|去|跟|带|约|那|拜访|回访|过去|上门|送|给))(?!\d)|(?<=下次)\s*\d{1,2}\.\d{1,2}(?![\d万折元块米])|(?<=下次去)\d{1,2}\.\d{1,2}(?!\d)",
    ),
    ("day", rf"(?<![\d#第型./月]){NUM}号{_NO_DAY}|(?<![\d#第型./月])\d{{1,2}}日{_NO_DAY}"),
    (
        "week_day",
        rf"(?<!每)(?:上上|上|下下|下|这|本)?个?{_WEEK}(?:[一二三四五六日天末]|[1-7](?!\d))(?!班|刊|边|期|岁|年|转)",
    ),
    ("week", rf"(?:上上|上|下下|下|这|本)个?{_WEEK}"),
    ("month", r"(?:上个?|下下个?|下个?)月(?![初底末中上下])"),
    (
        "relative",
        r"大前天|前天|前日|前晚|昨天|昨日|昨儿个?|昨晚|昨夜|今天|今日|今儿个?|今朝|今早|今晚|今夜|大后天|明后天|后天|后日|后儿个?|明天|明日|明儿个?|明早|明晚|明晨",
    ),
    ("ago", rf"(?<![\d.]){COUNT}个?(?:天|日|{_WEEK}|月|年)(?:之|以)?前|前(?:两|几|些)天"),
    (
        "later",
        (
            rf"(?:再)?过(?:个)?(?:{COUNT}|半|几)个?(?:天|日|{_WEEK}|月|年)(?:之后|以后|后)?"
            rf"|(?<![\d.])(?:{COUNT}|半|几)个?(?:天|日|{_WEEK}|月|年)(?:之后|以后|后|内|以内|之内)"
        ),
    ),
    ("feast", r"元旦|圣诞节?|国庆节?|五一(?!三|二|四)|双十一|双十二|情人节|妇女节|劳动节|儿童节"),
)
# Every alternative begins with one of these characters, and in one of these ways: a look ahead spares the search most
# places of a message.
_FIRST: Final = (
    r"(?=[上下这本周昨早晚凌清午傍夜星礼今前大后明去年当月个几半再过中元圣国五双情妇劳儿的差\d一二两三四六七八九十廿卅\s])"
    r"(?=[上下][上下个周星礼月午]|[这本][个周星礼月]|[周昨早晚凌清午傍夜星礼]|今[年天日儿朝早晚夜]|前[天日晚两几些]|大[前后]|后[天日儿年]"
    r"|明[年天日儿早晚晨后]|去年|年[底末]|当月|月[初中上下底末]|个[周星礼]|[几半][个天日周星礼月年]|再?过[个\d一二两三四五六七八九十半几]"
    r"|中午|一早|元旦|圣诞|国庆|五一|双十|情人|妇女|劳动|儿童|的?\s*(?:差|[\d一二两三四五六七八九十廿卅]{1,4}[-/.:年月号日个天周星礼点时]))"
)
_ALL: Final = re.compile(f"{_FIRST}(?:{'|'.join(f'(?P<{kind}>{pattern})' for kind, pattern in _ALTERNATIVES)}|{CLOCK})")
_CLOCK_JOIN: Final = re.compile(r"[\s,的)]{0,2}")
_NAMED: Final = re.compile(rf"[一-鿿]?{TITLE}")


def find_moments(text: str, today: date) -> list[Moment]:
    """Every day and clock time in a text, in order, those side by side joined (明天（周四）下午2点半).

    Args:
        text: folded text; names of customers and colleagues are masked, so that 周一鸣 is no Monday.
        today: the Shanghai day of the message.
    """
    joined: list[Moment] = []
    for moment in _single(text, today):
        if joined and _belongs(text, joined[-1], moment):
            joined[-1] = _join(joined[-1], moment)
        else:
            joined.append(moment)
    return [moment for moment in joined if moment.dated or moment.clock is not None or moment.part]


def _single(text: str, today: date) -> Iterator[Moment]:
    previous_end = -9
    for found in _ALL.finditer(text):
        kind = found.lastgroup or ""
        if kind in _READERS:
            if kind == "week_day" and _is_a_name(text, found.end()):
                continue
            try:
                days = _READERS[kind](found.group().strip(), today)
            except (ValueError, OverflowError):
                continue
            if days is not None:
                evening = found.group()[-1] in "早晚夜晨"
                yield Moment(*found.span(), days.leaning, days.past, days.future, vague=days.vague, part=evening)
                previous_end = found.end()
            continue
        if found["alone"] is not None:
            yield Moment(*found.span(), Leaning.TODAY, None, None, part=True)
            previous_end = found.end()
            continue
        clock = read_clock(found, text, beside=found.start() - previous_end <= 1)
        if clock is not None:
            yield Moment(*found.span(), Leaning.EITHER, None, None, clock)
            previous_end = found.end()


def _is_a_name(text: str, end: int) -> bool:
    return _NAMED.match(text, end) is not None and text[end] not in SURNAMES


def _belongs(text: str, left: Moment, right: Moment) -> bool:
    gap = text[left.end : right.start]
    if left.dated and not right.dated:
        return _CLOCK_JOIN.fullmatch(gap) is not None and (left.clock is None or right.clock is None)
    if left.part and not left.dated and right.clock is not None:
        return _CLOCK_JOIN.fullmatch(gap) is not None
    return left.dated and right.dated and gap in {"(", " (", ",", ""} and left.future == right.future


def _join(left: Moment, right: Moment) -> Moment:
    return Moment(
        left.start,
        right.end,
        left.leaning,
        left.past or right.past,
        left.future or right.future,
        left.clock or right.clock,
        left.vague,
        part=left.part or right.part,
    )


def _nearest_weekday(today: date, weekday: int) -> _Days:
    ahead = (weekday - today.weekday()) % 7
    future = today + timedelta(days=ahead)
    return _Days(Leaning.EITHER, future if ahead == 0 else future - timedelta(days=7), future)


def _fixed(day: date, today: date, *, vague: bool = False) -> _Days:
    leaning = Leaning.TODAY if day == today else Leaning.PAST if day < today else Leaning.FUTURE
    return _Days(leaning, day, day, vague)


def _months_on(day: date, months: int, day_of_month: int | None = None) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    wanted = day.day if day_of_month is None else day_of_month
    return date(year, month + 1, min(wanted, calendar.monthrange(year, month + 1)[1]))


def _ymd(words: str, today: date) -> _Days | None:
    year, month, day = (number(part) if part else None for part in re.split(r"[-/.年月]", words.rstrip("日号"))[:3])
    if year is None or month is None or day is None:
        return None
    return _fixed(date(year, month, day), today)


_YEARS: Final = {"今年": 0, "明年": 1, "后年": 2, "去年": -1}


def _year(words: str, today: date) -> tuple[int | None, str]:
    for said, shift in _YEARS.items():
        if words.startswith(said):
            return today.year + shift, words[2:]
    if words[:4].isdecimal() and words[4:5] == "年":
        return int(words[:4]), words[5:]
    return None, words


def _either(month: int, day: int, today: date) -> _Days:
    """A day of a year that was not said: the latest up to today, and the next from today on."""
    this = date(today.year, month, day) if (month, day) != (2, 29) else _months_on(date(today.year, 2, 1), 0, 29)
    past = this if this <= today else _months_on(this, -12)
    future = this if this >= today else _months_on(this, 12)
    return _Days(Leaning.EITHER, past, future)


def _md(words: str, today: date) -> _Days | None:
    year, rest = _year(words, today)
    said_month, _, said_day = rest.replace("月份", "月").partition("月")
    month, day = number(said_month), number(said_day.rstrip("日号"))
    if month is None or day is None:
        return None
    return _either(month, day, today) if year is None else _fixed(date(year, month, day), today)


def _slash(words: str, today: date) -> _Days | None:
    month, day = (int(part) for part in re.split(r"[/.]", words))
    return _either(month, day, today)


_MONTH_SHIFT: Final = re.compile(r"(下下|下|上|这|本|当)?个?月?")


def _shift(words: str) -> int:
    return {"下下": 2, "下": 1, "上": -1}.get(_MONTH_SHIFT.match(words)[1] or "", 0)  # type: ignore[index]  # every part of it is optional


def _month_day(words: str, today: date) -> _Days | None:
    day = number(words.partition("月")[2].lstrip("的").rstrip("日号"))
    if day is None:
        return None
    first = _months_on(today, _shift(words), 1)
    return _fixed(first.replace(day=day), today)


def _part_of_month(first: date, words: str) -> date:
    if words.endswith(("底", "末")):
        return _months_on(first, 0, 31)
    if words.endswith("中旬"):
        return first.replace(day=15)
    return first.replace(day=21) if words.endswith("下旬") else first


def _month_part(words: str, today: date) -> _Days:
    shift = _shift(words)
    if shift == 0 and words[0] not in "这本当" and words.endswith("初") and today.day > 10:
        shift = 1
    return _fixed(_part_of_month(_months_on(today, shift, 1), words), today, vague=not words.endswith(("底", "末")))


def _named_month(words: str, today: date) -> _Days | None:
    year, rest = _year(words, today)
    month = number(rest.partition("月")[0])
    if month is None:
        return None
    first = date(year if year is not None else today.year, month, 1)
    if year is None and month < today.month:
        first = _months_on(first, 12)
    return _fixed(_part_of_month(first, rest), today, vague=True)


def _year_end(words: str, today: date) -> _Days:
    return _fixed(date(today.year + words.startswith("明"), 12, 31), today, vague=True)


def _day(words: str, today: date) -> _Days | None:
    day = number(words.rstrip("日号"))
    if day is None or not 1 <= day <= 31:
        return None
    return _Days(Leaning.EITHER, _month_with(today, day, -1), _month_with(today, day, 1))


def _month_with(today: date, day: int, step: int) -> date:
    """The nearest day of that number from today on (step 1) or up to today (step -1)."""
    for months in range(4):
        first = _months_on(today, months * step, 1)
        if day <= calendar.monthrange(first.year, first.month)[1]:
            found = first.replace(day=day)
            if (found - today).days * step >= 0:
                return found
    raise ValueError(day)


_WEEKS: Final = {"上上": -14, "上": -7, "下下": 14, "下": 7, "这": 0, "本": 0}
_WEEK_SAID: Final = re.compile(rf"(上上|上|下下|下|这|本)?个?{_WEEK}(.)?")


def _week_day(words: str, today: date) -> _Days:
    said = _WEEK_SAID.match(words)
    if said is None or said[2] is None:  # the grammar has matched it already
        raise ValueError(words)
    weekday = 6 if said[2] in "日天" else 5 if said[2] == "末" else "一二三四五六".find(said[2])
    if weekday < 0:
        weekday = int(said[2]) - 1
    if said[1] is None:
        return _nearest_weekday(today, weekday)
    monday = today - timedelta(days=today.weekday())
    return _fixed(monday + timedelta(days=_WEEKS[said[1]] + weekday), today)


def _week(words: str, today: date) -> _Days | None:
    shift = _WEEKS.get(words[:2], _WEEKS.get(words[0], 0))
    if shift == 0:
        return None
    return _fixed(today - timedelta(days=today.weekday() - shift), today, vague=True)


def _month(words: str, today: date) -> _Days:
    return _fixed(_months_on(today, _shift(words), 1), today, vague=True)


_RELATIVE: Final = (("大前", -3), ("前", -2), ("昨", -1), ("今", 0), ("大后", 3), ("明", 1), ("后", 2))


def _relative(words: str, today: date) -> _Days:
    shift = next(days for start, days in _RELATIVE if words.startswith(start))
    return _fixed(today + timedelta(days=shift), today, vague=words == "明后天")


_LENGTH: Final = re.compile(rf"(?:再)?(?:过)?个?(前?[两几些]|{COUNT}|半)个?(天|日|{_WEEK}|月|年)")


def _length(words: str, today: date, sign: int) -> _Days | None:
    said = _LENGTH.match(words)
    if said is None:
        return None
    count, unit = said[1].lstrip("前"), said[2]
    vague = count in {"几", "些"}
    if count == "半":
        day = {"月": today + timedelta(days=15 * sign), "年": _months_on(today, 6 * sign)}.get(unit)
        return None if day is None else _fixed(day, today)
    many = 2 if vague else number(count)
    if many is None:
        return None
    if unit in "天日":
        day = today + timedelta(days=many * sign)
    elif unit in "月年":
        day = _months_on(today, many * sign * (12 if unit == "年" else 1))
    else:
        day = today + timedelta(days=7 * many * sign)
    return _fixed(day, today, vague=vague)


_FEASTS: Final = {
    "元旦": (1, 1), "情人": (2, 14), "妇女": (3, 8), "五一": (5, 1), "劳动": (5, 1), "儿童": (6, 1), "国庆": (10, 1),
    "圣诞": (12, 25), "双十一": (11, 11), "双十二": (12, 12),
}  # fmt: skip


def _feast(words: str, today: date) -> _Days:
    month, day = _FEASTS.get(words) or _FEASTS[words[:2]]
    return _either(month, day, today)


_READERS: Final[dict[str, Callable[[str, date], _Days | None]]] = {
    "ymd": _ymd,
    "md": _md,
    "month_day": _month_day,
    "month_part": _month_part,
    "named_month": _named_month,
    "year_end": _year_end,
    "slash": _slash,
    "dot": _slash,
    "day": _day,
    "week_day": _week_day,
    "week": _week,
    "month": _month,
    "relative": _relative,
    "ago": lambda words, today: _length(words, today, -1),
    "later": lambda words, today: _length(words, today, 1),
    "feast": _feast,
}
