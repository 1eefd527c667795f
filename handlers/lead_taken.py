"""What is told of a customer that a colleague has, and the ways out: 申诉, 到期提醒我, 看规则 (A10, P6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from handlers import appeals, customers
from handlers.answers import is_aside, pick
from handlers.context import Context, Push, Reply
from handlers.followup_changes import set_plan
from handlers.language.meaning import Intents
from handlers.lead_sides import conflict_key, leader_of, name_of, shown
from handlers.routing import Router
from handlers.texts import customers as customer_texts
from handlers.texts import leads as texts
from models.rules import leads as rules
from models.rules.rights import Action, Relation, may
from models.schema import RecordKind
from models.services.followups import Plan
from models.services.lead_standing import Taken

router = Router()

TAKEN = "leads.taken"
JUST_NOW: Final = timedelta(minutes=2)
"""So long after another's registration it is told by how much this one was slower."""


def taken(ctx: Context, held: Taken, *, tells: bool) -> Reply:
    """That a colleague has it, and nothing beyond what the company shows.

    Args:
        ctx: of the message.
        held: how he has it.
        tells: whether the leaders are told of the conflict: of a registration, not of a mere look.
    """
    name, owner = name_of(ctx, held.customer_id), ctx.directory.people[held.owner_id]
    if ctx.directory.helps(ctx.person.id, held.customer_id):
        return Reply(texts.helped(name, owner.name))
    if ctx.directory.is_above(ctx.person.id, held.owner_id):
        return Reply(texts.below(name, owner.name, held.until, ctx.today))
    if not may(ctx.person.role, Action.CLAIM, Relation.POOL):
        card = ctx.directory.customer(held.customer_id)
        return Reply(customer_texts.taken(name, *customers.team_and_leader(ctx, card), wants_phone=False))
    data = {"customer_id": held.customer_id, "until": held.until and held.until.isoformat()}
    pushes = _conflict(ctx, held, name) if tells else []
    return Reply(_said(ctx, held, name, raced=tells), ask=TAKEN, data=data, pushes=pushes)


def _said(ctx: Context, held: Taken, name: str, *, raced: bool) -> str:
    who = shown(ctx, held.owner_id)
    if raced and held.since_at is not None and held.until is not None and abs(ctx.now - held.since_at) <= JUST_NOW:
        late = max(ctx.now - held.since_at, timedelta(0))
        return texts.too_late(name, held.since_at, late, who, held.until, ctx.today)
    return texts.taken(name, who, held.since_on, held.until, ctx.today, registered_=held.number is not None)


@router.answer(TAKEN, takes=(Intents.APPEAL, Intents.REMINDER_SET))
def answered(ctx: Context) -> Reply | None:
    """申诉, with its reason or without; a reminder for the day after; the clauses."""
    data = ctx.asked
    customer_id = int(data["customer_id"])
    if ctx.intent.name is Intents.APPEAL:
        other = {"customer", "number"} & ctx.intent.slots.keys()
        return None if other else appeals.begin(ctx, customer_id, ctx.intent.value("reason", ""))
    ways = texts.WAYS_OF_TAKEN if data["until"] else texts.WAYS_OF_OWNED
    index = pick(ctx, [(way,) for way in ways], no=len(ways))
    if index is None:
        return None if is_aside(ctx) else Reply(texts.TAKEN_AGAIN.format(ways=_listed(ways)), keep=True)
    if index == len(ways):
        return Reply(texts.NAME_DROPPED)
    way = ways[index]
    if way == texts.WAYS_OF_TAKEN[0]:
        return appeals.begin(ctx, customer_id, "")
    if way == texts.WAYS_OF_TAKEN[-1]:
        return Reply(texts.rules_of(ctx.directory.terms, ctx.today), keep=True)
    return _remind(ctx, customer_id, data["until"])


def _listed(ways: tuple[str, ...]) -> str:
    return " ".join(f"{number} {way}" for number, way in enumerate(ways, 1))


def _remind(ctx: Context, customer_id: int, until: str) -> Reply:
    """A reminder for the first workday after the protection; it names the customer and nothing else of it."""
    day = rules.first_workday(date.fromisoformat(until) + timedelta(days=1), ctx.directory.calendar)
    note = f"{name_of(ctx, customer_id)} {texts.REMINDER_NOTE}"
    row = set_plan(ctx, Plan(RecordKind.REMINDER, day, note=note))
    return Reply(texts.will_remind(day, ctx.today, row.number))


def _conflict(ctx: Context, held: Taken, name: str) -> list[Push]:
    """What the leaders of both sides are told of a conflict, each once (A10)."""
    pushes = []
    for leader in dict.fromkeys((leader_of(ctx, held.owner_id), leader_of(ctx, ctx.person.id))):
        if leader is None or leader == ctx.person.id:
            continue
        sees = ctx.directory.is_above(leader, held.owner_id) or leader == held.owner_id
        who = ctx.directory.people[held.owner_id].name if sees else shown(ctx, held.owner_id)
        text = texts.conflict(ctx.person.name, name, who, held.since_on, held.until, ctx.today, sees=sees)
        key = conflict_key(ctx, held.customer_id, held.number or 0, leader)
        pushes.append(Push(leader, "lead_conflict", key, text))
    return pushes
