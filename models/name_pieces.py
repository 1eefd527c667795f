"""Keeps the pieces of customers' names beside the customers, by session events, so that no writer can forget it."""

from __future__ import annotations

from sqlalchemy import insert, inspect, select, tuple_
from sqlalchemy.orm import Session, UOWTransaction

from models.rules.likeness import pieces
from models.schema import Customer, NamePiece

_AT_ONCE = 500
"""Pieces asked for by one statement: databases bound the number of its parameters."""


def keep(session: Session, _context: UOWTransaction) -> None:
    """Write the pieces of the customers that a flush made or renamed.

    Args:
        session: after a flush.
    """
    fresh = [row for row in session.new if isinstance(row, Customer)]
    found = [(piece, row.id) for row in fresh for piece in pieces(row.name_key)]
    renamed = [row for row in session.dirty if isinstance(row, Customer) and _is_renamed(row)]
    if renamed:
        found += _missing(session, [(piece, row.id) for row in renamed for piece in pieces(row.name_key)])
    if found:
        rows = [{"piece": piece, "customer_id": number} for piece, number in found]
        session.connection().execute(insert(NamePiece), rows)


def _is_renamed(row: Customer) -> bool:
    return inspect(row).attrs.name_key.history.has_changes()


def _missing(session: Session, wanted: list[tuple[str, int]]) -> list[tuple[str, int]]:
    key = tuple_(NamePiece.piece, NamePiece.customer_id)
    kept: set[tuple[str, int]] = set()
    for first in range(0, len(wanted), _AT_ONCE):
        part = wanted[first : first + _AT_ONCE]
        held = session.connection().execute(select(NamePiece.piece, NamePiece.customer_id).where(key.in_(part)))
        kept.update((piece, number) for piece, number in held)
    return [one for one in wanted if one not in kept]
