"""跟黄经理说一声 …, 让李婷 …, 问下领导 …: words that are passed on to a colleague (`product.md` §4.2)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import asking, threads
from handlers.context import Context, Push, Reply
from handlers.language.meaning import Intents
from handlers.language.want_relays import LEADER, TEAM
from handlers.routing import Router
from handlers.texts import relays as texts
from handlers.texts import team as team_texts
from models.directory import CustomerCard, PersonCard
from models.rules.words import clean_words

router = Router()

KIND = "relay"
WHOM = "relays.whom"


@router.intent(Intents.RELAY)
def relay(ctx: Context) -> Reply:
    """Pass words on: those of the message, or else of the one before it."""
    topic = ctx.intent.value("topic")
    if topic == TEAM:
        return _to_team(ctx)
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


def pass_on(ctx: Context, person_id: int, words: str) -> Reply:
    """Pass words on that turned out to be meant for a colleague.

    Args:
        ctx: of the answer that said so.
        person_id: whom they are for.
        words: the speaker's.
    """
    person = ctx.directory.people[person_id]
    return Reply(texts.passed_on([person.name], words), pushes=[_push(ctx, person, words, _about(ctx, words))])


def _to_team(ctx: Context) -> Reply:
    below = [card for card in ctx.directory.people.values() if ctx.directory.is_above(ctx.person.id, card.id)]
    people = [card for card in below if card.active and card.id != ctx.person.id]
    return _pass_on(ctx, people) if ctx.person.leads and people else Reply(texts.TEAM_BY_LEADERS)


def _pass_on(ctx: Context, people: Sequence[PersonCard]) -> Reply:
    own = clean_words(str(ctx.intent.value("summary", "")))
    words = own or threads.said_before(ctx)
    if not words:
        return Reply(texts.WHAT)
    others = [card for card in dict.fromkeys(people) if card.id != ctx.person.id]
    about = _about(ctx, words) if len(others) == 1 else 0
    return Reply(
        texts.passed_on([card.name for card in others], "" if own else words),
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
