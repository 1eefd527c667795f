"""What a person means to do on a day: follow-ups of customers (跟进#131) and reminders of his own (提醒#132)."""

from __future__ import annotations

import enum
from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Recorded, Restorable, short_text
from models.schema.records import RecordKind


class FollowUpState(enum.StrEnum):
    """Whether it is still to be done."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class FollowUp(Recorded, Restorable, Base):
    """A follow-up or a reminder of one person; voided when its record is.

    `due_on` and `due_clock` are a Shanghai day and clock time; `push_at` is the instant that both make, None where only
    the day was said: then the morning's list tells of it. A repeating one holds the next time it is due, and in
    `told_at` the instant of the last push that was prepared for it.
    """

    __tablename__ = "followups"
    __table_args__ = (
        Index("ix_followups_person_id_state_due_on", "person_id", "state", "due_on"),
        Index("ix_followups_person_id_ended_at", "person_id", "ended_at"),
        Index("ix_followups_due_on", "due_on"),
        Index("ix_followups_customer_id_state", "customer_id", "state"),
        Index("ix_followups_repeats", "repeat", "state"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(short_text(RecordKind))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    customer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("customers.id"), default=None)
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contacts.id"), default=None)
    contact_name: Mapped[str] = mapped_column(String(64), default="")
    due_on: Mapped[date]
    due_clock: Mapped[time | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(200), default="")
    repeat: Mapped[str] = mapped_column(String(32), default="")
    push_at: Mapped[datetime | None] = mapped_column(default=None)
    told_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(short_text(FollowUpState), default=FollowUpState.OPEN)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    voided: Mapped[bool] = mapped_column(default=False)
