"""What is refused about who has a customer: claiming, giving, handing over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class CustomerFrozen(DomainError):
    """A handover has the customer: nobody else gets it until that has ended (`product.md` B5)."""

    customer_id: int
    handover: int


@dataclass(unsafe_hash=True)
class CustomerMovedOn(DomainError):
    """The customer is no longer where the move put it."""

    number: int
    customer_id: int


@dataclass(unsafe_hash=True)
class AlreadyYours(DomainError):
    """Whoever wants the customer has it."""

    customer_id: int
    protected_until: date | None


@dataclass(unsafe_hash=True)
class CustomerTaken(DomainError):
    """The customer has an owner; `at` is when he got it (UTC), where that was a moment ago."""

    customer_id: int
    at: datetime | None


@dataclass(unsafe_hash=True)
class NotYetFree(DomainError):
    """The customer came into the pool just now; it is free from an instant on (UTC)."""

    customer_id: int
    free_at: datetime


@dataclass(unsafe_hash=True)
class FormerOwnerWaits(DomainError):
    """He had the customer last and gave it back, or lost it, on a Shanghai day; `last_on` is the last day he waits."""

    customer_id: int
    pooled_on: date
    last_on: date
    recycled: bool


@dataclass(unsafe_hash=True)
class ClaimsUsedUp(DomainError):
    """He has claimed as many customers today as one may."""

    limit: int


@dataclass(unsafe_hash=True)
class HoldingFull(DomainError):
    """He has as many customers as one may have."""

    limit: int
    held: int


@dataclass(unsafe_hash=True)
class OwnerChanged(DomainError):
    """Somebody else has the customer meanwhile, or nobody."""

    customer_id: int


@dataclass(unsafe_hash=True)
class NothingToHandOver(DomainError):
    """The person has no customers."""

    person_id: int


@dataclass(unsafe_hash=True)
class HandoverEnded(DomainError):
    """The handover is done or was called off."""

    number: int


@dataclass(unsafe_hash=True)
class HandedOver(DomainError):
    """What came by a handover is not taken back by who took it over."""

    number: int
    customer_id: int
