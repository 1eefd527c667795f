"""Ways of asking that hold to the index, whatever a database believes of its tables."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ColumnExpressionArgument, literal_column, select


def has_any(*which: ColumnExpressionArgument[bool]) -> ColumnElement[bool]:
    """Whether a row of the outer statement has any of these, looked up for that row alone.

    PostgreSQL may answer an EXISTS among the selected columns by reading the whole other table once; it has to take
    the first row of this one.

    Args:
        which: conditions on the other table, one of them by the outer row.
    """
    return select(literal_column("1")).where(*which).limit(1).scalar_subquery().is_not(None)
