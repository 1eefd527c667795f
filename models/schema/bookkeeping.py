"""Bookkeeping: received messages, open questions, notices, the history, versions, heartbeats.

Rows here are written by Core statements, not through the ORM; they are no business rows.
"""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Json, short_text


class InboxState(enum.StrEnum):
    """`received` is durable but not handled; `unknown` and `stranger` are kept and answered, never executed."""

    RECEIVED = "received"
    DONE = "done"
    FAILED = "failed"
    STRANGER = "stranger"
    UNKNOWN = "unknown"


class ReplyVia(enum.StrEnum):
    """How the reply to a message travels: in the HTTP response, or pushed because that came too late."""

    PASSIVE = "passive"
    PUSH = "push"


class InboxMessage(Base):
    """A received message. `id` is made by the server on receipt and grows with arrival; `key` is the platform's."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "userid",
            "id",
            sqlite_where=text("state = 'received'"),
            postgresql_where=text("state = 'received'"),
        ),
        Index("ix_inbox_person_id_id", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    userid: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(BigId, default=None)
    kind: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(short_text(InboxState))
    reply: Mapped[str] = mapped_column(Text, default="")
    reply_via: Mapped[str] = mapped_column(short_text(ReplyVia), default=ReplyVia.PASSIVE)
    handled_at: Mapped[datetime | None] = mapped_column(default=None)


class Dialog(Base):
    """What the bot last asked a person and the last list it showed him; one row per person.

    `question` names the answer handler that waits; `data` is what it needs, a numbered list included.
    """

    __tablename__ = "dialogs"

    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    question: Mapped[str] = mapped_column(String(48), default="")
    data: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    expires_at: Mapped[datetime | None] = mapped_column(default=None)


def _partial_index(name: str, *columns: str, where: str) -> Index:
    """An index of the rows that a condition holds for, on both databases: most rows of a ledger are long done with."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class NoticeState(enum.StrEnum):
    """The life of a notice (`models-to-learn-from.md` §9.4)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    BUNDLED = "bundled"


class Notice(Base):
    """Something to tell one person; `dedupe_key` is unique for ever.

    `next_attempt_at` of one that was sent is when it should have left. One that was bundled is told in the message of
    another, `bundled_in`, and shares its fate.
    """

    __tablename__ = "notices"
    __table_args__ = (
        _partial_index("ix_notices_waiting", "next_attempt_at", "id", where="state = 'pending'"),
        _partial_index("ix_notices_expiring", "expires_at", where="state = 'pending' AND expires_at IS NOT NULL"),
        _partial_index("ix_notices_sending", "lease_until", where="state = 'sending'"),
        Index("ix_notices_person_id_id", "person_id", "id"),
        Index("ix_notices_userid_sent_at", "userid", "sent_at"),
        Index("ix_notices_due_at", "due_at"),
        _partial_index("ix_notices_bundled_in", "bundled_in", where="bundled_in IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16), default="")
    person_id: Mapped[int | None] = mapped_column(BigId, default=None)
    userid: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(short_text(NoticeState), default=NoticeState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    first_attempt_at: Mapped[datetime | None] = mapped_column(default=None)
    lease_until: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    platform_id: Mapped[str] = mapped_column(String(128), default="")
    bundled_in: Mapped[int | None] = mapped_column(BigId, default=None)
    made_at: Mapped[datetime]


class PushStop(Base):
    """What keeps every push from leaving, from the first refusal until one leaves again; at most one row.

    `told` holds when an administrator was last told of it in an answer: ISO instants by the person's id.
    """

    __tablename__ = "push_stops"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[int]
    detail: Mapped[str] = mapped_column(String(200), default="")
    since_at: Mapped[datetime]
    told: Mapped[dict[str, Any]] = mapped_column(Json)


class Change(Base):
    """One change of one business row: who, when, by which message, before and after (`models/history.py`)."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_table_name_row_id", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(BigId, default=None)
    message_id: Mapped[int | None] = mapped_column(BigId, default=None, index=True)
    table_name: Mapped[str] = mapped_column(String(32))
    row_id: Mapped[int] = mapped_column(BigId)
    action: Mapped[str] = mapped_column(String(8))
    before: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)


class CompanyVersion(Base):
    """One row: the number that is raised with every change of what the directory holds in memory.

    Up to `noted_version` a night has written down how customers are held; before the first one it is below all others.
    """

    __tablename__ = "company_version"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(BigId, default=0)
    noted_version: Mapped[int] = mapped_column(BigId, default=-1)


class Heartbeat(Base):
    """When a part of the server last showed life."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]
