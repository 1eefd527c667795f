"""A pattern that speaks for a meaning, and how much.

Patterns are held against a record's skeleton (`skeleton.skeleton`): C a customer, K his person, M somebody with a
title, P a colleague, I oneself; D, B, E, A a day ahead, behind, either, today; H an hour; S a sum, N a quantity, T a
phone.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from handlers.language.patterns import regex


class Witness(NamedTuple):
    """A pattern and how much it speaks for a meaning (or, below nought, against it)."""

    weight: float
    pattern: re.Pattern[str]


def testify(*witnesses: tuple[float, str]) -> tuple[Witness, ...]:
    """Each pattern with its weight.

    Args:
        witnesses: weight and regular expression.
    """
    return tuple(Witness(weight, regex(words)) for weight, words in witnesses)


WHO: Final = "[CKM]"
