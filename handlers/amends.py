"""What puts right something of the last half hour by its content (打错 尾号8862, 不是四台是五台) as corrections.

The record is found by what it holds: what is to be replaced must stand in it once, else nothing is changed.
"""

from __future__ import annotations

from typing import Final

from handlers import threads, word_swaps
from handlers.context import Context
from handlers.language.amends import (
    completed,
    counts,
    figure_said,
    head_said,
    may_amend,
    more_said,
    other_sum,
    refigured,
    swap_said,
    swapped,
    tail_said,
)
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.patterns import regex
from models.schema import RecordKind
from models.services.records import find_of_customer, list_latest, peek

_PHONE: Final = regex(r"(?<!\d)1\d{10}(?!\d)")
_SHORT_PHONE: Final = regex(r"(?<!\d)1\d{8,9}(?!\d)")
_LEAD: Final = regex(r"报备成功 (?P<lead>B\d{4,})")
_LENGTH: Final = 11
_WORDED: Final = (RecordKind.VISIT, RecordKind.NEWS, RecordKind.FOLLOWUP)
_CLEAR: Final = frozenset({Intents.RELAY, Intents.DAILY_REPORT, Intents.LEAD_REGISTER, Intents.ABSENCE_SET})


def as_said(ctx: Context) -> str:
    """The message as it would be written in full; empty where it puts no number or sum right."""
    if not may_amend(ctx.text):
        return ""
    head = head_said(ctx.text)
    return head or _number_again(ctx)


def corrections(ctx: Context, first: Intent, *, waits: bool) -> tuple[Intent, ...]:
    """The correction of the records that hold what is wrong, or the addition to one that is named; none for others.

    Args:
        ctx: of the message.
        first: how it was read.
        waits: whether a question of the bot's waits, which 不是东吴是东武 may answer; a count answers none.
    """
    if not may_amend(ctx.text) or first.name in _CLEAR or "number" in first.slots or ctx.book is None:
        return ()
    if first.name is Intents.RECORD_CHANGE and not _is_of_words(first):
        return _of_a_sum(ctx, first)
    more = more_said(ctx.text)
    if more is not None:
        number = _named(ctx, more.of)
        return () if number is None else (_changed(number, more.more, append=True),)
    swap, figure = swap_said(ctx.text), figure_said(ctx.text)
    counted = (swap is not None and counts(swap.old)) or (figure is not None and bool(figure.unit))
    if (swap is None and figure is None) or (waits and not counted):
        return ()
    found: list[Intent] = []
    for number in _candidates(ctx):
        words = word_swaps.words_of(ctx, peek(ctx.session, number))
        right = (swapped(words, swap) if swap is not None else "") or (refigured(words, figure) if figure else "")
        found += [_changed(number, right)] if right else []
    return tuple(found)


def _of_a_sum(ctx: Context, first: Intent) -> tuple[Intent, ...]:
    """不对 是9千 of a visit just told of that holds one sum."""
    latest = next(iter(list_latest(ctx.session, ctx.person.id)), None)
    value = first.value("value")
    if first.value("field") != "amount" or latest is None or latest.kind not in _WORDED or not isinstance(value, str):
        return ()
    words, swap = word_swaps.words_of(ctx, latest), swap_said(ctx.text)
    right = other_sum(words, value) if swap is None or swap.old.strip("块元") in words else ""
    return (_changed(latest.number, right),) if right else ()


def _is_of_words(first: Intent) -> bool:
    """Whether a correction is of words rather than of a sum, a day or a known customer."""
    value = first.value("value")
    return first.value("field") == "summary" or (isinstance(value, CustomerMention) and not value.ids)


def _number_again(ctx: Context) -> str:
    tail, exchanges = tail_said(ctx.text), threads.exchanges(ctx)
    for one in exchanges if one_of(ctx.text, tail) else ():
        if not one.text:
            continue
        whole = _PHONE.search(one.text)
        if tail and whole is not None:
            return one.text[: whole.end() - len(tail)] + tail + one.text[whole.end() :]
        short, lead = _SHORT_PHONE.search(one.text), _LEAD.search(one.told)
        full = completed(ctx.text, short[0]) if short is not None else ""
        if short is not None and len(full) == _LENGTH:
            return f"报备{lead['lead']} 联系人 {full}" if lead is not None else one.text.replace(short[0], full, 1)
    return ""


def one_of(text: str, tail: str) -> bool:
    """Whether a message says how a number ends, or what was left out of it."""
    return bool(tail) or bool(completed(text, "1"))


def _candidates(ctx: Context) -> list[int]:
    """His records of today that may be meant: of whom he names, else of whom he talked, then the last ones."""
    firms = threads.firms_named(ctx) or {found for found in (threads.firm(ctx, threads.SPAN),) if found}
    kinds = ((RecordKind.VISIT,), _WORDED) if firms else ()
    of_firm = [find_of_customer(ctx.session, ctx.person.id, firms, ctx.today, each) for each in kinds]
    named = [number for number in of_firm if number is not None]
    latest = [] if named and threads.firms_named(ctx) else [one.number for one in word_swaps.list_worded(ctx)]
    return list(dict.fromkeys([*named, *latest]))


def _named(ctx: Context, words: str) -> int | None:
    """His record of today of the customer that some words name."""
    if ctx.book is None:
        return None
    speaker = threads.speaker(ctx)
    firms = {found for _, _, ids in ctx.book.find_customers(words, speaker) for found in ids}
    return find_of_customer(ctx.session, ctx.person.id, firms, ctx.today, _WORDED) if len(firms) == 1 else None


def _changed(number: int, words: str, *, append: bool = False) -> Intent:
    said: dict[str, object] = {"field": "summary", "value": words, "number": number}
    if append:
        said |= {"append": True, "goes_on": number}
    return Intent(Intents.RECORD_CHANGE, {name: Slot(value, 0, 0) for name, value in said.items()}, 1.0, words)
