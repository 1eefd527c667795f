"""What is refused about daily reports and the remarks on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class ReportAhead(DomainError):
    """A report cannot be about a day that is still to come."""

    day: date


@dataclass(unsafe_hash=True)
class ReportTooOld(DomainError):
    """The day lies further back than reports are made up (clause 2.2)."""

    day: date
    days: int


@dataclass(unsafe_hash=True)
class ReportClosed(DomainError):
    """The report was handed in on time and is not changed after the deadline (clause 2.1)."""

    number: int
    day: date
    filed_at: datetime


@dataclass(unsafe_hash=True)
class ReportFull(DomainError):
    """More sentences, or a longer one, are not added to a report."""

    sentences: int
    characters: int


@dataclass(unsafe_hash=True)
class NothingToReport(DomainError):
    """The day has no record and nothing was written."""

    day: date


@dataclass(unsafe_hash=True)
class WordsMissing(DomainError):
    """A remark that says nothing."""

    about_number: int | None
