"""Customers of a like name: pieces of their names, and an index on short names; since when a person is with us

Revision: 0003, after 0002
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.rules.likeness import pieces
from models.schema.base import UtcDateTime
from models.times import shanghai_day

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CUSTOMERS = sa.table("customers", sa.column("id"), sa.column("name_key"))
_PEOPLE = sa.table("people", sa.column("since_on", sa.Date()))
_WHERE_TOLD_OF = {
    "sqlite_where": sa.text("created_by_id IS NOT NULL"),
    "postgresql_where": sa.text("created_by_id IS NOT NULL"),
}
_WHERE_NOTED = {
    "sqlite_where": sa.text("owner_id IS NULL AND note != ''"),
    "postgresql_where": sa.text("owner_id IS NULL AND note != ''"),
}
_WHERE_BORN: dict[str, Any] = {
    "sqlite_where": sa.text("birthday_month IS NOT NULL"),
    "postgresql_where": sa.text("birthday_month IS NOT NULL"),
    "postgresql_include": ["id"],
}
_POINTS = ["person_id", "visited_on", "customer_id", "voided", "evidence_level"]
_AT_ONCE = 10_000


def upgrade() -> None:
    made = op.create_table(
        "name_pieces",
        sa.Column("piece", sa.String(length=24), nullable=False),
        sa.Column("customer_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_name_pieces_customer_id_customers")),
        sa.PrimaryKeyConstraint("piece", "customer_id", name=op.f("pk_name_pieces")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("customer_aliases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_aliases_alias"), ["alias"], unique=False)
    held = ["owner_id", "active", "id", "level", "stage"]
    op.create_index("ix_customers_owner_id_active", "customers", held, unique=False)
    op.create_index("ix_customers_told_of", "customers", ["owner_id", "created_at"], unique=False, **_WHERE_TOLD_OF)
    op.create_index("ix_customers_pooled_noted", "customers", ["id"], unique=False, **_WHERE_NOTED)
    # Next steps are asked for by person, whose index says the same.
    op.drop_index("ix_visits_next_on", "visits")
    op.drop_index("ix_visits_customer_id_visited_on", "visits")
    op.create_index("ix_visits_last", "visits", ["customer_id", "visited_on", "voided"], unique=False)
    _keep_points(postgresql_include=["number"])
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birthday_stopped", sa.Boolean(), nullable=False, server_default=sa.false()))
    born = ["customer_id", "birthday_month", "birthday_day"]
    op.create_index("ix_contacts_customer_id_birthday", "contacts", born, unique=False, **_WHERE_BORN)
    op.drop_index("ix_followups_person_id_due_on", "followups")
    op.drop_index("ix_followups_customer_id", "followups")
    op.create_index("ix_followups_person_id_state_due_on", "followups", ["person_id", "state", "due_on"], unique=False)
    op.create_index("ix_followups_customer_id_state", "followups", ["customer_id", "state"], unique=False)
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("silent_on", sa.Date(), nullable=True))
        batch_op.create_index("ix_holdings_silent_on", ["silent_on"], unique=False)
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("since_on", sa.Date(), nullable=True))
    op.create_table(
        "push_stops",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("since_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_push_stops_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_stops")),
    )
    with op.batch_alter_table("company_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("noted_version", _BIG, nullable=False, server_default="-1"))
    # Nobody owed a report before there were any.
    op.execute(sa.update(_PEOPLE).values(since_on=shanghai_day(datetime.now(UTC))))
    rows = op.get_bind().execute(sa.select(_CUSTOMERS.c.id, _CUSTOMERS.c.name_key)).all()
    for first in range(0, len(rows), _AT_ONCE):
        op.bulk_insert(
            made,
            [
                {"piece": piece, "customer_id": number}
                for number, key in rows[first : first + _AT_ONCE]
                for piece in sorted(pieces(key))
            ],
        )


def _keep_points(**more: Any) -> None:
    """On PostgreSQL with the visits' numbers; SQLite has them in every index."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_visits_points", "visits")
        op.create_index("ix_visits_points", "visits", _POINTS, unique=False, **more)


def downgrade() -> None:
    op.drop_table("push_stops")
    with op.batch_alter_table("company_version", schema=None) as batch_op:
        batch_op.drop_column("noted_version")
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.drop_index("ix_holdings_silent_on")
        batch_op.drop_column("silent_on")
    op.drop_index("ix_followups_customer_id_state", "followups")
    op.drop_index("ix_followups_person_id_state_due_on", "followups")
    op.create_index("ix_followups_customer_id", "followups", ["customer_id"], unique=False)
    op.create_index("ix_followups_person_id_due_on", "followups", ["person_id", "due_on"], unique=False)
    op.drop_index("ix_contacts_customer_id_birthday", "contacts")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_column("birthday_stopped")
    _keep_points()
    op.drop_index("ix_visits_last", "visits")
    op.create_index("ix_visits_customer_id_visited_on", "visits", ["customer_id", "visited_on"], unique=False)
    op.create_index("ix_visits_next_on", "visits", ["next_on"], unique=False)
    op.drop_index("ix_customers_pooled_noted", "customers")
    op.drop_index("ix_customers_told_of", "customers")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("since_on")
    with op.batch_alter_table("customer_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_aliases_alias"))
    op.drop_index("ix_customers_owner_id_active", "customers")
    op.drop_table("name_pieces")
