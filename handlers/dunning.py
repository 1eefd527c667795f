"""催款: why an overdue customer has not paid and until when he will; what is missing is asked (D19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from handlers import asking, choices, paid_in_parts, receivables, rights, threads, whose_money
from handlers.answers import is_aside
from handlers.context import Context, Push, Reply
from handlers.keeping import pack, unpack
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.language.promised_parts import PromisedPart, read_promised
from handlers.language.replies import thinks_aloud
from handlers.language.want_delays import read_delay
from handlers.language.want_money import read_due_day
from handlers.routing import Router
from handlers.texts import dunning as texts
from handlers.whose_money import Whom
from models.directory import CustomerCard, PersonCard
from models.queries import money as queries
from models.queries.money import NOTHING_OPEN
from models.rules.rights import Action
from models.schema import DelayReason
from models.services import dunning, promised
from models.services.dunning import Answer

router = Router()

WHICH = "dunning.which"
WHY = "dunning.why"
DAY = "dunning.day"
LONGEST_DAY = 14
"""Characters; a longer text that names a day and nothing of paying tells of something else."""
_PAID = regex("[付打给转到回结清款钱]")
LIST = "debts.list"
"""The list that a line was answered from; it stays open."""
MAX_TRIES = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said of an overdue sum, before both are known.

    Attributes:
        customer_id: once it is certain.
        reason: or empty.
        on: the Shanghai day that was promised.
        amount, share: what of it.
        words: his own.
        back: the list that stays open, as it was kept.
        tries: answers that could not be read.
    """

    customer_id: int | None
    reason: str = ""
    on: date | None = None
    amount: Decimal | None = None
    share: Decimal | None = None
    words: str = ""
    back: Mapping[str, Any] | None = None
    tries: int = 0


@router.intent(Intents.DUNNING_ANSWER)
def tell(ctx: Context) -> Reply:
    """东吴 说下周付, 恒力没钱 先付一半, 联系不上华联."""
    return asking.each(ctx, _tell)


def about(ctx: Context, customer_id: int, said: str, *, back: Mapping[str, Any] | None = None) -> Reply:
    """What was said behind the number of a line: 走流程 7月20.

    Args:
        ctx: of the message.
        customer_id: of the line.
        said: without the number.
        back: the list that stays open.
    """
    found = whose_money.of(ctx, customer_id)
    if found.refused:
        return Reply(found.refused, keep=True)
    return _go(ctx, _filled(Draft(customer_id, words=said.strip(), back=back), said, ctx.today))


def tells_why(said: str, today: date) -> bool:
    """Whether words name a reason or a day, and so answer a line of the list."""
    delay = read_delay(said, today)
    return bool(delay.reason or delay.promised_on)


def ask_why(ctx: Context, customer_id: int, before: str, *, back: Mapping[str, Any] | None = None) -> Reply | None:
    """The numbered reasons below what was shown of a customer; None where nothing is overdue or it is not his to say.

    Args:
        ctx: of the message.
        customer_id: who owes.
        before: what stands above the question.
        back: the list that stays open afterwards.
    """
    if not rights.may(ctx, Action.TAKE_MONEY, ctx.directory.customer(customer_id)):
        return None
    held = queries.open_money(ctx.session, [customer_id], ctx.today).get(customer_id, NOTHING_OPEN)
    if not held.overdue or queries.find_promised(ctx.session, [customer_id]).get(customer_id, ctx.today) > ctx.today:
        return None
    return _ask_reason(ctx, Draft(customer_id, back=back), before)


@router.answer(WHICH, takes=asking.NAMING)
def which(ctx: Context) -> Reply | None:
    """Which customer it was."""
    found = whose_money.chosen(ctx)
    return _with_customer(ctx, _waiting(ctx), found) if isinstance(found, Whom) else found


