"""Reading the days that are noted of customers with an owner: protection that ends, falling back, silence (B1, C8).

For one person they are looked up together, once for each of his customers; for a company each kind by its index.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import CompoundSelect, Select, bindparam, func, or_, select, union
from sqlalchemy.orm import Session

from models.queries.lookups import among_told, are_many
from models.schema import Customer, Holding

Row = tuple[int, int, date | None, date | None, date | None]


class NotedDays(NamedTuple):
    """What is noted of some people's customers for the days that were asked about.

    Attributes:
        protected: whose, which, and the last protected Shanghai day, by day.
        recycled: whose and which may fall back, the first night first.
        silent: which are to be told of as silent.
    """

    protected: Sequence[tuple[int, int, date]]
    recycled: Sequence[tuple[int, int]]
    silent: Sequence[int]


NEVER: Final = (date.min, date.min)


def find_noted_days(
    session: Session,
    owner_ids: Collection[int],
    *,
    protected: Collection[date] = (),
    recycled: Collection[date] = (),
    silent: tuple[date, date] = NEVER,
) -> NotedDays:
    """What is noted of some people's active customers.

    Args:
        session: any.
        owner_ids: of the customers.
        protected: Shanghai days on which a protection ends.
        recycled: those to which a customer may fall back in the night.
        silent: the first and last day on which somebody is told that a customer is silent.
    """
    days = {"protected": list(protected), "recycled": list(recycled), "first": silent[0], "last": silent[1]}
    rows = _rows(session, owner_ids, days)
    first, last = silent
    ends = [(until, customer, owner) for owner, customer, until, _, _ in rows if until is not None]
    falls = [(on, customer, owner) for owner, customer, _, on, _ in rows if on is not None]
    return NotedDays(
        [(owner, customer, until) for until, customer, owner in sorted(ends) if until in protected],
        [(owner, customer) for on, customer, owner in sorted(falls) if on in recycled],
        [customer for _, customer, _, _, on in rows if on is not None and first <= on <= last],
    )


def _rows(session: Session, owner_ids: Collection[int], days: dict[str, Any]) -> Collection[Row]:
    told = {**days, "keys": list(owner_ids)}
    if not are_many(owner_ids):
        return [_row(row) for row in session.execute(_of_few(), told)]
    asked = {"protected": days["protected"], "recycled": days["recycled"], "silent": days["last"] != date.min}
    kinds = tuple(kind for kind, wanted in asked.items() if wanted)
    return [_row(row) for row in session.execute(_of_many(kinds), told)] if kinds else []


def _row(row: Sequence[Any]) -> Row:
    owner_id, customer_id, until, recycle_on, silent_on = row
    return owner_id, customer_id, until, recycle_on, silent_on


_COLUMNS: Final = (
    Customer.owner_id,
    Customer.id,
    Holding.protected_until,
    Holding.recycle_on,
    Holding.silent_on,
)


def _on_days(until: Any, recycle_on: Any, silent_on: Any) -> dict[str, Any]:
    return {
        "protected": until.in_(bindparam("protected", expanding=True)),
        "recycled": recycle_on.in_(bindparam("recycled", expanding=True)),
        "silent": silent_on.between(bindparam("first"), bindparam("last")),
    }


@cache
def _of_few() -> Select[*tuple[Any, ...]]:
    # Told so that it is no way to find them: by these days PostgreSQL would read all that the company has.
    noted = (
        func.coalesce(column, date.max) for column in (Holding.protected_until, Holding.recycle_on, Holding.silent_on)
    )
    return (
        select(*_COLUMNS)
        .outerjoin(Holding, Holding.customer_id == Customer.id)
        .where(among_told(Customer.owner_id, many=False), Customer.active, or_(*_on_days(*noted).values()))
    )


@cache
def _of_many(kinds: tuple[str, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    days = _on_days(Holding.protected_until, Holding.recycle_on, Holding.silent_on)
    theirs = (
        select(*_COLUMNS)
        .join(Holding, Holding.customer_id == Customer.id)
        .where(among_told(Customer.owner_id, many=True), Customer.active)
    )
    # Each by its own index; a customer of whom two days are noted is there once.
    return union(*(theirs.where(days[kind]) for kind in kinds))
