"""接, 逐家, 1接 2不接 太远: what the receiver of a handover says to the customers offered to him (`product.md` B5)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers import choices
from handlers.answers import is_aside
from handlers.context import Context, Push, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import customers as customer_texts
from handlers.texts import handovers as texts
from handlers.visit_lists import wanted_page
from models.directory import PersonCard
from models.queries import handovers as queries
from models.queries import money
from models.queries.money import NOTHING_OPEN
from models.schema import Handover, HandoverItem
from models.services import handovers as services

router = Router()

EACH = "handovers.each"
ACCEPTED, REFUSED, GONE = "handover_accepted", "handover_refused", "handover_gone"
"""Kinds of the pushes: to the leader, to the leader, to the former owner."""
PAGE_LINES: Final = 9
PLANS_SHOWN: Final = 3

_ANSWER: Final = regex(
    r"(?P<which>(?:第?\d{1,4}(?:\s*[-~到至]\s*\d{1,4})?(?:号|家|条)?[\s、,，和跟]*)+|其[余他]的?|剩下的?|全部|全都|所有|[都全])"
    r"\s*(?P<no>不接|不要|不收|拒收?|退回?)?(?P<yes>(?<!不)(?:都)?(?:接收?|要|收|好|可以)(?:了|下)?)?"
    r"(?P<why>(?:(?!第?\d{1,4}\s*(?:[-~到至]\s*\d{1,4}\s*)?(?:[、,，和跟]\s*\d{1,4}\s*)*(?:不?接|不?要|不?收|拒|退)|其[余他]|剩下|全部|全都|所有).)*)"
)
_NONE_OF_IT: Final = regex(
    r"\s*我?(?:都|全部?|全都|一家都)?(?:不接(?!电话)|不想接|接不了|不收|拒接|拒收)(?:手|收)?(?:了|吧)?[。!]*(?P<why>.*)"
)
_BEFORE_REASON: Final = regex(r"^[\s,，。;；、:：]*(?:原因|理由)?(?:是|因为|由于)?[\s:：]*")
_ENDS: Final = " ,，。;；、"


def accept(ctx: Context) -> Reply:
    """接: all that is offered to him."""
    return _accept(ctx, None)


def show(ctx: Context) -> Reply:
    """逐家, 交接单: what is offered to him, numbered."""
    return _page(ctx, 0)


TOPICS: Final[Mapping[str, Callable[[Context], Reply]]] = {"accept": accept, "each": show}
"""By the topic of the intent HANDOVER."""


@router.answer(EACH, listing=True)
def answer(ctx: Context) -> Reply | None:
    """1接 2不接 太远; a number alone tells all of one customer."""
    offered = queries.list_offered(ctx.session, ctx.person.id)
    if not offered:
        return None if is_aside(ctx) else Reply(texts.NOTHING_OFFERED)
    data = ctx.asked
    page = wanted_page(choices.folded(ctx.text), int(data.get("page", 0)))
    if page is not None:
        return _page(ctx, page)
    number = choices.number(ctx.intent, ctx.text)
    if "page" not in data and (number is not None or choices.numbers(ctx.text)) and _is_answer(ctx):
        shown = _page(ctx, 0)
        return replace(shown, text=f"{texts.NUMBERS_FIRST}\n{shown.text}")  # numbers that he has not seen mean nothing
    if number is not None:
        return _open(ctx, offered, number)
    every = _NONE_OF_IT.fullmatch(ctx.text)
    if every is not None:
        why = _BEFORE_REASON.sub("", every["why"]).rstrip(_ENDS)
        ids = [item.customer_id for item in offered]
        return _settle(ctx, set(), dict.fromkeys(ids, why)) if why else Reply(texts.REASON_FOR_ALL, keep=True)
    return _by_number(ctx, offered)


def _is_answer(ctx: Context) -> bool:
    return ctx.intent.name is Intents.CHOOSE or any(one["yes"] or one["no"] for one in _ANSWER.finditer(ctx.text))


def _by_number(ctx: Context, offered: Sequence[HandoverItem]) -> Reply | None:
    accepted: set[int] = set()
    refused: dict[int, str] = {}
    found = list(_ANSWER.finditer(ctx.text))
    if not found or not any(one["yes"] or one["no"] for one in found):
        return None
    for one in found:
        ids = _named(one["which"], offered, accepted | refused.keys())
        if ids is None:
            return Reply(texts.NOT_READ, keep=True)
        if one["no"]:
            refused |= dict.fromkeys(ids, _BEFORE_REASON.sub("", one["why"]).rstrip(_ENDS))
        else:
            accepted |= ids
    if any(not why for why in refused.values()):
        return Reply(texts.REASON_WANTED, keep=True)
    return _settle(ctx, accepted, refused)


def _named(said: str, offered: Sequence[HandoverItem], taken: Collection[int]) -> set[int] | None:
    """The customers of some numbers; None where one is not in the list."""
    numbers = choices.numbers(said)
    if not numbers:
        return {item.customer_id for item in offered if item.customer_id not in taken}
    if not all(1 <= number <= len(offered) for number in numbers):
        return None
    return {offered[number - 1].customer_id for number in numbers}


def _settle(ctx: Context, accepted: set[int], refused: Mapping[int, str]) -> Reply:
    # What is refused comes first: whether the handover is done is looked at behind it.
    items = services.refuse(ctx.session, to_id=ctx.person.id, reasons=refused) if refused else []
    reply = _accept(ctx, accepted) if accepted else Reply("")
    if not items:
        return reply
    names = [ctx.directory.customer(item.customer_id).name for item in items]
    sheet = queries.find_handover(ctx.session, items[0].handover_number)
    leader = _leader(ctx, sheet)
    text = texts.refused(names, leader.name if leader is not None else "")
    pushes = list(reply.pushes)
    if leader is not None:
        pairs = [(name, item.reason) for name, item in zip(names, items, strict=True)]
        key = f"{REFUSED}:{items[0].handover_number}:{ctx.message.id}"
        told = texts.leader_told_refused(ctx.person.name, items[0].handover_number, pairs)
        pushes.append(Push(leader.id, REFUSED, key, told))
    return Reply("\n".join(filter(None, (reply.text, text))), pushes=pushes)


def _accept(ctx: Context, ids: Collection[int] | None) -> Reply:
    offered = queries.list_offered(ctx.session, ctx.person.id)
    if not offered:
        return Reply(texts.NOTHING_OFFERED, keep=True)
    sheets = {item.customer_id: item.handover_number for item in offered}
    done = services.accept(
        ctx.session,
        to_id=ctx.person.id,
        customer_ids=ids,
        message_id=ctx.message.id,
        now=ctx.now,
        today=ctx.today,
        terms=ctx.directory.terms,
    )
    if not done.moves:
        return Reply(texts.NOTHING_OFFERED, keep=True)
    moves = done.moves
    names = [ctx.directory.customer(move.customer_id).name for move in moves]
    number = sheets[moves[0].customer_id]
    sheet = queries.find_handover(ctx.session, number)
    text = texts.accepted(
        names, moves[0].number, moves[-1].number, plans=done.plans, problems=done.problems, left=done.left
    )
    pushes = []
    leader = _leader(ctx, sheet)
    if leader is not None:
        told = texts.leader_told(ctx.person.name, number, names, left=done.left, done=done.done)
        pushes.append(Push(leader.id, ACCEPTED, f"{ACCEPTED}:{number}:{ctx.message.id}", told))
    former = ctx.directory.people.get(moves[0].from_id or 0)
    if former is not None and former.active and former.id != ctx.person.id:
        told = texts.former_told(ctx.person.name, names, number)
        pushes.append(Push(former.id, GONE, f"{GONE}:{number}:{ctx.message.id}", told))
    return Reply(text, pushes=pushes)


def _page(ctx: Context, page: int) -> Reply:
    offered = queries.list_offered(ctx.session, ctx.person.id)
    if not offered:
        return Reply(texts.NOTHING_OFFERED, keep=True)
    pages = -(-len(offered) // PAGE_LINES)
    shown = min(page, pages - 1)
    on_page = offered[shown * PAGE_LINES : (shown + 1) * PAGE_LINES]
    owed = money.open_money(ctx.session, [item.customer_id for item in on_page], ctx.today)
    lines = []
    for index, item in enumerate(on_page, shown * PAGE_LINES + 1):
        card = ctx.directory.customer(item.customer_id)
        overdue = owed.get(item.customer_id, NOTHING_OPEN).overdue
        told = texts.owed(common.money(overdue) if overdue else "")
        lines.append(texts.item_line(index, card.name, city=card.city, level="", owed=told, to="", state="", reason=""))
    sheet = queries.find_handover(ctx.session, offered[0].handover_number)
    former = ctx.directory.people[sheet.from_id].name if sheet is not None else ""
    head = texts.each_head(offered[0].handover_number, former)
    more = texts.page_more(shown) if shown < pages - 1 else ""
    return Reply(texts.each(head, lines, more), ask=EACH, data={"page": shown})


def _open(ctx: Context, offered: Sequence[HandoverItem], number: int) -> Reply:
    """All that stands behind one customer; it is his to see, since it was offered to him."""
    if not 1 <= number <= len(offered):
        return Reply(texts.NOT_READ, keep=True)
    card = ctx.directory.customer(offered[number - 1].customer_id)
    told = queries.dossier(ctx.session, card.id, ctx.today)
    talks = [
        customer_texts.visit_line(
            talk.visited_on,
            ctx.today,
            who=ctx.directory.people[talk.person_id].name,
            contact=talk.contact_name,
            summary=talk.summary,
        )
        for talk in told.talks
    ]
    promises = [texts.promise_line(one.words, one.due_on, ctx.today) for one in told.promises[:PLANS_SHOWN]]
    plans = [texts.plan_line(one.note, one.due_on, ctx.today) for one in told.plans[:PLANS_SHOWN]]
    return Reply(texts.dossier(card.name, told, talks, promises, plans), keep=True)


def _leader(ctx: Context, sheet: Handover | None) -> PersonCard | None:
    """Who handed over, unless he is the one who speaks."""
    leader = ctx.directory.people.get(sheet.by_id) if sheet is not None else None
    return leader if leader is not None and leader.active and leader.id != ctx.person.id else None
