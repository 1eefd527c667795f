"""Why an overdue customer has not paid and until when he will: answered by the rep, counted when broken (D19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import BadMoneyDay, NothingOpen
from models.queries.money import IS_PROMISE, is_broken
from models.rules import money as rules
from models.rules.money import CENT, ZERO, Part
from models.schema import DelayReason, Payment, PaymentPromise, PaymentState, PromiseState, RecordKind
from models.services import books
from models.services.numbering import give_number
from models.times import shanghai_day

WORDS_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rep says about an overdue sum.

    Attributes:
        customer_id: who owes it.
        reason: why it is not paid.
        promised_on: until when it will be, a Shanghai day; where nobody can be reached, when to try again.
        amount: yuan that are promised; None where he named no sum.
        share: of what is overdue, where he said 一半.
        words: his own.
    """

    customer_id: int
    reason: DelayReason
    promised_on: date
    amount: Decimal | None = None
    share: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """An answer in the books.

    Attributes:
        number: of the record.
        amount: yuan that are promised.
        overdue: yuan that are overdue now.
        broken: the promises of this customer that were broken, by number, this one's forerunner included.
    """

    number: int
    amount: Decimal
    overdue: Decimal
    broken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise whose day passed unpaid.

    Attributes:
        number: of its record; a push about it takes the key `promise_broken:{number}`, so that it is told once.
        customer_id: who promised.
        person_id: who told of it.
        promised_on: Shanghai day.
        amount: yuan that were promised.
        paid: yuan that came in by its day.
        count: how many promises of this customer are broken, this one included.
    """

    number: int
    customer_id: int
    person_id: int
    promised_on: date
    amount: Decimal
    paid: Decimal
    count: int


def record(
    session: Session, answer: Answer, *, person_id: int, message_id: int | None, now: datetime, today: date
) -> Noted:
    """Note why a customer has not paid and what he promises; it takes the place of what he promised before.

    Args:
        session: the message's.
        answer: what was said.
        person_id: by whom.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day.

    Raises:
        NothingOpen: the customer owes nothing.
        BadMoneyDay: the promised day is over, or years ahead.
        BadAmount: no sum that can be booked.
    """
    if answer.promised_on < today:
        raise BadMoneyDay(answer.promised_on, ahead=False)
    rules.check_due_on(answer.promised_on, today)
    books.lock(session, [answer.customer_id])
    parts = books.open_parts(session, answer.customer_id)
    if not parts:
        raise NothingOpen(answer.customer_id)
    amount = rules.check_amount(_promised(answer, parts, today))
    end_standing(session, answer.customer_id, today)
    number = give_number(
        session, RecordKind.DUNNING, answer.customer_id, person_id=person_id, message_id=message_id, now=now
    )
    session.add(
        PaymentPromise(
            number=number,
            customer_id=answer.customer_id,
            person_id=person_id,
            reason=answer.reason,
            promised_on=answer.promised_on,
            promised_amount=amount,
            words=answer.words[:WORDS_CHARACTERS],
            made_at=now,
            state=PromiseState.OPEN,
            voided=False,
        )
    )
    session.flush()
    overdue = sum((part.open_amount for part in parts if part.due_on < today), ZERO)
    broken = tuple(each.number for each in list_broken(session, answer.customer_id, today))
    return Noted(number, amount, overdue, broken)


def end_standing(session: Session, customer_id: int, today: date) -> None:
    """Let a promise that stands make room for a newer one: broken if its day has passed, else replaced."""
    standing = session.scalars(
        select(PaymentPromise).where(
            PaymentPromise.customer_id == customer_id,
            PaymentPromise.state == PromiseState.OPEN,
            PaymentPromise.voided.is_(False),
        )
    )
    for promise in standing:
        passed = promise.promised_on is not None and promise.promised_on < today
        is_promise = promise.reason != DelayReason.UNREACHABLE
        promise.state = PromiseState.BROKEN if passed and is_promise else PromiseState.REPLACED


def reopen_before(session: Session, promise: PaymentPromise) -> None:
    """Let the promise stand again that a newer one, taken back now, had replaced."""
    before = session.scalars(
        select(PaymentPromise)
        .where(
            PaymentPromise.customer_id == promise.customer_id,
            PaymentPromise.number < promise.number,
            PaymentPromise.voided.is_(False),
        )
        .order_by(PaymentPromise.number.desc())
        .limit(1)
    ).first()
    if promise.state != PromiseState.REPLACED and before is not None and before.state == PromiseState.REPLACED:
        before.state = PromiseState.OPEN


def list_broken(session: Session, customer_id: int, today: date) -> Sequence[PaymentPromise]:
    """The promises of a customer whose day passed unpaid, the oldest first, whether the night has been there or not."""
    return session.scalars(
        select(PaymentPromise)
        .where(
            PaymentPromise.customer_id == customer_id,
            PaymentPromise.voided.is_(False),
            IS_PROMISE,
            is_broken(today),
        )
        .order_by(PaymentPromise.number)
    ).all()


def break_due(session: Session, today: date, *, spare: Decimal = ZERO, most: int = 1_000) -> Sequence[Broken]:
    """Mark the promises whose day has passed unpaid, for the night.

    Args:
        session: of a unit of work.
        today: Shanghai day; what was promised for today is still good.
        spare: yuan; whoever paid all but less than this has kept his word (制度 6.2).
        most: how many at once; call again while so many came back.

    Returns:
        The ones that were marked now; who is told of them is decided by the term `promises_broken`.
    """
    broken: list[PaymentPromise] = []
    while len(broken) < most and (due := _passed(session, today, most)):
        for promise in due:
            kept = (promise.promised_amount or ZERO) - _paid(session, promise) < spare
            promise.state = PromiseState.KEPT if kept else PromiseState.BROKEN
        session.flush()
        broken += [promise for promise in due if promise.state == PromiseState.BROKEN]
    return [_broken(session, each, each.promised_on, today) for each in broken if each.promised_on is not None]


def _passed(session: Session, today: date, most: int) -> Sequence[PaymentPromise]:
    return session.scalars(
        select(PaymentPromise)
        .where(
            PaymentPromise.state == PromiseState.OPEN,
            PaymentPromise.promised_on < today,
            PaymentPromise.voided.is_(False),
            IS_PROMISE,
        )
        .order_by(PaymentPromise.promised_on, PaymentPromise.number)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def _broken(session: Session, promise: PaymentPromise, on: date, today: date) -> Broken:
    return Broken(
        promise.number,
        promise.customer_id,
        promise.person_id,
        on,
        promise.promised_amount or ZERO,
        _paid(session, promise),
        _place(session, promise, today),
    )


def _paid(session: Session, promise: PaymentPromise) -> Decimal:
    """What came in since a promise was made, and by its day."""
    came = session.scalars(
        select(Payment.amount).where(
            Payment.customer_id == promise.customer_id,
            Payment.paid_on >= shanghai_day(promise.made_at),
            Payment.paid_on <= promise.promised_on,
            Payment.number > promise.number,
            Payment.voided.is_(False),
            Payment.state != PaymentState.DENIED,
        )
    )
    return sum(came, ZERO)


def _place(session: Session, promise: PaymentPromise, today: date) -> int:
    return sum(each.number <= promise.number for each in list_broken(session, promise.customer_id, today))


def _promised(answer: Answer, parts: Sequence[Part], today: date) -> Decimal:
    """How much is promised: what he said, else all that is overdue, else the next part."""
    if answer.amount is not None:
        return answer.amount
    overdue = sum((part.open_amount for part in parts if part.due_on < today), ZERO)
    due = overdue or parts[0].open_amount
    return due if answer.share is None else (due * answer.share).quantize(CENT)
