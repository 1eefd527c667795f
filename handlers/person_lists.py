"""People by number and by name: whom an answer takes of a list, and whom the speaker may see of those he named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers import choices, rights
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from models.directory import PersonCard


def seen(ctx: Context, asked: Iterable[int]) -> list[PersonCard]:
    """Of the people who were named, those whose work the speaker may look at; the others do not exist for him."""
    found = (ctx.directory.people.get(person_id) for person_id in asked)
    return [card for card in found if card is not None and rights.sees_work(ctx, card.id)]


def open_list(ctx: Context) -> list[PersonCard]:
    """The people of the list that is open, in its order."""
    found = (ctx.directory.people.get(person_id) for person_id in ctx.asked.get("people", ()))
    return [card for card in found if card is not None]


def picked(ctx: Context, people: Sequence[PersonCard], *, unclear: str, unseen: str) -> PersonCard | Reply | None:
    """Whom a number or a name takes of a list; what to reply where it takes nobody; None where it is no answer.

    Args:
        ctx: of the answer.
        people: the list.
        unclear: said where the number stands for nobody.
        unseen: said of somebody whom the speaker may see no more.
    """
    number = choices.number(ctx.intent, ctx.text)
    if number is None:
        named = choices.named(ctx.text, [(card.name,) for card in people])
        if named is None:
            return Reply(unclear, keep=True) if ctx.intent.name is Intents.CHOOSE else None
        number = named + 1
    if not 1 <= number <= len(people):
        return Reply(unclear, keep=True)
    person = people[number - 1]
    return person if rights.sees_work(ctx, person.id) else Reply(unseen, keep=True)
