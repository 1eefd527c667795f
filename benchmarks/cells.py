"""What is measured against what: each cell starts its servers on a fresh database and says where they listen."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.generator import Plan
from benchmarks.messages import Company
from benchmarks.servers import (
    PYTHON,
    ROOT,
    Database,
    Postgres,
    Server,
    Sqlite,
    cpu_seconds,
    fake_wecom,
    free_port,
    resident,
    waiqin,
)

LABELS = {
    "a": "(a) aiohttp echo",
    "b": "(b) the same + SQLite insert, grouped commits: durable floor",
    "c": "(c) Flask + gunicorn + wechatpy echo",
    "d": "(d) waiqin, visits on SQLite",
    "e1": "(e) waiqin, visits on PostgreSQL, one process",
    "e2": "(e) waiqin, visits on PostgreSQL, two processes",
}
FLOORS = frozenset("abc")


@dataclass(slots=True)
class Started:
    """Servers that are up, and the database behind them."""

    servers: list[Server]
    database: Database | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def ports(self) -> list[int]:
        return [server.port for server in self.servers]

    @property
    def pids(self) -> list[int]:
        return [server.process.pid for server in self.servers]

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What is in the database now."""
        return self.database.rows(self.settings, statement) if self.database else []

    def visits(self) -> int:
        """How many visits are stored."""
        return int(self.rows("SELECT count(*) FROM visits")[0][0]) if self.database else 0


@dataclass(frozen=True, slots=True)
class Result:
    """One measurement of one cell.

    Attributes:
        measured: the generator's own figures (`generator.Measurement`).
        cpu_us: processor time of the servers a message.
        database_us: of the database's own processes.
        peak_mib: the highest resident memory of the servers.
        missing: messages without a visit of their own; doubles are negative.
    """

    measured: dict[str, Any]
    cpu_us: float
    database_us: float
    peak_mib: float
    missing: int


class Bench:
    """A folder with a company, a pretended WeCom, and originals of both databases, made when first needed.

    Args:
        company: what the databases hold.
    """

    def __init__(self, company: Company) -> None:
        self.company = company
        self._stack = ExitStack()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="wq")))
        self.epoch = int(time.time())
        self._runs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    @cached_property
    def wecom(self) -> Server:
        return self._stack.enter_context(fake_wecom(self.folder, self.company))

    @cached_property
    def sqlite(self) -> Sqlite:
        return Sqlite(self.folder / "sqlite", self.company, self.wecom)

    @cached_property
    def postgres(self) -> Postgres:
        made = Postgres(self.folder / "pg", self.company, self.wecom)
        self._stack.callback(made.close)
        return made

    @contextmanager
    def started(self, cell: str, more: Mapping[str, str] | None = None) -> Iterator[Started]:
        """Start a cell's servers on a fresh database; stop them after."""
        self._runs += 1
        folder = self.folder / f"run{self._runs}"
        folder.mkdir()
        with ExitStack() as stack:
            up = self._floor(cell, folder) if cell in FLOORS else self.product(cell, folder, more)
            for server in up.servers:
                stack.enter_context(server)
            for server in up.servers:
                server.wait("" if cell in FLOORS else "/readyz")
            yield up

    def product(self, cell: str, folder: Path, more: Mapping[str, str] | None = None) -> Started:
        """Start `waiqin serve` on a fresh database without waiting for it."""
        database, settings = self.prepared(cell, folder)
        return self.launch(cell, folder, database, settings | dict(more or {}))

    def prepared(self, cell: str, folder: Path) -> tuple[Database, dict[str, str]]:
        """A fresh database, and the settings that name it."""
        database: Database = self.sqlite if cell == "d" else self.postgres
        return database, database.fresh(folder)

    def launch(self, cell: str, folder: Path, database: Database, settings: dict[str, str]) -> Started:
        """Start `waiqin serve` on a prepared database without waiting for it."""
        count = 2 if cell == "e2" else 1
        servers = [waiqin("serve", free_port(), folder, self.wecom, settings) for _ in range(count)]
        return Started(servers, database, settings)

    def _floor(self, cell: str, folder: Path) -> Started:
        port, log = free_port(), folder / "server.log"
        if cell == "c":
            where = ["-b", f"127.0.0.1:{port}", "benchmarks.flask_echo:app"]
            gunicorn = [PYTHON, "-m", "gunicorn", "-w", "1", "-k", "gthread", "--threads", "16", "--log-level", "error"]
            return Started([Server([*gunicorn, *where], port, log)])
        floor = ["echo"] if cell == "a" else ["durable", "--database", str(folder / "floor.db")]
        return Started([Server([PYTHON, "-m", "benchmarks.floors", *floor, "--port", str(port)], port, log)])

    def measure(self, up: Started, cell: str, **plan: Any) -> Result:
        """Send a plan's messages and watch the servers meanwhile."""
        self.epoch += 1
        given = Plan(
            ports=up.ports,
            company=asdict(self.company),
            expect="echo" if cell in FLOORS else "visit",
            epoch=self.epoch,
            **{"warm": self.company.reps} | plan,
        )
        before = up.visits()
        own, others = up.pids, up.database.pids() if up.database else []
        with Generator(given) as generator:
            used, used_others = cpu_seconds(own), cpu_seconds(others)
            measured = generator.go()
            used, used_others = cpu_seconds(own) - used, cpu_seconds(others) - used_others
        missing = given.warm + given.count - (up.visits() - before) if up.database else 0
        peak = resident(own, peak=True)
        return Result(measured, used / given.count * 1e6, used_others / given.count * 1e6, peak, missing)


class Generator:
    """The load generator's process, warmed and waiting.

    Args:
        plan: what it sends.
    """

    def __init__(self, plan: Plan) -> None:
        self._process = subprocess.Popen(
            [PYTHON, "-m", "benchmarks.generator"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._say(json.dumps(asdict(plan)))
        if self._hear() != "ready":
            raise RuntimeError("the generator did not get ready")

    def go(self) -> dict[str, Any]:
        """Let it send; returns what it measured."""
        self._say("go")
        found: dict[str, Any] = json.loads(self._hear())
        return found

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()
