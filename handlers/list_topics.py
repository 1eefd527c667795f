"""Lists of customers by what concerns them: 有欠款的, 快被回收的, 最近加的, 标签 重点 (`product.md` §4.2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers import rights
from handlers.context import Context
from handlers.texts import common
from handlers.texts import customers as texts
from handlers.texts import prompts as prompt_texts
from models.queries import cards as queries
from models.queries import money, prompts
from models.services import recycling

OWING, RECYCLING, NEWEST, GREETING = "owing", "recycling", "newest", "greeting"
SOON_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to.

    Attributes:
        ids: the customers, in the order they are listed.
        said: how the title says so.
        notes: what a line says of its customer instead of when it was last visited.
    """

    ids: Sequence[int]
    said: str
    notes: Mapping[int, str]


def narrowed(ctx: Context, owners: Collection[int]) -> Narrowed | None:
    """The customers of some people that a question is about; None where it asks for all of them."""
    label: str | None = ctx.intent.value("label")
    if label:
        return labelled(ctx, owners, label)
    find = _TOPICS.get(str(ctx.intent.value("topic") or ""))
    return find(ctx, owners) if find is not None else None


def labelled(ctx: Context, owners: Collection[int], label: str) -> Narrowed:
    """The customers of some people that bear a label."""
    return Narrowed(sorted(queries.list_labelled(ctx.session, owners, label)), texts.labelled(label), {})


def _owing(ctx: Context, owners: Collection[int]) -> Narrowed:
    cards = (ctx.directory.customers.get(found) for found in queries.list_owing(ctx.session, owners))
    seen = [card.id for card in cards if card is not None and rights.sees_money(ctx, card)]
    owed = money.open_money(ctx.session, seen, ctx.today)
    ids = sorted(owed, key=lambda found: (-owed[found].overdue, -owed[found].total, found))
    notes = {
        found: texts.owes(
            common.money(owed[found].total), common.money(owed[found].overdue), late=owed[found].overdue > 0
        )
        for found in ids
    }
    return Narrowed(ids, texts.OWING, notes)


def _recycling(ctx: Context, owners: Collection[int]) -> Narrowed:
    soon = recycling.list_recycling_soon(ctx.session, owners, ctx.today, SOON_DAYS, ctx.directory.terms)
    notes = {one.customer_id: texts.recycled_on(one.on, ctx.today) for one in soon}
    return Narrowed(list(notes), texts.recycling(SOON_DAYS), notes)


def _newest(ctx: Context, owners: Collection[int]) -> Narrowed:
    return Narrowed(queries.list_newest(ctx.session, owners), texts.NEWEST, {})


def greeted(ctx: Context, owners: Collection[int]) -> Narrowed:
    """The customers of some people that are greeted on feasts, each with whom to greet there."""
    ids = prompts.list_to_greet(ctx.session, owners)
    notes = {found: prompt_texts.people_at([one.name for one in ctx.directory.contacts_of(found)]) for found in ids}
    return Narrowed(ids, prompt_texts.TO_GREET, {found: note for found, note in notes.items() if note})


def helped(ctx: Context) -> Narrowed:
    """The customers that the speaker works on beside their owners, each with its owner."""
    ids = sorted(found for found in ctx.directory.helped_by(ctx.person.id) if found in ctx.directory.customers)
    owners = {found: ctx.directory.people.get(ctx.directory.customer(found).owner_id or 0) for found in ids}
    notes = {found: texts.owned_by(owner.name) for found, owner in owners.items() if owner is not None}
    return Narrowed(ids, texts.HELPED, notes)


_TOPICS: Final[Mapping[str, Callable[[Context, Collection[int]], Narrowed]]] = {
    OWING: _owing,
    RECYCLING: _recycling,
    NEWEST: _newest,
    GREETING: greeted,
}
