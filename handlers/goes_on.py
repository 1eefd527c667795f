"""What a message that cannot stand alone may go on with: the record just made, or what a colleague said.

大概三百多亩 right after a problem was kept, 退可以 right after a colleague asked. Nothing of it is
written or passed on by a guess: it is offered, as the first of the guesses.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers import choices, records, relays, threads
from handlers.asides import is_question
from handlers.context import Context, Reply
from handlers.language.dates import find_moments
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.replies import adds, answers, asks, asks_permission, quotes, tells
from handlers.language.reports import LIKELY
from handlers.texts import common
from handlers.texts import records as record_texts
from handlers.texts import relays as relay_texts
from models.schema import Record, RecordKind
from models.services.records import find_of_customer, list_latest, peek, view

SPAN: Final = timedelta(hours=1)
VISIT_LASTS: Final = timedelta(hours=1)
"""So long what is told of somebody without a word of a new arrival belongs to the visit that he told of."""
LONG_SPAN: Final = timedelta(hours=12)
"""So long words that are about the same customer still belong to what was told of him."""
_LONGEST_DAY: Final = 10
_OWED: Final = regex(r"催款#|答应付款|付不了|付不出|没钱付|(?:打|付|汇)款|再付|才能付|给不了")
_REASON: Final = regex(r"催款#\d+ [^：\n]+：(?P<why>走流程|质量争议|没钱|联系不上|其他)，")
APPEND: Final = "append"
RELAY: Final = "relay"
_GROWING: Final = frozenset({RecordKind.VISIT, RecordKind.NEWS, RecordKind.FOLLOWUP, RecordKind.REMINDER})
"""Records that more words can be added to,"""
_TOLD_OF: Final = _GROWING - {RecordKind.REMINDER}
"""and those of them that tell of a customer."""


def guesses(ctx: Context) -> list[tuple[str, str, int]]:
    """What may have been meant: which, how it is offered, and the record's number or the colleague's id."""
    asked = choices.asks(ctx.text)
    named = threads.named_colleague(ctx)
    told = None if named or (asked and not answers(ctx.text)) else threads.last_told(ctx)
    colleague = ctx.directory.people.get(named or (told.person_id if told is not None else 0))
    if colleague is not None and colleague.active:
        return [(RELAY, relay_texts.guess(colleague.name), colleague.id)]
    leader = ctx.directory.people.get(ctx.person.manager_id or 0)
    if leader is not None and leader.active and asks_permission(ctx.text):
        return [(RELAY, relay_texts.guess(leader.name), leader.id)]
    latest = None if asked else _latest(ctx, _GROWING)
    if latest is None:
        return []
    record = view(ctx.session, latest.number)
    card = ctx.directory.customers.get(record.customer_id or 0)
    return [(APPEND, record_texts.guess_append(record.kind, latest.number, card.short if card else ""), latest.number)]


def take(ctx: Context, guess: str, about: int, words: str) -> Reply:
    """Do what was offered.

    Args:
        ctx: of the answer.
        guess: `APPEND` or `RELAY`.
        about: the record's number, or the colleague's id.
        words: of the message that was offered for it.
    """
    if guess == RELAY:
        return relays.pass_on(ctx, about, words=words)
    intent = _appended(about, words)
    return records.change(replace(ctx, question=None, intent=intent, intents=(intent,)))


def addition(ctx: Context, words: str) -> Intent | None:
    """More words for the record just made, as a message that says so would be read; None where there is none.

    Args:
        ctx: of the message.
        words: what is added.
    """
    latest = None if asks(ctx.text) and not quotes(ctx.text) else _latest(ctx, _TOLD_OF)
    return None if latest is None else _appended(latest.number, words)


def of_the_visit(ctx: Context, first: Intent) -> tuple[Intent, ...]:
    """黎总出来了，他讲… within the hour of his own visit there: more of it, with the next step that it tells, and no
    second visit; none for others.

    Args:
        ctx: of the message as it was written.
        first: how it was read with what it leaves out.
    """
    mention: CustomerMention | None = first.value("customer")
    own = first.name is Intents.VISIT_LOG and mention is not None and len(mention.ids) == 1
    untold = "next_date" in first.slots and not first.value("next_note")
    if not own or mention is None or ctx.book is None or "phone" in first.slots or untold:
        return ()
    card = ctx.directory.customers.get(mention.ids[0])
    if card is None or first.value("date", ctx.today) != ctx.today:
        return ()
    by_name = mention.text in ctx.text and mention.text in (card.name, *card.aliases)
    if by_name or ctx.book.find_customers(ctx.text, threads.speaker(ctx)):
        return ()
    number = find_of_customer(ctx.session, ctx.person.id, mention.ids, ctx.today, (RecordKind.VISIT,))
    lasts = VISIT_LASTS if first.confidence > LIKELY else LONG_SPAN  # little speaks for another one
    if number is None or ctx.now - peek(ctx.session, number).made_at > lasts:
        return ()
    more = _appended(number, ctx.text.strip())
    if "next_date" not in first.slots:
        return (more,)
    kept = {name: slot for name, slot in first.slots.items() if name == "customer" or name.startswith("next_")}
    return more, Intent(Intents.FOLLOWUP_SET, kept, 1.0, first.text)


def surely(ctx: Context) -> Reply | None:
    """What is said to more words that are plainly of the record just made (他还说…, 兰说先要20盒); None for others."""
    if is_question(ctx.text) or asks(ctx.text) or threads.named_colleague(ctx):
        return None
    if not adds(ctx.text) and not (tells(ctx.text) and (threads.firms_named(ctx) or quotes(ctx.text))):
        return None
    intent = addition(ctx, ctx.text.strip())
    return None if intent is None else records.change(replace(ctx, question=None, intent=intent, intents=(intent,)))


def same_day(ctx: Context) -> str:
    """就30号, where the answer before told of that very day; empty for anything else."""
    said = next((one for one in find_moments(ctx.text, ctx.today) if one.dated and one.future is not None), None)
    last = next(iter(threads.exchanges(ctx)), None)
    if said is None or said.future is None or last is None or said.end < len(ctx.text.strip()) - 1:
        return ""
    day = common.day(said.future, ctx.today)
    return record_texts.kept_day(day) if day in last.told else ""


def promised_day(ctx: Context, first: Intent) -> str:
    """30号 right behind a customer's promise or debt, as it would be written in full; empty for anything else."""
    if first.name not in (Intents.CHOOSE, Intents.UNKNOWN) or len(ctx.text) > _LONGEST_DAY or ctx.book is None:
        return ""
    said = next((one for one in find_moments(ctx.text, ctx.today) if one.dated and one.future is not None), None)
    if said is None or said.future is None or (ctx.text[: said.start] + ctx.text[said.end :]).strip("就那改到吧。了 "):
        return ""
    last = next(iter(threads.exchanges(ctx)), None)
    if last is None or _OWED.search(f"{last.text}\n{last.told}") is None:
        return ""
    card = ctx.directory.customers.get(threads.firm(ctx))
    told = common.day(said.future, ctx.today) in last.told
    why = _REASON.search(last.told)
    said_why = f"{why['why']} " if why is not None else ""
    return "" if card is None or told else f"{card.name} {said_why}{ctx.text[said.start : said.end]}付"


