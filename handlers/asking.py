"""A numbered question with a few ways out, and which of them an answer takes: by number, by words, by a name.

What waits for the answer travels with the question as JSON values; each feature registers its own answer handler and
asks `taken` what was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers import choices
from handlers.answers import is_aside, pick
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Guessed, Intents, Speaker
from handlers.language.patterns import regex
from handlers.language.replies import thinks_aloud
from handlers.texts import asking as texts

MAX_TRIES = 2
OFFERED = 5
NAMING = frozenset({Intents.UNKNOWN, Intents.CUSTOMER_QUERY, Intents.CHOOSE})
"""What a bare customer's name may be read as."""
_LONGEST_ANSWER = 30
_DROPS = regex(r"(?:^|[\s,，。那就])算了|不[报记要用改争领][了啦]")
_OF_ITS_OWN = regex(
    r"^(?=.{6})(?:.*[我他她](?!们?家|要|选|说的|指|是说).*[说问讲看去来给要找催]|.*(?:说|讲|问)(?:了|过|的是|他|她))"
)
"""我问问他, 他说明天补: a sentence that chooses nothing."""
LONGEST_CHOICE = 14
"""Characters; a longer text that names none of the ways out tells of something else."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way out.

    Attributes:
        value: what the answer handler gets: an id or a word.
        label: as the question shows it.
        names: other words by which it is chosen.
    """

    value: int | str
    label: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """The way that was taken, and what waited for it."""

    value: int | str
    waiting: Mapping[str, Any]


def ask(name: str, head: str, options: Sequence[Option], waiting: Mapping[str, Any]) -> Reply:
    """Ask which.

    Args:
        name: of the answer handler.
        head: the question's first line.
        options: in the order of their numbers.
        waiting: what the answer handler needs, as JSON values.
    """
    data = {
        "head": head,
        "options": [[option.value, option.label, *option.names] for option in options],
        "waiting": dict(waiting),
        "tries": 0,
    }
    return Reply(_text(data), ask=name, data=data)


def taken(ctx: Context, *, yes: int | None = None) -> Taken | Reply | None:
    """What an answer to `ask` means.

    Args:
        ctx: of the answer.
        yes: index of the option that a plain yes means, if any.

    Returns:
        The way that was taken; a reply where it was refused or not understood; None where it is no answer.
    """
    question = ctx.question
    if question is None:
        return Reply(texts.DROPPED)
    options = question.data["options"]
    index = _said(ctx.text, options)
    if index is None:
        index = pick(ctx, [option[1:] for option in options], yes=yes, no=len(options))
    if index is not None and index < len(options):
        return Taken(options[index][0], question.data["waiting"])
    if index is not None:
        return Reply(texts.DROPPED)
    if is_aside(ctx) or thinks_aloud(ctx.text) or _OF_ITS_OWN.search(ctx.text):
        return None
    if choices.asks(ctx.text):
        return Reply(_text(question.data), keep=True)
    if _DROPS.search(ctx.text):
        return Reply(texts.DROPPED)
    if len(ctx.text) > LONGEST_CHOICE:
        return None
    if question.data["tries"] + 1 >= MAX_TRIES:
        return Reply(texts.GIVEN_UP)
    again = {**question.data, "tries": question.data["tries"] + 1}
    return Reply(texts.again(_text(again)), ask=question.name, data=again, unread=True)


def each(ctx: Context, handle: Callable[[Context], Reply]) -> Reply:
    """What becomes of every record of one message: each on its own; only the first that has to ask is asked.

    Args:
        ctx: of the message.
        handle: answers one record.
    """
    replies = [handle(replace(ctx, intent=intent)) for intent in ctx.intents or (ctx.intent,)]
    asking = next((reply for reply in replies if reply.ask), None)
    lines = [reply.text for reply in replies if not reply.ask]
    lines += [texts.NOT_ASKED] * (sum(bool(reply.ask) for reply in replies) - 1)
    pushes = [push for reply in replies for push in reply.pushes]
    if asking is None:
        return replace(replies[0], text="\n".join(lines), pushes=pushes)
    return replace(asking, text="\n".join([*lines, asking.text]), pushes=pushes)


def waiting_of(ctx: Context) -> Mapping[str, Any]:
    """What waits for the answer that comes, whether a numbered question or a plain one was asked."""
    held: Mapping[str, Any] = ctx.asked.get("waiting", ctx.asked)
    return held


def customers(ctx: Context, ids: Sequence[int]) -> list[Option]:
    """Customers to choose from, the speaker's own first, at most as many as a screen takes."""
    owned = ctx.directory.owned_by(ctx.person.id)
    cards = [card for found in ids if (card := ctx.directory.customers.get(found)) is not None and card.active]
    own_first = sorted(cards, key=lambda card: card.id not in owned)
    return [Option(card.id, card.name, card.aliases) for card in own_first[:OFFERED]]


def named_customer(ctx: Context) -> CustomerMention | None:
    """The customer that an answer names by writing him again, with nothing else in it; None when it does not."""
    said = choices.bare(ctx.text)
    if ctx.book is None or ctx.intent.name not in NAMING or not 1 < len(said) <= _LONGEST_ANSWER:
        return None
    speaker = Speaker(ctx.person.id, ctx.person.leads)
    found = ctx.book.find_customers(said, speaker)
    if len(found) != 1 or len(said) - (found[0][1] - found[0][0]) > 1 or not found[0][2]:
        return None
    if isinstance(found[0][2], Guessed):
        return None
    return CustomerMention(said, tuple(found[0][2]))


def _said(text: str, options: Sequence[Sequence[Any]]) -> int | None:
    """The option whose very words were said: 不是 is no refusal where it is one of the ways out."""
    said = choices.folded(text)
    return next(
        (index for index, option in enumerate(options) if said in {choices.folded(str(name)) for name in option[1:]}),
        None,
    )


def _text(data: Mapping[str, Any]) -> str:
    return texts.question(data["head"], [option[1] for option in data["options"]])
