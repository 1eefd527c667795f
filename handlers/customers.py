"""查 东吴, 东吴 电话, 王总电话多少, 138… 是谁: a customer on one screen, phones one by one (`product.md` B7, P5)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from handlers import asked_of, card_views, cards, choices, debts, phones, rights
from handlers.asking import OFFERED
from handlers.context import Context, Reply
from handlers.language.firms import Asked
from handlers.language.meaning import ContactMention, CustomerMention, Intents
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.people import could_mean
from handlers.routing import Router
from handlers.texts import asked_of as asked_texts
from handlers.texts import common
from handlers.texts import customers as texts
from models.directory import ContactCard, CustomerCard
from models.queries import customers as queries
from models.queries.customers import ContactLine
from models.rules.completeness import Part
from models.rules.rights import Action, Relation, may
from models.services import contacts

router = Router()

OPENED = "customers.opened"

CARD, PHONE = "card", "phone"
CONTACTS_SHOWN = 6
SHORTEST_PART = 2

_ASKS_PHONE = regex(r"电话|手机|号码|联系方式|座机|怎么联系|打给")
_PHONE_WORDS = regex(r"的?(?:电话|手机|号码|联系方式|座机).*$")
_LEVEL = regex(r"([A-Ca-c])\s*[类级]?[吧。]?")
_PRONOUN = regex(r"他|她|他们|这家|那家")


def query(ctx: Context) -> Reply:
    """The card of the customer that is named, a phone where that is asked for, or who is reached under a number."""
    phone: str | None = ctx.intent.value("phone")
    if phone:
        return whose_phone(ctx, phone)
    mention: CustomerMention | None = ctx.intent.value("customer")
    contact: ContactMention | None = ctx.intent.value("contact")
    wants = PHONE if ctx.intent.value("field") == Asked.PHONE or asks_phone(ctx, mention) else CARD
    by_person = contact is not None and mention is not None and contact.text == mention.text
    unnamed = mention is None or len(mention.ids) != 1 or by_person
    if wants == PHONE and unnamed and not rights.ever_sees_phones(ctx):
        whose = ctx.directory.customer(mention.ids[0]) if mention is not None and len(mention.ids) == 1 else None
        seen = whose is not None and whose.owner_id is not None and rights.sees(ctx, whose)
        return Reply(_no_phone_for(ctx, whose) if seen and whose else texts.NO_PHONES_FOR_YOU, keep=True)
    if mention is None:
        broken = phones.broken(ctx)
        if broken:
            return Reply(texts.odd_number(broken), keep=True)
        return _person(ctx, contact) if contact is not None else Reply(texts.ASK_WHICH, keep=True)
    if len(mention.ids) == 1:
        elsewhere = _of_another(ctx, mention.ids[0], contact)
        return show(ctx, mention.ids[0], wants, contact) if elsewhere is None else _person(ctx, elsewhere)
    if contact is not None and mention.ids and contact.text == mention.text:
        return _person(ctx, contact)
    called = _PHONE_WORDS.sub("", mention.text)
    if wants == PHONE and not mention.ids and not mention.near and people_called(ctx, called):
        return _person(ctx, ContactMention(called))
    return offer(ctx, mention, wants, contact)


@router.answer(OPENED, listing=True, takes=(Intents.CUSTOMER_QUERY,))
def opened(ctx: Context) -> Reply | None:
    """A number or a name from what was offered, or 电话 below a card."""
    data = ctx.asked
    ids = [int(found) for found in data.get("ids", ())]
    if ctx.intent.name is Intents.CUSTOMER_QUERY and ("customer" in ctx.intent.slots or "phone" in ctx.intent.slots):
        return None
    card = ctx.directory.customers.get(int(data.get("card", 0)))
    level = _LEVEL.fullmatch(ctx.text.strip()) if card is not None and data.get("asks") == Part.LEVEL else None
    if card is not None and level is not None:
        return cards.write(ctx, card.id, "level", level[1].upper())
    if card is not None and asks_phone(ctx, None) and "contact" not in ctx.intent.slots:
        return show(ctx, card.id, PHONE, None)
    index = _chosen(ctx, ids, data["of"]) if ids else None
    if index is None and ctx.intent.name is Intents.CHOOSE and "customer" in ctx.intent.slots:
        return query(ctx)
    if not ids:
        return None
    if index is None:
        return Reply(common.no_such_line(len(ids)), keep=True) if ctx.intent.name is Intents.CHOOSE else None
    if data["of"] == "contacts":
        return _phone_of(ctx, ids[index], keep=True)
    contact = data.get("contact") or ""
    return show(ctx, ids[index], data["wants"], ContactMention(contact) if contact else None)


def show(ctx: Context, customer_id: int, wants: str, contact: ContactMention | None) -> Reply:
    """A customer's card or phones, or why he may not see them.

    Args:
        ctx: of the message.
        customer_id: whose.
        wants: `CARD` or `PHONE`.
        contact: the person that is asked about, if any.
    """
    card = ctx.directory.customer(customer_id)
    if not rights.sees(ctx, card):
        money_only = wants == CARD and rights.sees_money(ctx, card)
        return Reply(debts.told(ctx, customer_id) if money_only else _refused(ctx, card, wants))
    if wants == PHONE:
        return _phones(ctx, card, contact)
    told = asked_of.answer(ctx, card, contact)
    if told:
        return Reply(told, ask=OPENED, data={"card": card.id}, beside=True)
    text, asks = card_views.card(ctx, card)
    if ctx.intent.value("field") == Asked.ADDRESS and texts.ADDRESS not in text:
        text = f"{text}\n{texts.NO_ADDRESS}"
    return Reply(text, ask=OPENED, data={"card": card.id, "asks": asks}, beside=True)


def offer(ctx: Context, mention: CustomerMention, wants: str, contact: ContactMention | None) -> Reply:
    """Which of several customers is meant, or which similar one; a number or a name opens it."""
    near = mention.ids or mention.near or holding(ctx, mention.text)
    ids = [found for found in near if found in ctx.directory.customers]
    owned = ctx.directory.owned_by(ctx.person.id)
    ids = sorted(ids, key=lambda found: found not in owned)[:OFFERED]
    if not ids:
        return Reply(texts.not_found(mention.text), keep=True)
    names = [ctx.directory.customer(found).name for found in ids]
    text = (texts.which if mention.ids else texts.near)(mention.text, names)
    data = {"ids": ids, "of": "customers", "wants": wants, "contact": contact.text if contact is not None else ""}
    return Reply(text, ask=OPENED, data=data)


def holding(ctx: Context, said: str) -> list[int]:
    """The customers he may see whose name holds what was said: 瑞康 for 上海瑞康眼科门诊部."""
    name = fold(said).strip()
    if len(name) < SHORTEST_PART:
        return []
    cards = [ctx.directory.customer(found) for found in _worked_on(ctx)]
    return sorted(card.id for card in cards if any(name in fold(called) for called in (card.name, *card.aliases)))


def _worked_on(ctx: Context) -> set[int]:
    """The customers that the speaker or his line has, and those that he helps with."""
    owned = (ctx.directory.owned_by(owner) for owner in rights.owners_below(ctx))
    return {*chain.from_iterable(owned), *ctx.directory.helped_by(ctx.person.id)}


def asks_phone(ctx: Context, mention: CustomerMention | None) -> bool:
    """Whether a message asks for a phone, beside the customer's name."""
    text = ctx.intent.text or ctx.text
    return _ASKS_PHONE.search(text.replace(mention.text, "") if mention is not None else text) is not None