def _latest(ctx: Context, kinds: Collection[RecordKind]) -> Record | None:
    """The record that more words are added to: of whom they name, else of whom was talked about, else the last."""
    named = threads.firms_named(ctx)
    if len(named) > 1:
        return None
    made = list_latest(ctx.session, ctx.person.id)
    of_thread = named or {found for found in (threads.firm(ctx, SPAN),) if found}
    number = _of_firms(ctx, of_thread, made) if of_thread else None
    if number is None:
        latest = next((one for one in made if one.kind in kinds), None)
        if latest is None or (named and view(ctx.session, latest.number).customer_id not in named):
            return None
    else:
        latest = peek(ctx.session, number)
    return None if ctx.now - latest.made_at > (LONG_SPAN if number is not None else SPAN) else latest


def _of_firms(ctx: Context, firms: Collection[int], made: Sequence[Record]) -> int | None:
    """His record of today of some customers: of his last message, else the visit, else what else he told."""
    last = [one for one in made if one.kind in _TOLD_OF and view(ctx.session, one.number).customer_id in firms]
    if last:
        return next((one for one in last if one.kind == RecordKind.VISIT), last[0]).number
    day, person_id = ctx.today, ctx.person.id
    return find_of_customer(ctx.session, person_id, firms, day, (RecordKind.VISIT,)) or find_of_customer(
        ctx.session, person_id, firms, day, _TOLD_OF
    )


def _appended(number: int, words: str) -> Intent:
    said = {"number": number, "append": True, "value": words, "field": "summary", "goes_on": number}
    return Intent(Intents.RECORD_CHANGE, {name: Slot(value, 0, 0) for name, value in said.items()}, 1.0, words)
