"""Help, small talk, what the bot cannot do yet, and what it did not understand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers import (
    choices,
    colleagues,
    customer_lists,
    customers,
    deleting,
    evidence,
    followups,
    goes_on,
    handovers,
    ownership,
    points,
    pool,
    receipts,
    records,
    reports,
    small_answers,
    team,
    threads,
    todo,
    visit_lists,
    visits,
    word_swaps,
)
from handlers.answers import ANSWERING, is_aside, pick
from handlers.context import Context, Reply
from handlers.dispatch import DANGER
from handlers.help_names import EVENING, names_of, topic_of, urgent
from handlers.language.meaning import CustomerMention, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.replies import nods, thinks_aloud, vents
from handlers.routing import Router
from handlers.texts import help as texts
from handlers.texts import how as how_texts
from handlers.texts import reports as report_texts
from handlers.words_meant import all_named, customer_meant, meaning, record, record_all, talk
from models.directory import CustomerCard
from models.queries import visits as queries
from models.rules.reports import OWING_ROLES
from models.times import shanghai

router = Router()

GUESS = "help.guess"
ONCE = "help.once"

FREE = frozenset({visits.FILL, "records.reason"})
"""Questions that are answered in one's own words; nobody is reminded of them."""

PASTED_CHARACTERS = 800
"""Longer texts are pasted articles or forwarded chats (`product.md` §4.2)."""
TELLING = 8
"""Characters; what is longer may go on with what was said before."""
GUESS_LIVES = timedelta(minutes=15)
"""After that a bare number means something else: nobody remembers what was guessed in the morning."""

VISIT, VISITS, CARD, PHONE, TODAY, HELP = "visit", "visits", "card", "phone", "today", "help"
REPORT = "report"
PAYMENT = "payment"
POINTS = "points"
TODO = "todo"
REMINDER = "reminder"
FOLLOW_UP = "follow_up"
CUSTOMERS = "customer_list"
GIVEN = frozenset({"handover", "assign"})

_CAPTION = regex(
    r"(?:这|那|照片|图片?|刚?拍的|就?是|我?在|刚才|刚刚|张|个)*N(?:的|家|那边|这边|公司|厂里|厂)*"
    r"(?P<shown>门头|门口|车间|厂房|大门|前台|现场|展厅|机器|设备|仓库|样品|招牌|照片|图片?)*(?:了|吧|啊|哦)?"
)
_TALKED = regex(r"[谈聊见送签修装看试](?:了|过|完)|报价|合同|样品|方案|试机")
_NO_REPORT = regex(
    r"没[去跑见到碰能]|没有[去见]|不[去想]|别去|去不了|听说|据说|好像|如果|要是|(?:他们|人家|别人|同事)说|打算|准备|计划"
)

_COMMAND = regex(
    r"^\s*(?:请|帮我|给我|把)*(?:撤销|撤回|撤掉|删|清空|清除|清掉|取消|作废|修?改|查|领)|[#＃]\s*\d|<[^<>]+>|^[^一-鿿]*$"
    r"|(?i:\b(?:drop|select|delete|insert|update|truncate)\b)"
)
"""What was meant to do something to records, or is no sentence: nothing that a report would hold."""


@router.intent(Intents.HELP)
def help_(ctx: Context) -> Reply:
    """The eight things that this person needs now, or examples of what he asked about."""
    topic = topic_of(ctx)
    names = names_of(ctx)
    if topic is None:
        return Reply(how_texts.eight(ctx.person.role, names, urgent(ctx, names)), keep=True)
    if topic == POINTS:
        return points.show(ctx)
    return Reply(how_texts.answer(str(topic), names) or texts.how(str(topic)), keep=True)


@router.intent(Intents.SMALLTALK)
def small_talk(ctx: Context) -> Reply:
    """A short human answer; an open question stays open. 好了 after a reminder says that it is done."""
    if (finished := todo.finish_reminded(ctx)) is not None:
        return finished
    text = small_answers.to(ctx)
    if text == texts.NOTED and len(ctx.text) >= TELLING and not thinks_aloud(ctx.text) and goes_on.guesses(ctx):
        return _guess(ctx)
    waits = ctx.question is not None and ctx.question.name not in FREE
    unread = text == texts.NOTED and len(ctx.text) >= TELLING and not thinks_aloud(ctx.text)
    if text == texts.NOTED and any(texts.NOTED in each.told for each in threads.exchanges(ctx)):
        text = texts.NOTED_AGAIN
    return Reply(f"{text}\n{texts.OPEN_STILL}" if waits else text, keep=True, unread=unread)


