"""Customers that a person names and takes back in the same breath: 绿园…不对，是绿源环保; 不是新华联，是华联超市."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.language.patterns import regex

Span = tuple[int, int, tuple[int, ...]]

_THINKS_AGAIN: Final = regex(r"[不错是误正]")
_NOT_HIM: Final = regex(r"(?<!是)不是\s*$")
_NO_PART: Final = regex(r"\s*(?:没(?:有)?关系|无关|不搭界)")
_PAUSE: Final = r"[\s,。、;!…\.\-~]*"
_STOP: Final = r"[\s,。、;!…]"
_INSTEAD: Final = regex(
    # The first name's person may stand before the second thought; 东吴那条不对 is about a record.
    rf"(?![一-鿿]{{0,4}}[条笔次单])(?:[一-鿿]{{1,6}}{_STOP})?{_PAUSE}(?:[哦噢啊呃额嗯哎唉诶]{_PAUSE})?"
    r"(?:不对不对|不对|错了|(?:我)?(?:说|写|记|搞|打|弄|讲|念)错了?|口误|不{2,3}(?=[\s,。…]|是)|不(?=[\s,。…])|更正|纠正"
    rf"|不是(?=[\s,。…]+(?:应该)?是)|(?<=[哦噢啊呃额嗯哎唉诶\s,。…])不是(?=[\s,。…])){_PAUSE}(?:一下)?[:\s]*(?:应该|其实|我?说的|我?去的)?(?:是|叫|为)?\s*(?:那个|那家)?"
)
_BUT: Final = regex(r"[\s,。]*(?:而|应该)?是(?!不|吗|吧|的)")
_LONGEST: Final = 20


def kept(text: str, spans: Sequence[Span]) -> Sequence[Span]:
    """The customers that still stand when a text has been read to its end.

    Args:
        text: folded.
        spans: all that are named, in order.
    """
    if not spans or _THINKS_AGAIN.search(text) is None:
        return spans
    last = len(spans) - 1
    return [
        span
        for place, span in enumerate(spans)
        if not _is_denied(text, span, alone=not last)
        and (place == last or not _is_instead(text, span[1], spans[place + 1][0]))
    ]


def _is_denied(text: str, span: Span, *, alone: bool) -> bool:
    """不是东吴, where the one who is meant is named too, if only by a name that nobody knows."""
    if not alone and _NO_PART.match(text, span[1]) is not None:
        return True
    if _NOT_HIM.search(text, max(span[0] - 4, 0), span[0]) is None:
        return False
    return not alone or _BUT.match(text, span[1]) is not None


def _is_instead(text: str, start: int, end: int) -> bool:
    return start < end <= start + _LONGEST and _INSTEAD.fullmatch(text, start, end) is not None
