"""The columns of each table, and how their cells are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from models.rules import birthdays, cells
from models.schema import Base, Contact, Customer, CustomerAlias, Person, Receivable
from models.services.importing.matching import Item
from models.services.importing.tables import Plan, Problem, Reason, Rejection, SourceRow, Table

_KEEP = object()
"""What an empty cell stores where emptying makes no sense: nothing."""

Reader = Callable[[str, date], Any]
"""Cell text and today to a value, or to the `Reason` it cannot be taken."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: how a filled cell is read, and what an empty one stores."""

    name: str
    read: Reader
    empty: Any = ""
    required: bool = False
    limit: int = 0


def _parsed(parse: Callable[[str], Any], reason: Reason) -> Reader:
    def read(text: str, _today: date) -> Any:
        value = parse(text)
        return reason if value is None else value

    return read


def _birthday(text: str, today: date) -> birthdays.Birthday | Reason:
    try:
        return birthdays.parse_birthday(text, today)
    except birthdays.BadBirthday as wrong:
        return Reason(f"birthday_{wrong.problem}")


def _printable(text: str) -> str:
    # PostgreSQL refuses NUL; lines and tabs are all that a note needs of the control characters.
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc").strip()


def _on_one_line(text: str) -> str:
    # Invisible characters come along when a name is pasted, and then no message ever matches it.
    visible = (" " if char in "\n\t" else char for char in text)
    return " ".join("".join(char for char in visible if not unicodedata.category(char).startswith("C")).split())


def _text(mapped: type[Base], name: str, *, required: bool = False, column: str = "") -> Column:
    limit: int = mapped.__table__.c[name].type.length  # type: ignore[attr-defined]  # every such column is a String
    return Column(column or name, lambda text, _today: _on_one_line(text), "", required, limit)


_NOTE = Column("note", lambda text, _today: _printable(text))
_USERID = _parsed(cells.parse_userid, Reason.BAD_USERID)
_PHONE = _parsed(cells.parse_phone, Reason.BAD_PHONE)
_CODE = Column("code", lambda text, _today: cells.folded(text), required=True, limit=32)
_CUSTOMER_CODE = Column("customer_code", _CODE.read, required=True, limit=32)

COLUMNS: Mapping[Table, Sequence[Column]] = {
    Table.PEOPLE: (
        Column("userid", _USERID, required=True),
        _text(Person, "name", required=True),
        Column("role", _parsed(cells.parse_role, Reason.BAD_ROLE), _KEEP),
        _text(Person, "department"),
        Column("manager_userid", _USERID),
    ),
    Table.CUSTOMERS: (
        _CODE,
        _text(Customer, "name", required=True),
        Column("aliases", lambda text, _today: cells.split_aliases(_on_one_line(text)), ()),
        Column("owner_userid", _USERID),
        _text(Customer, "city"),
        _text(Customer, "address"),
        Column("level", _parsed(cells.parse_level, Reason.BAD_LEVEL)),
        _text(Customer, "stage"),
        _text(Customer, "source"),
        Column("latitude", _parsed(partial(cells.parse_degrees, limit=90), Reason.BAD_DEGREES), None, limit=90),
        Column("longitude", _parsed(partial(cells.parse_degrees, limit=180), Reason.BAD_DEGREES), None, limit=180),
        _NOTE,
    ),
    Table.CONTACTS: (
        _CUSTOMER_CODE,
        _text(Contact, "name", required=True),
        _text(Contact, "title"),
        Column("phone", _PHONE),
        Column("birthday", _birthday, None),
        _NOTE,
    ),
    Table.RECEIVABLES: (
        _CUSTOMER_CODE,
        Column("amount", _parsed(cells.parse_amount, Reason.BAD_AMOUNT), required=True),
        Column("due_on", _parsed(cells.parse_day, Reason.BAD_DAY), required=True),
        _text(Receivable, "invoice_no"),
        _NOTE,
    ),
}
"""The columns of each table; a table may lack any that is not required."""


def read_rows(table: Table, rows: Iterable[SourceRow], today: date, made: Plan) -> list[Item]:
    """The rows of a table whose cells can all be read; the others are rejected in the plan."""
    items = []
    for row in rows:
        values, problems = _read_row(table, row, today)
        if problems:
            made.rejections.append(Rejection(table, row.number, tuple(problems)))
        else:
            items.append(Item(row.number, values))
    return items


def _read_row(table: Table, row: SourceRow, today: date) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems = [Problem("", Reason.SURPLUS)] if row.surplus else []
    for column in COLUMNS[table]:
        text = row.cells.get(column.name)
        if text is None and not column.required:
            continue
        value = _read_cell(column, text or "", today)
        if isinstance(value, Problem):
            problems.append(value)
        elif value is not _KEEP:
            values[column.name] = value
    if (values.get("latitude") is None) != (values.get("longitude") is None) and not problems:
        problems.append(Problem("latitude", Reason.HALF_PLACE))
    return values, problems


def _read_cell(column: Column, text: str, today: date) -> Any:
    if not text.strip():
        return Problem(column.name, Reason.MISSING) if column.required else column.empty
    value = column.read(text, today)
    if isinstance(value, Reason):
        return Problem(column.name, value, text, column.limit)
    if column.required and value == "":
        return Problem(column.name, Reason.MISSING)
    if isinstance(value, str) and 0 < column.limit < len(value):
        return Problem(column.name, Reason.TOO_LONG, text, column.limit)
    if isinstance(value, tuple):
        limit: int = CustomerAlias.__table__.c.alias.type.length  # type: ignore[attr-defined]  # it is a String
        if any(len(alias) > limit for alias in value):
            return Problem(column.name, Reason.TOO_LONG, text, limit)
    return value
