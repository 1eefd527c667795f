"""Who stands where about a customer: his leader, what may be shown of whose it is, and its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers import asking
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention
from handlers.texts import common
from handlers.texts import customers as customer_texts
from handlers.texts import leads as texts
from models.queries import leads as queries

_NOBODY, _NAME = "无", "姓名"
"""What the company may show of whose a customer is (制度 3.7); else the team."""


def leader_of(ctx: Context, person_id: int | None) -> int | None:
    """The direct leader of somebody, if he is there; the person himself where nobody is above him."""
    card = ctx.directory.people.get(person_id) if person_id is not None else None
    if card is None:
        return None
    leader = ctx.directory.people.get(card.manager_id) if card.manager_id is not None else None
    return leader.id if leader is not None and leader.active else card.id


def shown(ctx: Context, owner_id: int | None) -> str:
    """Whose a customer is, as far as the company's terms show it (制度 3.7)."""
    owner = ctx.directory.people.get(owner_id) if owner_id is not None else None
    how = ctx.directory.terms.text("show_holder", ctx.today)
    if owner is None or how == _NOBODY:
        return ""
    return owner.name if how == _NAME else owner.department or texts.DEFAULT_WHO


def name_of(ctx: Context, customer_id: int) -> str:
    """A customer's full name; one that another process made just now is not in the directory yet."""
    card = ctx.directory.customers.get(customer_id)
    return card.name if card is not None else queries.find_name(ctx.session, customer_id)


def ask_which(ctx: Context, question: str, waiting: Mapping[str, Any]) -> Reply | None:
    """Ask which of several customers a message means, or which like one; None where it names nobody.

    Args:
        ctx: of the message.
        question: the answer handler's name.
        waiting: what the answer handler needs.
    """
    mention: CustomerMention | None = ctx.intent.value("customer")
    ids = (mention.ids or mention.near) if mention is not None else ()
    if mention is None or not ids:
        return None
    head = common.which_customer(mention.text) if mention.ids else customer_texts.not_found_head(mention.text)
    return asking.ask(question, head, asking.customers(ctx, ids), waiting)


def conflict_key(ctx: Context, customer_id: int, number: int, leader_id: int, person_id: int = 0) -> str:
    """The key under which a leader is told, once, that somebody met a colleague's registration (0: without one).

    Args:
        ctx: of the message.
        customer_id: whom both want.
        number: of the colleague's registration.
        leader_id: who is told.
        person_id: who met it; 0 for the speaker.
    """
    return f"lead_conflict:{customer_id}:{number}:{person_id or ctx.person.id}:{leader_id}"


def claimants(ctx: Context, customer_id: int, number: int) -> Mapping[int, datetime]:
    """Who of the speaker's line has tried to register what a colleague had, and when (UTC) the speaker was told."""
    below = [one for one in ctx.directory.people if ctx.directory.is_above(ctx.person.id, one)]
    keys = {conflict_key(ctx, customer_id, number, ctx.person.id, one): one for one in below}
    return {keys[key]: at for key, at in queries.find_told(ctx.session, list(keys)).items()}


def has_met(ctx: Context, customer_id: int, number: int, owner_id: int) -> bool:
    """Whether the speaker has tried to register what a colleague had registered under this number."""
    leaders = {leader_of(ctx, owner_id), leader_of(ctx, ctx.person.id)}
    keys = [conflict_key(ctx, customer_id, number, leader) for leader in leaders if leader is not None]
    return queries.is_told(ctx.session, keys)
