"""已交付 东吴, 东吴交货了: three days later he asks how it runs (`product.md` C3)."""

from __future__ import annotations

from datetime import date
from typing import Final

from handlers import asking, rights
from handlers.cards import leader_of
from handlers.context import Context, Reply
from handlers.followup_changes import how_told, names, set_plan
from handlers.language.meaning import ContactMention, CustomerMention, Intents
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import customers as customer_texts
from handlers.texts import deliveries as texts
from models.rules import cadence
from models.schema import RecordKind
from models.services.followups import Plan

router = Router()

WHICH: Final = "deliveries.which"
OLDEST_DAYS: Final = 60


@router.intent(Intents.DELIVERED)
def delivered(ctx: Context) -> Reply:
    """A follow-up within the window after the delivery; of several customers each on its own."""
    return asking.each(ctx, _delivered)


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Who got his goods."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    return _write(ctx, int(taken.value), date.fromisoformat(taken.waiting["on"]), "")


def _delivered(ctx: Context) -> Reply:
    mention: CustomerMention | None = ctx.intent.value("customer")
    contact: ContactMention | None = ctx.intent.value("contact")
    on: date = ctx.intent.value("date") or ctx.today
    if mention is not None and len(mention.ids) == 1:
        return _write(ctx, mention.ids[0], on, contact.text if contact is not None else "")
    options = asking.customers(ctx, (mention.ids or mention.near) if mention is not None else ())
    if mention is None or not options:
        return Reply(texts.WHICH, keep=True)
    return asking.ask(WHICH, common.which_customer(mention.text), options, {"on": on.isoformat()})


def _write(ctx: Context, customer_id: int, on: date, contact: str) -> Reply:
    card = ctx.directory.customer(customer_id)
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, leader_of(ctx, card)), keep=True)
    if (ctx.today - on).days > OLDEST_DAYS:
        return Reply(texts.too_long_ago(on), keep=True)
    call_on, last = cadence.call_after_delivery(on, ctx.today, ctx.directory.calendar)
    plan = Plan(
        RecordKind.FOLLOWUP,
        call_on,
        customer_id=customer_id,
        contact_name=contact,
        note=texts.note(on, last),
    )
    row = set_plan(ctx, plan)
    return Reply(texts.kept(names(ctx, row), how_told(ctx, row), card.short))
