"""待办, 今天干啥: what is due and overdue, numbered; 1好了 3明天 closes its lines (`product.md` §4.1 rule 9)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from handlers import choices, commitments, customers, dunning, handing
from handlers import followup_changes as changing
from handlers import news as problems
from handlers.context import Context, Reply
from handlers.language.dates import find_moments
from handlers.language.meaning import Intents, Speaker
from handlers.list_answers import Action, Deed, read_actions, read_deed
from handlers.routing import Router
from handlers.texts import agenda as agenda_texts
from handlers.texts import common, errors
from handlers.texts import followups as texts
from handlers.visit_lists import wanted_page
from models.errors import DomainError, NotYourRecord, RecordNotFound
from models.queries import followups as queries
from models.queries.followups import Due, Source
from models.schema import Commitment, FollowUp, News, Visit
from models.services import agenda, followups, records
from models.services.agenda import Item, Matter
from models.services.followups import LIST

router = Router()

LONGEST = 24
WEEK_DAYS = 7

_DAY = r"(?:今天|今日|今儿|明天|明日|明儿|后天|本周|这周|这个星期|下周)"
_TODO = re.compile(
    rf"(?:帮我|给我)?(?:看看?|看一下|查看?|查一下|列一?下?|发一?下)?(?:我的?)?{_DAY}?(?:我)?(?:的|还有?)?(?:什么|哪些|啥)?"
    rf"(?:待办|代办|todo|跟进清单|跟进列表|要办的事?|安排|日程)(?:事项|清单|列表)?(?:有?(?:啥|什么|哪些))?[呢吗啊]?"
    rf"|(?:我)?{_DAY}(?:我)?(?:都)?(?:要|该|得|需要|应该|还要|还得|还该)?(?:干啥|干嘛|干什么|做啥|做什么|跟谁|跟哪几?家|跟进谁|跟进哪几?家|联系谁|忙啥|办啥)(?:呢|啊|来着|去)?"
    rf"|(?:我)?{_DAY}?(?:我)?(?:还)?有(?:什么|啥|哪些|几个)(?:事儿?|人|客户|活儿?)?(?:要|该|得|没)(?:跟进?|办|做|干|联系)(?:的|呢|吗|完)*(?:事儿?|客户|活)?"
    rf"|(?:今天)?还剩(?:啥|什么|哪些|几件)(?:事儿?)?(?:没办|没做|没跟)?|(?:今天)?(?:我)?先跟(?:哪个|谁|哪家)|早报(?:再发一?[遍次下])?|再发一?[遍次下]早报|(?:有什么|有啥)要跟的?"
)
_REMINDERS = re.compile(
    r"(?:看看?|看一下|查看?|查一下|列一?下?)?(?:我)?(?:的|都?有|设了?|定了?)?(?:哪些|什么|几个|所有|全部)?(?:的)?(?:提醒|闹钟)(?:清单|列表)?(?:有?(?:啥|什么|哪些))?[呢吗]?"
)
_OFF = re.compile(r"取消|不用|不要|别|停|关|删|去掉|免了")
_WHOLE_WEEK = re.compile("本周|这周|这个星期|下周")
_DEED_OF = re.compile(
    r"\s*(?:跟进|提醒|拜访|承诺|问题)?\s*[#＃]\s*(?P<number>\d{1,12})\s*(?:号|条)?\s*[,，:：]?\s*(?P<deed>\S.{0,40})",
    re.DOTALL,
)


def asks_todo(text: str) -> bool:
    """Whether a text asks what is to be done, and nothing else: 待办, 今天干啥, 明天有什么要跟的."""
    return len(text) <= LONGEST and _TODO.fullmatch(text.strip(" \t\n,，。.?？!！~")) is not None


def tells_of_record(text: str) -> bool:
    """Whether a text says what became of one record: #131 好了, 提醒#132 明天10点."""
    if "#" not in text and "＃" not in text:
        return False
    found = _DEED_OF.fullmatch(text)
    return found is not None and read_deed(found["deed"], date.min.replace(year=2000)) is not None


