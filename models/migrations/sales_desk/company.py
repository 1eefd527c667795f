"""What the company laid down: rules and their announcements, working days, who wants what not pushed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.schema.base import UtcDateTime

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def create() -> None:
    """Make these tables; people, customers and records are there."""
    op.create_table(
        "term_changes",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("name", sa.String(length=48), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", _BIG, nullable=True),
        sa.Column("version", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_term_changes_made_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_changes")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_term_changes_name_valid_from")),
    )
    with op.batch_alter_table("term_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_changes_version"), ["version"], unique=False)

    op.create_table(
        "announcements",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("by_id", _BIG, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_announcements_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )

    op.create_table(
        "receipts",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("announcement_id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=True),
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

    op.create_table(
        "mutes",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("person_id", _BIG, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("until_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_mutes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_mutes_person_id_kind")),
    )
