"""Reading what customers have promised to pay, the next day first (`product.md` D19, §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.queries.money import IS_PROMISE, Scope, Span, yuan
from models.schema import Customer, PaymentPromise, PromiseState


@dataclass(frozen=True, slots=True)
class Promises:
    """What some customers have promised and not kept yet.

    Attributes:
        first: the promises whose day comes first.
        count: how many there are.
        total: yuan, all of them together.
    """

    first: Sequence[PaymentPromise]
    count: int
    total: Decimal


def find_open_promises(session: Session, scope: Scope, span: Span, *, most: int) -> Promises:
    """The promises of some customers that stand, kept neither in time nor replaced.

    Args:
        session: any.
        scope: whose customers.
        span: on which Shanghai days they are due, both included.
        most: so many are listed.
    """
    where: list[ColumnElement[Any]] = [
        PaymentPromise.state == PromiseState.OPEN,
        PaymentPromise.voided.is_(False),
        PaymentPromise.promised_on.is_not(None),
        IS_PROMISE,
        Customer.active.is_(True),
    ]
    if span.first is not None:
        where.append(PaymentPromise.promised_on >= span.first)
    if span.last is not None:
        where.append(PaymentPromise.promised_on <= span.last)
    if scope.owner_ids is not None:
        own: ColumnElement[bool] = Customer.owner_id.in_(scope.owner_ids)
        where.append(or_(own, Customer.id.in_(scope.customer_ids)) if scope.customer_ids else own)
    joined = (Customer, Customer.id == PaymentPromise.customer_id)
    count, total = session.execute(
        select(func.count(), func.sum(PaymentPromise.promised_amount)).join(*joined).where(*where)
    ).one()
    first = session.scalars(
        select(PaymentPromise)
        .join(*joined)
        .where(*where)
        .order_by(PaymentPromise.promised_on, PaymentPromise.number)
        .limit(most)
    ).all()
    return Promises(first, int(count), yuan(total))
