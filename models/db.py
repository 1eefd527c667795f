"""Engines and transactions. `unit()` is the only commit outside the desk's batches.

SQLite: WAL, synchronous=FULL, foreign keys, one writer that takes its lock at BEGIN. PostgreSQL: psycopg 3.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.dialects import registry
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from models import history, name_pieces

BUSY_TIMEOUT_MS = 5_000
PAGES_KIB = 4_000
"""What a SQLite connection keeps of the file itself. The system holds the whole of it anyway, and fetching a page from
there takes a microsecond; four times as much made a visit no faster and the process 12 MiB larger."""
LOG_PAGES = 4_000
"""Pages in SQLite's log before they are copied into the file. They are few and written again and again: four times as
many as usual are copied half as often, and syncing the file holds every answer up; the log takes 16 MiB."""
_AT_REST = "session at rest"
STATEMENT_LIMIT_S = 10
"""No single statement may take longer: a runaway query fails alone instead of holding everybody up."""

event.listen(Session, "after_flush", name_pieces.keep)
registry.register("postgresql.waiqin", "models.postgres", "PlansKept")


def make_engine(url: str, *, pool_size: int = 10, durable: bool = True) -> Engine:
    """An engine for a SQLite file or a PostgreSQL database.

    Args:
        url: `sqlite:///path` or `postgresql+psycopg://…` (plain `postgresql://` is read as psycopg).
        pool_size: connections kept open at most.
        durable: a SQLite file survives a power cut; a replay's own file need not, and a year of it takes half the time.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=0,
            hide_parameters=True,
            json_serializer=_as_json,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        if not durable:
            event.listen(engine, "connect", lambda opened, _record: opened.execute("PRAGMA synchronous=OFF"))
        return engine
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        parsed = parsed.set(drivername="postgresql+waiqin")
    return create_engine(
        parsed,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        json_serializer=_as_json,
        hide_parameters=True,  # an error's parameters are what people wrote, and errors are logged
        connect_args={"options": f"-c statement_timeout={STATEMENT_LIMIT_S * 1000} -c TimeZone=UTC"},
    )


def _as_json(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # halves of characters and other things that only the standard library writes
        return json.dumps(value, default=_as_text)


def _as_text(value: date | time) -> str:
    return value.isoformat()


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, else DDL and SELECT run outside transactions
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"cache_size=-{PAGES_KIB}",
        f"wal_autocheckpoint={LOG_PAGES}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads first and writes later fails with SQLITE_BUSY whatever the time-out.
    read_only = connection.get_execution_options().get("waiqin_read_only", False)
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.execute(begin)  # through the connection it takes several times as long, for every batch
    except sqlite3.Error as error:
        raise DBAPIError.instance(begin, None, error, sqlite3.Error, dialect=connection.dialect) from error


def open_session(
    connection: Connection,
    *,
    person_id: int | None = None,
    message_id: int | None = None,
    now: datetime | None = None,
) -> Session:
    """A session inside a transaction that somebody else commits; its changes are recorded in the history.

    Args:
        connection: already in a transaction.
        person_id: who changes things, for the history.
        message_id: by which message.
        now: the instant that the history shows; the system's clock when nobody pretends another.
    """
    session: Session | None = connection.info.pop(_AT_REST, None)
    if session is None or session.bind is not connection:
        session = Session(connection, expire_on_commit=False, autoflush=False, join_transaction_mode="rollback_only")
    session.info[history.ACTOR] = history.Actor(person_id, message_id, now or datetime.now(UTC))
    return session


def leave_session(session: Session) -> None:
    """Close a session whose transaction goes on; the next one on its connection takes its place.

    Making one costs as much as a statement, and closing one half as much: most messages write a visit by statements of
    their own and never begin with it.
    """
    if session.in_transaction():
        session.close()
    if isinstance(session.bind, Connection):
        session.bind.info[_AT_REST] = session


@contextmanager
def unit(engine: Engine, *, now: datetime | None = None) -> Iterator[Session]:
    """One transaction of its own: for command-line tools, tests and set-up, not for messages."""
    with engine.connect() as connection, connection.begin():
        session = open_session(connection, now=now)
        try:
            yield session
            session.flush()
        finally:
            session.close()


def is_sqlite(bind: Connection | Engine | Session) -> bool:
    """Whether this speaks to SQLite."""
    if isinstance(bind, Session):
        bind = bind.connection()
    return bind.dialect.name == "sqlite"


def lower_ctype(engine: Engine) -> str:
    """PostgreSQL's LC_CTYPE of this database; empty on SQLite."""
    if is_sqlite(engine):
        return ""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT datctype FROM pg_database WHERE datname = current_database()"))
        return str(found.scalar_one())
