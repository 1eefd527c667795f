"""加联系人: 乐工 电话 138…, to a customer; somebody who is stored gets the phone (`product.md` C1, C9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers import asking, choices, phones, rights
from handlers.asking import Option, Taken
from handlers.context import Context, Reply
from handlers.customers import people_called, team_and_leader
from handlers.language.meaning import ContactMention, CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import asking as asking_texts
from handlers.texts import common
from handlers.texts import contacts as texts
from handlers.texts import customers as customer_texts
from models.queries import customers as queries
from models.queries import visits as visit_queries
from models.rules.words import clean_words
from models.services import contacts, customers
from models.services.contacts import Author, Person

router = Router()

WHICH = "contacts.which"
"""Asked here, answered in `handlers.new_customers`: the customer may have to be made first."""
SAME = "contacts.same"
NAME = "contacts.name"

NEW = "new"
RECENT_DAYS = 31

_DELETES = regex(r"^\W*(?:帮我|把)?(?:删|去掉|移除)")
_NAME = regex(r"[一-鿿]{2,8}|[A-Za-z][A-Za-z .]{1,19}")
_REPLACES = regex(r"换|改|新号|新电话|新手机|更新|变成|停用|不用了")
"""Words that say that a number takes the place of another."""


@router.intent(Intents.CONTACT_ADD)
def add(ctx: Context) -> Reply:
    """A person at a customer, with phone and title where they were said; several of one message each on his own."""
    return asking.each(ctx, _add)


def _add(ctx: Context) -> Reply:
    if _DELETES.search(ctx.intent.text or ctx.text):
        return Reply(texts.NO_DELETING, keep=True)
    person, odd = person_told(ctx), phones.odd(ctx)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if not person.name and (odd or not person.phone or mention is None or len(mention.ids) != 1):
        return Reply(odd or texts.WHO, keep=True)
    if not person.name and mention is not None:
        waiting = {**packed(person), "customer": mention.ids[0]}
        name = ctx.directory.customer(mention.ids[0]).short
        return Reply(texts.whose_number(name, person.phone), ask=NAME, data={"waiting": waiting})
    customer_id = _customer(ctx, mention, person)
    if customer_id is not None:
        return keep(ctx, customer_id, person, odd)
    return which_customer(ctx, WHICH, mention, person.name, packed(person, odd=odd), new=True)


@router.answer(NAME, takes=(Intents.CUSTOMER_QUERY, Intents.SMALLTALK))
def named(ctx: Context) -> Reply | None:
    """The name of whoever has the number that was told without one."""
    name = clean_words(choices.bare(ctx.text))
    waiting = asking.waiting_of(ctx)
    if ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text):
        return Reply(asking_texts.DROPPED)
    firm: CustomerMention | None = ctx.intent.value("customer")
    person: ContactMention | None = ctx.intent.value("contact")
    names_firm = firm is not None and (person is None or person.text != firm.text)
    if _NAME.fullmatch(name) is None or names_firm:
        return None
    return keep(ctx, int(waiting["customer"]), replace(unpacked(waiting), name=name))


@router.answer(SAME)
def same(ctx: Context) -> Reply | None:
    """Whether 王总 is the 王建国 that is stored with another number."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, Taken):
        return taken
    person = unpacked(taken.waiting)
    held = int(taken.value) or None
    return _kept(ctx, int(taken.waiting["customer"]), replace(person, contact_id=held), taken.waiting["odd"])


def keep(ctx: Context, customer_id: int, person: Person, odd: str = "") -> Reply:
    """Store a person at a customer, if the speaker may write to that customer's card.

    Args:
        ctx: of the message.
        customer_id: where.
        person: who, in words that may be stored.
        odd: what is said of a number that cannot be dialled; it is not stored.
    """
    known = known_contact(ctx, customer_id, person)
    person = replace(person, contact_id=known)
    if known is None or not rights.sees(ctx, ctx.directory.customer(customer_id)) or _REPLACES.search(ctx.text):
        return _kept(ctx, customer_id, person, odd)
    line = queries.find_contact(ctx.session, known)
    if line.name == person.name or not line.phone or line.phone == person.phone or not person.phone:
        return _kept(ctx, customer_id, person, odd)
    head = texts.same_person(person.name, texts.person(line.name, line.title, line.phone))
    options = [
        Option(known, texts.SAME, ("是", "是的", line.name)),
        Option(0, texts.OTHER, ("不是", "不是他", "另一个", "新的人")),
    ]
    return asking.ask(SAME, head, options, {**packed(person, odd=odd), "customer": customer_id})


