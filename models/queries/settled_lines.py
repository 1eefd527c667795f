"""Reading which lines of the day's list need not be told: they wait, a colleague has them, or they were done lately."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from models.queries.followups import STANDS
from models.queries.lookups import among_any
from models.schema import Customer, FollowUp, FollowUpState
from models.times import shanghai_instant
from models.wording.agenda import NOTES

GREETED_FOR: Final = timedelta(days=14)
"""So long a birthday is not told again after somebody was greeted."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A line of a customer, or of one of its contacts, that need not be told: by the note it was written down with."""

    customer_id: int
    contact_id: int | None
    note: str


def list_settled(
    session: Session, customer_ids: Collection[int], *, born_at: Collection[int], today: date
) -> frozenset[Settled]:
    """Lines of some customers that wait for a later day, that a colleague has taken over, or that were done lately.

    Args:
        session: any.
        customer_ids: of whom there are lines.
        born_at: those of them where somebody has his birthday.
        today: the Shanghai day.
    """
    rows: list[Sequence[Any]] = []
    if customer_ids:
        told = {"keys": list(customer_ids), "today": today}
        rows += session.execute(_waiting(), told).all()
    if born_at:
        told = {"keys": list(born_at), "since": shanghai_instant(today - GREETED_FOR)}
        rows += session.execute(_greeted(), told).all()
    return frozenset(Settled(*row) for row in rows)


# Two statements: what is open is little, and only of a birthday it must be known what was done.
@cache
def _waiting() -> Select[*tuple[Any, ...]]:
    return (
        select(FollowUp.customer_id, FollowUp.contact_id, FollowUp.note)
        .join(Customer, Customer.id == FollowUp.customer_id)
        .where(
            among_any(FollowUp.customer_id),
            FollowUp.note.in_(NOTES.values()),
            STANDS,
            or_(FollowUp.due_on > bindparam("today"), FollowUp.person_id != Customer.owner_id),
        )
    )


@cache
def _greeted() -> Select[*tuple[Any, ...]]:
    return select(FollowUp.customer_id, FollowUp.contact_id, FollowUp.note).where(
        among_any(FollowUp.customer_id),
        FollowUp.state == FollowUpState.DONE,
        FollowUp.voided.is_(False),
        FollowUp.note == NOTES["birthday"],
        FollowUp.ended_at >= bindparam("since"),
    )
