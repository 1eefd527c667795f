"""Birthdays as people write them: a month and a day, solar or lunar, with or without the year (`product.md` C7)."""

from __future__ import annotations

import enum
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from models.rules.lunar import exact_day

EARLIEST_YEAR = 1900
"""Before it no living contact was born, and the lunar tables begin here."""

LEAP_MONTHS = frozenset(range(2, 12))
"""Lunar months that are doubled in some year from 1900 to 2100; 闰正月 and 闰腊月 do not occur."""

_LUNAR_WORDS = "农历|阴历|旧历|老历"
_SOLAR_WORDS = "公历|阳历|新历"
_MONTHS = {"正": 1, "冬": 11, "腊": 12, "十一": 11, "十二": 12} | {
    word: number for number, word in enumerate("一二三四五六七八九十", start=1)
}
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", start=1)}
_NUMBER = r"\d{1,2}|[一二三四五六七八九十廿卅初]{1,3}"

_CALENDAR = re.compile(rf"^(?:({_LUNAR_WORDS})|({_SOLAR_WORDS}))(?:生日)?")
_DIGITS_ONLY = re.compile(r"^(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{1,2})[-/.](\d{1,2}))$")
_IN_WORDS = re.compile(rf"^(?:(\d{{4}})年)?(闰)?([正冬腊]|{_NUMBER})月({_NUMBER})[日号]?$")
_ONLY_LUNAR = re.compile(r"闰|[正冬腊]月|初|廿|卅")
_HAS_WORDS = re.compile(r"[一二三四五六七八九十]")


class BirthdayProblem(enum.StrEnum):
    """Why a birthday was not accepted."""

    SHAPE = "shape"
    """It is written in no form we read."""
    IMPOSSIBLE = "impossible"
    """No calendar has this day, or it is still to come."""
    AMBIGUOUS = "ambiguous"
    """八月十五 may be meant lunar or solar; nothing says which."""


class BadBirthday(ValueError):
    """A text that is no birthday, and why."""

    def __init__(self, problem: BirthdayProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Birthday:
    """A month and a day of the solar or the lunar calendar.

    Attributes:
        month: 1 to 12.
        day: 1 to 31, at most 30 when lunar.
        year: of the birth, in the calendar that `lunar` says; None when unknown.
        lunar: whether it is a day of the lunar calendar.
        leap_month: whether it lies in the doubled month (闰).
    """

    month: int
    day: int
    year: int | None = None
    lunar: bool = False
    leap_month: bool = False


def of_columns(month: int | None, day: int | None, year: int | None, lunar: bool, leap_month: bool) -> Birthday | None:
    """A birthday as a contact's row holds it; None where none is known."""
    return None if month is None or day is None else Birthday(month, day, year, lunar, leap_month)


def parse_birthday(text: str, today: date) -> Birthday:
    """Read a birthday as a table or a person writes it.

    Read are `08-12`, `1980-08-12`, `1980/8/12`, `8月12日`, `农历七月初九`, `农历闰六月初一`, `农历1980年七月初九`,
    `正月初六`, `腊月廿三`. A month that has 29 days this year keeps its 30th: the reminder moves, the birthday stays.

    Args:
        text: as written; full-width characters and spaces do not matter.
        today: the Shanghai day; nobody is born later.

    Raises:
        BadBirthday: it cannot be read, is no day of its calendar, or leaves open which calendar is meant.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    calendar = _CALENDAR.match(plain)
    said_lunar = bool(calendar and calendar[1])
    said_solar = bool(calendar and calendar[2])
    rest = plain[calendar.end() :] if calendar else plain
    birthday = _read(rest, said_lunar)
    if birthday is None:
        raise BadBirthday(BirthdayProblem.SHAPE)
    if said_solar and birthday.lunar:
        raise BadBirthday(BirthdayProblem.IMPOSSIBLE)
    if not (said_lunar or said_solar or birthday.lunar) and _HAS_WORDS.search(rest):
        raise BadBirthday(BirthdayProblem.AMBIGUOUS)
    if not exists(birthday, today):
        raise BadBirthday(BirthdayProblem.IMPOSSIBLE)
    return birthday


def _read(text: str, lunar: bool) -> Birthday | None:
    if plain := _DIGITS_ONLY.match(text):
        year, _, month, day, short_month, short_day = plain.groups()
        return Birthday(int(month or short_month), int(day or short_day), int(year) if year else None, lunar)
    if words := _IN_WORDS.match(text):
        year, leap, month_word, day_word = words.groups()
        month, day = _month(month_word), _day(day_word)
        if month is None or day is None:
            return None
        lunar = lunar or bool(_ONLY_LUNAR.search(text))
        return Birthday(month, day, int(year) if year else None, lunar, bool(leap))
    return None


def _month(word: str) -> int | None:
    return int(word) if word.isdigit() else _MONTHS.get(word)


def _day(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word in {"卅", "三十", "初十", "二十", "十", "廿"}:
        return {"卅": 30, "三十": 30, "二十": 20, "廿": 20}.get(word, 10)
    for opening, tens in (("初", 0), ("二十", 20), ("三十", 30), ("十", 10), ("廿", 20), ("卅", 30)):
        if word.startswith(opening):
            digit = _DIGITS.get(word.removeprefix(opening))
            return None if digit is None else tens + digit
    return _DIGITS.get(word)


def exists(birthday: Birthday, today: date) -> bool:
    """Whether some calendar has this day, and it is not still to come.

    Args:
        birthday: any numbers.
        today: the Shanghai day.
    """
    if not 1 <= birthday.month <= 12 or birthday.day < 1:
        return False
    if birthday.year is not None and not EARLIEST_YEAR <= birthday.year <= today.year:
        return False
    if birthday.lunar:
        return _exists_lunar(birthday, today)
    # 29 February is a birthday in every year; the year, where known, must have had it.
    year = birthday.year or 2000
    if birthday.day > monthrange(year, birthday.month)[1]:
        return False
    return birthday.year is None or date(birthday.year, birthday.month, birthday.day) <= today


def _exists_lunar(birthday: Birthday, today: date) -> bool:
    if birthday.day > 30 or (birthday.leap_month and birthday.month not in LEAP_MONTHS):
        return False
    if birthday.year is None:
        return True
    born = exact_day(birthday.year, birthday.month, birthday.day, leap=birthday.leap_month)
    return born is not None and born <= today
