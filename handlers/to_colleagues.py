"""Words for a colleague that do not say so: the answer to what he has just asked through the bot (`product.md` §4.2
转告).

A sentence that can be read by itself stays what it is; only what would not be understood, or begins as an answer does,
goes back to who wrote. What a colleague had better not read is offered first, never sent by a guess.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers import choices, goes_on, relays, small_answers, threads, turns
from handlers.answers import READING
from handlers.context import Context, Reply
from handlers.language.meaning import Intent, Intents
from handlers.language.names_index import Hit
from handlers.language.patterns import regex
from handlers.language.replies import (
    LONGEST,
    answers,
    asks,
    asks_after,
    asks_anybody,
    begins_with_a_nod,
    calls,
    is_ordered,
    is_yes_or_no,
    lets_him,
    nods,
    orders,
    quotes,
    replies,
    rules_for,
    tells_to_report,
    vents,
    wants_answer,
)

_NOTHING: Final = frozenset(
    {Intents.UNKNOWN, Intents.NOT_YET, Intents.SMALLTALK, Intents.CONFIRM, Intents.CANCEL, Intents.CHOOSE}
)
"""What a message that means something only as an answer is read as by itself."""
_DOUBTFUL: Final = READING | {
    Intents.FOLLOWUP_SET, Intents.PLAN_SET, Intents.COMMITMENT_SET, Intents.LEAD_FILL, Intents.ORDER_RECORD,
    Intents.DUNNING_ANSWER, Intents.VISIT_LOG, Intents.COMPLAINT_RECORD, Intents.PAYMENT_CHECK, Intents.RECORD_CHANGE,
}  # fmt: skip
"""What a sentence that begins as an answer, and names no customer, is read as by mistake."""

_TOLD: Final = frozenset(
    {Intents.VISIT_LOG, Intents.VISIT_ARRIVE, Intents.DUNNING_ANSWER, Intents.FOLLOWUP_SET, Intents.PAYMENT_RECORD}
)
"""What a rep tells and his leader may have asked for."""
_TITLED: Final = regex(
    r"[\s,，]*(?:(?:是的?|对的?|好的?|嗯+|没错|收到|可以|谢谢)[\s,，]*)?(?P<called>(?P<name>[一-鿿])(?:姐|哥|总|经理|会计|主任|老师))(?=[\s,，。])"
)
_STOPS: Final = " ,，:：。.!！"


def answer(ctx: Context, *, waits: bool) -> Reply | None:
    """What is said to an answer for the colleague who has just written, or to a nod; None for anything else.

    Args:
        ctx: of the message as it was read by itself.
        waits: whether a question of the bot's waits for its answer.
    """
    if len(ctx.intents) > 1 or not _may_answer(ctx.intent, ctx.text):
        return None
    called = _called(ctx) if ctx.intent.name in _NOTHING else None
    if called is not None and (said := _to_named(ctx, *called)) is not None:
        return said
    if asks_anybody(ctx.text) and (leader := ctx.directory.people.get(ctx.person.manager_id or 0)) is not None:
        return replace(relays.pass_on(ctx, leader.id, words=ctx.text.strip()), keep=True) if leader.active else None
    told = threads.last_told(ctx)
    if told is None or (waits and ctx.question is not None and told.at < ctx.question.asked_at):
        return None
    person = ctx.directory.people.get(told.person_id)
    if person is None or not person.active or vents(ctx.text) or _is_for_another(ctx, told):
        return None
    if _answers(ctx, told.words) and (_tells_nothing(ctx, told.words) or turns.may_be_relayed(ctx)):
        passed = replace(_pass_on(ctx, _handed_to(ctx, told) or told.person_id), keep=True)
        kept = goes_on.surely(ctx) if quotes(ctx.text) else None
        return passed if kept is None else _with(kept, passed)
    nodded = nods(ctx.text) or (not waits and begins_with_a_nod(ctx.text))
    nodded = nodded and (waits or ctx.intent.name in _NOTHING)
    return Reply(small_answers.to(ctx), keep=True) if nodded else None


def beside(ctx: Context, reply: Reply) -> Reply:
    """The reply to a record that answers the leader's question too (在宏达 刚出来, 他们要38台), and him told of it.

    Args:
        ctx: of the message as it was read by itself.
        reply: to it.
    """
    if reply.unread or ctx.intent.name not in _TOLD or len(ctx.text) > LONGEST or not replies(ctx.text):
        return reply
    told = threads.last_told(ctx)
    asked = told is not None and wants_answer(told.words) and ctx.directory.is_above(told.person_id, ctx.person.id)
    if told is None or not asked or any(push.person_id == told.person_id for push in reply.pushes):
        return reply
    return _with(reply, relays.pass_on(ctx, told.person_id, words=ctx.text.strip()))


def _pass_on(ctx: Context, person_id: int) -> Reply:
    """The words for who asked, and before him for whoever they tell what to do: 何娟冲掉就行; 在袁圆那里，让她发."""
    people = ctx.book.find_people(ctx.text, threads.speaker(ctx)) if ctx.book is not None else ()
    ordered = [ids[0] for _, end, ids in people if len(ids) == 1 and is_ordered(ctx.text, end)]
    known = [found for found in ordered if found != ctx.person.id and ctx.directory.people[found].active]
    return relays.pass_on(ctx, *dict.fromkeys([*known, person_id]), words=ctx.text.strip())


def _with(reply: Reply, passed: Reply) -> Reply:
    pushes = [*reply.pushes, *passed.pushes]
    return replace(reply, text=f"{reply.text}\n{passed.text}", pushes=pushes)


def _may_answer(intent: Intent, text: str) -> bool:
    if len(text) > LONGEST or choices.number(intent, text) is not None:
        return False
    if intent.name in _NOTHING:
        return True
    return intent.name in _DOUBTFUL and "customer" not in intent.slots and answers(text)


def _answers(ctx: Context, words: str) -> bool:
    """Whether the message is what a colleague's words wait for."""
    if tells_to_report(ctx.text):
        return True
    if is_yes_or_no(ctx.text):
        return asks(words)
    if nods(ctx.text) or (choices.asks(ctx.text) and not answers(ctx.text)):
        return False
    return wants_answer(words) or answers(ctx.text)


