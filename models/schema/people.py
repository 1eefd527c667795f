"""People: who may talk to the bot, what they are, and whom they report to."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Recorded, Versioned, short_text


class Role(enum.StrEnum):
    """What a person is in the company (`product.md` P10)."""

    REP = "rep"
    MANAGER = "manager"
    DIRECTOR = "director"
    FINANCE = "finance"
    ASSISTANT = "assistant"
    ADMIN = "admin"


class Person(Recorded, Versioned, Base):
    """A member of the company; `userid` is WeCom's, in lower case.

    `since_on` is his first Shanghai day with the assistant, before which he owed nothing; None is since ever.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    userid: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(short_text(Role), default=Role.REP)
    department: Mapped[str] = mapped_column(String(64), default="")
    manager_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    since_on: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(BigId, default=0, index=True)


class Consent(Recorded, Base):
    """A person's consent, with the text he saw (`product.md` P2). One row per giving; withdrawing closes it."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    text_version: Mapped[str] = mapped_column(String(16))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class Introduction(Base):
    """That a person was told what is kept of his messages (`product.md` P24): once, with the text's version."""

    __tablename__ = "introductions"
    __table_args__ = (UniqueConstraint("person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    text_version: Mapped[str] = mapped_column(String(16))
    told_at: Mapped[datetime]
