"""Receivables: what customers owe, entered by chat in one or several parts (`product.md` D13, D17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rules import money as rules
from models.rules.money import ZERO
from models.schema import Receivable, RecordKind
from models.services import books
from models.services.numbering import give_number

LABEL_CHARACTERS = 32
INVOICE_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class NewPart:
    """One part that a customer will owe: yuan, Shanghai day, what it is called, and its invoice."""

    amount: Decimal
    due_on: date
    label: str = ""
    invoice_no: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered.

    Attributes:
        number: of the record.
        settled: yuan that earlier advances have settled of it at once.
        still_open: what the customer owes now, all parts together.
    """

    number: int
    settled: Decimal
    still_open: Decimal


def add(
    session: Session,
    parts: Sequence[NewPart],
    *,
    customer_id: int,
    person_id: int,
    message_id: int | None,
    note: str,
    now: datetime,
    today: date,
) -> Entered:
    """Enter what a customer owes, under one number; what he has paid in advance settles it at once.

    Args:
        session: the message's.
        parts: at least one.
        customer_id: who owes it.
        person_id: who says so.
        message_id: the inbox row.
        note: his words.
        now: instant (UTC).
        today: Shanghai day.

    Raises:
        BadAmount, BadMoneyDay: no sum or no day that can be booked.
    """
    for part in parts:
        rules.check_amount(part.amount)
        rules.check_due_on(part.due_on, today)
    books.lock(session, [customer_id])
    number = give_number(
        session, RecordKind.RECEIVABLE, customer_id, person_id=person_id, message_id=message_id, now=now
    )
    rows = [
        Receivable(
            customer_id=customer_id,
            record_number=number,
            amount=part.amount,
            open_amount=part.amount,
            due_on=part.due_on,
            label=part.label[:LABEL_CHARACTERS],
            invoice_no=part.invoice_no[:INVOICE_CHARACTERS],
            note=note,
            voided=False,
        )
        for part in parts
    ]
    session.add_all(rows)
    session.flush()
    books.balance(session, customer_id)
    books.judge(session, customer_id)
    settled = sum((row.amount - row.open_amount for row in rows), ZERO)
    still = sum((part.open_amount for part in books.open_parts(session, customer_id)), ZERO)
    return Entered(number, settled, still)


def parts_of(session: Session, number: int) -> Sequence[Receivable]:
    """The parts that a record entered, in their order."""
    return session.scalars(
        select(Receivable).where(Receivable.record_number == number).order_by(Receivable.due_on, Receivable.id)
    ).all()


def find_same(session: Session, customer_id: int, parts: Sequence[NewPart]) -> Receivable | None:
    """A part that stands already with the same sum and the same day, so that he can be told before he says yes."""
    for part in parts:
        found = session.scalars(
            select(Receivable)
            .where(
                Receivable.customer_id == customer_id,
                Receivable.voided.is_(False),
                Receivable.amount == part.amount,
                Receivable.due_on == part.due_on,
            )
            .limit(1)
        ).first()
        if found is not None:
            return found
    return None


def change(
    session: Session,
    row: Receivable,
    *,
    today: date,
    amount: Decimal | None = None,
    due_on: date | None = None,
) -> None:
    """Correct a part's sum or day; what is paid of it stays paid.

    Raises:
        BadAmount, BadMoneyDay: no sum or no day that can be booked.
        PaidMeanwhile: more is paid of it than its new sum.
    """
    if amount is not None:
        amount = rules.check_amount(amount)
    if due_on is not None:
        rules.check_due_on(due_on, today)
    with books.changing_receivable(session, row):
        row.amount = row.amount if amount is None else amount
        row.due_on = row.due_on if due_on is None else due_on
