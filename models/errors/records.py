"""What is refused about any numbered record: finding, changing, taking back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.errors.base import DomainError


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
class CannotChange(DomainError):
    """A record's field that cannot be changed this way."""

    number: int
    field: str


@dataclass(unsafe_hash=True)
class NotAllowed(DomainError):
    """The person's role does not allow this; `who` names who could."""

    who: str


@dataclass(unsafe_hash=True)
class StandsInTheWay(DomainError):
    """A record cannot be taken out because of what came after it: another record, or a change of hands (0)."""

    number: int
    other: int
    kind: str
