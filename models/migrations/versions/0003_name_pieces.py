"""Customers of a like name: pieces of their names, and an index on short names

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

from models.rules.likeness import pieces

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CUSTOMERS = sa.table("customers", sa.column("id"), sa.column("name_key"))
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


def downgrade() -> None:
    with op.batch_alter_table("customer_aliases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_aliases_alias"))
    op.drop_table("name_pieces")
