"""Who may see and change what of a customer, as `models/rules/rights.py` lays it down for the speaker of a message."""

from __future__ import annotations

from handlers.context import Context
from models.directory import CustomerCard, Directory, PersonCard
from models.rules.rights import Action, Relation
from models.rules.rights import may as _may
from models.schema import Role


def relation(directory: Directory, person: PersonCard, card: CustomerCard) -> Relation:
    """How somebody stands to a customer; an assistant stands where his leader does."""
    if card.owner_id is None:
        return Relation.POOL
    if card.owner_id == person.id:
        return Relation.OWN
    if directory.helps(person.id, card.id):
        return Relation.HELPED
    return towards(directory, person, card.owner_id)


def towards(directory: Directory, person: PersonCard, other_id: int) -> Relation:
    """How somebody stands to a colleague; an assistant stands where his leader does."""
    if other_id == person.id:
        return Relation.OWN
    leader_id = person.id
    if person.role == Role.ASSISTANT and person.manager_id is not None:
        leader_id = person.manager_id
    other = directory.people.get(other_id)
    if other is not None and other.manager_id == leader_id:
        return Relation.DIRECT
    return Relation.LINE if directory.is_above(leader_id, other_id) else Relation.ELSE


def may(ctx: Context, action: Action, card: CustomerCard) -> bool:
    """Whether the speaker may do this with a customer."""
    return _may(ctx.person.role, action, relation(ctx.directory, ctx.person, card), alone=_alone(ctx))


def may_towards(ctx: Context, action: Action, other_id: int) -> bool:
    """Whether the speaker may do this towards a colleague (点评, 交接, 看日报)."""
    return _may(ctx.person.role, action, towards(ctx.directory, ctx.person, other_id), alone=_alone(ctx))


def may_know_money_of(ctx: Context, other_id: int) -> bool:
    """Whether the speaker may read sums of money in what a colleague has reported."""
    return may_towards(ctx, Action.SEE_MONEY, other_id)


def sees_work(ctx: Context, other_id: int) -> bool:
    """Whether the speaker may look at somebody's visits, reports and figures."""
    return may_towards(ctx, Action.SEE_WORK, other_id)


def sees(ctx: Context, card: CustomerCard) -> bool:
    """Whether the speaker may read a customer's card."""
    return may(ctx, Action.SEE_CARD, card)


def sees_phones(ctx: Context, card: CustomerCard) -> bool:
    """Whether he may have a phone in full, one at a time and noted."""
    return may(ctx, Action.SEE_PHONE, card)


def ever_sees_phones(ctx: Context) -> bool:
    """Whether there is any customer whose phones somebody of his role may have."""
    return _may(ctx.person.role, Action.SEE_PHONE, Relation.OWN)


def sees_money(ctx: Context, card: CustomerCard) -> bool:
    """Whether he may know what a customer owes and has paid."""
    return may(ctx, Action.SEE_MONEY, card)


def writes(ctx: Context, card: CustomerCard) -> bool:
    """Whether he may add to a customer's card; what is learned of one in the public pool is welcome from anybody."""
    return may(ctx, Action.WRITE, card)


def whom_to_ask(ctx: Context, card: CustomerCard) -> PersonCard | None:
    """The owner's leader, who speaks for a customer that is a colleague's; the owner himself where he has none."""
    owner = ctx.directory.people.get(card.owner_id) if card.owner_id is not None else None
    leader = ctx.directory.people.get(owner.manager_id) if owner is not None and owner.manager_id is not None else None
    return leader if leader is not None and leader.active else owner


def owners_below(ctx: Context) -> list[int]:
    """The speaker and everybody in his line: whose customers he may list."""
    leader_id = ctx.person.id
    if ctx.person.role == Role.ASSISTANT and ctx.person.manager_id is not None:
        leader_id = ctx.person.manager_id
    return [ctx.person.id, *(card.id for card in ctx.directory.line_of(leader_id) if card.id != ctx.person.id)]


def _alone(ctx: Context) -> bool:
    return ctx.person.manager_id is None


def may_check_money(ctx: Context) -> bool:
    """Whether the speaker confirms or denies what has come in (finance)."""
    return _may(ctx.person.role, Action.CHECK_MONEY, Relation.OWN)


def changes_terms(ctx: Context) -> bool:
    """Whether the speaker may change the company's rules and workdays."""
    return _may(ctx.person.role, Action.CHANGE_TERMS, Relation.OWN)
