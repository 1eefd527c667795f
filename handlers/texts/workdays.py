"""What is said about workdays and holidays (`product.md` A1, P18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.texts import common

_UNKNOWN_YEAR = "那一年的放假安排还没公布，先按周一到周五算；公布后会更正。"


def works(day: date, today: date, *, made_up: bool, known: bool) -> str:
    """A day is a workday.

    Args:
        day: the Shanghai day.
        today: of the message.
        made_up: it is a Saturday or Sunday that makes up for a holiday.
        known: the year's holidays are known.
    """
    told = f"{common.day(day, today)}上班" + ("，是调休补班。" if made_up else "。")
    return told if known else f"{told}{_UNKNOWN_YEAR}"


def rests(day: date, first: date, last: date, back: date, made_up: Sequence[date], today: date, *, known: bool) -> str:
    """A day is none; with the whole rest it belongs to and the days that make up for it.

    Args:
        day: the Shanghai day.
        first, last: of the rest.
        back: the first workday behind it.
        made_up: Saturdays and Sundays near it that are worked.
        today: of the message.
        known: the year's holidays are known.
    """
    count = (last - first).days + 1
    told = f"{common.day(day, today)}不上班。"
    if count > 2:
        told += (
            f"\n{common.day(first, today)}到 {common.day(last, today)}，共 {count} 天，{common.day(back, today)}上班。"
        )
    if count > 2 and made_up:
        told += f"\n补班：{'、'.join(common.day(other, today) for other in made_up)}。"
    return told if known else f"{told}\n{_UNKNOWN_YEAR}"


def laid_down(days: Mapping[date, bool | None], today: date) -> str:
    """The company's own days are kept; reminders and deadlines go by them from now on."""
    words = {True: "上班", False: "放假", None: "按国家日历"}
    told = [f"{common.day(day, today)}{words[works]}" for day, works in sorted(days.items())]
    return f"记下了：{'、'.join(told)}。提醒、日报和各项期限都按这个算。"


def not_yours(administrators: Sequence[str]) -> str:
    """Which days are worked is laid down by an administrator."""
    whom = f"找{'、'.join(administrators)}" if administrators else "找管理员"
    return f"上班日由管理员定，要改请{whom}。想问哪天上不上班，直接问我，比如：10月11上班吗"


def too_far(first: date, last: date, longest: int) -> str:
    """Days that nobody lays down: of another time, or too many."""
    days = common.full_day(first) if first == last else f"{common.full_day(first)}到{common.full_day(last)}"
    return f"{days}太远或太长了，没有记。只能定前 31 天到后两年的日子，一次最多 {longest} 天；看看年份是不是写错了。"
