"""打标签 东吴 重点, 去掉标签 东吴 重点: words that are put on customers (`product.md` B11)."""

from __future__ import annotations

from typing import Final

from handlers import asking, rights
from handlers.contacts import author
from handlers.context import Context, Reply
from handlers.customers import team_and_leader
from handlers.language.meaning import CustomerMention, Intents
from handlers.routing import Router
from handlers.texts import cards as texts
from handlers.texts import common
from handlers.texts import customers as customer_texts
from models.queries import cards as queries
from models.services import cards

router = Router()

WHICH: Final = "labels.which"
DROP: Final = "drop"


@router.intent(Intents.LABEL_SET)
def label(ctx: Context) -> Reply:
    """A label put on or taken off; several of one message each on its own."""
    return asking.each(ctx, _label)


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Whose label is meant."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    return _write(ctx, int(taken.value), taken.waiting["label"], taken.waiting["deed"])


def _label(ctx: Context) -> Reply:
    mention: CustomerMention | None = ctx.intent.value("customer")
    word, deed = str(ctx.intent.value("label") or ""), str(ctx.intent.value("category"))
    if mention is not None and len(mention.ids) == 1:
        return _write(ctx, mention.ids[0], word, deed)
    options = asking.customers(ctx, (mention.ids or mention.near) if mention is not None else ())
    if mention is None or not options:
        return Reply(customer_texts.not_found(mention.text) if mention is not None else texts.WHICH, keep=True)
    return asking.ask(WHICH, common.which_customer(mention.text), options, {"label": word, "deed": deed})


def _write(ctx: Context, customer_id: int, word: str, deed: str) -> Reply:
    card = ctx.directory.customer(customer_id)
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, team_and_leader(ctx, card)[1]), keep=True)
    change = cards.drop_label if deed == DROP else cards.put_label
    number = change(ctx.session, customer_id, word, author=author(ctx))
    # Who may only add to one in the pool does not learn what it bears besides.
    labels = queries.list_labels(ctx.session, customer_id) if rights.sees(ctx, card) else None
    if number is None:
        known = texts.no_label(card.name, word, labels) if deed == DROP else texts.known_label(card.name, word)
        return Reply(known, keep=True)
    said = texts.unlabelled if deed == DROP else texts.labelled
    return Reply(said(number, card.name, word, labels))
