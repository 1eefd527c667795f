"""What a customer is called in messages: the names that everybody may mean, and those that only his owner means."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Protocol

from handlers.language.normalise import fold
from models.rules.names import key_and_short_names, without_form

LONGEST_NAME: Final = 120
LONGEST_WEAK: Final = 3
"""Characters; a longer name that was derived by rule is as sure as a given one."""
BRACKETS: Final = re.compile(r"[\s()\[\]·•.\-]+")


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
    sure = {name for name in given if 2 <= len(name) <= LONGEST_NAME}
    for name in (key,) if card.aliases else derived:
        if LONGEST_WEAK <= len(name) <= LONGEST_NAME:
            sure.add(name)
    return sure, [name for name in derived if len(name) <= LONGEST_WEAK and name not in sure]


@lru_cache(maxsize=2048)
def is_sure(card: Named, name: str) -> bool:
    """Whether anybody may mean a customer by a name that he is known by.

    Args:
        card: the customer.
        name: one of his spellings.
    """
    return len(name) > LONGEST_WEAK or name in spellings(card)[0]
