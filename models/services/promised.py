"""What customers have promised to pay: what stands, what was broken, and what has come in for it (D19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queries.money import IS_PROMISE, is_broken
from models.rules.money import ZERO
from models.schema import Payment, PaymentPromise, PaymentState, PromiseState
from models.services import books
from models.times import shanghai_day


@dataclass(frozen=True, slots=True)
class Due:
    """The next promise of a customer: until which Shanghai day, yuan promised, and yuan of it that have come in."""

    promised_on: date
    amount: Decimal
    paid: Decimal


def list_standing(session: Session, customer_id: int) -> Sequence[PaymentPromise]:
    """What a customer has promised and neither kept nor replaced, whose day may be over; the earliest day first."""
    return session.scalars(
        select(PaymentPromise)
        .where(
            PaymentPromise.customer_id == customer_id,
            PaymentPromise.state == PromiseState.OPEN,
            PaymentPromise.voided.is_(False),
            IS_PROMISE,
        )
        .order_by(PaymentPromise.promised_on, PaymentPromise.number)
    ).all()


def find_next(session: Session, customer_id: int) -> Due | None:
    """The promise of a customer that is due first and not kept yet; None where none stands."""
    standing = list_standing(session, customer_id)
    if not standing or standing[0].promised_on is None:
        return None
    return Due(standing[0].promised_on, standing[0].promised_amount or ZERO, paid_for(session, standing[0]))


def list_broken(session: Session, customer_id: int, today: date) -> Sequence[PaymentPromise]:
    """The promises of a customer whose day passed unpaid, the oldest first, whether the night has been there or not."""
    return session.scalars(
        select(PaymentPromise)
        .where(
            PaymentPromise.customer_id == customer_id,
            PaymentPromise.voided.is_(False),
            IS_PROMISE,
            is_broken(today),
        )
        .order_by(PaymentPromise.number)
    ).all()


def paid_for(session: Session, promise: PaymentPromise) -> Decimal:
    """What came in for a promise since it was made, and by its day: the parts before it take theirs first."""
    before = session.scalars(
        select(PaymentPromise).where(
            PaymentPromise.customer_id == promise.customer_id,
            PaymentPromise.made_at == promise.made_at,
            PaymentPromise.state != PromiseState.REPLACED,
            PaymentPromise.voided.is_(False),
        )
    ).all()
    last = max([each.number for each in before], default=promise.number)
    taken = sum((each.promised_amount or ZERO for each in before if books.is_before(each, promise)), ZERO)
    came = session.scalars(
        select(Payment.amount).where(
            Payment.customer_id == promise.customer_id,
            Payment.paid_on >= shanghai_day(promise.made_at),
            Payment.paid_on <= promise.promised_on,
            Payment.number > last,
            Payment.voided.is_(False),
            Payment.state != PaymentState.DENIED,
        )
    )
    return max(sum(came, ZERO) - taken, ZERO)
