"""Reading who has left the company: nothing of it is told to him any more (`product.md` P13)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import Connection, Select, select

from models.queries.lookups import among_told, are_many
from models.schema import Person


def list_left(connection: Connection, person_ids: Collection[int]) -> frozenset[int]:
    """Those of some people who have left.

    Args:
        connection: any.
        person_ids: whom to look at.
    """
    if not person_ids:
        return frozenset()
    return frozenset(connection.scalars(_left(are_many(person_ids)), {"keys": list(person_ids)}))


@cache
def _left(many: bool) -> Select[int]:
    return select(Person.id).where(among_told(Person.id, many=many), Person.active.is_(False))
