"""Payments: told by reps, settled in the books, confirmed or denied by finance (`product.md` D13, D17, D19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.errors import DuplicatePayment, NotPayment, Overpaid, PaymentChecked, PaymentDenied
from models.rules import money as rules
from models.rules.money import OLDEST, ZERO, Target
from models.schema import Payment, PaymentState, PaymentWay, Receivable, Record, RecordKind
from models.services import books
from models.services.numbering import give_number
from models.services.records import find_record, refuse_voided

DUPLICATE_WITHIN = timedelta(minutes=10)
PENDING_WITHIN = timedelta(days=30)
NOTE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A payment as somebody told it.

    Attributes:
        customer_id: who paid.
        amount: yuan.
        paid_on: the Shanghai day the money came.
        way: how; empty where nobody said.
        note: what for (尾款), or other words.
        target: the part it is for; the oldest if none was named.
        surplus_ok: what is more than open is paid in advance, he has said so.
        again: it is another payment, although one like it was told minutes ago, or by somebody else.
    """

    customer_id: int
    amount: Decimal
    paid_on: date
    way: PaymentWay = PaymentWay.UNKNOWN
    note: str = ""
    target: Target = OLDEST
    surplus_ok: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class SettledPart:
    """What a payment settled of one part.

    Attributes:
        due_on: Shanghai day of the part.
        label: 尾款, or empty.
        amount: yuan of the part, as it was agreed.
        paid: yuan that this payment settled of it.
        left: yuan that stay open of it.
    """

    due_on: date
    label: str
    amount: Decimal
    paid: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Booked:
    """A payment in the books.

    Attributes:
        number: of the record.
        customer_id, person_id: whose, and who told it.
        amount: yuan.
        paid_on: Shanghai day.
        way: see `PaymentWay`.
        state: see `PaymentState`.
        parts: what it settled, in the order it did.
        advance: yuan of it that are paid in advance.
        still_open: what the customer owes now, all parts together.
    """

    number: int
    customer_id: int
    person_id: int
    amount: Decimal
    paid_on: date
    way: str
    state: str
    parts: tuple[SettledPart, ...]
    advance: Decimal
    still_open: Decimal


def record(
    session: Session, told: Told, *, person_id: int, message_id: int | None, now: datetime, today: date
) -> Booked:
    """Book a payment.

    Args:
        session: the message's.
        told: what was told.
        person_id: by whom.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day.

    Raises:
        BadAmount, BadMoneyDay: no sum or no day that can be booked.
        DuplicatePayment: the same was told minutes ago or by somebody else, and he has not said that it is another one.
        Overpaid: more came in than is open, and he has not said that it is paid in advance.
    """
    amount = rules.check_amount(told.amount)
    rules.check_paid_on(told.paid_on, today)
    books.lock(session, [told.customer_id])
    if not told.again:
        _refuse_duplicate(session, told, person_id, now)
    total = sum((part.open_amount for part in books.open_parts(session, told.customer_id)), ZERO)
    if 0 < total < amount and not told.surplus_ok:
        raise Overpaid(total, amount - total)
    row = _write(session, told, amount, person_id=person_id, message_id=message_id, now=now)
    with books.entering(session, row, told.target):
        session.add(row)
    return view(session, row)


def view(session: Session, row: Payment) -> Booked:
    """A payment with what it settled, as the books stand."""
    held = books.allocations_of(session, row.number)
    found = session.scalars(select(Receivable).where(Receivable.id.in_([each.receivable_id for each in held])))
    parts = {part.id: part for part in found}
    settled = tuple(
        SettledPart(part.due_on, part.label, part.amount, each.amount, part.open_amount)
        for each in held
        for part in (parts[each.receivable_id],)
    )
    still = sum((part.open_amount for part in books.open_parts(session, row.customer_id)), ZERO)
    return Booked(
        row.number,
        row.customer_id,
        row.person_id,
        row.amount,
        row.paid_on,
        row.way,
        row.state,
        settled,
        row.unallocated,
        still,
    )


