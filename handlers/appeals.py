"""申诉 and 撞单: an appeal with both sides' dated records, for the leader to rule on (`product.md` A10, B2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from handlers import asking, choices, customers, lead_drafts, lead_sides, rights
from handlers.asking import OFFERED, Taken
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.lead_decisions import DECIDE
from handlers.lead_sides import ask_which, name_of, shown
from handlers.record_words import leader_of
from handlers.routing import Router
from handlers.texts import appeals as texts
from handlers.texts import common
from models.errors import AppealPointless, RecordNotFound
from models.queries import appeals as queries
from models.queries.leads import Deed
from models.rules.rights import Action, Relation, may
from models.rules.words import clean_words
from models.schema import Appeal, Customer, Lead, Record, RecordKind
from models.services import appeals, records
from models.services.appeals import File
from models.times import shanghai

router = Router()

WHICH = "appeals.which"
REASON = "appeals.reason"
SHORTEST_REASON: Final = 4
LINES_A_SIDE: Final = 8
MAX_TRIES: Final = 2
NOBODY: Final[Mapping[int, datetime]] = MappingProxyType({})
_AROUND: Final = regex(
    r"撞单|有没有|有哪些|哪些|情况|记录|帮我|查?看?看?一?下|[查看]看?|[的了呢吗啊吧把有个下,，。?？!！\s]"
)
"""What stands beside a customer's name: 看撞单, 撞单呢, 东吴的撞单看一下."""


@router.intent(Intents.APPEAL)
def appeal(ctx: Context) -> Reply:
    """申诉 东吴 我6月就报价了, 东吴是我先跟的, 我要申诉 B0715."""
    if not may(ctx.person.role, Action.CLAIM, Relation.POOL):
        return Reply(texts.NOT_FOR_YOUR_ROLE, keep=True)
    reason: str = ctx.intent.value("reason", "")
    if _is_own_other(ctx):
        return Reply(texts.not_about_records(ctx.intent.value("number"), _leader_name(ctx)), keep=True)
    customer_id = _customer(ctx)
    if customer_id is not None:
        return begin(ctx, customer_id, reason)
    if ctx.person.leads and not reason and appeals.list_to_rule(ctx.session, ctx.directory, ctx.person.id):
        return _waiting(ctx)
    return _ask_which(ctx, "appeal", reason)


@router.intent(Intents.CONFLICT)
def conflict(ctx: Context) -> Reply:
    """撞单 东吴: the file of both sides, for a leader at any time."""
    customer_id = _customer(ctx)
    if customer_id is not None:
        return show(ctx, customer_id)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and (mention.ids or mention.near):
        return _ask_which(ctx, "show", "")
    part: str = ctx.intent.value("customer_new", "")
    said = part or _AROUND.sub("", mention.text if mention is not None else ctx.text)
    return _by_part(ctx, said) if said else _waiting(ctx)


def _by_part(ctx: Context, said: str) -> Reply:
    """撞单 长泾: the customer of his line whose name holds it, which nobody calls so short yet."""
    ids = customers.holding(ctx, said)[:OFFERED]
    if len(ids) == 1:
        return show(ctx, ids[0])
    if not ids:
        return Reply(texts.SHOW_WHICH, keep=True)
    return asking.ask(WHICH, common.which_customer(said), asking.customers(ctx, ids), {"wants": "show", "reason": ""})


