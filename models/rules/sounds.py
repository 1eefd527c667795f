"""How a name sounds, for what dictation, homophones and Latin letters make of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_FOLDS: Final = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"^n"), "l"), (re.compile(r"ng$"), "n"))
_HAN: Final = re.compile(r"[一-鿿]")
# Where the codes of syllables begin: a block for private use, which folded text has nothing of.
_FIRST_CODE: Final = 0xE100
_SILENCE: Final = " "


@lru_cache(maxsize=1)
def _reader() -> Callable[[str], str]:
    # The library's phrase readings would cost 45 MB and half a second, and one character at a time uses none.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin import Style, pinyin

    return lambda character: str(pinyin(character, style=Style.NORMAL, errors="default")[0][0])


@lru_cache(maxsize=8192)
def spelt(character: str) -> str:
    """A character's syllable in Latin letters without its tone; any other character as it is.

    One character at a time: a phrase reading depends on its neighbours, and both sides of a comparison must read alike.

    Args:
        character: one, folded.
    """
    return _reader()(character)


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    said = spelt(character)
    for pattern, plain in _FOLDS:
        said = pattern.sub(plain, said)
    return said


def sound(text: str) -> str:
    """The syllables of a text with zh/z, ch/c, sh/s, n/l and -ng/-n folded together.

    Args:
        text: folded.
    """
    return " ".join(map(_syllable, text))


class _Codes(dict[str, str]):
    """One code for all characters of one sound; made when a character is first heard."""

    def __init__(self) -> None:
        super().__init__()
        self._of: dict[str, str] = {}

    def __missing__(self, character: str) -> str:
        if _HAN.match(character) is None:
            code = character if character.isalnum() else _SILENCE
        else:
            syllable = _syllable(character)
            code = self._of.setdefault(syllable, chr(_FIRST_CODE + len(self._of)))
        if len(self) < _MOST_CODES:
            self[character] = code
        return code


_MOST_CODES: Final = 30_000
_CODES: Final = _Codes()


def heard(text: str) -> str:
    """One code a character, the same for all that sound alike; places stay what they are.

    Args:
        text: folded text.
    """
    return "".join([_CODES[character] for character in text])
