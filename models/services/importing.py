"""Loading a company from tables: first a plan that changes nothing, then its application.

Rows are matched by what people know them by (userid; code; customer, name and phone; customer, sum, day and invoice),
so that importing twice changes nothing. Nothing is ever deleted: what a table no longer lists stays as it is. A column
that a table does not have leaves the stored values alone; an empty cell empties them.
"""

from __future__ import annotations

import enum
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.rules import birthdays, cells
from models.rules.names import name_key
from models.schema import Base, Contact, Customer, CustomerAlias, Dialog, Person, Receivable

BATCH = 1_000
"""Rows written per flush: few statements, and the progress still moves."""


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
        Column("mobile", _PHONE),
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


@dataclass(frozen=True, slots=True)
class _Item:
    """A row whose cells could all be read."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A row of the database in the words of the tables."""

    id: int
    values: dict[str, Any]


Key = TypeVar("Key")
ReceivableKey = tuple[str, Decimal, date, str]


# --- the plan -----------------------------------------------------------------------------------------------------


def plan(session: Session, source: Source, today: date) -> Plan:
    """Check every row and compare it with what is stored; nothing is changed.

    Args:
        session: reads only.
        source: the rows of each table; a table that is not given is left alone.
        today: the Shanghai day, for birthdays.

    Returns:
        The steps for the rows that are in order, and the rows that are not.
    """
    made = Plan()
    read = {table: _read_rows(table, source.get(table, ()), today, made) for table in Table}
    userids = _offered(source, Table.PEOPLE, "userid", cells.parse_userid)
    people = _plan_people(session, read[Table.PEOPLE], userids, made)
    customers = _plan_customers(session, read[Table.CUSTOMERS], people, userids, made)
    codes = _offered(source, Table.CUSTOMERS, "code", cells.folded)
    _plan_contacts(session, _of_known(Table.CONTACTS, read, customers, codes, made), made)
    _plan_receivables(session, _of_known(Table.RECEIVABLES, read, customers, codes, made), made)
    order = list(Table)
    made.rejections.sort(key=lambda rejection: (order.index(rejection.table), rejection.number))
    return made


def _offered(source: Source, table: Table, column: str, read: Callable[[str], str | None]) -> set[str | None]:
    """The keys of all rows of a table, refused ones too, so that whoever names one hears the real reason."""
    return {read(row.cells.get(column, "")) for row in source.get(table, ())}


def _read_rows(table: Table, rows: Iterable[SourceRow], today: date, made: Plan) -> list[_Item]:
    items = []
    for row in rows:
        values, problems = _read_row(table, row, today)
        if problems:
            made.rejections.append(Rejection(table, row.number, tuple(problems)))
        else:
            items.append(_Item(row.number, values))
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


def _reject(made: Plan, table: Table, item: _Item, problem: Problem) -> None:
    made.rejections.append(Rejection(table, item.number, (problem,)))


def _reject_unknown(made: Plan, table: Table, item: _Item, column: str, offered: set[str | None]) -> None:
    named = item.values[column]
    unknown = Reason.UNKNOWN_CUSTOMER if column == "customer_code" else Reason.UNKNOWN_PERSON
    _reject(made, table, item, Problem(column, Reason.REFUSED_ABOVE if named in offered else unknown, named))


def _unique(
    table: Table, column: str, items: Iterable[_Item], key: Callable[[_Item], Key], made: Plan
) -> dict[Key, _Item]:
    found: dict[Key, _Item] = {}
    for item in items:
        held = found.setdefault(key(item), item)
        if held is not item:
            _reject(made, table, item, Problem(column, Reason.DUPLICATE, str(item.values[column]), held.number))
    return found


def _note(made: Plan, table: Table, stored: _Stored | None, item: _Item) -> None:
    """Add the step that brings a stored row to what the table says, if anything differs."""
    values, counts = dict(item.values), made.counts[table]
    aliases: tuple[str, ...] = values.pop("aliases", ())
    if stored is None:
        counts.added += 1
        made.steps[table].append(Step(None, values, aliases))
        return
    changed = {name: value for name, value in values.items() if stored.values[name] != value}
    fresh = tuple(alias for alias in aliases if alias not in stored.values["aliases"])
    if changed or fresh:
        counts.updated += 1
        made.steps[table].append(Step(stored.id, changed, fresh))
    else:
        counts.unchanged += 1


