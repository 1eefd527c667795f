"""日报: the draft that writes itself, handed in by 1, added to by a sentence, made up later (`product.md` A3, D9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from handlers import (
    choices,
    records,
    report_additions,
    report_corrections,
    report_drafts,
    report_make_ups,
    report_scope,
    team_reports,
    word_swaps,
)
from handlers.context import Context, Push, Reply
from handlers.language import report_talk
from handlers.language.meaning import Intents, Speaker
from handlers.language.patterns import regex
from handlers.language.replies import thinks_aloud
from handlers.report_drafts import filed_at
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import remarks as remark_texts
from handlers.texts import reports as texts
from handlers.texts import work as day_texts
from models.directory import PersonCard
from models.queries import remarks as remark_queries
from models.queries import reports as queries
from models.queries.absences import find_absence
from models.queries.work import find_work
from models.rules.reports import Handed, excuse, handed
from models.schema import DailyReport, ReportState
from models.services import remarks as remarking
from models.services import reports
from models.services.reports import DRAFT, Filed
from models.times import shanghai_day

router = Router()

REASON = "reports.reason"
OWN = "reports.mine"
MINE, FILE = "mine", "file"

_HANDS_IN = regex(
    r"(?:就|那|我|现在|好的?|嗯|行|可以了?|没问题|没错|对的?)*[,，\s]*(?:这样|这么)?(?:提?交|提交|上交|发)(?:了|吧|掉|一下|上去|给主管|日报|给领导)*[。!！~]*"
)
_SHOWS = regex(
    r"(?:.{0,8}[\s,，])?(?:今天的|我的)?(?:日报|草稿)?(?:再|先|出来|拿来|发|给|让)*我?(?:先|再)?看(?:看|一?下|下)?(?:今天的|我的|我)?(?:日报|草稿)?(?:里头?|里面)?(?:写了?(?:点|些)?(?:啥|什么|了啥))?(?:吧|呗)?[。!！]*"
    r"|(?:日报|草稿)?(?:快|先|再)?(?:发|拿|传|给)(?:过来|来|我|给我)(?:吧|一下|瞧瞧)?[。!！]*|(?:日报|草稿)?念(?:给我)?(?:听听|一遍)[吧。!！]*"
)
_HOLDS = regex(r"(?:先|暂时|还|等下|等会)*(?:别|不|甭|等等|等会儿?)(?:急)?(?:交|提交|发)?(?:了|吧|先)*[。!！]*")
_WHY = regex(
    r"因为|由于|忘|堵|太?晚|刚到|刚回|才|加班|没电|没网|没信号|陪|路上|开车|高铁|飞机|会议|开会|应酬|吃饭|忙|累|病|孩子|家里|下班|喝"
)
_VISITED = regex(r"拜访了?|走访|去了|跑了|见了|去过|到了")
_WROTE = frozenset(
    {
        Intents.VISIT_LOG,
        Intents.VISIT_ARRIVE,
        Intents.VISIT_LEAVE,
        Intents.FOLLOWUP_SET,
        Intents.PAYMENT_RECORD,
        Intents.ORDER_RECORD,
        Intents.LEAD_REGISTER,
        Intents.NEWS_TELL,
        Intents.PLAN_SET,
        Intents.RECORD_CHANGE,
        Intents.UNDO,
    }
)
"""What changes the draft that is open."""


@router.intent(Intents.DAILY_REPORT)
def report(ctx: Context) -> Reply:
    """日报, 日报 加一句：…, 交日报, 补昨天日报, 我的日报."""
    topic = ctx.intent.value("topic", "")
    if topic == MINE:
        return mine(ctx)
    days: Sequence[date] = ctx.intent.value("dates") or ()
    if len(days) > 1 and not ctx.intent.value("summary"):
        return report_make_ups.each(ctx, days, partial(_made_up, ctx))
    day: date = ctx.intent.value("date") or ctx.today
    words: str = ctx.intent.value("summary", "")
    if not words and topic != FILE and day <= ctx.today and team_reports.has_team(ctx) and _wrote_nothing(ctx, day):
        said = day < ctx.today or "今" in ctx.text
        return team_reports.overview(ctx, day if said else report_scope.last_due(ctx))
    reports.check_day(day, now=ctx.now, terms=ctx.directory.terms)
    if not words and day != ctx.today and _is_rest_day(ctx, day):
        return Reply(texts.rest_day_over(day, ctx.directory.calendar.before(day), ctx.today))
    if not words and ctx.person.since_on is not None and day < ctx.person.since_on:
        return Reply(texts.not_with_us_yet(day, ctx.today))
    if not words:
        return _file(ctx, day) if topic == FILE and _has_facts(ctx, day) else show(ctx, day)
    added = report_additions.add(ctx, day, words)
    if topic == FILE:
        return _file(ctx, day)
    return _added(ctx, day, added, words)


def _made_up(ctx: Context, day: date) -> Reply:
    """One of several days: handed in with what its records hold, else asked for."""
    reports.check_day(day, now=ctx.now, terms=ctx.directory.terms)
    if day != ctx.today and _is_rest_day(ctx, day):
        return Reply(texts.rest_day_over(day, ctx.directory.calendar.before(day), ctx.today))
    row = queries.find_report(ctx.session, ctx.person.id, day)
    if row is not None and filed_at(row) is not None and row.report_on != ctx.today:
        return Reply(texts.has_been_filed(row.number, day, row.state, filed_at(row), ctx.today))
    return _file(ctx, day) if _has_facts(ctx, day) else show(ctx, day)


@router.answer(DRAFT, takes=(Intents.RECORD_CHANGE, Intents.SMALLTALK), told_by=("draft", "report_nag", "report_urged"))
def answer(ctx: Context) -> Reply | None:
    """1 hands it in; a sentence is added; 不是5万是6万 corrects the record behind it."""
    day = _day_asked(ctx)
    said = ctx.text.strip()
    if ctx.intent.name is Intents.SMALLTALK:
        return _file(ctx, day) if _is_handed_in(said) else _aside(ctx, day, said)
    if _is_handed_in(said):
        return _file(ctx, day)
    if ctx.intent.name is Intents.CANCEL or choices.refuses(said) or _HOLDS.fullmatch(said):
        return Reply(texts.NOT_HANDED_IN)
    correction = report_corrections.read(ctx)
    if correction is not None:
        return _correct(replace(ctx, intent=correction, intents=(correction,)), day)
    if (reworded := word_swaps.reworded(ctx)) is not None:
        return still_open(reworded, records.change(replace(reworded, question=None)))
    number = choices.number(ctx.intent, said)
    if number == 1 or ctx.intent.name is Intents.CONFIRM:
        return _file(ctx, day)
    if number is not None or ctx.intent.name is Intents.CHOOSE:
        return Reply(texts.DRAFT_HINT, keep=True)
    if (aside := _aside(ctx, day, said)) is not None:
        return aside
    if ctx.intent.value("topic") in ("pasted", "which_record") or _is_no_text(said):
        return None
    return _added(ctx, day, report_additions.add(ctx, day, said), said)


def _is_handed_in(said: str) -> bool:
    return _HANDS_IN.fullmatch(said) is not None or report_talk.hands_in(said)


def _is_no_text(said: str) -> bool:
    return choices.asks(said) or thinks_aloud(said) or report_talk.asks(said)


def _aside(ctx: Context, day: date, said: str) -> Reply | None:
    """What is said about the draft and is no text of it; None for anything else."""
    if _SHOWS.fullmatch(said) or report_talk.shows(said, below=True):
        return show(ctx, day)
    left_out = report_talk.left_out(said)
    if left_out is not None:
        return report_additions.leave_out(ctx, day, left_out)
    if report_talk.says_nothing(said) or report_talk.may_hand_in(said):
        return Reply(texts.DRAFT_HINT, keep=True)
    return None


@router.last_word(DRAFT)
def still_open(ctx: Context, reply: Reply) -> Reply:
    """What is written while a draft is open goes into it, and 1 still hands it in; so it does when he has looked
    something up in between."""
    said = {intent.name for intent in ctx.intents}
    if reply.ask or ctx.question is None or Intents.DAILY_REPORT in said:
        return reply
    if not said & _WROTE:
        return replace(reply, keep=True)
    return replace(reply, text=f"{reply.text}\n{texts.DRAFT_FOLLOWS}", ask=DRAFT, data=ctx.question.data)


@router.answer(REASON, takes=(Intents.VISIT_LOG, Intents.FOLLOWUP_SET, Intents.SMALLTALK, Intents.ABSENCE_SET))
def reason(ctx: Context) -> Reply | None:
    """Why the report was late: the next sentence."""
    if ctx.question is None or ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text):
        return Reply(texts.NO_REASON)
    if ctx.intent.name is Intents.CHOOSE or choices.asks(ctx.text):
        return None
    owned = {Intents.UNKNOWN, Intents.NOT_YET, Intents.CONFIRM}
    if ctx.intent.name not in owned and _WHY.search(ctx.text) is None:
        return None
    if ctx.intent.name is Intents.CONFIRM:
        return Reply(texts.REASON_ASKED, keep=True)
    row = reports.give_reason(ctx.session, int(ctx.question.data["number"]), ctx.text)
    leader = _leader(ctx)
    if leader is None:
        return Reply(texts.REASON_KEPT)
    key = f"report_reason:{row.number}:{ctx.message.id}"
    told = texts.reason_told(ctx.person.name, row.number, row.late_reason)
    return Reply(texts.REASON_KEPT, pushes=[Push(leader.id, "report_reason", key, told)])


def mine(ctx: Context) -> Reply:
    """我的日报: this week's days with their state, who has read them, and what was said of them."""
    today = shanghai_day(ctx.now)
    monday = today - timedelta(days=today.weekday())
    first, last, words = ctx.intent.value("period") or (monday, today, texts.THIS_WEEK)
    first, last = max(first, last - timedelta(days=texts.MOST_DAYS - 1)), min(last, today)
    found = {row.report_on: row for row in queries.list_reports(ctx.session, [ctx.person.id], first=first, last=last)}
    numbers = [row.number for row in found.values()]
    readers = queries.readers_of(ctx.session, numbers)
    lines: list[str] = []
    days: list[str] = []
    day = last
    while day >= first:
        row = found.get(day)
        why = _excuse(ctx, day)
        if row is not None or why not in texts.NOT_ASKED:
            index = len(lines) + 1
            days.append(day.isoformat())
            lines.append(
                texts.own_line(index, day, today, row.state, row.filed_at, row.number, readers.get(row.number, ()))
                if row is not None
                else texts.own_gap(index, day, today, why, still=day == today)
            )
        day -= timedelta(days=1)
    said = remark_queries.list_remarks_on(ctx.session, numbers)
    remarking.mark_seen(ctx.session, said, now=ctx.now)
    told = [
        remark_texts.own_line(_name(ctx, remark.person_id), remark.kind, remark.about_number, remark.words)
        for remark in said[-remark_texts.SHOWN :]
    ]
    title = texts.period(words, first, last, today)
    return Reply(texts.own_list(title, lines, told), ask=OWN, data={"days": days})