@router.answer(WHY, takes=(Intents.PLAN_SET, Intents.FOLLOWUP_SET))
def said_why(ctx: Context) -> Reply | None:
    """4, 没钱, 走流程 7月20."""
    draft = _waiting(ctx)
    reasons = [value for value, _ in texts.options()]
    number = choices.number(ctx.intent, ctx.text)
    if number is not None and 1 <= number <= len(reasons):
        return _go(ctx, replace(draft, reason=reasons[number - 1], tries=0))
    if ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text):
        return _back(draft, Reply(texts.NOT_NOTED))
    filled = _filled(draft, ctx.text, ctx.today)
    if filled.reason or filled.on != draft.on:
        return _go(ctx, replace(filled, words=f"{draft.words} {ctx.text}".strip(), tries=0))
    return _again(ctx, draft, WHY, texts.WHY_AGAIN)


@router.answer(DAY, takes=(Intents.PLAN_SET, Intents.FOLLOWUP_SET))
def said_day(ctx: Context) -> Reply | None:
    """The day that was promised."""
    draft = _waiting(ctx)
    on = read_due_day(ctx.text, ctx.today)
    if on is not None and (len(ctx.text) <= LONGEST_DAY or _PAID.search(ctx.text) is not None):
        return _go(ctx, replace(draft, on=on, words=f"{draft.words} {ctx.text}".strip()))
    if ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text):
        return _back(draft, Reply(texts.NOT_NOTED))
    return _again(ctx, draft, DAY, texts.DAY_AGAIN)


def _tell(ctx: Context) -> Reply:
    value = ctx.intent.value
    if value("beside"):
        return paid_in_parts.beside(ctx)
    found = whose_money.whom(ctx, value("customer"))
    if value("customer") is None:
        found = _of_thread(ctx)
    said = read_promised(ctx.intent.text, ctx.today)
    owes = 0 if found.refused or found.customer_id is None else found.customer_id
    parts = said.parts if said is not None and (_is_in_parts(said.parts) or _goes_on(ctx, owes, said.parts)) else ()
    if owes and parts and paid_in_parts.fits(ctx, owes, parts):
        return paid_in_parts.go(ctx, owes, parts, str(value("summary") or ctx.intent.text))
    draft = Draft(None, value("reason", ""), value("date"), value("amount"), value("share"), value("summary", ""))
    return _with_customer(ctx, draft, found)


def _of_thread(ctx: Context) -> Whom:
    """还差两千五明天早上转: who was talked of just now, if he owes anything and the speaker may say so."""
    firm_id = threads.firm(ctx, threads.SPAN)
    owes = bool(firm_id) and queries.open_money(ctx.session, [firm_id], ctx.today).get(firm_id, NOTHING_OPEN).total
    found = whose_money.of(ctx, firm_id) if owes else Whom()
    return Whom() if found.refused else found


def _goes_on(ctx: Context, customer_id: int, parts: Sequence[PromisedPart]) -> bool:
    """Whether a sum and its day go on with what was promised before, so that nobody has to say why again."""
    named = all(part.amount is not None for part in parts)
    return named and bool(customer_id) and bool(promised.list_standing(ctx.session, customer_id))


def _is_in_parts(parts: Sequence[PromisedPart]) -> bool:
    """Whether it is more than one sum until one day: several, or what others leave."""
    return len(parts) > 1 or any(part.rest or part.share is not None for part in parts)


def _with_customer(ctx: Context, draft: Draft, found: Whom) -> Reply:
    if found.refused:
        return Reply(found.refused)
    if found.customer_id is not None:
        return _go(ctx, replace(draft, customer_id=found.customer_id))
    return whose_money.ask(ctx, WHICH, found, texts.WHOSE, _data(draft))


def _go(ctx: Context, draft: Draft) -> Reply:
    """Note it, or ask for the one thing that is missing."""
    if draft.customer_id is None:
        return _with_customer(ctx, draft, Whom())
    # Whose it is may have changed since it was asked.
    refused = whose_money.of(ctx, draft.customer_id).refused
    return Reply(refused) if refused else _of_customer(ctx, draft, ctx.directory.customer(draft.customer_id))


