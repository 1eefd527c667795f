"""分配 东吴 小王, 把苏州的客户都给小王, 东吴 让小王一起跟: who shall have a customer (`product.md` A11, B1, G5).

A leader decides for his direct line and the pool, after one question; a rep asks his leader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers import asking, choices, colleagues, rights, stays
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Guessed, Intents, Speaker
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES
from handlers.routing import Router
from handlers.tellings import heard_by
from handlers.texts import common, errors
from handlers.texts import ownership as texts
from handlers.together import PUSH, work_together
from models.directory import CustomerCard, PersonCard
from models.errors import DomainError
from models.queries import customers as customer_queries
from models.rules.regions import cities_of
from models.rules.rights import Action, Relation
from models.services import ownership as services
from models.services import pool as pool_services
from models.services.ownership import Assigned

router = Router()

WHICH = "ownership.which"
SURE = "ownership.sure"
NOBODY = "ownership.nobody"
REQUEST = "ownership.request"
ASKED, ANSWERED = "assign_asked", "assign_answered"
"""Kinds of the pushes: to the leader who is asked, to the rep who asked."""

_BY_NUMBER = regex(
    r"\s*(?:把)?(?P<numbers>第?\d{1,3}(?:[\s、,，和-]+\d{1,3})*)\s*(?:号|家|个)?\s*都?(?:转|分|交|移交|改派|给)(?:给|交给|到)?\s*"
)
_ASSIGNS = regex(r"\s*(?:分配|改派|指派)")
_TO_NOBODY = regex(
    rf"(?:分配|改派|指派|转给|交给|分给|派给|给)[^，,。\n]*?(?P<name>[小老阿大]?[{''.join(sorted(SURNAMES))}][一-鿿]{{0,2}})[吧。]?\s*\Z"
)
JOIN, LEAVE, GIVE = "join", "leave", ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall become of some customers.

    Attributes:
        to: who gets them, or works on them.
        field: GIVE, JOIN or LEAVE.
        reason: in the speaker's words.
    """

    to: PersonCard
    field: str
    reason: str


@router.intent(Intents.ASSIGN, Intents.LEAD_TRANSFER)
def assign(ctx: Context) -> Reply:
    """By names, or all of a city, a level or a colleague (把苏州的客户都给小王)."""
    to = _receiver(ctx)
    if isinstance(to, str):
        return to_nobody(ctx) or Reply(to, keep=True)
    wish = Wish(to, str(ctx.intent.value("field", GIVE)), str(ctx.intent.value("reason", "")))
    if wish.field:
        wish = replace(wish, to=_beside(ctx, wish.to))
    mentions: Sequence[CustomerMention] = ctx.intent.value("customers", ())
    if not mentions and "customer" in ctx.intent.slots:
        mentions = [ctx.intent.value("customer")]
    unsure = next((mention for mention in mentions if len(mention.ids) != 1 or mention.guessed), None)
    if unsure is not None:
        return _which(ctx, unsure, wish)
    if mentions:
        return _begin(ctx, [mention.ids[0] for mention in mentions], wish)
    return _all_of(ctx, wish) if ctx.person.leads else Reply(texts.WHICH_CUSTOMER, keep=True)


def by_number(ctx: Context, ids: Sequence[int]) -> Reply | None:
    """3 转王工: customers of a list go to a colleague; None where the words say nothing of the kind.

    Args:
        ctx: of the message.
        ids: the customers of the list, in the order of their numbers.
    """
    said = _BY_NUMBER.match(ctx.text)
    people = ctx.book.find_people(ctx.text) if ctx.book is not None and said is not None else []
    if said is None or len(people) != 1 or len(people[0][2]) != 1 or people[0][0] < said.end():
        return None
    numbers = choices.numbers(said["numbers"])
    if not all(1 <= number <= len(ids) for number in numbers):
        return Reply(common.no_such_line(len(ids)), keep=True)
    to = ctx.directory.people[people[0][2][0]]
    return _begin(ctx, [ids[number - 1] for number in numbers], Wish(to, GIVE, ""))


def to_nobody(ctx: Context) -> Reply | None:
    """分配 华联 小王 where nobody is called so: said, and who else it may be; None for other words."""
    said = _TO_NOBODY.search(ctx.text)
    if said is None or ctx.book is None or ctx.book.find_people(ctx.text):
        return None
    found = ctx.book.find_customers(ctx.text[: said.start("name")], Speaker(ctx.person.id, ctx.person.leads))
    if len(found) != 1 or len(found[0][2]) != 1 or isinstance(found[0][2], Guessed):
        return None
    card = ctx.directory.customer(found[0][2][0])
    if not ctx.person.leads and card.owner_id != ctx.person.id:
        return Reply(texts.only_own(card.name), keep=True)
    if ctx.person.leads and not rights.may(ctx, Action.ASSIGN, card):
        return Reply(_refusal(ctx, card, Wish(ctx.person, GIVE, "")), keep=True)
    options = colleagues.nearest(ctx, said["name"], card.owner_id)
    if not options:
        return Reply(texts.nobody_called(said["name"]), keep=True)
    head = texts.nobody_called(said["name"]) + texts.to_whom_else(card.name)
    return asking.ask(NOBODY, head, options, {"customer": card.id})


