"""待办, 今天干啥: what is due and overdue, numbered; 1好了 3明天 closes its lines (`product.md` §4.1 rule 9)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers import followup_changes as changing
from handlers.context import Context, Reply
from handlers.language.dates import find_moments
from handlers.language.meaning import Intents, Speaker
from handlers.list_answers import Action, Deed, read_actions, read_deed
from handlers.routing import Router
from handlers.texts import common, errors
from handlers.texts import followups as texts
from models.errors import DomainError, NotYourRecord, RecordNotFound
from models.queries import followups as queries
from models.queries.followups import Due, Source
from models.schema import FollowUp, Visit
from models.services import followups, records
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
    r"\s*(?:跟进|提醒|拜访)?\s*[#＃]\s*(?P<number>\d{1,12})\s*(?:号|条)?\s*[,，:：]?\s*(?P<deed>\S.{0,40})", re.DOTALL
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
    found = queries.list_todo(ctx.session.connection(), person_id=ctx.person.id, last=last, today=ctx.today)
    if first > ctx.today:
        found = [due for due in found if due.on >= first]
    if not found:
        return Reply(texts.todo_empty(title))
    overdue = sum(due.on < ctx.today for due in found)
    shown = found[: common.PAGE_LINES]
    lines = [_line(ctx, index, due, several=first != last) for index, due in enumerate(shown, 1)]
    head = texts.todo_head(title, len(found) - overdue, overdue)
    more = [texts.more(len(found) - len(shown))] if len(found) > len(shown) else []
    text = common.lines_within(head, [*lines, *more], texts.LIST_HINT)
    return Reply(text, ask=LIST, data={"lines": [[due.source.value, due.number] for due in shown]})


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
    ),
)
def close(ctx: Context) -> Reply | None:
    """1好了 3明天, 全部 明天: what becomes of the lines; the list stays open."""
    data: Mapping[str, Any] = ctx.question.data if ctx.question is not None else {}
    lines: Sequence[Sequence[Any]] = data.get("lines", ())
    if ctx.intent.name is Intents.UNDO and ("#" in ctx.text or not any(figure.isdecimal() for figure in ctx.text)):
        return None
    actions = read_actions(_turned(ctx.text), ctx.today, single=len(lines) == 1)
    if not actions:
        return None
    if data.get("whole"):
        actions = tuple(replace(each, deed=Deed.END) if each.deed is Deed.DROP else each for each in actions)
    results = [result for action in actions for result in _act(ctx, action, lines)]
    return Reply(common.within_bytes("\n".join(results)), keep=True)


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
    return _one(ctx, Source.VISIT if row is None else Source(row.kind), number, action)


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


def _line(ctx: Context, index: int, due: Due, *, several: bool) -> str:
    late = max((ctx.today - due.on).days, 0)
    record = f"#{due.number}"
    whom = "" if due.source is Source.REMINDER and due.note else texts.who(due.customer, due.contact)
    line = texts.todo_line(
        index, whom, due.note, due.clock, record, late_days=late, on=f"{due.on.month}月{due.on.day}日"
    )
    return f"{line} {common.day(due.on, ctx.today)}" if several and not late else line


def _turned(text: str) -> str:
    """取消2 as 2取消: a line of the open list, not a record."""
    return re.sub(r"^\s*(取消|不用|删掉?|去掉|划掉)\s*第?(\d{1,2})(?:[条个号项])?\s*$", r"\2\1", text)


def _act(ctx: Context, action: Action, lines: Sequence[Sequence[Any]]) -> list[str]:
    places = action.places or range(1, len(lines) + 1)
    results: list[str] = []
    for place in dict.fromkeys(places):
        if not 1 <= place <= len(lines):
            results.append(texts.no_such_line(len(lines)))
            continue
        source, number = lines[place - 1]
        # What is refused is refused before it changes anything; the other lines go on.
        try:
            said = _one(ctx, Source(source), int(number), action).text
        except DomainError as fact:
            said = errors.word(fact, ctx.directory)
        results.append(said if action.deed is Deed.OPEN else texts.result(place, said))
    return results


def _one(ctx: Context, source: Source, number: int, action: Action) -> Reply:
    """What one action does to one thing."""
    if action.deed is Deed.HAND_OVER:
        return Reply(texts.NOT_HANDED_OVER, keep=True)
    if source is Source.VISIT:
        return _one_visit(ctx, number, action)
    row = followups.find_own(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    if action.deed is Deed.OPEN:
        return Reply(changing.names(ctx, row), keep=True)
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


def _one_visit(ctx: Context, number: int, action: Action) -> Reply:
    """The next step of a visit: moved, or taken off."""
    visit: Visit = records.find_changeable(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    customer = ctx.directory.customer(visit.customer_id).name
    if action.deed is Deed.OPEN:
        return Reply(changing.next_line(ctx, visit), keep=True)
    if action.deed is Deed.MOVE:
        return changing.move_next(ctx, visit, action.on, action.clock)
    records.change_next(ctx.session, visit, on=None, clock=None, note="")
    return Reply(texts.next_done(customer, number))
