"""Receivables, payments, answers to dunning, orders: the books stay right when they are taken out and put back."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from sqlalchemy.orm import Session

from models.errors import PaymentChecked
from models.schema import Base, Order, Payment, PaymentPromise, PaymentState, Receivable, Record
from models.services import books, dunning, orders, receivables
from models.services.kinds.shape import Kind, Told, numbered


def changing(session: Session, row: Base) -> AbstractContextManager[None]:
    """What has to be done round a change of a row of money, whoever changes it (`models/services/restoring.py`)."""
    if isinstance(row, Payment):
        return books.changing_payment(session, row)
    if isinstance(row, Receivable):
        return books.changing_receivable(session, row)
    return orders.changing(session, row) if isinstance(row, Order) else nullcontext()


def _tell_payment(session: Session, record: Record) -> Told:
    row = session.get_one(Payment, record.number)
    return Told(row.customer_id, row.note, row.paid_on)


def _take_out_payment(session: Session, record: Record) -> None:
    row = session.get_one(Payment, record.number)
    if row.voided:
        return
    books.lock(session, [row.customer_id])
    session.refresh(row)
    if row.state == PaymentState.CONFIRMED:
        raise PaymentChecked(row.number, row.checked_by_id, row.checked_at)
    with books.changing_payment(session, row):
        row.voided = True


def _put_back_payment(session: Session, record: Record) -> None:
    row = session.get_one(Payment, record.number)
    if row.voided:
        with books.changing_payment(session, row):
            row.voided = False


def _tell_receivable(session: Session, record: Record) -> Told:
    parts = receivables.parts_of(session, record.number)
    return Told(record.subject_id, parts[0].note if parts else "", parts[0].due_on if parts else None)


def _take_out_receivable(session: Session, record: Record) -> None:
    books.lock(session, [record.subject_id] if record.subject_id is not None else [])
    for row in receivables.parts_of(session, record.number):
        if not row.voided:
            books.free_receivable(session, row)
    if record.subject_id is not None:
        books.judge(session, record.subject_id)


def _put_back_receivable(session: Session, record: Record) -> None:
    books.lock(session, [record.subject_id] if record.subject_id is not None else [])
    for row in receivables.parts_of(session, record.number):
        if row.voided:
            row.voided, row.open_amount = False, row.amount
    if record.subject_id is not None:
        books.balance(session, record.subject_id)
        books.judge(session, record.subject_id)


def _reopen(session: Session, promise: PaymentPromise) -> None:
    dunning.reopen_before(session, promise)


def _take_out_order(session: Session, record: Record) -> None:
    row = session.get_one(Order, record.number)
    if not row.voided:
        with orders.changing(session, row):
            row.voided = True


def _put_back_order(session: Session, record: Record) -> None:
    row = session.get_one(Order, record.number)
    if row.voided:
        with orders.changing(session, row):
            row.voided = False


def _tell_order(session: Session, record: Record) -> Told:
    row = session.get_one(Order, record.number)
    words = " ".join(filter(None, (row.product, row.quantity)))
    return Told(row.customer_id, words, row.told_on, "quoted" if row.quoted else "")


PAYMENT = Kind(_tell_payment, _take_out_payment, _put_back_payment)
RECEIVABLE = Kind(_tell_receivable, _take_out_receivable, _put_back_receivable)
DUNNING = numbered(PaymentPromise, words="words", out=_reopen)
ORDER = Kind(_tell_order, _take_out_order, _put_back_order)
