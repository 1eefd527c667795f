"""Records that people say by number (拜访#128), visits, and the places and photos that back them."""

from __future__ import annotations

import enum
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Recorded, Restorable, short_text


class RecordKind(enum.StrEnum):
    """What a numbered record is."""

    VISIT = "visit"
    CUSTOMER = "customer"
    CONTACT = "contact"
    BIRTHDAY = "birthday"
    ALIAS = "alias"
    FOLLOWUP = "followup"
    REMINDER = "reminder"
    CARD = "card"
    LEAD = "lead"
    MOVE = "move"
    APPEAL = "appeal"
    RECEIVABLE = "owed"
    PAYMENT = "payment"
    DUNNING = "dunning"
    ORDER = "order"
    REPORT = "report"
    REMARK = "remark"
    NEWS = "news"
    COMMITMENT = "promise"
    ABSENCE = "absence"
    HANDOVER = "handover"


class PhotoState(enum.StrEnum):
    """Where a photo's bytes are."""

    PENDING = "pending"
    STORED = "stored"
    LOST = "lost"


class Nearness(enum.StrEnum):
    """What stays of a position: near the customer, beyond, or unknown (`product.md` P3)."""

    NEAR = "near"
    BEYOND = "beyond"
    UNKNOWN = "unknown"


class Record(Recorded, Base):
    """One numbered record of any kind; the number is short, stable and never used again.

    `message_id` is the inbox row that made it; inbox rows are purged after their time, so it is no foreign key.
    """

    __tablename__ = "records"
    __table_args__ = (
        Index("ix_records_person_id_number", "person_id", "number"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(short_text(RecordKind))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    message_id: Mapped[int | None] = mapped_column(BigId, default=None, index=True)
    subject_id: Mapped[int | None] = mapped_column(BigId, default=None)
    made_at: Mapped[datetime]
    voided_at: Mapped[datetime | None] = mapped_column(default=None)
    voided_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    void_reason: Mapped[str] = mapped_column(String(200), default="")


class Visit(Recorded, Restorable, Base):
    """A visit (拜访) of a rep to a customer on a Shanghai day; voided when its record is.

    `visited_at` is when it was said to have happened; `reported_at` when the bot was told.
    """

    __tablename__ = "visits"
    __table_args__ = (
        # Holds all that points are counted from, so that a month's points never touch the rows themselves.
        Index(
            "ix_visits_points",
            "person_id",
            "visited_on",
            "customer_id",
            "voided",
            "evidence_level",
            postgresql_include=["number"],  # SQLite has it in every index
        ),
        # Tells the last visit that stands without a look at its row: a list asks it of each customer.
        Index("ix_visits_last", "customer_id", "visited_on", "voided"),
        Index("ix_visits_visited_on", "visited_on"),
        Index(
            # With what says whether a later visit has overtaken it; PostgreSQL then reads no rows, which lie scattered.
            "ix_visits_person_id_next_on",
            "person_id",
            "next_on",
            "customer_id",
            "visited_on",
            "voided",
            postgresql_include=["number", "next_clock", "next_note"],
            sqlite_where=text("next_on IS NOT NULL"),
            postgresql_where=text("next_on IS NOT NULL"),
        ),
        CheckConstraint("evidence_level BETWEEN 1 AND 4", name="evidence_level"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contacts.id"), default=None)
    contact_name: Mapped[str] = mapped_column(String(64), default="")
    visited_on: Mapped[date]
    visited_at: Mapped[datetime]
    reported_at: Mapped[datetime]
    summary: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[date | None] = mapped_column(default=None)
    next_clock: Mapped[time | None] = mapped_column(default=None)
    next_note: Mapped[str] = mapped_column(String(200), default="")
    arrived_at: Mapped[datetime | None] = mapped_column(default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    evidence_level: Mapped[int] = mapped_column(default=1)
    voided: Mapped[bool] = mapped_column(default=False)


class Place(Recorded, Restorable, Base):
    """A position that a rep sent, attached to a visit or waiting for one. Raw coordinates go after their term."""

    __tablename__ = "places"
    __table_args__ = (Index("ix_places_person_id_sent_at", "person_id", "sent_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    message_id: Mapped[int] = mapped_column(BigId)
    visit_number: Mapped[int | None] = mapped_column(BigId, ForeignKey("visits.number"), default=None, index=True)
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    label: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[datetime]
    distance_m: Mapped[int | None] = mapped_column(default=None)
    nearness: Mapped[str] = mapped_column(short_text(Nearness), default=Nearness.UNKNOWN)


class Photo(Recorded, Restorable, Base):
    """A picture that a rep sent; `path` is relative to the data directory, `likeness` a 64-bit difference hash."""

    __tablename__ = "photos"
    __table_args__ = (
        Index("ix_photos_person_id_sent_at", "person_id", "sent_at"),
        Index("ix_photos_state", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    visit_number: Mapped[int | None] = mapped_column(BigId, ForeignKey("visits.number"), default=None, index=True)
    channel: Mapped[str] = mapped_column(String(16))
    media_id: Mapped[str] = mapped_column(String(256))
    state: Mapped[str] = mapped_column(short_text(PhotoState), default=PhotoState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    path: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    likeness: Mapped[str] = mapped_column(String(16), default="", index=True)
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime]
    same_as_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("photos.id"), default=None)
