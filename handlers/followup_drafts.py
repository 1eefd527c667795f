"""What was said of a follow-up or reminder, before all of it is known: read from an intent, kept with a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from handlers.context import Context
from handlers.language.dates import Leaning, find_moments
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents
from handlers.language.patterns import regex
from handlers.language.repeats import form_of
from handlers.list_answers import awake
from models.rules import repeats
from models.rules.words import clean_words
from models.schema import RecordKind
from models.times import shanghai

NEW = 0
"""Among the customers that can be chosen: register the name that was said."""
OFFERED = 5
SURE_ENOUGH = 0.5

_FOLLOW = regex(r"^(?:再|要|得|记得|去)?跟进?(?:一?下)?(?:的?(?:事|情况))?[\s,，:：、]*(?![一-鿿]{0,2}(?:单|合同|踪))")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said of one follow-up or reminder, before all of it is known.

    Attributes:
        kind: FOLLOWUP or REMINDER.
        on, clock: the Shanghai day and clock time.
        customer_id: once it is certain.
        mention: the customer in his words.
        options: customers that his answer can choose, by number; `NEW` registers the mention.
        contact_id, contact_name: with whom.
        note: what then.
        repeat: stored form.
        rough: the day was said roughly.
        sure: he has said that he means it, or it was certain.
        tries: answers that did not fit.
        made: what is to be told of a customer that was registered for it.
    """

    kind: RecordKind
    on: date | None = None
    clock: time | None = None
    customer_id: int | None = None
    mention: str = ""
    options: tuple[int, ...] = ()
    contact_id: int | None = None
    contact_name: str = ""
    note: str = ""
    repeat: str = ""
    rough: bool = False
    sure: bool = True
    tries: int = 0
    made: str = ""


def read(ctx: Context, intent: Intent) -> Draft:
    """What an intent says."""
    value = intent.value
    reminder = intent.name is Intents.REMINDER_SET
    on: date | None = value("date") if reminder else value("next_date")
    on = on or value("next_date") or value("date")
    clock: time | None = value("time") or value("next_time")
    contact: ContactMention | None = value("contact")
    mention: CustomerMention | None = value("customer")
    note = value("next_note") or value("summary") or ""
    repeat = form_of(str(value("repeat") or ""), on or ctx.today)
    if repeat and (on is None or on == ctx.today):
        on = _first_of(ctx, repeat, clock)
    if on is None:
        # 提醒我昨天开会: a day that is over is none to remind of, and he is told so.
        on = next((one.past for one in find_moments(intent.text, ctx.today) if one.leaning is Leaning.PAST), None)
    draft = Draft(
        RecordKind.REMINDER if reminder else RecordKind.FOLLOWUP,
        on,
        clock,
        contact_id=contact.contact_id if contact is not None else None,
        contact_name=clean_words(contact.text) if contact is not None else "",
        note=clean_words(note) if reminder else _note(clean_words(note), mention, contact),
        repeat=repeat,
        rough=bool(value("fuzzy")),
        sure=not value("unsure") and intent.confidence >= SURE_ENOUGH,
    )
    return _without_name(ctx, with_customer(ctx, draft, mention))


def _without_name(ctx: Context, draft: Draft) -> Draft:
    """The full name of the customer, who is named beside the note, is not said twice."""
    card = ctx.directory.customers.get(draft.customer_id or 0)
    if card is None or not draft.note.startswith(card.name):
        return draft
    rest = draft.note.removeprefix(card.name).strip(" ,，：:的")
    return replace(draft, note=rest or draft.note)


def with_customer(ctx: Context, draft: Draft, mention: CustomerMention | None) -> Draft:
    """The draft with its customer where one is certain, else with those that can be chosen."""
    if mention is None and draft.contact_id is not None:
        card = ctx.directory.contacts.get(draft.contact_id)
        return replace(draft, customer_id=card.customer_id if card is not None else None)
    if mention is None:
        return draft
    if len(mention.ids) == 1:
        return replace(draft, customer_id=mention.ids[0])
    if draft.kind is RecordKind.REMINDER:
        # A reminder is in his own words; whom they name need not be known.
        return draft
    said = clean_words(mention.text)
    if mention.ids:
        owned = ctx.directory.owned_by(ctx.person.id)
        own_first = sorted(mention.ids, key=lambda customer_id: customer_id not in owned)
        return replace(draft, mention=said, options=tuple(own_first[:OFFERED]))
    return replace(draft, mention=said, options=(*mention.near[:OFFERED], NEW))


def moment(said: str, today: date) -> tuple[date | None, time | None]:
    """The first day ahead and the first clock time of some words."""
    moments = find_moments(said, today)
    on = next((one.future for one in moments if one.dated), None)
    clock = next((awake(one.clock, said[one.start : one.end]) for one in moments if one.clock is not None), None)
    return on, clock


def _note(said: str, mention: CustomerMention | None, contact: ContactMention | None) -> str:
    """带样品, of 跟进东吴 带样品: without the customer, who is named beside it, and without 跟进."""
    rest = said
    if mention is not None and mention.text and (contact is None or contact.text != mention.text):
        rest = said.replace(mention.text, "", 1)
    return " ".join(_FOLLOW.sub("", rest.strip()).split())


def _first_of(ctx: Context, repeat: str, clock: time | None) -> date | None:
    """The first time of a repeat that is still to come; one without a time is told by the morning's list."""
    over = (clock or ctx.directory.terms.clock("morning_at", ctx.today)) <= shanghai(ctx.message.sent_at).time()
    return repeats.first_on(repeat, ctx.today + timedelta(days=1) if over else ctx.today)
