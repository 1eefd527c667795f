"""Where a message falls into records, and a record into clauses."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex

_BREAK: Final = regex(r"[,。;!?\n…](?:(?<=…)…*|(?<!…)[,。;!?\n]*)")
_LINE: Final = regex(r"[^\n]+")
_BULLET: Final = regex(
    rf"\s*(?:(?:\d{{1,2}}|[一二三四五六七八九十])\s*[.、):](?!\d)|\d{{1,2}}\s?(?={CUSTOMER})|[-*•·>]"
    r"|第[一二三四五六七八九十]家?[:,、]?)\s*"
)
# A bare number counts where a customer's name follows (1东吴 王总出差 2东武 …; so do ① and ②, which fold to it).
_INLINE_BULLET: Final = regex(
    rf"(?=[0-9])(?:(?:^|(?<=[\s,。;:]))(?P<marked>\d{{1,2}})\s*[.、)](?!\d)|(?<![\d.])(?P<bare>\d{{1,2}})\s?(?={CUSTOMER}))\s*"
)


_FIRST_BULLET: Final = regex(rf"1\s*[.、){CUSTOMER}]")
"""Without it there is no numbered run."""


def find_breaks(text: str) -> list[tuple[int, int]]:
    """Where clauses are parted, in order: (end of the one before, start of the next).

    Args:
        text: folded text.
    """
    return [found.span() for found in _BREAK.finditer(text)]


def lines(text: str) -> list[tuple[int, int, bool]]:
    """The lines of a message without their numbers and bullets; a numbered run in one line counts as lines.

    Args:
        text: folded text with known names masked.

    Returns:
        (start, end, whether it had a number or a bullet) of each line that holds anything.
    """
    found: list[tuple[int, int, bool]] = []
    spans = [line.span() for line in _LINE.finditer(text)] if "\n" in text else [(0, len(text))]
    for start, end in spans:
        for first, last, numbered in _numbered(text, start, end) or [(start, end, False)]:
            bullet = _BULLET.match(text, first, last)
            begin = bullet.end() if bullet is not None else first
            if text[begin:last].strip(" ,。;:"):
                found.append((begin, last, numbered or bullet is not None))
    return found


def _numbered(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    marks: list[re.Match[str]] = []
    if _FIRST_BULLET.search(text, start, end) is None:
        return []
    for mark in _INLINE_BULLET.finditer(text, start, end):
        if int(mark["marked"] or mark["bare"]) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < 2:
        return []
    if CUSTOMER in text[start : marks[0].start()] and CUSTOMER not in text[marks[0].end() : end]:
        return []  # 东吴王总：1、价格贵 2、交期长
    edges = [mark.start() for mark in marks[1:]] + [end]
    head = [(start, marks[0].start(), False)] if marks[0].start() > start else []
    return head + [(mark.end(), edge, True) for mark, edge in zip(marks, edges, strict=True)]
