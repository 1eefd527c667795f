"""What comes again and again: 每周五下午5点, 每月15号, 每天早上8点半, 每隔两周, 逢周一."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from functools import cache
from typing import Final, NamedTuple

from handlers.language.clocks import CLOCK, read_clock
from handlers.language.normalise import fold
from handlers.language.numbers import COUNT, NUM, number
from handlers.language.offsets import WEEK, months_on
from handlers.language.patterns import regex
from models.rules import repeats
from models.rules.repeats import LAST_DAY, Unit

_NOON: Final = 12


class Repeat(NamedTuple):
    """Something that comes again and again.

    Attributes:
        start, end: where it stands in the text, its clock time included.
        words: as said, without the clock time.
        unit: what is counted.
        every: how many of them lie between one time and the next.
        days: weekdays (Monday 0) of a week, or days of a month; empty where none was said.
        month: of a year; None where none was said.
        clock: the clock time, when said.
    """

    start: int
    end: int
    words: str
    unit: Unit
    every: int = 1
    days: tuple[int, ...] = ()
    month: int | None = None
    clock: time | None = None

    def first(self, today: date) -> date:
        """The first time it comes, from a Shanghai day on.

        Args:
            today: that day; one that comes in steps without a day of its own comes a step later.
        """
        if "季" in self.words:
            quarter_ends = months_on(today, -today.month % 3, LAST_DAY)
            return quarter_ends if self.days else quarter_ends + timedelta(days=1)
        if not self.days and self.month is None and self.unit is not Unit.WORKDAY:
            return today if (self.unit, self.every) == (Unit.DAY, 1) else self._a_step_after(today)
        return repeats.first_on(self.stored(today), today) or self._a_step_after(today)

    def stored(self, first: date) -> str:
        """The form in which it is stored (`rules.repeats`); empty where none holds it.

        Args:
            first: the first Shanghai day it is due, for what the words leave open.
        """
        return repeats.form(self.unit, self.every, self.days, self.month, first)

    def _a_step_after(self, today: date) -> date:
        if self.unit in {Unit.MONTH, Unit.YEAR}:
            return months_on(today, self.every * (12 if self.unit is Unit.YEAR else 1))
        return today + timedelta(days=self.every * (7 if self.unit is Unit.WEEK else 1))


@cache
def _grammar() -> re.Pattern[str]:
    """Compiled when something that repeats is first spoken of: few messages do."""
    weekdays = r"(?:[一二三四五六日天末]|[1-7](?!\d))(?![次趟遍回])"
    return re.compile(
        rf"(?:(?P<workday>每个?工作日|每(?:周|天)?(?:的)?工作日|工作日每天)"
        rf"|(?P<daily>每[天日晚早]|天天|每个?(?:早上|早晨|上午|中午|下午|晚上|清晨))"
        rf"|(?:每隔?|隔)(?P<weeks>{COUNT})?个?{WEEK}(?:的?{WEEK}?(?P<weekdays>{weekdays}(?:[、,和跟及到至-]?{WEEK}?{weekdays})*))?"
        rf"|逢{WEEK}(?P<weekdays2>{weekdays}(?:[、,和跟及]?{weekdays})*)"
        rf"|每逢?(?P<months>{COUNT}|半)?个?月(?:份)?的?(?:月?(?P<part>底|末|初|中)|最后一天|(?P<day>{NUM})[号日](?:[、,和跟及](?P<day2>{NUM})[号日])?)?"
        rf"|每个?(?P<quarter>季度?)末?|每个?(?P<half>半年)"
        rf"|每逢?年的?(?:(?P<month>{NUM})月(?:份)?(?:(?P<month_day>{NUM})[号日])?)?"
        rf"|每隔?(?P<steps>{COUNT})天|(?P<other>隔天|隔日))(?![一-鿿]{{0,2}}均)"
    )


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(rf"[\s,的都]{{0,2}}{CLOCK}")


_SIGNS: Final = regex("每|隔|逢|天天")


def find_repeats(text: str) -> list[Repeat]:
    """Everything in a text that comes again and again, in order.

    Args:
        text: folded text, known names masked.
    """
    if _SIGNS.search(text) is None:
        return []
    return [one for found in _grammar().finditer(text) if (one := _read(found, text)) is not None]


def form_of(said: str, first: date) -> str:
    """The form in which a repeat is stored (`rules.repeats`); empty where the words say none.

    Args:
        said: 每周五, 每隔两周, 每月底, 每年.
        first: the first Shanghai day it is due, for what the words leave open.
    """
    found = find_repeats(fold(said))
    if found:
        return found[0].stored(first)
    return repeats.form(Unit.YEAR, 1, (), None, first) if "每年" in said else ""


def _read(found: re.Match[str], text: str) -> Repeat | None:
    told = _told(found)
    if told is None:
        return None
    unit, every, days, month = told
    if every < 1 or any(not 0 <= day <= LAST_DAY for day in days) or (month is not None and not 1 <= month <= 12):
        return None
    end, clock = found.end(), None
    behind = _clock().match(text, end)
    if behind is not None:
        end = behind.end()
        if behind["alone"] is None:
            clock = read_clock(behind, text, beside=True)
            late = behind["pm"] is None and (found["daily"] or "").endswith(("晚", "晚上", "下午"))
            if clock is not None and late and 1 <= clock.hour < _NOON:
                clock = clock.replace(hour=clock.hour + _NOON)
    return Repeat(found.start(), end, found.group(), unit, every, days, month, clock)


def _told(found: re.Match[str]) -> tuple[Unit, int, tuple[int, ...], int | None] | None:
    words = found.group()
    if found["workday"]:
        return Unit.WORKDAY, 1, (), None
    if found["daily"]:
        return Unit.DAY, 1, (), None
    if found["other"]:
        return Unit.DAY, 2, (), None
    if found["steps"]:
        return Unit.DAY, _steps(words, found["steps"]), (), None
    if found["quarter"]:
        return Unit.MONTH, 3, ((LAST_DAY,) if words.endswith("末") else ()), None
    if found["half"]:
        return Unit.MONTH, 6, (), None
    weekdays = found["weekdays"] or found["weekdays2"]
    if weekdays or re.search(WEEK, words):
        return Unit.WEEK, _steps(words, found["weeks"]), _weekdays(weekdays or ""), None
    if "年" in words:
        if found["month"] is None:
            return None  # 每年春节 is read by its feast
        day = number(found["month_day"] or "")
        return Unit.YEAR, 1, ((day,) if day else ()), number(found["month"])
    return _monthly(found)


def _steps(words: str, said: str | None) -> int:
    every = number(said) or 0 if said else 1
    # 每隔一周 leaves one out; 每隔两周 is said of every second one.
    return 2 if words.startswith("隔") or (words.startswith("每隔") and every == 1) else every


def _weekdays(said: str) -> tuple[int, ...]:
    ends = re.split("[到至-]", said)
    if len(ends) > 1:
        first, last = _weekdays(ends[0]), _weekdays(ends[-1])
        return tuple(range(first[0], last[-1] + 1)) if first and last else ()
    found = [5 if one == "末" else min("一二三四五六日天".find(one), 6) for one in said if one in "一二三四五六日天末"]
    return tuple(sorted({*found, *(int(one) - 1 for one in said if one in "1234567")}))


_PARTS: Final = {"底": LAST_DAY, "末": LAST_DAY, "初": 1, "中": 15}


def _monthly(found: re.Match[str]) -> tuple[Unit, int, tuple[int, ...], int | None] | None:
    if found["months"] == "半":
        return Unit.DAY, 15, (), None
    every = number(found["months"]) or 0 if found["months"] else 1
    if found.group().endswith("最后一天"):
        return Unit.MONTH, every, (LAST_DAY,), None
    if found["part"]:
        return Unit.MONTH, every, (_PARTS[found["part"]],), None
    days = tuple(day for one in (found["day"], found["day2"]) if one and (day := number(one)) and day <= LAST_DAY)
    return None if found["day"] and not days else (Unit.MONTH, every, days, None)