@router.intent(Intents.NOT_YET)
def not_yet(ctx: Context) -> Reply:
    """Recognised, but not built yet: said so, with what works instead."""
    topic = str(ctx.intent.value("topic", ""))
    finished = todo.finish_reminded(ctx)
    if finished is not None or todo.closes_lines(ctx):
        return finished or todo.show_first(ctx)
    if topic == POINTS:
        return points.show(ctx)
    if topic == TODO:
        return todo.show(ctx)
    if topic == REMINDER and todo.calls_off(ctx):
        return todo.show_reminders(ctx)
    if topic == FOLLOW_UP and todo.calls_off(ctx):
        return todo.show_standing(ctx)
    if topic in report_texts.HOW:
        return Reply(report_texts.HOW[topic], keep=True)
    meant = customer_lists.labelled(ctx) if topic == CUSTOMERS else None
    if topic == PAYMENT and receipts.asked(ctx):
        return receipts.listed(ctx)
    if topic in GIVEN:
        meant = ownership.to_nobody(ctx) or ownership.by_no_leader(ctx) or _of_people(ctx)
    if meant is not None:
        return meant
    begun = followups.begin(ctx) if topic == FOLLOW_UP else None
    return begun or Reply(_not_read(ctx, topic), keep=True, unread=True)


def _not_read(ctx: Context, topic: str) -> str:
    """What is said to a line about something that works but could not be read, or that does not work yet."""
    how = "" if texts.has_answer(topic) else how_texts.answer(topic, names_of(ctx))
    return f"{texts.NOT_READ}\n{how}" if how else texts.not_yet(topic)


@router.intent(Intents.CUSTOMER_QUERY)
def query(ctx: Context) -> Reply:
    """A customer's card; but his bare name behind a picture says where that belongs."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    bare = mention is not None and choices.folded(ctx.text) == choices.folded(mention.text)
    return (_named_alone(ctx) if bare and evidence.waits(ctx) else None) or customers.query(ctx)


@router.intent(Intents.UNKNOWN)
def unknown(ctx: Context) -> Reply:
    """A customer's name and no more, or guesses made from what was understood; nothing is written."""
    if (finished := todo.finish_reminded(ctx)) is not None:
        return finished
    named = _named_alone(ctx)
    if named is not None:
        return named
    if todo.closes_lines(ctx):
        return todo.show_first(ctx)
    if (reworded := word_swaps.reworded(ctx)) is not None:
        return records.change(reworded)
    if ctx.intent.name in ANSWERING and ctx.intent.name is not Intents.UNKNOWN:
        return _answers_nothing(ctx)
    if ctx.intent.value("topic") == "pasted" or len(ctx.text) > PASTED_CHARACTERS:
        return Reply(texts.PASTED, keep=True)
    if ctx.intent.value("topic") == DANGER:
        return Reply(texts.NOT_WHOLESALE, keep=True)
    if thinks_aloud(ctx.text) or nods(ctx.text) or (vents(ctx.text) and len(ctx.text) <= TELLING):
        return Reply(texts.NOTED, keep=True)
    given = deleting.refused(ctx) or pool.without_list(ctx) or customer_lists.labelled(ctx) or ownership.to_nobody(ctx)
    return given or _of_people(ctx) or goes_on.surely(ctx) or _guess(ctx)


def _of_people(ctx: Context) -> Reply | None:
    """What is said where a colleague is named who has left, or of whom nobody has heard."""
    return handovers.of_leaver(ctx) or colleagues.to_be_found(ctx)