def _plan_people(session: Session, items: list[_Item], offered: set[str | None], made: Plan) -> set[str]:
    """Compare people; returns every userid that others may name."""
    stored = _stored_people(session)
    good = _unique(Table.PEOPLE, "userid", items, lambda item: str(item.values["userid"]), made)
    lines = {userid: person.values["manager_userid"] for userid, person in stored.items()}
    while wrong := _wrong_lines(good, lines):
        for userid, reason in wrong.items():
            item = good.pop(userid)
            manager = item.values["manager_userid"]
            if reason is Reason.UNKNOWN_PERSON:
                _reject_unknown(made, Table.PEOPLE, item, "manager_userid", offered)
            else:
                _reject(made, Table.PEOPLE, item, Problem("manager_userid", reason, manager))
    for userid, item in good.items():
        _note(made, Table.PEOPLE, stored.get(userid), item)
    return set(stored) | set(good)


def _wrong_lines(good: Mapping[str, _Item], stored: Mapping[str, str]) -> dict[str, Reason]:
    """Whose manager is unknown, or who would report to himself over some steps.

    Asked again after every refusal: a refused row falls back to the stored line, which may close another circle.
    """
    lines = dict(stored)
    for userid, item in good.items():
        lines[userid] = item.values.get("manager_userid", stored.get(userid, ""))
    given = [userid for userid, item in good.items() if item.values.get("manager_userid")]
    wrong = {userid: Reason.UNKNOWN_PERSON for userid in given if lines[userid] not in lines}
    return wrong or {userid: Reason.CIRCLE for userid in given if _comes_back(userid, lines)}


def _comes_back(userid: str, lines: Mapping[str, str]) -> bool:
    above, seen = lines[userid], set()
    while above and above not in seen:
        if above == userid:
            return True
        seen.add(above)
        above = lines[above]
    return False


def _plan_customers(
    session: Session, items: list[_Item], people: set[str], offered: set[str | None], made: Plan
) -> set[str]:
    """Compare customers; returns every code that contacts and receivables may name."""
    stored = _stored_customers(session)
    known = set(stored)
    for code, item in _unique(Table.CUSTOMERS, "code", items, lambda item: str(item.values["code"]), made).items():
        owner = item.values.get("owner_userid", "")
        if owner and owner not in people:
            _reject_unknown(made, Table.CUSTOMERS, item, "owner_userid", offered)
            continue
        item.values["aliases"] = tuple(
            alias for alias in item.values.get("aliases", ()) if alias != item.values["name"]
        )
        known.add(code)
        _note(made, Table.CUSTOMERS, stored.get(code), item)
    return known


def _of_known(
    table: Table,
    read: Mapping[Table, list[_Item]],
    customers: set[str],
    offered: set[str | None],
    made: Plan,
) -> list[_Item]:
    known = []
    for item in read[table]:
        if item.values["customer_code"] in customers:
            known.append(item)
        else:
            _reject_unknown(made, table, item, "customer_code", offered)
    return known


def _contact_key(values: Mapping[str, Any]) -> tuple[str, str, str]:
    return values["customer_code"], values["name"], values.get("phone", "")


def _plan_contacts(session: Session, items: list[_Item], made: Plan) -> None:
    wanted = _unique(Table.CONTACTS, "name", items, lambda item: _contact_key(item.values), made)
    stored = {_contact_key(contact.values): contact for contact in _stored_contacts(session)}
    namesakes: dict[tuple[str, str], list[_Stored]] = defaultdict(list)
    for key, contact in stored.items():
        if key not in wanted:
            namesakes[key[:2]].append(contact)
    for key, item in wanted.items():
        _note(made, Table.CONTACTS, stored.get(key) or _same_person(item, namesakes[key[:2]]), item)


def _same_person(item: _Item, namesakes: Sequence[_Stored]) -> _Stored | None:
    """The one stored namesake of whom the phone was not known so far, or is not told now."""
    phone = item.values.get("phone", "")
    fitting = [contact for contact in namesakes if not (phone and contact.values["phone"])]
    if len(fitting) != 1:
        return None
    if not phone:
        item.values.pop("phone", None)
    return fitting[0]


