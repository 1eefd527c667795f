"""The books of what customers owe: paid + open = due, for every part, whatever happens to payments and receivables.

Every change of a customer's money goes through here, under a lock of the customer: payments settle the part they name,
then the oldest; what they cannot settle stays with them as paid in advance, and settles what becomes open later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models.errors import PaidMeanwhile
from models.queries.money import OPEN
from models.rules import money as rules
from models.rules.money import OLDEST, ZERO, Part, Target
from models.schema import (
    Allocation,
    Customer,
    Payment,
    PaymentPromise,
    PaymentState,
    PromiseState,
    Receivable,
)
from models.services import rep_days
from models.times import shanghai_day

_NEVER_MADE = -1


def lock(session: Session, customer_ids: Iterable[int]) -> None:
    """Let nobody else change the money of some customers before the commit.

    Args:
        session: the message's.
        customer_ids: whose; always locked in the same order, so that two messages cannot wait for each other.
    """
    for customer_id in sorted(set(customer_ids)):
        session.execute(
            select(Customer.id).where(Customer.id == customer_id).with_for_update(key_share=True)
        ).scalar_one()


def open_parts(session: Session, customer_id: int) -> Sequence[Part]:
    """What a customer's payments can settle, as it stands; the caller holds the lock where he goes on to write."""
    return [as_part(row) for row in _open(session, customer_id)]


def as_part(row: Receivable) -> Part:
    """A receivable as the rules see it."""
    return Part(row.id, row.open_amount, row.due_on, row.label, row.invoice_no)


def counts(payment: Payment) -> bool:
    """Whether a payment is money: it stands and finance has not denied it."""
    return not payment.voided and payment.state != PaymentState.DENIED


def allocations_of(session: Session, payment_number: int) -> list[Allocation]:
    """What a payment settled, in the order it did."""
    found = session.scalars(
        select(Allocation).where(Allocation.payment_number == payment_number).order_by(Allocation.id)
    )
    return list(found)


def settle(session: Session, payment: Payment, target: Target = OLDEST) -> None:
    """Bring what a payment settles in step with its sum, its customer, its state.

    What it settled already it goes on settling; more goes to the named part and then to the oldest; less is given back
    from the last part on.

    Args:
        session: with the customer locked.
        payment: as it stands now.
        target: the part it was said to be for.
    """
    held = allocations_of(session, payment.number)
    parts = _parts_of(session, payment, held)
    worth = payment.amount if counts(payment) else ZERO
    kept = [(each.receivable_id, each.amount) for each in held if _may_settle(parts[each.receivable_id], payment)]
    settled = rules.give_back(max(_sum(kept) - worth, ZERO), kept)
    wanted = dict(settled)
    before = {each.receivable_id: each.amount for each in held}
    free = [
        replace(as_part(row), open_amount=row.open_amount + before.get(row.id, ZERO) - wanted.get(row.id, ZERO))
        for row in parts.values()
        if _may_settle(row, payment)
    ]
    more, rest = rules.allocate(worth - _sum(settled), free, target)
    for receivable_id, amount in more:
        wanted[receivable_id] = wanted.get(receivable_id, ZERO) + amount
    _write(session, payment, held, wanted)
    for receivable_id in before.keys() | wanted.keys():
        row = parts[receivable_id]
        row.open_amount += before.get(receivable_id, ZERO) - wanted.get(receivable_id, ZERO)
    payment.unallocated = rest
    session.flush()


def balance(session: Session, customer_id: int) -> None:
    """Let what was paid in advance settle what is open, the oldest payment first.

    Args:
        session: with the customer locked.
        customer_id: whose parts have become more open.
    """
    session.flush()
    waiting = session.scalars(
        select(Payment)
        .where(
            Payment.customer_id == customer_id,
            Payment.unallocated > 0,
            Payment.voided.is_(False),
            Payment.state != PaymentState.DENIED,
        )
        .order_by(Payment.paid_on, Payment.number)
    ).all()
    for payment in waiting:
        if not _open(session, customer_id):
            return
        settle(session, payment, Target(label=payment.note))


