"""明天计划 恒力 华联, 计划：上午东吴 下午回公司: what somebody means to do on a day (`product.md` A5, §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers import choices, rights
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.routing import Router
from handlers.texts import plans as plan_texts
from models.directory import CustomerCard
from models.queries import followups as followup_queries
from models.queries import reports as queries
from models.queries.money import open_money
from models.rules.reports import plan_day
from models.services import reports
from models.times import shanghai_day

router = Router()

SHOW = "show"
_REPLACING = ("计划", "行程", "安排")


@router.intent(Intents.PLAN_SET)
def plan(ctx: Context) -> Reply:
    """Keep the plan of a day, or show it; of several in one message each on its own."""
    replies = [_one(replace(ctx, intent=intent)) for intent in ctx.intents or (ctx.intent,)]
    return replace(replies[0], text="\n".join(reply.text for reply in replies))


def _one(ctx: Context) -> Reply:
    words: str = ctx.intent.value("summary", "")
    day: date = ctx.intent.value("date") or plan_day(ctx.now, ctx.directory.calendar)
    if ctx.intent.value("topic") == SHOW or not words or choices.asks(words):
        return _show(ctx, day)
    if day < shanghai_day(ctx.now):
        return Reply(plan_texts.plan_past(day))
    if (day - shanghai_day(ctx.now)).days > plan_texts.FURTHEST_DAYS:
        return Reply(plan_texts.plan_too_far(day))
    mentions: Sequence[CustomerMention] = ctx.intent.value("customers") or ()
    cards = _cards(ctx, mentions)
    replacing = any(word in ctx.text for word in _REPLACING)
    row = reports.set_plan(
        ctx.session,
        words,
        person_id=ctx.person.id,
        day=day,
        message_id=ctx.message.id,
        now=ctx.now,
        add=not replacing,
        calendar=ctx.directory.calendar,
    )
    asks = _money_there(ctx, cards)
    return Reply(plan_texts.plan_kept(row.number, day, ctx.today, customers=len(cards), asks=asks))


def _show(ctx: Context, day: date) -> Reply:
    planned = queries.find_plan(ctx.session, ctx.person.id, day, ctx.directory.calendar)
    due = followup_queries.list_due(ctx.session.connection(), first=day, last=day, person_id=ctx.person.id)
    return Reply(plan_texts.plan_shown(day, ctx.today, planned, due), keep=True)


def _cards(ctx: Context, mentions: Sequence[CustomerMention]) -> list[CustomerCard]:
    found = [ctx.directory.customers.get(mention.ids[0]) for mention in mentions if len(mention.ids) == 1]
    return list({card.id: card for card in found if card is not None}.values())


def _money_there(ctx: Context, cards: Sequence[CustomerCard]) -> list[str]:
    """What is overdue at the customers where he means to go, as far as he may know."""
    known = {card.id: card for card in cards if rights.sees_money(ctx, card)}
    owed = open_money(ctx.session, known, ctx.today)
    return [
        plan_texts.overdue_there(known[found].short, money.overdue) for found, money in owed.items() if money.overdue
    ]