def _plan_receivables(session: Session, items: list[_Item], made: Plan) -> None:
    def key(values: Mapping[str, Any]) -> ReceivableKey:
        return values["customer_code"], values["amount"], values["due_on"], values.get("invoice_no", "")

    stored = {key(receivable.values): receivable for receivable in _stored_receivables(session)}
    for found, item in _unique(Table.RECEIVABLES, "amount", items, lambda item: key(item.values), made).items():
        _note(made, Table.RECEIVABLES, stored.get(found), item)


# --- what is stored -----------------------------------------------------------------------------------------------


def _stored_people(session: Session) -> dict[str, _Stored]:
    rows = session.execute(
        select(
            Person.id,
            Person.userid,
            Person.name,
            Person.role,
            Person.department,
            Person.manager_id,
            Person.mobile,
        )
    ).all()
    userids = {row.id: row.userid for row in rows}
    return {
        row.userid: _Stored(
            row.id,
            {
                "userid": row.userid,
                "name": row.name,
                "role": row.role,
                "department": row.department,
                "manager_userid": userids.get(row.manager_id, ""),
                "mobile": row.mobile,
            },
        )
        for row in rows
    }


def _stored_customers(session: Session) -> dict[str, _Stored]:
    aliases: dict[int, set[str]] = defaultdict(set)
    for customer_id, alias in session.execute(select(CustomerAlias.customer_id, CustomerAlias.alias)):
        aliases[customer_id].add(alias)
    names = ("code", "name", "city", "address", "level", "stage", "source", "latitude", "longitude", "note")
    columns = [getattr(Customer, name) for name in names]
    rows = session.execute(
        select(Customer.id, Person.userid, *columns).outerjoin(Person, Person.id == Customer.owner_id)
    )
    return {
        values[0]: _Stored(
            row_id,
            dict(zip(names, values, strict=True))
            | {"owner_userid": owner or "", "aliases": aliases.get(row_id, frozenset())},
        )
        for row_id, owner, *values in rows
    }


def _stored_contacts(session: Session) -> list[_Stored]:
    rows = session.execute(
        select(
            Contact.id,
            Customer.code,
            Contact.name,
            Contact.title,
            Contact.phone,
            Contact.birthday_month,
            Contact.birthday_day,
            Contact.birthday_year,
            Contact.birthday_lunar,
            Contact.birthday_leap_month,
            Contact.note,
        )
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Contact.active)
    )
    return [
        _Stored(
            row.id,
            {
                "customer_code": row.code,
                "name": row.name,
                "title": row.title,
                "phone": row.phone,
                "birthday": _birthday_of(*row[5:10]),
                "note": row.note,
            },
        )
        for row in rows
    ]


def _birthday_of(
    month: int | None, day: int | None, year: int | None, lunar: bool, leap_month: bool
) -> birthdays.Birthday | None:
    if month is None or day is None:
        return None
    return birthdays.Birthday(month, day, year, lunar, leap_month)


def _stored_receivables(session: Session) -> list[_Stored]:
    names = ("customer_code", "amount", "due_on", "invoice_no", "note")
    rows = session.execute(
        select(
            Receivable.id,
            Customer.code,
            Receivable.amount,
            Receivable.due_on,
            Receivable.invoice_no,
            Receivable.note,
        )
        .join(Customer, Customer.id == Receivable.customer_id)
        .where(Receivable.voided.is_(False))
    )
    return [_Stored(row_id, dict(zip(names, values, strict=True))) for row_id, *values in rows]


# --- the application ----------------------------------------------------------------------------------------------


