"""How complete a customer's file is, and the one thing most worth asking for (`product.md` C1, C9)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


class Part(enum.StrEnum):
    """A part of the file, the most useful first: that is the order in which it is asked for."""

    CONTACT = "contact"
    PHONE = "phone"
    LEVEL = "level"
    NEXT_STEP = "next_step"
    NEED = "need"
    ADDRESS = "address"
    SOURCE = "source"


PARTS: Final = tuple(Part)


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a customer."""

    contact: bool = False
    phone: bool = False
    level: bool = False
    next_step: bool = False
    need: bool = False
    address: bool = False
    source: bool = False


def missing(file: File) -> Sequence[Part]:
    """What is not known, the most useful first; a phone is not asked for while there is nobody to reach."""
    return [part for part in PARTS if not getattr(file, part) and (part is not Part.PHONE or file.contact)]


def percent(file: File) -> int:
    """How much of the file is there, in whole per cent, rounded down."""
    return 100 * sum(bool(getattr(file, part)) for part in PARTS) // len(PARTS)
