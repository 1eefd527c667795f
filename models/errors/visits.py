"""What is refused about visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class DuplicateVisit(DomainError):
    """The same visit was told a moment ago (`product.md` §4.3, duplicate message)."""

    number: int


@dataclass(unsafe_hash=True)
class VisitInFuture(DomainError):
    """A visit cannot have happened on a day that is still to come."""

    day: date


@dataclass(unsafe_hash=True)
class VisitTooOld(DomainError):
    """Make-up entries reach back only so far."""

    day: date
    limit_days: int


@dataclass(unsafe_hash=True)
class NoOpenVisit(DomainError):
    """Leaving, with no arrival today to leave from."""
