"""Whose money a speaker may see: his own and what he helps with, his line's; finance everybody's."""

from __future__ import annotations

from typing import Final

from handlers import rights
from handlers.context import Context
from models.queries.money import Scope
from models.schema import Role

ALL_OF_ALL: Final = frozenset({Role.FINANCE})


def of(ctx: Context, person_id: int | None = None) -> Scope:
    """The customers whose money he asks for.

    Args:
        ctx: of the message.
        person_id: the one person he names, whom the caller has seen to be below him.
    """
    if person_id is not None:
        return Scope(frozenset({person_id}))
    if ctx.person.role in ALL_OF_ALL:
        return Scope()
    return Scope(frozenset(rights.owners_below(ctx)), ctx.directory.helped_by(ctx.person.id))
