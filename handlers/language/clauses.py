"""Where a message falls into records, and a record into clauses."""

from __future__ import annotations

import re
from typing import Final

_BREAK: Final = re.compile(r"[,。;!?\n]+|…+")
_LINE: Final = re.compile(r"[^\n]+")
_BULLET: Final = re.compile(
    r"\s*(?:(?:\d{1,2}|[一二三四五六七八九十])\s*[.、):](?!\d)|[-*•·>]|第[一二三四五六七八九十]家?[:,、]?)\s*"
)
_INLINE_BULLET: Final = re.compile(r"(?:^|(?<=[\s,。;:]))(\d{1,2})\s*[.、)](?!\d)\s*")


def clause_of(text: str, place: int) -> tuple[int, int]:
    """The clause that a place stands in.

    Args:
        text: folded text.
        place: index of a character in it.
    """
    start = 0
    for found in _BREAK.finditer(text):
        if found.start() >= place:
            return start, found.start()
        start = found.end()
    return start, len(text)


def lines(text: str) -> list[tuple[int, int, bool]]:
    """The lines of a message without their numbers and bullets; a numbered run in one line counts as lines.

    Args:
        text: folded text.

    Returns:
        (start, end, whether it had a number or a bullet) of each line that holds anything.
    """
    found: list[tuple[int, int, bool]] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        for first, last, numbered in _numbered(text, start, end) or [(start, end, False)]:
            bullet = _BULLET.match(text, first, last)
            begin = bullet.end() if bullet is not None else first
            if text[begin:last].strip(" ,。;:"):
                found.append((begin, last, numbered or bullet is not None))
    return found


def _numbered(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    marks: list[re.Match[str]] = []
    for mark in _INLINE_BULLET.finditer(text, start, end):
        if int(mark[1]) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < 2:
        return []
    edges = [mark.start() for mark in marks[1:]] + [end]
    head = [(start, marks[0].start(), False)] if marks[0].start() > start else []
    return head + [(mark.end(), edge, True) for mark, edge in zip(marks, edges, strict=True)]
