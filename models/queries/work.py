"""What a person did on some days, of every kind: what his report is made of, and what his leader asks about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queries import money, news
from models.queries import visits as visit_queries
from models.queries.lookups import among
from models.queries.visits import VisitLine
from models.schema import FollowUp, FollowUpState, Lead, Order, PaymentState, RecordKind, RepDay
from models.times import shanghai_day, shanghai_instant

QUOTED = "quoted"
"""The variety of an order that is only a quotation."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One record of somebody's work that is no visit.

    Attributes:
        number: of the record.
        kind: what it is.
        day: the Shanghai day it counts for.
        customer_id: None where there is none.
        words: its author's words.
        amount: yuan, of money and orders where it was said.
        variety: of an order that is a quotation QUOTED; of news its `NewsKind`.
    """

    number: int
    kind: RecordKind
    day: date
    customer_id: int | None
    words: str = ""
    amount: Decimal | None = None
    variety: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What a person did, each kind in its own order.

    Attributes:
        visits: in the order they happened.
        followups: done, in the order they were.
        leads: registered.
        payments: taken, those that finance denied left out.
        orders: told, quotations among them.
        news: problems and news of the market.
    """

    visits: Sequence[VisitLine] = ()
    followups: Sequence[Deed] = ()
    leads: Sequence[Deed] = ()
    payments: Sequence[Deed] = ()
    orders: Sequence[Deed] = ()
    news: Sequence[Deed] = ()

    @property
    def deeds(self) -> Sequence[Deed]:
        """Everything that is no visit."""
        return [*self.followups, *self.leads, *self.payments, *self.orders, *self.news]

    @property
    def paid(self) -> Decimal:
        """Yuan that came in."""
        return sum((deed.amount for deed in self.payments if deed.amount is not None), Decimal(0))

    @property
    def is_empty(self) -> bool:
        """Whether there is no record of these days."""
        return not (self.visits or self.deeds)


def find_work(session: Session, person_id: int, *, first: date, last: date) -> Work:
    """What a person did from one Shanghai day to another.

    Args:
        session: any.
        person_id: whose work.
        first, last: days, both included.
    """
    return Work(
        visits=visit_queries.list_visits(session, person_id=person_id, first=first, last=last),
        followups=_followups(session, person_id, first, last),
        leads=_leads(session, person_id, first, last),
        payments=[
            Deed(line.number, RecordKind.PAYMENT, line.paid_on, line.customer_id, line.note, line.amount)
            for line in money.list_payments(session, person_id=person_id, first=first, last=last)
            if line.state != PaymentState.DENIED
        ],
        orders=[
            Deed(
                order.number,
                RecordKind.ORDER,
                order.told_on,
                order.customer_id,
                _goods(order),
                order.amount,
                QUOTED if order.quoted else "",
            )
            for order in _orders(session, person_id, first, last)
        ],
        news=[
            Deed(row.number, RecordKind.NEWS, row.told_on, row.customer_id, row.words, variety=row.kind)
            for row in reversed(news.list_news(session, person_ids=[person_id], first=first, last=last))
        ],
    )


def list_totals(session: Session, person_ids: Collection[int], day: date) -> Mapping[int, RepDay]:
    """What some people did on a Shanghai day, summed up, in one statement; who did nothing is left out."""
    if not person_ids:
        return {}
    rows = session.scalars(select(RepDay).where(among(RepDay.person_id, person_ids), RepDay.day == day))
    return {row.person_id: row for row in rows}


def _followups(session: Session, person_id: int, first: date, last: date) -> Sequence[Deed]:
    begin = shanghai_instant(first, time.min)
    end = shanghai_instant(last + timedelta(days=1), time.min)
    rows = session.execute(
        select(FollowUp.number, FollowUp.ended_at, FollowUp.customer_id, FollowUp.note)
        .where(
            FollowUp.person_id == person_id,
            FollowUp.ended_at >= begin,
            FollowUp.ended_at < end,
            FollowUp.kind == RecordKind.FOLLOWUP,
            FollowUp.state == FollowUpState.DONE,
            FollowUp.voided.is_(False),
        )
        .order_by(FollowUp.ended_at, FollowUp.number)
    )
    return [
        Deed(number, RecordKind.FOLLOWUP, _day(ended_at, last), customer_id, note)
        for number, ended_at, customer_id, note in rows
    ]


def _leads(session: Session, person_id: int, first: date, last: date) -> Sequence[Deed]:
    rows = session.execute(
        select(Lead.number, Lead.registered_on, Lead.customer_id, Lead.project, Lead.need)
        .where(
            Lead.person_id == person_id,
            Lead.registered_on.between(first, last),
            Lead.ruled_number.is_(None),
            Lead.voided.is_(False),
        )
        .order_by(Lead.number)
    )
    return [
        Deed(number, RecordKind.LEAD, on, customer_id, " ".join(filter(None, (project, need))))
        for number, on, customer_id, project, need in rows
    ]


def _orders(session: Session, person_id: int, first: date, last: date) -> Sequence[Order]:
    wanted = (
        select(Order)
        .where(Order.person_id == person_id, Order.told_on.between(first, last), Order.voided.is_(False))
        .order_by(Order.number)
    )
    return session.scalars(wanted).all()


def _goods(order: Order) -> str:
    """What was ordered; the sentence itself only where neither goods nor a sum were understood."""
    return " ".join(filter(None, (order.product, order.quantity))) or ("" if order.amount is not None else order.note)


def _day(at: datetime | None, last: date) -> date:
    return last if at is None else shanghai_day(at)