def _answers_nothing(ctx: Context) -> Reply:
    """A number, a yes or a no while nothing is open; a longer one may go on with something."""
    if ctx.intent.name is Intents.CHOOSE:
        if day := goes_on.same_day(ctx):
            return Reply(day, keep=True)
        return pool.without_list(ctx) or Reply(texts.nothing_open(ctx.person.role))
    if len(ctx.text) >= TELLING and goes_on.guesses(ctx):
        return _guess(ctx)
    if ctx.intent.name is Intents.CANCEL:
        return Reply(texts.NOTHING_TO_CANCEL)
    return Reply(texts.NOTHING_TO_CONFIRM, keep=True)


@router.answer(GUESS)
def guessed(ctx: Context) -> Reply | None:
    """Which of the guesses it was."""
    if ctx.question is None or ctx.now - ctx.question.asked_at > GUESS_LIVES or todo.closes_lines(ctx):
        return None
    data = ctx.question.data
    guesses: Sequence[str] = data.get("guesses", ())
    chosen = pick(ctx, [(words,) for words in data.get("words", ())], yes=0, no=len(guesses))
    if chosen is None and is_aside(ctx):
        return None
    if chosen is None:
        return unknown(replace(ctx, question=None))
    if chosen >= len(guesses):
        return Reply(texts.GUESS_DROPPED)
    return _as_guessed(replace(ctx, question=None), guesses[chosen], data)


def _as_guessed(ctx: Context, guess: str, data: Mapping[str, Any]) -> Reply:
    if guess in (goes_on.APPEND, goes_on.RELAY):
        return goes_on.take(ctx, guess, int(data["about"][guess]), str(data["text"]))
    if guess == VISIT:
        return record(ctx, data)
    if guess == VISITS:
        return record_all(ctx, [int(one) for one in data["customers"]])
    if guess == CARD:
        return customers.show(ctx, int(data["customer"]), customers.CARD, None)
    if guess == PHONE:
        return customers.whose_phone(ctx, str(data["phone"]))
    if guess == TODAY:
        return _today(ctx)
    if guess == REPORT:
        words = str(data["text"])
        return reports.report(meaning(ctx, Intents.DAILY_REPORT, {"summary": Slot(words, 0, len(words))}, words))
    return help_(meaning(ctx, Intents.HELP))


@router.answer(ONCE, takes=(Intents.VISIT_LOG,))
def once(ctx: Context) -> Reply | None:
    """Whether a customer whose bare name was said was visited; what was talked about there is a yes, too."""
    customer_id = int(ctx.question.data["customer"]) if ctx.question is not None else 0
    card = ctx.directory.customers.get(customer_id)
    if card is None:
        return Reply(texts.GUESS_DROPPED)
    slots = {"customer": Slot(CustomerMention(card.short, (card.id,)), 0, 0)}
    ctx = replace(ctx, question=None)
    if ctx.intent.name is Intents.VISIT_LOG:
        own = "customer" in ctx.intent.slots or len(ctx.intents) > 1
        return None if own else visits.log(meaning(ctx, Intents.VISIT_LOG, {**ctx.intent.slots, **slots}, ctx.text))
    chosen = pick(ctx, [(word,) for word in texts.ONCE_CHOICES], yes=0, no=1)
    if chosen is None and ctx.intent.name is Intents.UNKNOWN and _tells(ctx.text):
        return visits.log(meaning(ctx, Intents.VISIT_LOG, {**talk(ctx, ctx.text), **slots}, ctx.text))
    if chosen is None:
        return None if is_aside(ctx) else unknown(ctx)
    return visits.log(meaning(ctx, Intents.VISIT_LOG, slots)) if chosen == 0 else Reply(texts.GUESS_DROPPED)


def _named_alone(ctx: Context) -> Reply | None:
    """What is said to a caption of a picture (这是东吴的门头), or to a bare name; None for anything else."""
    card = customer_meant(ctx) if ctx.intent.name in (Intents.UNKNOWN, Intents.CHOOSE, Intents.CUSTOMER_QUERY) else None
    if card is None:
        return None
    said = choices.folded(ctx.text)
    mention: CustomerMention | None = ctx.intent.value("customer")
    names = {choices.folded(name) for name in (card.name, *card.aliases, mention.text if mention is not None else "")}
    name = max((name for name in names if name in said), key=len, default="")
    caption = _CAPTION.fullmatch(said.replace(name, "N", 1)) if name else None
    if caption is None:
        return None
    attached = evidence.attach_waiting(ctx, card.id)
    if attached is not None:
        return attached
    standing = queries.find_standing(ctx.session, person_id=ctx.person.id, customer_id=card.id, day=ctx.today)
    if standing.same_day and caption["shown"]:
        return Reply(texts.there_today(card.short, standing.same_day[-1].number), keep=True)
    if said == name and not evidence.waits(ctx):
        return customers.show(ctx, card.id, customers.CARD, None)
    return Reply(texts.once(card.short), ask=ONCE, data={"customer": card.id})