def find(session: Session, number: int) -> Payment:
    """A payment by its number, its record locked until the commit.

    Raises:
        RecordNotFound: there is no such record.
        RecordAlreadyVoided: it was taken back.
        NotPayment: it is something else.
    """
    record = find_record(session, number)
    if record.kind != RecordKind.PAYMENT:
        raise NotPayment(number)
    refuse_voided(record)
    return session.get_one(Payment, number)


def find_last_of(session: Session, *, person_id: int, amount: Decimal) -> int | None:
    """The number of the last payment of a sum that somebody told and that stands; None where there is none."""
    return session.scalar(
        select(Payment.number)
        .join(Record, Record.number == Payment.number)
        .where(Record.person_id == person_id, Payment.amount == amount, Payment.voided.is_(False))
        .order_by(Payment.number.desc())
        .limit(1)
    )


def list_pending(session: Session, *, after: int = 0, most: int = 100) -> Sequence[Payment]:
    """The payments that finance has still to check, the oldest first.

    Args:
        session: any.
        after: only later numbers than this.
        most: how many.
    """
    return session.scalars(
        select(Payment)
        .where(Payment.state == PaymentState.PENDING, Payment.voided.is_(False), Payment.number > after)
        .order_by(Payment.number)
        .limit(most)
    ).all()


def find_pending(session: Session, *, customer_id: int, amount: Decimal, person_id: int, today: date) -> Payment | None:
    """What somebody else told of the same customer and sum lately, and finance has not checked yet; the oldest first.

    Args:
        session: any.
        customer_id: who paid.
        amount: yuan.
        person_id: whose own payments do not count.
        today: Shanghai day.
    """
    return session.scalar(
        select(Payment)
        .where(
            Payment.customer_id == customer_id,
            Payment.paid_on >= today - PENDING_WITHIN,
            Payment.amount == amount,
            Payment.person_id != person_id,
            Payment.state == PaymentState.PENDING,
            Payment.voided.is_(False),
        )
        .order_by(Payment.number)
        .limit(1)
    )


def refuse_checked_twin(session: Session, *, customer_id: int, amount: Decimal, paid_on: date) -> None:
    """See to it that finance has not seen the same sum of the same customer and day already.

    Raises:
        DuplicatePayment: it has, and he has to say that it is another one.
    """
    for row in list_lately(session, customer_id, since=paid_on):
        if row.state == PaymentState.CONFIRMED and row.amount == amount and row.paid_on == paid_on:
            raise DuplicatePayment(row.number, row.checked_by_id or row.person_id)