@router.phrase(asks_todo)
def show(ctx: Context) -> Reply:
    """The list of today, or of the day that he names, with what is overdue above it."""
    first, last, title = _days(ctx)
    items, notes = _items(ctx, first, last)
    return _page(ctx, _Shown(title, first, last), items, notes)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which list is shown: how it is called, and its first and last Shanghai day."""

    title: str
    first: date
    last: date


def _items(ctx: Context, first: date, last: date) -> tuple[Sequence[Item], Sequence[str]]:
    """The lines of a list, and what stands below them."""
    if not first == last == ctx.today:
        found = agenda.list_due(ctx.session, person_id=ctx.person.id, last=last, today=ctx.today)
        return [item for item in found if first <= ctx.today or item.on >= first], ()
    today = agenda.find_agenda(
        ctx.session,
        person_id=ctx.person.id,
        today=ctx.today,
        terms=ctx.directory.terms,
        calendar=ctx.directory.calendar,
    )
    missing = common.day(today.missing_on, ctx.today) if today.missing_on is not None else ""
    return today.items, agenda_texts.notes(
        today.plan, missing, more_overdue=today.overdue_customers > agenda.MOST_OVERDUE
    )


def _page(ctx: Context, list_: _Shown, items: Sequence[Item], notes: Sequence[str], *, page: int = 0) -> Reply:
    """Nine lines of the list; the numbers go on over the pages."""
    if not items:
        return Reply("\n".join([texts.todo_empty(list_.title), *notes]))
    size = agenda_texts.PAGE
    shown = min(page, (len(items) - 1) // size)
    overdue = sum(item.on < ctx.today and item.matter in _OWN for item in items)
    begin = shown * size
    lines = [
        _line(ctx, index, item, several=list_.first != list_.last)
        for index, item in enumerate(items[begin : begin + size], begin + 1)
    ]
    left = len(items) - begin - len(lines)
    tail = [*([agenda_texts.MORE.format(left)] if left else []), *notes, texts.LIST_HINT]
    text = common.lines_within(texts.todo_head(list_.title, len(items) - overdue, overdue), lines, "\n".join(tail))
    data = {
        "lines": [[item.matter.value, item.id] for item in items],
        "title": list_.title,
        "first": list_.first.isoformat(),
        "last": list_.last.isoformat(),
        "page": shown,
    }
    return Reply(text, ask=LIST, data=data)


_OWN = frozenset({Matter.PROMISE, Matter.VISIT, Matter.FOLLOWUP, Matter.REMINDER})
"""Lines that he closes himself, and that are overdue when their day has passed."""


def asks_reminders(text: str) -> bool:
    """Whether a text asks for one's reminders, and nothing else: 我的提醒, 我设了哪些提醒."""
    return len(text) <= LONGEST and _REMINDERS.fullmatch(text.strip(" \t\n,，。.?？!！~")) is not None


def calls_off(ctx: Context) -> bool:
    """Whether somebody does not want to be reminded, and does not say of what: 取消提醒, 不用提醒我了."""
    return len(ctx.text) <= LONGEST and _OFF.search(ctx.text) is not None


@router.phrase(asks_reminders)
def show_reminders(ctx: Context) -> Reply:
    """All reminders that are still to come; of a repeating one, 不用了 ends it for good."""
    return _standing(ctx, [due for due in _mine(ctx) if due.source is Source.REMINDER], texts.REMINDERS_HEAD)


def show_standing(ctx: Context) -> Reply:
    """恒力的跟进取消: what stands, of the customer that is named if any, so that it is called off by number."""
    found = [] if ctx.book is None else ctx.book.find_customers(ctx.text, Speaker(ctx.person.id, ctx.person.leads))
    ids = {customer_id for _, _, fits in found for customer_id in fits}
    due = [each for each in _mine(ctx) if each.source is not Source.VISIT and (not ids or each.customer_id in ids)]
    return _standing(ctx, due, texts.STANDING_HEAD)


