"""Ways of asking that hold to the index, whatever a database believes of its tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, ColumnExpressionArgument, bindparam, literal_column, select

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
