"""Handing over one person's customers to others (交接, `product.md` B5)."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Json, Recorded, short_text


class HandoverState(enum.StrEnum):
    """Where a handover stands; its customers are frozen until it has ended."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class ItemState(enum.StrEnum):
    """What the receiver said to one customer of a handover."""

    FROZEN = "frozen"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Handover(Recorded, Base):
    """A handover (交接#200) of one person's customers, made by a leader (`product.md` B5)."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index("ix_handovers_from_id_state", "from_id", "state"),
        Index("ix_handovers_by_id_state", "by_id", "state"),
    )

    number: Mapped[int] = mapped_column(BigId, ForeignKey("records.number"), primary_key=True, autoincrement=False)
    from_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    by_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    state: Mapped[str] = mapped_column(short_text(HandoverState), default=HandoverState.OPEN)
    made_at: Mapped[datetime]
    dossier: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    voided: Mapped[bool] = mapped_column(default=False)


class HandoverItem(Recorded, Base):
    """One customer of a handover, and who shall have it."""

    __tablename__ = "handover_items"
    __table_args__ = (
        UniqueConstraint("handover_number", "customer_id"),
        Index("ix_handover_items_to_id_state", "to_id", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    handover_number: Mapped[int] = mapped_column(BigId, ForeignKey("handovers.number"))
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"), index=True)
    to_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    state: Mapped[str] = mapped_column(short_text(ItemState), default=ItemState.FROZEN)
    reason: Mapped[str] = mapped_column(String(200), default="")
