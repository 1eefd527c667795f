"""What is refused about orders, payments and what customers owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from models.errors.base import DomainError


@dataclass(unsafe_hash=True)
class BadAmount(DomainError):
    """A sum that cannot be booked: zero, negative, far too large, or with parts of a cent."""

    amount: Decimal


@dataclass(unsafe_hash=True)
class BadMoneyDay(DomainError):
    """No day for money: in the future of a payment, or years away."""

    day: date
    ahead: bool


@dataclass(unsafe_hash=True)
class DuplicatePayment(DomainError):
    """The same customer paid the same sum on the same day: told minutes ago, or by somebody else."""

    number: int
    person_id: int


@dataclass(unsafe_hash=True)
class Overpaid(DomainError):
    """More came in than is open: whether the rest is paid in advance has to be asked."""

    open_amount: Decimal
    surplus: Decimal


@dataclass(unsafe_hash=True)
class PaymentChecked(DomainError):
    """Finance has confirmed the payment: only finance takes it back."""

    number: int
    checked_by_id: int | None
    checked_at: datetime | None


@dataclass(unsafe_hash=True)
class PaymentDenied(DomainError):
    """Finance has denied the payment, so there is nothing in it to change."""

    number: int


@dataclass(unsafe_hash=True)
class PaidMeanwhile(DomainError):
    """A receivable that payments have settled is not taken out or made smaller than what is paid."""

    number: int
    payments: tuple[int, ...]
    paid: Decimal


@dataclass(unsafe_hash=True)
class NothingOpen(DomainError):
    """The customer owes nothing, so there is nothing to settle or to promise."""

    customer_id: int


@dataclass(unsafe_hash=True)
class NotPayment(DomainError):
    """The record is no payment that finance could check."""

    number: int