def whose_phone(ctx: Context, phone: str) -> Reply:
    """138xxxx 是谁: only what he may see (`product.md` P5, P6)."""
    found = queries.list_by_phone(ctx.session, phone)
    if not found:
        return Reply(texts.phone_unknown(phone), keep=True)
    seen = [line for line in found if rights.sees(ctx, ctx.directory.customer(line.customer_id))]
    if not seen:
        card = ctx.directory.customer(found[0].customer_id)
        if card.owner_id is None:
            return Reply(texts.phone_pooled(phone), keep=True)
        return Reply(texts.phone_taken(phone, *team_and_leader(ctx, card)), keep=True)
    lines = [_whose(ctx, line) for line in seen]
    return Reply(texts.whose_phone(phone, lines), ask=OPENED, data={"card": seen[0].customer_id}, beside=True)


def team_and_leader(ctx: Context, card: CustomerCard) -> tuple[str, str]:
    """Whose team a customer belongs to, and whom to ask about it; each empty if nobody knows."""
    owner = ctx.directory.people.get(card.owner_id) if card.owner_id is not None else None
    whom = rights.whom_to_ask(ctx, card)
    return (owner.department if owner is not None else "", whom.name if whom is not None else "")


def people_called(ctx: Context, said: str) -> list[ContactCard]:
    """The contacts of the customers that he, or his line, works on that a name may mean (王总, 李工, 王建国)."""
    name = fold(said).strip()
    own = [one for customer in sorted(_worked_on(ctx)) for one in _contacts(ctx, customer)]
    exact = [one for one in own if fold(one.name) == name]
    return exact or [one for one in own if could_mean(name, fold(one.name), one.title)]


def _of_another(ctx: Context, customer_id: int, contact: ContactMention | None) -> ContactMention | None:
    """Whose birthday is asked where nobody of this customer is called so, and one of another that he works on is."""
    if contact is None or contact.contact_id is not None or ctx.intent.value("field") != Asked.BIRTHDAY:
        return None
    called = people_called(ctx, contact.text)
    return contact if called and all(one.customer_id != customer_id for one in called) else None


