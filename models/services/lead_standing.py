"""Whose a customer is when somebody wants to register it, and whether a registration still protects (A10, B2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from models.queries import leads as queries
from models.rules import leads as rules
from models.rules.leads import Part
from models.schema import Customer, Holding, Lead, LeadState, Move, MoveKind, Order, Payment, PaymentState
from models.services import holdings
from models.services.moving_back import BESIDE
from models.times import shanghai_day


@dataclass(frozen=True, slots=True)
class Own:
    """It was his already; `until` is the last protected Shanghai day, if it is protected."""

    customer_id: int
    lead: Lead | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Taken:
    """It is a colleague's.

    Attributes:
        customer_id: which.
        owner_id: whose.
        number: of his registration; None where he has it without one.
        since_on: the Shanghai day from which he has it, if that is known.
        since_at: the instant (UTC) of his registration.
        until: its last protected Shanghai day.
    """

    customer_id: int
    owner_id: int
    number: int | None = None
    since_on: date | None = None
    since_at: datetime | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Pooled:
    """It lies in the public pool: to be claimed."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class Free:
    """Nobody's, or its registration has ended: `former_id` is whose it still stands under."""

    customer_id: int
    former_id: int | None = None


Standing = Own | Taken | Pooled | Free


def standing(session: Session, customer: Customer, *, project: str, person_id: int, today: date) -> Standing:
    """How a customer, or a project of it, stands to somebody who wants to register it.

    Args:
        session: of the message.
        customer: as it stands now; to be locked by a caller who acts on the answer.
        project: which project, in his words; empty for the whole.
        person_id: who wants it.
        today: Shanghai day.
    """
    key = rules.project_key(project)
    alive = [lead for lead in queries.list_open(session, customer.id) if is_alive(lead, today)]
    same = next((lead for lead in alive if lead.project_key == key), None)
    lead = same or next(iter(alive), None)
    if same is not None or customer.owner_id not in (None, person_id):
        return _of_somebody(session, customer, lead, person_id, today)
    if customer.owner_id is None:
        return Pooled(customer.id)
    if key:
        return Free(customer.id, person_id)
    return _own(session, customer.id, lead, today)


def _of_somebody(session: Session, customer: Customer, lead: Lead | None, person_id: int, today: date) -> Standing:
    if lead is not None and lead.person_id == person_id:
        return _own(session, customer.id, lead, today)
    if lead is not None:
        return Taken(
            customer.id, lead.person_id, lead.number, lead.registered_on, lead.registered_at, lead.protected_until
        )
    assert customer.owner_id is not None  # noqa: S101  (narrows the type: without a registration it has an owner)
    if _has_run_out(session, customer):
        return Free(customer.id, customer.owner_id)
    holding = holdings.find_holding(session, customer.id)
    until = holding.protected_until if holding is not None else None
    return Taken(
        customer.id,
        customer.owner_id,
        since_on=holding.since_on if holding is not None and _was_given(session, customer) else None,
        until=until if until is not None and until >= today else None,
    )


def _own(session: Session, customer_id: int, lead: Lead | None, today: date) -> Own:
    if lead is not None:
        return Own(customer_id, lead, lead.protected_until)
    holding = holdings.find_holding(session, customer_id)
    until = holding.protected_until if holding is not None else None
    last = queries.find_last_lead(session, customer_id)
    return Own(customer_id, last, until if until is not None and until >= today else None)


def _was_given(session: Session, customer: Customer) -> bool:
    """Whether it is known when its owner got it: of an imported one the holding says since when its clock runs."""
    given = select(Move.number).where(
        Move.customer_id == customer.id, Move.to_id == customer.owner_id, Move.voided.is_(False)
    )
    return session.scalars(given.limit(1)).first() is not None


def _has_run_out(session: Session, customer: Customer) -> bool:
    """Whether an owner has a customer only by a registration that has ended, and nothing was sold yet."""
    last = session.scalars(
        select(Move)
        .where(Move.customer_id == customer.id, Move.voided.is_(False), Move.kind.not_in(BESIDE))
        .order_by(Move.made_on.desc(), Move.number.desc())
        .limit(1)
    ).first()
    if last is None or last.kind != MoveKind.REGISTERED or last.to_id != customer.owner_id:
        return False
    holding = holdings.find_holding(session, customer.id)
    return (holding is None or holding.frozen_by is None) and not is_won(session, customer.id)


def is_won(session: Session, customer_id: int) -> bool:
    """Whether something was sold to a customer or paid by it."""
    ordered = exists().where(Order.customer_id == customer_id, Order.quoted.is_(False), Order.voided.is_(False))
    paid = exists().where(
        Payment.customer_id == customer_id, Payment.voided.is_(False), Payment.state != PaymentState.DENIED
    )
    return bool(session.connection().scalar(select(or_(ordered, paid))))


def is_alive(lead: Lead, today: date) -> bool:
    """Whether a registration protects on a Shanghai day."""
    return lead.open_key is not None and rules.is_alive(lead.protected_until, lead.hold_until, today)


def has_lapsed(lead: Lead, today: date) -> bool:
    """Whether a registration has ended because it was never completed."""
    if lead.open_key is None:
        return lead.state == LeadState.LAPSED
    return lead.hold_until is not None and lead.hold_until < today


def ended_on(lead: Lead) -> date:
    """The Shanghai day on which a registration that has ended protected for the last time."""
    if lead.hold_until is not None:
        return min(lead.hold_until, lead.protected_until)
    if lead.open_key is None and lead.ended_at is not None:
        return min(shanghai_day(lead.ended_at), lead.protected_until)
    return lead.protected_until


def missing(lead: Lead) -> tuple[Part, ...]:
    """What a registration still lacks, in the order in which it is asked for."""
    return rules.missing(lead.need, lead.contact_name, lead.next_on)


def end(session: Session, lead: Lead, now: datetime, today: date) -> None:
    """End a registration whose protection or provisional hold is over."""
    lapsed = lead.hold_until is not None and lead.hold_until < today
    state = LeadState.LAPSED if lapsed else LeadState.EXPIRED
    # Bookkeeping of the clock, and nothing that a person did: no 撤销 sets it back.
    session.connection().execute(
        update(Lead).where(Lead.number == lead.number).values(state=state.value, open_key=None, ended_at=now)
    )
    session.refresh(lead)
    if lapsed:
        _unprotect(session, lead, today)


def _unprotect(session: Session, lead: Lead, today: date) -> None:
    """One that was never completed protects its customer no longer, on no card and in no morning's list either."""
    holding = holdings.find_holding(session, lead.customer_id)
    if holding is None or holding.protected_until != lead.protected_until:
        return
    others = [other.protected_until for other in queries.list_open(session, lead.customer_id)]
    until = max([ended_on(lead), *others])
    noted_on = holding.recycle_on
    if noted_on is not None:
        noted_on = min(noted_on, max(until, today) + timedelta(days=1))
    session.connection().execute(
        update(Holding)
        .where(Holding.customer_id == lead.customer_id)
        .values(protected_until=until, recycle_on=noted_on)
    )
    session.refresh(holding)


def end_dead(session: Session, customer_id: int, now: datetime, today: date) -> None:
    """End what nobody has ended although its time is over: the night comes later than some messages."""
    for lead in queries.list_open(session, customer_id):
        if not is_alive(lead, today):
            end(session, lead, now, today)