def known_contact(ctx: Context, customer_id: int, person: Person) -> int | None:
    """The stored contact of a customer that a person is: by his id, his name, or as people call him (王总)."""
    held = ctx.directory.contacts.get(person.contact_id or 0)
    if held is not None and held.customer_id == customer_id:
        return held.id
    return ctx.book.find_contact(person.name, customer_id) if ctx.book is not None else None


def which_customer(
    ctx: Context,
    question: str,
    mention: CustomerMention | None,
    name: str,
    waiting: Mapping[str, Any],
    *,
    new: bool = False,
) -> Reply:
    """Ask whose contact somebody is.

    Args:
        ctx: of the message.
        question: the answer handler's name.
        mention: the customer in his words, if he said one.
        name: of the contact.
        waiting: what the answer handler needs; `mention` and `offered` are added.
        new: an unknown customer may be made at once.
    """
    said = mention.text if mention is not None else ""
    ids = (mention.ids or mention.near) if mention is not None else _recent(ctx)
    options = asking.customers(ctx, ids)
    offered = [option.value for option in options]
    unknown = mention is not None and not mention.ids
    if unknown and new and customers.fits_as_name(said):
        options.append(Option(NEW, f"{texts.NEW_CUSTOMER} {said}", ("新客户",)))
    if not options:
        return Reply(customer_texts.not_found(said) if said else texts.whose_free(name), keep=True)
    if unknown:
        head = customer_texts.not_found_head(said)
    else:
        head = common.which_customer(said) if said and said != name else texts.whose(name)
    return asking.ask(question, head, options, {**waiting, "mention": said, "offered": offered})


def person_told(ctx: Context) -> Person:
    """The person that a message tells of; without a name where it says none."""
    value = ctx.intent.value
    mention: ContactMention | None = value("contact")
    title = clean_words(value("title", ""))
    name = clean_words(mention.text) if mention is not None else title
    known = mention.contact_id if mention is not None else None
    return Person(name, value("phone") or phones.said(ctx), "" if title == name else title, known)


def author(ctx: Context) -> Author:
    """Who writes what this message says."""
    return Author(ctx.person.id, ctx.message.id, ctx.now)


def packed(person: Person, *, odd: str = "") -> dict[str, Any]:
    """A person as JSON values, for the dialog."""
    return {
        "name": person.name,
        "phone": person.phone,
        "title": person.title,
        "contact_id": person.contact_id,
        "odd": odd,
    }


def unpacked(waiting: Mapping[str, Any]) -> Person:
    """The person of `packed`."""
    return Person(waiting["name"], waiting["phone"], waiting["title"], waiting["contact_id"])


def _customer(ctx: Context, mention: CustomerMention | None, person: Person) -> int | None:
    """The one customer that is meant; None where that must be asked."""
    held = ctx.directory.contacts.get(person.contact_id or 0)
    if mention is not None:
        if held is not None and held.customer_id in mention.ids:
            return held.customer_id
        return mention.ids[0] if len(mention.ids) == 1 else None
    if held is not None:
        return held.customer_id
    called = people_called(ctx, person.name)
    return called[0].customer_id if len(called) == 1 else None


def _recent(ctx: Context) -> list[int]:
    since = ctx.today - timedelta(days=RECENT_DAYS)
    found = visit_queries.list_recent_customers(ctx.session, person_id=ctx.person.id, since=since, most=asking.OFFERED)
    if found:
        return list(found)
    owned = sorted(ctx.directory.owned_by(ctx.person.id))
    return owned if len(owned) <= asking.OFFERED else []


def _kept(ctx: Context, customer_id: int, person: Person, odd: str) -> Reply:
    card = ctx.directory.customer(customer_id)
    if not rights.writes(ctx, card):  # he may have lost it since he was asked
        return Reply(customer_texts.not_yours(card.name, team_and_leader(ctx, card)[1]))
    if odd and not person.phone and person.contact_id is not None:
        return Reply(odd)
    # Whoever may write of one in the pool but not read its card puts down his own words, beside what stands there.
    apart = not rights.sees(ctx, card)
    done = contacts.keep(ctx.session, person, customer_id=customer_id, author=author(ctx), apart=apart)
    who = texts.person(done.name, person.title, done.phone)
    if done.number is None:
        return Reply(texts.several([texts.known(card.name, who), odd]))
    text = texts.kept(done.number, card.name, who, added=done.added, old_phone=done.old_phone)
    return Reply(texts.several([text, odd]))
