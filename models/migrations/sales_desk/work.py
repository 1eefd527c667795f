"""What people did and said of it: days summed up, reports, remarks, absences, promises, news."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.schema.base import UtcDateTime

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def create() -> None:
    """Make these tables; people, customers and records are there."""
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
        "daily_reports",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("report_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("extra", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("first_filed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("filed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["records.number"], name=op.f("fk_daily_reports_number_records")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_daily_reports_person_id_people")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_daily_reports")),
        sa.UniqueConstraint("person_id", "report_on", name=op.f("uq_daily_reports_person_id_report_on")),
    )
    with op.batch_alter_table("daily_reports", schema=None) as batch_op:
        batch_op.create_index("ix_daily_reports_report_on_state", ["report_on", "state"], unique=False)

    op.create_table(
        "record_reads",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("record_number", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("read_at", UtcDateTime(timezone=True), nullable=False),
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
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=True),
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
        "commitments",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("contact_name", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=17), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
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
        "news",
        sa.Column("number", _BIG, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("customer_id", _BIG, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("solved_at", UtcDateTime(timezone=True), nullable=True),
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