@router.answer(WHICH, takes=asking.NAMING)
def which(ctx: Context) -> Reply | None:
    """Which of several customers is meant."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, Taken):
        return taken
    customer_id = int(taken.value)
    if taken.waiting["wants"] == "show":
        return show(ctx, customer_id)
    return begin(ctx, customer_id, taken.waiting["reason"])


_TOLD_ELSEWHERE: Final = frozenset(
    {
        Intents.CUSTOMER_QUERY, Intents.CONTACT_ADD, Intents.FOLLOWUP_SET, Intents.COMMITMENT_SET,
        Intents.OPPORTUNITY_UPDATE, Intents.NEWS_TELL, Intents.LEAD_CHECK, Intents.LEAD_REGISTER, Intents.CONFLICT,
    }
)  # fmt: skip
"""What a reason may look like by a word in it (他加了我微信); told of himself, it is one."""
_OF_HIMSELF: Final = regex(r"我|咱|俺")


@router.answer(
    REASON, takes=(Intents.APPEAL, Intents.VISIT_LOG, Intents.NOT_YET, Intents.ORDER_RECORD, *_TOLD_ELSEWHERE)
)
def reasoned(ctx: Context) -> Reply | None:
    """What he brings forward, in his own words."""
    data = ctx.asked
    customer_id = int(data["customer_id"])
    if ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text):
        return Reply(texts.DROPPED)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and mention.ids and customer_id not in mention.ids:
        return None
    if ctx.intent.name in _TOLD_ELSEWHERE and _OF_HIMSELF.search(ctx.text) is None:
        return None
    words = clean_words(ctx.text)
    if len(choices.folded(words)) < SHORTEST_REASON or choices.asks(ctx.text):
        if data["tries"] + 1 >= MAX_TRIES:
            return Reply(texts.DROPPED)
        return Reply(texts.REASON_AGAIN, ask=REASON, data={**data, "tries": data["tries"] + 1})
    return begin(ctx, customer_id, words)


def begin(ctx: Context, customer_id: int, reason: str) -> Reply:
    """Appeal with a reason, or ask for it.

    Args:
        ctx: of the message.
        customer_id: about whom.
        reason: in his words; empty if he gave none.
    """
    card = ctx.directory.customers.get(customer_id)
    owner_id = card.owner_id if card is not None else None
    if owner_id is not None and ctx.directory.is_above(ctx.person.id, owner_id):
        return show(ctx, customer_id)
    if owner_id is None or owner_id == ctx.person.id or ctx.directory.helps(ctx.person.id, customer_id):
        raise AppealPointless(customer_id, own=owner_id is not None)
    waiting = queries.find_open(ctx.session, customer_id=customer_id, person_id=ctx.person.id)
    if waiting is not None or len(choices.folded(reason)) >= SHORTEST_REASON:
        return _appealed(ctx, appeals.appeal(ctx.session, customer_id, lead_drafts.act(ctx), reason=reason))
    data = {"customer_id": customer_id, "tries": 0}
    return Reply(texts.reason_wanted(name_of(ctx, customer_id)), ask=REASON, data=data)


def _appealed(ctx: Context, made: Appeal) -> Reply:
    name = name_of(ctx, made.customer_id)
    judge = ctx.directory.people.get(made.judge_id) if made.judge_id is not None else None
    if judge is None:
        return Reply(texts.appealed(made.number, name, "", made.answer_due_on, ctx.today))
    customer = ctx.session.get_one(Customer, made.customer_id)
    file = appeals.open_file(ctx.session, customer, ctx.today, appeal=made)
    asked = appeals.offer(ctx.session, judge.id, DECIDE, made.number, ctx.now)
    push = Push(judge.id, "appeal", f"appeal:{made.number}", _file(ctx, file, asked=asked))
    return Reply(texts.appealed(made.number, name, judge.name, made.answer_due_on, ctx.today), pushes=[push])


def show(ctx: Context, customer_id: int) -> Reply:
    """The file, to the leader of the owner's line; what he may rule on can be ruled on by number."""
    card = ctx.directory.customer(customer_id)
    opened = queries.list_open(ctx.session, customer_id)
    waiting = [one for one in opened if appeals.judge_of(ctx.directory, one) == ctx.person.id]
    above = card.owner_id is not None and ctx.directory.is_above(ctx.person.id, card.owner_id)
    if not waiting and not above and not (card.owner_id is None and rights.may(ctx, Action.ASSIGN, card)):
        return Reply(texts.not_for_you(card.name, shown(ctx, card.owner_id)), keep=True)
    customer = ctx.session.get_one(Customer, customer_id)
    file = appeals.open_file(ctx.session, customer, ctx.today, appeal=waiting[0] if waiting else None)
    claimed = lead_sides.claimants(ctx, customer_id, file.lead.number if file.lead is not None else 0)
    text = _file(ctx, file, claimed=claimed)
    if waiting and file.appeal is not None:
        return Reply(text, ask=DECIDE, data={"number": file.appeal.number})
    return Reply(text, keep=True)


def _waiting(ctx: Context) -> Reply:
    """撞单 alone: what waits for this leader's ruling, the oldest opened."""
    waiting = appeals.list_to_rule(ctx.session, ctx.directory, ctx.person.id)
    if not waiting:
        return Reply(texts.NONE_WAITING, keep=True)
    first = waiting[0]
    customer = ctx.session.get_one(Customer, first.customer_id)
    text = _file(ctx, appeals.open_file(ctx.session, customer, ctx.today, appeal=first))
    return Reply(texts.several(len(waiting), text), ask=DECIDE, data={"number": first.number})


