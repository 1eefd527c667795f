"""Whether two names may be one firm's, so that a customer is not made twice (`product.md` B2, B7). Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from models.rules.names import key_and_short_names

_LIKE: Final = 74
"""Per cent; of two brands of three characters two must be the same and in their order, or nearly."""
_SHORTEST: Final = 2
_LONG: Final = 3


def alike(first: str, second: str) -> bool:
    """Whether two names have the same brand, one within the other, one sounding like the other, or nearly the same.

    The place, the trade and the legal form are left out: 云杉教育科技 is not 云海教育科技.

    Args:
        first: a company name as anybody writes it.
        second: another.
    """
    one, other = _brand(first), _brand(second)
    if not one or not other:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST and shorter in longer:
        return True
    if len(shorter) >= _LONG:
        from rapidfuzz import fuzz

        if fuzz.ratio(one, other) >= _LIKE:
            return True
    from handlers.language.sounds import sound

    return len(one) == len(other) and sound(one) == sound(other)


@lru_cache(maxsize=256)
def _brand(name: str) -> str:
    """The part of a name by which the firm is known: the shortest of its short names that is not a bare word."""
    key, short = key_and_short_names(name)
    own = [one for one in short if one in key]
    return min(own, key=len) if own else key
