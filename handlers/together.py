"""合作 东吴 韩梅, 取消合作 东吴 韩梅: somebody works on it beside its owner, or no longer (`product.md` A11)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Context, Push, Reply
from handlers.tellings import heard_by
from handlers.texts import errors
from handlers.texts import ownership as texts
from models.directory import PersonCard
from models.errors import DomainError
from models.services import ownership as services

PUSH = "assigned"
"""The kind of the pushes to those concerned."""


def work_together(ctx: Context, customer_ids: Sequence[int], helper: PersonCard, *, joins: bool) -> Reply:
    """Let a colleague see all of some customers from now on, or no longer; he and each owner are told.

    Args:
        ctx: of the message.
        customer_ids: which.
        helper: the colleague.
        joins: whether he begins; else he ends.
    """
    lines: list[str] = []
    pushes: list[Push] = []
    for fate in services.help_each(ctx.session, ctx.decision, customer_ids, helper_id=helper.id, joins=joins):
        if isinstance(fate, DomainError):
            lines.append(errors.word(fate, ctx.directory))
            continue
        card = ctx.directory.customer(fate.customer_id)
        owner = ctx.directory.people.get(card.owner_id or 0)
        owner_name = owner.name if owner is not None else ""
        told = heard_by(ctx, helper.id, card.owner_id)
        if joins:
            lines.append(texts.joined(card.name, helper.name, fate.number, owner_name, told))
            to_helper = texts.you_joined(ctx.person.name, card.name, owner_name, fate.number)
            to_owner = texts.owner_got_help(ctx.person.name, card.name, helper.name)
        else:
            lines.append(texts.left(card.name, helper.name, fate.number, told))
            to_helper = texts.you_left(ctx.person.name, card.name)
            to_owner = texts.owner_lost_help(ctx.person.name, card.name, helper.name)
        pushes += [
            Push(person_id, PUSH, f"{PUSH}:{fate.number}:{person_id}", text)
            for person_id, text in ((helper.id, to_helper), (card.owner_id or 0, to_owner))
            if heard_by(ctx, person_id)
        ]
    return Reply("\n".join(lines), pushes=pushes)
