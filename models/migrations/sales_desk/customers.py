"""Who works on a customer: registrations, the pool and its moves, appeals, helpers, labels, handovers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.schema.base import UtcDateTime

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def create() -> None:
    """Make these tables; people, customers and records are there."""
    op.create_table(
        "customer_helpers",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_helpers_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_customer_helpers_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_helpers")),
        sa.UniqueConstraint("customer_id", "person_id", name=op.f("uq_customer_helpers_customer_id_person_id")),
    )
    with op.batch_alter_table("customer_helpers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_helpers_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_helpers_version"), ["version"], unique=False)

    op.create_table(
        "customer_labels",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("label", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_labels_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_labels")),
        sa.UniqueConstraint("customer_id", "label", name=op.f("uq_customer_labels_customer_id_label")),
    )
    with op.batch_alter_table("customer_labels", schema=None) as batch_op:
        batch_op.create_index("ix_customer_labels_label", ["label"], unique=False)

    op.create_table(
        "holdings",
        sa.Column("customer_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("protected_until", sa.Date(), nullable=True),
        sa.Column("recycle_on", sa.Date(), nullable=True),
        sa.Column("pooled_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("pooled_on", sa.Date(), nullable=True),
        sa.Column("pool_reason", sa.String(length=200), nullable=False),
        sa.Column("former_owner_id", _BIG, nullable=True),
        sa.Column("frozen_by", _BIG, nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_holdings_customer_id_customers")),
        sa.ForeignKeyConstraint(["former_owner_id"], ["people.id"], name=op.f("fk_holdings_former_owner_id_people")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_holdings")),
    )
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.create_index("ix_holdings_pooled_on_customer_id", ["pooled_on", "customer_id"], unique=False)
        batch_op.create_index("ix_holdings_protected_until", ["protected_until", "customer_id"], unique=False)
        batch_op.create_index("ix_holdings_recycle_on", ["recycle_on", "customer_id"], unique=False)

    op.create_table(
        "moves",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("kind", sa.String(length=19), nullable=False),
        sa.Column("from_id", _BIG, nullable=True),
        sa.Column("to_id", _BIG, nullable=True),
        sa.Column("by_id", _BIG, nullable=True),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_moves_by_id_people")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_moves_customer_id_customers")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_moves_from_id_people")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_moves_number_records")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_moves_to_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_moves")),
    )
    with op.batch_alter_table("moves", schema=None) as batch_op:
        batch_op.create_index("ix_moves_customer_id_made_on", ["customer_id", "made_on"], unique=False)
        batch_op.create_index("ix_moves_from_id_made_on", ["from_id", "made_on"], unique=False)
        batch_op.create_index("ix_moves_to_id_kind_made_on", ["to_id", "kind", "made_on"], unique=False)

    op.create_table(
        "leads",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("project", sa.String(length=80), nullable=False),
        sa.Column("project_key", sa.String(length=80), nullable=False),
        sa.Column("open_key", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=19), nullable=False),
        sa.Column("need", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=64), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("registered_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("protected_until", sa.Date(), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("renewed_by_number", _BIG, nullable=True),
        sa.Column("renewed_on", sa.Date(), nullable=True),
        sa.Column("extension_asked_on", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.String(length=200), nullable=False),
        sa.Column("decided_by_id", _BIG, nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ruled_number", _BIG, nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_leads_customer_id_customers")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_leads_decided_by_id_people")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_leads_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_leads_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_leads")),
        sa.UniqueConstraint("open_key", name=op.f("uq_leads_open_key")),
    )
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leads_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_leads_person_id_registered_on", ["person_id", "registered_on"], unique=False)
        batch_op.create_index("ix_leads_project_key", ["project_key"], unique=False)
        batch_op.create_index("ix_leads_person_id_state", ["person_id", "state"], unique=False)
        batch_op.create_index("ix_leads_state_protected_until", ["state", "protected_until"], unique=False)

    op.create_table(
        "appeals",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("against_id", _BIG, nullable=True),
        sa.Column("judge_id", _BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=18), nullable=False),
        sa.Column("ruled_by_id", _BIG, nullable=True),
        sa.Column("ruled_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ruling_note", sa.String(length=200), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["against_id"], ["people.id"], name=op.f("fk_appeals_against_id_people")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_appeals_customer_id_customers")),
        sa.ForeignKeyConstraint(["judge_id"], ["people.id"], name=op.f("fk_appeals_judge_id_people")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_appeals_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appeals_person_id_people")),
        sa.ForeignKeyConstraint(["ruled_by_id"], ["people.id"], name=op.f("fk_appeals_ruled_by_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_appeals")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeals_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_appeals_judge_id_state", ["judge_id", "state"], unique=False)
        batch_op.create_index("ix_appeals_person_id_state", ["person_id", "state"], unique=False)
        batch_op.create_index("ix_appeals_state_answer_due_on", ["state", "answer_due_on"], unique=False)
        batch_op.create_index(
            "uq_appeals_open",
            ["customer_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "handovers",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("from_id", _BIG, nullable=False),
        sa.Column("by_id", _BIG, nullable=False),
        sa.Column("state", sa.String(length=17), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("dossier", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_handovers_by_id_people")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_handovers_from_id_people")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_handovers_number_records")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_handovers")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index("ix_handovers_by_id_state", ["by_id", "state"], unique=False)
        batch_op.create_index("ix_handovers_from_id_state", ["from_id", "state"], unique=False)

    op.create_table(
        "handover_items",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("handover_number", _BIG, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("to_id", _BIG, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_handover_items_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["handover_number"], ["handovers.number"], name=op.f("fk_handover_items_handover_number_handovers")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_handover_items_to_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_items")),
        sa.UniqueConstraint(
            "handover_number", "customer_id", name=op.f("uq_handover_items_handover_number_customer_id")
        ),
    )
    with op.batch_alter_table("handover_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_items_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index("ix_handover_items_to_id_state", ["to_id", "state"], unique=False)
