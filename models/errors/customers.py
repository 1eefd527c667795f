"""What is refused about customers, their labels and who helps with them."""

from __future__ import annotations

from dataclasses import dataclass

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class CustomerExists(DomainError):
    """A customer of this very name is there already."""

    customer_id: int


@dataclass(unsafe_hash=True)
class BadCustomerName(DomainError):
    """Empty, far too long, or no name at all."""


@dataclass(unsafe_hash=True)
class AlreadyHelps(DomainError):
    """He works on the customer already."""

    customer_id: int
    person_id: int


@dataclass(unsafe_hash=True)
class HelpsNot(DomainError):
    """He does not work on the customer."""

    customer_id: int
    person_id: int


@dataclass(unsafe_hash=True)
class LabelRefused(DomainError):
    """A label that is too long or no word, or one too many."""

    longest: int
    most: int
    too_many: bool
