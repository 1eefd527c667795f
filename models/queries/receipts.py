"""What has come in: the payments that some people told of, by the day of the money (`product.md` D13, §4.2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.schema import Payment, PaymentState


@dataclass(frozen=True, slots=True)
class Receipt:
    """One payment: its record's number, whose customer paid what, on which Shanghai day, and who told it."""

    number: int
    customer_id: int
    amount: Decimal
    paid_on: date
    person_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Receipts:
    """The latest payments of a stretch of days, with the count and the sum of all of them (yuan)."""

    latest: Sequence[Receipt]
    count: int
    total: Decimal


def find_receipts(session: Session, person_ids: Collection[int], *, first: date, last: date, most: int) -> Receipts:
    """The payments that stand and that finance has not denied, told by some people.

    Args:
        session: any.
        person_ids: who told of them.
        first, last: Shanghai days on which the money came, both included.
        most: so many of the latest are listed.
    """
    within = (
        Payment.person_id.in_(person_ids),
        Payment.paid_on.between(first, last),
        Payment.voided.is_(False),
        Payment.state != PaymentState.DENIED,
    )
    count, total = session.execute(select(func.count(), func.sum(Payment.amount)).where(*within)).one()
    rows = session.execute(
        select(Payment.number, Payment.customer_id, Payment.amount, Payment.paid_on, Payment.person_id, Payment.state)
        .where(*within)
        .order_by(Payment.paid_on.desc(), Payment.number.desc())
        .limit(most)
    )
    return Receipts([Receipt(*row) for row in rows], int(count), Decimal(total or 0))
