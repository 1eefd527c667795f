"""东吴 时间线, 东吴来龙去脉, 东吴 跟进记录: all that happened with a customer, the latest first (B7)."""

from __future__ import annotations

from typing import Final

from handlers import choices, customers, rights
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import customers as customer_texts
from handlers.texts import timelines as texts
from handlers.visit_lists import wanted_page
from models.directory import CustomerCard
from models.queries import cards as queries
from models.queries.cards import Event
from models.schema import RecordKind

router = Router()

LIST: Final = "timelines.list"
MOST_PAGES: Final = 50


@router.intent(Intents.TIMELINE)
def timeline(ctx: Context) -> Reply:
    """Of a colleague's customer only that it is taken."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None:
        return Reply(texts.WHICH, keep=True)
    if len(mention.ids) != 1:
        return customers.offer(ctx, mention, customers.CARD, None)
    card = ctx.directory.customer(mention.ids[0])
    if not rights.sees(ctx, card):
        return Reply(refused(ctx, card), keep=True)
    return _page(ctx, card, 0)


@router.answer(LIST, listing=True)
def turn(ctx: Context) -> Reply | None:
    """下一页, and a number for one record with its trail."""
    data = ctx.asked
    card = ctx.directory.customers.get(int(data.get("card", 0)))
    if card is None or not rights.sees(ctx, card):
        return None
    page = wanted_page(choices.folded(ctx.text), int(data["page"]))
    if page is not None:
        return _page(ctx, card, page)
    place = choices.number(ctx.intent, ctx.text)
    if place is None:
        return None
    count = int(data["count"])
    if not 1 <= place <= count:
        return Reply(common.no_such_line(count), keep=True)
    found = queries.list_events(ctx.session, card.id, most=place, money=rights.sees_money(ctx, card))
    return Reply(texts.detail(_line(ctx, place, found[-1], in_full=True)), keep=True)


def refused(ctx: Context, card: CustomerCard) -> str:
    """Why somebody may not read a customer's history, and whom to ask."""
    if card.owner_id is None:
        return f"{card.name}：{customer_texts.POOLED}"
    return customer_texts.taken(card.name, *customers.team_and_leader(ctx, card))


def _page(ctx: Context, card: CustomerCard, page: int) -> Reply:
    size = common.PAGE_LINES
    wanted = min(page, MOST_PAGES - 1)
    money = rights.sees_money(ctx, card)
    found = queries.list_events(ctx.session, card.id, most=(wanted + 1) * size + 1, money=money)
    if not found:
        return Reply(texts.empty(card.name), keep=True)
    shown = min(wanted, (len(found) - 1) // size)
    events = found[shown * size : (shown + 1) * size]
    lines = [_line(ctx, index, event) for index, event in enumerate(events, shown * size + 1)]
    more = len(found) > (shown + 1) * size
    tail = texts.LIST_HINT if more else ""
    text = common.lines_within(texts.head(card.name, shown, None if more else shown + 1), lines, tail)
    data = {"card": card.id, "page": shown, "count": shown * size + len(events)}
    return Reply(text, ask=LIST, data=data)


def _line(ctx: Context, index: int, event: Event, *, in_full: bool = False) -> str:
    said = texts.what(event.kind, event.variety)
    who = _name(ctx, event.other_id if event.kind is RecordKind.MOVE and event.other_id else event.person_id)
    return texts.line(
        index,
        event.on,
        ctx.today,
        said,
        event.number,
        who=who,
        contact=event.contact,
        words=event.words,
        amount=event.amount,
        state=texts.state(event.kind, event.variety) or _decided(ctx, event),
        in_full=in_full,
    )


def _decided(ctx: Context, event: Event) -> str:
    if event.by_id is None or event.by_id in (event.person_id, event.other_id):
        return ""
    return texts.by(ctx.directory.people[event.by_id].name)


def _name(ctx: Context, person_id: int | None) -> str:
    if person_id == ctx.person.id:
        return ""
    person = ctx.directory.people.get(person_id or 0)
    return person.name if person is not None else ""
