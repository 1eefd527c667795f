"""Answers to what was asked about a follow-up or reminder: the day, the time, the customer, a yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Final

from handlers import asking, choices
from handlers.answers import is_aside, pick
from handlers.context import Context
from handlers.followup_drafts import NEW, Draft, moment, with_customer
from handlers.language.dates import Moment, find_moments
from handlers.language.meaning import CustomerMention, Intents, Speaker
from handlers.texts import followups as texts
from handlers.texts import visits as visit_texts
from models.services import customers
from models.services.customers import Namesake

DAY, TIME, CUSTOMER, PASSED, SURE = "day", "time", "customer", "passed", "sure"
LONGEST = 24
_WORDS_BESIDE = 3


class No:
    """He does not want it."""


Answer = Draft | No | None
"""The draft as it is now; that it is to be dropped; or nothing that fits."""


def _answer_day(ctx: Context, line: Draft) -> Answer:
    on, clock = _short_moment(ctx)
    return replace(line, on=on, clock=clock or line.clock) if on is not None else None


def _answer_time(ctx: Context, line: Draft) -> Answer:
    on, clock = _short_moment(ctx)
    return replace(line, on=on or line.on, clock=clock) if clock is not None or on is not None else None


def _short_moment(ctx: Context) -> tuple[date | None, time | None]:
    """The day and time that an answer is, with hardly a word beside them; more is another message."""
    said = ctx.text
    words = len(choices.folded(said)) - sum(len(choices.folded(said[one.start : one.end])) for one in _moments(ctx))
    return moment(said, ctx.today) if len(said) <= LONGEST and words <= _WORDS_BESIDE else (None, None)


def _moments(ctx: Context) -> Sequence[Moment]:
    return find_moments(ctx.text[:LONGEST], ctx.today)


def _answer_passed(ctx: Context, line: Draft) -> Answer:
    on, clock = _short_moment(ctx)
    if on is not None or clock is not None:
        return replace(line, on=on or line.on, clock=clock or line.clock)
    chosen = pick(ctx, [(word,) for word in texts.YES_NO], yes=0, no=1)
    return None if chosen is None else No() if chosen else line


def _answer_sure(ctx: Context, line: Draft) -> Answer:
    chosen = pick(ctx, [(word,) for word in texts.SURE], yes=0, no=1)
    if chosen is not None:
        return No() if chosen else replace(line, sure=True)
    on, clock = _short_moment(ctx)
    return replace(line, on=on, clock=clock or line.clock, sure=True) if on is not None else None


def _answer_customer(ctx: Context, line: Draft) -> Answer:
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return _take(ctx, line, line.options[number - 1]) if 1 <= number <= len(line.options) else None
    known = [option for option in line.options if option != NEW]
    if ctx.intent.name is Intents.CONFIRM and len(line.options) == 1:
        return _take(ctx, line, line.options[0])
    if NEW in line.options and "新客户" in ctx.text:
        return _take(ctx, line, NEW)
    cards = [ctx.directory.customer(found) for found in known]
    named = choices.named(ctx.text, [(card.name, *card.aliases) for card in cards])
    if named is not None:
        return _take(ctx, line, known[named])
    return _written(ctx, line)


def _written(ctx: Context, line: Draft) -> Answer:
    """The answer writes a customer's name."""
    mention = asking.named_customer(ctx)
    if mention is not None:
        return with_customer(ctx, line, mention)
    said = choices.bare(ctx.text)
    if ctx.book is None or is_aside(ctx) or not said or len(said) > LONGEST or not customers.fits_as_name(said):
        return None
    near = tuple(ctx.book.near_customers(said, Speaker(ctx.person.id, ctx.person.leads)))
    return with_customer(ctx, line, CustomerMention(said, (), near)) if near else None


def _take(ctx: Context, line: Draft, option: int) -> Answer:
    if option != NEW:
        return replace(line, customer_id=option)
    if not customers.fits_as_name(line.mention):
        return replace(line, mention="", options=())
    made = customers.register(
        ctx.session,
        name=line.mention,
        person_id=ctx.person.id,
        message_id=ctx.message.id,
        now=ctx.now,
        declined=[known for known in line.options if known != NEW],
    )
    if isinstance(made, Namesake):
        return replace(line, options=(made.customer_id, NEW))
    return replace(line, customer_id=made.customer_id, made=visit_texts.registered(made.name, made.number))


ANSWERS: Final[Mapping[str, Callable[[Context, Draft], Answer]]] = {
    DAY: _answer_day,
    TIME: _answer_time,
    CUSTOMER: _answer_customer,
    PASSED: _answer_passed,
    SURE: _answer_sure,
}
