"""Days and clock times in what people write, each with its past and its future reading.

A bare 周五 or 25号 means the next one in a plan and the latest one in a report; only the reader of the clause knows
which it is, so both are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from handlers.language.clocks import CLOCK, ends_the_day, read_clock
from handlers.language.day_grammar import ALTERNATIVES, BEGINS
from handlers.language.days import READERS, Leaning
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES, TITLE

__all__ = ["Leaning", "Moment", "find_all", "find_moments"]


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
        fuzzy: said roughly: a stretch, or 年底, 两三天后, 节后.
        last: the last day of a stretch that was said with both ends (7月15到18号), in a plan.
        lunar: whether it was said in the lunar calendar.
    """

    start: int
    end: int
    leaning: Leaning
    past: date | None
    future: date | None
    clock: time | None = None
    vague: bool = False
    part: bool = False
    fuzzy: bool = False
    last: date | None = None
    lunar: bool = False

    @property
    def dated(self) -> bool:
        """Whether it names a day."""
        return self.future is not None


_BEGINS: Final = regex(BEGINS)
_ONE: Final = regex(f"{'|'.join(f'(?P<{kind}>{pattern})' for kind, pattern in ALTERNATIVES)}|{CLOCK}")
_means = lru_cache(maxsize=4096)(lambda kind, words, today: READERS[kind](words, today))
"""What a day's words mean on a Shanghai day; a few are said again and again."""
_CLOCK_JOIN: Final = regex(r"[\s,的)]{0,2}|那天|当天")
_DAY_JOINS: Final = frozenset({"(", " (", ",", "", " ", "是", "也就是", "就是"})
_TO: Final = regex(r"\s?(?:[-~到至或]|--|或者)\s?")
_WEEKDAY: Final = regex("周|星期|礼拜")
_NAMED: Final = regex(rf"[一-鿿]?{TITLE}")
# What hides a lunar day from the grammar of the ordinary ones: 八月初八 holds 月初.
_HIDDEN: Final = "\ue002"
# One of these is in every lunar day and festival; written out, for so the search passes over other characters at once.
# 节 behind what no festival ends in is none: 介绍了节能改造, 细节, 环节.
_FEAST_SIGNS: Final = regex(
    "节[前后]|节(?<![了的绍谈聊做环细关调]节)|诞|旦|夕|腊|闰|初[一二三四五六七八九十]|农历|阴历|旧历|老历|五一|六一|十一|国庆|清明|中秋|端午|元宵|重阳|正月|冬月|冬至|双1|小年|大年|新年"
    "|过大?年|过完|过了[年节]|开[年春]|年前|年后|年三十|平安夜|八月十五"
)
_SPAN_ALONE: Final = regex(r"[\d.\s号日到至~-]+")
_LEAVE: Final = regex(r"假|出差|休|外出|期|展|日程|安排|不在|停")


def find_moments(text: str, today: date, now: datetime | None = None) -> list[Moment]:
    """Every day and clock time in a text, in order, those side by side joined (明天（周四）下午2点半).

    Args:
        text: folded text; names of customers and colleagues are masked, so that 周一鸣 is no Monday.
        today: the Shanghai day of the message.
        now: the moment of the message in Shanghai time, where times counted from it are wanted too (半小时后).
    """
    if _FEAST_SIGNS.search(text) is None and now is None:
        return _put_together(text, _single(text, today))
    return find_all(text, today, now)


def find_all(text: str, today: date, now: datetime | None = None, *, strict: bool = True) -> list[Moment]:
    """`find_moments` with festivals looked for wherever they might be.

    Args:
        text, today, now: as there.
        strict: whether a festival must stand where a day does; not so in an expression by itself.
    """
    from handlers.language.feasts import find_feasts
    from handlers.language.offsets import find_hours

    found = [
        Moment(
            start,
            end,
            days.leaning,
            days.past,
            days.future,
            vague=days.vague,
            fuzzy=days.vague or days.fuzzy,
            lunar=lunar,
        )
        for start, end, days, lunar in find_feasts(text, today, strict=strict)
    ]
    if now is not None:
        for start, end, at, fuzzy in find_hours(text, now):
            leaning = Leaning.FUTURE if at > now else Leaning.PAST
            clock = at.time().replace(second=0, microsecond=0, tzinfo=None)
            found.append(Moment(start, end, leaning, at.date(), at.date(), clock, fuzzy=fuzzy))
    if not found:
        return _put_together(text, _single(text, today))
    shown = list(text)
    for moment in found:
        shown[moment.start : moment.end] = _HIDDEN * (moment.end - moment.start)
    hidden = "".join(shown)
    moments = sorted((*found, *_single(hidden, today)), key=lambda moment: moment.start)
    return _put_together(text, moments)


