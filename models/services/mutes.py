"""Kinds of notices that a person switches off for himself, and on again (`product.md` §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import PersonCard
from models.queries.mutes import list_muted_kinds
from models.schema import Mute, Person

FOR_GOOD: Final = datetime(2999, 1, 1, tzinfo=UTC)
"""Until when a kind is switched off: until he switches it on."""


def switch_off(session: Session, kind: str, *, person: PersonCard) -> bool:
    """Tell a person nothing of a kind any more; whether that is new.

    Args:
        session: of the message.
        kind: its name, of one that is mutable.
        person: who does not want it.
    """
    # Two devices of one person come one after the other.
    session.get_one(Person, person.id, with_for_update=True)
    row = session.scalar(select(Mute).where(Mute.person_id == person.id, Mute.kind == kind))
    if row is None:
        row = Mute(person_id=person.id, kind=kind)
        session.add(row)
    elif row.until_at is not None:
        return False
    row.until_at = FOR_GOOD
    session.flush()
    return True


def switch_on(session: Session, kind: str, *, person: PersonCard) -> Sequence[str]:
    """Tell a person of a kind again, or of all; the kinds that were off.

    Args:
        session: of the message.
        kind: its name; empty for all of them.
        person: who wants it.
    """
    session.get_one(Person, person.id, with_for_update=True)
    off = [one for one in list_muted_kinds(session, person.id) if not kind or one == kind]
    for row in session.scalars(select(Mute).where(Mute.person_id == person.id, Mute.kind.in_(off))):
        row.until_at = None
    session.flush()
    return off