@router.answer(OWN, listing=True)
def open_own(ctx: Context) -> Reply | None:
    """A number from 我的日报: that day's report in full, or its draft where there is none."""
    days = ctx.question.data["days"] if ctx.question is not None else []
    number = choices.number(ctx.intent, ctx.text)
    if number is None:
        return None
    if not 1 <= number <= len(days):
        return Reply(common.no_such_line(len(days)), keep=True)
    day = date.fromisoformat(days[number - 1])
    row = queries.find_report(ctx.session, ctx.person.id, day)
    if filed_at(row) is None or row is None:
        return report_additions.draft(ctx, day)
    return Reply(_in_full(ctx, row), keep=True)


def show(ctx: Context, day: date) -> Reply:
    """The draft; of a day whose report is not changed any more, the report."""
    row = queries.find_report(ctx.session, ctx.person.id, day)
    if row is not None and row.state == ReportState.ON_TIME and _is_closed(ctx, day):
        return Reply(_in_full(ctx, row))
    if row is not None and row.state == ReportState.MADE_UP:
        return Reply(_in_full(ctx, row))
    return report_additions.draft(ctx, day)


def _added(ctx: Context, day: date, row: DailyReport, words: str) -> Reply:
    """The draft with what was added to it."""
    lines = [texts.added(row.number, filed_at(row)), _visits_apart(ctx, day, words)]
    return report_additions.draft(ctx, day, before="\n".join(filter(None, lines)))