def _put_together(text: str, moments: Iterable[Moment]) -> list[Moment]:
    joined: list[Moment] = []
    for moment in moments:
        if joined:
            one = _both(text, joined[-1], moment)
            if one is not None:
                joined[-1] = one
                continue
        joined.append(moment)
    return [
        moment._replace(leaning=Leaning.FUTURE)
        if moment.leaning is Leaning.EITHER and moment.dated and _AFTER_IT.match(text, moment.end)
        else moment
        for moment in joined
        if moment.dated or moment.clock is not None or moment.part
    ]


_AFTER_IT: Final = regex(r"(?:以|之|过)后(?!一直|就|都|没|再没)")
"""初十以后去趟绿源."""


def _single(text: str, today: date) -> Iterator[Moment]:
    previous_end, place = -9, 0
    while (begin := _BEGINS.search(text, place)) is not None:
        found = _ONE.match(text, begin.start())
        if found is None:
            place = begin.start() + 1
            continue
        place = max(found.end(), begin.start() + 1)
        kind = found.lastgroup or ""
        if kind in READERS:
            if (kind == "week_day" and _is_a_name(text, *found.span())) or (kind == "span" and not _is_leave(text)):
                continue
            try:
                days = _means(kind, found.group().strip(), today)
            except (ValueError, OverflowError):
                continue
            if days is not None:
                yield Moment(
                    found.start(),
                    found.end(),
                    days.leaning,
                    days.past,
                    days.future,
                    None,
                    days.vague,
                    found.group()[-1] in "早晚夜晨",
                    days.fuzzy,
                    days.last,
                )
                previous_end = found.end()
            continue
        if found["alone"] is not None:
            yield Moment(*found.span(), Leaning.TODAY, None, None, part=True)
            previous_end = found.end()
            continue
        beside = found.start() - previous_end <= 1 or text[found.start() - 1 : found.start()] == _HIDDEN
        clock = read_clock(found, text, beside=beside)
        if clock is not None:
            yield Moment(*found.span(), Leaning.EITHER, None, None, clock)
            previous_end = found.end()


def _is_a_name(text: str, start: int, end: int) -> bool:
    """周一鸣经理; but 下个礼拜二带师傅过去 is no Mr 礼."""
    if text[start] != "周":
        return False
    return _NAMED.match(text, end) is not None and text[end] not in SURNAMES


def _is_leave(text: str) -> bool:
    """8.1-8.3 are days beside 请假 or 出差, and numbers anywhere else."""
    return _LEAVE.search(text) is not None or _SPAN_ALONE.fullmatch(text) is not None


def _both(text: str, left: Moment, right: Moment) -> Moment | None:
    """The two as one, where they stand side by side and belong together."""
    gap = text[left.end : right.start]
    if len(gap) > _WIDEST_GAP:
        return None
    if left.dated and not right.dated:
        fits = _CLOCK_JOIN.fullmatch(gap) is not None and (left.clock is None or right.clock is None)
    elif left.part and not left.dated and right.clock is not None:
        fits = _CLOCK_JOIN.fullmatch(gap) is not None
    else:
        if left.vague and right.dated and not right.vague and not gap:
            return right._replace(start=left.start)  # 开春3月1号
        fits = left.dated and right.dated and gap in _DAY_JOINS and left.future == right.future
        if not fits and gap.strip() == "(" and left.leaning is Leaning.EITHER and right.dated and right.clock is None:
            # 周五(12月4日), 12月4日(周五): the fuller one is meant.
            fuller = left if _WEEKDAY.match(text, right.start) is not None else right
            return fuller._replace(start=left.start, end=right.end)
    if fits:
        return _join(text, left, right)
    return _stretch(text, left, right) if _TO.fullmatch(gap) is not None else None


_WIDEST_GAP: Final = 3


def _join(text: str, left: Moment, right: Moment) -> Moment:
    past, future = left.past or right.past, left.future or right.future
    if right.clock == time(0) and past is not None and future is not None and future < date.max:
        days = timedelta(days=ends_the_day(text[left.start : right.end]))
        past, future = past + days, future + days
    return left._replace(
        end=right.end,
        past=past,
        future=future,
        clock=left.clock or right.clock,
        part=left.part or right.part,
    )


def _stretch(text: str, left: Moment, right: Moment) -> Moment | None:
    """下周一到周三, 7月15到18号, 下午2点到4点: the first with where it ends."""
    if left.future is None or right.future is None:
        times = left.clock is not None and right.clock is not None and not right.dated
        return left._replace(end=right.end) if times else None
    last = right.future
    if right.leaning is Leaning.EITHER:
        again = next(_single(text[right.start : right.end], left.future), None)
        last = again.future if again is not None and again.future is not None else last
    either = left.fuzzy or "或" in text[left.end : right.start]
    return left._replace(end=right.end, last=last, fuzzy=either) if last >= left.future else None
