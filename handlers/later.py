"""What is understood but cannot be done yet: said so, by its name, with what can be kept of it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers import help as helping
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.topics import Topics
from handlers.routing import Router
from handlers.texts import help as texts

router = Router()

LATER: Final[Mapping[Intents, Topics]] = {
    Intents.OPPORTUNITY_UPDATE: Topics.OPPORTUNITY,
    Intents.EXPENSE_RECORD: Topics.EXPENSE,
    Intents.TARGET_QUERY: Topics.TARGET,
}
"""What the parser knows and nobody does yet, by the name it is called by to the person."""
_ASKED: Final = frozenset({Intents.TARGET_QUERY})
_TOLD_OF_A_CUSTOMER: Final = frozenset({Intents.OPPORTUNITY_UPDATE})


@router.intent(*LATER)
def later(ctx: Context) -> Reply:
    """That it cannot be done yet; of what was told of a customer, how his words are kept."""
    name = ctx.intent.name
    topic = str(LATER[name])
    if name in _ASKED:
        return Reply(texts.not_known(topic), keep=True)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if name in _TOLD_OF_A_CUSTOMER and mention is not None and len(mention.ids) == 1:
        card = ctx.directory.customers.get(mention.ids[0])
        if card is not None:
            return helping.offer_visit(ctx, texts.not_yet_of(topic), card)
    return Reply(texts.not_yet(topic), keep=True)
