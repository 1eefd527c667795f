"""A line of the list just shown that is chosen in words (第一个我要了), as its number would choose it."""

from __future__ import annotations

from typing import Final

from handlers import threads
from handlers.context import Context
from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.language.picks import claims_it, read_pick, takes_line
from models.directory import CustomerCard

_UNREAD: Final = frozenset(
    {Intents.UNKNOWN, Intents.NOT_YET, Intents.SMALLTALK, Intents.CHOOSE, Intents.CUSTOMER_QUERY}
)
_POOL: Final = "公海"
_IN_POOL: Final = regex(r"在公海|没有负责人|没人跟")
_CLAIMS: Final = "领 "


def in_numbers(ctx: Context, first: Intent) -> str | None:
    """The message as it would be written with the line's number or customer; None where it chooses none.

    Args:
        ctx: of the message.
        first: how it was read.
    """
    if first.name not in _UNREAD or first.value("customer") is not None or ctx.book is None:
        return None
    if (mine := claimed(ctx, first)) is not None:
        return mine
    if isinstance(first.value("choice"), tuple) and not takes_line(ctx.text):
        return None
    last = next(iter(threads.exchanges(ctx)), None)
    picked = read_pick(ctx.text, last.told) if last is not None else None
    if picked is None or last is None:
        return None
    if picked.rest:
        firm = _firm(ctx, picked.words)
        return None if firm is None else f"{firm.name} {picked.rest}"
    return f"{_CLAIMS if picked.takes and last.told.startswith(_POOL) else ''}{picked.number}"


def claimed(ctx: Context, first: Intent) -> str | None:
    """那给我吧 behind a customer of the pool, whatever is open, as it would be written; None for anything else.

    Args:
        ctx: of the message.
        first: how it was read.
    """
    if first.name not in _UNREAD or first.value("customer") is not None or not claims_it(ctx.text):
        return None
    pooled = _pooled(ctx)
    return f"{_CLAIMS}{pooled}" if pooled else None


def _pooled(ctx: Context) -> str:
    """The customer of the pool that was just talked about; empty where that is none."""
    card = ctx.directory.customers.get(threads.firm(ctx, threads.SPAN))
    last = next(iter(threads.exchanges(ctx)), None)
    if card is None and last is not None and _IN_POOL.search(last.told) is not None:
        card = _firm(ctx, last.told.partition("\n")[0])  # it was asked about by a name that only sounds like it
    return card.name if card is not None and card.owner_id is None else ""


def _firm(ctx: Context, words: str) -> CustomerCard | None:
    """The one customer of a line."""
    if ctx.book is None:
        return None
    firms = {found for _, _, ids in ctx.book.find_customers(words, threads.speaker(ctx)) for found in ids}
    return ctx.directory.customers.get(firms.pop()) if len(firms) == 1 else None
