"""Reading the answer to a numbered question: by number, by words, by a name. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from handlers.language.meaning import Intent

_FIGURES = "一二三四五六七八九十"
_NUMBER = re.compile(r"(?:就|选|回|看|要)?第?([0-9]{1,4}|[一二三四五六七八九十])(?:个|家|条|号|项|位)?(?:吧)?[。.!]?")
_LEAD = re.compile(r"(?:就是|应该是|是|选|看|要|记到)(?=.)")
_NOT_WORDS = re.compile(r"[\W_]+")


def number(intent: Intent, text: str) -> int | None:
    """The one number of an answer (2, 第二个, 就2); None when it is none or several.

    Args:
        intent: what the parser made of the answer.
        text: the answer as it was written.
    """
    chosen = intent.value("choice")
    if isinstance(chosen, tuple):
        return chosen[0] if len(chosen) == 1 else None
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    said = found.group(1)
    return int(said) if said.isdecimal() else _FIGURES.index(said) + 1


def folded(text: str) -> str:
    """Letters and figures only, in one width and case: how answers and names are compared."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def named(text: str, options: Sequence[Sequence[str]]) -> int | None:
    """The index of the one option that an answer names, by a whole name or by a part that only one has.

    Args:
        text: the answer as it was written.
        options: the names of each option, folded or not.
    """
    names = [[folded(name) for name in option] for option in options]
    said = folded(text)
    for words in (said, _without_lead(said)):
        for fits in (
            [index for index, option in enumerate(names) if words in option],
            [index for index, option in enumerate(names) if any(words in name for name in option)],
        ):
            if words and len(fits) == 1:
                return fits[0]
    return None


def _without_lead(said: str) -> str:
    found = _LEAD.match(said)
    return said[found.end() :] if found is not None else said
