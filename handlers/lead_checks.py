"""查重, 有人跟吗, 能不能报: whether somebody has a firm, told with the least that answers it; 我的报备 (P6, A10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers import asked_of, asking, choices, customers, lead_drafts, lead_fills, leads, rights
from handlers.answers import is_aside, pick
from handlers.asking import Option, Taken
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.lead_fills import FILL
from handlers.lead_sides import name_of, shown
from handlers.lead_taken import taken
from handlers.record_words import leader_of
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import lead_checks as texts
from handlers.texts import leads as lead_texts
from handlers.visit_lists import wanted_page
from models.queries import customers as customer_queries
from models.queries import duplicates
from models.queries import leads as queries
from models.rules.rights import Action, Relation, may
from models.schema import Customer, Lead
from models.services import lead_standing
from models.services import leads as service
from models.services.customers import fits_as_name
from models.services.lead_standing import Free, Own, Pooled
from models.services.leads import Told
from models.times import shanghai_day

router = Router()

WHICH = "lead_checks.which"
FREE = "lead_checks.free"
LIST = "lead_checks.list"
PAGE_LINES: Final = 9
ENDING_DAYS: Final = 7
NEW: Final = 0
_WHO_HAS: Final = regex(r"(?:谁|哪个(?:业务|同事|人)?|哪位)(?:在|来)?(?:跟|负责|管|对接)")


@router.intent(Intents.LEAD_CHECK)
def check(ctx: Context) -> Reply:
    """查重 华东重工, 这个号码有人报过没 138…, 我的报备."""
    if "topic" in ctx.intent.slots:
        return _list(ctx)
    phone: str = ctx.intent.value("phone", "")
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and len(mention.ids) == 1:
        return of_customer(ctx, mention.ids[0])
    if mention is not None and mention.ids:
        return asking.ask(
            WHICH, common.which_customer(mention.text), asking.customers(ctx, mention.ids), {"name": mention.text}
        )
    if phone:
        return _of_phone(ctx, phone)
    name: str = ctx.intent.value("customer_new") or (mention.text if mention is not None else "")
    return _of_name(ctx, name) if fits_as_name(name) else Reply(texts.CHECK_WHAT, keep=True)


@router.answer(WHICH, takes=asking.NAMING)
def which(ctx: Context) -> Reply | None:
    """Which of several firms is meant, or none of them."""
    answer = asking.taken(ctx, yes=0)
    if not isinstance(answer, Taken):
        return answer
    if answer.value == NEW:
        return _free(ctx, answer.waiting["name"])
    return of_customer(ctx, int(answer.value))


@router.answer(FREE)
def register_now(ctx: Context) -> Reply | None:
    """Whether what was free is registered now."""
    data = ctx.asked
    index = pick(ctx, [(way,) for way in texts.FREE_WAYS], yes=0, no=1)
    if index is None:
        return None if is_aside(ctx) else Reply(texts.free(data["name"]), keep=True)
    if index == 1:
        return Reply(texts.FREE_DROPPED)
    return leads.settle(ctx, lead_drafts.unpack(data))


def of_customer(ctx: Context, customer_id: int) -> Reply:
    """Whose a customer is, as far as the speaker may know."""
    card = ctx.directory.customers.get(customer_id)
    if card is not None and card.owner_id is not None and rights.sees(ctx, card):
        if card.owner_id != ctx.person.id and _WHO_HAS.search(ctx.text) is not None:
            return Reply(asked_of.owner(ctx, card), ask=customers.OPENED, data={"card": card.id}, beside=True)
        return customers.show(ctx, customer_id, customers.CARD, None)
    customer = ctx.session.get_one(Customer, customer_id)
    stands = lead_standing.standing(ctx.session, customer, project="", person_id=ctx.person.id, today=ctx.today)
    if isinstance(stands, Pooled) and not may(ctx.person.role, Action.CLAIM, Relation.POOL):
        leader = leader_of(ctx, ctx.person)
        return Reply(lead_texts.pooled_for_others(customer.name, leader.name if leader is not None else ""), keep=True)
    if isinstance(stands, Pooled):
        told = Told(customer_id=customer_id, name=customer.name)
        return Reply(lead_texts.pooled(customer.name), ask=leads.POOL, data=lead_drafts.pack(told))
    if isinstance(stands, Free):
        return _free(ctx, customer.name, customer_id)
    if isinstance(stands, Own):
        return customers.show(ctx, customer_id, customers.CARD, None)
    return taken(ctx, stands, tells=False)


def _of_name(ctx: Context, name: str) -> Reply:
    alike = duplicates.find_alike_customers(ctx.session, name)
    if not alike:
        return _free(ctx, name)
    if alike[0].score == 1 and (len(alike) == 1 or alike[1].score < 1):
        return of_customer(ctx, alike[0].customer_id)
    options = [Option(one.customer_id, name_of(ctx, one.customer_id)) for one in alike[: leads.LIKE_SHOWN]]
    options.append(Option(NEW, lead_texts.OTHER, ("都不是", "不是", name)))
    return asking.ask(WHICH, lead_texts.like(name), options, {"name": name})


def _free(ctx: Context, name: str, customer_id: int | None = None) -> Reply:
    alike = duplicates.find_alike_customers(ctx.session, name) if customer_id is None else []
    told = Told(customer_id=customer_id, name=name, declined=tuple(one.customer_id for one in alike))
    return Reply(texts.free(name), ask=FREE, data=lead_drafts.pack(told))


def _of_phone(ctx: Context, phone: str) -> Reply:
    """Whether a number is known, and whose; which firm it is only he learns who may see it."""
    lines = customer_queries.list_by_phone(ctx.session, phone)
    cards = [ctx.directory.customer(line.customer_id) for line in lines]
    if not cards:
        return Reply(texts.phone_free(phone), keep=True)
    seen = next((card for card in cards if card.owner_id is not None and rights.sees(ctx, card)), None)
    if seen is not None:
        return Reply(texts.phone_own(phone, seen.name), keep=True)
    held = next((card for card in cards if card.owner_id is not None), None)
    if held is None:
        return Reply(texts.check_phone_pooled(phone), keep=True)
    lead = queries.find_open_lead(ctx.session, held.id)
    until = lead.protected_until if lead is not None and lead_standing.is_alive(lead, ctx.today) else None
    return Reply(texts.check_phone_taken(phone, shown(ctx, held.owner_id), until, ctx.today), keep=True)


def _list(ctx: Context) -> Reply:
    topic, asked = str(ctx.intent.value("topic")), ctx.intent.value("person") or ()
    people, whose = [ctx.person.id], "我"
    if asked and ctx.person.id not in asked:
        people = [found for found in asked if ctx.directory.is_above(ctx.person.id, found)]
        if not people:
            return Reply(texts.NOT_IN_LINE, keep=True)
        whose = "、".join(ctx.directory.people[found].name for found in people)
    elif topic == "team" or (ctx.person.leads and topic == "ending"):
        people, whose = rights.owners_below(ctx), "团队"
    held = [lead for lead in queries.list_held(ctx.session, people) if lead_standing.is_alive(lead, ctx.today)]
    if topic == "ending":
        held = [lead for lead in held if (lead.protected_until - ctx.today).days <= ENDING_DAYS]
    if not held:
        return Reply(_empty(topic, own=people == [ctx.person.id]), keep=True)
    return _page(ctx, [lead.number for lead in held], whose, 0)


def _empty(topic: str, *, own: bool) -> str:
    if topic == "ending":
        return texts.NONE_ENDING
    return texts.NO_LEADS if own else texts.NO_TEAM_LEADS


@router.answer(LIST, listing=True)
def turn(ctx: Context) -> Reply | None:
    """A number opens a line, 下一页 goes on."""
    data = ctx.asked
    numbers = [int(found) for found in data.get("numbers", ())]
    if not numbers:
        return Reply(texts.LIST_GONE)
    index = choices.number(ctx.intent, ctx.text)
    if index is not None:
        if not 1 <= index <= len(numbers):
            return Reply(common.no_such_line(len(numbers)), keep=True)
        return _detail(ctx, numbers[index - 1])
    page = wanted_page(choices.folded(ctx.text), int(data["page"]))
    if page is None:
        return Reply(texts.LIST_TAIL, keep=True) if ctx.intent.name is Intents.CHOOSE else None
    return _page(ctx, numbers, data["whose"], page)


def _page(ctx: Context, numbers: Sequence[int], whose: str, page: int) -> Reply:
    last = (len(numbers) - 1) // PAGE_LINES
    page = min(max(page, 0), last)
    first = page * PAGE_LINES
    lines = [
        _line(ctx, index, ctx.session.get_one(Lead, number))
        for index, number in enumerate(numbers[first : first + PAGE_LINES], first + 1)
    ]
    left = len(numbers) - first - len(lines)
    tail = texts.more(left) if left else texts.LIST_TAIL
    text = "\n".join([texts.list_head(whose, len(numbers)), *lines, tail])
    return Reply(text, ask=LIST, data={"numbers": list(numbers), "whose": whose, "page": page})


def _line(ctx: Context, index: int, lead: Lead) -> str:
    left = (lead.protected_until - ctx.today).days
    holder = "" if lead.person_id == ctx.person.id else ctx.directory.people[lead.person_id].name
    name = " ".join(filter(None, (name_of(ctx, lead.customer_id), lead.project, holder)))
    return texts.list_line(index, lead.number, name, lead_standing.missing(lead), lead.protected_until, left, ctx.today)


def _detail(ctx: Context, number: int) -> Reply:
    lead = service.find_own(ctx.session, number, lead_drafts.act(ctx))
    parts, alive = lead_standing.missing(lead), lead_standing.is_alive(lead, ctx.today)
    told = lead_drafts.facts(ctx, need=lead.need, contact=lead.contact_name, next_on=lead.next_on, source=lead.source)
    days = texts.protected(lead.registered_on, lead.protected_until, ctx.today)
    state = texts.missing_words(parts) if parts else texts.SETTLED
    if not alive:
        on = lead_standing.ended_on(lead)
        days, state = texts.ended(lead.registered_on, on, lead.state, lead.end_reason, ctx.today), texts.GONE
    text = texts.detail(number, name_of(ctx, lead.customer_id), state, told, days, _decided(ctx, lead))
    if not parts or lead.person_id != ctx.person.id or not alive:
        return Reply(text, keep=True)
    asked = lead_texts.still_missing(parts, lead.hold_until, ctx.today)
    return Reply(f"{text}\n{asked}", ask=FILL, data={**lead_fills.asking(lead), "listed": True}, beside=True)


def _decided(ctx: Context, lead: Lead) -> str:
    if lead.decided_by_id is None or lead.decided_at is None:
        return ""
    return texts.decided(ctx.directory.people[lead.decided_by_id].name, shanghai_day(lead.decided_at), ctx.today)