def _of_customer(ctx: Context, draft: Draft, card: CustomerCard) -> Reply:
    held = queries.open_money(ctx.session, [card.id], ctx.today).get(card.id, NOTHING_OPEN)
    if not held.total and draft.amount is not None and draft.on is not None:
        return receivables.go(ctx, receivables.draft_of(card.id, draft.amount, draft.on, draft.words))
    if not held.total:
        return _back(draft, Reply(texts.nothing_open(card.short)))
    if not draft.reason and draft.on is not None and not held.overdue:
        draft = replace(draft, reason=DelayReason.OTHER.value)  # nothing is late, so nothing has to be explained
    if not draft.reason:
        return _ask_reason(ctx, draft)
    reason = DelayReason(draft.reason)
    if draft.on is None:
        return Reply(texts.ask_day(card.short, reason), ask=DAY, data=_data(draft))
    answer = Answer(card.id, reason, draft.on, draft.amount, draft.share, draft.words)
    done = dunning.record(
        ctx.session, answer, person_id=ctx.person.id, message_id=ctx.message.id, now=ctx.now, today=ctx.today
    )
    leader, pushes = _leader(ctx, card.owner_id), _news(ctx, card.id, done.broken)
    broken = _of_broken(ctx, len(done.broken), leader)
    text = texts.noted(done.number, card.name, reason, draft.on, done.amount, ctx.today, broken=broken)
    return _back(draft, Reply(text, pushes=pushes))


def _of_broken(ctx: Context, count: int, leader: PersonCard | None) -> str:
    limit = ctx.directory.terms.number("promises_broken", ctx.today)
    if count < limit:
        return texts.limit_ahead(count, limit)
    return texts.leader_told(count, leader.name) if leader is not None else texts.many_broken(count)


def _news(ctx: Context, customer_id: int, broken: Sequence[int]) -> list[Push]:
    """What the direct leader is told: each promise beyond the limit once, whoever finds out first."""
    card = ctx.directory.customer(customer_id)
    leader = _leader(ctx, card.owner_id)
    limit = ctx.directory.terms.number("promises_broken", ctx.today)
    if leader is None or len(broken) < limit:
        return []
    rep = ctx.directory.people.get(card.owner_id) if card.owner_id is not None else None
    return [
        Push(
            leader.id,
            "promise_broken",
            f"promise_broken:{each.number}",
            texts.promise_broken(
                rep.name if rep is not None else ctx.person.name,
                card.name,
                place,
                each.promised_on or ctx.today,
                each.promised_amount or NOTHING_OPEN.total,
                ctx.today,
            ),
        )
        for place, each in enumerate(promised.list_broken(ctx.session, customer_id, ctx.today), 1)
        if place >= limit
    ]


def _leader(ctx: Context, owner_id: int | None) -> PersonCard | None:
    """The direct leader of the customer's owner, unless he speaks himself."""
    owner = ctx.directory.people.get(owner_id) if owner_id is not None else ctx.person
    leader = ctx.directory.people.get(owner.manager_id) if owner is not None and owner.manager_id is not None else None
    return leader if leader is not None and leader.active and leader.id != ctx.person.id else None


def _ask_reason(ctx: Context, draft: Draft, before: str = "") -> Reply:
    short = ctx.directory.customer(draft.customer_id or 0).short
    options = [asking.Option(value, label) for value, label in texts.options()]
    asked = asking.ask(WHY, texts.why(short), options, _data(draft))
    return replace(asked, text="\n".join(filter(None, (before, asked.text))))


def _again(ctx: Context, draft: Draft, name: str, text: str) -> Reply | None:
    if is_aside(ctx) or thinks_aloud(ctx.text):
        return None
    if draft.tries + 1 >= MAX_TRIES:
        return _back(draft, Reply(texts.NOT_NOTED))
    return Reply(text, ask=name, data=_data(replace(draft, tries=draft.tries + 1)), unread=True)


def _back(draft: Draft, reply: Reply) -> Reply:
    """The list that he answered a line of is open again."""
    if draft.back is None:
        return reply
    return replace(reply, ask=str(draft.back.get("question", LIST)), data=dict(draft.back))


def _filled(draft: Draft, said: str, today: date) -> Draft:
    found = read_delay(said, today)
    return replace(
        draft,
        reason=found.reason or draft.reason,
        on=found.promised_on or draft.on,
        amount=found.amount or draft.amount,
        share=found.share or draft.share,
    )


def _data(draft: Draft) -> dict[str, Any]:
    return pack(replace(draft, words=draft.words[:200]))


def _waiting(ctx: Context) -> Draft:
    """What waits for the answer."""
    return unpack(Draft, asking.waiting_of(ctx))
