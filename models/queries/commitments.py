"""Reading what we promised customers (承诺, `product.md` C6): it stays with them, whoever owns them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Commitment, CommitmentState, Customer

LISTED_MOST = 500
"""So many lines are read for a list at most; a longer one is of no use to anybody."""


def list_commitments(
    session: Session, customer_ids: Collection[int], *, open_only: bool = True
) -> Sequence[Commitment]:
    """The promises made to some customers, the nearest day first, those without a day last.

    Args:
        session: any.
        customer_ids: whose; a page's worth.
        open_only: without those that were kept or called off.
    """
    if not customer_ids:
        return []
    wanted = select(Commitment).where(Commitment.customer_id.in_(customer_ids), Commitment.voided.is_(False))
    if open_only:
        wanted = wanted.where(Commitment.state == CommitmentState.OPEN)
    return _by_day(session.scalars(wanted).all())


def list_owed(session: Session, owner_ids: Collection[int], *, last: date | None = None) -> Sequence[Commitment]:
    """What is promised to the customers that some people own now, whoever gave the promise.

    Args:
        session: any.
        owner_ids: of the customers.
        last: only what is due up to this Shanghai day; None for all, those without a day too.
    """
    if not owner_ids:
        return []
    wanted = (
        select(Commitment)
        .join(Customer, Customer.id == Commitment.customer_id)
        .where(
            Customer.owner_id.in_(owner_ids),
            Customer.active,
            Commitment.state == CommitmentState.OPEN,
            Commitment.voided.is_(False),
        )
        .limit(LISTED_MOST)
    )
    if last is not None:
        wanted = wanted.where(Commitment.due_on <= last)
    return _by_day(session.scalars(wanted.order_by(Commitment.due_on, Commitment.number)).all())


def _by_day(found: Sequence[Commitment]) -> Sequence[Commitment]:
    return sorted(found, key=lambda promise: (promise.due_on or date.max, promise.number))
