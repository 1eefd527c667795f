"""Nothing is kept that nobody reads: the history tells who did what and when, and WeCom has colleagues' numbers

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # SQLite drops a plain column in its place; one that refers to another table only with a copy of its own.
    op.drop_column("people", "mobile")
    op.drop_column("inbox", "error_code")
    op.drop_column("photos", "message_id")
    op.drop_column("customer_helpers", "since_on")
    op.drop_column("handovers", "ended_at")
    op.drop_column("handover_items", "answered_at")
    with op.batch_alter_table("calendar_days", schema=None) as batch_op:
        batch_op.drop_column("said_by_id")


def downgrade() -> None:
    with op.batch_alter_table("calendar_days", schema=None) as batch_op:
        batch_op.add_column(sa.Column("said_by_id", _BIG, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_calendar_days_said_by_id_people"), "people", ["said_by_id"], ["id"])
    op.add_column("handover_items", sa.Column("answered_at", _AT, nullable=True))
    op.add_column("handovers", sa.Column("ended_at", _AT, nullable=True))
    op.add_column(
        "customer_helpers", sa.Column("since_on", sa.Date(), nullable=False, server_default=sa.text("'2026-01-01'"))
    )
    op.add_column("photos", sa.Column("message_id", _BIG, nullable=False, server_default="0"))
    op.add_column("inbox", sa.Column("error_code", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("people", sa.Column("mobile", sa.String(length=32), nullable=False, server_default=""))
