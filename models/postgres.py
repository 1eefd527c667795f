"""PostgreSQL as messages need it: what a connection has planned once stays planned, also when somebody is refused.

psycopg has a statement planned by the server once it was said a few times, and forgets all of them whenever a
transaction or a savepoint is rolled back: it may have been one that altered a table. Ours are rolled back because
somebody was refused; until everything was planned anew, each answer took half as long again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

MOST_PREPARED: Final = 400
"""Statements that a connection keeps planned: psycopg's hundred are fewer than a morning's messages say."""
SAID_BEFORE: Final = 1
"""So often a statement was said that is worth planning: at the second time a day's list would wait for it again."""


class PlansKept(PGDialect_psycopg):
    """SQLAlchemy's dialect of psycopg, its plans kept beyond rollbacks; registered as `postgresql+waiqin`."""

    driver = "waiqin"
    supports_statement_cache = True

    def on_connect(self) -> Callable[[Any], Any]:
        """What is done with each new connection."""
        prepare: Callable[[Any], Any] = super().on_connect()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects are

        def connected(connection: Any) -> None:
            prepare(connection)
            connection.prepared_max = MOST_PREPARED
            connection.prepare_threshold = SAID_BEFORE

        return connected

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Roll a transaction back: by psycopg itself where a statement failed, which may be for an altered table."""
        if not _undone(dbapi_connection, "ROLLBACK"):
            dbapi_connection.rollback()

    def do_rollback_to_savepoint(self, connection: Connection, name: str) -> None:
        """Roll back to a savepoint, in the same way."""
        place = self.identifier_preparer.format_savepoint(None, name)  # type: ignore[no-untyped-call]  # as above
        if not _undone(connection.connection.dbapi_connection, f"ROLLBACK TO SAVEPOINT {place}"):
            super().do_rollback_to_savepoint(connection, name)  # type: ignore[no-untyped-call]  # as above


def _undone(connection: Any, said: str) -> bool:
    """Whether the server has undone what stood without a fault, told past psycopg."""
    server = connection.pgconn
    if server.transaction_status != TransactionStatus.INTRANS:
        return False
    return bool(server.exec_(said.encode()).status == ExecStatus.COMMAND_OK)
