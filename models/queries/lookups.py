"""Ways of asking that hold to the index, whatever a database believes of its tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, Self

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    ColumnExpressionArgument,
    Dialect,
    Text,
    TypeDecorator,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine

_FEW: Final = 20
"""So many keys are told as values, and one statement serves any that are as many."""


def has_any(*which: ColumnExpressionArgument[bool]) -> ColumnElement[bool]:
    """Whether a row of the outer statement has any of these, looked up for that row alone.

    PostgreSQL may answer an EXISTS among the selected columns by reading the whole other table once; it has to take
    the first row of this one.

    Args:
        which: conditions on the other table, one of them by the outer row.
    """
    return select(literal_column("1")).where(*which).limit(1).scalar_subquery().is_not(None)


def among(column: Any, keys: Collection[int] | Collection[str]) -> ColumnElement[bool]:
    """Whether a column is one of some keys: those of a whole company stand in the statement itself.

    A thousand bound values cost more than what is looked up by them: each is named, found again and told by itself.

    Args:
        column: of keys.
        keys: numbers, or keys of notices: ours, never what anybody wrote.
    """
    if are_many(keys):
        return _is_one_of(column, bindparam(None, sorted(keys), expanding=True, literal_execute=True))
    return _is_one_of(column, keys)


def _is_one_of(column: Any, keys: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_(keys)
    return found


def are_many(keys: Collection[int] | Collection[str]) -> bool:
    """Whether some keys stand in the statement itself."""
    return len(keys) > _FEW


def among_told(column: Any, *, many: bool) -> ColumnElement[bool]:
    """The same in a statement that is put together once, for putting it together costs as much as asking.

    Args:
        column: of keys.
        many: whether they stand in the statement itself (`are_many`); it is told them as `keys`.
    """
    return _is_one_of(column, bindparam("keys", expanding=True, literal_execute=many))


def among_any(column: Any) -> ColumnElement[bool]:
    """Whether a column is one of some numbers, told as `keys` in one value: the same statement serves any that are.

    Where every answer has another number of keys, each number of values would be a statement of its own, which the
    database plans when it comes.

    Args:
        column: of numbers.
    """
    return _IsAny(column, bindparam("keys", type_=_Keys()))


class _Keys(TypeDecorator[Collection[int]]):
    """Numbers in one value: an array, or its JSON for SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(BigInteger()) if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        keys = list(value or ())
        return keys if dialect.name == "postgresql" else str(keys)


class _IsAny(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:  # noqa: ARG002  (a method of SQLAlchemy)
        return self  # else SQLite is asked whether it equals 1, and reads the whole table for that


@compiles(_IsAny, "postgresql")
def _in_array(element: _IsAny, compiler: SQLCompiler, **more: Any) -> str:
    column, keys = element.clauses
    return f"{compiler.process(column, **more)} = ANY ({compiler.process(keys, **more)})"


@compiles(_IsAny, "sqlite")
def _in_json(element: _IsAny, compiler: SQLCompiler, **more: Any) -> str:
    column, keys = element.clauses
    return f"{compiler.process(column, **more)} IN (SELECT value FROM json_each({compiler.process(keys, **more)}))"
