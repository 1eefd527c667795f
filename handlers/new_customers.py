"""建客户: a new customer of the speaker's, with its contact; like names are asked about (`product.md` B6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from handlers import asking, contacts, phones
from handlers.asking import NAMING, Option, Taken
from handlers.context import Context, Reply
from handlers.customers import team_and_leader
from handlers.language.meaning import CustomerMention, Intents, Speaker
from handlers.routing import Router
from handlers.texts import contacts as contact_texts
from handlers.texts import customers as texts
from handlers.texts import visits as visit_texts
from models.queries import customers as queries
from models.rules.likeness import is_alike
from models.rules.words import clean_words
from models.services import contacts as contact_service
from models.services import customers
from models.services.contacts import Person
from models.services.customers import Namesake

router = Router()

LIKE = "new_customers.like"

NEW = contacts.NEW
ONE_AND_NEW = 2


@router.intent(Intents.CUSTOMER_ADD)
def add(ctx: Context) -> Reply:
    """建个客户：<名> <联系人> <电话>: several of one message each on its own."""
    return asking.each(ctx, _add)


def _add(ctx: Context) -> Reply:
    value = ctx.intent.value
    mention: CustomerMention | None = value("customer")
    person, odd = contacts.person_told(ctx), phones.odd(ctx)
    name: str = value("customer_new") or (mention.text if mention is not None and not mention.ids else "")
    if not name:
        if mention is not None and len(mention.ids) == 1:
            return _existing(ctx, mention.ids[0], person, odd)
        return Reply(texts.NAME_WANTED, keep=True)
    if not customers.fits_as_name(name):
        return Reply(visit_texts.BAD_NAME, keep=True)
    about = {"city": value("city", ""), "note": clean_words(value("summary", ""))}
    like = _alike(ctx, name, person.phone)
    if like:
        return _ask(ctx, name, like, {**contacts.packed(person, odd=odd), **about})
    return create(ctx, name, person, odd=odd, **about)


@router.answer(LIKE, takes=NAMING)
def like(ctx: Context) -> Reply | None:
    """Whether it is one of the like ones, or a new customer."""
    one = ctx.question is not None and len(ctx.question.data["options"]) == ONE_AND_NEW
    taken = asking.taken(ctx, yes=0 if one else None)
    if not isinstance(taken, Taken):
        return taken
    waiting = taken.waiting
    person = contacts.unpacked(waiting)
    if taken.value != NEW:
        return _existing(ctx, int(taken.value), person, waiting["odd"])
    return create(
        ctx,
        waiting["new"],
        person,
        odd=waiting["odd"],
        declined=waiting["offered"],
        city=waiting["city"],
        note=waiting["note"],
    )


@router.answer(contacts.WHICH, takes=(Intents.CUSTOMER_QUERY,))
def whose_contact(ctx: Context) -> Reply | None:
    """Whose contact somebody is: by number, by words, by naming the customer, or a customer that is made now."""
    waiting = asking.waiting_of(ctx)
    named = asking.named_customer(ctx)
    if named is not None and len(named.ids) == 1:
        return contacts.keep(ctx, named.ids[0], contacts.unpacked(waiting), waiting["odd"])
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, Taken):
        return taken
    person = contacts.unpacked(waiting)
    if taken.value == NEW:
        return create(ctx, waiting["mention"], person, odd=waiting["odd"], declined=waiting["offered"])
    return contacts.keep(ctx, int(taken.value), person, waiting["odd"])


def create(
    ctx: Context,
    name: str,
    person: Person,
    *,
    odd: str = "",
    declined: Collection[int] = (),
    city: str = "",
    note: str = "",
) -> Reply:
    """Make a customer of the speaker's, with the person who came with it.

    Args:
        ctx: of the message.
        name: as he wrote it.
        person: may be without a name or phone, then nobody is stored.
        odd: what is said of a number that cannot be dialled.
        declined: customers that were offered and are not the one he means.
        city: if he said it.
        note: what else he said of it.
    """
    made = customers.register(
        ctx.session,
        name=name,
        person_id=ctx.person.id,
        message_id=ctx.message.id,
        now=ctx.now,
        declined=declined,
        city=city,
        note=note,
    )
    if isinstance(made, Namesake):
        waiting = {**contacts.packed(person, odd=odd), "city": city, "note": note}
        return _ask(ctx, name, declined, waiting, namesake=made)
    if made.number is None and made.customer_id not in ctx.directory.customers:
        return Reply(texts.already_there(made.name))  # made a moment ago by another process
    if made.number is None:
        return _existing(ctx, made.customer_id, person, odd)
    who = ""
    if person.name or person.phone:
        named = Person(person.name or contact_texts.NO_NAME, person.phone, person.title)
        kept = contact_service.keep(
            ctx.session, named, customer_id=made.customer_id, author=contacts.author(ctx), numbered=False
        )
        who = contact_texts.person(kept.name, named.title, kept.phone)
    return Reply(contact_texts.several([texts.added(made.name, made.number, who), odd]))


def _alike(ctx: Context, name: str, phone: str) -> list[int]:
    """Customers that may be the one he means: of a like name, or reached under the same number."""
    found: dict[int, None] = {}
    if phone:
        found.update(dict.fromkeys(line.customer_id for line in queries.list_by_phone(ctx.session, phone)))
    if ctx.book is not None:
        speaker = Speaker(ctx.person.id, ctx.person.leads)
        near = [*ctx.book.near_customers(name, speaker, asking.OFFERED)]
        near += [one for _, _, ids in ctx.book.find_customers(name, speaker) for one in ids]
        cards = ctx.directory.customers
        found.update(
            dict.fromkeys(
                one for one in near if any(is_alike(name, called) for called in (cards[one].name, *cards[one].aliases))
            )
        )
    return list(found)[: asking.OFFERED]


def _ask(
    ctx: Context, name: str, ids: Collection[int], waiting: Mapping[str, Any], namesake: Namesake | None = None
) -> Reply:
    """Whether it is one of these, or new; a namesake that registering has met stands before those offered before."""
    options = [] if namesake is None else [Option(namesake.customer_id, namesake.name)]
    options += asking.customers(ctx, list(ids))
    offered = [option.value for option in options]
    options.append(Option(NEW, texts.NEW, (name, "都不是", "新的")))
    return asking.ask(LIKE, texts.like_names(name), options, {**waiting, "new": name, "offered": offered})


def _existing(ctx: Context, customer_id: int, person: Person, odd: str) -> Reply:
    """A customer that is there already: said so, and what is new of a person is stored where he may."""
    card = ctx.directory.customer(customer_id)
    owner = ctx.directory.people.get(card.owner_id) if card.owner_id is not None else None
    if owner is not None and owner.id != ctx.person.id and not ctx.directory.is_above(ctx.person.id, owner.id):
        return Reply(texts.already_taken(card.name, *team_and_leader(ctx, card)))
    if owner is None:
        text = texts.already_pooled(card.name)
    else:
        own = owner.id == ctx.person.id
        text = texts.already_yours(card.name) if own else texts.already_below(card.name, owner.name)
    if not person.name:
        return Reply(contact_texts.several([text, odd]))
    kept = contacts.keep(ctx, customer_id, person, odd)
    return Reply(f"{text}\n{kept.text}", ask=kept.ask, data=kept.data)
