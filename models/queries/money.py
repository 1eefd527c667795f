"""Reading money: what customers owe, since when, what is overdue, and what has come in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import Session

from models.rules.money import BOXES, box_borders
from models.schema import Customer, DelayReason, Payment, PaymentPromise, PromiseState, Receivable

_CHUNK = 5_000
"""So many customers in one statement; databases take up to 32,766 values."""
_ZERO = Decimal("0.00")
OPEN = and_(Receivable.open_amount > literal_column("0"), Receivable.voided.is_(False))
"""Written without a bound zero, so that the index of the open parts fits."""
IS_PROMISE = PaymentPromise.reason != DelayReason.UNREACHABLE
"""Where nobody could be reached the day says when to try again: that is nobody's promise."""
LADDER = (-7, -3, 0, 1, 7, 15, 30, 60, 90, 180)
"""Days after a part was due on which it is spoken of (`product.md` §2, overdue)."""


def is_broken(today: date) -> ColumnElement[bool]:
    """Whether a promise is broken on a Shanghai day, marked by the night or not yet."""
    passed = and_(PaymentPromise.state == PromiseState.OPEN, PaymentPromise.promised_on < today)
    return or_(PaymentPromise.state == PromiseState.BROKEN, passed)


@dataclass(frozen=True, slots=True)
class OpenMoney:
    """What a customer has not paid yet.

    Attributes:
        total: yuan, due and not yet due.
        overdue: yuan of it whose day has passed.
        oldest_due_on: the Shanghai day of its oldest open part; None where nothing is open.
        broken_promises: how many promised days passed unpaid.
    """

    total: Decimal = _ZERO
    overdue: Decimal = _ZERO
    oldest_due_on: date | None = None
    broken_promises: int = 0


NOTHING_OPEN = OpenMoney()


