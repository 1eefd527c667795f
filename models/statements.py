"""Statements of the message path, compiled once per kind of database and said to the driver directly.

SQLAlchemy builds an execution context for every execute; for the handful of small statements that every message needs
that costs more than SQLite's own work. The statements stay SQLAlchemy's, and so do the types: values go in and come
out through the columns' own processors, nothing (NULL) as it is. Everything else uses `connection.execute`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from models.schema.base import UtcDateTime

Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one kind of database wants it.

    Attributes:
        sql: its text.
        by_place: whether the driver wants the values in their order, not by name.
        given: the parameters in their order.
        picked: takes their values, in this order, from all that is told.
        into: places among them that need a processor, which leaves nothing (None) as it is.
        fixed: values that the statement itself gives.
        out: places in a row that need a processor, which leaves nothing as it is.
        by_last_row: whether the driver tells the key of an inserted row beside the statement, not as its result.
        error: the driver's errors.
    """

    sql: str
    by_place: bool
    given: Sequence[str]
    picked: Callable[[Mapping[str, Any]], Iterable[Any]]
    into: Sequence[tuple[int, Processor]]
    fixed: Mapping[str, Any]
    out: Sequence[tuple[int, Processor]]
    by_last_row: bool
    error: type[Exception]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        told = {**self.fixed, **values} if self.fixed else values
        made = list(self.picked(told))
        for place, process in self.into:
            made[place] = process(made[place])
        return made if self.by_place else dict(zip(self.given, made, strict=True))

    def row(self, found: Sequence[Any]) -> tuple[Any, ...]:
        made = list(found)
        for place, process in self.out:
            made[place] = process(made[place])
        return tuple(made)


def connection_of(session: Session) -> Connection:
    """The connection to say a prepared statement on, without telling the session of it, which costs as much again.

    Args:
        session: of a message: bound to a connection whose transaction somebody else commits.
    """
    return session.bind if isinstance(session.bind, Connection) else session.connection()


class Prepared:
    """One such statement.

    Args:
        statement: a select, or an insert or update whose values are all bound parameters.
        columns: of an insert without values: the columns that every execution gives.
    """

    def __init__(self, statement: Executable, *, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._forms: dict[str, _Form] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Execute and fetch all rows.

        Raises:
            DBAPIError: as `connection.execute` would.
        """
        form = self._form(connection)
        found = self._say(connection, form, form.parameters(values)).fetchall()
        return [form.row(row) for row in found] if form.out else found

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Execute and return how many rows it touched.

        Raises:
            DBAPIError: as `connection.execute` would.
        """
        form = self._form(connection)
        return int(self._say(connection, form, form.parameters(values)).rowcount)

    def run_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Execute once for each of several rows; returns how many rows all of them touched.

        Raises:
            DBAPIError: as `connection.execute` would.
        """
        if not rows:
            return 0
        form = self._form(connection)
        said = self._say(connection, form, [form.parameters(values) for values in rows], many=True)
        return int(said.rowcount)

    def key(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Execute an insert of one row whose key the database makes, and return that key.

        Raises:
            DBAPIError: as `connection.execute` would.
        """
        form = self._form(connection)
        said = self._say(connection, form, form.parameters(values))
        return int(said.lastrowid if form.by_last_row else said.fetchall()[0][0])

    def _say(self, connection: Connection, form: _Form, parameters: Any, *, many: bool = False) -> Any:
        driver: Any = connection.connection.dbapi_connection
        try:
            if not many:
                return driver.execute(form.sql, parameters)  # both drivers make the cursor for it
            cursor = driver.cursor()
            cursor.executemany(form.sql, parameters)
        except form.error as error:
            if connection.dialect.is_disconnect(error, driver, None):  # type: ignore[arg-type]  # of any driver
                connection.invalidate(error)
            raise DBAPIError.instance(
                form.sql, None, error, form.error, hide_parameters=True, dialect=connection.dialect
            ) from error
        return cursor

    def _form(self, connection: Connection) -> _Form:
        form = self._forms.get(connection.dialect.name)
        if form is None:
            form = self._forms[connection.dialect.name] = self._compile(connection.dialect)
        return form

    def _compile(self, dialect: Dialect) -> _Form:
        keys = None if self._columns is None else list(self._columns)
        compiled = self._statement.compile(dialect=dialect, column_keys=keys)  # type: ignore[attr-defined]  # of clauses
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  (narrows the type: DDL is never prepared)
        into = {name: _into(parameter.type, dialect) for parameter, name in compiled.bind_names.items()}
        given = list(into) if compiled.positiontup is None else list(compiled.positiontup)
        return _Form(
            sql=str(compiled),
            by_place=compiled.positiontup is not None,
            given=given,
            picked=_picking(given),
            into=[(place, process) for place, name in enumerate(given) if (process := into[name]) is not None],
            fixed={name: value for name, value in compiled.params.items() if not compiled.binds[name].required},
            out=[
                (place, process)
                for place, column in enumerate(self._results())
                if (process := _out(column.type, dialect)) is not None
            ],
            by_last_row=compiled.postfetch_lastrowid,
            error=dialect.loaded_dbapi.Error,
        )

    def _results(self) -> Sequence[ColumnElement[Any]]:
        columns = getattr(self._statement, "selected_columns", None)
        if columns is None:
            columns = self._statement.exported_columns  # type: ignore[attr-defined]  # what an insert returns
        return list(columns)


def _picking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Iterable[Any]]:
    # A getter of one name gives its bare value; of several it takes half the time that a loop does.
    return itemgetter(*names) if len(names) > 1 else lambda told: [told[name] for name in names]


def _into(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    if dialect.name == "sqlite" and isinstance(type_, UtcDateTime):
        return _instant_as_text
    if dialect.name == "sqlite" and isinstance(type_, Date):
        return _day_as_text
    return _of_something(type_.dialect_impl(dialect).bind_processor(dialect))


def _out(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    if dialect.name == "sqlite" and isinstance(type_, UtcDateTime):
        return _instant_from_text
    return _of_something(type_.dialect_impl(dialect).result_processor(dialect, None))


def _of_something(process: Processor | None) -> Processor | None:
    if process is None:
        return None
    return lambda value: None if value is None else process(value)


# What SQLAlchemy makes of days and instants for SQLite is their ISO text; it puts it together figure by figure, which
# for the dozen instants of a message costs as much as two statements. Those are three at most, each told many times.


@lru_cache(maxsize=64)
def _instant_as_text(at: datetime | None) -> str | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return utc.isoformat(" ", "microseconds").removesuffix("+00:00")


@lru_cache(maxsize=64)
def _instant_from_text(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept).replace(tzinfo=UTC)


@lru_cache(maxsize=64)
def _day_as_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
