"""What customers owe and pay: receivables in parts, payments and what they settled, orders, answers to dunning."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Money, Recorded, Restorable, short_text

_WHERE_OPEN: dict[str, Any] = {
    "sqlite_where": text("open_amount > 0 AND voided IS 0"),
    "postgresql_where": text("open_amount > 0 AND voided IS FALSE"),
}


class Receivable(Recorded, Restorable, Base):
    """One part of what a customer owes, in yuan, due on a Shanghai day.

    `open_amount` is what is not paid of it: amount = open_amount + its allocations, always. `record_number` names the
    record that entered it by chat (应收#160, which may hold several parts); imported parts have none.
    """

    __tablename__ = "receivables"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("open_amount >= 0 AND open_amount <= amount", name="open_amount"),
        Index("ix_receivables_customer_id_due_on", "customer_id", "due_on"),
        # Only what is open: these grow with the debts, not with the years.
        Index("ix_receivables_open", "customer_id", "due_on", "open_amount", **_WHERE_OPEN),
        Index("ix_receivables_due", "due_on", "customer_id", "open_amount", **_WHERE_OPEN),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    record_number: Mapped[int | None] = mapped_column(BigId, ForeignKey("records.number"), default=None, index=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    open_amount: Mapped[Decimal] = mapped_column(Money)
    due_on: Mapped[date] = mapped_column()
    label: Mapped[str] = mapped_column(String(32), default="")
    invoice_no: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    voided: Mapped[bool] = mapped_column(default=False)


class PaymentState(enum.StrEnum):
    """待财务核对 until finance has confirmed the payment or denied it."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    DENIED = "denied"


class PaymentWay(enum.StrEnum):
    """How money came; empty where nobody said."""

    TRANSFER = "transfer"
    CASH = "cash"
    BILL = "bill"
    UNKNOWN = ""


class Payment(Recorded, Restorable, Base):
    """Money that a customer paid (回款#161), in yuan, on a Shanghai day; voided when its record is.

    `unallocated` is what is left of it after all open parts were settled.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("unallocated >= 0 AND unallocated <= amount", name="unallocated"),
        Index("ix_payments_customer_id_paid_on", "customer_id", "paid_on"),
        Index("ix_payments_person_id_paid_on", "person_id", "paid_on"),
        Index("ix_payments_state", "state"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    amount: Mapped[Decimal] = mapped_column(Money)
    unallocated: Mapped[Decimal] = mapped_column(Money)
    paid_on: Mapped[date]
    way: Mapped[str] = mapped_column(short_text(PaymentWay), default=PaymentWay.UNKNOWN)
    note: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(short_text(PaymentState), default=PaymentState.PENDING)
    checked_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    made_at: Mapped[datetime]
    voided: Mapped[bool] = mapped_column(default=False)


class Allocation(Recorded, Base):
    """How much of a payment settled which part."""

    __tablename__ = "allocations"
    __table_args__ = (
        UniqueConstraint("payment_number", "receivable_id"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    payment_number: Mapped[int] = mapped_column(BigId, ForeignKey("payments.number"))
    receivable_id: Mapped[int] = mapped_column(BigId, ForeignKey("receivables.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money)


class DelayReason(enum.StrEnum):
    """Why a customer has not paid (`product.md` D19)."""

    PROCESS = "process"
    QUALITY = "quality"
    NO_MONEY = "no_money"
    UNREACHABLE = "unreachable"
    OTHER = "other"


class PromiseState(enum.StrEnum):
    """What became of a day that was promised."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    REPLACED = "replaced"


class PaymentPromise(Recorded, Restorable, Base):
    """What a customer said about an overdue sum (催款答复#162): why, and until when he will pay."""

    __tablename__ = "payment_promises"
    __table_args__ = (
        Index("ix_payment_promises_customer_id_state", "customer_id", "state"),
        Index("ix_payment_promises_state_promised_on", "state", "promised_on"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(short_text(DelayReason), default="")
    promised_on: Mapped[date | None] = mapped_column(default=None)
    promised_amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    words: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(short_text(PromiseState), default=PromiseState.OPEN)
    voided: Mapped[bool] = mapped_column(default=False)


class Order(Recorded, Restorable, Base):
    """An order or a quotation that a rep told of (订单#163, 报价#164): facts for the card, no order management."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_customer_id_told_on", "customer_id", "told_on"),
        Index("ix_orders_person_id_told_on", "person_id", "told_on"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    quoted: Mapped[bool] = mapped_column(default=False)
    amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    product: Mapped[str] = mapped_column(String(120), default="")
    quantity: Mapped[str] = mapped_column(String(32), default="")
    told_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(200), default="")
    voided: Mapped[bool] = mapped_column(default=False)
