"""季科长生日哪天, 上次去铂悦是啥时候, 皖江谁在跟: one question about a customer, answered in a line or two (§4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers import card_views, rights
from handlers.context import Context
from handlers.language.firms import Asked
from handlers.language.meaning import ContactMention
from handlers.texts import asked_of as texts
from handlers.texts import common
from handlers.texts import customers as customer_texts
from handlers.texts import receivables as money_texts
from models.directory import CustomerCard
from models.queries import cards as card_queries
from models.queries import customers as queries
from models.queries import money
from models.queries.cards import Event
from models.queries.customers import ContactLine
from models.rules import anniversaries
from models.schema import RecordKind
from models.services import promised

_TOLD: Final = frozenset({RecordKind.VISIT, RecordKind.FOLLOWUP, RecordKind.PAYMENT, RecordKind.ORDER})
_LOOKED_AT: Final = 12
_LAST_SHOWN: Final = 3


def answer(ctx: Context, card: CustomerCard, contact: ContactMention | None) -> str:
    """The answer to the one thing that is asked of a customer; empty where the card is the better answer.

    Args:
        ctx: of the message.
        card: the customer; the caller has seen to the rights.
        contact: the person there who is asked about, if any.
    """
    field = ctx.intent.value("field")
    if field == Asked.BIRTHDAY:
        return _birthdays(ctx, card, contact)
    if field == Asked.LAST:
        return _last(ctx, card)
    if field == Asked.OWNER:
        return owner(ctx, card)
    if field == Asked.NEXT:
        return texts.next_step(card.name, card.short, _next(ctx, card))
    return ""


def _birthdays(ctx: Context, card: CustomerCard, contact: ContactMention | None) -> str:
    people = queries.list_contacts(ctx.session, card.id)
    if contact is not None:
        people = [one for one in people if contact.contact_id == one.id or contact.text == one.name] or people
    known = [one for one in people if one.birthday is not None]
    if not known:
        return texts.no_birthday(people[0].name if contact is not None and len(people) == 1 else card.short)
    return "\n".join(_birthday(ctx, card, one) for one in known[:_LOOKED_AT])


def _birthday(ctx: Context, card: CustomerCard, contact: ContactLine) -> str:
    if contact.birthday is None:
        return ""
    on = anniversaries.next_day(contact.birthday, ctx.today)
    said = anniversaries.said(contact.birthday)
    return texts.birthday(contact.name, card.short, said, common.day(on, ctx.today), (on - ctx.today).days)


def _last(ctx: Context, card: CustomerCard) -> str:
    sees_money = rights.sees_money(ctx, card)
    found = card_queries.list_events(ctx.session, card.id, most=_LOOKED_AT, money=sees_money)
    told = [one for one in found if one.kind in _TOLD]
    if not told:
        return texts.never(card.name, _whose(ctx, card))
    latest = [one for one in told if one.on == told[0].on][:_LAST_SHOWN]
    lines = [_event(ctx, one) for one in latest]
    rest = [_promises(ctx, card) if sees_money else "", texts.next_of(_next(ctx, card))]
    return texts.last(card.name, card.short, lines, [line for line in rest if line])


def _event(ctx: Context, event: Event) -> str:
    person = ctx.directory.people.get(event.person_id or 0)
    who = person.name if person is not None and person.id != ctx.person.id else ""
    return texts.event(event.on, ctx.today, event.kind, event.number, who, event.contact, event.words, event.amount)


def _promises(ctx: Context, card: CustomerCard) -> str:
    standing = promised.list_standing(ctx.session, card.id)
    parts = [
        (common.day(one.promised_on, ctx.today), one.promised_amount)
        for one in standing
        if one.promised_on is not None and one.promised_amount is not None
    ]
    return texts.promised(parts) if parts else ""


def _next(ctx: Context, card: CustomerCard) -> str:
    following = queries.find_next_step(ctx.session, customer_id=card.id, today=ctx.today)
    if following is None:
        return ""
    person = ctx.directory.people.get(following.person_id or 0)
    who = person.name if person is not None and person.id != ctx.person.id else ""
    return customer_texts.next_step(following.on, following.clock, following.note, ctx.today, who=who)


def owner(ctx: Context, card: CustomerCard) -> str:
    """Whose a customer is and how it stands, in two lines.

    Args:
        ctx: of the message.
        card: the customer; the caller has seen to the rights.
    """
    owed = ""
    if rights.sees_money(ctx, card):
        held = money.open_money(ctx.session, [card.id], ctx.today).get(card.id)
        owed = money_texts.open_line(held, ctx.today) if held is not None and held.total else ""
    last = card_views.last_of(ctx, card)
    return texts.owner(card.name, _whose(ctx, card), _helpers(ctx, card), owed, last)


def _helpers(ctx: Context, card: CustomerCard) -> Sequence[str]:
    return [person.name for person in ctx.directory.helpers_of(card.id)]


def _whose(ctx: Context, card: CustomerCard) -> str:
    owner = ctx.directory.people.get(card.owner_id or 0)
    return owner.name if owner is not None else customer_texts.POOL
