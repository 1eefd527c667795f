"""What people raise, promise and plan beside their visits: problems, market news, promises, absences, quiet."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Recorded, Restorable, short_text


class NewsKind(enum.StrEnum):
    """What was raised: a problem to be solved, or something of the market."""

    PROBLEM = "problem"
    RIVAL = "rival"
    MARKET = "market"


class News(Recorded, Restorable, Base):
    """A problem (问题#180) that stays on the sheet until it is solved, or market news (`product.md` A7, C16)."""

    __tablename__ = "news"
    __table_args__ = (
        Index("ix_news_person_id_told_on", "person_id", "told_on"),
        Index("ix_news_kind_solved_at", "kind", "solved_at"),
        Index("ix_news_customer_id", "customer_id"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(short_text(NewsKind))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customers.id"), default=None)
    words: Mapped[str] = mapped_column(Text)
    told_on: Mapped[date]
    solved_at: Mapped[datetime | None] = mapped_column(default=None)
    solved_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    solution: Mapped[str] = mapped_column(Text, default="")
    voided: Mapped[bool] = mapped_column(default=False)


class CommitmentState(enum.StrEnum):
    """What became of a promise of ours."""

    OPEN = "open"
    KEPT = "kept"
    CANCELLED = "cancelled"


class Commitment(Recorded, Restorable, Base):
    """What we promised a customer (承诺#181, `product.md` C6): it stays with him, whoever owns him by then."""

    __tablename__ = "commitments"
    __table_args__ = (
        Index("ix_commitments_customer_id_state", "customer_id", "state"),
        Index("ix_commitments_state_due_on", "state", "due_on"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    contact_name: Mapped[str] = mapped_column(String(64), default="")
    words: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date | None] = mapped_column(default=None)
    made_on: Mapped[date]
    state: Mapped[str] = mapped_column(short_text(CommitmentState), default=CommitmentState.OPEN)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    voided: Mapped[bool] = mapped_column(default=False)


class AbsenceKind(enum.StrEnum):
    """On leave or a rest day of one's own (nothing is owed), travelling or half a day off (all is owed)."""

    LEAVE = "leave"
    TRIP = "trip"
    REST = "rest"
    MORNING = "am"
    AFTERNOON = "pm"
    HALF = "half"


class Absence(Recorded, Restorable, Base):
    """Leave (请假#190) or a trip (出差#191) from one Shanghai day to another, both included."""

    __tablename__ = "absences"
    __table_args__ = (
        Index("ix_absences_person_id_last_on", "person_id", "last_on"),
        Index("ix_absences_last_on", "last_on"),
        CheckConstraint("last_on >= first_on", name="days"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(short_text(AbsenceKind))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    voided: Mapped[bool] = mapped_column(default=False)


class Mute(Recorded, Base):
    """What a person wants not to be told: everything until an instant (免打扰到2点), or one kind for good."""

    __tablename__ = "mutes"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(32), default="")
    until_at: Mapped[datetime | None] = mapped_column(default=None)
