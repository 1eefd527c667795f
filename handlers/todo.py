"""待办, 今天干啥, 我的提醒: what is to be done, numbered; #131 好了 closes one (`product.md` §4.1 rule 9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers import choices, commitments, day_list
from handlers import followup_changes as changing
from handlers import news as problems
from handlers.context import Context, Reply
from handlers.day_list import Title
from handlers.language.dates import find_moments
from handlers.language.meaning import Speaker
from handlers.language.patterns import regex
from handlers.list_answers import Deed, read_actions, read_deed
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import followups as texts
from handlers.todo_answers import one
from models.errors import RecordNotFound
from models.queries import followups as queries
from models.queries.followups import Due, Source
from models.queries.ledger import list_reminded
from models.schema import Commitment, FollowUp, FollowUpState, News
from models.services import appeals
from models.services.followups import LIST

router = Router()

JUST_REMINDED = timedelta(hours=1)
"""So long a bare 好了 is the answer to the last reminder."""
_IN_VAIN = regex(
    r"(?:刚|刚才|我)?(?:电话)?(?:打[了过]*(?:几[次个]|两[次个]|电话)*)?(?:都|还|又|他|她|对方)*"
    r"(?:没(?:人|有人)?[接应理](?:电话)?|没打通|打不通|占线|关机|没回|不在|不接(?:电话)?)(?:了|呢|啊)?"
)
_DONE = regex(
    r"(?:都|已经?|刚)?(?:好|办好?|弄好?|搞定|发|打|联系|处理好?|完成|做好?|说|约好?|问|送|寄|交)(?:完|过|过去|出去)?(?:了|啦|咯|喽)"
    r"|搞定|完成|已?办妥"
)

LONGEST = 24
WEEK_DAYS = 7

_DAY = r"(?:今天|今日|今儿|明天|明日|明儿|后天|本周|这周|这个星期|下周)"
_TODO = regex(
    rf"(?:帮我|给我)?(?:看看?|看一下|查看?|查一下|列一?下?|发一?下)?(?:我的?)?{_DAY}?(?:我)?(?:的|还有?)?(?:什么|哪些|啥)?"
    rf"(?:待办|代办|todo|跟进清单|跟进列表|要办的事?|安排|日程)(?:事项|清单|列表)?(?:有?(?:啥|什么|哪些))?[呢吗啊]?"
    rf"|(?:我)?{_DAY}(?:我)?(?:都)?(?:要|该|得|需要|应该|还要|还得|还该)?(?:干啥|干嘛|干什么|做啥|做什么|跟谁|跟哪几?家|跟进谁|跟进哪几?家|联系谁|忙啥|办啥)(?:呢|啊|来着|去)?"
    rf"|(?:我)?{_DAY}?(?:我)?(?:还)?有(?:什么|啥|哪些|几个)(?:事儿?|人|客户|活儿?)?(?:要|该|得|没)(?:跟进?|办|做|干|联系)(?:的|呢|吗|完)*(?:事儿?|客户|活)?"
    rf"|(?:我)?{_DAY}(?:我)?(?:都|还)?有(?:什么|啥|哪些)(?:事儿?|安排|活儿?)?[呢啊]?|(?:我)?{_DAY}(?:我)?(?:还)?有?(?:事|安排)(?:吗|没有?)"
    rf"|(?:今天)?还剩(?:啥|什么|哪些|几件)(?:事儿?)?(?:没办|没做|没跟)?|(?:今天)?(?:我)?先跟(?:哪个|谁|哪家)|早报(?:再发一?[遍次下])?|再发一?[遍次下]早报|(?:有什么|有啥)要跟的?"
)
_REMINDERS = regex(
    r"(?:看看?|看一下|查看?|查一下|列一?下?)?(?:我)?(?:的|都?有|设了?|定了?)?(?:哪些|什么|几个|所有|全部)?(?:的)?(?:提醒|闹钟)(?:清单|列表)?(?:有?(?:啥|什么|哪些))?[呢吗]?"
)
_OFF = regex(r"取消|不用|不要|别|停|关|删|去掉|免了")
_WHOLE_WEEK = regex("本周|这周|这个星期|下周")
_BEFORE = regex("(?:.(?:之|以)?)?前")
"""节前, 国庆前, 周五之前: behind a day, or its own last character."""
_DEED_OF = regex(
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
    title = _title(ctx)
    day = day_list.find(ctx.session, ctx.directory, ctx.person, title, ctx.today)
    shown = day_list.page(ctx.session, ctx.directory, ctx.person.id, title, day, ctx.today)
    waiting = appeals.list_to_rule(ctx.session, ctx.directory, ctx.person.id) if ctx.person.leads else ()
    text = f"{shown.text}\n{texts.to_rule(len(waiting))}" if waiting and title.first == ctx.today else shown.text
    return Reply(text, ask=shown.question, data=shown.data)


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
    return one(ctx, Source.VISIT if row is None else Source(row.kind), number, action, 1)


def finish_reminded(ctx: Context) -> Reply | None:
    """好了, 发了, 打过了 soon after a reminder: it is done; of several the list is shown; 没人接 leaves it as it is.

    None where none came.
    """
    in_vain = _IN_VAIN.fullmatch(choices.folded(ctx.text)) is not None
    if not in_vain and _DONE.fullmatch(choices.folded(ctx.text)) is None:
        return None
    numbers = list_reminded(ctx.session.connection(), ctx.person.userid, since=ctx.now - JUST_REMINDED)
    rows = [row for number in numbers if (row := ctx.session.get(FollowUp, number)) is not None]
    open_ones = [row for row in rows if row.state == FollowUpState.OPEN and row.person_id == ctx.person.id]
    if len(open_ones) > 1:
        return show_first(ctx)
    action = read_deed("好了", ctx.today)
    if not open_ones or action is None:
        return None
    if in_vain:
        return Reply(texts.in_vain(open_ones[0].number), keep=True)
    return replace(one(ctx, Source(open_ones[0].kind), open_ones[0].number, action, 1), keep=True)


def _title(ctx: Context) -> Title:
    """The days that he asks for, and how their list is called."""
    if read_actions(ctx.text, ctx.today):
        return day_list.today_title(ctx.today)
    week = _WHOLE_WEEK.search(ctx.text)
    if week is not None:
        monday = ctx.today - timedelta(days=ctx.today.weekday())
        first = monday + timedelta(days=WEEK_DAYS) if week.group() == "下周" else monday
        last = first + timedelta(days=WEEK_DAYS - 1)
        return Title(f"{week.group()}（到 {common.day(last, ctx.today)}）", max(first, ctx.today), last)
    said = next((one for one in find_moments(ctx.text, ctx.today) if one.future is not None), None)
    day = ctx.today if said is None or said.future is None else said.future
    if said is not None and day > ctx.today and _BEFORE.match(ctx.text, said.end - 1) is not None:
        return Title(texts.until(common.day(day, ctx.today)), ctx.today, day)
    words = {0: "今天 ", 1: "明天 "}.get((day - ctx.today).days, "")
    return Title(f"{words}{common.day(day, ctx.today)}", day, day)
