"""Whose a customer is: registrations (报备), the public pool (公海), helpers, appeals, and every move between hands."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Recorded, Restorable, Versioned, short_text


class LeadState(enum.StrEnum):
    """Where a registration stands: provisional until need, contact and next step are there, then held, then ended."""

    PROVISIONAL = "provisional"
    HELD = "held"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    RELEASED = "released"
    REASSIGNED = "reassigned"
    WON = "won"


class Lead(Recorded, Restorable, Base):
    """A registration (报备 B0131) of a customer, or of one project of it; voided when its record is.

    `open_key` is "customer:project" while the registration is alive and null afterwards: its unique index settles the
    race of two who register the same at the same second. `ruled_number` is the registration or appeal whose ruling
    gave it to him, where he did not register it himself.
    """

    __tablename__ = "leads"
    __table_args__ = (
        UniqueConstraint("open_key"),
        Index("ix_leads_person_id_state", "person_id", "state"),
        Index("ix_leads_state_protected_until", "state", "protected_until"),
        Index("ix_leads_person_id_registered_on", "person_id", "registered_on"),
        Index("ix_leads_project_key", "project_key"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"), index=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    project: Mapped[str] = mapped_column(String(80), default="")
    project_key: Mapped[str] = mapped_column(String(80), default="")
    open_key: Mapped[str | None] = mapped_column(String(120), default=None)
    state: Mapped[str] = mapped_column(short_text(LeadState))
    need: Mapped[str] = mapped_column(String(200), default="")
    contact_name: Mapped[str] = mapped_column(String(64), default="")
    next_on: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(String(32), default="")
    registered_at: Mapped[datetime]
    registered_on: Mapped[date]
    protected_until: Mapped[date]
    hold_until: Mapped[date | None] = mapped_column(default=None)
    renewals: Mapped[int] = mapped_column(default=0)
    renewed_by_number: Mapped[int | None] = mapped_column(BigId, default=None)
    renewed_on: Mapped[date | None] = mapped_column(default=None)
    extension_asked_on: Mapped[date | None] = mapped_column(default=None)
    extension_reason: Mapped[str] = mapped_column(String(200), default="")
    decided_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    ruled_number: Mapped[int | None] = mapped_column(BigId, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_reason: Mapped[str] = mapped_column(String(200), default="")
    voided: Mapped[bool] = mapped_column(default=False)


class Holding(Recorded, Base):
    """How a customer is held now: one row per customer that was ever claimed, registered, returned or handed over.

    `recycle_on` is the earliest Shanghai day on which it may fall back to the pool; the nightly look reads only rows
    whose day has come, and moves it on where there was qualified activity. `silent_on` is the same for its cadence
    (C8): None where nobody has looked yet. `frozen_by` is the handover that holds it.
    """

    __tablename__ = "holdings"
    __table_args__ = (
        # With the customer, so that those whose day it is are met with somebody's customers without reading either.
        Index("ix_holdings_recycle_on", "recycle_on", "customer_id"),
        Index("ix_holdings_silent_on", "silent_on"),
        Index("ix_holdings_pooled_on_customer_id", "pooled_on", "customer_id"),
        Index("ix_holdings_protected_until", "protected_until", "customer_id"),
    )

    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"), primary_key=True, autoincrement=False)
    since_on: Mapped[date | None] = mapped_column(default=None)
    protected_until: Mapped[date | None] = mapped_column(default=None)
    recycle_on: Mapped[date | None] = mapped_column(default=None)
    silent_on: Mapped[date | None] = mapped_column(default=None)
    pooled_at: Mapped[datetime | None] = mapped_column(default=None)
    pooled_on: Mapped[date | None] = mapped_column(default=None)
    pool_reason: Mapped[str] = mapped_column(String(200), default="")
    former_owner_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    frozen_by: Mapped[int | None] = mapped_column(BigId, default=None)


class MoveKind(enum.StrEnum):
    """Why a customer changed hands; JOINED and LEFT are of helpers, and the owner stays."""

    REGISTERED = "registered"
    CLAIMED = "claimed"
    RETURNED = "returned"
    RECYCLED = "recycled"
    ASSIGNED = "assigned"
    RULED = "ruled"
    HANDED_OVER = "handed_over"
    JOINED = "joined"
    LEFT = "left"


class Move(Recorded, Restorable, Base):
    """One change of a customer's owner, numbered (归属#140): None stands for the public pool.

    A helper who joins stands in `to_id`, one who leaves in `from_id`.
    """

    __tablename__ = "moves"
    __table_args__ = (
        Index("ix_moves_customer_id_made_on", "customer_id", "made_on"),
        Index("ix_moves_to_id_kind_made_on", "to_id", "kind", "made_on"),
        Index("ix_moves_from_id_made_on", "from_id", "made_on"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    kind: Mapped[str] = mapped_column(short_text(MoveKind))
    from_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    to_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    made_at: Mapped[datetime]
    made_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")
    voided: Mapped[bool] = mapped_column(default=False)


class CustomerHelper(Recorded, Versioned, Restorable, Base):
    """Somebody who works on a customer beside its owner (合作): he sees all of it."""

    __tablename__ = "customer_helpers"
    __table_args__ = (UniqueConstraint("customer_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(BigId, default=0, index=True)


class AppealState(enum.StrEnum):
    """Whether the leader has ruled; the rulings of 撞单."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REASSIGNED = "reassigned"
    SHARED = "shared"
    WITHDRAWN = "withdrawn"


class Appeal(Recorded, Restorable, Base):
    """An appeal (申诉#150) against whose a customer is, for the leader of the owner to rule on."""

    __tablename__ = "appeals"
    __table_args__ = (
        Index("ix_appeals_judge_id_state", "judge_id", "state"),
        Index("ix_appeals_person_id_state", "person_id", "state"),
        Index("ix_appeals_state_answer_due_on", "state", "answer_due_on"),
        Index(
            "uq_appeals_open",
            "customer_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"), index=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    against_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    judge_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    answer_due_on: Mapped[date]
    state: Mapped[str] = mapped_column(short_text(AppealState), default=AppealState.OPEN)
    ruled_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    ruled_at: Mapped[datetime | None] = mapped_column(default=None)
    ruling_note: Mapped[str] = mapped_column(String(200), default="")
    voided: Mapped[bool] = mapped_column(default=False)
