"""What the clock costs where nothing is due: `python -m benchmarks.scans [--customers N]`.

A company on PostgreSQL whose customers are all well looked after: none is silent, nothing is owed soon, nothing lapses.
Every tick of the table runs as the office runs it, in its parts, and is taken back; the slowest unit of each counts.
What reads a growing table from end to end although that is made dear, has no index and is named.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, text, update

from benchmarks.desk import GROWING, listening
from benchmarks.desk_data import _copy
from bot.clock import PretendClock
from bot.office import Office
from bot.settings import Settings
from models.db import make_engine
from models.schema import (
    CompanyVersion,
    Contact,
    Customer,
    DailyReport,
    Holding,
    Person,
    Receivable,
    Record,
    RecordKind,
    ReportState,
    Role,
    Visit,
)
from models.times import SHANGHAI
from scheduler.ticks import TICKS, Tick
from tests.databases import databases

NOW: Final = datetime(2026, 11, 25, 12, 0, tzinfo=SHANGHAI)
TODAY: Final = date(2026, 11, 25)
TARGET_MS: Final = 50
TEAM: Final = 10
ROUNDS: Final = 3
_READS: Final = re.compile(r"\s*(SELECT|WITH)\b")


def rows(customers: int) -> Iterator[tuple[Any, Iterator[dict[str, Any]]]]:
    """A company in which everybody has done what he has to."""
    reps = range(1_000, 1_000 + max(customers // 200, 2 * TEAM))
    leaders = range(100, 100 + len(reps) // TEAM)
    made = NOW.astimezone(UTC) - timedelta(days=300)
    yield Person, ({"id": 1, "userid": "boss", "name": "方远", "role": Role.DIRECTOR, "active": True} for _ in "1")
    yield (
        Person,
        (
            {
                "id": one,
                "userid": f"m{one}",
                "name": f"主管{one}",
                "role": Role.MANAGER,
                "manager_id": 1,
                "active": True,
            }
            for one in leaders
        ),
    )
    yield (
        Person,
        (
            {
                "id": one, "userid": f"r{one}", "name": f"销售{one}", "role": Role.REP, "active": True,
                "manager_id": leaders[one % len(leaders)],
            }
            for one in reps
        ),
    )  # fmt: skip
    owners = [reps[one % len(reps)] for one in range(customers)]
    yield (
        Customer,
        (
            {
                "id": one + 1, "code": f"C{one}", "name": f"第{one}机械有限公司", "name_key": f"第{one}机械",
                "active": True,
                "owner_id": owner, "level": "B", "created_at": made,
            }
            for one, owner in enumerate(owners)
        ),
    )  # fmt: skip
    yield (
        Contact,
        (
            {
                "id": one + 1,
                "customer_id": one + 1,
                "name": "王工",
                "birthday_month": 6,
                "birthday_day": 1,
                "active": True,
            }
            for one in range(customers)
        ),
    )
    yield (
        Holding,
        (
            {
                "customer_id": one + 1, "since_on": TODAY - timedelta(days=300),
                "recycle_on": TODAY + timedelta(days=40 + one % 20), "silent_on": TODAY + timedelta(days=12 + one % 5),
            }
            for one in range(customers)
        ),
    )  # fmt: skip
    told = NOW.astimezone(UTC) - timedelta(days=2)
    yield (
        Record,
        (
            {"number": one + 1, "kind": RecordKind.VISIT, "person_id": owner, "made_at": told}
            for one, owner in enumerate(owners)
        ),
    )
    yield (
        Visit,
        (
            {
                "number": one + 1, "person_id": owner, "customer_id": one + 1, "visited_on": TODAY - timedelta(days=2),
                "visited_at": told, "reported_at": told, "summary": "谈报价", "evidence_level": 2,
            }
            for one, owner in enumerate(owners)
        ),
    )  # fmt: skip
    yield (
        Receivable,
        (
            {
                "id": one + 1, "customer_id": one + 1, "amount": 1000, "open_amount": 1000,
                "due_on": TODAY + timedelta(days=60 + one % 30), "created_at": made,
            }
            for one in range(customers)
        ),
    )  # fmt: skip
    days = [TODAY, TODAY - timedelta(days=1)]
    filed = [(rep, day) for day in days for rep in reps]
    yield (
        Record,
        (
            {"number": customers + place, "kind": RecordKind.REPORT, "person_id": rep, "made_at": told}
            for place, (rep, _) in enumerate(filed, 1)
        ),
    )
    yield (
        DailyReport,
        (
            {
                "number": customers + place, "person_id": rep, "report_on": day, "state": ReportState.ON_TIME,
                "extra": "[]", "filed_at": told, "first_filed_at": told,
            }
            for place, (rep, day) in enumerate(filed, 1)
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    """What one unit of a tick costs; milliseconds, the quickest of several rounds, and what it scanned."""

    name: str
    slowest: float
    units: int
    statements: int
    scanned: frozenset[str]


def fill(engine: Engine, customers: int) -> None:
    """Put the company into an empty database."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for mapped, made in rows(customers):
            _copy(connection, mapped.__table__, made)
        connection.execute(update(CompanyVersion).values(noted_version=CompanyVersion.value))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


async def measure(address: str, folder: Path) -> list[Cost]:
    """Each tick of the table, run as the office runs it; what it writes is taken back."""
    settings = Settings(database_url=address, data_dir=folder)
    office = await Office.open(settings, clock=PretendClock(NOW.astimezone(UTC)), live=False)
    try:
        return [_cost(office, tick) for tick in TICKS]
    finally:
        await office.close()


def _cost(office: Office, tick: Tick) -> Cost:
    took: list[float] = []
    with listening(office.engine) as said:
        for _ in range(ROUNDS):
            units = list(_units(office, tick))
            took.append(max(units))
    asked = {statement: given for statement, given in said.statements if _READS.match(statement)}
    scanned = {table for one in asked.items() for table in _scanned(office.engine, *one)}
    return Cost(tick.name, min(took), len(units), len(said.statements) // ROUNDS, frozenset(scanned))


def _units(office: Office, tick: Tick) -> Iterator[float]:
    """Milliseconds of each unit of work."""
    behind: int | None = 0
    while behind is not None:
        with office.engine.connect() as connection:
            begun = time.perf_counter()
            behind = office._run_part(tick, office.clock.now(), behind, connection)
            yield (time.perf_counter() - begun) * 1000
            connection.rollback()


def _scanned(engine: Engine, statement: str, given: Any) -> list[str]:
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        cursor = driver.cursor()
        # What is read from end to end although that is made dear has no index.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", given)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    return [table for table in GROWING if re.search(rf"Seq Scan on {table}\b", plan)]


def main() -> None:
    """Print one line a tick."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=200_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), postgres=True) as fresh:
        address = fresh()
        engine = make_engine(address)
        fill(engine, given.customers)
        engine.dispose()
        costs = asyncio.run(measure(address, Path(folder)))
    for cost in costs:
        wrong = f", reads all of {', '.join(sorted(cost.scanned))}" if cost.scanned else ""
        mark = "" if cost.slowest <= TARGET_MS else "  over the target"
        print(f"{cost.name:14} {cost.slowest:7.1f} ms, {cost.units} unit(s), {cost.statements} statements{wrong}{mark}")


if __name__ == "__main__":
    main()
