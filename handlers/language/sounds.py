"""How a name sounds, for what dictation and homophones make of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_FOLDS: Final = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"^n"), "l"), (re.compile(r"ng$"), "n"))


@lru_cache(maxsize=1)
def _reader() -> Callable[[str], str]:
    # The library's phrase readings would cost 45 MB and half a second, and one character at a time uses none.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import Style, pinyin

    return lambda character: str(pinyin(character, style=Style.NORMAL, errors="default")[0][0])


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    # One character at a time: a phrase reading depends on its neighbours, and both sides must read alike.
    said = _reader()(character)
    for pattern, plain in _FOLDS:
        said = pattern.sub(plain, said)
    return said


def sound(text: str) -> str:
    """The syllables of a text with zh/z, ch/c, sh/s, n/l and -ng/-n folded together.

    Args:
        text: folded text (`normalise.fold`).
    """
    return " ".join(map(_syllable, text))