def balance_all(session: Session) -> None:
    """Let advances settle what an import has added, for whichever customers have both."""
    waiting = session.scalars(
        select(Payment.customer_id)
        .join(Receivable, and_(Receivable.customer_id == Payment.customer_id, OPEN))
        .where(Payment.unallocated > 0, Payment.voided.is_(False), Payment.state != PaymentState.DENIED)
        .distinct()
    ).all()
    lock(session, waiting)
    for customer_id in sorted(waiting):
        balance(session, customer_id)
        judge(session, customer_id)


def advance_of(session: Session, customer_id: int) -> Decimal:
    """What a customer has paid in advance (yuan)."""
    found = session.scalars(
        select(Payment.unallocated).where(
            Payment.customer_id == customer_id,
            Payment.unallocated > 0,
            Payment.voided.is_(False),
            Payment.state != PaymentState.DENIED,
        )
    )
    return sum(found, ZERO)


@contextmanager
def entering(session: Session, payment: Payment, target: Target) -> Iterator[None]:
    """Everything that follows from a new payment, written inside with the customer locked."""
    yield
    session.flush()
    _come_in(session, payment, target)
    judge(session, payment.customer_id)


@contextmanager
def changing_payment(session: Session, payment: Payment, target: Target | None = None) -> Iterator[None]:
    """Everything that follows from a change of a payment: what it settles, its person's day, what it frees.

    Args:
        session: the message's.
        payment: may be changed inside: sum, day, customer, state, whether it stands.
        target: the part it is for, if that is said anew.
    """
    lock(session, [payment.customer_id])
    session.refresh(payment)
    before = payment.customer_id
    if counts(payment):
        rep_days.count(session, payment.person_id, payment.paid_on, payments=-1, paid=-payment.amount)
    payment.unallocated = ZERO  # whatever the sum becomes, the row may be written before the books are right again
    yield
    lock(session, [payment.customer_id])
    _come_in(session, payment, target or Target(label=payment.note))
    for customer_id in sorted({before, payment.customer_id}):
        balance(session, customer_id)
        judge(session, customer_id)


@contextmanager
def changing_receivable(session: Session, row: Receivable) -> Iterator[None]:
    """Everything that follows from a change of a part: what of it is open, and what is settled by advances.

    Raises:
        PaidMeanwhile: more than its new sum is paid already.
    """
    lock(session, [row.customer_id])
    session.refresh(row)
    row.open_amount = ZERO  # as above
    yield
    numbers, paid = payments_on(session, row)
    if paid > row.amount:
        raise PaidMeanwhile(row.record_number or 0, tuple(numbers), paid)
    row.open_amount = row.amount - paid
    balance(session, row.customer_id)


def judge(session: Session, customer_id: int) -> None:
    """Say of each promised day of a customer whether it was kept, after what came in has changed.

    What has passed unpaid is found by the night and whenever it is read; here nothing needs a clock.
    """
    session.flush()
    promises = session.scalars(
        select(PaymentPromise).where(
            PaymentPromise.customer_id == customer_id,
            PaymentPromise.voided.is_(False),
            PaymentPromise.state != PromiseState.REPLACED,
            PaymentPromise.promised_on.is_not(None),
        )
    ).all()
    if not promises:
        return
    first = min(shanghai_day(promise.made_at) for promise in promises)
    paid = session.execute(
        select(Payment.paid_on, Payment.number, Payment.amount).where(
            Payment.customer_id == customer_id,
            Payment.paid_on >= first,
            Payment.voided.is_(False),
            Payment.state != PaymentState.DENIED,
        )
    ).all()
    for promise in promises:
        since = shanghai_day(promise.made_at)
        told_last = max(each.number for each in promises if each.made_at == promise.made_at)
        came = [(day, amount) for day, number, amount in paid if day >= since and number > told_last]
        needed = sum((each.promised_amount or ZERO for each in promises if is_before(each, promise)), ZERO)
        assert promise.promised_on is not None  # noqa: S101  (narrows the type: the query asked for it)
        kept = rules.promise_holds(needed + (promise.promised_amount or ZERO), promise.promised_on, came, since)
        if kept:
            promise.state = PromiseState.KEPT
        elif promise.state == PromiseState.KEPT:
            promise.state = PromiseState.OPEN
    session.flush()