def list_lately(session: Session, customer_id: int, *, since: date) -> Sequence[Payment]:
    """What somebody told of one customer, and finance has not denied; the latest first.

    Args:
        session: any.
        customer_id: who paid.
        since: the first Shanghai day of the money.
    """
    return session.scalars(
        select(Payment)
        .where(
            Payment.customer_id == customer_id,
            Payment.paid_on >= since,
            Payment.state != PaymentState.DENIED,
            Payment.voided.is_(False),
        )
        .order_by(Payment.number.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a payment that finance has checked.

    Attributes:
        fresh: it was not so before.
        against: who of finance had said the contrary; None where nobody had.
    """

    fresh: bool
    against: int | None = None


def confirm(session: Session, row: Payment, *, by_id: int, now: datetime) -> Checked:
    """Finance has seen the money; from now on the author cannot take the payment back.

    Of a denied payment the parts are settled again.
    """
    return _check(session, row, PaymentState.CONFIRMED, by_id=by_id, now=now)


def deny(session: Session, row: Payment, *, by_id: int, now: datetime) -> Checked:
    """Finance has not seen the money: what it settled is open again."""
    return _check(session, row, PaymentState.DENIED, by_id=by_id, now=now)


def _check(session: Session, row: Payment, state: PaymentState, *, by_id: int, now: datetime) -> Checked:
    books.lock(session, [row.customer_id])
    session.refresh(row)  # a colleague may have said his word since it was read
    if row.state == state:
        return Checked(fresh=False)
    against = row.checked_by_id if row.state != PaymentState.PENDING else None
    with books.changing_payment(session, row):
        row.state, row.checked_by_id, row.checked_at = state, by_id, now
    return Checked(fresh=True, against=against)


def refuse_checked(row: Payment) -> None:
    """See to it that finance has not checked a payment yet.

    Raises:
        PaymentChecked: it is confirmed.
        PaymentDenied: it is denied.
    """
    if row.state == PaymentState.CONFIRMED:
        raise PaymentChecked(row.number, row.checked_by_id, row.checked_at)
    if row.state == PaymentState.DENIED:
        raise PaymentDenied(row.number)


def change(
    session: Session,
    row: Payment,
    *,
    today: date,
    amount: Decimal | None = None,
    paid_on: date | None = None,
    customer_id: int | None = None,
    way: PaymentWay | None = None,
    note: str | None = None,
    surplus_ok: bool = False,
) -> Booked:
    """Correct a payment that finance has not checked; what it settles follows.

    Args:
        session: the message's.
        row: the payment.
        today: Shanghai day.
        amount, paid_on, customer_id, way, note: what changes; None stays.
        surplus_ok: what is more than open is paid in advance, he has said so.

    Raises:
        PaymentChecked, PaymentDenied: finance has checked it.
        BadAmount, BadMoneyDay: no sum or no day that can be booked.
        Overpaid: the new sum is more than is open.
    """
    refuse_checked(row)
    if amount is not None:
        amount = rules.check_amount(amount)
    if paid_on is not None:
        rules.check_paid_on(paid_on, today)
    books.lock(session, {row.customer_id, customer_id or row.customer_id})
    if not surplus_ok and (amount is not None or customer_id is not None):
        _refuse_surplus(session, row, amount or row.amount, customer_id or row.customer_id)
    with books.changing_payment(session, row):
        row.amount = row.amount if amount is None else amount
        row.paid_on = row.paid_on if paid_on is None else paid_on
        row.customer_id = row.customer_id if customer_id is None else customer_id
        row.way = row.way if way is None else way
        row.note = row.note if note is None else note[:NOTE_CHARACTERS]
    return view(session, row)


def _refuse_surplus(session: Session, row: Payment, amount: Decimal, customer_id: int) -> None:
    room = sum((part.open_amount for part in books.open_parts(session, customer_id)), ZERO)
    before = row.unallocated
    if customer_id == row.customer_id:
        room += sum((each.amount for each in books.allocations_of(session, row.number)), ZERO)
    if 0 < room < amount and amount - room > before:
        raise Overpaid(room, amount - room)


def _write(
    session: Session, told: Told, amount: Decimal, *, person_id: int, message_id: int | None, now: datetime
) -> Payment:
    number = give_number(
        session, RecordKind.PAYMENT, told.customer_id, person_id=person_id, message_id=message_id, now=now
    )
    return Payment(
        number=number,
        customer_id=told.customer_id,
        person_id=person_id,
        amount=amount,
        unallocated=ZERO,
        paid_on=told.paid_on,
        way=told.way,
        note=(told.note or told.target.label)[:NOTE_CHARACTERS],
        state=PaymentState.PENDING,
        made_at=now,
        voided=False,
    )


def _refuse_duplicate(session: Session, told: Told, person_id: int, now: datetime) -> None:
    found = session.scalar(
        select(Payment)
        .where(
            Payment.customer_id == told.customer_id,
            Payment.paid_on == told.paid_on,
            Payment.amount == told.amount,
            Payment.voided.is_(False),
            Payment.state != PaymentState.DENIED,
            # Whoever told it an hour ago knows that; of what a colleague told he knows nothing.
            or_(Payment.made_at >= now - DUPLICATE_WITHIN, Payment.person_id != person_id),
        )
        .order_by(Payment.number.desc())
        .limit(1)
    )
    if found is not None:
        raise DuplicatePayment(found.number, found.person_id)
