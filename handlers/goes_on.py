"""What a message that cannot stand alone may go on with: the record just made, or what a colleague said.

大概三百多亩 right after a problem was kept, 退可以 right after a colleague asked. Nothing of it is
written or passed on by a guess: it is offered, as the first of the guesses.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers import choices, records, relays, threads
from handlers.context import Context, Reply
from handlers.language.meaning import Intent, Intents, Slot
from handlers.texts import records as record_texts
from handlers.texts import relays as relay_texts
from models.schema import RecordKind
from models.services.records import list_latest, view

SPAN: Final = timedelta(minutes=30)
APPEND: Final = "append"
RELAY: Final = "relay"
_GROWING: Final = frozenset({RecordKind.VISIT, RecordKind.NEWS, RecordKind.FOLLOWUP, RecordKind.REMINDER})
"""Records that more words can be added to."""


def guesses(ctx: Context) -> list[tuple[str, str, int]]:
    """What may have been meant: which, how it is offered, and the record's number or the colleague's id."""
    asks = choices.asks(ctx.text)
    colleague = ctx.directory.people.get(threads.named_colleague(ctx) or (0 if asks else threads.told_by(ctx)))
    if colleague is not None and colleague.active:
        return [(RELAY, relay_texts.guess(colleague.name), colleague.id)]
    if asks:
        return []
    latest = next((one for one in list_latest(ctx.session, ctx.person.id) if one.kind in _GROWING), None)
    if latest is None or ctx.now - latest.made_at > SPAN:
        return []
    told = view(ctx.session, latest.number)
    card = ctx.directory.customers.get(told.customer_id or 0)
    return [(APPEND, record_texts.guess_append(told.kind, latest.number, card.short if card else ""), latest.number)]


def take(ctx: Context, guess: str, about: int, words: str) -> Reply:
    """Do what was offered.

    Args:
        ctx: of the answer.
        guess: `APPEND` or `RELAY`.
        about: the record's number, or the colleague's id.
        words: of the message that was offered for it.
    """
    if guess == RELAY:
        return relays.pass_on(ctx, about, words)
    slots = {name: Slot(value, 0, 0) for name, value in (("number", about), ("append", True), ("value", words))}
    intent = Intent(Intents.RECORD_CHANGE, {**slots, "field": Slot("summary", 0, 0)}, 1.0, words)
    return records.change(replace(ctx, question=None, intent=intent, intents=(intent,)))
