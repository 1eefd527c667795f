"""The sales desk: leads, pool, money, reports, promises, absences, handovers, terms

Revision: 0002, after 0001
"""

from collections import Counter

import sqlalchemy as sa
from alembic import op

import models.schema.base
from models.times import shanghai_day

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_RECEIVABLES = sa.table(
    "receivables", sa.column("amount"), sa.column("open_amount"), sa.column("label"), sa.column("voided")
)
_WHERE_OPEN = {
    "sqlite_where": sa.text("open_amount > 0 AND voided IS 0"),
    "postgresql_where": sa.text("open_amount > 0 AND voided IS FALSE"),
}


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("by_id", _BIG, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_announcements_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_table(
        "mutes",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("until_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mutes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_mutes_person_id_kind")),
    )
    op.create_table(
        "rep_days",
        sa.Column("person_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("followups", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("ordered", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rep_days_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_rep_days")),
    )
    with op.batch_alter_table("rep_days", schema=None) as batch_op:
        batch_op.create_index("ix_rep_days_day", ["day"], unique=False)

    op.create_table(
        "term_changes",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("name", sa.String(length=48), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("made_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", _BIG, nullable=True),
        sa.Column("version", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_term_changes_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_changes")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_term_changes_name_valid_from")),
    )
    with op.batch_alter_table("term_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_changes_version"), ["version"], unique=False)

    op.create_table(
        "absences",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=13), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_absences_days")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_absences_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index("ix_absences_last_on", ["last_on"], unique=False)
        batch_op.create_index("ix_absences_person_id_last_on", ["person_id", "last_on"], unique=False)

    op.create_table(
        "appeals",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("against_id", _BIG, nullable=True),
        sa.Column("judge_id", _BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=18), nullable=False),
        sa.Column("ruled_by_id", _BIG, nullable=True),
        sa.Column("ruled_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
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
        "commitments",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("contact_name", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=17), nullable=False),
        sa.Column("ended_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_commitments_customer_id_customers")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_commitments_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_commitments_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_commitments")),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index("ix_commitments_customer_id_state", ["customer_id", "state"], unique=False)
        batch_op.create_index("ix_commitments_state_due_on", ["state", "due_on"], unique=False)

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
        "daily_reports",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("report_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("first_filed_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("filed_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_daily_reports_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_daily_reports_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_daily_reports")),
        sa.UniqueConstraint("person_id", "report_on", name=op.f("uq_daily_reports_person_id_report_on")),
    )
    with op.batch_alter_table("daily_reports", schema=None) as batch_op:
        batch_op.create_index("ix_daily_reports_report_on_state", ["report_on", "state"], unique=False)

    op.create_table(
        "handovers",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("from_id", _BIG, nullable=False),
        sa.Column("by_id", _BIG, nullable=False),
        sa.Column("state", sa.String(length=17), nullable=False),
        sa.Column("made_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
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
        "holdings",
        sa.Column("customer_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("protected_until", sa.Date(), nullable=True),
        sa.Column("recycle_on", sa.Date(), nullable=True),
        sa.Column("pooled_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
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
        sa.Column("registered_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("protected_until", sa.Date(), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("renewed_by_number", _BIG, nullable=True),
        sa.Column("renewed_on", sa.Date(), nullable=True),
        sa.Column("extension_asked_on", sa.Date(), nullable=True),
        sa.Column("extension_reason", sa.String(length=200), nullable=False),
        sa.Column("decided_by_id", _BIG, nullable=True),
        sa.Column("decided_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ruled_number", _BIG, nullable=True),
        sa.Column("ended_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
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
        "moves",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("kind", sa.String(length=19), nullable=False),
        sa.Column("from_id", _BIG, nullable=True),
        sa.Column("to_id", _BIG, nullable=True),
        sa.Column("by_id", _BIG, nullable=True),
        sa.Column("made_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
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
        "news",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("customer_id", _BIG, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("solved_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("solved_by_id", _BIG, nullable=True),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_news_customer_id_customers")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_news_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_news_person_id_people")),
        sa.ForeignKeyConstraint(["solved_by_id"], ["people.id"], name=op.f("fk_news_solved_by_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_news")),
    )
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.create_index("ix_news_customer_id", ["customer_id"], unique=False)
        batch_op.create_index("ix_news_kind_solved_at", ["kind", "solved_at"], unique=False)
        batch_op.create_index("ix_news_person_id_told_on", ["person_id", "told_on"], unique=False)

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
        "payment_promises",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("reason", sa.String(length=19), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("promised_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("made_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
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
        sa.Column("checked_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("made_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
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
        "receipts",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("announcement_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("received_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_receipts_announcement_id_announcements")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_receipts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("announcement_id", "person_id", name=op.f("uq_receipts_announcement_id_person_id")),
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_receipts_open",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("received_at IS NULL"),
            postgresql_where=sa.text("received_at IS NULL"),
        )

    op.create_table(
        "record_reads",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("record_number", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("read_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_record_reads_person_id_people")),
        sa.ForeignKeyConstraint(
            ["record_number"], ["records.number"], name=op.f("fk_record_reads_record_number_records")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_reads")),
        sa.UniqueConstraint("record_number", "person_id", name=op.f("uq_record_reads_record_number_person_id")),
    )
    op.create_table(
        "remarks",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("to_id", _BIG, nullable=False),
        sa.Column("about_number", _BIG, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", models.schema.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["about_number"], ["records.number"], name=op.f("fk_remarks_about_number_records")),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_remarks_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_remarks_person_id_people")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_remarks_to_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_remarks")),
    )
    with op.batch_alter_table("remarks", schema=None) as batch_op:
        batch_op.create_index("ix_remarks_about_number", ["about_number"], unique=False)
        batch_op.create_index("ix_remarks_to_id_seen_at", ["to_id", "seen_at"], unique=False)

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
        "handover_items",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("handover_number", _BIG, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("to_id", _BIG, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answered_at", models.schema.base.UtcDateTime(timezone=True), nullable=True),
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

    op.drop_table("company_settings")
    with op.batch_alter_table("receivables", schema=None) as batch_op:
        batch_op.add_column(sa.Column("record_number", _BIG, nullable=True))
        batch_op.add_column(sa.Column("open_amount", sa.Numeric(precision=14, scale=2), nullable=True))
        batch_op.add_column(sa.Column("label", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("voided", sa.Boolean(), nullable=True))
    op.execute(_RECEIVABLES.update().values(open_amount=_RECEIVABLES.c.amount, label="", voided=sa.false()))
    _sum_up_days()
    with op.batch_alter_table("receivables", schema=None) as batch_op:
        batch_op.alter_column("open_amount", existing_type=sa.Numeric(precision=14, scale=2), nullable=False)
        batch_op.alter_column("label", existing_type=sa.String(length=32), nullable=False)
        batch_op.alter_column("voided", existing_type=sa.Boolean(), nullable=False)
        batch_op.drop_index(batch_op.f("ix_receivables_customer_id"))
        batch_op.drop_index(batch_op.f("ix_receivables_due_on"))
        batch_op.create_index("ix_receivables_customer_id_due_on", ["customer_id", "due_on"], unique=False)
        batch_op.create_index(
            "ix_receivables_due", ["due_on", "customer_id", "open_amount"], unique=False, **_WHERE_OPEN
        )
        batch_op.create_index(
            "ix_receivables_open", ["customer_id", "due_on", "open_amount"], unique=False, **_WHERE_OPEN
        )
        batch_op.create_index(batch_op.f("ix_receivables_record_number"), ["record_number"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_receivables_record_number_records"), "records", ["record_number"], ["number"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_receivables_open_amount"), "open_amount >= 0 AND open_amount <= amount"
        )
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.create_index("ix_followups_person_id_ended_at", ["person_id", "ended_at"], unique=False)
    op.create_index(
        "ix_visits_person_id_next_on",
        "visits",
        ["person_id", "next_on"],
        unique=False,
        sqlite_where=sa.text("next_on IS NOT NULL"),
        postgresql_where=sa.text("next_on IS NOT NULL"),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bundled_in", _BIG, nullable=True))
        batch_op.create_index("ix_notices_userid_sent_at", ["userid", "sent_at"], unique=False)
        batch_op.create_index("ix_notices_due_at", ["due_at"], unique=False)
        batch_op.drop_index("ix_notices_state_next_attempt_at")
    for name, columns, where in (
        ("ix_notices_waiting", ["next_attempt_at", "id"], "state = 'pending'"),
        ("ix_notices_expiring", ["expires_at"], "state = 'pending' AND expires_at IS NOT NULL"),
        ("ix_notices_sending", ["lease_until"], "state = 'sending'"),
        ("ix_notices_bundled_in", ["bundled_in"], "bundled_in IS NOT NULL"),
    ):
        op.create_index(
            name, "notices", columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.create_table(
        "calendar_days",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=True),
        sa.Column("said_by_id", _BIG, nullable=True),
        sa.Column("version", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["said_by_id"], ["people.id"], name=op.f("fk_calendar_days_said_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_days_day")),
    )
    with op.batch_alter_table("calendar_days", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_days_version"), ["version"], unique=False)
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.create_index("ix_customers_owner_id_city", ["owner_id", "city"], unique=False)


def _sum_up_days() -> None:
    """What was visited and followed up before is summed up by person and day, as it will be from now on."""
    op.execute(
        "INSERT INTO rep_days (person_id, day, visits, points, followups, leads, orders, ordered, payments, paid)"
        " SELECT person_id, visited_on, count(*), count(DISTINCT customer_id), 0, 0, 0, 0, 0, 0 FROM visits"
        " WHERE NOT voided GROUP BY person_id, visited_on"
    )
    followups = sa.table(
        "followups",
        sa.column("person_id"),
        sa.column("kind"),
        sa.column("state"),
        sa.column("voided", sa.Boolean()),
        sa.column("ended_at", models.schema.base.UtcDateTime(timezone=True)),
    )
    done = sa.select(followups.c.person_id, followups.c.ended_at).where(
        followups.c.kind == "followup", followups.c.state == "done", sa.not_(followups.c.voided)
    )
    days = Counter((person, shanghai_day(ended_at)) for person, ended_at in op.get_bind().execute(done) if ended_at)
    add = sa.text(
        "INSERT INTO rep_days (person_id, day, visits, points, followups, leads, orders, ordered, payments, paid)"
        " VALUES (:person, :day, 0, 0, :count, 0, 0, 0, 0, 0)"
        " ON CONFLICT (person_id, day) DO UPDATE SET followups = excluded.followups"
    ).bindparams(sa.bindparam("day", type_=sa.Date()))
    for (person, day), count in days.items():
        op.get_bind().execute(add, {"person": person, "day": day, "count": count})