def apply(session: Session, made: Plan, now: datetime, progress: Callable[[int], None] = lambda _written: None) -> None:
    """Write what a plan says, through the history. The rows that it rejects are left out.

    Args:
        session: of the same transaction as the plan; the caller commits.
        made: the plan.
        now: the instant that new customers are created at (UTC).
        progress: told how many more rows have been written.
    """
    userids = {row.userid: row.id for row in session.execute(select(Person.id, Person.userid))}
    for layer in _by_rank(made.steps[Table.PEOPLE]):
        _apply_people(session, layer, userids)
        progress(len(layer))
    codes = {row.code: row.id for row in session.execute(select(Customer.id, Customer.code))}
    for batch in _batches(made.steps[Table.CUSTOMERS]):
        _apply_customers(session, batch, userids, codes, now)
        progress(len(batch))
    for table, mapped in ((Table.CONTACTS, Contact), (Table.RECEIVABLES, Receivable)):
        for batch in _batches(made.steps[table]):
            _apply_rows(session, mapped, batch, lambda values: _of_customer(values, codes))
            progress(len(batch))


def _batches(steps: Sequence[Step]) -> Iterable[Sequence[Step]]:
    return (steps[start : start + BATCH] for start in range(0, len(steps), BATCH))


def _by_rank(steps: Sequence[Step]) -> Iterable[Sequence[Step]]:
    """New people after their managers, changed ones last: an id must exist before it is referred to."""
    waiting = {step.values["userid"]: step for step in steps if step.row_id is None}
    while waiting:
        layer = [step for step in waiting.values() if step.values.get("manager_userid") not in waiting]
        for step in layer:
            del waiting[step.values["userid"]]
        yield layer
    yield from _batches([step for step in steps if step.row_id is not None])


def _apply_rows(
    session: Session,
    mapped: type[Base],
    steps: Sequence[Step],
    columns: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> list[Any]:
    """Add or change rows of one table and flush them; returns them in the order of the steps."""
    changed = [step.row_id for step in steps if step.row_id is not None]
    held = {}
    if changed:
        key = mapped.__table__.c.id
        held = {row.id: row for row in session.scalars(select(mapped).where(key.in_(changed)))}  # type: ignore[attr-defined]  # every table here has an id
    rows = []
    for step in steps:
        values = columns(step.values)
        if step.row_id is None:
            row = mapped(**values)
            session.add(row)
        else:
            row = held[step.row_id]
            for name, value in values.items():
                setattr(row, name, value)
        rows.append(row)
    session.flush()
    return rows


def _apply_people(session: Session, steps: Sequence[Step], userids: dict[str, int]) -> None:
    def columns(values: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(values)
        if "manager_userid" in found:
            found["manager_id"] = userids.get(found.pop("manager_userid"))
        return found

    people: list[Person] = _apply_rows(session, Person, steps, columns)
    fresh = [person for person, step in zip(people, steps, strict=True) if step.row_id is None]
    if fresh:
        userids.update((person.userid, person.id) for person in fresh)
        session.execute(insert(Dialog), [{"person_id": person.id} for person in fresh])


def _apply_customers(
    session: Session,
    steps: Sequence[Step],
    userids: Mapping[str, int],
    codes: dict[str, int],
    now: datetime,
) -> None:
    def columns(values: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(values)
        if "owner_userid" in found:
            found["owner_id"] = userids.get(found.pop("owner_userid"))
        if "name" in found:
            found["name_key"] = name_key(found["name"])
        if "code" in found:
            found["created_at"] = now
        return found

    customers: list[Customer] = _apply_rows(session, Customer, steps, columns)
    for customer, step in zip(customers, steps, strict=True):
        codes[customer.code] = customer.id
        session.add_all(CustomerAlias(customer_id=customer.id, alias=alias) for alias in step.aliases)
    session.flush()


def _of_customer(values: Mapping[str, Any], codes: Mapping[str, int]) -> dict[str, Any]:
    found = dict(values)
    if "customer_code" in found:
        found["customer_id"] = codes[found.pop("customer_code")]
    if "amount" in found:
        found["open_amount"] = found["amount"]
    if "birthday" in found:
        found |= _birthday_columns(found.pop("birthday"))
    return found


def _birthday_columns(birthday: birthdays.Birthday | None) -> dict[str, Any]:
    return {
        "birthday_month": birthday and birthday.month,
        "birthday_day": birthday and birthday.day,
        "birthday_year": birthday and birthday.year,
        "birthday_lunar": birthday is not None and birthday.lunar,
        "birthday_leap_month": birthday is not None and birthday.leap_month,
    }
