"""What is refused about what is to come: follow-ups, reminders, promises, problems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class MomentPassed(DomainError):
    """A reminder cannot be set for a day or time that is over; `better_on` is the next sensible day."""

    on: date
    clock: time | None
    better_on: date


@dataclass(unsafe_hash=True)
class MomentTooFar(DomainError):
    """Nobody plans that far ahead: the year is a slip."""

    on: date


@dataclass(unsafe_hash=True)
class DuplicateFollowUp(DomainError):
    """The same follow-up or reminder was set a moment ago."""

    number: int


@dataclass(unsafe_hash=True)
class FollowUpEnded(DomainError):
    """It was done or cancelled before."""

    number: int
    done: bool


@dataclass(unsafe_hash=True)
class DuplicateCommitment(DomainError):
    """The same promise was told a moment ago."""

    number: int


@dataclass(unsafe_hash=True)
class CommitmentEnded(DomainError):
    """A promise was kept or called off before."""

    number: int
    ended_at: datetime | None
    kept: bool


@dataclass(unsafe_hash=True)
class DuplicateNews(DomainError):
    """The same problem or news was told a moment ago."""

    number: int


@dataclass(unsafe_hash=True)
class ProblemSolved(DomainError):
    """A problem was solved before."""

    number: int
    solved_at: datetime
    solved_by_id: int | None