def _mine(ctx: Context) -> Sequence[Due]:
    last = ctx.today + changing.FURTHEST
    return queries.list_todo(ctx.session.connection(), person_id=ctx.person.id, last=last, today=ctx.today)


def _standing(ctx: Context, due: Sequence[Due], head: str) -> Reply:
    shown = due[: common.PAGE_LINES]
    if not shown:
        return Reply(texts.NOTHING_STANDS)
    rows = [ctx.session.get_one(FollowUp, each.number) for each in shown]
    lines = [f"{index} {changing.names(ctx, row)}" for index, row in enumerate(rows, 1)]
    data = {"lines": [[each.source.value, each.number] for each in shown], "whole": True}
    return Reply(common.lines_within(head, lines, texts.REMINDERS_HINT), ask=LIST, data=data)


@router.answer(
    LIST,
    listing=True,
    takes=(
        Intents.UNDO,
        Intents.FOLLOWUP_SET,
        Intents.REMINDER_SET,
        Intents.RECORD_CHANGE,
        Intents.VISIT_LOG,
        Intents.SMALLTALK,
        Intents.DAILY_REPORT,
        Intents.DUNNING_ANSWER,
        Intents.LEAD_TRANSFER,
        Intents.ASSIGN,
        Intents.HANDOVER,
    ),
)
def close(ctx: Context) -> Reply | None:
    """1好了 3明天, 全部 明天: what becomes of the lines; the list stays open."""
    data: Mapping[str, Any] = ctx.question.data if ctx.question is not None else {}
    lines: Sequence[Sequence[Any]] = data.get("lines", ())
    if ctx.intent.name is Intents.UNDO and ("#" in ctx.text or not any(figure.isdecimal() for figure in ctx.text)):
        return None
    page = wanted_page(choices.folded(ctx.text), int(data.get("page", 0)))
    if page is not None and "title" in data:
        return _turn(ctx, data, page)
    owed = _answer_of_debtor(ctx, lines)
    if owed is not None:
        return owed
    actions = read_actions(_turned(ctx.text), ctx.today, single=len(lines) == 1)
    if not actions:
        return None
    if data.get("whole"):
        actions = tuple(replace(each, deed=Deed.END) if each.deed is Deed.DROP else each for each in actions)
    results = [result for action in actions for result in _act(ctx, action, lines)]
    return Reply(
        common.within_bytes("\n".join(result.text for result in results)),
        keep=True,
        pushes=[push for result in results for push in result.pushes],
    )


def _answer_of_debtor(ctx: Context, lines: Sequence[Sequence[Any]]) -> Reply | None:
    """2 说下周五付: what the customer of an overdue line has answered."""
    said = _OF_LINE.fullmatch(ctx.text)
    place = int(said["place"]) if said is not None else 0
    if said is None or not 1 <= place <= len(lines) or lines[place - 1][0] != Matter.OVERDUE:
        return None
    return (
        dunning.about(ctx, int(lines[place - 1][1]), said["rest"])
        if dunning.tells_why(said["rest"], ctx.today)
        else None
    )


_OF_LINE = re.compile(r"\s*第?(?P<place>\d{1,2})\s*(?:号|条|[,，:：、.])?\s*(?P<rest>[^\d\s].{1,60})", re.DOTALL)


def _turn(ctx: Context, data: Mapping[str, Any], page: int) -> Reply:
    """Another page of the list, of what of it is still to be done."""
    list_ = _Shown(str(data["title"]), date.fromisoformat(data["first"]), date.fromisoformat(data["last"]))
    items, notes = _items(ctx, list_.first, list_.last)
    held = {(item.matter.value, item.id): item for item in items}
    kept = [held[key] for line in data["lines"] if (key := (str(line[0]), int(line[1]))) in held]
    return _page(ctx, list_, kept, notes, page=page)


