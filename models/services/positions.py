"""Raw positions: forgotten after their term or on a person's word, in the history as well (`product.md` P3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.orm import Session

from models.schema import Change, Dialog, Place

RAW_KEPT = timedelta(days=90)
"""How long coordinates are kept (`product.md` P3)."""

FORGET_BATCH = 500

_POSITION_FIELDS = ("latitude", "longitude", "label", "distance_m")


def forget(session: Session, *, now: datetime, person_id: int | None = None) -> int:
    """Clear raw positions after their term; near, beyond or unknown stays (`product.md` P3).

    Also empties questions nobody answered in time, which may hold a position that no consent was given for.

    Args:
        session: a unit of work.
        now: instant (UTC).
        person_id: all positions of this person at once, on his word, instead of everybody's old ones.

    Returns:
        How many places were cleared.
    """
    session.flush()
    connection = session.connection()
    if person_id is None:
        stale = update(Dialog).where(Dialog.expires_at <= now, Dialog.question != "")
        connection.execute(stale.values(question="", data=None))
    mine = Place.sent_at <= now - RAW_KEPT if person_id is None else Place.person_id == person_id
    cleared = 0
    while batch := _forget_batch(session, mine):
        cleared += batch
    return cleared


def _forget_batch(session: Session, mine: ColumnElement[bool]) -> int:
    connection = session.connection()
    raw = or_(Place.latitude.is_not(None), Place.longitude.is_not(None), Place.label != "")
    found = select(Place.id).where(raw, mine).order_by(Place.id).limit(FORGET_BATCH)
    places = list(connection.scalars(found))
    if not places:
        return 0
    # Core, not ORM: the history must not write down once more what is forgotten here.
    connection.execute(
        update(Place).where(Place.id.in_(places)).values(latitude=None, longitude=None, label="", distance_m=None)
    )
    erase_from_history(session, places)
    return len(places)


def erase_from_history(session: Session, places: Sequence[int]) -> None:
    """Take out of the history where these places were; that they were there stays."""
    connection = session.connection()
    rows = connection.execute(
        select(Change.id, Change.before, Change.after).where(
            Change.table_name == Place.__tablename__, Change.row_id.in_(places)
        )
    ).all()
    cleaned = [
        {"change": row.id, "old": _without_position(row.before), "new": _without_position(row.after)} for row in rows
    ]
    if cleaned:
        connection.execute(
            update(Change)
            .where(Change.id == bindparam("change"))
            .values(before=bindparam("old"), after=bindparam("new")),
            cleaned,
        )


def _without_position(values: Mapping[str, object] | None) -> dict[str, object] | None:
    if values is None:
        return None
    return {name: value for name, value in values.items() if name not in _POSITION_FIELDS}