def _guess(ctx: Context) -> Reply:
    named = all_named(ctx)
    if len(named) > 1 and not choices.asks(ctx.text):
        return _offer(ctx, _of_names(ctx, named), named[0])
    if ctx.intent.value("phone"):
        return _offer(ctx, [(PHONE, texts.GUESS_PHONE)], None)
    card = customer_meant(ctx)
    visit = texts.GUESS_VISIT if card is None else texts.guess_visit(card.short)
    today = texts.GUESS_TEAM if ctx.person.leads else texts.GUESS_TODAY
    order = [(TODAY, today), (VISIT, visit)] if ctx.person.leads and card is None else [(VISIT, visit), (TODAY, today)]
    of_the_day = card is None and ctx.person.role in OWING_ROLES and _COMMAND.search(ctx.text) is None
    if of_the_day and shanghai(ctx.now).hour >= EVENING:
        order = [(REPORT, texts.GUESS_REPORT), (VISIT, visit)]
    looked_up = [] if card is None else [(CARD, texts.guess_card(card.short))]
    if choices.asks(ctx.text) or _NO_REPORT.search(ctx.text):
        return _offer(ctx, looked_up or [(TODAY, today)], card)
    return _offer(ctx, [*order[:1], *looked_up] if looked_up else order, card)


def _offer(ctx: Context, guesses: Sequence[tuple[str, str]], card: CustomerCard | None) -> Reply:
    """Ask which of the guesses it was; help is always one of them."""
    further = goes_on.guesses(ctx)
    before = [(guess, said) for guess, said, _ in further]
    offered = [*before, *(guesses[:1] if before else guesses), (HELP, texts.GUESS_HELP)]
    all_words = [words for _, words in offered]
    data = {
        "guesses": [guess for guess, _ in offered],
        "words": all_words,
        "customer": card.id if card is not None else None,
        "customers": [one.id for one in all_named(ctx)],
        "phone": ctx.intent.value("phone") or "",
        "text": ctx.text,
        "about": {guess: about for guess, _, about in further},
    }
    relayed = bool(before) and before[0][0] == goes_on.RELAY
    text = texts.goes_on(all_words) if relayed else texts.not_understood(all_words)
    return Reply(text, ask=GUESS, data=data, beside=True, unread=True)


def offer_visit(ctx: Context, told: str, card: CustomerCard) -> Reply:
    """What cannot be done with a customer's news, and 1 that keeps his words as a visit."""
    words = [texts.guess_visit(card.short)]
    data = {
        "guesses": [VISIT],
        "words": words,
        "customer": card.id,
        "customers": [card.id],
        "phone": "",
        "text": ctx.text,
    }
    return Reply(told, ask=GUESS, data=data)


def _of_names(ctx: Context, named: Sequence[CustomerCard]) -> list[tuple[str, str]]:
    """What several names side by side may mean: the customers of a day, or the first of them to be looked up."""
    card = (CARD, texts.guess_card(named[0].short))
    return [card] if _NO_REPORT.search(ctx.text) else [(VISITS, texts.guess_visits(len(named))), card]


def _tells(text: str) -> bool:
    return _TALKED.search(text) is not None and not choices.asks(text) and _NO_REPORT.search(text) is None


def _today(ctx: Context) -> Reply:
    period = Slot((ctx.today, ctx.today, texts.TODAY), 0, 0)
    if ctx.person.leads:
        slots = {"period": period, "topic": Slot("visited", 0, 0)}
        return team.summary(meaning(ctx, Intents.TEAM_SUMMARY, slots))
    return visit_lists.mine(meaning(ctx, Intents.VISIT_LIST, {"period": period}))
