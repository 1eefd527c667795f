"""Statements of the message path, compiled once per kind of database and said to the driver directly.

SQLAlchemy builds an execution context for every execute; for the handful of small statements that every message needs
that costs more than SQLite's own work. The statements stay SQLAlchemy's, and so do the types: values go in and come
out through the columns' own processors. Everything else uses `connection.execute`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one kind of database wants it."""

    sql: str
    fixed: Mapping[str, Any]
    order: Sequence[str] | None
    into: Sequence[tuple[str, Processor]]
    out: Sequence[tuple[int, Processor]]
    error: type[Exception]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        bound = {**self.fixed, **values}
        for name, process in self.into:
            bound[name] = process(bound[name])
        return bound if self.order is None else [bound[name] for name in self.order]

    def row(self, found: Sequence[Any]) -> tuple[Any, ...]:
        made = list(found)
        for place, process in self.out:
            made[place] = process(made[place])
        return tuple(made)


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

    def run_each(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
        """Execute once for each set of values.

        Raises:
            DBAPIError: as `connection.execute` would.
        """
        form = self._form(connection)
        self._say(connection, form, [form.parameters(each) for each in values], many=True)

    def _say(self, connection: Connection, form: _Form, parameters: Any, *, many: bool = False) -> Any:
        driver = connection.connection
        cursor = driver.cursor()
        try:
            if many:
                cursor.executemany(form.sql, parameters)
            else:
                cursor.execute(form.sql, parameters)
        except form.error as error:
            if connection.dialect.is_disconnect(error, driver, cursor):  # type: ignore[arg-type]  # pool's own types
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
        into = [
            (name, process)
            for name, parameter in compiled.binds.items()
            if (process := _implementation(parameter.type, dialect).bind_processor(dialect)) is not None
        ]
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        out = [
            (place, process)
            for place, column in enumerate(self._results())
            if (process := _implementation(column.type, dialect).result_processor(dialect, None)) is not None
        ]
        order = compiled.positiontup if compiled.positional else None
        error: type[Exception] = dialect.loaded_dbapi.Error
        return _Form(str(compiled), fixed, order, into, out, error)

    def _results(self) -> Sequence[ColumnElement[Any]]:
        columns = getattr(self._statement, "selected_columns", None)
        if columns is None:
            columns = self._statement.exported_columns  # type: ignore[attr-defined]  # what an insert returns
        return list(columns)


def _implementation(type_: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return type_.dialect_impl(dialect)
