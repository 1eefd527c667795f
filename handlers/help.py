"""Help, small talk, what the bot cannot do yet, and what it did not understand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import records, team, visit_lists, visits
from handlers.answers import pick
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.routing import Router
from handlers.texts import help as texts
from models.directory import CustomerCard

router = Router()

GUESS = "help.guess"

PASTED_CHARACTERS = 800
"""Longer texts are pasted articles or forwarded chats (`product.md` §4.2)."""
SHORTEST_NAME = 2

VISIT, TODAY, HELP = "visit", "today", "help"

_THANKS = ("谢", "感谢", "thank", "thx", "3q", "辛苦")
_BYE = ("拜拜", "再见", "回见", "bye", "88", "晚安", "下班")
_GREETING = (
    "你好",
    "您好",
    "大家好",
    "早",
    "上午好",
    "中午好",
    "下午好",
    "晚上好",
    "哈喽",
    "哈啰",
    "hello",
    "hi",
    "嗨",
    "在吗",
    "在么",
)


@router.intent(Intents.HELP)
def help_(ctx: Context) -> Reply:
    """Eight examples this person can use, or one about what he asked."""
    topic = ctx.intent.value("topic")
    customer, other = _own_customers(ctx)
    if topic is None:
        return Reply(_examples(ctx, customer, other), keep=True)
    answers = {
        "visit": texts.visit_how(customer),
        "evidence": texts.EVIDENCE_HOW,
        "undo": texts.UNDO_HOW,
        "change": texts.CHANGE_HOW,
    }
    return Reply(answers.get(str(topic)) or texts.not_yet(str(topic)), keep=True)


@router.intent(Intents.SMALLTALK)
def small_talk(ctx: Context) -> Reply:
    """A short human answer; an open question stays open."""
    said = ctx.text.strip().lower()
    if any(word in said for word in _THANKS):
        text = texts.THANKS
    elif any(word in said for word in _BYE):
        text = texts.BYE
    elif said.startswith(_GREETING):
        text = texts.HELLO
    else:
        text = texts.NOTED
    return Reply(text if ctx.question is None else f"{text}\n{texts.OPEN_STILL}", keep=True)


@router.intent(Intents.NOT_YET)
def not_yet(ctx: Context) -> Reply:
    """Recognised, but not built yet: said so, with what works instead."""
    return Reply(texts.not_yet(str(ctx.intent.value("topic", ""))), keep=True)


@router.intent(Intents.UNKNOWN)
def unknown(ctx: Context) -> Reply:
    """Three guesses made from what was understood; nothing is written."""
    number = records.asked_trail(ctx.text)
    if number is not None:
        return records.show(ctx, number)
    if ctx.intent.name is Intents.CHOOSE:
        return Reply(texts.NOTHING_OPEN)
    if ctx.intent.name is Intents.CONFIRM:
        return Reply(texts.NOTHING_TO_CONFIRM)
    if ctx.intent.name is Intents.CANCEL:
        return Reply(texts.NOTHING_TO_CANCEL)
    if ctx.intent.value("topic") == "pasted" or len(ctx.text) > PASTED_CHARACTERS:
        return Reply(texts.PASTED, keep=True)
    return _guess(ctx)


@router.answer(GUESS)
def guessed(ctx: Context) -> Reply:
    """Which of the guesses it was."""
    data = ctx.question.data if ctx.question is not None else {}
    guesses: Sequence[str] = data.get("guesses", ())
    chosen = pick(ctx, [(words,) for words in data.get("words", ())], yes=0, no=len(guesses))
    if chosen is None:
        return unknown(replace(ctx, question=None))
    if chosen >= len(guesses):
        return Reply(texts.GUESS_DROPPED)
    ctx = replace(ctx, question=None)
    if guesses[chosen] == VISIT:
        return _record(ctx, data)
    if guesses[chosen] == TODAY:
        return _today(ctx)
    return help_(_meaning(ctx, Intents.HELP))


def _guess(ctx: Context) -> Reply:
    card = _customer_meant(ctx)
    visit = texts.GUESS_VISIT if card is None else texts.guess_visit(card.short)
    today = texts.GUESS_TEAM if ctx.person.leads else texts.GUESS_TODAY
    order = [(TODAY, today), (VISIT, visit)] if ctx.person.leads and card is None else [(VISIT, visit), (TODAY, today)]
    offered = [*order, (HELP, texts.GUESS_HELP)]
    all_words = [words for _, words in offered]
    data = {
        "guesses": [guess for guess, _ in offered],
        "words": all_words,
        "customer": card.id if card is not None else None,
        "text": ctx.text,
    }
    return Reply(texts.not_understood(all_words), ask=GUESS, data=data)


def _record(ctx: Context, data: Any) -> Reply:
    customer_id = data.get("customer")
    if customer_id is None:
        return Reply(texts.visit_how(_own_customers(ctx)[0]))
    card = ctx.directory.customer(int(customer_id))
    text = str(data["text"])
    slots = {
        "customer": Slot(CustomerMention(card.short, (card.id,)), 0, 0),
        "summary": Slot(text, 0, len(text)),
    }
    return visits.log(_meaning(ctx, Intents.VISIT_LOG, slots, text))


def _today(ctx: Context) -> Reply:
    period = Slot((ctx.today, ctx.today, "今天"), 0, 0)
    if ctx.person.leads:
        slots = {"period": period, "topic": Slot("visited", 0, 0)}
        return team.summary(_meaning(ctx, Intents.TEAM_SUMMARY, slots))
    return visit_lists.mine(_meaning(ctx, Intents.VISIT_LIST, {"period": period}))


def _meaning(ctx: Context, name: Intents, slots: dict[str, Slot] | None = None, text: str = "") -> Context:
    """The message as if it had meant this."""
    intent = Intent(name, slots or {}, 1.0, text)
    return replace(ctx, intent=intent, intents=(intent,))


def _customer_meant(ctx: Context) -> CustomerCard | None:
    """The one customer that a message names: as the parser read it, else one of his own by a short name."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and len(mention.ids) == 1:
        return ctx.directory.customers.get(mention.ids[0])
    said = ctx.text
    found: dict[int, int] = {}
    for customer_id in ctx.directory.owned_by(ctx.person.id):
        card = ctx.directory.customers[customer_id]
        longest = max((len(name) for name in (card.name, *card.aliases) if name in said), default=0)
        if longest >= SHORTEST_NAME:
            found[customer_id] = longest
    best = max(found.values(), default=0)
    fitting = [customer_id for customer_id, length in found.items() if length == best]
    return ctx.directory.customer(fitting[0]) if len(fitting) == 1 else None


def _own_customers(ctx: Context) -> tuple[str, str]:
    """Short names of two customers that the person knows; made-up ones if he has none."""
    owned = sorted(ctx.directory.owned_by(ctx.person.id))[:2]
    names = [ctx.directory.customer(customer_id).short for customer_id in owned]
    names += [texts.ANY_CUSTOMER, texts.ANY_OTHER]
    return names[0], names[1]


def _examples(ctx: Context, customer: str, other: str) -> str:
    if not ctx.person.leads:
        return texts.rep_help(customer, other)
    reports = ctx.directory.reports_of(ctx.person.id)
    return texts.leader_help(reports[0].name if reports else texts.ANY_REP, customer)