@dataclass(frozen=True, slots=True)
class OpenPart:
    """One part that is not paid, or not all of it.

    Attributes:
        id: of the receivable.
        customer_id: who owes it.
        amount: yuan, as it was agreed.
        open_amount: yuan still open.
        due_on: Shanghai day.
        label: 尾款, 第2期 or empty.
        invoice_no: or empty.
    """

    id: int
    customer_id: int
    amount: Decimal
    open_amount: Decimal
    due_on: date
    label: str
    invoice_no: str


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A payment as lists show it; see `Payment`."""

    number: int
    customer_id: int
    person_id: int
    amount: Decimal
    unallocated: Decimal
    paid_on: date
    way: str
    note: str
    state: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose money is asked for.

    Attributes:
        owner_ids: owners of the customers; None means everybody, the public pool included (finance).
        customer_ids: customers beside theirs (those somebody helps with, or the only ones meant).
    """

    owner_ids: frozenset[int] | None = None
    customer_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Span:
    """Which parts: due from the first to the last Shanghai day, both included; None is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Owing:
    """A customer in a list of debts.

    Attributes:
        customer_id: who owes.
        total: yuan open, of the parts asked for.
        overdue: yuan of it whose day has passed.
        oldest_due_on: the Shanghai day of the oldest of these parts.
    """

    customer_id: int
    total: Decimal
    overdue: Decimal
    oldest_due_on: date


@dataclass(frozen=True, slots=True)
class Totals:
    """What is open altogether.

    Attributes:
        customers: how many owe something.
        boxes: yuan by age, in the order of `BOXES`.
    """

    customers: int
    boxes: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """All of it (yuan)."""
        return sum(self.boxes, _ZERO)


@dataclass(frozen=True, slots=True)
class DuePart:
    """A part of which somebody has to be reminded on a day.

    Attributes:
        part: what is open.
        owner_id: of the customer; None for the public pool.
        days: since it was due; negative while it is still to come.
        promised_on: until when it was promised, where a promise stands.
    """

    part: OpenPart
    owner_id: int | None
    days: int
    promised_on: date | None


def open_money(session: Session, customer_ids: Collection[int], today: date) -> Mapping[int, OpenMoney]:
    """What each of some customers owes.

    Args:
        session: any.
        customer_ids: whose; the caller has seen to it that the reader may know.
        today: the Shanghai day from which overdue is judged.

    Returns:
        By customer; whoever owes nothing and has broken no promise is left out (`NOTHING_OPEN`).
    """
    found: dict[int, OpenMoney] = {}
    for ids in chunks(customer_ids):
        broken = _count_broken(session, ids, today)
        rows = session.execute(
            select(
                Receivable.customer_id,
                func.sum(Receivable.open_amount),
                func.sum(case((Receivable.due_on < today, Receivable.open_amount), else_=0)),
                func.min(Receivable.due_on),
            )
            .where(Receivable.customer_id.in_(ids), OPEN)
            .group_by(Receivable.customer_id)
        )
        for customer_id, total, overdue, oldest in rows:
            found[customer_id] = OpenMoney(yuan(total), yuan(overdue), oldest, broken.pop(customer_id, 0))
        found |= {customer_id: OpenMoney(broken_promises=count) for customer_id, count in broken.items()}
    return found


def list_overdue(session: Session, customer_ids: Collection[int], today: date) -> Sequence[OpenPart]:
    """The open parts of some customers whose day has passed, the oldest first.

    Args:
        session: any.
        customer_ids: whose.
        today: Shanghai day; what is due today is not overdue.
    """
    return [part for part in list_open(session, customer_ids) if part.due_on < today]


def list_open(session: Session, customer_ids: Collection[int]) -> Sequence[OpenPart]:
    """All open parts of some customers, the oldest first."""
    found: list[OpenPart] = []
    for ids in chunks(customer_ids):
        rows = session.execute(select(*_PART).where(Receivable.customer_id.in_(ids), OPEN))
        found += [OpenPart(*row) for row in rows]
    return sorted(found, key=lambda part: (part.due_on, part.id))


def list_owing(session: Session, scope: Scope, span: Span, today: date, *, most: int) -> Sequence[Owing]:
    """Who owes, whose part is oldest first.

    Args:
        session: any.
        scope: whose customers.
        span: which parts.
        today: Shanghai day.
        most: how many customers.
    """
    oldest = func.min(Receivable.due_on)
    sums: list[Any] = [
        func.sum(Receivable.open_amount),
        func.sum(case((Receivable.due_on < today, Receivable.open_amount), else_=0)),
    ]
    rows = session.execute(
        _within(select(Receivable.customer_id, *sums, oldest), scope, span)
        .group_by(Receivable.customer_id)
        .order_by(oldest, func.sum(Receivable.open_amount).desc(), Receivable.customer_id)
        .limit(most)
    )
    return [Owing(customer_id, yuan(total), yuan(overdue), first) for customer_id, total, overdue, first in rows]


def sum_owing(session: Session, scope: Scope, span: Span, today: date) -> Totals:
    """How much is open, by age.

    Args:
        session: any.
        scope: whose customers.
        span: which parts.
        today: Shanghai day.
    """
    borders = box_borders(today)
    later = [Receivable.due_on < border for border in (*borders,)]
    inside = [
        Receivable.due_on >= borders[0],
        *(and_(before, Receivable.due_on >= border) for before, border in zip(later, borders[1:], strict=False)),
        later[-1],
    ]
    sums = [func.sum(case((one, Receivable.open_amount), else_=0)) for one in inside]
    row = session.execute(_within(select(func.count(Receivable.customer_id.distinct()), *sums), scope, span)).one()
    return Totals(int(row[0]), tuple(yuan(value) for value in row[1 : len(BOXES) + 1]))


def list_due(session: Session, day: date) -> Sequence[DuePart]:
    """The open parts that are spoken of on a day, by `LADDER`: a week before they are due until half a year after.

    Args:
        session: any.
        day: Shanghai day.
    """
    when = [day - timedelta(days=days) for days in LADDER]
    rows = session.execute(
        select(*_PART, Customer.owner_id)
        .join(Customer, Customer.id == Receivable.customer_id)
        .where(Receivable.due_on.in_(when), OPEN, Customer.active)
        .order_by(Receivable.due_on, Receivable.id)
    ).all()
    found = [(OpenPart(*row[:-1]), row[-1]) for row in rows]
    promised = find_promised(session, [part.customer_id for part, _ in found])
    return [
        DuePart(part, owner_id, (day - part.due_on).days, promised.get(part.customer_id)) for part, owner_id in found
    ]


def find_promised(session: Session, customer_ids: Collection[int]) -> Mapping[int, date]:
    """Until when some customers have promised to pay, where a promise stands; what has passed is among it."""
    found: dict[int, date] = {}
    for ids in chunks(customer_ids):
        rows = session.execute(
            select(PaymentPromise.customer_id, PaymentPromise.promised_on)
            .where(
                PaymentPromise.customer_id.in_(ids),
                PaymentPromise.state == PromiseState.OPEN,
                PaymentPromise.voided.is_(False),
                PaymentPromise.promised_on.is_not(None),
                IS_PROMISE,
            )
            .order_by(PaymentPromise.promised_on.desc())  # of several parts the next one counts
        )
        found |= {customer_id: on for customer_id, on in rows if on is not None}
    return found


def list_payments(session: Session, *, person_id: int, first: date, last: date) -> Sequence[PaidLine]:
    """The payments that somebody told of, by the day on which the money came.

    Args:
        session: any.
        person_id: who told of them.
        first, last: Shanghai days, both included.

    Returns:
        Those that stand, in the order they were told; denied ones are among them (`PaymentState`).
    """
    rows = session.execute(
        select(*_PAID)
        .where(
            Payment.person_id == person_id,
            Payment.paid_on.between(first, last),
            Payment.voided.is_(False),
        )
        .order_by(Payment.number)
    )
    return [PaidLine(*row) for row in rows]


def _count_broken(session: Session, customer_ids: Sequence[int], today: date) -> dict[int, int]:
    rows = session.execute(
        select(PaymentPromise.customer_id, func.count())
        .where(
            PaymentPromise.customer_id.in_(customer_ids),
            PaymentPromise.voided.is_(False),
            IS_PROMISE,
            is_broken(today),
        )
        .group_by(PaymentPromise.customer_id)
    )
    return {int(customer_id): int(count) for customer_id, count in rows}


def _within(wanted: Select[*tuple[Any, ...]], scope: Scope, span: Span) -> Select[*tuple[Any, ...]]:
    wanted = wanted.where(OPEN)
    if span.first is not None:
        wanted = wanted.where(Receivable.due_on >= span.first)
    if span.last is not None:
        wanted = wanted.where(Receivable.due_on <= span.last)
    if scope.owner_ids is None:
        return wanted
    meant: ColumnElement[bool] = Customer.owner_id.in_(scope.owner_ids)
    if scope.customer_ids:
        meant = or_(meant, Customer.id.in_(scope.customer_ids))
    return wanted.join(Customer, Customer.id == Receivable.customer_id).where(meant, Customer.active)


_PART: tuple[Any, ...] = (
    Receivable.id,
    Receivable.customer_id,
    Receivable.amount,
    Receivable.open_amount,
    Receivable.due_on,
    Receivable.label,
    Receivable.invoice_no,
)
_PAID: tuple[Any, ...] = (
    Payment.number,
    Payment.customer_id,
    Payment.person_id,
    Payment.amount,
    Payment.unallocated,
    Payment.paid_on,
    Payment.way,
    Payment.note,
    Payment.state,
    Payment.made_at,
)


def yuan(value: Decimal | float | None) -> Decimal:
    """A sum that the database made, with two places; SQLite adds in binary."""
    return Decimal(str(value or 0)).quantize(_ZERO)


def chunks(customer_ids: Iterable[int]) -> Iterator[Sequence[int]]:
    """So many at a time as a statement takes, each once."""
    ids = sorted(set(customer_ids))
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
