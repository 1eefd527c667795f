"""The desk: takes units of work, runs them, commits, and gives the results back after the commit.

Which way depends on the database: `bot.grouping_desk` for SQLite, `bot.threaded_desk` for PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from bot.grouping_desk import GroupingDesk
from bot.threaded_desk import ThreadedDesk
from bot.units import Desk
from models.db import is_sqlite


def open_desk(engine: Engine, *, on_broken_commit: Callable[[], None], durable: bool = True) -> Desk:
    """The desk for a database; see `Desk` for the arguments.

    Args:
        engine: the database.
        on_broken_commit: see `Desk`.
        durable: commits wait for the disk; where they do not (a replay), the loop makes them itself.
    """
    if is_sqlite(engine):
        return GroupingDesk(engine, on_broken_commit=on_broken_commit, durable=durable)
    return ThreadedDesk(engine, on_broken_commit=on_broken_commit)
