"""Customers, the names they go by, their contacts and labels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.schema.base import Base, BigId, Recorded, Restorable, Versioned


class Customer(Recorded, Versioned, Restorable, Base):
    """A customer; `owner_id` null means it is in the public pool (公海)."""

    __tablename__ = "customers"
    __table_args__ = (
        Index("ix_customers_owner_id_city", "owner_id", "city"),
        # Holds all that is asked of somebody's customers beside what is due of them: the rows are not read.
        Index("ix_customers_owner_id_active", "owner_id", "active", "id", "level", "stage"),
        # Those that somebody told of; what was imported has no file to be completed in two days.
        Index(
            "ix_customers_told_of",
            "owner_id",
            "created_at",
            sqlite_where=text("created_by_id IS NOT NULL"),
            postgresql_where=text("created_by_id IS NOT NULL"),
        ),
        # Whoever looks through the pool by a word reads these notes, and none of those that are empty.
        Index(
            "ix_customers_pooled_noted",
            "id",
            sqlite_where=text("owner_id IS NULL AND note != ''"),
            postgresql_where=text("owner_id IS NULL AND note != ''"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120), index=True)
    owner_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None, index=True)
    city: Mapped[str] = mapped_column(String(32), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str] = mapped_column(String(4), default="")
    stage: Mapped[str] = mapped_column(String(32), default="")
    source: Mapped[str] = mapped_column(String(32), default="")
    latitude: Mapped[float | None] = mapped_column(default=None)
    longitude: Mapped[float | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    version: Mapped[int] = mapped_column(BigId, default=0, index=True)


class CustomerAlias(Recorded, Versioned, Base):
    """A short name for a customer, from the import or taught by a rep; not active once it was taken back."""

    __tablename__ = "customer_aliases"
    __table_args__ = (UniqueConstraint("customer_id", "alias"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    alias: Mapped[str] = mapped_column(String(120), index=True)
    taught_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(BigId, default=0, index=True)


class Contact(Recorded, Versioned, Base):
    """A person at a customer; not active once he was taken back.

    A birthday is a month and a day, lunar or solar; the year may stay unknown. Of one that is stopped nobody is told.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        Index("ix_contacts_birthday", "birthday_month", "birthday_day"),
        # For one person's customers, however many others' contacts were born on those days.
        Index(
            "ix_contacts_customer_id_birthday",
            "customer_id",
            "birthday_month",
            "birthday_day",
            sqlite_where=text("birthday_month IS NOT NULL"),
            postgresql_where=text("birthday_month IS NOT NULL"),
            postgresql_include=["id"],
        ),
        CheckConstraint("birthday_month BETWEEN 1 AND 12", name="birthday_month"),
        CheckConstraint("birthday_day BETWEEN 1 AND 31", name="birthday_day"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(32), default="")
    phone: Mapped[str] = mapped_column(String(32), default="", index=True)
    birthday_month: Mapped[int | None] = mapped_column(default=None)
    birthday_day: Mapped[int | None] = mapped_column(default=None)
    birthday_year: Mapped[int | None] = mapped_column(default=None)
    birthday_lunar: Mapped[bool] = mapped_column(default=False)
    birthday_leap_month: Mapped[bool] = mapped_column(default=False)
    birthday_stopped: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(BigId, default=0, index=True)


class CustomerLabel(Recorded, Restorable, Base):
    """A word that a rep put on a customer (打标签 东吴 重点)."""

    __tablename__ = "customer_labels"
    __table_args__ = (UniqueConstraint("customer_id", "label"), Index("ix_customer_labels_label", "label"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey("customers.id"))
    label: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool] = mapped_column(default=True)