def by_no_leader(ctx: Context) -> Reply | None:
    """分配 东吴 韩梅 by somebody who leads nobody: he asks for it where it is his; None for other words."""
    if ctx.person.leads or ctx.book is None or not _ASSIGNS.match(ctx.text):
        return None
    people = ctx.book.find_people(ctx.text)
    found = ctx.book.find_customers(ctx.text, Speaker(ctx.person.id, leads=False))
    if len(people) != 1 or len(people[0][2]) != 1 or len(found) != 1 or len(found[0][2]) != 1:
        return Reply(texts.LEADERS_ASSIGN, keep=True)
    return _begin(ctx, [found[0][2][0]], Wish(ctx.directory.people[people[0][2][0]], GIVE, ""))


@router.answer(NOBODY)
def whom_instead(ctx: Context) -> Reply | None:
    """Who was meant, or another try with a name that nobody bears."""
    other = to_nobody(ctx)
    if other is not None:
        return other
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    wish = Wish(ctx.directory.people[int(taken.value)], GIVE, "")
    return _begin(ctx, [int(taken.waiting["customer"])], wish)


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Which customer is meant."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    return _begin(ctx, [int(taken.value)], _unpack(ctx, taken.waiting))


@router.answer(SURE)
def sure(ctx: Context) -> Reply | None:
    """确认 or 不动."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == texts.SURE[1]:
        return Reply(texts.NOT_MOVED)
    owned = [(int(customer), owner) for customer, owner in taken.waiting["owned"]]
    return _do(ctx, owned, _unpack(ctx, taken.waiting))


@router.answer(REQUEST)
def decide(ctx: Context) -> Reply | None:
    """The leader's 同意 or 不同意 to what a rep has asked for."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    waiting = taken.waiting
    wish, rep = _unpack(ctx, waiting), ctx.directory.people[int(waiting["rep"])]
    owned = [(int(customer), owner) for customer, owner in waiting["owned"]]
    name = ctx.directory.customer(owned[0][0]).name
    join = wish.field == JOIN
    key = f"{ANSWERED}:{waiting['message']}"
    if taken.value == texts.AGREE[1]:
        told = Push(rep.id, ANSWERED, key, texts.refused(ctx.person.name, name, wish.to.name, join=join))
        heard = heard_by(ctx, rep.id)
        return Reply(texts.refusal_kept(heard), pushes=[told] if heard else [])
    reply = _do(ctx, owned, wish)
    if reply.pushes:
        told = Push(rep.id, ANSWERED, key, texts.agreed(ctx.person.name, name, wish.to.name, join=join))
        others = [push for push in reply.pushes if push.person_id != rep.id]
        return Reply(reply.text, pushes=[*others, told])
    return reply


def _receiver(ctx: Context) -> PersonCard | str:
    """Who shall get them, or what is said where that is not clear."""
    ids: Sequence[int] = ctx.intent.value("to_user", ())
    found = [card for one in ids if (card := ctx.directory.people.get(one)) is not None and card.active]
    if not found:
        return texts.TO_WHOM
    return found[0] if len(found) == 1 else texts.WHICH_PERSON


