"""What is refused about registrations (报备) and the appeals against them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class LeadEnded(DomainError):
    """A registration (报备) protects no longer; `lapsed` because it was never completed."""

    number: int
    on: date
    lapsed: bool


@dataclass(unsafe_hash=True)
class LeadNotYours(DomainError):
    """A registration is a colleague's, and the person is not above him."""

    number: int


@dataclass(unsafe_hash=True)
class RenewalUnearned(DomainError):
    """A protection is renewed only with a qualified visit since a day (制度 3.2)."""

    number: int
    since: date
    until: date


@dataclass(unsafe_hash=True)
class ExtensionAsked(DomainError):
    """The leader was asked for one more renewal already."""

    number: int
    on: date


@dataclass(unsafe_hash=True)
class NothingAsked(DomainError):
    """There is no open request on this record, or it was answered before."""

    number: int


@dataclass(unsafe_hash=True)
class AppealPointless(DomainError):
    """There is nothing to appeal against: the customer is his own, or nobody's."""

    customer_id: int
    own: bool


@dataclass(unsafe_hash=True)
class AppealOpen(DomainError):
    """He has appealed already and is waiting for the ruling."""

    number: int
    due_on: date


@dataclass(unsafe_hash=True)
class AppealEnded(DomainError):
    """An appeal was ruled on, withdrawn, or settled by a change of hands."""

    number: int


@dataclass(unsafe_hash=True)
class NotTheJudge(DomainError):
    """Somebody else rules on this appeal; None where nobody can."""

    number: int
    judge_id: int | None
