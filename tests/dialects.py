"""One cache of compiled statements for all databases of a test run.

SQLAlchemy compiles a statement once per engine, and every test has an engine of its own: the suite would spend most of
its time on compiling the same few hundred statements. Dialects that are set up alike are called equal here, so that
what one test compiled serves the next.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from models.postgres import PlansKept

COMPILED: Final[dict[Any, Any]] = {}


class _Alike:
    """Equal to every dialect of its class that writes JSON in the same way."""

    _json_serializer: Any

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._json_serializer is getattr(other, "_json_serializer", None)

    def __hash__(self) -> int:
        return hash((type(self), self._json_serializer))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=COMPILED)


class SharedSqlite(_Alike, SQLiteDialect_pysqlite):
    """SQLite with the run's cache."""

    supports_statement_cache = True


class SharedPostgres(_Alike, PlansKept):
    """PostgreSQL with the run's cache."""

    supports_statement_cache = True


def share() -> None:
    """Let every engine of this process use them."""
    registry.register("sqlite", __name__, "SharedSqlite")
    registry.register("postgresql.waiqin", __name__, "SharedPostgres")
