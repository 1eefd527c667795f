"""Handing one person's customers over to others: frozen, split, offered, accepted one by one (`product.md` B5).

All of it stands in rows, so that a handover that is half done survives whatever happens, and goes on where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from models.bulk import change_rows, insert_rows
from models.errors import CannotChange, HandoverEnded, NothingToHandOver
from models.queries import handovers as queries
from models.queries.money import chunks
from models.rules.terms import Terms
from models.rules.words import clean_words
from models.schema import (
    Customer,
    Handover,
    HandoverItem,
    HandoverState,
    Holding,
    ItemState,
    Move,
    MoveKind,
    RecordKind,
)
from models.services import dialogs, holdings, moving_plans, recycling
from models.services.holdings import Decision
from models.services.numbering import give_number

MOST_AT_ONCE: Final = 100
"""So many customers change hands with one message; the receiver goes on with the next."""
REASON_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Accepted:
    """What somebody took over with one message.

    Attributes:
        moves: the changes of owner.
        plans, problems: how many follow-ups and problems went along.
        left: how many still wait for his word.
        done: the handover has ended with it.
    """

    moves: Sequence[Move]
    plans: int
    problems: int
    left: int
    done: bool


def begin(
    session: Session,
    *,
    from_id: int,
    by_id: int,
    message_id: int | None,
    now: datetime,
    today: date,
    terms: Terms,
) -> Handover:
    """Freeze a person's customers for a handover; one that is open already goes on, with what he got meanwhile.

    Args:
        session: of the message.
        from_id: whose customers.
        by_id: the leader who hands them over; he goes on with what a former leader has begun.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day.
        terms: the company's values.

    Raises:
        NothingToHandOver: he has no customers.
    """
    holdings.lock_company(session)
    handover = queries.find_open(session, from_id)
    known = frozenset(line.customer_id for line in queries.list_lines(session, handover.number)) if handover else set()
    owned = session.scalars(
        select(Customer.id).where(Customer.owner_id == from_id, Customer.active).order_by(Customer.city, Customer.id)
    ).all()
    fresh = [customer_id for customer_id in owned if customer_id not in known]
    if handover is None:
        if not fresh:
            raise NothingToHandOver(from_id)
        handover = _open(session, from_id=from_id, by_id=by_id, message_id=message_id, now=now)
    handover.by_id = by_id  # of one that another leader began and can no longer end: it is in his hands now
    _freeze(session, handover, fresh, today=today, terms=terms)
    return handover


def find_own(session: Session, number: int, *, by_id: int) -> Handover:
    """An open handover of the leader who made it.

    Raises:
        HandoverEnded: it is over, or none of his.
    """
    handover = queries.find_handover(session, number)
    if handover is None or handover.by_id != by_id or handover.state != HandoverState.OPEN:
        raise HandoverEnded(number)
    return handover


def share_out(session: Session, handover: Handover, shares: Mapping[int, int]) -> None:
    """Note who shall have which customer; nobody is asked yet.

    Args:
        session: of the message.
        handover: an open one.
        shares: the receiver by the customer; what was accepted stays with who accepted it.

    Raises:
        HandoverEnded: it is over.
    """
    _refuse_ended(handover)
    by_receiver: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    for item in _items(session, handover):
        if item.customer_id in shares and item.state != ItemState.ACCEPTED:
            by_receiver.setdefault(shares[item.customer_id], []).append(item)
    for to_id, items in by_receiver.items():
        change_rows(session, HandoverItem, items, {"to_id": to_id, "state": ItemState.FROZEN.value, "reason": ""})


def start_again(session: Session, handover: Handover) -> None:
    """Forget who shall have what, for all that nobody was asked about.

    Raises:
        HandoverEnded: it is over.
    """
    _refuse_ended(handover)
    items = [item for item in _items(session, handover) if item.state == ItemState.FROZEN]
    change_rows(session, HandoverItem, items, {"to_id": None})


def send(session: Session, handover: Handover) -> Mapping[int, int]:
    """Offer every customer to whom it was shared out.

    Returns:
        How many, by receiver.

    Raises:
        HandoverEnded: it is over.
    """
    _refuse_ended(handover)
    items = [item for item in _items(session, handover) if item.state == ItemState.FROZEN and item.to_id is not None]
    change_rows(session, HandoverItem, items, {"state": ItemState.OFFERED.value})
    return Counter(item.to_id for item in items)


def open_question(session: Session, person_id: int, question: str, data: Mapping[str, Any], *, now: datetime) -> None:
    """Let a receiver answer at once, unless something else waits for his answer."""
    dialogs.offer(session.connection(), person_id, question, data, now)


def accept(
    session: Session,
    *,
    to_id: int,
    customer_ids: Collection[int] | None,
    message_id: int | None,
    now: datetime,
    today: date,
    terms: Terms,
) -> Accepted:
    """Take over what was offered: the owner changes, and follow-ups, problems and protections go along.

    Args:
        session: of the message.
        to_id: who accepts.
        customer_ids: which; None for all that is offered to him.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day.
        terms: the company's values.
    """
    holdings.lock_company(session)
    decision = Decision(to_id, message_id, now, today, terms)
    offered = _offered(session, to_id)
    wanted = [item.id for item in offered if customer_ids is None or item.customer_id in customer_ids]
    chosen = _load(session, wanted[:MOST_AT_ONCE])
    ids = [item.customer_id for item in chosen]
    customers = holdings.lock_customers(session, ids)
    _set_frozen(session, ids, None)
    planned = moving_plans.list_planned(session, ids)
    moves, plans, problems = [], 0, 0
    for item in chosen:
        item.state = ItemState.ACCEPTED
        customer = customers[item.customer_id]
        from_id = customer.owner_id
        moves.append(
            holdings.hold(
                session,
                decision,
                customer_id=item.customer_id,
                to_id=to_id,
                kind=MoveKind.HANDED_OVER,
                locked=customer,
            )
        )
        if from_id is not None and item.customer_id in planned:
            passed = moving_plans.pass_on(
                session, customer_id=item.customer_id, from_id=from_id, to_id=to_id, message_id=message_id, now=now
            )
            plans, problems = plans + passed.plans, problems + passed.problems
    done = [_end_if_done(session, number) for number in dict.fromkeys(item.handover_number for item in chosen)]
    return Accepted(moves, plans, problems, len(offered) - len(chosen), any(done))


def refuse(session: Session, *, to_id: int, reasons: Mapping[int, str]) -> list[HandoverItem]:
    """Give back to the leader what somebody does not take over.

    Args:
        session: of the message.
        to_id: who refuses.
        reasons: why, by the customer.
    """
    refused = _load(session, [item.id for item in _offered(session, to_id) if item.customer_id in reasons])
    for item in refused:
        item.state = ItemState.REFUSED
        item.reason = clean_words(reasons[item.customer_id])[:REASON_CHARACTERS]
    session.flush()
    return refused


def cancel(session: Session, handover: Handover) -> int:
    """Call a handover off: what nobody accepted is free again, and stays with its owner.

    Returns:
        How many customers are free again.

    Raises:
        HandoverEnded: it is over.
    """
    _refuse_ended(handover)
    free = [item.customer_id for item in _items(session, handover) if item.state != ItemState.ACCEPTED]
    for ids in chunks(free):
        held = session.execute(
            select(Holding.customer_id, Holding.frozen_by)
            .where(Holding.customer_id.in_(ids), Holding.frozen_by == handover.number)
            .with_for_update()
        )
        change_rows(session, Holding, held.all(), {"frozen_by": None})
    handover.state = HandoverState.CANCELLED
    session.flush()
    return len(free)


def take_back(session: Session, handover: Handover) -> None:
    """Undo: as long as nobody has accepted anything.

    Raises:
        CannotChange: somebody has.
    """
    if any(item.state == ItemState.ACCEPTED for item in _items(session, handover)):
        raise CannotChange(handover.number, RecordKind.HANDOVER)
    if handover.state == HandoverState.OPEN:
        cancel(session, handover)


def put_back(_session: Session, handover: Handover) -> None:
    """One that was called off is begun anew instead.

    Raises:
        CannotChange: always.
    """
    raise CannotChange(handover.number, RecordKind.HANDOVER)


def _open(session: Session, *, from_id: int, by_id: int, message_id: int | None, now: datetime) -> Handover:
    number = give_number(session, RecordKind.HANDOVER, from_id, person_id=by_id, message_id=message_id, now=now)
    handover = Handover(number=number, from_id=from_id, by_id=by_id, made_at=now, state=HandoverState.OPEN)
    session.add(handover)
    session.flush()
    return handover


def _freeze(session: Session, handover: Handover, customers: Sequence[int], *, today: date, terms: Terms) -> None:
    for ids in chunks(customers):
        recycling.note_holdings_of(session, ids, today, terms)
        _set_frozen(session, ids, handover.number)
    told = {"handover_number": handover.number, "state": ItemState.FROZEN.value, "reason": ""}
    insert_rows(session, HandoverItem, [{**told, "customer_id": customer_id} for customer_id in customers])


def _set_frozen(session: Session, customer_ids: Collection[int], number: int | None) -> None:
    held = select(Holding.customer_id, Holding.frozen_by).where(Holding.customer_id.in_(customer_ids))
    change_rows(session, Holding, session.execute(held.with_for_update()).all(), {"frozen_by": number})


_ITEM = select(HandoverItem.id, HandoverItem.customer_id, HandoverItem.to_id, HandoverItem.state, HandoverItem.reason)


def _items(session: Session, handover: Handover) -> Sequence[Row[*tuple[Any, ...]]]:
    session.flush()
    return session.execute(
        _ITEM.where(HandoverItem.handover_number == handover.number).order_by(HandoverItem.id).with_for_update()
    ).all()


def _offered(session: Session, to_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    session.flush()
    return session.execute(
        _ITEM.where(
            HandoverItem.to_id == to_id,
            HandoverItem.state == ItemState.OFFERED,
            HandoverItem.handover_number.in_(_OPEN),
        )
        .order_by(HandoverItem.handover_number, HandoverItem.id)
        .with_for_update()
    ).all()


def _load(session: Session, ids: Collection[int]) -> list[HandoverItem]:
    """A few items as objects, in their order."""
    found = select(HandoverItem).where(HandoverItem.id.in_(ids)).order_by(HandoverItem.handover_number, HandoverItem.id)
    return list(session.scalars(found.execution_options(populate_existing=True)))


_OPEN = select(Handover.number).where(Handover.state == HandoverState.OPEN)


def _refuse_ended(handover: Handover) -> None:
    if handover.state != HandoverState.OPEN:
        raise HandoverEnded(handover.number)


def _end_if_done(session: Session, number: int) -> bool:
    waits = exists().where(HandoverItem.handover_number == number, HandoverItem.state != ItemState.ACCEPTED)
    session.flush()
    if session.scalar(select(waits)):
        return False
    handover = session.get_one(Handover, number)
    handover.state = HandoverState.DONE
    session.flush()
    return True
