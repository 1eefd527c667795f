"""叫 东吴=苏州东吴机械有限公司: a short name that holds from the next message on (`product.md` §4.1 rule 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers import asking, choices, contacts, rights
from handlers.asking import Option, Taken
from handlers.context import Context, Reply
from handlers.customers import team_and_leader
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.people import SURNAMES
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import customers as texts
from models.rules.names import is_name
from models.rules.own_words import is_form_of_address
from models.rules.words import clean_words
from models.services import aliases, customers

router = Router()

WHICH = "aliases.which"
TAKEN = "aliases.taken"

BOTH, ONLY, LEAVE = "both", "only", "leave"
LONGEST = 20


@router.intent(Intents.ALIAS_SET)
def teach(ctx: Context) -> Reply:
    """A short name for a customer; several of one message each on its own."""
    return asking.each(ctx, _teach)


def _teach(ctx: Context) -> Reply:
    alias = clean_words(ctx.intent.value("alias", ""))
    mention: CustomerMention | None = ctx.intent.value("customer")
    if not _fits(ctx, alias):
        return Reply(texts.BAD_ALIAS if alias else texts.NOBODYS, keep=True)
    if mention is None:
        return Reply(texts.NOBODYS, keep=True)
    if len(mention.ids) == 1:
        return _for(ctx, alias, mention.ids[0])
    options = asking.customers(ctx, mention.ids or mention.near)
    if not options:
        return Reply(texts.not_found(mention.text), keep=True)
    head = common.which_customer(mention.text) if mention.ids else texts.not_found_head(mention.text)
    return asking.ask(WHICH, head, options, {"alias": alias})


@router.answer(WHICH, takes=(Intents.CUSTOMER_QUERY,))
def which(ctx: Context) -> Reply | None:
    """For which customer the short name stands."""
    named = asking.named_customer(ctx)
    if named is not None and len(named.ids) == 1:
        return _for(ctx, asking.waiting_of(ctx)["alias"], named.ids[0])
    taken = asking.taken(ctx, yes=0)
    return _for(ctx, taken.waiting["alias"], int(taken.value)) if isinstance(taken, Taken) else taken


@router.answer(TAKEN)
def taken_by_another(ctx: Context) -> Reply | None:
    """Whether both customers go by the short name, or only one."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, Taken):
        return taken
    if taken.value == LEAVE:
        return Reply(texts.NOT_TAUGHT)
    return _write(ctx, taken.waiting, instead=taken.value == ONLY)


def _for(ctx: Context, alias: str, customer_id: int) -> Reply:
    card = ctx.directory.customer(customer_id)
    if not rights.writes(ctx, card):
        return Reply(texts.not_yours(card.name, team_and_leader(ctx, card)[1]))
    if alias in (card.name, *card.aliases):
        return Reply(texts.known_alias(alias, card.name))
    others = [found for found in aliases.bearers(ctx.session, alias) if found != customer_id]
    waiting = {"alias": alias, "customer": customer_id, "others": others}
    return _ask(ctx, waiting, others) if others else _write(ctx, waiting, instead=False)


def _ask(ctx: Context, waiting: Mapping[str, Any], others: Sequence[int]) -> Reply:
    """Two customers of one short name: which of them it means is not guessed."""
    alias, name = waiting["alias"], ctx.directory.customer(waiting["customer"]).name
    cards = [ctx.directory.customer(found) for found in others]
    options = [Option(BOTH, texts.BOTH, ("两家都叫", "都叫")), Option(LEAVE, texts.LEAVE, ("不加了",))]
    if all(rights.sees(ctx, card) for card in cards):
        options.insert(1, Option(ONLY, texts.only_here(name), ("改",)))
        return asking.ask(TAKEN, texts.alias_taken(alias, [card.name for card in cards]), options, waiting)
    options[0] = Option(BOTH, texts.ADD, ("加上",))
    return asking.ask(TAKEN, texts.alias_of_colleague(alias), options, waiting)


def _write(ctx: Context, waiting: Mapping[str, Any], *, instead: bool) -> Reply:
    alias, card = waiting["alias"], ctx.directory.customer(waiting["customer"])
    number = aliases.teach(
        ctx.session,
        alias,
        customer_id=card.id,
        author=contacts.author(ctx),
        instead_of=waiting["others"] if instead else (),
    )
    return Reply(texts.known_alias(alias, card.name) if number is None else texts.taught(number, alias, card.name))


def _fits(ctx: Context, alias: str) -> bool:
    """Whether everybody may say it from now on and mean the firm, and nothing else by it."""
    called = alias[:1] in SURNAMES and is_form_of_address(alias)
    means_people = called or any(card.name == alias for card in ctx.directory.people.values())
    fits = len(alias) <= LONGEST and customers.fits_as_name(alias) and is_name(choices.folded(alias))
    return fits and not means_people
