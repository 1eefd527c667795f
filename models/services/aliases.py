"""Short names that reps teach: 叫 东吴=苏州东吴机械有限公司 (`product.md` §4.1 rule 4)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Customer, CustomerAlias, RecordKind
from models.services.contacts import Author
from models.services.numbering import give_number


def bearers(session: Session, alias: str) -> list[int]:
    """Ids of the active customers that have this very short name."""
    found = session.scalars(
        select(CustomerAlias.customer_id)
        .join(Customer, Customer.id == CustomerAlias.customer_id)
        .where(CustomerAlias.alias == alias, CustomerAlias.active, Customer.active)
        .order_by(CustomerAlias.customer_id)
    )
    return list(dict.fromkeys(found))


def teach(
    session: Session, alias: str, *, customer_id: int, author: Author, instead_of: Collection[int] = ()
) -> int | None:
    """Let a short name stand for a customer; its number, or None where it does already.

    Args:
        session: of the message.
        alias: in words that may be stored.
        customer_id: whom it stands for.
        author: who teaches it.
        instead_of: customers for whom it is to stand no longer.
    """
    # Two who teach the same name at once come one after the other: there may be no row yet that could be locked.
    held_by = (customer_id, *instead_of)
    session.execute(select(Customer.id).where(Customer.id.in_(held_by)).order_by(Customer.id).with_for_update())
    rows = session.scalars(
        select(CustomerAlias).where(CustomerAlias.alias == alias, CustomerAlias.customer_id.in_(held_by))
    ).all()
    for row in rows:
        if row.customer_id != customer_id:
            row.active = False
    held = next((row for row in rows if row.customer_id == customer_id), None)
    if held is not None and held.active:
        session.flush()
        return None
    if held is None:
        held = CustomerAlias(customer_id=customer_id, alias=alias, taught_by_id=author.person_id, active=True)
        session.add(held)
    held.active = True
    session.flush()
    return give_number(
        session,
        RecordKind.ALIAS,
        held.id,
        person_id=author.person_id,
        message_id=author.message_id,
        now=author.now,
    )
