"""What stands round a name in a text, and what that makes of it: a piece of a word, a longer name, another firm's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from models.rules.names import split_place

_LATIN_OR_DIGIT: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def is_han(text: str, place: int) -> bool:
    """Whether a Chinese character stands at a place."""
    return "一" <= text[place : place + 1] <= "鿿"


@lru_cache(maxsize=4096)
def stands_behind_a_place(before: str) -> bool:
    """Whether some characters end in a town's or district's name: 南京 before 东吴机械厂.

    Args:
        before: what stands right before a name.
    """
    return any(split_place(f"{before[-size:]}某某")[1] == "某某" for size in range(2, len(before) + 1))


def more_of(folded: str, start: int, end: int, names: Iterable[str]) -> int:
    """Where a name ends that goes on as the full one does: 天禾光电 for 天禾.

    Args:
        folded: the text.
        start, end: the name in it.
        names: what its bearers are called, folded.
    """
    last = end
    for size in range(2, 7, 2):
        said = folded[start : end + size]
        if len(said) < end + size - start or not any(said in name for name in names):
            break
        last = end + size
    return last


def stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a name is itself: one that begins or ends in Latin letters or digits may be a piece of a longer word.

    Args:
        folded: the text.
        start, end: the name in it.
    """
    if start and folded[start] in _LATIN_OR_DIGIT and folded[start - 1] in _LATIN_OR_DIGIT:
        return False
    return not (end < len(folded) and folded[end - 1] in _LATIN_OR_DIGIT and folded[end] in _LATIN_OR_DIGIT)