def _contacts(ctx: Context, customer_id: int) -> Sequence[ContactCard]:
    return ctx.directory.contacts_of(customer_id)


def _chosen(ctx: Context, ids: Sequence[int], of: str) -> int | None:
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return number - 1 if 1 <= number <= len(ids) else None
    if of == "contacts":
        return choices.named(ctx.text, [(ctx.directory.contacts[found].name,) for found in ids])
    cards = [ctx.directory.customer(found) for found in ids]
    return choices.named(ctx.text, [(card.name, *card.aliases) for card in cards])


def _person(ctx: Context, contact: ContactMention) -> Reply:
    """A person without his firm: looked for among the contacts he may see."""
    known = ctx.directory.contacts.get(contact.contact_id or 0)
    called = [known] if known is not None else people_called(ctx, contact.text)
    if not called:
        return Reply(texts.person_unknown(contact.text), keep=True)
    wants = PHONE if asks_phone(ctx, None) else CARD
    if len(called) == 1:
        return show(ctx, called[0].customer_id, wants, ContactMention(called[0].name, called[0].id))
    shown = called[:OFFERED]
    lines = [texts.phone_of(one.name, one.title, ctx.directory.customer(one.customer_id).name, "") for one in shown]
    data = {"ids": [one.id for one in shown], "of": "contacts", "wants": wants}
    return Reply(texts.which_person(contact.text, lines), ask=OPENED, data=data)


def _phones(ctx: Context, card: CustomerCard, contact: ContactMention | None) -> Reply:
    if not rights.sees_phones(ctx, card):
        return Reply(_no_phone_for(ctx, card))
    people = queries.list_contacts(ctx.session, card.id)
    if contact is not None and not _PRONOUN.fullmatch(contact.text):
        meant = [one for one in people if _is_meant(one, contact)]
        if not meant:
            lines = [texts.contact_line(one.name, one.title, one.phone) for one in people[:CONTACTS_SHOWN]]
            text = texts.no_contact(contact.text, card.name, lines)
            return Reply(text, ask=OPENED, data={"card": card.id}, beside=True)
        people = meant
    reached = [one for one in people if one.phone]
    if len(reached) == 1:
        return _phone_of(ctx, reached[0].id, keep=False)
    if not reached:
        return Reply(
            texts.no_phone(people[0].name if contact is not None and len(people) == 1 else card.short, card.short),
            keep=True,
        )
    lines = [texts.contact_line(one.name, one.title, one.phone) for one in reached]
    return Reply(
        texts.which_phone(card.name, lines), ask=OPENED, data={"ids": [one.id for one in reached], "of": "contacts"}
    )


def _is_meant(one: ContactLine, contact: ContactMention) -> bool:
    if contact.contact_id is not None:
        return one.id == contact.contact_id
    said = fold(contact.text).strip()
    return fold(one.name) == said or could_mean(said, fold(one.name), one.title) or said in (one.title, one.name)


def _phone_of(ctx: Context, contact_id: int, *, keep: bool) -> Reply:
    line = queries.find_contact(ctx.session, contact_id)
    card = ctx.directory.customer(line.customer_id)
    if not rights.sees_phones(ctx, card):
        return Reply(_refused(ctx, card, PHONE), keep=keep)
    figures = contacts.show_phone(ctx.session, contact_id)
    if not figures:
        return Reply(texts.no_phone(line.name, card.short), keep=keep)
    text = texts.phone(line.name, line.title, figures, card.name, line.note)
    return Reply(text, keep=True) if keep else Reply(text, ask=OPENED, data={"card": card.id}, beside=True)


def _no_phone_for(ctx: Context, card: CustomerCard) -> str:
    """Why he sees no number of a customer that he sees, and whom to ask for it."""
    owner = ctx.directory.people.get(card.owner_id or 0)
    if owner is None:
        return texts.POOLED
    own = owner.id == ctx.person.id
    return texts.NO_PHONES_FOR_YOU if own else asked_texts.no_phones_for_you(card.short, owner.name)


def _refused(ctx: Context, card: CustomerCard, wants: str) -> str:
    if card.owner_id is None:
        told = f"{card.name}：{texts.POOLED}"
        claims = may(ctx.person.role, Action.CLAIM, Relation.POOL)
        return f"{told}\n{asked_texts.claim_it(card.short)}" if claims else told
    return texts.taken(card.name, *team_and_leader(ctx, card), wants_phone=wants == PHONE)


def _whose(ctx: Context, line: ContactLine) -> str:
    card = ctx.directory.customer(line.customer_id)
    owner = ctx.directory.people[card.owner_id].name if card.owner_id not in (None, ctx.person.id) else ""
    return texts.phone_of(line.name, line.title, card.name, owner)
