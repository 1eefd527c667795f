"""What a company itself says of single days: workdays and rest days beside the country's own (调休)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Recorded, Versioned


class CalendarDay(Recorded, Versioned, Base):
    """One Shanghai day of which the company says whether it works; None takes back what it said before."""

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("day"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    day: Mapped[date]
    works: Mapped[bool | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(BigId, default=0, index=True)
