"""那给晓芸吧, 归志豪: a leader's word on whose the customer just talked of is, said without naming it (A10, A11)."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

from handlers import rights, stays, threads
from handlers.context import Context, Reply
from handlers.language.meaning import Guessed, Intent, Intents
from handlers.language.patterns import regex
from models.directory import CustomerCard, PersonCard
from models.rules.rights import Action

LONGEST: Final = 80
_TO: Final = regex(
    r"(?:^|[,，。;；、\s])(?:那|就|还是|先|都|这家|这个|这单|客户|有报备的?|以先报的为准)*(?P<how>归|判给?|算是?|还是|给|分给|派给|交给|转给|让)\s*$"
)
"""What stands right before whom it goes to, a customer's name left out."""
_BEHIND: Final = regex(r"\s*(?:的|名下|来|去)?(?:主?跟|做|负责|接)?(?:着)?(?:吧|了|呗|哈|啊)?\s*(?:$|[,，。;；!！])")
"""What stands right behind him: 给晓芸打电话 is no ruling."""
_HIS: Final = regex(r"\s*的")
_OPEN: Final = regex(r"撞单|已有人报备|已报备|申诉#|都报|公海|没人跟|谁跟|归谁")
"""What was read or asked just before, so that whose it is has to be said."""
_MAY: Final = regex(r"(?:归|判给?|算是?|还是|给|转|让)\s*$")
_PART_OF_A_NAME: Final = 2
_SURE: Final = frozenset({"归", "判", "判给"})
"""What rules by itself where the customer is named."""


def in_full(ctx: Context, first: Intent) -> str:
    """The ruling as a command that names the customer; empty where it is none, or not clear of whom.

    Args:
        ctx: of the message as it was read by itself.
        first: how it was read.
    """
    found = _ruling(ctx)
    if found is None or found[0].owner_id == found[1].id:
        return ""
    if first.name in (Intents.LEAD_TRANSFER, Intents.ASSIGN) and "customer" in first.slots:
        return ""
    return f"分配 {found[0].name} {found[1].name}"


def settled(ctx: Context) -> Reply | None:
    """What is said where the ruling leaves a customer with whoever has it; None for anything else."""
    found = _ruling(ctx)
    if found is None or found[0].owner_id != found[1].id:
        return None
    return stays.settled(ctx, *found)


def _ruling(ctx: Context) -> tuple[CustomerCard, PersonCard] | None:
    """The customer, and who shall have it."""
    if not ctx.person.leads or ctx.book is None or len(ctx.text) > LONGEST:
        return None
    hits = [one for one in ctx.book.find_people(ctx.text, threads.speaker(ctx)) if len(one[2]) == 1]
    if not any(_MAY.search(ctx.text, 0, start) for start, _, _ in hits):
        return None
    contested = _contested(ctx)
    text, card = _without_name(ctx, contested)
    takers = {ids[0]: how for start, end, ids in hits if (how := _how(text, start, end))}
    if card is None or len(takers) != 1:
        return None
    [(taker_id, how)] = takers.items()
    if contested is None and not (text != ctx.text and how in _SURE):
        return None
    if taker_id == ctx.person.id or not rights.may(ctx, Action.ASSIGN, card):
        return None
    return card, ctx.directory.people[taker_id]


def _contested(ctx: Context) -> CustomerCard | None:
    """The customer of which was just read or asked whose it is; None where that was of nobody."""
    for each in threads.exchanges(ctx):
        # A page of examples names customers, too: what an answer is about stands in its first line.
        said = each.text + (each.told.split("\n", 1)[0] if each.text else each.told)
        if _OPEN.search(said) is None:
            continue
        found = _ids(ctx, said)
        talked = next(iter(found)) if len(found) == 1 else threads.firm(ctx, threads.SPAN)
        if talked:
            return ctx.directory.customers.get(talked)
    return None


def _without_name(ctx: Context, contested: CustomerCard | None) -> tuple[str, CustomerCard | None]:
    """The text with blanks for the customer that it names, and that customer; else the one that was talked of."""
    text, named = ctx.text, _ids(ctx, ctx.text)
    if len(named) > 1:
        return text, None
    spans = [(start, end) for start, end, _ in ctx.book.find_customers(text, threads.speaker(ctx))] if ctx.book else []
    card = ctx.directory.customers.get(next(iter(named))) if named else contested
    if card is None:
        return text, None
    same = SequenceMatcher(None, card.name, text, autojunk=False).find_longest_match()
    if not named and same.size >= _PART_OF_A_NAME:
        spans.append((same.b, same.b + same.size))
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text, card


def _ids(ctx: Context, text: str) -> set[int]:
    """The customers that a text names beyond doubt."""
    hits = ctx.book.find_customers(text, threads.speaker(ctx)) if ctx.book is not None else ()
    return {found for _, _, ids in hits if not isinstance(ids, Guessed) for found in ids}


def _how(text: str, start: int, end: int) -> str:
    """The word that gives it to whoever stands there; empty where none does."""
    said = _TO.search(text, 0, start)
    if said is None or _BEHIND.match(text, end) is None:
        return ""
    return "" if said["how"] == "还是" and _HIS.match(text, end) is None else said["how"]
