"""The company's rules as they change, and what everybody concerned must answer with 收到 (`product.md` P17)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Recorded, Versioned


class TermChange(Recorded, Versioned, Base):
    """A company rule's value from a Shanghai day on; the latest that has begun holds (`models/rules/terms.py`)."""

    __tablename__ = "term_changes"
    __table_args__ = (UniqueConstraint("name", "valid_from"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(48))
    value: Mapped[str] = mapped_column(String(64))
    valid_from: Mapped[date]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    version: Mapped[int] = mapped_column(BigId, default=0, index=True)


class Announcement(Recorded, Base):
    """Something everybody concerned must know and answer with 收到: a changed rule with its day (`product.md` P17)."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    valid_from: Mapped[date]


class Receipt(Base):
    """That a person answered an announcement (收到)."""

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("announcement_id", "person_id"),
        Index(
            "ix_receipts_open",
            "person_id",
            sqlite_where=text("received_at IS NULL"),
            postgresql_where=text("received_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    announcement_id: Mapped[int] = mapped_column(BigId, ForeignKey("announcements.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    received_at: Mapped[datetime | None] = mapped_column(default=None)