def _beside(ctx: Context, to: PersonCard) -> PersonCard:
    """让韩梅跟李雷一起跟东吴 names the owner, too: the other one is meant."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    owners = {ctx.directory.customer(found).owner_id for found in mention.ids} if mention is not None else set()
    others: Sequence[int] = ctx.intent.value("person", ())
    return ctx.directory.people[others[0]] if to.id in owners and len(others) == 1 else to


def _which(ctx: Context, mention: CustomerMention, wish: Wish) -> Reply:
    options = asking.customers(ctx, mention.ids or mention.near)
    if not options:
        return Reply(texts.not_found(mention.text), keep=True)
    return asking.ask(WHICH, common.which_customer(mention.text), options, _pack(wish))


def _all_of(ctx: Context, wish: Wish) -> Reply:
    """All customers of a city, a level or a colleague that the speaker may assign."""
    value = ctx.intent.value
    whose: Sequence[int] = value("person", ())
    owners = list(whose) or [card.id for card in ctx.directory.reports_of(ctx.person.id)] + [ctx.person.id]
    city, level = str(value("city", "")), str(value("level", ""))
    if not (whose or city or level):
        return Reply(texts.WHICH_CUSTOMER, keep=True)
    places = cities_of(city) if city else frozenset()
    cards = [
        card
        for owner in owners
        if owner != wish.to.id
        for found in sorted(ctx.directory.owned_by(owner))
        if (card := ctx.directory.customer(found)).active and (not places or _lies_in(card, places))
    ]
    cards = [card for card in cards if rights.may(ctx, Action.ASSIGN, card)]
    if level:
        fits = customer_queries.list_of_level(ctx.session, [card.id for card in cards], level)
        cards = [card for card in cards if card.id in fits]
    if not cards:
        return Reply(texts.NOTHING_FITS, keep=True)
    if len(cards) > texts.MOST:
        return Reply(texts.too_many(len(cards)), keep=True)
    refused = _refuse_receiver(ctx, wish)
    return Reply(refused, keep=True) if refused else _ask(ctx, cards, wish, city or (f"{level}类" if level else ""))


def _lies_in(card: CustomerCard, places: frozenset[str]) -> bool:
    said = card.city or card.name
    return any(said.startswith(place) for place in places)


def _begin(ctx: Context, ids: Sequence[int], wish: Wish) -> Reply:
    cards = [ctx.directory.customer(found) for found in dict.fromkeys(ids)]
    if ctx.person.leads and len(cards) == 1 and _stays(ctx, cards[0], wish):
        return stays.settled(ctx, cards[0], wish.to)
    own = all(card.owner_id == ctx.person.id for card in cards)
    if not ctx.person.leads and own:
        return _request(ctx, cards[0], wish) if len(cards) == 1 else Reply(texts.ONE_AT_A_TIME, keep=True)
    if not ctx.person.leads:
        return Reply(texts.only_own(next(card.name for card in cards if card.owner_id != ctx.person.id)), keep=True)
    refusals = [line for card in cards if (line := _refusal(ctx, card, wish))]
    meant = [card for card in cards if not _refusal(ctx, card, wish)]
    refused = _refuse_receiver(ctx, wish)
    if refused or not meant:
        return Reply(refused or "\n".join(refusals), keep=True)
    if wish.field == LEAVE:
        return _do(ctx, [(card.id, card.owner_id) for card in meant], wish)
    reply = _ask(ctx, meant, wish, "")
    return replace(reply, text="\n".join([*refusals, reply.text]))


def _stays(ctx: Context, card: CustomerCard, wish: Wish) -> bool:
    """Whether the leader gives it to whoever has it already."""
    return wish.field == GIVE and card.owner_id == wish.to.id and rights.may(ctx, Action.ASSIGN, card)


def _refuse_receiver(ctx: Context, wish: Wish) -> str:
    to = wish.to
    if wish.field == LEAVE or to.id == ctx.person.id or ctx.directory.is_above(ctx.person.id, to.id):
        return ""
    return texts.not_in_line(to.name)


def _refusal(ctx: Context, card: CustomerCard, wish: Wish) -> str:
    if not rights.may(ctx, Action.ASSIGN, card):
        relation = rights.relation(ctx.directory, ctx.person, card)
        leader = rights.whom_to_ask(ctx, card)
        if relation is Relation.LINE and ctx.person.leads and leader is not None:
            return texts.direct_leader_decides(card.name, leader.name)
        return texts.not_yours(card.name)
    if wish.field == GIVE:
        return texts.is_his(card.name, wish.to.name) if card.owner_id == wish.to.id else ""
    if card.owner_id is None:
        return texts.pooled_help(card.name)
    return texts.is_owner(card.name, wish.to.name) if card.owner_id == wish.to.id and wish.field == JOIN else ""


def _ask(ctx: Context, cards: Sequence[CustomerCard], wish: Wish, what: str) -> Reply:
    """Nothing is guessed in ownership: the count, the names, whose they are, and one question."""
    people = ctx.directory.people
    names = [card.name for card in cards]
    if wish.field == JOIN:
        owner = people[cards[0].owner_id].name if cards[0].owner_id is not None else ""
        head = texts.ask_join(names, wish.to.name, owner)
    else:
        owners = Counter(people[card.owner_id].name if card.owner_id is not None else "" for card in cards)
        head = texts.ask_give(what, names, wish.to.name, list(owners.items()), _note(ctx, wish.to, len(cards)))
    options = [asking.Option(word, word) for word in texts.SURE]
    waiting = {**_pack(wish), "owned": [(card.id, card.owner_id) for card in cards]}
    return asking.ask(SURE, head, options, waiting)


def _note(ctx: Context, to: PersonCard, more: int) -> str:
    room = pool_services.room(ctx.session, person_id=to.id, today=ctx.today, terms=ctx.directory.terms)
    held = room.held + more
    return texts.over_limit(to.name, held, room.limit) if held > room.limit else ""


def _request(ctx: Context, card: CustomerCard, wish: Wish) -> Reply:
    """A rep gives nothing away by himself: his leader is asked, and answers by number."""
    leader = ctx.directory.people.get(ctx.person.manager_id or 0)
    if leader is None or not leader.active:
        return Reply(texts.NOBODY_ABOVE, keep=True)
    if wish.to.id == ctx.person.id:
        return Reply(texts.is_his(card.name, wish.to.name), keep=True)
    if wish.to.id != leader.id and not ctx.directory.is_above(leader.id, wish.to.id):
        return Reply(texts.not_in_leaders_line(wish.to.name, leader.name), keep=True)
    join = wish.field == JOIN
    wanted = texts.request(ctx.person.name, card.name, wish.to.name, wish.reason, join=join)
    waiting = {**_pack(wish), "owned": [(card.id, card.owner_id)], "rep": ctx.person.id, "message": ctx.message.id}
    options = [asking.Option(word, word) for word in texts.AGREE]
    question = asking.ask(REQUEST, wanted, options, waiting)
    by_number = services.offer_request(ctx.session, leader.id, REQUEST, question.data, now=ctx.now)
    text = f"{wanted}\n{texts.how_to_agree(card.name, wish.to.name, join=join, by_number=by_number)}"
    push = Push(leader.id, ASKED, f"{ASKED}:{ctx.message.id}", text)
    return Reply(texts.asked(leader.name, card.name, wish.to.name, join=join), pushes=[push])


def _do(ctx: Context, owned: Sequence[tuple[int, int | None]], wish: Wish) -> Reply:
    # Whom he leads may have changed since it was asked.
    cards = [ctx.directory.customer(found) for found, _ in owned]
    lost = [_refusal(ctx, card, wish) for card in cards if not rights.may(ctx, Action.ASSIGN, card)]
    refused = _refuse_receiver(ctx, wish) or "\n".join(lost[: asking.OFFERED])
    if refused:
        return Reply(refused)
    if wish.field != GIVE:
        return work_together(ctx, [customer for customer, _ in owned], wish.to, joins=wish.field == JOIN)
    fates = services.assign_each(ctx.session, ctx.decision, owned, to_id=wish.to.id, reason=wish.reason)
    done = [fate for fate in fates if isinstance(fate, Assigned)]
    failed = [errors.word(fate, ctx.directory) for fate in fates if isinstance(fate, DomainError)]
    if not done:
        return Reply(texts.failed(failed))
    names = [ctx.directory.customer(fate.move.customer_id).name for fate in done]
    plans = sum(fate.passed.plans for fate in done)
    numbers = [fate.move.number for fate in done]
    pushes = _pushes(ctx, done, wish.to, plans)
    told = [ctx.directory.people[push.person_id].name for push in pushes]
    text = texts.assigned(names, wish.to.name, numbers, plans=plans)
    return Reply("\n".join(filter(None, (text + texts.told(told), texts.failed(failed)))), pushes=pushes)


def _pushes(ctx: Context, done: Sequence[Assigned], to: PersonCard, plans: int) -> list[Push]:
    """To the new owner and to everybody who had one of them, once each."""
    number = done[0].move.number
    name_of = {fate.move.customer_id: ctx.directory.customer(fate.move.customer_id).name for fate in done}
    pushes = []
    if to.id != ctx.person.id:
        text = texts.you_got(ctx.person.name, list(name_of.values()), number, plans=plans)
        pushes.append(Push(to.id, PUSH, f"{PUSH}:{number}:{to.id}", text))
    for owner_id in dict.fromkeys(fate.move.from_id for fate in done):
        owner = ctx.directory.people.get(owner_id or 0)
        if owner is None or not owner.active or owner.id == ctx.person.id:
            continue
        lost = [name_of[fate.move.customer_id] for fate in done if fate.move.from_id == owner.id]
        text = texts.you_lost(ctx.person.name, lost, to.name)
        pushes.append(Push(owner.id, PUSH, f"{PUSH}:{number}:{owner.id}", text))
    return pushes


def _pack(wish: Wish) -> dict[str, Any]:
    return {"to": wish.to.id, "field": wish.field, "reason": wish.reason}


def _unpack(ctx: Context, held: Any) -> Wish:
    return Wish(ctx.directory.people[int(held["to"])], str(held["field"]), str(held["reason"]))
