"""跟黄经理说一声 …, 让李婷 …, 问下领导 …: words that are passed on to a colleague (`product.md` §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers import asking, threads
from handlers.context import Context, Push, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.language.replies import leans
from handlers.language.want_relays import LEADER, OTHERS, TEAM
from handlers.routing import Router
from handlers.texts import relays as texts
from handlers.texts import team as team_texts
from models.directory import CustomerCard, PersonCard
from models.rules.words import clean_words
from models.schema import Role

router = Router()

KIND = "relay"
_ASKED: Final = regex(r"问")
_OF_HIM: Final = regex(r"^\s*[他她](?!们|[问说讲想要嫌答]|觉得|反映|告诉)")
"""问下李雷他见过张总没有: to him that is 你."""
_SEE_ALL: Final = frozenset({Role.DIRECTOR, Role.FINANCE, Role.ASSISTANT})
WHOM = "relays.whom"


@router.intent(Intents.RELAY)
def relay(ctx: Context) -> Reply:
    """Pass words on: those of the message, or else of the one before it."""
    topic = ctx.intent.value("topic")
    if topic in (TEAM, OTHERS):
        return _to_team(ctx, but=threads.colleague(ctx) if topic == OTHERS else 0)
    if topic == LEADER:
        leader = ctx.directory.people.get(ctx.person.manager_id or 0)
        return Reply(texts.NO_LEADER) if leader is None or not leader.active else _pass_on(ctx, [leader])
    people: list[PersonCard] = []
    for ids in ctx.intent.value("people") or ():
        fits = [card for found in ids if (card := ctx.directory.people.get(found)) is not None and card.active]
        if len(fits) > 1:
            return _ask_whom(ctx, fits)
        people += fits
    if all(card.id == ctx.person.id for card in people):
        return Reply(texts.SELF)
    return _pass_on(ctx, people)


@router.answer(WHOM)
def whom(ctx: Context) -> Reply | None:
    """Which of two of one name."""
    chosen = asking.taken(ctx)
    if not isinstance(chosen, asking.Taken):
        return chosen
    person = ctx.directory.people.get(int(chosen.value))
    if person is None or not person.active:
        return Reply(texts.NO_LEADER)
    return Reply(
        texts.passed_on([person.name]), pushes=[_push(ctx, person, chosen.waiting["words"], chosen.waiting["about"])]
    )


def pass_on(ctx: Context, *person_ids: int, words: str) -> Reply:
    """Pass words on that turned out to be meant for colleagues.

    Args:
        ctx: of the answer that said so.
        person_ids: whom they are for.
        words: the speaker's.
    """
    people = [ctx.directory.people[found] for found in person_ids]
    words = _with_matter(ctx, people, words)
    about = _about(ctx, words)
    pushes = [_push(ctx, person, words, about) for person in people]
    return Reply(texts.passed_on([person.name for person in people], words), pushes=pushes)


def _to_team(ctx: Context, *, but: int = 0) -> Reply:
    below = [card for card in ctx.directory.people.values() if ctx.directory.is_above(ctx.person.id, card.id)]
    people = [card for card in below if card.active and card.id not in (ctx.person.id, but)]
    return _pass_on(ctx, people) if ctx.person.leads and people else Reply(texts.TEAM_BY_LEADERS)


def _pass_on(ctx: Context, people: Sequence[PersonCard]) -> Reply:
    said = clean_words(str(ctx.intent.value("summary", "")))
    own = _OF_HIM.sub("你", said) if _ASKED.search(ctx.text) and len(people) == 1 else said
    others = [card for card in dict.fromkeys(people) if card.id != ctx.person.id]
    words = _with_matter(ctx, others, own) if own else threads.said_before(ctx)
    if not words:
        return Reply(texts.WHAT)
    about = _about(ctx, words) if len(others) == 1 else 0
    return Reply(
        texts.passed_on([card.name for card in others], "" if words == said else words),
        pushes=[_push(ctx, card, words, about) for card in others],
    )


def _ask_whom(ctx: Context, people: Sequence[PersonCard]) -> Reply:
    words = clean_words(str(ctx.intent.value("summary", ""))) or threads.said_before(ctx)
    if not words:
        return Reply(texts.WHAT)
    options = [
        asking.Option(card.id, team_texts.with_department(card.name, card.department, card.userid)) for card in people
    ]
    return asking.ask(WHOM, texts.WHICH, options, {"words": words, "about": _about(ctx, words)})


def _with_matter(ctx: Context, people: Sequence[PersonCard], words: str) -> str:
    """能不能补 with what he has just told of, where they may all know of its customers."""
    before = threads.said_before(ctx) if leans(words) and ctx.book is not None else ""
    if not before or before == words or ctx.book is None or ctx.book.find_customers(words, threads.speaker(ctx)):
        return words
    cards = [
        ctx.directory.customer(found)
        for _, _, ids in ctx.book.find_customers(before, threads.speaker(ctx))
        for found in ids
    ]
    known = all(person.role in _SEE_ALL or _knows(ctx, person, card) for person in people for card in cards)
    return texts.with_matter(words, before) if known else words


def _about(ctx: Context, words: str) -> int:
    """The customer that was talked about, where the words name none; 0 where that is none."""
    return 0 if ctx.book is None or ctx.book.find_customers(words, threads.speaker(ctx)) else threads.firm(ctx)


def _push(ctx: Context, person: PersonCard, words: str, about: int) -> Push:
    card = ctx.directory.customers.get(about)
    name = card.short if card is not None and _knows(ctx, person, card) else ""
    return Push(person.id, KIND, f"{KIND}:{ctx.message.id}:{person.id}", texts.told(ctx.person.name, words, name))


def _knows(ctx: Context, person: PersonCard, card: CustomerCard) -> bool:
    """Whether the customer is his, or of somebody he leads: anybody else learns of it by the speaker's words alone."""
    owner = card.owner_id
    return owner is not None and (owner == person.id or ctx.directory.is_above(person.id, owner))
