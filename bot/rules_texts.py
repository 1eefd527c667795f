"""What `waiqin terms` and `waiqin calendar` say of a company's rules and its working days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from models.wording.formats import full_day

TERMS_UNCHANGED = "没有要改的条款。"
TERMS_REFUSED = "有不合格的行，这次没有改任何条款。"
TERMS_CHECKED = "检查完毕，没有改任何条款。"


def terms_header(columns: Sequence[str]) -> str:
    """The first line of a file of rules is not what it must be."""
    return f"第 1 行要有这几列：{'、'.join(columns)}。"


def terms_row(number: int, reason: str) -> str:
    """A row of a file of rules that is not accepted."""
    return f"第 {number} 行：{reason}"


def terms_unknown(name: str) -> str:
    """No clause is called so."""
    return f"没有“{name}”这一条，用 waiqin terms --list 看编号和名称。"


def terms_bad_day(said: str) -> str:
    """A day that is none."""
    return f"“{said}”不是日期，请写成 2026-11-30，或空着（明天起）。"


def terms_twice(name: str, first: int) -> str:
    """The same clause from the same day twice."""
    return f"“{name}”在第 {first} 行已经从同一天改过。"


def terms_changed(changes: Sequence[str], told: int) -> str:
    """The rules are changed."""
    return "\n".join([*changes, f"已改 {len(changes)} 条，已通知 {told} 人。"])


CALENDAR_HEADER = "第 1 行要有“日期”和“安排”两列，一段日子再加一列“到”。"
CALENDAR_REFUSED = "有不合格的行，这次一天也没有改。"


def calendar_row(number: int, reason: str) -> str:
    """A row of a file of working days that is not accepted."""
    return f"第 {number} 行：{reason}"


def calendar_bad_day(said: str) -> str:
    """A day that is none, or of a year far away."""
    return f"“{said}”不是能用的日期，请写成 2027-02-05，今年前后两年以内。"


def calendar_bad_stretch(said: str) -> str:
    """A stretch that ends before it begins, or is too long to be a holiday."""
    return f"到“{said}”不对：要在开始那天之后，最多 60 天。"


def calendar_bad_verb(said: str) -> str:
    """Neither worked nor free."""
    return f"“{said}”看不懂，安排只写 上班、放假 或 法定（照国家日历）。"


def calendar_twice(day: date) -> str:
    """The same day is worked on one line and free on another."""
    return f"{full_day(day)}在前面已经写成了另一种安排。"


def calendar_checked(days: int) -> str:
    """A file of working days is in order; nothing was written."""
    return f"检查完毕，{days} 天都合格，没有写入。"


def calendar_written(days: int, changed: int) -> str:
    """A file of working days was laid down."""
    return (
        f"{days} 天里改了 {changed} 天，提醒、日报和各项期限从现在起按这个算。"
        if changed
        else "和现有的一样，没有变化。"
    )


def calendar_year(year: int, days: Mapping[date, bool], *, known: bool) -> str:
    """A year's own days, and whether its holidays are known."""
    told = [f"{year} 年：" + ("放假安排已知。" if known else "放假安排还没有，先按周一到周五算。")]
    told += [f"  {full_day(day)} {'上班' if works else '放假'}" for day, works in days.items()]
    return "\n".join(told)
