"""公海, 公海 苏州 最近30天, 领 1 和 4, 我要 华联: the public pool by pages, and claimed from (`product.md` B1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from handlers import asking, choices
from handlers.answers import pick
from handlers.context import Context, Push, Reply
from handlers.followup_changes import set_plan
from handlers.language.meaning import CustomerMention, Guessed, Intents, Speaker
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import common, errors
from handlers.texts import pool as texts
from handlers.visit_lists import wanted_page
from models.errors import ClaimsUsedUp, CustomerTaken, DomainError
from models.queries import customers as customer_queries
from models.queries import pool as queries
from models.queries.pool import PoolLine, Wanted
from models.rules import pool as rules
from models.rules.regions import cities_of
from models.rules.rights import Action, Relation, may
from models.schema import Move, RecordKind
from models.services import pool as services
from models.services.followups import Plan

router = Router()

LIST = "pool.list"
WHICH = "pool.which"
TOMORROW = "pool.tomorrow"
CLAIMED = "pool_claimed"
"""Kind of the push to the leader of whoever claimed."""

PAGE_LINES = 9
"""So that a number has one figure on the first page."""
LAST_PAGE = 100
MOST_AT_ONCE = 20
SIMILAR = 3
MORNING = time(8)
_MINUS = regex(r"(?<![\d号个条])\s*[-−－]\s*\d")
"""领取-1 is no line; 领 1-3 are three."""
_WANTS_LINE = regex(r"\s*我?(?:想?要|来)\s*(?:第)?\s*\d{1,3}\s*(?:号|家|个)?\s*[。.吧]?\s*")


@router.intent(Intents.POOL_LIST)
def listed(ctx: Context) -> Reply:
    """The pool, or what of it fits the city, the words and the days that were said."""
    value = ctx.intent.value
    words = str(value("filter", "")).split()
    wanted = {"city": value("city", ""), "level": value("level", ""), "words": words, "days": value("days", 0)}
    return _page(ctx, {"wanted": wanted, "ids": []}, min(max(int(value("page", 1)) - 1, 0), LAST_PAGE))


@router.answer(LIST, listing=True, takes=(Intents.LEAD_CLAIM,))
def turn(ctx: Context) -> Reply | None:
    """领 1 和 3 claims from the list, a number alone opens a line, 下一页 goes on."""
    data = ctx.asked
    ids = [int(found) for found in data.get("ids", ())]
    if ctx.intent.name is Intents.LEAD_CLAIM:
        numbers = ctx.intent.value("choice")
        if not isinstance(numbers, tuple) or "customer" in ctx.intent.slots:
            return None
        if _MINUS.search(ctx.text) is not None:
            return Reply(common.no_such_line(len(ids)), keep=True)
        return _claim_lines(ctx, ids, numbers)
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return _open(ctx, data, ids, number)
    page = wanted_page(choices.folded(ctx.text), int(data.get("page", 0)))
    if page is not None and "wanted" in data:
        return _page(ctx, data, min(page, LAST_PAGE))
    if ctx.intent.name is not Intents.CHOOSE or _names_another(ctx, ids):
        return None
    return Reply(texts.CLAIM_HINT, keep=True)


def _names_another(ctx: Context, listed: Sequence[int]) -> bool:
    """Whether an answer is the name of a customer that is not on the list."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    return mention is not None and len(mention.ids) == 1 and mention.ids[0] not in listed


@router.intent(Intents.LEAD_CLAIM)
def claim(ctx: Context) -> Reply:
    """我要 华联, 认领 天合: by name, several at once; a name that is not sure is asked."""
    if not _may_claim(ctx):
        return Reply(texts.NO_CLAIMS, keep=True)
    mentions = _mentions(ctx)
    if not mentions:
        return Reply(texts.LIST_FIRST, keep=True)
    if len(mentions) == 1 and ctx.intent.value("unsure"):
        return _which(ctx, _with_longer(ctx, mentions[0]))
    sure = [mention.ids[0] for mention in mentions if len(mention.ids) == 1 and not mention.guessed]
    unsure = [mention for mention in mentions if len(mention.ids) != 1 or mention.guessed]
    if sure:
        return _claim(ctx, sure, [texts.not_in_pool(mention.text) for mention in unsure])
    return _which(ctx, unsure[0])


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Which customer he wants."""
    taken = asking.taken(ctx)
    return _claim(ctx, [int(taken.value)]) if isinstance(taken, asking.Taken) else taken


@router.answer(TOMORROW)
def tomorrow(ctx: Context) -> Reply | None:
    """Whether to be reminded when the next day's claims are free."""
    chosen = pick(ctx, [(option,) for option in texts.REMIND_ME], yes=0, no=1)
    if chosen is None:
        return None
    if chosen == 1:
        return Reply(texts.NOT_REMINDED)
    plan = Plan(RecordKind.REMINDER, ctx.today + timedelta(days=1), MORNING, note=texts.REMINDER_NOTE)
    row = set_plan(ctx, plan)
    return Reply(texts.reminded(row.number, row.due_on, ctx.today))


