"""The papers say what the code does: dependencies, settings, commands, columns, promises, examples."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import typer
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from bot import replay
from bot.channels.base import InboundMessage
from bot.channels.wecom_app import WecomApp
from bot.cli import app
from bot.clock import SystemClock
from bot.settings import PREFIX, Settings, load
from bot.tables import HEADERS, NAMES
from bot.webhook import PATH, WecomCallback
from docs import send_callback
from models.db import make_engine
from models.services.importing import COLUMNS, Table
from tests.fakes.app import AES_KEY, AGENT_ID, CORP_ID, SECRET, TOKEN

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
PAPERS = (*READMES, *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))))
PRODUCT = ("bot", "handlers", "models", "scheduler")
NEVER_IMPORTED = {"tzdata": "the standard library looks for it"}


def read(paper: str) -> str:
    return (ROOT / paper).read_text(encoding="utf-8")


def plain(name: str) -> str:
    return name.lower().replace("_", "-")


@cache
def declared() -> tuple[frozenset[str], frozenset[str]]:
    """What pyproject.toml names: for the product, and for tests only."""
    project = tomllib.loads(read("pyproject.toml"))["project"]

    def names(requirements: list[str]) -> frozenset[str]:
        return frozenset(plain(re.split(r"[\[<>=;! ]", each)[0]) for each in requirements)

    return names(project["dependencies"]), names(project["optional-dependencies"]["test"])


def section(paper: str, *headings: str) -> str:
    """The text below one of these headings, up to the next of its rank."""
    parts = re.split(r"^(##+ .*)\n", read(paper), flags=re.MULTILINE)
    return next(text for heading, text in zip(parts[1::2], parts[2::2], strict=True) if heading in headings)


def tables(text: str) -> list[list[list[str]]]:
    """The cells of all tables, without their headings."""
    found = re.findall(r"^\|(?: --- \|)+\n((?:\|.*\n?)+)", text, re.MULTILINE)
    return [
        [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in each.splitlines()] for each in found
    ]


def packages(table: list[list[str]]) -> frozenset[str]:
    return frozenset(plain(name.split()[0]) for row in table for name in re.split("[,、]", row[0]))


@pytest.mark.parametrize("paper", READMES)
def test_the_tables_hold_exactly_the_dependencies(paper: str) -> None:
    product, tests = tables(section(paper, "## Dependencies", "## 依赖"))

    assert (packages(product), packages(tests)) == declared()


def test_what_is_declared_is_imported_and_what_is_imported_is_declared() -> None:
    distributions = packages_distributions()
    imported: set[str] = set()
    for folder in PRODUCT:
        for file in (ROOT / folder).rglob("*.py"):
            for top in imports(ast.parse(file.read_text(encoding="utf-8"))):
                imported.update(plain(name) for name in distributions.get(top, []))

    product, _ = declared()
    assert imported - {"waiqin"} == product - NEVER_IMPORTED.keys()


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("paper", READMES)
def test_every_setting_is_in_both_readmes(paper: str) -> None:
    told = set(re.findall(rf"`({PREFIX}\w+)`", read(paper)))

    assert told == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {"WAIQIN_CONFIG"}


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


@pytest.mark.parametrize("paper", READMES)
def test_every_command_is_in_both_readmes(paper: str) -> None:
    told = set(re.findall(r"^\| `waiqin ([a-z]+)", read(paper), re.MULTILINE))

    assert told == set(commands())


def test_every_option_is_described() -> None:
    (rows,) = tables(section("docs/using.md", "## Commands and options"))
    told = {row[0].split()[1].strip("`"): set(re.findall(r"--[a-z-]+", row[1])) for row in rows}

    assert told == {
        name: {flag for each in command.params for flag in each.opts if flag.startswith("--")}
        for name, command in commands().items()
    }


@pytest.mark.parametrize("table", Table)
def test_every_column_is_described(table: Table) -> None:
    chinese = next(name for name, found in NAMES.items() if found == table and not name.isascii())
    (rows,) = tables(section("docs/using.md", f"### {table} · {chinese}"))
    told = [(row[0].strip("*"), row[0].startswith("**"), set(row[1].split("、"))) for row in rows]

    headers = HEADERS[table].items()
    assert told == [
        (column.name, column.required, {header for header, name in headers if name == column.name})
        for column in COLUMNS[table]
    ]


def test_the_promises_name_tests_and_files_that_exist() -> None:
    promises = read("docs/promises.md")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", promises)
    missing = [f"{file}::{name}" for file, name in named if not re.search(rf"def {name}\(", read(file))]
    files = re.findall(r"`([\w./]+/[\w.]+|Makefile|pyproject\.toml|README\.md)`", promises)

    assert len(named) > 80
    assert missing == []
    assert [file for file in files if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper: str) -> None:
    folder = (ROOT / paper).parent
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", read(paper))]

    assert [link for link in links if "://" in link or not (folder / link).exists()] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_file_that_a_paper_names_is_there(paper: str) -> None:
    named = re.findall(rf"`((?:{'|'.join((*PRODUCT, 'tests', 'benchmarks', 'docs'))})/[\w/.-]+)`", read(paper))

    assert [name for name in named if not (ROOT / name).exists()] == []


def printed(script: Path) -> str:
    lines: list[str] = []
    complaints: list[str] = []
    assert replay.run(script, say=lines.append, complain=complaints.append) == 0
    assert complaints == []
    return "\n".join(lines)


def test_the_day_in_the_docs_runs() -> None:
    assert "已作废 拜访#4" in printed(ROOT / "docs" / "day.replay")


def test_the_replay_in_the_papers_prints_what_they_show(tmp_path: Path) -> None:
    fenced = dict(re.findall(r"```(replay|conversation)\n(.*?)\n```", read("docs/using.md"), re.DOTALL))
    script = tmp_path / "morning.replay"
    script.write_text(fenced["replay"], encoding="utf-8")

    assert printed(script) == fenced["conversation"]


def test_the_backup_in_the_papers_holds_what_was_just_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.findall(r'^\.venv/bin/python -c "(.*)"$', section("docs/using.md", "## Backup and restore"), re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    for folder in ("data", "backup"):
        Path(folder).mkdir()
    running = make_engine("sqlite:///data/waiqin.db")
    with running.begin() as connection:
        connection.execute(text("CREATE TABLE written (word TEXT)"))
        connection.execute(text("INSERT INTO written VALUES ('刚才')"))
        subprocess.run([sys.executable, "-c", *code], check=True)  # while somebody writes
        connection.execute(text("INSERT INTO written VALUES ('之后')"))
    subprocess.run([sys.executable, "-c", *code], check=True)
    running.dispose()

    with make_engine("sqlite:///backup/waiqin.db").connect() as connection:
        assert connection.scalars(text("SELECT word FROM written")).all() == ["刚才", "之后"]


async def test_the_script_for_trying_the_callback_speaks_to_the_real_door() -> None:
    settings = load(
        wecom_corp_id=CORP_ID, wecom_agent_id=AGENT_ID, wecom_secret=SECRET,
        wecom_token=TOKEN, wecom_aes_key=AES_KEY,
    )  # fmt: skip
    taken: list[InboundMessage] = []

    async def receive(message: InboundMessage) -> str:
        taken.append(message)
        return "记下了 拜访#1" if message.userid == "lilei" else ""

    site = web.Application()
    site.add_routes(WecomCallback(WecomApp(settings, SystemClock()), receive).routes())
    async with TestServer(site) as server:
        url = str(server.make_url(PATH))
        answer = await send_callback.send(url, "lilei", "拜访 东吴", "1")
        silent = await send_callback.send(url, "hanmei", "拜访 东吴", "2")

    assert (answer.status, answer.text) == (200, "记下了 拜访#1")
    assert b"\xe6\x8b\x9c" not in answer.sealed
    assert (silent.status, silent.sealed, silent.text) == (200, b"", "")
    assert [message.payload["text"] for message in taken] == ["拜访 东吴"] * 2
