"""What words may still mean that were not read as a command: whom they name, and the visit that they may tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from handlers import visits
from handlers.context import Context, Reply
from handlers.help_names import names_of
from handlers.language.meaning import CustomerMention, Intent, Intents, Situation, Slot, Speaker
from handlers.language.understand import understand_talk
from handlers.texts import how as how_texts
from models.directory import CustomerCard

SHORTEST_NAME: Final = 2
HOW_TO_TELL: Final = "visit"
"""The topic of help that shows how a visit is told."""


def all_named(ctx: Context) -> list[CustomerCard]:
    """The customers that a message names for certain, in order."""
    mentions: Sequence[CustomerMention] = ctx.intent.value("customers") or ()
    cards = [ctx.directory.customers.get(mention.ids[0]) for mention in mentions if len(mention.ids) == 1]
    return [card for card in cards if card is not None]


def record(ctx: Context, data: Mapping[str, Any]) -> Reply:
    """The visit that he says it was; how one is told where no customer was named."""
    customer_id = data.get("customer")
    if customer_id is None:
        return Reply(how_texts.answer(HOW_TO_TELL, names_of(ctx)))
    card = ctx.directory.customer(int(customer_id))
    text = str(data["text"])
    slots = {**talk(ctx, text), "customer": Slot(CustomerMention(card.short, (card.id,)), 0, 0)}
    return visits.log(meaning(ctx, Intents.VISIT_LOG, slots, text))


def record_all(ctx: Context, ids: Sequence[int]) -> Reply:
    """A visit of each customer that he named."""
    cards = [ctx.directory.customer(one) for one in ids]
    intents = tuple(
        Intent(Intents.VISIT_LOG, {"customer": Slot(CustomerMention(card.short, (card.id,)), 0, 0)}, 1.0, card.short)
        for card in cards
    )
    return visits.log(replace(ctx, intent=intents[0], intents=intents))


def talk(ctx: Context, text: str) -> dict[str, Slot]:
    """What a sentence says of a visit whose customer is known: whom he met, what was said, when to go on."""
    slots = {"summary": Slot(text, 0, len(text))}
    if ctx.book is None:
        return slots
    speaker = Speaker(ctx.person.id, ctx.person.leads)
    return slots | dict(understand_talk(text, Situation(ctx.message.sent_at, speaker), ctx.book).slots)


def meaning(ctx: Context, name: Intents, slots: dict[str, Slot] | None = None, text: str = "") -> Context:
    """The message as if it had meant this."""
    intent = Intent(name, slots or {}, 1.0, text)
    return replace(ctx, intent=intent, intents=(intent,))


def customer_meant(ctx: Context) -> CustomerCard | None:
    """The one customer that a message names: as the parser read it, else one of his own by a short name."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and len(mention.ids) == 1:
        return ctx.directory.customers.get(mention.ids[0])
    said = ctx.text
    found: dict[int, int] = {}
    for customer_id in ctx.directory.owned_by(ctx.person.id):
        card = ctx.directory.customers[customer_id]
        longest = max((len(name) for name in (card.name, *card.aliases) if name in said), default=0)
        if longest >= SHORTEST_NAME:
            found[customer_id] = longest
    best = max(found.values(), default=0)
    fitting = [customer_id for customer_id, length in found.items() if length == best]
    return ctx.directory.customer(fitting[0]) if len(fitting) == 1 else None
