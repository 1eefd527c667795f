"""康源归谭锋，大勇帮忙引荐一下: a leader says that a customer stays with whoever has it (`product.md` A10, A11).

What is open about it is closed; what he says beside goes to everybody he names and to whoever wanted it, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers import lead_decisions, lead_drafts, lead_sides, relays, rights, threads
from handlers.context import Context, Push, Reply
from handlers.tellings import heard_by
from handlers.texts import leads as lead_texts
from handlers.texts import ownership as texts
from handlers.texts import relays as relay_texts
from models.directory import CustomerCard, PersonCard
from models.queries import leads as queries
from models.rules.leads import Ruling
from models.rules.rights import Action
from models.schema import Appeal, Lead
from models.services import appeals, lead_standing

_STAYS: Final = 0
"""Of the ways to rule on an appeal (`lead_decisions.RULINGS`): it stays with whoever has it."""


def settled(ctx: Context, card: CustomerCard, owner: PersonCard) -> Reply:
    """What is said, and to whom, where the leader gives a customer to whoever has it.

    Args:
        ctx: of the message.
        card: the customer.
        owner: who has it and keeps it.
    """
    appeal = _appeal_of(ctx, card.id)
    if appeal is not None:
        return lead_decisions.decide(ctx, appeal.number, _STAYS, ctx.text)
    lead = _registration(ctx, card.id, owner.id)
    others = [found for found in _concerned(ctx, card.id, lead) if found not in (owner.id, ctx.person.id)]
    if not others:
        return Reply(texts.is_his(card.name, owner.name), keep=True)
    if lead is not None:
        appeals.decide(ctx.session, lead.number, Ruling.CONFIRM, lead_drafts.act(ctx), note=ctx.text)
    told = heard_by(ctx, owner.id, *others)
    said = lead_texts.confirmed(lead.number, card.name, owner.name, told) if lead is not None else ""
    pushes = _words_for(ctx, [owner.id, *others], card)
    return Reply(said or texts.stays(card.name, owner.name, told), pushes=pushes)


def _appeal_of(ctx: Context, customer_id: int) -> Appeal | None:
    waiting = appeals.list_to_rule(ctx.session, ctx.directory, ctx.person.id)
    return next((one for one in waiting if one.customer_id == customer_id), None)


def _registration(ctx: Context, customer_id: int, owner_id: int) -> Lead | None:
    """What the owner has registered and this leader may confirm."""
    lead = queries.find_open_lead(ctx.session, customer_id)
    if lead is None or lead.person_id != owner_id or not lead_standing.is_alive(lead, ctx.today):
        return None
    return lead if rights.may_towards(ctx, Action.RULE_ON, owner_id) else None


def _concerned(ctx: Context, customer_id: int, lead: Lead | None) -> Sequence[int]:
    """Whoever else is named, and whoever wanted to register it."""
    hits = ctx.book.find_people(ctx.text, threads.speaker(ctx)) if ctx.book is not None else ()
    named = [ids[0] for _, _, ids in hits if len(ids) == 1]
    rivals = lead_sides.claimants(ctx, customer_id, lead.number) if lead is not None else ()
    return list(dict.fromkeys((*named, *rivals)))


def _words_for(ctx: Context, person_ids: Sequence[int], card: CustomerCard) -> list[Push]:
    """What the leader said, for everybody whom it concerns: they all know of the customer."""
    words = ctx.text.strip()
    named = ctx.book is not None and bool(ctx.book.find_customers(words, threads.speaker(ctx)))
    text = relay_texts.told(ctx.person.name, words, "" if named else card.short)
    people = [ctx.directory.people[found] for found in person_ids]
    return [Push(one.id, relays.KIND, f"{relays.KIND}:{ctx.message.id}:{one.id}", text) for one in people if one.active]
