"""Reading what stands on customers' cards beside visits: labels, the time line, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from models.queries.lookups import has_any
from models.queries.money import chunks
from models.rules.completeness import File
from models.schema import (
    Commitment,
    Contact,
    Customer,
    CustomerLabel,
    FollowUp,
    FollowUpState,
    Lead,
    Move,
    News,
    Order,
    Payment,
    PaymentState,
    RecordKind,
    Visit,
)
from models.times import shanghai_day

NEWEST_MOST = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a customer's time line.

    Attributes:
        kind: of its record.
        number: of its record.
        on: the Shanghai day.
        person_id: who did it; of a move who had the customer, None where nobody had.
        words: in his words; may be empty.
        contact: whom he met or told; may be empty.
        amount: yuan, of money and orders.
        variety: of a move its kind; of an order whether it is a quotation; of a promise and follow-up its state.
        other_id: of a move, who got the customer.
        by_id: of a move, who decided it; None for the night's own work.
    """

    kind: RecordKind
    number: int
    on: date
    person_id: int | None
    words: str = ""
    contact: str = ""
    amount: Decimal | None = None
    variety: str = ""
    other_id: int | None = None
    by_id: int | None = None


def list_events(session: Session, customer_id: int, *, most: int, money: bool) -> Sequence[Event]:
    """What happened with a customer, the latest first.

    Args:
        session: any.
        customer_id: whose.
        most: how many at most.
        money: whether payments, orders and the like are among them.
    """
    sources: list[Callable[[Session, int, int], Sequence[Event]]] = [
        _visits, _followups, _leads, _moves, _promises, _news
    ]  # fmt: skip
    if money:
        sources += [_payments, _orders]
    found = [event for source in sources for event in source(session, customer_id, most)]
    return sorted(found, key=lambda event: (event.on, event.number), reverse=True)[:most]


def _visits(session: Session, customer_id: int, most: int) -> Sequence[Event]:
    rows = session.execute(
        select(Visit.number, Visit.visited_on, Visit.person_id, Visit.summary, Visit.contact_name)
        .where(Visit.customer_id == customer_id, Visit.voided.is_(False))
        .order_by(Visit.visited_on.desc(), Visit.number.desc())
        .limit(most)
    )
    return [Event(RecordKind.VISIT, *row) for row in rows]


def _followups(session: Session, customer_id: int, most: int) -> Sequence[Event]:
    rows = session.execute(
        select(FollowUp.number, FollowUp.ended_at, FollowUp.person_id, FollowUp.note, FollowUp.contact_name)
        .where(
            FollowUp.customer_id == customer_id,
            FollowUp.kind == RecordKind.FOLLOWUP,
            FollowUp.state == FollowUpState.DONE,
            FollowUp.voided.is_(False),
            FollowUp.ended_at.is_not(None),
        )
        .order_by(FollowUp.ended_at.desc())
        .limit(most)
    )
    return [
        Event(RecordKind.FOLLOWUP, number, shanghai_day(ended_at), person_id, note, contact)
        for number, ended_at, person_id, note, contact in rows
    ]


def _leads(session: Session, customer_id: int, most: int) -> Sequence[Event]:
    rows = session.execute(
        select(Lead.number, Lead.registered_on, Lead.person_id, Lead.project, Lead.need, Lead.contact_name)
        .where(Lead.customer_id == customer_id, Lead.voided.is_(False))
        .order_by(Lead.number.desc())
        .limit(most)
    )
    return [
        Event(RecordKind.LEAD, number, on, person_id, " ".join(filter(None, (project, need))), contact)
        for number, on, person_id, project, need, contact in rows
    ]


def _moves(session: Session, customer_id: int, most: int) -> Sequence[Event]:
    rows = session.execute(
        select(Move.number, Move.made_on, Move.from_id, Move.reason, Move.kind, Move.to_id, Move.by_id)
        .where(Move.customer_id == customer_id, Move.voided.is_(False))
        .order_by(Move.made_on.desc(), Move.number.desc())
        .limit(most)
    )
    return [
        Event(RecordKind.MOVE, number, on, from_id, reason, variety=kind, other_id=to_id, by_id=by_id)
        for number, on, from_id, reason, kind, to_id, by_id in rows
    ]


def _promises(session: Session, customer_id: int, most: int) -> Sequence[Event]:
    rows = session.execute(
        select(
            Commitment.number,
            Commitment.made_on,
            Commitment.person_id,
            Commitment.words,
            Commitment.contact_name,
            Commitment.state,
        )
        .where(Commitment.customer_id == customer_id, Commitment.voided.is_(False))
        .order_by(Commitment.number.desc())
        .limit(most)
    )
    return [
        Event(RecordKind.COMMITMENT, number, on, person_id, words, contact, variety=state)
        for number, on, person_id, words, contact, state in rows
    ]


