"""The lines that tell of customers unasked: their words, what an answer by number does, 王总生日不用提醒了 (C7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from handlers import asking, contacts, customer_lists, customers, followup_changes, rights
from handlers.asking import Option, Taken
from handlers.context import Context, Reply
from handlers.language.meaning import ContactMention, CustomerMention, Intents
from handlers.list_answers import Action, Deed
from handlers.routing import Router
from handlers.texts import birthdays as birthday_texts
from handlers.texts import common
from handlers.texts import contacts as contact_texts
from handlers.texts import customers as customer_texts
from handlers.texts import followups as followup_texts
from handlers.texts import prompts as texts
from models.directory import ContactCard
from models.queries import customers as customer_queries
from models.rules import anniversaries
from models.schema import RecordKind
from models.services import contacts as service
from models.services.followups import Plan

router = Router()

WHO: Final = "prompts.who"
_NAME_CHARACTERS: Final = 12
BIRTHDAY, FEAST, LEAD, FILE, SILENT = "birthday", "feast", "lead", "file", "silent"
"""The matters of `agenda.Matter` that are told here."""


def act(ctx: Context, matter: str, number: int, action: Action) -> Reply | None:
    """What an answer by number does to a line of one of these matters; None for any other matter or deed.

    Args:
        ctx: of the answer.
        matter: of the line.
        number: of its item.
        action: what was said of it.
    """
    does = _ACTS.get(matter)
    return does(ctx, number, action) if does is not None and action.deed is not Deed.HAND_OVER else None


def _on_birthday(ctx: Context, number: int, action: Action) -> Reply:
    contact = ctx.directory.contacts[number]
    if action.deed is Deed.OPEN:
        return customers.show(ctx, contact.customer_id, customers.CARD, None)
    if action.deed is Deed.MOVE:
        return _later(ctx, contact.customer_id, action, texts.BIRTHDAY_NOTE, contact)
    return _stop(ctx, contact, stops=True) if action.deed in _DROPS else Reply(texts.GREETED, keep=True)


def _on_feast(ctx: Context, _number: int, action: Action) -> Reply:
    if action.deed is Deed.OPEN:
        return customer_lists.greeted(ctx)
    return Reply(texts.NO_MORE.format("节日") if action.deed in _DROPS else texts.FEAST_LIST, keep=True)


def _on_lead(_ctx: Context, number: int, _action: Action) -> Reply:
    return Reply(texts.LEAD_DONE.format(f"报备B{number:04d}"), keep=True)


def _on_file(ctx: Context, number: int, action: Action) -> Reply:
    if action.deed is Deed.OPEN:
        return customers.show(ctx, number, customers.CARD, None)
    if action.deed in _DROPS:
        return Reply(texts.NO_MORE.format("档案"), keep=True)
    return Reply(texts.FILE_DONE.format(ctx.directory.customer(number).short), keep=True)


def _on_silent(ctx: Context, number: int, action: Action) -> Reply:
    if action.deed is Deed.OPEN:
        return customers.show(ctx, number, customers.CARD, None)
    if action.deed is Deed.MOVE:
        return _later(ctx, number, action, texts.SILENT_NOTE)
    if action.deed in _DROPS:
        return Reply(texts.NO_MORE.format("久未联系"), keep=True)
    return Reply(texts.SILENT_DONE.format(ctx.directory.customer(number).short), keep=True)


_DROPS: Final = frozenset({Deed.DROP, Deed.END})
_ACTS: Final[Mapping[str, Callable[[Context, int, Action], Reply]]] = {
    BIRTHDAY: _on_birthday,
    FEAST: _on_feast,
    LEAD: _on_lead,
    FILE: _on_file,
    SILENT: _on_silent,
}


def _later(ctx: Context, customer_id: int, action: Action, note: str, contact: ContactCard | None = None) -> Reply:
    """On another day: a follow-up of his own."""
    plan = Plan(
        RecordKind.FOLLOWUP,
        action.on or ctx.today,
        action.clock,
        customer_id,
        contact.id if contact is not None else None,
        contact.name if contact is not None else "",
        note,
    )
    row = followup_changes.set_plan(ctx, plan)
    told = followup_changes.how_told(ctx, row)
    return Reply(followup_texts.set_(followup_changes.names(ctx, row), told), keep=True)


@router.intent(Intents.BIRTHDAY_PROMPT)
def birthday_prompt(ctx: Context) -> Reply:
    """王总生日不用提醒了, 王总生日要提醒: of one contact, whoever owns his customer by then."""
    mention: ContactMention | None = ctx.intent.value("contact")
    if mention is None:
        return Reply(texts.WHOSE, keep=True)
    held = ctx.directory.contacts.get(mention.contact_id or 0)
    firm: CustomerMention | None = ctx.intent.value("customer")
    called = [held] if held is not None else customers.people_called(ctx, mention.text)
    if held is None and firm is not None and firm.text != mention.text:
        called = [one for one in called if one.customer_id in firm.ids]
    if not called:
        return Reply(texts.NOBODY_CALLED.format(common.cut(mention.text, _NAME_CHARACTERS)), keep=True)
    stops = ctx.intent.value("topic") == "off"
    if len(called) == 1:
        return _stop(ctx, called[0], stops=stops)
    options = [
        Option(one.id, contact_texts.with_firm(one.name, one.title, card.name), (card.name, *card.aliases))
        for one in called[: asking.OFFERED]
        for card in [ctx.directory.customer(one.customer_id)]
    ]
    return asking.ask(WHO, contact_texts.which_person(mention.text), options, {"stops": stops})


@router.answer(WHO)
def who(ctx: Context) -> Reply | None:
    """Which of several people of one name."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, Taken):
        return taken
    return _stop(ctx, ctx.directory.contacts[int(taken.value)], stops=bool(taken.waiting["stops"]))


def _stop(ctx: Context, contact: ContactCard, *, stops: bool) -> Reply:
    card = ctx.directory.customer(contact.customer_id)
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, customers.team_and_leader(ctx, card)[1]), keep=True)
    birthday = customer_queries.find_contact(ctx.session, contact.id).birthday
    if birthday is None:
        unknown = texts.NO_BIRTHDAY if stops else texts.BIRTHDAY_WANTED
        return Reply(unknown.format(contact.name, contact.name), keep=True)
    number = service.stop_birthday(ctx.session, contact.id, author=contacts.author(ctx), stopped=stops)
    on = birthday_texts.next_on(anniversaries.next_day(birthday, ctx.today), ctx.today)
    if number is None:
        return Reply(texts.as_it_was(contact.name, on, stops=stops), keep=True)
    if stops:
        return Reply(texts.stopped(number, contact.name, card.name), keep=True)
    return Reply(texts.told_again(number, contact.name, card.name, on), keep=True)
