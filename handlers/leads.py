"""报备: a firm, or a project of it, registered as one's own before anybody else does (`product.md` A10, A11, B6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from handlers import asking, choices, lead_drafts, lead_fills, lead_sides, lead_taken, refusals
from handlers.answers import is_aside, pick
from handlers.asking import Option, Taken
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import asking as asking_texts
from handlers.texts import common
from handlers.texts import leads as texts
from handlers.texts import visits as visit_texts
from models.queries import customers as customer_queries
from models.queries import duplicates
from models.queries import leads as queries
from models.rules import leads as rules
from models.rules import rights
from models.rules.rights import Action, Relation
from models.rules.words import clean_words
from models.services import customers, lead_standing, leads
from models.services.customers import Namesake
from models.services.lead_standing import Own, Pooled
from models.services.lead_standing import Taken as Held
from models.services.leads import Registered, Told

router = Router()

NAME = "leads.name"
WHICH = "leads.which"
LIKE = "leads.like"
DOUBT = "leads.doubt"
POOL = "leads.pool"
_CLAIMS: Final = regex(
    r"(?<![不别没])(?:领了|领走|领下|领吧|我[来去就]?领|我要了?|归我|给我吧?$|我[来去]?(?:跟|接|做|拿下)|报备(?:了|吧|一下))"
)
"""那我领了: 1 in words."""

NEW: Final = 0
LIKE_SHOWN: Final = 4
SHORTEST_PROJECT: Final = 4
ONE_AND_NEW: Final = 2
_LONGEST_NAME: Final = 60
_NAME: Final = regex(r"(?!.*(?:[;=`\\]|--|^['\"])).*(?:[一-鿿]|[A-Za-z]{3})", re.DOTALL)


@router.intent(Intents.LEAD_REGISTER)
def register(ctx: Context) -> Reply:
    """报备 华东重工 注塑机2台 王工 138…; several of one message each on its own."""
    if not rights.may(ctx.person.role, Action.CLAIM, Relation.POOL):
        return Reply(texts.NOT_FOR_YOU, keep=True)
    replies = [_one(replace(ctx, intent=intent)) for intent in ctx.intents or (ctx.intent,)]
    return replies[0] if len(replies) == 1 else _joined(replies)


def _one(ctx: Context) -> Reply:
    """One record of a message; a refusal of it keeps the others."""
    return refusals.replied(ctx, partial(_register, ctx))


def _joined(replies: Sequence[Reply]) -> Reply:
    """What became of each; the first that is not settled is asked about, else the first that lacks something."""
    doubtful = [reply for reply in replies if reply.ask not in ("", lead_fills.FILL)]
    lacking = [reply for reply in replies if reply.ask == lead_fills.FILL]
    asking_one = next(iter([*doubtful, *lacking]), None)
    others = [reply for reply in replies if reply is not asking_one]
    lines = [asking_texts.NOT_ASKED if reply in doubtful else reply.text.split("\n")[0] for reply in others]
    pushes = [push for reply in replies for push in reply.pushes]
    if asking_one is None:
        return Reply("\n".join(lines), pushes=pushes)
    return replace(asking_one, text="\n".join([*lines, asking_one.text]), pushes=pushes)


def _register(ctx: Context) -> Reply:
    told, odd = lead_drafts.read(ctx), lead_drafts.odd(ctx)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and len(mention.ids) > 1:
        options = [*asking.customers(ctx, mention.ids), Option(NEW, texts.OTHER, ("都不是", "新的"))]
        waiting = lead_drafts.pack(replace(told, name=clean_words(mention.text)), odd=odd)
        return asking.ask(WHICH, common.which_customer(mention.text), options, waiting)
    if told.customer_id is None and not told.name:
        return Reply(texts.WHICH, ask=NAME, data=lead_drafts.pack(told, odd=odd))
    return settle(ctx, told, odd=odd)


@router.answer(NAME, takes=(Intents.CUSTOMER_QUERY, Intents.LEAD_REGISTER, Intents.CUSTOMER_ADD))
def named(ctx: Context) -> Reply | None:
    """The name of the firm that was asked for."""
    data = ctx.asked
    if ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text):
        return Reply(texts.NAME_DROPPED)
    if ctx.intent.name is Intents.LEAD_REGISTER and ({"customer", "customer_new"} & ctx.intent.slots.keys()):
        return None
    told = lead_drafts.unpack(data)
    known = asking.named_customer(ctx)
    if known is not None and len(known.ids) == 1:
        return settle(ctx, replace(told, customer_id=known.ids[0]), odd=data["contact"]["odd"])
    name = clean_words(choices.bare(ctx.text))
    if is_aside(ctx) and ctx.intent.name not in asking.NAMING:
        return None
    if (
        len(name) > _LONGEST_NAME
        or choices.asks(ctx.text)
        or not _NAME.search(name)
        or not customers.fits_as_name(name)
    ):
        return Reply(texts.WHICH, keep=True)
    return settle(ctx, replace(told, name=name), odd=data["contact"]["odd"])


@router.answer(WHICH, LIKE, takes=asking.NAMING)
def chosen(ctx: Context) -> Reply | None:
    """Which of several customers is meant, or a new one."""
    one = ctx.question is not None and len(ctx.question.data["options"]) == ONE_AND_NEW
    taken = asking.taken(ctx, yes=0 if one else None)
    if not isinstance(taken, Taken):
        return taken
    told, odd = lead_drafts.unpack(taken.waiting), taken.waiting["contact"]["odd"]
    if taken.value != NEW:
        return settle(ctx, replace(told, customer_id=int(taken.value)), odd=odd)
    offered = [option[0] for option in ctx.question.data["options"] if option[0] != NEW] if ctx.question else []
    return settle(ctx, replace(told, declined=(*told.declined, *offered)), odd=odd)


@router.answer(DOUBT)
def doubted(ctx: Context) -> Reply | None:
    """Whether he registers although a number or a project is known elsewhere."""
    data = ctx.asked
    ways = ((texts.REGISTER_ALL_THE_SAME, "另一家", "不是同一家", "不是"), (texts.NOT_NOW, "不报", "同一家"))
    index = pick(ctx, ways, no=1)
    if index is None and is_aside(ctx):
        return None
    if index is None:
        return Reply(data["text"], keep=True)
    if index == 1:
        return Reply(texts.NAME_DROPPED)
    return settle(ctx, lead_drafts.unpack(data), odd=data["contact"]["odd"], others=data["others"])


@router.answer(POOL)
def claimed(ctx: Context) -> Reply | None:
    """Whether he claims the customer of the pool and registers it at once."""
    data = ctx.asked
    index = pick(ctx, ((texts.POOL_WAYS[0], "报备", "领", "领取"), (texts.POOL_WAYS[1],)), yes=0, no=1)
    if index is None and is_aside(ctx):
        return None
    told = lead_drafts.unpack(data)
    if index is None and _CLAIMS.search(ctx.text) and not choices.asks(ctx.text):
        index = 0
    if index is None and len(choices.folded(ctx.text)) > asking.LONGEST_CHOICE // 2:
        return None
    if index is None:
        return Reply(texts.pooled(lead_sides.name_of(ctx, told.customer_id or 0)), keep=True)
    if index == 1:
        return Reply(texts.POOL_DROPPED)
    made = leads.claim(ctx.session, told, lead_drafts.act(ctx))
    return _registered(ctx, made, odd=data["contact"]["odd"])


def settle(ctx: Context, told: Told, *, odd: str = "", others: Sequence[int] | None = None) -> Reply:
    """Register what is certain, or ask about what is not.

    Args:
        ctx: of the message.
        told: what he said.
        odd: what is said of a number that cannot be dialled.
        others: customers with the same number or project that he says are others; None before he was asked.
    """
    if told.customer_id is None:
        if _NAME.match(told.name) is None or not customers.fits_as_name(told.name):
            return Reply(visit_texts.BAD_NAME, keep=True)
        alike = [
            one
            for one in duplicates.find_alike_customers(ctx.session, told.name)
            if one.customer_id not in told.declined
        ]
        if alike and alike[0].score == 1 and (len(alike) == 1 or alike[1].score < 1):
            return settle(ctx, replace(told, customer_id=alike[0].customer_id), odd=odd, others=others)
        if alike:
            return _ask_like(ctx, told, [one.customer_id for one in alike[:LIKE_SHOWN]], odd)
    doubt = _doubt(ctx, told, odd) if others is None else None
    if doubt is not None:
        return doubt
    made = leads.register(ctx.session, told, lead_drafts.act(ctx))
    if isinstance(made, Registered):
        return _registered(ctx, made, odd=odd, others=others or ())
    if isinstance(made, Namesake):
        return _ask_like(ctx, told, [made.customer_id], odd)
    if isinstance(made, Own):
        return _own(ctx, told, made)
    if isinstance(made, Pooled):
        text = texts.pooled(lead_sides.name_of(ctx, made.customer_id))
        return Reply(text, ask=POOL, data=lead_drafts.pack(replace(told, customer_id=made.customer_id), odd=odd))
    assert isinstance(made, Held)  # noqa: S101  (narrows the type: `register` never answers that it is free)
    return lead_taken.taken(ctx, made, tells=True)


def _ask_like(ctx: Context, told: Told, ids: Sequence[int], odd: str) -> Reply:
    names = [(found, lead_sides.name_of(ctx, found)) for found in ids]
    same = texts.SAME if len(names) == 1 else ""
    held = {found: whose for found in ids if (whose := _held_by_another(ctx, found))}
    options = [
        Option(
            found,
            f"{common.cut(name, 40)}{held.get(found, '')}{f'，{same}' if same else ''}",
            (name, same) if same else (name,),
        )
        for found, name in names
    ]
    options.append(Option(NEW, texts.OTHER, ("都不是", "不是", "新的", "新客户", told.name)))
    asked = asking.ask(LIKE, texts.like(told.name), options, lead_drafts.pack(told, odd=odd))
    leader = ctx.directory.people.get(ctx.person.manager_id or 0)
    return replace(asked, text=f"{asked.text}\n{texts.like_held(leader.name)}") if held and leader else asked


def _held_by_another(ctx: Context, customer_id: int) -> str:
    """Since when a colleague has a like customer registered, as far as the company shows it; empty where nobody has."""
    lead = queries.find_open_lead(ctx.session, customer_id)
    if lead is None or lead.person_id == ctx.person.id or not lead_standing.is_alive(lead, ctx.today):
        return ""
    who = lead_sides.shown(ctx, lead.person_id) or texts.DEFAULT_WHO
    return texts.held_by(who, lead.registered_on, lead.protected_until, ctx.today)


def _doubt(ctx: Context, told: Told, odd: str) -> Reply | None:
    """A question where the same number or project is known at another customer."""
    phone = told.contact.phone
    lines = customer_queries.list_by_phone(ctx.session, phone) if phone else []
    elsewhere = [line.customer_id for line in lines if line.customer_id not in (told.customer_id, *told.declined)]
    for found in elsewhere:
        card = ctx.directory.customers.get(found)
        if card is not None and card.owner_id == ctx.person.id:
            return _ask_own(ctx, told, found, odd)
    if elsewhere:
        card = ctx.directory.customers.get(elsewhere[0])
        owner_id = card.owner_id if card is not None else None
        who = lead_sides.shown(ctx, owner_id)
        text = texts.phone_pooled(phone) if owner_id is None else texts.phone_taken(phone, who)
        return _ask_doubt(told, odd, text, elsewhere)
    return _doubt_project(ctx, told, odd)


def _ask_own(ctx: Context, told: Told, customer_id: int, odd: str) -> Reply:
    name = lead_sides.name_of(ctx, customer_id)
    options = [
        Option(customer_id, texts.SAME, ("是", "是的", "同一家", name)),
        Option(NEW, texts.OTHER, ("不是", "不是同一家", "新的")),
    ]
    return asking.ask(LIKE, texts.phone_of_own(told.contact.phone, name), options, lead_drafts.pack(told, odd=odd))


def _doubt_project(ctx: Context, told: Told, odd: str) -> Reply | None:
    key = rules.project_key(told.project)
    if len(key) < SHORTEST_PROJECT:
        return None
    same = [
        lead
        for lead in queries.list_projects(ctx.session, key)
        if lead.person_id != ctx.person.id
        and lead.customer_id != told.customer_id
        and lead_standing.is_alive(lead, ctx.today)
    ]
    if not same:
        return None
    text = texts.project_taken(told.project, lead_sides.shown(ctx, same[0].person_id))
    return _ask_doubt(told, odd, text, [lead.customer_id for lead in same])


def _ask_doubt(told: Told, odd: str, text: str, others: Sequence[int]) -> Reply:
    return Reply(text, ask=DOUBT, data={**lead_drafts.pack(told, odd=odd), "text": text, "others": list(others)})


def _registered(ctx: Context, made: Registered, *, odd: str = "", others: Sequence[int] = ()) -> Reply:
    lead = made.lead
    kept = lead_drafts.facts(
        ctx,
        need=lead.need,
        contact=lead.contact_name,
        next_on=lead.next_on,
        source=lead.source,
        number=made.next_number,
    )
    head = texts.registered(
        lead.number, made.name, kept, lead.protected_until, ctx.today, made=made.made, project=lead.project
    )
    reply = lead_fills.go_on(ctx, lead, [head, odd], made.name)
    pushes = [*reply.pushes, *_warnings(ctx, made, others)]
    return replace(reply, pushes=pushes)


def _warnings(ctx: Context, made: Registered, others: Sequence[int]) -> list[Push]:
    """What others are told: whose it was until now, and the leaders of whoever has the same number."""
    lead, pushes = made.lead, []
    if made.former_id is not None:
        before = queries.find_last_lead_of(ctx.session, lead.customer_id, made.former_id)
        if before is not None:
            text = texts.taken_over(
                made.name,
                before.number,
                lead_standing.ended_on(before),
                ctx.today,
                lapsed=lead_standing.has_lapsed(before, ctx.today),
            )
            pushes.append(Push(made.former_id, "lead_taken_over", f"lead_taken_over:{lead.number}", text))
    for found in others:
        card = ctx.directory.customers.get(found)
        leader = lead_sides.leader_of(ctx, card.owner_id if card is not None else None)
        for told_id in dict.fromkeys((leader, lead_sides.leader_of(ctx, ctx.person.id))):
            if told_id is not None and told_id != ctx.person.id and card is not None:
                sees = card.owner_id is None or ctx.directory.is_above(told_id, card.owner_id)
                other = card.name if sees else ""
                text = texts.same_phone(ctx.person.name, lead.number, made.name, other)
                pushes.append(Push(told_id, "lead_conflict", f"lead_like:{lead.number}:{found}:{told_id}", text))
    return pushes


def _own(ctx: Context, told: Told, own: Own) -> Reply:
    """It is his already; what he says beside the name completes what he registered before."""
    lead = own.lead
    alive = lead is not None and lead_standing.is_alive(lead, ctx.today)
    if lead is not None and alive and lead_standing.missing(lead) and _adds(told, lead):
        return lead_fills.fill(ctx, lead.number, need=told.need, contact=told.contact, next_on=told.next_on)
    ended = lead_standing.ended_on(lead) if lead is not None and not alive else None
    number = lead.number if lead is not None else None
    return Reply(texts.own(lead_sides.name_of(ctx, own.customer_id), number, own.until, ended, ctx.today))


def _adds(told: Told, lead: Any) -> bool:
    new_need, new_contact = told.need and not lead.need, told.contact.name and not lead.contact_name
    return bool(new_need or new_contact or (told.next_on is not None and lead.next_on is None))
