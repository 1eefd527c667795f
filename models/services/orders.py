"""Orders and quotations as reps tell of them: facts for the card and the day, no order management (`product.md` D6)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from models.rules import money as rules
from models.rules.money import ZERO
from models.schema import Order, RecordKind
from models.services import rep_days
from models.services.numbering import give_number

PRODUCT_CHARACTERS = 120
QUANTITY_CHARACTERS = 32
NOTE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Told:
    """An order or a quotation as somebody told it; `amount` in yuan, None where no sum follows from his words."""

    customer_id: int
    quoted: bool
    amount: Decimal | None
    product: str
    quantity: str
    told_on: date
    note: str = ""


def record(
    session: Session, told: Told, *, person_id: int, message_id: int | None, now: datetime, today: date
) -> Order:
    """Note an order or a quotation.

    Raises:
        BadAmount, BadMoneyDay: no sum or no day that can be noted.
    """
    amount = rules.check_amount(told.amount) if told.amount is not None else None
    rules.check_paid_on(told.told_on, today)
    number = give_number(
        session, RecordKind.ORDER, told.customer_id, person_id=person_id, message_id=message_id, now=now
    )
    row = Order(
        number=number,
        customer_id=told.customer_id,
        person_id=person_id,
        quoted=told.quoted,
        amount=amount,
        product=told.product[:PRODUCT_CHARACTERS],
        quantity=told.quantity[:QUANTITY_CHARACTERS],
        told_on=told.told_on,
        note=told.note[:NOTE_CHARACTERS],
        voided=False,
    )
    session.add(row)
    session.flush()
    _count(session, row, 1)
    return row


def change(
    session: Session,
    row: Order,
    *,
    today: date,
    amount: Decimal | None = None,
    told_on: date | None = None,
    customer_id: int | None = None,
) -> None:
    """Correct an order or a quotation.

    Raises:
        BadAmount, BadMoneyDay: no sum or no day that can be noted.
    """
    if amount is not None:
        amount = rules.check_amount(amount)
    if told_on is not None:
        rules.check_paid_on(told_on, today)
    with changing(session, row):
        row.amount = row.amount if amount is None else amount
        row.told_on = row.told_on if told_on is None else told_on
        if customer_id is not None:
            row.customer_id = customer_id


@contextmanager
def changing(session: Session, row: Order) -> Iterator[None]:
    """Keep its person's day right while an order changes inside; quotations are no orders."""
    if not row.voided:
        _count(session, row, -1)
    yield
    session.flush()
    if not row.voided:
        _count(session, row, 1)


def _count(session: Session, row: Order, sign: int) -> None:
    if not row.quoted:
        rep_days.count(session, row.person_id, row.told_on, orders=sign, ordered=sign * (row.amount or ZERO))
