"""Days that are named side by side: 明天后天, 周四、周五, 17 18号, 12月15到17, 今明两天, 到周五."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from handlers.language.dates import Moment
from handlers.language.patterns import regex
from handlers.language.undated import DAY

_BETWEEN: Final = regex(r"[\s、,和跟与及]*")
_AHEAD: Final = regex(r"(?<![\d.])(?P<day>[1-9]|[12]\d|3[01])[\s、,和跟与]+$")
_UP_TO: Final = regex(r"\s*(?:到|至|-|~)\s*(?P<day>[1-9]|[12]\d|3[01])(?:号|日)?(?![\d点:.月])")
_BOTH: Final = regex(r"今明|明后")
_UNTIL: Final = regex(r"(?:^|[^\d号日天一二三四五六末])\s*(?:到|至)\s*$")
_ROW: Final = regex(
    rf"(?<={DAY})[、和跟与及](?={DAY})|(?<![\d.])\d{{1,2}}[\s、,和跟与]+(?={DAY})|(?<={DAY})\s*(?:到|至|-|~)\s*\d{{1,2}}(?:号|日)?(?![\d点:.月])"
)
ONE: Final = timedelta(days=1)


def with_rows(text: str) -> str:
    """A text whose days are hidden, with what joins them hidden too.

    Args:
        text: as `undated.undated` gives it.
    """
    return _ROW.sub(lambda found: DAY * len(found.group()), text)


def last_in_row(text: str, days: Sequence[Moment], first: date) -> date | None:
    """The last of the days that stand side by side from the first on; that day itself where it stands alone; None where
    there is a day between them (20号和25号).

    Args:
        text: masked.
        days: the dated moments of the text, in order; none where the first is written without month and day (12.15).
        first: the first of them.
    """
    if not days:
        return first
    if _BOTH.match(text, days[0].start):
        return first + ONE
    last, end = first, days[0].end
    for one in days[1:]:
        if _BETWEEN.fullmatch(text, end, one.start) is None:
            break
        if one.future != last + ONE:
            return None if one.future is not None and one.future > last else last
        last, end = last + ONE, one.end
    return up_to(text, end, last)[0]


def up_to(text: str, end: int, last: date) -> tuple[date, int]:
    """12月15到17: the day of the same month that is said behind a day, and where it ends; that day where none is.

    Args:
        text: masked.
        end: where the day ends.
        last: the day.
    """
    found = _UP_TO.match(text, end)
    if found is None or int(found["day"]) <= last.day:
        return last, end
    try:
        return last.replace(day=int(found["day"])), found.end()
    except ValueError:
        return last, end


def first_in_row(text: str, moment: Moment, first: date, today: date) -> date:
    """The first of several days of which a later one was found: 17 of 17 18号, today of 请假到周五.

    Args:
        text: masked.
        moment: the one that was found.
        first: its day.
        today: the Shanghai day of the message.
    """
    before = text[: moment.start]
    if _UNTIL.search(before) is not None:
        return min(today, first)
    found = _AHEAD.search(before)
    return first - ONE if found is not None and int(found["day"]) == (first - ONE).day else first
