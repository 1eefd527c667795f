"""Daily reports (日报), and what leaders say of records: remarks, praise, that they have read them."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Json, Recorded, Restorable, short_text


class ReportState(enum.StrEnum):
    """A draft that somebody has added to, or a report that is handed in: how, by the server's clock."""

    DRAFT = "draft"
    ON_TIME = "on_time"
    LATE = "late"
    MADE_UP = "made_up"


class DailyReport(Recorded, Restorable, Base):
    """The one report (日报#170) of a person and a Shanghai day; `body` is what was handed in, word for word.

    `extra` holds the sentences that were added, `plan` tomorrow's plan in words.
    """

    __tablename__ = "daily_reports"
    __table_args__ = (
        UniqueConstraint("person_id", "report_on"),
        Index("ix_daily_reports_report_on_state", "report_on", "state"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    report_on: Mapped[date]
    state: Mapped[str] = mapped_column(short_text(ReportState), default=ReportState.DRAFT)
    extra: Mapped[list[str]] = mapped_column(Json, default=list)
    plan: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    late_reason: Mapped[str] = mapped_column(String(200), default="")
    first_filed_at: Mapped[datetime | None] = mapped_column(default=None)
    filed_at: Mapped[datetime | None] = mapped_column(default=None)
    voided: Mapped[bool] = mapped_column(default=False)


class RemarkKind(enum.StrEnum):
    """What a leader says of a record."""

    COMMENT = "comment"
    PRAISE = "praise"


class Remark(Recorded, Restorable, Base):
    """A leader's remark (点评#171) on a record, or praise of a person; `seen_at` when that person saw it."""

    __tablename__ = "remarks"
    __table_args__ = (
        Index("ix_remarks_to_id_seen_at", "to_id", "seen_at"),
        Index("ix_remarks_about_number", "about_number"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(short_text(RemarkKind))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    to_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    about_number: Mapped[int | None] = mapped_column(BigId, ForeignKey("records.number"), default=None)
    words: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    voided: Mapped[bool] = mapped_column(default=False)


class RecordRead(Base):
    """That a leader has read a record (已阅): once per record and leader."""

    __tablename__ = "record_reads"
    __table_args__ = (UniqueConstraint("record_number", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    record_number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    read_at: Mapped[datetime]
