"""Numbers in a message that cannot be dialled: they are said, and never stored."""

from __future__ import annotations

import unicodedata

from handlers.context import Context
from handlers.language.patterns import regex
from handlers.language.phones import Phone, find_phones
from handlers.texts import customers as texts

_FIGURES = regex(r"[\d零〇幺]")


def said(ctx: Context) -> str:
    """The one number of a message that can be dialled; empty where there is none, or several."""
    whole = [phone.figures for phone in _found(ctx) if phone.whole]
    return whole[0] if len(whole) == 1 else ""


def odd(ctx: Context) -> str:
    """What is said of a number with a figure missing or too many; empty where there is none, or a whole one."""
    figures = broken(ctx)
    return texts.odd_phone(figures) if figures else ""


def broken(ctx: Context) -> str:
    """The figures of a number that cannot be dialled; empty where there is none, or a whole one."""
    found = _found(ctx)
    return "" if not found or any(phone.whole for phone in found) else found[0].figures


def _found(ctx: Context) -> list[Phone]:
    text = unicodedata.normalize("NFKC", ctx.intent.text or ctx.text).lower()
    return find_phones(text) if _FIGURES.search(text) is not None else []