def _visits_apart(ctx: Context, day: date, words: str) -> str:
    """Customers that a report says were visited and that no visit is recorded of."""
    if ctx.book is None or _VISITED.search(words) is None:
        return ""
    found = ctx.book.find_customers(words, Speaker(ctx.person.id, ctx.person.leads))
    told = {ids[0] for _, _, ids in found if len(ids) == 1}
    work = find_work(ctx.session, ctx.person.id, first=day, last=day)
    missing = sorted(told - {visit.customer_id for visit in work.visits})
    return texts.visits_apart([ctx.directory.customer(one).short for one in missing]) if missing else ""


def _file(ctx: Context, day: date) -> Reply:
    facts, _ = report_drafts.gather(ctx.session, ctx.person.id, day, ctx.directory.calendar)
    done = reports.file(
        ctx.session,
        report_drafts.compose(facts, ctx.directory),
        person_id=ctx.person.id,
        day=day,
        message_id=ctx.message.id,
        now=ctx.now,
        terms=ctx.directory.terms,
    )
    summary = day_texts.counts(facts.work)
    leader = _leader(ctx)
    reply = _told(ctx, done, summary, leader.name if leader is not None else "")
    if leader is None or not done.changed:
        return reply
    row, today = done.report, shanghai_day(ctx.now)
    text = texts.told_leader(
        ctx.person.name, row.number, row.state, ctx.now, day, today, summary, facts.plan, again=not done.first
    )
    return replace(
        reply, pushes=[Push(leader.id, reports.FILED, f"{reports.FILED}:{row.number}:{ctx.message.id}", text)]
    )


