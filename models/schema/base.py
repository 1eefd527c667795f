"""What every table shares: constraint names, UTC instants, short JSON, and what is written to the history."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, Numeric, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps it without zone, PostgreSQL as timestamptz."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants: a missing zone is a bug, not a default.

        Raises:
            ValueError: the instant has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every instant back aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key; SQLite calls it INTEGER so that it is the rowid."""

Money = Numeric(14, 2)
"""Yuan with two places, as `Decimal`."""

Json = JSON(none_as_null=True)


def short_text(enum_class: type[enum.StrEnum]) -> String:
    """The column type for an enum that is stored by value as text."""
    return String(max(len(member.value) for member in enum_class) + 8)


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime()}


class Recorded:
    """Mixed into business rows: every change of such a row goes to the history (`models/history.py`)."""


class Versioned:
    """Mixed into rows that the directory holds in memory: a change raises the company's version number."""


class Restorable:
    """Mixed into rows whose changes 撤销 sets back, wherever they still hold what was written."""
