"""The sales desk: leads, pool, money, reports, promises, absences, handovers, terms

Its new tables stand by subject in `models/migrations/sales_desk/`; here is what becomes of the ones that were there.

Revision: 0002, after 0001
"""

from collections import Counter

import sqlalchemy as sa
from alembic import op

import models.schema.base
from models.migrations.sales_desk import company, customers, money, work
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
    for subject in (company, customers, money, work):
        subject.create()
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
        ["person_id", "next_on", "customer_id", "visited_on", "voided"],
        unique=False,
        postgresql_include=["number", "next_clock", "next_note"],
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
