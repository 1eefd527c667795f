"""把恒力退回公海 没预算, 不跟了 华联, 退回 2: a customer goes back to the pool, with a reason (`product.md` B1)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import asking, choices, rights
from handlers.answers import is_aside, pick
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import common, errors
from handlers.texts import pool as texts
from models.directory import CustomerCard
from models.errors import DomainError
from models.queries import commitments
from models.rules.rights import Action
from models.services import pool as services
from models.services.pool import Given

router = Router()

WHICH = "pool.which_back"
REASON = "pool.reason"
SURE = "pool.sure"
PUSH = "pool_returned"
"""Kind of the push to the owner's leader, or to the owner where the leader did it."""

MOST_AT_ONCE = 20
LONGEST_REASON = 60
_NOT_NOW = regex(r"\s*(?:还是|先|算了)*(?:不|别|暂时不|先不)(?:要|用)?退")
_UNMISTAKABLE = regex(r"公海|释放|退回")


@router.intent(Intents.LEAD_RELEASE)
def release(ctx: Context) -> Reply:
    """By name; by number only below a list, whose handler sees it first (`by_number`)."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None:
        return Reply(texts.OWN_LIST_FIRST, keep=True)
    if len(mention.ids) == 1 and not mention.guessed and not ctx.intent.value("unsure"):
        return _begin(ctx, mention.ids, str(ctx.intent.value("reason", "")))
    own = ctx.directory.owned_by(ctx.person.id)
    options = asking.customers(ctx, [found for found in mention.ids or mention.near if found in own])
    if not options:
        return Reply(texts.own_not_found(mention.text), keep=True)
    head = texts.which_to_release(mention.text)
    return asking.ask(WHICH, head, options, {"reason": ctx.intent.value("reason", "")})


def by_number(ctx: Context, ids: Sequence[int]) -> Reply:
    """退回 2, 退回 2 和 5 没预算: by the numbers of a list of customers.

    Args:
        ctx: of the message.
        ids: the customers of the list, in the order of their numbers.
    """
    numbers = ctx.intent.value("choice", ())
    if not all(1 <= number <= len(ids) for number in numbers):
        return Reply(common.no_such_line(len(ids)), keep=True)
    wanted = list(dict.fromkeys(ids[number - 1] for number in numbers))
    return _begin(ctx, wanted, str(ctx.intent.value("reason", "")))


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Which customer shall go back."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    return _begin(ctx, [int(taken.value)], str(taken.waiting["reason"]))


@router.answer(REASON)
def reason(ctx: Context) -> Reply | None:
    """Why: by number, by its words, or in words of his own."""
    data = ctx.asked
    owned = [(int(customer), owner) for customer, owner in data.get("owned", ())]
    chosen = pick(ctx, [(word,) for word in texts.REASONS], no=len(texts.REASONS))
    if chosen == len(texts.REASONS) or not owned or _NOT_NOW.match(ctx.text):
        return Reply(texts.KEPT)
    if chosen is not None and texts.REASONS[chosen] != texts.OTHER:
        return _give_back(ctx, owned, texts.REASONS[chosen])
    if chosen is not None:
        return Reply(texts.REASON_WANTED, ask=REASON, data=data)
    if is_aside(ctx):
        return None
    said = ctx.text.strip()
    if choices.asks(said) or choices.number(ctx.intent, said) is not None or not 1 < len(said) <= LONGEST_REASON:
        return Reply(texts.REASON_WANTED, ask=REASON, data=data)
    return _give_back(ctx, owned, said)


@router.answer(SURE)
def sure(ctx: Context) -> Reply | None:
    """退回 or 不退."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == texts.STAY:
        return Reply(texts.KEPT)
    owned = [(int(customer), owner) for customer, owner in taken.waiting["owned"]]
    return _give_back(ctx, owned, str(taken.waiting["reason"]))


def _begin(ctx: Context, ids: Sequence[int], said: str) -> Reply:
    """Refuse what may not go back; ask for the reason, or whether it is meant, before anything is written."""
    cards = [ctx.directory.customer(found) for found in ids[:MOST_AT_ONCE]]
    refused = [line for card in cards if (line := _refusal(ctx, card))]
    meant = [card for card in cards if not _refusal(ctx, card)]
    if not meant:
        return Reply("\n".join(refused), keep=True)
    owned = [(card.id, card.owner_id) for card in meant]
    names = [card.name for card in meant]
    before = "".join(f"{line}\n" for line in refused)
    if not said:
        options = "\n".join(f"{index} {word}" for index, word in enumerate(texts.REASONS, 1))
        text = f"{before}{texts.ask_reason(names)}\n{options}\n{texts.reason_tail()}"
        return Reply(text, ask=REASON, data={"owned": owned})
    if len(meant) == 1 and not refused and _UNMISTAKABLE.search(ctx.text):
        return _give_back(ctx, owned, said)
    options_ = [asking.Option(texts.RELEASE, texts.RELEASE), asking.Option(texts.STAY, texts.STAY)]
    waiting = {"owned": owned, "reason": said}
    return asking.ask(SURE, before + texts.ask_sure(names, said), options_, waiting)


def _refusal(ctx: Context, card: CustomerCard) -> str:
    if card.owner_id is None:
        return texts.is_pooled(card.name)
    return "" if rights.may(ctx, Action.RELEASE, card) else texts.not_yours(card.name)


def _give_back(ctx: Context, owned: Sequence[tuple[int, int | None]], why: str) -> Reply:
    # Whose it is, or whom he leads, may have changed since it was asked.
    cards = [(ctx.directory.customer(customer_id), owner_id) for customer_id, owner_id in owned]
    refused = [line for card, _ in cards if (line := _refusal(ctx, card))]
    meant = [(card.id, owner_id) for card, owner_id in cards if not _refusal(ctx, card)]
    fates = services.give_back_each(ctx.session, ctx.decision, meant, reason=why)
    lines = [*refused, *(_fate(ctx, fate) for fate in fates)]
    pushes = [push for fate in fates if isinstance(fate, Given) and (push := _push(ctx, fate)) is not None]
    return Reply("\n".join(lines), pushes=pushes)


def _fate(ctx: Context, fate: Given | DomainError) -> str:
    if isinstance(fate, DomainError):
        return errors.word(fate, ctx.directory)
    told = _push(ctx, fate)
    return texts.released(
        ctx.directory.customer(fate.move.customer_id).name,
        fate.move.number,
        fate.move.reason,
        plans=fate.plans,
        promises=len(commitments.list_commitments(ctx.session, [fate.move.customer_id])),
        told=ctx.directory.people[told.person_id].name if told is not None else "",
    )


def _push(ctx: Context, given: Given) -> Push | None:
    """To the owner where his leader did it, else to the leader."""
    name = ctx.directory.customer(given.move.customer_id).name
    number, why = given.move.number, given.move.reason
    owner = ctx.directory.people[given.owner_id]
    if owner.id != ctx.person.id:
        text = texts.released_for_you(ctx.person.name, name, why, number)
        return Push(owner.id, PUSH, f"{PUSH}:{number}", text) if owner.active else None
    leader = ctx.directory.people.get(owner.manager_id or 0)
    if leader is None or not leader.active:
        return None
    return Push(leader.id, PUSH, f"{PUSH}:{number}", texts.released_push(owner.name, name, why, number))
