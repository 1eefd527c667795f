"""Whom somebody may have meant who named a colleague that nobody is called."""

from __future__ import annotations

from handlers import asking
from handlers.context import Context
from models.directory import CustomerCard
from models.rules.rights import Action, Relation, may


def nearest(ctx: Context, said: str, card: CustomerCard) -> list[asking.Option]:
    """Who could have a customer: of the team, whoever may have customers at all, the likest name first.

    Args:
        ctx: of the message.
        said: the name that nobody bears.
        card: the customer; neither its owner nor the speaker is offered.
    """
    leader = ctx.person.id if ctx.person.leads else ctx.person.manager_id or ctx.person.id
    others = [
        person
        for person in ctx.directory.reports_of(leader)
        if person.id not in (card.owner_id, ctx.person.id) and may(person.role, Action.CLAIM, Relation.POOL)
    ]
    near = sorted(others, key=lambda person: (-len(set(person.name) & set(said)), person.id))
    return [asking.Option(person.id, person.name) for person in near[: asking.OFFERED]]
