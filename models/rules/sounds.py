"""How a name sounds, for what dictation, homophones and Latin letters make of it."""

from __future__ import annotations

import re
from array import array
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

_FOLDS: Final = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"^n"), "l"), (re.compile(r"ng$"), "n"))
_HAN: Final = re.compile(r"[一-鿿]")
# Where the codes of syllables begin: a block for private use, which folded text has nothing of.
_FIRST_CODE: Final = 0xE100
_SILENCE: Final = " "
_TABLE: Final = "syllables.tsv"
_FIRST, _END = 0x3007, 0xA000
"""The characters that the table may hold."""


class _Readings(NamedTuple):
    """The syllables, and by character the place of its own among them; 0 is none.

    Two bytes a character: as a dictionary the same takes five megabytes.
    """

    syllables: tuple[str, ...]
    places: array[int]


@cache
def _readings() -> _Readings:
    syllables, places = [""], array("H", bytes(2 * (_END - _FIRST)))
    for line in (files(__package__) / _TABLE).read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split("\t")
        for character in characters:
            places[ord(character) - _FIRST] = len(syllables)
        syllables.append(syllable)
    return _Readings(tuple(syllables), places)


def spelt(character: str) -> str:
    """A character's syllable in Latin letters without its tone; any other character as it is.

    One character at a time: a phrase reading depends on its neighbours, and both sides of a comparison must read alike.

    Args:
        character: one, folded.
    """
    place = ord(character) - _FIRST
    if not 0 <= place < _END - _FIRST:
        return character
    readings = _readings()
    return readings.syllables[readings.places[place]] or character


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