def is_before(one: PaymentPromise, other: PaymentPromise) -> bool:
    """Whether a promise is an earlier part of what another is a part of: what comes in is its first."""
    if one.made_at != other.made_at or one.promised_on is None or other.promised_on is None:
        return False
    return (one.promised_on, one.number) < (other.promised_on, other.number)


def payments_on(session: Session, row: Receivable) -> tuple[list[int], Decimal]:
    """The numbers of the payments that settle a part, and how much of it."""
    found = session.execute(
        select(Allocation.payment_number, Allocation.amount).where(Allocation.receivable_id == row.id)
    ).all()
    return sorted(number for number, _ in found), _sum((number, amount) for number, amount in found)


def free_receivable(session: Session, row: Receivable) -> None:
    """Let a part go: what older payments, made in advance, settled of it goes back to them.

    Raises:
        PaidMeanwhile: a payment that came after it has settled some of it.
    """
    held = list(session.scalars(select(Allocation).where(Allocation.receivable_id == row.id)))
    later = sorted(each.payment_number for each in held if each.payment_number > (row.record_number or _NEVER_MADE))
    if later:
        raise PaidMeanwhile(row.record_number or 0, tuple(later), _sum((0, each.amount) for each in held))
    row.voided = True
    session.flush()
    for each in held:
        settle(session, session.get_one(Payment, each.payment_number))
    row.open_amount = row.amount
    balance(session, row.customer_id)


def _come_in(session: Session, payment: Payment, target: Target) -> None:
    settle(session, payment, target)
    if counts(payment):
        rep_days.count(session, payment.person_id, payment.paid_on, payments=1, paid=payment.amount)


def _open(session: Session, customer_id: int) -> list[Receivable]:
    session.flush()
    return list(
        session.scalars(
            select(Receivable)
            .where(Receivable.customer_id == customer_id, OPEN)
            .order_by(Receivable.due_on, Receivable.id)
            # Another process may have settled some since they were last read here.
            .execution_options(populate_existing=True)
        )
    )


def _parts_of(session: Session, payment: Payment, held: Sequence[Allocation]) -> dict[int, Receivable]:
    """The receivables that a payment settles, and those that it could."""
    rows = _open(session, payment.customer_id)
    known = {row.id for row in rows}
    missing = [each.receivable_id for each in held if each.receivable_id not in known]
    if missing:
        rows += session.scalars(
            select(Receivable).where(Receivable.id.in_(missing)).execution_options(populate_existing=True)
        )
    return {row.id: row for row in rows}


def _may_settle(row: Receivable, payment: Payment) -> bool:
    return row.customer_id == payment.customer_id and not row.voided


def _write(session: Session, payment: Payment, held: Sequence[Allocation], wanted: dict[int, Decimal]) -> None:
    rows = {each.receivable_id: each for each in held}
    for receivable_id, row in rows.items():
        if receivable_id not in wanted:
            session.delete(row)
        else:
            row.amount = wanted[receivable_id]
    session.add_all(
        Allocation(payment_number=payment.number, receivable_id=receivable_id, amount=amount)
        for receivable_id, amount in wanted.items()
        if receivable_id not in rows
    )


def _sum(settled: Iterable[tuple[int, Decimal]]) -> Decimal:
    return sum((amount for _, amount in settled), ZERO)
