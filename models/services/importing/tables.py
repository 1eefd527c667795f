"""What an import reads, and what it makes of it: rows, their problems, the plan."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class Table(enum.StrEnum):
    """What can be imported, in the order in which rows refer to each other."""

    PEOPLE = "people"
    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    RECEIVABLES = "receivables"


class Reason(enum.StrEnum):
    """Why a row is not accepted."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    SURPLUS = "surplus"
    BAD_USERID = "bad_userid"
    BAD_ROLE = "bad_role"
    BAD_PHONE = "bad_phone"
    BAD_LEVEL = "bad_level"
    BAD_DEGREES = "bad_degrees"
    HALF_PLACE = "half_place"
    BAD_AMOUNT = "bad_amount"
    BAD_DAY = "bad_day"
    BIRTHDAY_SHAPE = "birthday_shape"
    BIRTHDAY_IMPOSSIBLE = "birthday_impossible"
    BIRTHDAY_AMBIGUOUS = "birthday_ambiguous"
    DUPLICATE = "duplicate"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_CUSTOMER = "unknown_customer"
    REFUSED_ABOVE = "refused_above"
    CIRCLE = "circle"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a table as it was read.

    Attributes:
        number: where people find it in their file, counted from 1 with the header.
        cells: text by column name (English); columns that the table does not have are absent.
        surplus: it has more cells than the header has names.
    """

    number: int
    cells: Mapping[str, str]
    surplus: bool = False


Source = Mapping[Table, Sequence[SourceRow]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a row.

    Attributes:
        column: the column's English name; empty where the row as a whole is meant.
        reason: what is wrong.
        value: the cell's text as written.
        limit: the number of characters allowed, or the row that has the same key; 0 where neither applies.
    """

    column: str
    reason: Reason
    value: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that is not accepted, with everything that is wrong with it."""

    table: Table
    number: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Counts:
    """How many accepted rows of a table are new, change something, or change nothing."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One accepted row that changes something.

    Attributes:
        row_id: the stored row it changes; None adds one.
        values: what to store, by column name; people and customers by their userid and code.
        aliases: short names to add to a customer.
    """

    row_id: int | None
    values: Mapping[str, Any]
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """What an import would do; made without changing anything."""

    steps: dict[Table, list[Step]] = field(default_factory=lambda: {table: [] for table in Table})
    counts: dict[Table, Counts] = field(default_factory=lambda: {table: Counts() for table in Table})
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many rows will be written."""
        return sum(len(steps) for steps in self.steps.values())
