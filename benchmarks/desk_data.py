"""A made-up company with a year behind it, put into a database by bulk inserts: the same for the same size and seed.

Every rep owns as many customers and has made as many visits as any other; as many customers lie in the public pool.
Two parts in five of what is owed are open, the others were paid. What a table needs and nobody is asked about has its
default.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, text, update

from benchmarks.desk_names import full_name, short_name
from benchmarks.messages import CITIES, DETAILS, FIRST, SECOND, SURNAMES, TOPICS
from models.db import is_sqlite
from models.rules.calendar import is_workday
from models.rules.likeness import pieces
from models.rules.names import name_key
from models.schema import (
    Allocation,
    Base,
    Change,
    CompanyVersion,
    Contact,
    Customer,
    CustomerAlias,
    DailyReport,
    Dialog,
    FollowUp,
    Holding,
    Introduction,
    Lead,
    NamePiece,
    Payment,
    Person,
    Receivable,
    Record,
    RepDay,
    TermChange,
    Visit,
)
from models.times import SHANGHAI

TODAY: Final = date(2026, 11, 23)
NOW: Final = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI).astimezone(UTC)
FIRST_REP: Final = 1_000
"""Ids of reps begin here; those below are the director, managers and finance."""
TEAM: Final = 10
_DAYS: Final = 365
_AT_ONCE: Final = 20_000
_CACHE_KIB: Final = 1_500_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything that grows."""

    reps: int = 1_000
    customers: int = 200_000
    visits: int = 1_500_000
    receivables: int = 300_000

    def part(self, share: float) -> Size:
        """A company so many times as large, at least large enough to talk about."""
        return Size(
            max(int(self.reps * share), TEAM),
            max(int(self.customers * share), 40 * TEAM),
            max(int(self.visits * share), 400),
            max(int(self.receivables * share), 400),
        )

    def tenth(self) -> Size:
        """The same people with a tenth of the data."""
        return Size(self.reps, self.customers // 10, self.visits // 10, self.receivables // 10)

    def userid(self, rep: int) -> str:
        """A rep's userid, counted from 0."""
        return f"rep{rep % self.reps:04d}"

    def own(self, rep: int, index: int) -> int:
        """The number of a rep's own customer, counted from 0."""
        each = max(self.customers // 2 // self.reps, 1)
        return (rep % self.reps) + (index % each) * self.reps

    def pooled(self, index: int) -> int:
        """The number of a customer in the public pool, counted from 0."""
        owned = max(self.customers // 2 // self.reps, 1) * self.reps
        return owned + index % (self.customers - owned)


def fill(engine: Engine, size: Size, *, seed: int = 7, say: Callable[[str], None] = lambda _line: None) -> None:
    """Put the company into an empty, migrated database.

    Args:
        engine: of the database.
        size: how much of everything.
        seed: the same seed makes the same company.
        say: is told what goes on.
    """
    year = Year(size, random.Random(seed))
    with engine.begin() as connection:
        if is_sqlite(connection):
            connection.execute(text(f"PRAGMA cache_size=-{_CACHE_KIB}"))  # each index is filled in no order of its own
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign keys to check
            connection.execute(text("SET LOCAL statement_timeout = 0"))  # which is meant for messages
        for mapped, rows in year.tables():
            count = _copy(connection, mapped.__table__, rows)  # type: ignore[arg-type]  # mapped classes have tables
            say(f"{mapped.__tablename__}: {count:,}")
        if not is_sqlite(connection):
            _set_sequences(connection)
    engine.dispose()  # with the connection's settings
    if not is_sqlite(engine):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            # Which autovacuum has long done for all that is a year old.
            connection.execute(text("VACUUM (ANALYZE)"))
            connection.execute(text("RESET statement_timeout"))


def _copy(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows the quickest way the database has; what a row does not say is the column's default."""
    columns = list(table.columns)
    defaults = [_default(column) for column in columns]
    values = ([row.get(column.key, default) for column, default in zip(columns, defaults, strict=True)] for row in rows)
    names = ", ".join(f'"{column.name}"' for column in columns)
    driver: Any = connection.connection.dbapi_connection
    if not is_sqlite(connection):
        count = 0
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for count, row in enumerate(values, 1):  # noqa: B007  (how many they were)
                copy.write_row(row)
        return count
    places = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'
    count = 0
    while batch := [[_plain(value) for value in row] for row in islice(values, _AT_ONCE)]:
        driver.executemany(statement, batch)
        count += len(batch)
    return count


def _default(column: Any) -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    return None if column.nullable else ""


def _plain(value: Any) -> Any:
    """As SQLAlchemy stores it in SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _set_sequences(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None:
            found = connection.execute(text(f"SELECT pg_get_serial_sequence('{table.name}', '{key.name}')")).scalar()
            if found is not None:
                highest = f'SELECT coalesce(max("{key.name}"), 0) + 1 FROM "{table.name}"'
                connection.execute(text(f"SELECT setval('{found}', ({highest}), false)"))


class Year:
    """All rows of a company, table by table; records are numbered as they are made.

    Args:
        size: how much of everything.
        pick: where chance comes from.
    """

    def __init__(self, size: Size, pick: random.Random) -> None:
        self._size = size
        self._pick = pick
        self._number = 0
        self._records: list[dict[str, Any]] = []
        self._days: dict[tuple[int, date], list[int]] = {}
        first = TODAY - timedelta(days=_DAYS - 1)
        self._workdays = [day for day in (first + timedelta(days=n) for n in range(_DAYS)) if is_workday(day)]

    def tables(self) -> Iterator[tuple[type[Base], Iterable[Mapping[str, Any]]]]:
        """Mapped classes and their rows, in an order that foreign keys allow."""
        yield Person, self._people()
        yield Dialog, ({"person_id": row["id"], "question": ""} for row in self._people())
        yield (
            Introduction,
            ({"id": row["id"], "person_id": row["id"], "text_version": "1", "told_at": NOW} for row in self._people()),
        )
        # By the default whoever owns a hundred may register no more, and that is all he would be told.
        yield TermChange, [{"id": 1, "name": "holding_limit", "value": "300", "valid_from": TODAY, "made_at": NOW}]
        yield Customer, self._customers()
        yield (
            CustomerAlias,
            (
                {"id": number + 1, "customer_id": number + 1, "alias": short_name(number), "version": 1}
                for number in range(self._size.customers)
            ),
        )
        yield (
            NamePiece,
            (
                {"piece": piece, "customer_id": number + 1}
                for number in range(self._size.customers)
                for piece in sorted(pieces(name_key(full_name(number))))
            ),
        )
        yield Contact, self._contacts()
        yield Holding, self._holdings()
        made: list[tuple[type[Base], list[dict[str, Any]]]] = [
            (Visit, list(self._visits())),
            (FollowUp, list(self._followups())),
            (Lead, list(self._leads())),
            (DailyReport, list(self._reports())),
        ]
        receivables, payments, allocations = self._money()
        yield Record, self._records
        yield from made
        yield Receivable, receivables
        yield Payment, payments
        yield Allocation, allocations
        yield RepDay, self._rep_days()
        yield Change, self._history(made[0][1])

    def owner(self, customer: int) -> int | None:
        """The id of who owns a customer by its number; None in the pool."""
        each = max(self._size.customers // 2 // self._size.reps, 1)
        return FIRST_REP + customer % self._size.reps if customer < each * self._size.reps else None

    def _people(self) -> Iterator[dict[str, Any]]:
        yield {"id": 1, "userid": "director", "name": "赵总", "role": "director", "version": 1}
        yield {"id": 2, "userid": "finance", "name": "钱会计", "role": "finance", "manager_id": 1, "version": 1}
        for team in range(-(-self._size.reps // TEAM)):
            yield {
                "id": 10 + team, "userid": f"manager{team:03d}", "name": f"{SURNAMES[team % len(SURNAMES)]}主管{team}",
                "role": "manager", "manager_id": 1, "department": f"销售{team + 1}部", "version": 1,
            }  # fmt: skip
        for rep in range(self._size.reps):
            yield {
                "id": FIRST_REP + rep, "userid": self._size.userid(rep), "role": "rep", "version": 1,
                "name": SURNAMES[rep % len(SURNAMES)] + FIRST[rep // 20 % len(FIRST)] + SECOND[rep // 9 % len(SECOND)],
                "manager_id": 10 + rep // TEAM, "department": f"销售{rep // TEAM + 1}部",
            }  # fmt: skip

    def _customers(self) -> Iterator[dict[str, Any]]:
        for number in range(self._size.customers):
            name = full_name(number)
            yield {
                "id": number + 1, "code": f"K{number:06d}", "name": name, "name_key": name_key(name),
                "owner_id": self.owner(number), "city": CITIES[number % len(CITIES)], "level": "ABC"[number % 3],
                "created_at": NOW - timedelta(days=_DAYS), "version": 1,
            }  # fmt: skip

    def _contacts(self) -> Iterator[dict[str, Any]]:
        for number in range(self._size.customers):
            birthday = number % 5 == 0
            yield {
                "id": number + 1, "customer_id": number + 1, "name": f"{SURNAMES[number % len(SURNAMES)]}经理",
                "title": "采购经理", "phone": f"139{number:08d}", "version": 1,
                "birthday_month": number % 12 + 1 if birthday else None,
                "birthday_day": number % 28 + 1 if birthday else None,
            }  # fmt: skip

    def _holdings(self) -> Iterator[dict[str, Any]]:
        for number in range(self._size.customers):
            back = timedelta(days=number % 90)
            if self.owner(number) is None:
                pooled = NOW - back - timedelta(days=2)
                yield {
                    "customer_id": number + 1, "pooled_at": pooled, "pooled_on": pooled.date(), "pool_reason": "没预算",
                    "former_owner_id": FIRST_REP + number % self._size.reps,
                }  # fmt: skip
            else:
                recycle_on = TODAY + timedelta(days=number % 60 + 1)
                yield {"customer_id": number + 1, "since_on": TODAY - back, "recycle_on": recycle_on}

    def _record(self, kind: str, person_id: int, at: datetime) -> int:
        self._number += 1
        self._records.append({"number": self._number, "kind": kind, "person_id": person_id, "made_at": at})
        return self._number

    def _visits(self) -> Iterator[dict[str, Any]]:
        """In the order they were made: day by day, every rep the same number."""
        size, days = self._size, self._workdays
        for serial in range(size.visits):
            day = days[serial * len(days) // size.visits]
            rep = serial % size.reps
            customer = size.own(rep, serial // size.reps)
            at = datetime.combine(day, time(9 + serial % 8, serial % 60), SHANGHAI).astimezone(UTC)
            self._days.setdefault((FIRST_REP + rep, day), []).append(customer)
            yield {
                "number": self._record("visit", FIRST_REP + rep, at), "person_id": FIRST_REP + rep,
                "customer_id": customer + 1, "visited_on": day, "visited_at": at, "reported_at": at,
                "summary": f"{TOPICS[serial % len(TOPICS)]}，{DETAILS[serial // 3 % len(DETAILS)]}",
                "evidence_level": 1, "next_on": day + timedelta(days=7) if serial % 3 == 0 else None,
            }  # fmt: skip

    def _followups(self) -> Iterator[dict[str, Any]]:
        """One in ten customers' next step of today or soon, and as many done as there are customers."""
        for serial in range(self._size.customers):
            rep = serial % self._size.reps
            customer = self._size.own(rep, serial // self._size.reps)
            stands = serial % 10 == 0
            due = TODAY + timedelta(days=serial // 10 % 14) if stands else TODAY - timedelta(days=serial % _DAYS)
            at = datetime.combine(min(due, TODAY), time(9), SHANGHAI).astimezone(UTC)
            yield {
                "number": self._record("followup", FIRST_REP + rep, at), "kind": "followup",
                "person_id": FIRST_REP + rep, "customer_id": customer + 1, "due_on": due, "note": "送样品",
                "state": "open" if stands else "done", "ended_at": None if stands else at,
            }  # fmt: skip

    def _leads(self) -> Iterator[dict[str, Any]]:
        """One in twenty customers of reps is registered."""
        for number in range(0, self._size.customers // 2, 20):
            owner = self.owner(number)
            if owner is None:
                return
            day = TODAY - timedelta(days=number // 20 % 29)
            at = datetime.combine(day, time(9), SHANGHAI).astimezone(UTC)
            yield {
                "number": self._record("lead", owner, at), "customer_id": number + 1, "person_id": owner,
                "open_key": f"{number + 1}:", "state": "held", "need": "注塑机2台", "contact_name": "王经理",
                "next_on": TODAY + timedelta(days=3), "registered_at": at, "registered_on": day,
                "protected_until": day + timedelta(days=30),
            }  # fmt: skip

    def _reports(self) -> Iterator[dict[str, Any]]:
        """One of every day on which somebody made a visit, but for today."""
        for person, day in self._days:
            if day < TODAY:
                at = datetime.combine(day, time(19, 42), SHANGHAI).astimezone(UTC)
                yield {
                    "number": self._record("report", person, at), "person_id": person, "report_on": day, "extra": "[]",
                    "state": "on_time", "body": "拜访三家", "first_filed_at": at, "filed_at": at,
                }  # fmt: skip

    def _money(self) -> tuple[Sequence[dict[str, Any]], Sequence[dict[str, Any]], Sequence[dict[str, Any]]]:
        owed: list[dict[str, Any]] = []
        paid: list[dict[str, Any]] = []
        settled: list[dict[str, Any]] = []
        for serial in range(self._size.receivables):
            rep = serial % self._size.reps
            customer = self._size.own(rep, serial // self._size.reps)
            amount = Decimal(self._pick.randrange(1, 200) * 1000)
            stands = serial // self._size.reps % 5 < 2
            due = TODAY + timedelta(days=self._pick.randrange(-200, 90) if stands else -self._pick.randrange(1, _DAYS))
            owed.append(
                {"id": serial + 1, "customer_id": customer + 1, "amount": amount, "due_on": due,
                 "open_amount": amount if stands else Decimal(0)}
            )  # fmt: skip
            if stands:
                continue
            at = datetime.combine(due, time(15), SHANGHAI).astimezone(UTC)
            number = self._record("payment", FIRST_REP + rep, at)
            paid.append(
                {"number": number, "customer_id": customer + 1, "person_id": FIRST_REP + rep, "amount": amount,
                 "unallocated": Decimal(0), "paid_on": due, "way": "transfer", "state": "confirmed", "made_at": at}
            )  # fmt: skip
            settled.append(
                {"id": len(settled) + 1, "payment_number": number, "receivable_id": serial + 1, "amount": amount}
            )
        return owed, paid, settled

    def _rep_days(self) -> Iterator[dict[str, Any]]:
        for (person, day), customers in self._days.items():
            yield {"person_id": person, "day": day, "visits": len(customers), "points": len(set(customers))}

    @staticmethod
    def _history(visits: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        for visit in visits:
            after = json.dumps({"number": visit["number"], "summary": visit["summary"]}, ensure_ascii=False)
            yield {
                "id": visit["number"], "at": visit["reported_at"], "person_id": visit["person_id"],
                "table_name": "visits", "row_id": visit["number"], "action": "insert", "after": after,
            }  # fmt: skip


def company_version(connection: Connection) -> None:
    """Let the directory see that there is a company."""
    connection.execute(update(CompanyVersion).values(value=1))