def without_list(ctx: Context) -> Reply | None:
    """我要 1 where no list is open: open it first; None for anything else."""
    if _WANTS_LINE.fullmatch(ctx.text) is None:
        return None
    return Reply(texts.LIST_FIRST if _may_claim(ctx) else texts.NO_CLAIMS, keep=True)


def _may_claim(ctx: Context) -> bool:
    return may(ctx.person.role, Action.CLAIM, Relation.POOL)


def _mentions(ctx: Context) -> list[CustomerMention]:
    """The customers that are named, each once: one message may hold several (领 华联 和 天合)."""
    found: list[CustomerMention] = []
    for intent in ctx.intents or (ctx.intent,):
        mention: CustomerMention | None = intent.value("customer")
        if mention is None:
            continue
        several = _all_named(ctx, intent.text) if intent.value("unsure") else []
        found += several or [mention]
    return list(dict.fromkeys(found))


def _all_named(ctx: Context, text: str) -> list[CustomerMention]:
    if ctx.book is None:
        return []
    spans = ctx.book.find_customers(text, Speaker(ctx.person.id, ctx.person.leads))
    return [CustomerMention(text[start:end], tuple(ids), guessed=isinstance(ids, Guessed)) for start, end, ids in spans]


def _with_longer(ctx: Context, mention: CustomerMention) -> CustomerMention:
    """What the words beside a name may mean as well (领 天合泵 beside a 天合 that is known)."""
    if ctx.book is None:
        return mention
    near = ctx.book.near_customers(ctx.intent.text, Speaker(ctx.person.id, ctx.person.leads))
    return replace(
        mention, ids=tuple(dict.fromkeys((*mention.ids, *filter(lambda found: _is_pooled(ctx, found), near))))
    )


def _which(ctx: Context, mention: CustomerMention) -> Reply:
    """Several fit, or one nearly does: it is asked, since nothing is guessed in ownership."""
    sure = bool(mention.ids) and not mention.guessed
    near = mention.ids or [found for found in mention.near if _is_pooled(ctx, found)]
    options = asking.customers(ctx, near)
    if not options:
        return Reply(texts.not_in_pool(mention.text), keep=True)
    head = texts.which(mention.text) if sure else texts.is_it(mention.text)
    return asking.ask(WHICH, head, options, {})


def _is_pooled(ctx: Context, customer_id: int) -> bool:
    card = ctx.directory.customers.get(customer_id)
    return card is not None and card.active and card.owner_id is None


def _claim_lines(ctx: Context, ids: Sequence[int], numbers: Sequence[int]) -> Reply:
    if not _may_claim(ctx):
        return Reply(texts.NO_CLAIMS, keep=True)
    wanted = list(dict.fromkeys(numbers))
    if not all(1 <= number <= len(ids) and ids[number - 1] for number in wanted):
        return Reply(common.no_such_line(len(ids)), keep=True)
    reply = _claim(ctx, [ids[number - 1] for number in wanted])
    # The list stays open for the next number, unless something is asked.
    if reply.ask or ctx.question is None:
        return reply
    return Reply(reply.text, ask=LIST, data=ctx.question.data, pushes=reply.pushes)


def _claim(ctx: Context, ids: Sequence[int], beside: Sequence[str] = ()) -> Reply:
    ids = list(dict.fromkeys(ids))[:MOST_AT_ONCE]
    fates = services.claim_each(ctx.session, ctx.decision, ids, person_id=ctx.person.id)
    lines = [_fate(ctx, fate, plain=len(ids) > 1) for fate in fates]
    got = [fate for fate in fates if isinstance(fate, Move)]
    if len(fates) < len(ids):
        lines.append(texts.not_tried(len(ids) - len(fates)))
    if len(ids) > 1 and got:
        lines.append(texts.rule_of_several())
    lines += beside
    last = fates[-1]
    if isinstance(last, ClaimsUsedUp):
        return Reply("\n".join([*lines, texts.REMIND_TOMORROW]), ask=TOMORROW, pushes=_told(ctx, got), beside=True)
    if isinstance(last, CustomerTaken) and last.at is not None and not got:
        return _similar(ctx, last.customer_id, lines)
    if got:
        lines.append(texts.room_after(_room(ctx)[1]))
    return Reply("\n".join(lines), pushes=_told(ctx, got))


def _fate(ctx: Context, fate: Move | DomainError, *, plain: bool) -> str:
    if isinstance(fate, DomainError):
        return errors.word(fate, ctx.directory)
    past = customer_queries.list_last_visits(ctx.session, customer_id=fate.customer_id, most=1)
    last = texts.last_talk(past[0].visited_on, past[0].summary, ctx.today) if past else ""
    until = rules.claim_protected_until(ctx.today, ctx.directory.terms)
    name = ctx.directory.customer(fate.customer_id).name
    return texts.claimed(name, fate.number, until, ctx.today, last=last, plain=plain)