def closes_lines(ctx: Context) -> bool:
    """Whether a text says what became of lines of a list, though none is open: 1好了 3明天."""
    actions = read_actions(ctx.text, ctx.today)
    return any(action.deed is not Deed.OPEN for action in actions)


def show_first(ctx: Context) -> Reply:
    """The list with its numbers, before anything is closed by a number that meant another list."""
    listed = show(ctx)
    return replace(listed, text=f"{texts.NUMBERS_FIRST}\n{listed.text}") if listed.ask else listed


@router.phrase(tells_of_record)
def tell(ctx: Context) -> Reply:
    """#131 好了, #132 明天10点: whatever is open."""
    found = _DEED_OF.fullmatch(ctx.text)
    action = read_deed(found["deed"], ctx.today) if found is not None else None
    if found is None or action is None:
        return Reply(texts.SAY_FULLY, keep=True)
    number = int(found["number"])
    if number >= 2**62:
        raise RecordNotFound(number)
    row = ctx.session.get(FollowUp, number)
    if row is None and ctx.session.get(Commitment, number) is not None:
        return Reply(commitments.act(ctx, number, action), keep=True)
    if row is None and action.deed is Deed.DONE and ctx.session.get(News, number) is not None:
        return problems.settle(ctx, number, "")
    return _one(ctx, Source.VISIT if row is None else Source(row.kind), number, action, 1)


def _days(ctx: Context) -> tuple[date, date, str]:
    """First and last day that he asks for, and how the list is called."""
    if read_actions(ctx.text, ctx.today):
        return ctx.today, ctx.today, f"今天 {common.day(ctx.today, ctx.today)}"
    week = _WHOLE_WEEK.search(ctx.text)
    if week is not None:
        monday = ctx.today - timedelta(days=ctx.today.weekday())
        first = monday + timedelta(days=WEEK_DAYS) if week.group() == "下周" else monday
        last = first + timedelta(days=WEEK_DAYS - 1)
        return max(first, ctx.today), last, f"{week.group()}（到 {common.day(last, ctx.today)}）"
    day = next((one.future for one in find_moments(ctx.text, ctx.today) if one.future is not None), ctx.today)
    words = {0: "今天 ", 1: "明天 "}.get((day - ctx.today).days, "")
    return day, day, f"{words}{common.day(day, ctx.today)}"


def _line(ctx: Context, index: int, item: Item, *, several: bool) -> str:
    said = _other_line(ctx, item)
    if said is not None:
        return f"{index} {said}"
    late = max((ctx.today - item.on).days, 0)
    customer = ctx.directory.customer(item.customer_id).name if item.customer_id is not None else ""
    whom = "" if item.matter is Matter.REMINDER and item.note else texts.who(customer, item.contact)
    line = texts.todo_line(
        index, whom, item.note, item.clock, f"#{item.id}", late_days=late, on=f"{item.on.month}月{item.on.day}日"
    )
    return f"{line} {common.day(item.on, ctx.today)}" if several and not late else line


def _other_line(ctx: Context, item: Item) -> str | None:
    """A line of what is no follow-up, without its number; None for one that is."""
    card = ctx.directory.customers.get(item.customer_id or 0)
    if item.matter in (Matter.VISIT, Matter.FOLLOWUP, Matter.REMINDER) or card is None:
        return None
    on = common.day(item.on, ctx.today)
    if item.matter is Matter.BIRTHDAY:
        return agenda_texts.birthday(item.contact, card.short, (item.on - ctx.today).days)
    if item.matter is Matter.PROMISE:
        return f"{agenda_texts.promise(card.short, item.note, item.on, ctx.today)} #{item.id}"
    if item.matter is Matter.OVERDUE and item.amount is not None:
        return agenda_texts.overdue(card.short, common.money(item.amount), (ctx.today - item.on).days)
    if item.matter is Matter.RECYCLING:
        return agenda_texts.recycled(card.short, on)
    return agenda_texts.protection(card.short, on)


