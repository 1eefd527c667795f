"""What each person did a day, summed up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Money


class RepDay(Base):
    """What one person did on one Shanghai day, kept up in the transaction of each record: rankings read nothing else.

    `points` are those of the default minimum level; sums are in yuan. It can be rebuilt from the records at any time.
    """

    __tablename__ = "rep_days"
    __table_args__ = (Index("ix_rep_days_day", "day"),)

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)
    visits: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)
    followups: Mapped[int] = mapped_column(default=0)
    leads: Mapped[int] = mapped_column(default=0)
    orders: Mapped[int] = mapped_column(default=0)
    ordered: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    payments: Mapped[int] = mapped_column(default=0)
    paid: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