def _told(ctx: Context, done: Filed, summary: str, leader: str) -> Reply:
    row = done.report
    if not done.first:
        at = ctx.now if done.changed else (row.filed_at or ctx.now)
        return Reply(texts.filed_again(row.number, at, summary, leader, changed=done.changed))
    if row.state == ReportState.ON_TIME:
        return Reply(texts.filed(row.number, ctx.now, summary, leader))
    if row.state == ReportState.MADE_UP:
        return Reply(texts.made_up(row.number, row.report_on, shanghai_day(ctx.now), leader))
    return Reply(texts.filed_late(row.number, ctx.now), ask=REASON, data={"number": row.number})


def _correct(ctx: Context, day: date) -> Reply | None:
    """The record of that day which the correction means, changed as if it had been named; None where it is not his
    report's."""
    if ctx.intent.value("append"):
        return report_additions.add_sentence(ctx, day, str(ctx.intent.value("value", "")))
    if "number" in ctx.intent.slots:
        return None
    meant = report_corrections.meant(ctx, day)
    if meant is None:
        return None if report_corrections.is_elsewhere(ctx) else Reply(texts.NOT_CORRECTED, keep=True)
    done = records.change(replace(ctx, intent=meant, intents=(meant,), question=None))
    if done.ask:
        return done
    shown = report_additions.draft(ctx, day)
    return replace(shown, text=f"{done.text}\n{shown.text}", pushes=done.pushes)


def _in_full(ctx: Context, row: DailyReport) -> str:
    return texts.opened(
        ctx.person.name,
        row.number,
        row.state,
        row.filed_at,
        row.report_on,
        shanghai_day(ctx.now),
        row.body,
        row.late_reason,
    )


def _has_facts(ctx: Context, day: date) -> bool:
    facts, _ = report_drafts.gather(ctx.session, ctx.person.id, day, ctx.directory.calendar)
    return not facts.is_empty


def _is_rest_day(ctx: Context, day: date) -> bool:
    """A day off for which he has neither a report nor anything to put into one."""
    return not ctx.directory.calendar.is_workday(day) and _wrote_nothing(ctx, day) and not _has_facts(ctx, day)


def _wrote_nothing(ctx: Context, day: date) -> bool:
    return queries.find_report(ctx.session, ctx.person.id, day) is None


def _is_closed(ctx: Context, day: date) -> bool:
    return handed(day, ctx.now, ctx.directory.terms.clock("report_deadline", day)) is not Handed.ON_TIME


def _excuse(ctx: Context, day: date) -> str:
    away = find_absence(ctx.session, ctx.person.id, day)
    kind = away.kind if away is not None else ""
    why = excuse(ctx.person.role, day, kind, ctx.directory.calendar, since=ctx.person.since_on)
    return texts.excuse_word(why)


def _day_asked(ctx: Context) -> date:
    return date.fromisoformat(ctx.question.data["day"]) if ctx.question is not None else ctx.today


def _leader(ctx: Context) -> PersonCard | None:
    leader = ctx.directory.people.get(ctx.person.manager_id) if ctx.person.manager_id is not None else None
    return leader if leader is not None and leader.active else None


def _name(ctx: Context, person_id: int) -> str:
    return ctx.directory.people[person_id].name