def _turned(text: str) -> str:
    """取消2 as 2取消: a line of the open list, not a record."""
    return re.sub(r"^\s*(取消|不用|删掉?|去掉|划掉)\s*第?(\d{1,2})(?:[条个号项])?\s*$", r"\2\1", text)


def _act(ctx: Context, action: Action, lines: Sequence[Sequence[Any]]) -> list[Reply]:
    places = action.places or range(1, len(lines) + 1)
    results: list[Reply] = []
    for place in dict.fromkeys(places):
        if not 1 <= place <= len(lines):
            results.append(Reply(texts.no_such_line(len(lines))))
            continue
        matter, number = lines[place - 1]
        # What is refused is refused before it changes anything; the other lines go on.
        try:
            done = _close(ctx, Matter(matter), int(number), action, place)
        except DomainError as fact:
            done = Reply(errors.word(fact, ctx.directory))
        opened = action.deed is Deed.OPEN
        results.append(done if opened else replace(done, text=texts.result(place, done.text)))
    return results


def _close(ctx: Context, matter: Matter, number: int, action: Action, place: int) -> Reply:
    """What one action does to one line of the list."""
    if matter in (Matter.VISIT, Matter.FOLLOWUP, Matter.REMINDER):
        return _one(ctx, Source(matter.value), number, action, place)
    if matter is Matter.PROMISE:
        return Reply(commitments.act(ctx, number, action))
    if matter is Matter.BIRTHDAY:
        contact = ctx.directory.contacts[number]
        if action.deed is Deed.OPEN:
            return customers.show(ctx, contact.customer_id, customers.CARD, None)
        return Reply(agenda_texts.NOT_MOVED if action.deed is Deed.MOVE else agenda_texts.GREETED)
    if action.deed is Deed.OPEN:
        return customers.show(ctx, number, customers.CARD, None)
    short = ctx.directory.customer(number).short
    said = agenda_texts.PAID if matter is Matter.OVERDUE else agenda_texts.TOUCHED
    return Reply(said.format(short, short))


def _one(ctx: Context, source: Source, number: int, action: Action, place: int) -> Reply:
    """What one action does to one follow-up, reminder or next step."""
    if source is Source.VISIT:
        return _one_visit(ctx, number, action, place)
    row = followups.find_own(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    if action.deed is Deed.OPEN:
        return Reply(changing.names(ctx, row), keep=True)
    if action.deed is Deed.HAND_OVER:
        handed = handing.follow_up(ctx, row, action.to, place)
        return Reply(handed.text, keep=True, pushes=handed.pushes)
    if row.person_id != ctx.person.id:
        raise NotYourRecord(number)
    if action.deed is Deed.MOVE:
        return changing.move(ctx, row, action.on, action.clock)
    if action.deed is Deed.END or (action.deed is Deed.DROP and not row.repeat):
        return changing.cancel(ctx, number)
    followups.finish(ctx.session, row, now=ctx.now)
    if not row.repeat:
        return Reply(texts.done(changing.names(ctx, row)))
    changing.announce(ctx, row)
    at = texts.when(row.due_on, row.due_clock, ctx.today)
    return Reply(texts.done_again(changing.names(ctx, row), at, number))


def _one_visit(ctx: Context, number: int, action: Action, place: int) -> Reply:
    """The next step of a visit: moved, or taken off."""
    visit: Visit = records.find_changeable(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    customer = ctx.directory.customer(visit.customer_id).name
    if action.deed is Deed.OPEN:
        return Reply(changing.next_line(ctx, visit), keep=True)
    if action.deed is Deed.HAND_OVER:
        handed = handing.next_step(ctx, visit, action.to, place)
        return Reply(handed.text, keep=True, pushes=handed.pushes)
    if action.deed is Deed.MOVE:
        return changing.move_next(ctx, visit, action.on, action.clock)
    records.change_next(ctx.session, visit, on=None, clock=None, note="")
    return Reply(texts.next_done(customer, number))
