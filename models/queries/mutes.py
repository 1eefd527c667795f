"""Reading what people want not to be told: kinds of notices, and lines of the morning's card (`product.md` §4.4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.orm import Session

from models.queries.lookups import among, among_told, are_many
from models.schema import Mute


def list_muted_kinds(session: Session, person_id: int) -> Sequence[str]:
    """The kinds that a person has switched off, in the order he did so first."""
    return session.scalars(
        select(Mute.kind)
        .where(Mute.person_id == person_id, Mute.kind != "", Mute.until_at.is_not(None))
        .order_by(Mute.id)
    ).all()


def who_muted(session: Session, person_ids: Collection[int], kind: str) -> frozenset[int]:
    """Who of several people has switched a kind off."""
    if not person_ids:
        return frozenset()
    told = {"keys": list(person_ids), "kind": kind}
    return frozenset(session.scalars(_muted(are_many(person_ids)), told))


@cache
def _muted(many: bool) -> Select[int]:
    return select(Mute.person_id).where(
        among_told(Mute.person_id, many=many), Mute.kind == bindparam("kind"), Mute.until_at.is_not(None)
    )


def list_switched_off(connection: Connection, person_ids: Collection[int]) -> frozenset[tuple[int, str]]:
    """The kinds that several people have switched off, as pairs of person and kind.

    Args:
        connection: any.
        person_ids: of the notices that are to be sent.
    """
    rows = connection.execute(
        select(Mute.person_id, Mute.kind).where(
            among(Mute.person_id, person_ids), Mute.kind != "", Mute.until_at.is_not(None)
        )
    )
    return frozenset((person_id, kind) for person_id, kind in rows)
