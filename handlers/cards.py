"""改 东吴 级别 A, 东吴升A, 东吴地址改成…: a customer's card corrected by a sentence (`product.md` C1, C9)."""

from __future__ import annotations

from typing import Final

from handlers import asking, rights
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import cards as texts
from handlers.texts import common
from handlers.texts import customers as customer_texts
from models.directory import CustomerCard
from models.services import cards
from models.services.cards import LENGTHS
from models.services.contacts import Author

router = Router()

WHICH: Final = "cards.which"
_LEVELS: Final = regex(r"[A-E]")
_MEANS_SOMETHING: Final = regex(r"[一-鿿A-Za-z0-9]")


@router.intent(Intents.CARD_SET)
def correct(ctx: Context) -> Reply:
    """One thing on the card; several of one message each on its own."""
    return asking.each(ctx, _correct)


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Whose card is meant."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    return write(ctx, int(taken.value), taken.waiting["field"], taken.waiting["value"])


def _correct(ctx: Context) -> Reply:
    mention: CustomerMention | None = ctx.intent.value("customer")
    field, value = str(ctx.intent.value("field")), str(ctx.intent.value("value") or "")
    if mention is not None and len(mention.ids) == 1:
        return write(ctx, mention.ids[0], field, value)
    options = asking.customers(ctx, (mention.ids or mention.near) if mention is not None else ())
    if mention is None or not options:
        return Reply(customer_texts.not_found(mention.text) if mention is not None else texts.WHICH, keep=True)
    return asking.ask(WHICH, common.which_customer(mention.text), options, {"field": field, "value": value})


def write(ctx: Context, customer_id: int, field: str, value: str) -> Reply:
    """Change one thing on a card, if the speaker may.

    Args:
        ctx: of the message.
        customer_id: whose.
        field: what.
        value: into what.
    """
    card = ctx.directory.customer(customer_id)
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, leader_of(ctx, card)), keep=True)
    if field not in LENGTHS or _MEANS_SOMETHING.search(value) is None:
        return Reply(texts.BAD_VALUE, keep=True)
    if field == "level" and _LEVELS.fullmatch(value) is None:
        return Reply(texts.BAD_LEVEL, keep=True)
    done = cards.correct(
        ctx.session,
        customer_id,
        field,
        value,
        author=Author(ctx.person.id, ctx.message.id, ctx.now),
        today=ctx.today,
        terms=ctx.directory.terms,
    )
    seen = rights.sees(ctx, card)  # who may only add to one in the pool is told his own words
    after = done.after if seen else value
    if done.number is None:
        return Reply(texts.same(card.name, field, after), keep=True)
    days = None
    if field == "level" and value in texts.CADENCE:
        days = ctx.directory.terms.number(texts.CADENCE[value], ctx.today)
    return Reply(texts.changed(done.number, card.name, field, done.before if seen else "", after, days))


def leader_of(ctx: Context, card: CustomerCard) -> str:
    """Whom to ask about a colleague's customer; empty if nobody is known."""
    whom = rights.whom_to_ask(ctx, card)
    return whom.name if whom is not None else ""
