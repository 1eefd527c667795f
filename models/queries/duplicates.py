"""Which customers may be the one of a name, so that nobody is registered twice (`product.md` B2, B7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from models.rules.likeness import ALIKE, MOST_PIECES, SHORT, Likeness, Why, compare, parted, pieces
from models.rules.names import name_key
from models.schema import Customer, CustomerAlias, NamePiece
from models.statements import Prepared, connection_of

MOST_COMPARED = 200
"""Customers that share a piece of a name; each costs about 12 µs to compare."""
MOST_OF_A_PIECE = 400
"""Customers looked at for one piece: what more share is an everyday beginning, and the work must not grow with them."""


@dataclass(frozen=True, slots=True)
class AlikeCustomer:
    """A customer that may be meant by a name.

    Attributes:
        customer_id: of the customer.
        name: its full name.
        score: `likeness.ALIKE` to 1; 1 is the very name.
        why: same, short, alike or sound.
    """

    customer_id: int
    name: str
    score: float
    why: Why


def find_alike_customers(session: Session, name: str, *, limit: int = 5) -> Sequence[AlikeCustomer]:
    """The active customers of everybody whose name or short name is like one, the likeliest first.

    Args:
        session: of the message.
        name: a company name as anybody writes it.
        limit: how many at most.
    """
    said = parted(name)
    found = {number: (full, compare(said, parted(full))) for number, full in _near(session, name)}
    for number, full in _called(session, name):
        if number not in found or found[number][1].score < SHORT.score:
            found[number] = (full, SHORT)
    return _best(found, limit)


def _best(found: dict[int, tuple[str, Likeness]], limit: int) -> list[AlikeCustomer]:
    alike = [AlikeCustomer(number, full, *like) for number, (full, like) in found.items() if like.score >= ALIKE]
    return sorted(alike, key=lambda one: (-one.score, one.customer_id))[:limit]


def _nearest() -> Select[int, str]:
    """Customers that share pieces of a name; those that share most, and of these the ones written as it is, first."""
    of_key = select(Customer.id).where(Customer.name_key == bindparam("key")).limit(MOST_OF_A_PIECE)
    of_pieces = [
        select(NamePiece.customer_id)
        .where(NamePiece.piece == bindparam(f"piece_{place}"))
        .order_by(NamePiece.customer_id)
        .limit(MOST_OF_A_PIECE)
        for place in range(MOST_PIECES)
    ]
    each = union_all(*(select(found.subquery().c[0].label("id")) for found in (of_key, *of_pieces))).subquery()
    shared = (
        select(each.c.id, func.count().label("pieces"))
        .group_by(each.c.id)
        .order_by(func.count().desc(), each.c.id)
        .limit(MOST_OF_A_PIECE)
        .subquery()
    )
    written = case((func.substr(Customer.name_key, 1, 2) == bindparam("head"), 0), else_=1)
    return (
        select(Customer.id, Customer.name)
        .join(shared, shared.c.id == Customer.id)
        .where(Customer.active)
        .order_by(shared.c.pieces.desc(), written, Customer.id)
        .limit(MOST_COMPARED)
    )


_NEAREST = Prepared(_nearest())
"""Built once: so large a statement takes as long to build as to execute."""


def _near(session: Session, name: str) -> Sequence[tuple[int, str]]:
    key = name_key(name)
    told = [*sorted(pieces(key)), *[""] * MOST_PIECES][:MOST_PIECES]
    values = {f"piece_{place}": piece for place, piece in enumerate(told)}
    rows = _NEAREST.rows(connection_of(session), {**values, "key": key, "head": key[:2]})
    return [(number, full) for number, full in rows]


_CALLED = Prepared(
    select(Customer.id, Customer.name)
    .join(CustomerAlias, CustomerAlias.customer_id == Customer.id)
    .where(
        or_(CustomerAlias.alias == bindparam("said"), CustomerAlias.alias == bindparam("bare")),
        CustomerAlias.active,
        Customer.active,
    )
)


def _called(session: Session, name: str) -> Sequence[tuple[int, str]]:
    """Customers that go by a name as their short name."""
    rows = _CALLED.rows(connection_of(session), {"said": name.strip(), "bare": parted(name).words})
    return [(number, full) for number, full in rows]
