"""`waiqin import`: what it reads, checks, says and writes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from bot import import_texts
from bot.clock import Clock
from bot.tables import SheetRows, TableError, read_tables, unread
from models.db import unit
from models.services import importing
from models.services.importing import Plan, Table
from models.times import shanghai_day

Say = Callable[[str], None]


def run(engine: Engine, path: Path, *, clock: Clock, say: Say, dry_run: bool = False, keep_good: bool = False) -> int:
    """Import a directory of CSV files or a workbook.

    Args:
        engine: of a migrated database.
        path: what to import.
        clock: for birthdays and for the history.
        say: prints one line.
        dry_run: check and count, write nothing.
        keep_good: write the rows that are in order although others are not.

    Returns:
        The command's exit code: 1 when something stands in the way, else 0.
    """
    started = time.perf_counter()
    try:
        tables = read_tables(path)
    except TableError as wrong:
        say(str(wrong))
        return 1
    now = clock.now()
    with unit(engine, now=now) as session:
        plan = importing.plan(session, {table: found.rows for table, found in tables.items()}, shanghai_day(now))
        if beside := unread(path):
            say(import_texts.ignored(path.name, beside, "文件" if path.is_dir() else "表"))
        _say_plan(plan, tables, say)
        refused = bool(plan.rejections) and not keep_good
        if not (dry_run or refused):
            with _progress(plan.size) as advance:
                importing.apply(session, plan, now, advance)
    if dry_run:
        say(import_texts.DRY_RUN_FAULTS if refused else import_texts.DRY_RUN_DONE)
    elif refused:
        say(import_texts.NOTHING_WRITTEN)
    else:
        say(import_texts.written(plan.size, time.perf_counter() - started))
    return int(refused)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's error stream, nothing where there is none."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(import_texts.PROGRESS, total=total)
        yield lambda rows: bar.advance(task, rows)


def _say_plan(plan: Plan, tables: Mapping[Table, SheetRows], say: Say) -> None:
    for found in tables.values():
        if found.ignored:
            say(import_texts.ignored(found.where, found.ignored))
    for rejected in plan.rejections:
        say(import_texts.rejection(tables[rejected.table].where, rejected))
    faults = Counter(rejected.table for rejected in plan.rejections)
    for table in (table for table in Table if table in tables):
        say(import_texts.counts(table, plan.counts[table], faults[table]))
