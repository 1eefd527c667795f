"""Facts that stop a use case. No sentences: one map in the handlers turns each into what the person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


class DomainError(Exception):
    """Something the person can be told: the base of all facts below.

    They are not frozen: Python itself sets the traceback of an exception that leaves a context manager.
    """


@dataclass(unsafe_hash=True)
class RecordNotFound(DomainError):
    """No record has this number, or none that the person may know of."""

    number: int


@dataclass(unsafe_hash=True)
class NothingToUndo(DomainError):
    """The person made no record inside the undo window."""


@dataclass(unsafe_hash=True)
class RecordAlreadyVoided(DomainError):
    """The record was taken back before."""

    number: int
    voided_at: datetime


@dataclass(unsafe_hash=True)
class UndoWindowClosed(DomainError):
    """The record is older than the undo window (`product.md` §4.1 rule 8)."""

    number: int
    minutes: int


@dataclass(unsafe_hash=True)
class NotYourRecord(DomainError):
    """The record is a colleague's and the person is not above him."""

    number: int


@dataclass(unsafe_hash=True)
class ReasonMissing(DomainError):
    """A manager voids only with a reason."""

    number: int


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


@dataclass(unsafe_hash=True)
class CannotChange(DomainError):
    """A record's field that cannot be changed this way."""

    number: int
    field: str


@dataclass(unsafe_hash=True)
class CustomerExists(DomainError):
    """A customer of this very name is there already."""

    customer_id: int


@dataclass(unsafe_hash=True)
class BadCustomerName(DomainError):
    """Empty, far too long, or no name at all."""


@dataclass(unsafe_hash=True)
class NotAllowed(DomainError):
    """The person's role does not allow this; `who` names who could."""

    who: str


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
