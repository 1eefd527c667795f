"""What is refused about leave and trips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class AbsenceBadDays(DomainError):
    """Leave or a trip that is too long, or lies too far away."""

    first_on: date
    last_on: date
    longest_days: int
    too_long: bool


@dataclass(unsafe_hash=True)
class AbsenceOverlaps(DomainError):
    """All of the days are told already, or a trip is to fall into leave."""

    number: int
    kind: str
    first_on: date
    last_on: date


@dataclass(unsafe_hash=True)
class NoAbsence(DomainError):
    """Nobody is away, and nothing of the kind is to come."""
