"""What a customer is called in messages: the names that everybody may mean, and those that only his owner means."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Protocol

from handlers.language.normalise import fold
from handlers.language.numbers import number
from handlers.language.patterns import regex
from models.rules.names import key_and_short_names, without_form
from models.rules.own_words import is_own_word

LONGEST_NAME: Final = 120
LONGEST_WEAK: Final = 3
"""Characters; a longer name that was derived by rule is as sure as a given one."""
BRACKETS: Final = regex(r"[\s()\[\]·•.\-]+")


class Named(Protocol):
    """A customer with the names he was given."""

    def __hash__(self) -> int:
        """Of all that is known of him."""

    @property
    def id(self) -> int:
        """His number."""

    @property
    def name(self) -> str:
        """His full name."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """What people call him, best first."""

    @property
    def taught(self) -> tuple[str, ...]:
        """Those of them that reps taught: they stand beside what the rules derive, not for it."""


def spellings(card: Named) -> tuple[set[str], list[str]]:
    """The folded names of a customer: sure ones, and weak ones that only its owner may mean.

    A legal form at the end is left out: it makes the index larger, and whoever finds a name can look for it behind.

    Args:
        card: the customer.
    """
    full = fold(card.name).strip()
    bare = without_form(full)
    given = [bare]
    given += [fold(alias).strip() for alias in card.aliases]
    if bare is not full and not full.endswith("公司"):
        given.append(full)
    if not "".join(given).isalnum():
        given += [BRACKETS.sub("", name) for name in given]
    key, derived = key_and_short_names(full)
    sure = {name for name in given if 2 <= len(name) <= LONGEST_NAME and not _is_said_otherwise(name)}
    for name in (key,) if len(card.aliases) > len(card.taught) else derived:
        if LONGEST_WEAK <= len(name) <= LONGEST_NAME and not _is_said_otherwise(name):
            sure.add(name)
    for name in tuple(sure):
        if _HAS_NUMBER.search(name) is not None:
            sure.update(_otherwise_counted(name))
    return sure, [
        name
        for name in derived
        if len(name) <= LONGEST_WEAK
        and name not in sure
        and _NO_NAME.fullmatch(name) is None
        and not _is_said_otherwise(name)
    ]


def _is_said_otherwise(name: str) -> bool:
    """Whether a name is a command, an answer, a day or a sum (回款, 明天): an imported customer who is called so would
    make it unreadable for everybody, so that he is found by nothing of the kind."""
    return len(name) <= _LONGEST_OWN and is_own_word(name)


_LONGEST_OWN: Final = 8
"""Characters of the longest word that `own_words` knows, days with their year left out."""


_HAS_NUMBER: Final = regex(r"\d|^[一二三四五六七八九十]+[月天号日小]")
_FIGURES: Final = regex(r"\d{1,3}")
_COUNTED: Final = regex(r"[一二三四五六七八九十]{1,3}(?=[月天号日小])")
_ONE_BY_ONE: Final = str.maketrans("0123456789", "零一二三四五六七八九")
_SHORTEST_COUNTED: Final = 4
_NO_NAME: Final = regex(r"\d+[号日月天点度楼层]|第[一二三四五六七八九十]|[一二三四五六七八九十]+[月天号日]")
"""What a rule makes of 1号仓储 or 第一百货, and everybody says of days."""


def _otherwise_counted(name: str) -> set[str]:
    """1号仓储 is dictated 一号仓储, 24小时药房 二十四小时药房, and 三月花开 comes out as 3月花开."""
    found = {name.translate(_ONE_BY_ONE), _FIGURES.sub(_spoken, name)}
    if len(name) >= _SHORTEST_COUNTED:
        found.add(_COUNTED.sub(lambda said: str(number(said.group()) or said.group()), name, count=1))
    return {one for one in found if len(one) > 2}


def _spoken(figures: re.Match[str]) -> str:
    value = int(figures.group())
    if not 0 < value < 100:
        return figures.group().translate(_ONE_BY_ONE)
    tens, ones = divmod(value, 10)
    said = "" if not tens else ("十" if tens == 1 else str(tens).translate(_ONE_BY_ONE) + "十")
    return said + (str(ones).translate(_ONE_BY_ONE) if ones else "")


@lru_cache(maxsize=2048)
def is_sure(card: Named, name: str) -> bool:
    """Whether anybody may mean a customer by a name that he is known by.

    Args:
        card: the customer.
        name: one of his spellings.
    """
    return len(name) > LONGEST_WEAK or name in spellings(card)[0]
