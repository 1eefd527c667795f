"""交接 李雷 → 韩梅: a leader hands a person's customers over; all to one, by region, or one by one (`product.md` B5).

The receivers' side is `handlers/takeovers.py`. All that is decided stands in rows; a question only holds the number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from handlers import asking, choices, colleagues, handover_ends, rights, takeovers
from handlers.answers import is_aside
from handlers.context import Context, Push, Reply
from handlers.handover_ends import OFFERED
from handlers.handover_shares import Group, read_shares
from handlers.language.meaning import Intents
from handlers.routing import Router
from handlers.texts import asking as asking_texts
from handlers.texts import common
from handlers.texts import handovers as texts
from handlers.visit_lists import wanted_page
from models.directory import PersonCard
from models.errors import HandoverEnded
from models.queries import handovers as queries
from models.queries import money
from models.queries.handovers import Line
from models.queries.money import NOTHING_OPEN
from models.rules.rights import Action
from models.rules.terms import cite
from models.schema import Handover, HandoverState, ItemState, Role
from models.services import handovers as services
from models.services import pool as pool_services

router = Router()

WAYS, NAME, SHARE, SEND = "handovers.ways", "handovers.name", "handovers.share", "handovers.send"
RECEIVER: Final = "handovers.receiver"
PAGE_LINES: Final = 12

_NOT_NAMED: Final = frozenset({ItemState.FROZEN, ItemState.REFUSED})


@router.intent(Intents.HANDOVER)
def handover(ctx: Context) -> Reply:
    """Begin or go on, count, show, call off; accepting is `takeovers`."""
    topic = str(ctx.intent.value("topic", ""))
    if topic in takeovers.TOPICS:
        return takeovers.TOPICS[topic](ctx)
    if topic == "count":
        return _count(ctx)
    if topic == "show":
        return _show(ctx)
    person = _person(ctx, "person")
    if topic == "cancel":
        return handover_ends.cancel(ctx, person)
    if isinstance(person, str):
        return Reply(person, keep=True)
    to = _person(ctx, "to_user") if "to_user" in ctx.intent.slots else None
    if isinstance(to, str):
        return Reply(to, keep=True)
    return _hand_over(ctx, person, to)


def of_leaver(ctx: Context) -> Reply | None:
    """交接 李雷 给 韩梅 of somebody who has left; None for other words."""
    person = colleagues.leaver_to_hand_over(ctx)
    if person is None:
        return None
    found = ctx.book.find_people(ctx.text) if ctx.book is not None else ()
    to = ctx.directory.people[found[0][2][0]] if len(found) == 1 and len(found[0][2]) == 1 else None
    return _hand_over(ctx, person, to)


def _hand_over(ctx: Context, person: PersonCard, to: PersonCard | None) -> Reply:
    refused = _refusal(ctx, person, to)
    if refused:
        return Reply(refused, keep=True)
    unknown = colleagues.unknown_receiver(ctx) if to is None else ""
    if not unknown:
        return _begin(ctx, person, to)
    options = colleagues.nearest(ctx, unknown, person.id)
    if not options:
        return Reply(texts.write_receiver(unknown), keep=True)
    return asking.ask(RECEIVER, texts.unknown_receiver(unknown, person.name), options, {"person": person.id})


@router.answer(RECEIVER)
def receiver(ctx: Context) -> Reply | None:
    """Who gets them, where somebody was named whom nobody knows: nothing has begun."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    person, to = ctx.directory.people[int(taken.waiting["person"])], ctx.directory.people[int(taken.value)]
    refused = _refusal(ctx, person, to)  # what stood when it was asked may stand no more
    return Reply(refused) if refused else _begin(ctx, person, to)


