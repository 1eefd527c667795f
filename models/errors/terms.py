"""What is refused about the company's rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class TermValueBad(DomainError):
    """A company rule cannot have this value; the term itself says what it can have."""

    name: str
    value: str


@dataclass(unsafe_hash=True)
class TermUnchanged(DomainError):
    """The company rule has this value on that Shanghai day already."""

    name: str
    value: str
    on: date


@dataclass(unsafe_hash=True)
class TermDayBad(DomainError):
    """A changed rule holds from tomorrow at the earliest, and nobody plans one for years ahead (`product.md` P17)."""

    on: date
    earliest: date
