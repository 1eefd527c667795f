"""When somebody who is registered means to buy: a day ahead, or the first workday of a month."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers.language.dates import Leaning
from handlers.language.meaning import Slot
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.who import Place
from models.rules.leads import first_workday

EXPECTED: Final = regex(
    r"(?:预计|估计|计划|打算|准备|大概|预期|应该)[^,。\d一二三四五六七八九十]{0,6}(?:采购|下单|招标|定下?来?|买|上马?|开标|签)?[^,。]{0,3}?"
    r"(?:(?P<next>下?下个?月|本月|这个月)|(?P<year>明年|今年|后年)\s*(?:年初)?(?:(?P<month2>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?)?|(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?:份)?)(?P<part>底|末|中旬?|初|下旬|上旬)?(?!\s*\d)[^,。]{0,8}?(?:采购|下单|招标|定|买|上|开标|签|要货|用|要)"
)
"""预计12月下单, 明年上: when a customer means to buy."""


def expected_day(reading: Reading) -> tuple[Slot, Place] | None:
    """The Shanghai day on which somebody goes on: the first day ahead, or a month in which they mean to buy."""
    found = EXPECTED.search(reading.masked)
    if found is not None:
        on = _month_day(found, reading.today)
        return reading.slot(on, *found.span()), found.span()
    for moment in reading.moments:
        if moment.future is not None and moment.leaning is not Leaning.PAST and moment.future >= reading.today:
            place = (moment.start, moment.end)
            return reading.slot(moment.future, *place), place
    return None


def _month_day(found: re.Match[str], today: date) -> date:
    """The first workday of the part of a month in which they mean to buy, tomorrow at the earliest."""
    day = {"中": 11, "中旬": 11, "底": 21, "末": 21, "下旬": 21}.get(found["part"] or "", 1)
    year, month = today.year, today.month
    if found["month"]:
        said = number(found["month"].lstrip("0")) or month
        year, month = (year, said) if said >= today.month else (year + 1, said)
    elif found["year"]:
        year += {"明年": 1, "后年": 2}.get(found["year"], 0)
        month = number((found["month2"] or "").lstrip("0")) or (1 if year > today.year else month)
    elif found["next"].startswith("下"):
        month += found["next"].count("下")
        year, month = (year, month) if month <= 12 else (year + 1, month - 12)
    on = date(year, month, day)
    return first_workday(on) if on > today else first_workday(date.fromordinal(today.toordinal() + 1))