@router.answer(WAYS)
def ways(ctx: Context) -> Reply | None:
    """全给, 按地区, 逐家 or 先不交."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    sheet = _sheet(ctx, taken.waiting)
    if taken.value == texts.NOT_NOW:
        return handover_ends.call_off(ctx, sheet)
    if taken.value == texts.GIVE_ALL:
        to = ctx.directory.people.get(int(taken.waiting["to"] or 0))
        if to is None:
            return Reply(texts.to_whom(_receivers(ctx, sheet)), ask=NAME, data={"number": sheet.number})
        return _give_all(ctx, sheet, to)
    mode = "region" if taken.value == texts.BY_REGION else "each"
    return _share_page(ctx, sheet, mode, 0)


@router.answer(NAME)
def name(ctx: Context) -> Reply | None:
    """Who gets them all."""
    data = ctx.asked
    if choices.refuses(ctx.text) or ctx.intent.name is Intents.CANCEL:
        return Reply(asking_texts.DROPPED)
    found = ctx.book.find_people(ctx.text) if ctx.book is not None else []
    if not found or len(found[0][2]) != 1:
        return None if is_aside(ctx) else Reply(texts.NAME_NOT_FOUND, ask=NAME, data=data)
    sheet = _sheet(ctx, data)
    to = ctx.directory.people[found[0][2][0]]
    refused = _refusal(ctx, ctx.directory.people[sheet.from_id], to)
    return Reply(refused, ask=NAME, data=data) if refused else _give_all(ctx, sheet, to)


@router.answer(SHARE, takes=(Intents.ASSIGN, Intents.LEAD_TRANSFER, Intents.HANDOVER, Intents.CUSTOMER_LIST))
def share(ctx: Context) -> Reply | None:
    """1 韩梅，2-3 陈晨，其余 韩梅; 苏州 给 韩梅."""
    data = ctx.asked
    sheet, mode = _sheet(ctx, data), str(data["mode"])
    page = wanted_page(choices.folded(ctx.text), int(data["page"]))
    if page is not None:
        return _share_page(ctx, sheet, mode, page)
    if choices.refuses(ctx.text) or ctx.intent.name is Intents.CANCEL:
        return Reply(asking_texts.DROPPED)
    groups = _groups(ctx, sheet, mode)
    read = read_shares(ctx, groups)
    if not read:
        told = f"{texts.SHARE_NOT_READ}{texts.how_to_share(_receivers(ctx, sheet))}"
        return None if is_aside(ctx) else Reply(told, ask=SHARE, data=data)
    former = ctx.directory.people[sheet.from_id]
    refused = next((line for to in set(read.values()) if (line := _refusal(ctx, former, to))), "")
    if refused:
        return Reply(refused, ask=SHARE, data=data)
    services.share_out(
        ctx.session, sheet, {line.customer_id: to.id for index, to in read.items() for line in groups[index].lines}
    )
    return _ask_to_send(ctx, sheet, mode)


@router.answer(SEND, takes=(Intents.ASSIGN, Intents.LEAD_TRANSFER, Intents.HANDOVER))
def send(ctx: Context) -> Reply | None:
    """发出 or 重分; names go on sharing out."""
    if ctx.question is None:
        return Reply(texts.NO_SHEET)
    waiting = ctx.question.data["waiting"]
    sheet, mode = _sheet(ctx, waiting), str(waiting["mode"])
    if ctx.book is not None and ctx.book.find_people(ctx.text):
        return share(_as_share(ctx, sheet.number, mode))
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == texts.AGAIN:
        services.start_again(ctx.session, sheet)
        return _share_page(ctx, sheet, mode, 0)
    return _send(ctx, sheet)


def _begin(ctx: Context, person: PersonCard, to: PersonCard | None) -> Reply:
    again = queries.find_open(ctx.session, person.id) is not None
    sheet = services.begin(
        ctx.session,
        from_id=person.id,
        by_id=ctx.person.id,
        message_id=ctx.message.id,
        now=ctx.now,
        today=ctx.today,
        terms=ctx.directory.terms,
    )
    waiting = [line for line in queries.list_lines(ctx.session, sheet.number) if line.state in _NOT_NAMED]
    if not waiting:
        return _progress(ctx, sheet)
    summary = queries.summarise(ctx.session, [line.customer_id for line in waiting], ctx.today)
    return _ask_ways(texts.sheet(sheet.number, person.name, summary, again=again), sheet, to)


def _ask_ways(head: str, sheet: Handover, to: PersonCard | None) -> Reply:
    values = (texts.GIVE_ALL, texts.BY_REGION, texts.ONE_BY_ONE, texts.NOT_NOW)
    labels = texts.ways(to.name if to is not None else "")
    options = [asking.Option(value, label, (value,)) for value, label in zip(values, labels, strict=True)]
    return asking.ask(WAYS, head, options, {"number": sheet.number, "to": to.id if to is not None else None})


def _give_all(ctx: Context, sheet: Handover, to: PersonCard) -> Reply:
    lines = [line for line in queries.list_lines(ctx.session, sheet.number) if line.state in _NOT_NAMED]
    services.share_out(ctx.session, sheet, {line.customer_id: to.id for line in lines})
    return _send(ctx, sheet)


def _send(ctx: Context, sheet: Handover) -> Reply:
    """Offer to the receivers what was shared out, and let each of them answer at once."""
    offered = services.send(ctx.session, sheet)
    pushes, note = [], ""
    former = ctx.directory.people[sheet.from_id]
    for to_id, count in offered.items():
        to = ctx.directory.people[to_id]
        ids = [item.customer_id for item in queries.list_offered(ctx.session, to_id)]
        summary = queries.summarise(ctx.session, ids, ctx.today)
        note += _note(ctx, to, count)
        key = f"{OFFERED}:{sheet.number}:{ctx.message.id}:{to_id}"
        pushes.append(Push(to_id, OFFERED, key, texts.offer(ctx.person.name, former.name, sheet.number, summary)))
        services.open_question(ctx.session, to_id, takeovers.EACH, {}, now=ctx.now)
    counts = [(ctx.directory.people[to_id].name, count) for to_id, count in offered.items()]
    # A leader who takes some himself reads his offer here.
    mine = [push for push in pushes if push.person_id == ctx.person.id]
    text = "\n".join([texts.sent(sheet.number, counts, note), *(push.text for push in mine)])
    return Reply(text, pushes=[push for push in pushes if push not in mine])


def _note(ctx: Context, to: PersonCard, more: int) -> str:
    room = pool_services.room(ctx.session, person_id=to.id, today=ctx.today, terms=ctx.directory.terms)
    held = room.held + more
    return texts.over_limit(to.name, held, room.limit, cite("holding_limit")) if held > room.limit else ""


def _count(ctx: Context) -> Reply:
    person = _person(ctx, "person")
    if isinstance(person, str):
        return Reply(person, keep=True)
    if not rights.sees_work(ctx, person.id):
        return Reply(texts.not_in_line(person.name), keep=True)
    owned = ctx.directory.owned_by(person.id)
    return Reply(texts.count(person.name, queries.summarise(ctx.session, owned, ctx.today)), keep=True)


def _show(ctx: Context) -> Reply:
    """Where the last open handover of the speaker stands; of a receiver, what waits for him."""
    number: int | None = ctx.intent.value("number")
    sheet = queries.find_handover(ctx.session, number) if number is not None else None
    if sheet is None or sheet.by_id != ctx.person.id:
        sheet = next(iter(queries.list_open_by(ctx.session, ctx.person.id)), None)
    if sheet is not None and sheet.state == HandoverState.OPEN:
        return _progress(ctx, sheet)
    return takeovers.show(ctx) if queries.list_offered(ctx.session, ctx.person.id) else Reply(texts.NO_SHEET)


def _progress(ctx: Context, sheet: Handover) -> Reply:
    lines = queries.list_lines(ctx.session, sheet.number)
    told: list[str] = []
    for to_id in dict.fromkeys(line.to_id for line in lines if line.to_id is not None):
        states = [line.state for line in lines if line.to_id == to_id and line.state != ItemState.FROZEN]
        counts = [states.count(state) for state in (ItemState.ACCEPTED, ItemState.OFFERED, ItemState.REFUSED)]
        if any(counts):
            told.append(texts.progress_line(ctx.directory.people[to_id].name, *counts))
    refused = [line for line in lines if line.state == ItemState.REFUSED and line.to_id is not None]
    told += [
        texts.refused_line(line.name, ctx.directory.people[line.to_id or 0].name, line.reason) for line in refused[:9]
    ]
    open_ = sum(line.state in _NOT_NAMED for line in lines)
    person = ctx.directory.people[sheet.from_id].name
    text = texts.progress(sheet.number, person, told, open_)
    if not open_:
        return Reply(text, keep=True)
    asked = _ask_ways("", sheet, None)
    return Reply(text, ask=WAYS, data={**asked.data, "head": text})


def _groups(ctx: Context, sheet: Handover, mode: str) -> list[Group]:
    """What is still to be shared out, in an order that stays while it is."""
    lines = [
        line
        for line in queries.list_lines(ctx.session, sheet.number)
        if line.state not in (ItemState.ACCEPTED, ItemState.OFFERED)
    ]
    if mode == "each":
        return [Group(line.name, [line]) for line in lines]
    cities: dict[str, list[Line]] = {}
    for line in lines:
        cities.setdefault(line.city.removesuffix("市") or texts.NO_CITY, []).append(line)
    ordered = sorted(cities.items(), key=lambda pair: (pair[0] == texts.NO_CITY, -len(pair[1]), pair[0]))
    return [Group(label, held) for label, held in ordered]


def _share_page(ctx: Context, sheet: Handover, mode: str, page: int) -> Reply:
    groups = _groups(ctx, sheet, mode)
    pages = max(-(-len(groups) // PAGE_LINES), 1)
    shown = min(page, pages - 1)
    on_page = list(enumerate(groups, 1))[shown * PAGE_LINES : (shown + 1) * PAGE_LINES]
    describe: Callable[[int, Group], str] = _describe_city(ctx)
    if mode == "each":
        describe = _describe_item(ctx, [group.lines[0].customer_id for _, group in on_page])
    lines = [describe(index, group) for index, group in on_page]
    head = texts.share_head(sheet.number, ctx.directory.people[sheet.from_id].name)
    more = texts.page_more(shown) if shown < pages - 1 else ""
    data = {"number": sheet.number, "mode": mode, "page": shown}
    return Reply(texts.groups(head, lines, _receivers(ctx, sheet), more=more), ask=SHARE, data=data)


def _describe_city(ctx: Context) -> Callable[[int, Group], str]:
    def describe(index: int, group: Group) -> str:
        names = {_to_name(ctx, line) for line in group.lines}
        return texts.group_line(index, group.label, len(group.lines), names.pop() if len(names) == 1 else "")

    return describe


def _describe_item(ctx: Context, ids: Sequence[int]) -> Callable[[int, Group], str]:
    owed = money.open_money(ctx.session, ids, ctx.today)

    def describe(index: int, group: Group) -> str:
        line = group.lines[0]
        overdue = owed.get(line.customer_id, NOTHING_OPEN).overdue
        return texts.item_line(
            index,
            line.name,
            city=line.city,
            level=line.level,
            owed=texts.owed(common.money(overdue) if overdue else ""),
            to=_to_name(ctx, line),
            state=texts.STATES[ItemState(line.state)] if line.state == ItemState.REFUSED else "",
            reason=line.reason,
        )

    return describe


def _to_name(ctx: Context, line: Line) -> str:
    return ctx.directory.people[line.to_id].name if line.to_id is not None else ""


def _ask_to_send(ctx: Context, sheet: Handover, mode: str) -> Reply:
    lines = queries.list_lines(ctx.session, sheet.number)
    named = [line.to_id for line in lines if line.state == ItemState.FROZEN and line.to_id is not None]
    counts = [(ctx.directory.people[to_id].name, named.count(to_id)) for to_id in dict.fromkeys(named)]
    open_ = sum(line.state in _NOT_NAMED for line in lines) - len(named)
    options = [asking.Option(word, word) for word in (texts.SEND, texts.AGAIN)]
    head = texts.shares(sheet.number, counts, open_)
    return asking.ask(SEND, head, options, {"number": sheet.number, "mode": mode})


def _as_share(ctx: Context, number: int, mode: str) -> Context:
    """The same message as an answer to how it is shared out."""
    assert ctx.question is not None  # noqa: S101  (narrows the type: the caller has looked)
    asked = replace(ctx.question, name=SHARE, data={"number": number, "mode": mode, "page": 0})
    return replace(ctx, question=asked)


def _sheet(ctx: Context, data: Mapping[str, Any]) -> Handover:
    sheet = services.find_own(ctx.session, int(data["number"]), by_id=ctx.person.id)
    if not rights.may_towards(ctx, Action.HAND_OVER, sheet.from_id):  # he may have lost his line since he was asked
        raise HandoverEnded(sheet.number)
    return sheet


def _receivers(ctx: Context, sheet: Handover) -> list[str]:
    """Who may take over, for examples."""
    return [card.name for card in ctx.directory.reports_of(ctx.person.id) if card.active and card.id != sheet.from_id]


def _person(ctx: Context, slot: str) -> PersonCard | str:
    """The one who is named, or what is said where that is not clear; who has left may hand over, too."""
    ids: Sequence[int] = ctx.intent.value(slot, ())
    if not ids:
        return texts.WHOM
    return ctx.directory.people[ids[0]] if len(ids) == 1 else texts.WHICH_PERSON


def _refusal(ctx: Context, person: PersonCard, to: PersonCard | None) -> str:
    """Why the speaker may not hand these over, or not to him; empty where he may."""
    if not rights.may_towards(ctx, Action.HAND_OVER, person.id):
        return texts.not_in_line(person.name) if ctx.person.leads else texts.ONLY_LEADERS
    if to is None:
        return ""
    if to.id == person.id:
        return texts.SAME_PERSON
    if not to.active:
        return texts.RECEIVER_LEFT
    inside = to.id == ctx.person.id or ctx.directory.is_above(ctx.person.id, to.id)
    return "" if inside or ctx.person.role == Role.ADMIN else texts.receiver_not_in_line(to.name)