def _similar(ctx: Context, customer_id: int, lines: Sequence[str]) -> Reply:
    """A race was lost: what else there is in that city, as a list to claim from."""
    found = [
        line
        for line in queries.list_like(ctx.session, customer_id, most=SIMILAR + 1)
        if line.customer_id != customer_id and line.former_owner_id != ctx.person.id
    ][:SIMILAR]
    if not found:
        return Reply("\n".join(lines))
    shown = [_line(ctx, index, one) for index, one in enumerate(found, 1)]
    text = "\n".join([*lines, texts.alike(shown), texts.CLAIM_HINT])
    return Reply(text, ask=LIST, data={"ids": [one.customer_id for one in found], "page": 0})


def _told(ctx: Context, moves: Sequence[Move]) -> list[Push]:
    leader = ctx.directory.people.get(ctx.person.manager_id or 0)
    if leader is None or not leader.active or not moves:
        return []
    names = [ctx.directory.customer(move.customer_id).name for move in moves]
    text = texts.claimed_push(ctx.person.name, names, moves[0].number)
    return [Push(leader.id, CLAIMED, f"{CLAIMED}:{moves[0].number}", text)]


def _open(ctx: Context, data: Mapping[str, Any], ids: Sequence[int], number: int) -> Reply:
    if not (1 <= number <= len(ids) and ids[number - 1]):
        return Reply(common.no_such_line(len(ids)), keep=True)
    text = f"{card(ctx, ids[number - 1])}\n{texts.claim_this(number)}"
    return Reply(text, ask=LIST, data=data)


def card(ctx: Context, customer_id: int) -> str:
    """What anybody may know of a customer in the pool: no contact, no phone, no money."""
    found = queries.find_line(ctx.session, customer_id)
    if found is None:
        return errors.word(CustomerTaken(customer_id, None), ctx.directory)
    return texts.card(
        found.name,
        city=found.city,
        level=found.level,
        since=found.pooled_on,
        reason=found.reason,
        last_on=found.last_on,
        today=ctx.today,
    )


def _page(ctx: Context, data: Mapping[str, Any], page: int) -> Reply:
    said = data["wanted"]
    wanted = Wanted(
        places=sorted(cities_of(said["city"])) if said["city"] else (),
        level=said["level"],
        words=said["words"],
        since=ctx.today - timedelta(days=said["days"] - 1) if said["days"] else None,
    )
    named = {word: ctx.directory.pooled_named(word) for word in wanted.words}
    wanted = queries.narrowed(ctx.session, wanted, named)
    count = queries.count_pool(ctx.session, wanted)
    found = queries.list_pool(ctx.session, wanted, first=page * PAGE_LINES, most=PAGE_LINES + 1, counted=count)
    filters = texts.filters(said["city"], said["level"], said["words"], said["days"])
    if not found and page and data["ids"]:
        return Reply(texts.last_page(), ask=LIST, data=data)
    if not found and page and count:
        shown = _page(ctx, data, (count - 1) // PAGE_LINES)
        return replace(shown, text=f"{shown.text}{texts.LAST_PAGE}")
    if not found:
        return Reply(texts.empty(filters, ""), keep=True)
    on_page, start = found[:PAGE_LINES], page * PAGE_LINES
    left, room = _room(ctx)
    head = texts.head(filters, count, more=count >= queries.MOST_COUNTED, room=room)
    lines = [_line(ctx, start + index, one) for index, one in enumerate(on_page, 1)]
    ids = [*data["ids"], *[0] * start][:start] + [one.customer_id for one in on_page]
    tail = texts.tail(page, more=len(found) > PAGE_LINES, left=left)
    return Reply("\n".join([head, *lines, tail]), ask=LIST, data={**data, "ids": ids, "page": page})


def _line(ctx: Context, index: int, one: PoolLine) -> str:
    terms = ctx.directory.terms
    free_at = own_until = None
    if one.former_owner_id is not None and one.pooled_at is not None and one.pooled_on is not None:
        free_at = rules.free_at(one.pooled_at, terms, ctx.today)
        first = rules.former_owner_from(one.pooled_on, terms, ctx.today)
        own = one.former_owner_id == ctx.person.id and ctx.today < first
        own_until = first - timedelta(days=1) if own else None
    return texts.line(
        index,
        one.name,
        city=one.city,
        level=one.level,
        pooled_on=one.pooled_on if one.former_owner_id is not None else None,
        reason=one.reason,
        last_on=one.last_on,
        today=ctx.today,
        free_at=free_at if free_at is not None and free_at > ctx.now else None,
        own_until=own_until,
    )


def _room(ctx: Context) -> tuple[int | None, str]:
    """How many he may still claim, and how that is said; nothing for roles that claim nothing."""
    if not _may_claim(ctx):
        return None, ""
    left = services.room(ctx.session, person_id=ctx.person.id, today=ctx.today, terms=ctx.directory.terms)
    return left.claims_left, texts.room(left.claims_left, left.held, left.limit)