def _news(session: Session, customer_id: int, most: int) -> Sequence[Event]:
    rows = session.execute(
        select(News.number, News.told_on, News.person_id, News.words, News.kind)
        .where(News.customer_id == customer_id, News.voided.is_(False))
        .order_by(News.number.desc())
        .limit(most)
    )
    return [
        Event(RecordKind.NEWS, number, on, person_id, words, variety=kind)
        for number, on, person_id, words, kind in rows
    ]


def _payments(session: Session, customer_id: int, most: int) -> Sequence[Event]:
    rows = session.execute(
        select(Payment.number, Payment.paid_on, Payment.person_id, Payment.note, Payment.amount, Payment.state)
        .where(Payment.customer_id == customer_id, Payment.voided.is_(False), Payment.state != PaymentState.DENIED)
        .order_by(Payment.paid_on.desc(), Payment.number.desc())
        .limit(most)
    )
    return [
        Event(RecordKind.PAYMENT, number, on, person_id, note, amount=amount, variety=state)
        for number, on, person_id, note, amount, state in rows
    ]


def _orders(session: Session, customer_id: int, most: int) -> Sequence[Event]:
    rows = session.execute(
        select(Order.number, Order.told_on, Order.person_id, Order.product, Order.quantity, Order.amount, Order.quoted)
        .where(Order.customer_id == customer_id, Order.voided.is_(False))
        .order_by(Order.told_on.desc(), Order.number.desc())
        .limit(most)
    )
    return [
        Event(
            RecordKind.ORDER,
            number,
            on,
            person_id,
            " ".join(filter(None, (product, quantity))),
            amount=amount,
            variety="quoted" if quoted else "",
        )
        for number, on, person_id, product, quantity, amount, quoted in rows
    ]


def list_labels(session: Session, customer_id: int) -> Sequence[str]:
    """The labels of a customer, in the order they were put on."""
    return session.scalars(
        select(CustomerLabel.label)
        .where(CustomerLabel.customer_id == customer_id, CustomerLabel.active)
        .order_by(CustomerLabel.id)
    ).all()


def list_labelled(session: Session, owners: Collection[int], label: str) -> frozenset[int]:
    """Which active customers of several people bear a label."""
    return frozenset(
        session.scalars(
            select(Customer.id)
            .join(CustomerLabel, CustomerLabel.customer_id == Customer.id)
            .where(CustomerLabel.label == label, CustomerLabel.active, Customer.owner_id.in_(owners), Customer.active)
        )
    )


def list_newest(session: Session, owners: Collection[int]) -> Sequence[int]:
    """The customers of several people that were added last, the newest first."""
    return session.scalars(
        select(Customer.id)
        .where(Customer.owner_id.in_(owners), Customer.active)
        .order_by(Customer.created_at.desc(), Customer.id.desc())
        .limit(NEWEST_MOST)
    ).all()


def list_owing(session: Session, owners: Collection[int]) -> frozenset[int]:
    """Which active customers of several people have something open."""
    from models.schema import Receivable

    owes = exists().where(
        Receivable.customer_id == Customer.id, Receivable.open_amount > 0, Receivable.voided.is_(False)
    )
    return frozenset(session.scalars(select(Customer.id).where(Customer.owner_id.in_(owners), Customer.active, owes)))


def find_files(session: Session, customer_ids: Collection[int], today: date) -> Mapping[int, File]:
    """How complete the files of some customers are.

    Args:
        session: any.
        customer_ids: whose; a few hundred at most.
        today: the Shanghai day: a next step must not lie behind it.
    """
    found: dict[int, File] = {}
    for some in chunks(customer_ids):
        rows = session.execute(_file(today).where(Customer.id.in_(some)))
        found |= {row[0]: File(*map(bool, row[1:])) for row in rows}
    return found


def _file(today: date) -> Select[*tuple[Any, ...]]:
    contact = has_any(Contact.customer_id == Customer.id, Contact.active)
    phone = has_any(Contact.customer_id == Customer.id, Contact.active, Contact.phone != "")
    visit = has_any(Visit.customer_id == Customer.id, Visit.voided.is_(False), Visit.next_on >= today)
    planned = has_any(
        FollowUp.customer_id == Customer.id,
        FollowUp.state == FollowUpState.OPEN,
        FollowUp.voided.is_(False),
        FollowUp.due_on >= today,
    )
    need = has_any(Lead.customer_id == Customer.id, Lead.voided.is_(False), or_(Lead.need != "", Lead.project != ""))
    ordered = has_any(Order.customer_id == Customer.id, Order.voided.is_(False))
    lead_source = has_any(Lead.customer_id == Customer.id, Lead.voided.is_(False), Lead.source != "")
    return select(
        Customer.id,
        contact,
        phone,
        Customer.level != "",
        or_(visit, planned),
        or_(need, ordered, Customer.note != ""),
        Customer.address != "",
        or_(Customer.source != "", lead_source),
    )