def _tells_nothing(ctx: Context, words: str) -> bool:
    """Whether a message tells nothing of its own of a customer, so that it can only be an answer."""
    return ctx.intent.name in _NOTHING and (asks(words) or not threads.firms_named(ctx))


def _is_for_another(ctx: Context, told: threads.Told) -> bool:
    """归志豪, 给贾鹏吧: whose something is; 让他带我去 behind words that named a third: both go their own ways."""
    if ctx.book is None:
        return False
    named = ctx.book.find_people(ctx.text, threads.speaker(ctx))
    if any(rules_for(ctx.text[:start]) for start, _, _ in named):
        return True
    third = {one for _, _, ids in ctx.book.find_people(told.words, threads.speaker(ctx)) for one in ids}
    return lets_him(ctx.text) and bool(third - {ctx.person.id, told.person_id})


_HANDS_TO: Final = regex(r"给[他她](?:吧|了|哈|就行)?[。!！]*$")


def _handed_to(ctx: Context, told: threads.Told) -> int:
    """同学叫路遥 1377… 给她: the one third colleague whom the words before named; 0 where that is nobody."""
    if ctx.book is None or _HANDS_TO.search(ctx.text.strip()) is None:
        return 0
    named = {one for _, _, ids in ctx.book.find_people(told.words, threads.speaker(ctx)) for one in ids}
    third = named - {ctx.person.id, told.person_id}
    return third.pop() if len(third) == 1 else 0


def _called(ctx: Context) -> Hit | None:
    """The one colleague whom a message names, and where."""
    people = ctx.book.find_people(ctx.text, threads.speaker(ctx)) if ctx.book is not None else ()
    alone = len(people) == 1 and len(people[0][2]) == 1 and people[0][2][0] != ctx.person.id
    return people[0] if alone else _by_title(ctx)


def _by_title(ctx: Context) -> Hit | None:
    """是的何姐，…, right after he read what 何娟 has done."""
    found = _TITLED.match(ctx.text)
    last = next(iter(threads.exchanges(ctx)), None) if found is not None else None
    if found is None or last is None or last.text:
        return None
    fits = [
        card
        for card in ctx.directory.people.values()
        if card.active and card.name.startswith(found["name"]) and last.told.startswith(card.name)
    ]
    alone = len(fits) == 1 and fits[0].id != ctx.person.id
    return (found.start("name"), found.end("called"), (fits[0].id,)) if alone else None


def _to_named(ctx: Context, start: int, end: int, ids: tuple[int, ...]) -> Reply | None:
    """贾鹏，一半不行; 麻烦程经理定一下; 许晴能弄不: what is said to a colleague who is called by his name."""
    text, person = ctx.text, ctx.directory.people[ids[0]]
    if nods(text, text[start:end]):
        return Reply(small_answers.to(ctx), keep=True)
    if not person.active or vents(text):
        return None
    if asks_after(text, start, end) or orders(text, end):
        return replace(relays.pass_on(ctx, person.id, words=text.strip()), keep=True)
    if not calls(text, start, end):
        return None
    yes = text[:start].strip(_STOPS) if is_yes_or_no(text[:start]) else ""
    words = "，".join(filter(None, (yes, text[end:].strip(_STOPS))))
    return replace(relays.pass_on(ctx, person.id, words=words), keep=True)
