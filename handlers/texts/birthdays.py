"""What is said of birthdays (`product.md` C7, P22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common
from handlers.texts.visits import short_day
from models.rules.anniversaries import lunar_day
from models.rules.birthdays import Birthday
from models.rules.masking import mask
from models.times import weekday_name

LUNAR = "农历"
CALENDARS = (LUNAR, "阳历")
UNCLEAR = "生日是哪天没看懂，没记。比如：王总生日 8月12，或：王总 农历七月初九"
WHOSE = "谁的生日？连名字一起发，比如：东吴王总 农历七月初九"
FAMILY = "家里人和孩子的生日不存，只记客户联系人本人的。"
MINOR = "这个年份算下来不到 14 岁，没存。年份写错了就改一下再发。"
SHORT_MONTH = 30

_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def which_calendar(month: int, day: int, name: str) -> str:
    """八月十五 may be meant in either calendar."""
    whose = f"{mask(name)} " if name else ""
    return f"{whose}{_MONTHS[month - 1]}月{lunar_day(day) if day <= SHORT_MONTH else day}，农历还是阳历？"


def which_of_day(on: date, name: str) -> str:
    """A day that was said as 明天 may be his birthday in either calendar."""
    return f"{mask(name)} {on.month}月{on.day}日（{weekday_name(on)}）过生日，每年按哪个过？"


def in_calendar(calendar: str, day: str) -> str:
    """农历十月十七, 阳历 11月26日."""
    return day if day.startswith(calendar) else f"{calendar} {day}"


def impossible(said: str) -> str:
    """No calendar has this day, or it is still to come."""
    return f"没有 {said} 这一天，没记。核对一下再发。"


def kept(number: int, name: str, customer: str, birthday: str, on: str, note: str) -> str:
    """王建国（苏州东吴机械有限公司）农历七月初九 → 今年 8月31日（周日）."""
    return f"记下了 生日#{number} {mask(name)}（{mask(customer)}）{birthday} → {on}。{note}"


def with_contact(number: int, name: str, customer: str, birthday: str, on: str, note: str) -> str:
    """The same of somebody who was not stored yet."""
    return f"记下了 联系人#{number} {mask(name)}（{mask(customer)}），生日 {birthday} → {on}。{note}"


def known(name: str, birthday: str, on: str) -> str:
    """Just this birthday is stored."""
    return f"{mask(name)} 的生日早就记着：{birthday} → {on}。"


def next_on(on: date, today: date) -> str:
    """今年 8月31日（周日）."""
    year = {0: "今年", 1: "明年"}.get(on.year - today.year, f"{on.year}年")
    return f"{year} {on.month}月{on.day}日（{weekday_name(on)}）"


def note(birthday: Birthday) -> str:
    """The year, if it was said, and how a day is kept that not every year has; empty for all others."""
    return f"{birthday.year}年生。{_kept_on(birthday)}" if birthday.year else _kept_on(birthday)


def _kept_on(birthday: Birthday) -> str:
    if birthday.lunar and birthday.leap_month:
        return "没有这个闰月的年份按平月算。"
    if birthday.lunar and birthday.day == SHORT_MONTH:
        return "这个月没有三十的年份按廿九算。"
    return "平年按 2月28日算。" if (birthday.month, birthday.day, birthday.lunar) == (2, 29, False) else ""


def coming(title: str, lines: Sequence[str]) -> str:
    """Whose birthdays come."""
    return common.lines_within(f"{title}过生日的有 {len(lines)} 位：", lines, "回编号看客户。")


def line(index: int, on: date, today: date, *, name: str, said: str, customer: str) -> str:
    """1 12月8日（周二）王建国 农历十月廿九，苏州东吴机械有限公司."""
    lunar = f" {said}" if said.startswith(LUNAR) else ""
    return f"{index} {common.day(on, today)}{mask(name)}{lunar}，{common.cut(customer, 18)}"


def nobody(title: str) -> str:
    """Nobody's birthday comes."""
    return f"{title}没有记过谁过生日。知道了发一句，比如：王总生日 8月12"


def period(words: str, first: date, last: date, today: date) -> str:
    """下月（12月1日–12月31日）."""
    if first == last:
        return words
    return f"{words}（{short_day(first, today)}–{short_day(last, today)}）"
