"""Orders, payments, what they settle, and what was promised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.schema.base import UtcDateTime

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def create() -> None:
    """Make these tables; people, customers and records are there."""
    op.create_table(
        "orders",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("quoted", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("product", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.String(length=32), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id_customers")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_orders_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_orders_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_orders")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_customer_id_told_on", ["customer_id", "told_on"], unique=False)
        batch_op.create_index("ix_orders_person_id_told_on", ["person_id", "told_on"], unique=False)

    op.create_table(
        "payments",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("unallocated", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=17), nullable=False),
        sa.Column("checked_by_id", _BIG, nullable=True),
        sa.Column("checked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount")),
        sa.CheckConstraint("unallocated >= 0 AND unallocated <= amount", name=op.f("ck_payments_unallocated")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_payments_checked_by_id_people")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_payments_customer_id_customers")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_payments_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_payments_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_payments")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index("ix_payments_customer_id_paid_on", ["customer_id", "paid_on"], unique=False)
        batch_op.create_index("ix_payments_person_id_paid_on", ["person_id", "paid_on"], unique=False)
        batch_op.create_index("ix_payments_state", ["state"], unique=False)

    op.create_table(
        "allocations",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("payment_number", _BIG, nullable=False),
        sa.Column("receivable_id", _BIG, nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_allocations_amount")),
        sa.ForeignKeyConstraint(
            ["payment_number"], ["payments.number"], name=op.f("fk_allocations_payment_number_payments")
        ),
        sa.ForeignKeyConstraint(
            ["receivable_id"], ["receivables.id"], name=op.f("fk_allocations_receivable_id_receivables")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
        sa.UniqueConstraint(
            "payment_number", "receivable_id", name=op.f("uq_allocations_payment_number_receivable_id")
        ),
    )
    with op.batch_alter_table("allocations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocations_receivable_id"), ["receivable_id"], unique=False)

    op.create_table(
        "payment_promises",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("reason", sa.String(length=19), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("promised_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_payment_promises_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_payment_promises_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_payment_promises_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_payment_promises")),
    )
    with op.batch_alter_table("payment_promises", schema=None) as batch_op:
        batch_op.create_index("ix_payment_promises_customer_id_state", ["customer_id", "state"], unique=False)
        batch_op.create_index("ix_payment_promises_state_promised_on", ["state", "promised_on"], unique=False)
