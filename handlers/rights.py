"""Who may see and change what of a customer (`product.md` P5, P6, P10, B7; G4 and G5 for the reporting line)."""

from __future__ import annotations

from handlers.context import Context
from models.directory import CustomerCard, PersonCard
from models.schema import Role

_WITHOUT_PHONES = frozenset({Role.ASSISTANT, Role.FINANCE})


def sees(ctx: Context, card: CustomerCard) -> bool:
    """Whether the speaker may read a customer's card: its owner and his line; of the public pool, every leader."""
    if card.owner_id is None:
        return ctx.person.leads
    return card.owner_id == ctx.person.id or ctx.directory.is_above(ctx.person.id, card.owner_id)


def sees_phones(ctx: Context, card: CustomerCard) -> bool:
    """Whether he may have a phone in full, one at a time and noted: the owner and his line, never an assistant."""
    return card.owner_id is not None and sees(ctx, card) and ctx.person.role not in _WITHOUT_PHONES


def writes(ctx: Context, card: CustomerCard) -> bool:
    """Whether he may add to a customer's card; what is learned of one in the public pool is welcome from anybody."""
    return card.owner_id is None or sees(ctx, card)


def whom_to_ask(ctx: Context, card: CustomerCard) -> PersonCard | None:
    """The owner's leader, who speaks for a customer that is a colleague's; the owner himself where he has none."""
    owner = ctx.directory.people.get(card.owner_id) if card.owner_id is not None else None
    leader = ctx.directory.people.get(owner.manager_id) if owner is not None and owner.manager_id is not None else None
    return leader if leader is not None and leader.active else owner


def owners_below(ctx: Context) -> list[int]:
    """The speaker and everybody in his line: whose customers he may list."""
    return [ctx.person.id, *(card.id for card in ctx.directory.line_of(ctx.person.id))]