def _file(ctx: Context, file: File, *, asked: bool = True, claimed: Mapping[int, datetime] = NOBODY) -> str:
    sides = []
    if file.owner_id is not None:
        sides.append(
            _side(
                ctx, file, file.owner_id, texts.owner_side(_person(ctx, file.owner_id), *_protection(file), ctx.today)
            )
        )
    for found in file.other_ids:
        head = texts.other_side(_person(ctx, found), file.appeal.reason if file.appeal is not None else "")
        sides.append(_side(ctx, file, found, head))
    known = {file.owner_id, *file.other_ids}
    sides += [
        (texts.claimed(_person(ctx, found), shanghai(at), ctx.today), (), 0)
        for found, at in claimed.items()
        if found not in known
    ]
    ruling = None
    if file.appeal is not None and file.suggestion is not None:
        ruling = texts.suggestion(
            file.suggestion, file.appeal.number, file.appeal.answer_due_on, ctx.today, asked=asked
        )
    ruling = ruling or _ruled_before(ctx, file.customer_id)
    others = [found for found in claimed if found not in known]
    if ruling is None and others:
        ruling = texts.say_who(_person(ctx, others[0]))
    return texts.file(name_of(ctx, file.customer_id), sides, ruling)


def _ruled_before(ctx: Context, customer_id: int) -> str | None:
    """What was ruled the last time, where nobody appeals now."""
    row = queries.find_last_ruled(ctx.session, customer_id)
    return None if row is None else texts.ruled_before(row, _person(ctx, row.ruled_by_id or row.person_id), ctx.today)


def _protection(file: File) -> tuple[int | None, Any, Any]:
    lead = file.lead
    return (lead.number, lead.registered_on, lead.protected_until) if lead is not None else (None, None, None)


def _side(ctx: Context, file: File, person_id: int, head: str) -> tuple[str, Sequence[str], int]:
    """A side's heading, its latest dated records, and how many earlier ones are left out."""
    deeds: Sequence[Deed] = file.deeds.get(person_id, ())
    first, last = deeds[:2], deeds[2:][-(LINES_A_SIDE - 2) :]
    shown_deeds = [*first, *last]
    lines = [texts.deed(deed.on, ctx.today, deed.kind, deed.number, deed.words, deed.amount) for deed in shown_deeds]
    return head, lines, len(deeds) - len(shown_deeds)


def _person(ctx: Context, person_id: int) -> str:
    return ctx.directory.people[person_id].name


def _customer(ctx: Context) -> int | None:
    """The one customer that is meant: by name, or by the number of a registration or an appeal."""
    number: int | None = ctx.intent.value("number")
    mention: CustomerMention | None = ctx.intent.value("customer")
    if number is not None:
        return _of_number(ctx, number)
    return mention.ids[0] if mention is not None and len(mention.ids) == 1 else None


def _is_own_other(ctx: Context) -> bool:
    """Whether the number is of a record of his that is no registration and no appeal: a visit that was voided."""
    number: int | None = ctx.intent.value("number")
    record = ctx.session.get(Record, number) if number is not None else None
    if record is None or record.person_id != ctx.person.id:
        return False
    return record.kind not in (RecordKind.LEAD, RecordKind.APPEAL)


def _leader_name(ctx: Context) -> str:
    leader = leader_of(ctx, ctx.person)
    return leader.name if leader is not None else ""


def _of_number(ctx: Context, number: int) -> int:
    """The customer of a registration or an appeal; a number that he has not met tells him nothing (`product.md` P6)."""
    record = records.peek(ctx.session, number)
    held = ctx.session.get(Lead, number) or ctx.session.get(Appeal, number)
    if held is None:
        raise RecordNotFound(number)
    involved = {held.person_id, held.against_id, held.judge_id} if isinstance(held, Appeal) else {held.person_id}
    met = ctx.person.id in involved or ctx.directory.is_above(ctx.person.id, held.person_id)
    if not met and not lead_sides.has_met(ctx, held.customer_id, number, held.person_id):
        raise RecordNotFound(number)
    records.refuse_voided(record)
    return held.customer_id


def _ask_which(ctx: Context, wants: str, reason: str) -> Reply:
    asked = ask_which(ctx, WHICH, {"wants": wants, "reason": reason})
    return asked if asked is not None else Reply(texts.WHICH, keep=True)
