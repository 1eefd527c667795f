"""团队日报, 李雷的日报, 已阅: what a leader does with daily reports (`product.md` A3, G4, §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers import choices, person_lists, report_scope, rights, work
from handlers import remarks as remarking
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import remarks as remark_texts
from handlers.texts import reports as texts
from handlers.texts import team_reports as list_texts
from handlers.texts import work as day_texts
from models.directory import PersonCard
from models.queries import reports as queries
from models.queries.work import list_totals
from models.rules.reports import OWING_ROLES, plan_day
from models.schema import DailyReport, Record, ReportState
from models.services import records, reports
from models.times import shanghai_day

router = Router()

TEAM = remarking.OPEN_REPORT
_SHORTEST_REMARK = 3
_TAKEN_BACK = regex("撤[回销掉]|取消|作废|不算")
_STRANGER = regex(rf"(?P<name>[{''.join(sorted(SURNAMES))}][一-鿿]{{1,2}})[\s,，:：]")
"""What may be the name of somebody whom nobody knows: what is said of him is not told to another."""
_SUM = regex(r"[\d,]+(?:\.\d+)? ?万?元")


def overview(ctx: Context, day: date) -> Reply:
    """团队日报: who handed in what, with numbers; of a director's managers, one line each (G4)."""
    people = report_scope.people(ctx)
    if not people:
        return Reply(report_scope.refusal(ctx))
    leaders = [
        card
        for card in ctx.directory.reports_of(report_scope.leader_id(ctx))
        if card.leads and report_scope.line(ctx, card.id)
    ]
    if leaders:
        return _of_leaders(ctx, leaders, day)
    return _list(ctx, people, day)


def of_people(ctx: Context) -> Reply:
    """李雷的日报, 团队日报, 看昨天的日报: of whom he asks."""
    asked: Sequence[int] = ctx.intent.value("person") or ()
    day = report_scope.day(ctx)
    period = ctx.intent.value("period")
    if period is not None and period[0] != period[1]:
        return over_days(ctx, asked, *period)
    if not asked:
        return overview(ctx, day)
    seen = person_lists.seen(ctx, asked)
    if not seen:
        return Reply(list_texts.NOT_IN_LINE if ctx.person.leads else list_texts.ONLY_LEADERS)
    if len(seen) > 1:
        return _list(ctx, seen, day)
    return _open(ctx, seen[0], day if "period" in ctx.intent.slots else _latest_day(ctx, seen[0], day))


@router.answer(TEAM, listing=True, takes=(Intents.MARK_READ, Intents.REMARK, Intents.PRAISE, Intents.URGE))
def open_one(ctx: Context) -> Reply | None:
    """A number opens a report; 已阅 and 点评 2 … mean what is open."""
    data = ctx.asked
    if data.get("leaders"):
        return _open_leader(ctx, [int(found) for found in data["leaders"]], date.fromisoformat(data["day"]))
    numbers = [int(found) for found in data.get("numbers", ())]
    shown: int | None = data.get("shown")
    if ctx.intent.name is Intents.URGE or remarking.means_all(ctx.text):
        return None
    if ctx.intent.name in {Intents.MARK_READ, Intents.REMARK, Intents.PRAISE}:
        return _about_open(ctx, numbers, shown)
    if ctx.intent.name is Intents.UNKNOWN and shown is not None and _may_be_remark(ctx):
        return remarking.offer(ctx, shown, data)
    rows = [ctx.session.get_one(DailyReport, found) for found in numbers]
    number = report_scope.place(ctx, [ctx.directory.people[row.person_id].name for row in rows])
    if number is None:
        return None
    if not 1 <= number <= len(numbers):
        return Reply(common.no_such_line(len(numbers)), keep=True)
    return _opened(ctx, rows[number - 1], numbers)


@router.intent(Intents.MARK_READ)
def mark_read(ctx: Context) -> Reply:
    """已阅 170, 李雷的日报已阅, 全部已阅."""
    if not ctx.person.leads:
        return Reply(list_texts.LEADERS_MARK if report_scope.people(ctx) else list_texts.ONLY_LEADERS)
    number: int | None = ctx.intent.value("number")
    if number is not None:
        return _mark(ctx, [number])
    people = report_scope.asked(ctx)
    if not people and ctx.intent.value("people"):
        return Reply(list_texts.NOT_IN_LINE)
    since = shanghai_day(ctx.now) - timedelta(days=ctx.directory.terms.number("report_make_up_days", ctx.today))
    unread = queries.list_unread(ctx.session, ctx.person.id, [person.id for person in people], since=since)
    if not unread:
        return Reply(list_texts.NOTHING_UNREAD)
    return _mark(ctx, [row.number for row in unread])


def plans(ctx: Context) -> Reply:
    """团队计划, 今天大家的拜访计划: what each one of the line means to do that day, and who has said nothing (A5)."""
    people = report_scope.people(ctx)
    if not people:
        return Reply(report_scope.refusal(ctx))
    period = ctx.intent.value("period")
    day = period[0] if period is not None else plan_day(ctx.now, ctx.directory.calendar)
    found = queries.find_plans(ctx.session, [person.id for person in people], day, ctx.directory.calendar)
    told = [(person.name, found[person.id]) for person in people if person.id in found]
    without = [person.name for person in people if person.id not in found]
    return Reply(list_texts.plans(common.day(day, ctx.today), told, without))


def has_team(ctx: Context) -> bool:
    """Whether the speaker leads people who owe reports, and owes none himself."""
    return ctx.person.role not in OWING_ROLES and bool(report_scope.people(ctx))


def _mark(ctx: Context, numbers: Sequence[int]) -> Reply:
    names: list[str] = []
    for number in numbers:
        record: Record = records.find_record(ctx.session, number)
        author = ctx.directory.people[record.person_id]
        if author.id == ctx.person.id or not rights.sees_work(ctx, author.id):
            return Reply(list_texts.NOT_IN_LINE)
        names.append(author.name)
    fresh = reports.mark_read(ctx.session, numbers, reader_id=ctx.person.id, now=ctx.now)
    return Reply(remark_texts.read(names, fresh), keep=True)


def _may_be_remark(ctx: Context) -> bool:
    """A sentence below an open report that is no question and no answer by number."""
    said = ctx.text.strip()
    is_order = _TAKEN_BACK.match(said) is not None
    return ctx.person.leads and len(said) >= _SHORTEST_REMARK and not is_order and not choices.asks(ctx.text)


def _about_open(ctx: Context, numbers: Sequence[int], shown: int | None) -> Reply | None:
    """已阅 and 点评 with a place in the list, or with nothing: what was opened last, else all of the list."""
    place: int | None = ctx.intent.value("number")
    bare = not {"number", "people", "filter"} & ctx.intent.slots.keys()
    if place is not None and not (1 <= place <= len(numbers) and "#" not in ctx.text):
        return None
    if place is None and not bare:
        return None
    if ctx.intent.name is Intents.MARK_READ:
        meant = [numbers[place - 1]] if place is not None else [shown] if shown is not None else list(numbers)
        return _mark(ctx, meant)
    about = numbers[place - 1] if place is not None else shown
    stranger = _STRANGER.match(ctx.intent.value("summary", "")) if bare else None
    if about is not None and stranger is not None:
        return Reply(remark_texts.no_such_colleague(stranger["name"], about), keep=True)
    return None if about is None else replace(remarking.remark_on(ctx, about), keep=True)


def over_days(ctx: Context, asked: Sequence[int], first: date, last: date, words: str) -> Reply:
    """本周日报, 上周谁没交: how each one kept up; a number shows what he did in that time.

    Args:
        ctx: of the message.
        asked: ids of people he names; empty for all of the line.
        first, last: Shanghai days, both included.
        words: the period as it was said.
    """
    people = report_scope.people(ctx)
    if asked:
        people = [person for person in people if person.id in asked]
    if not people:
        return Reply(list_texts.NOT_IN_LINE if asked else report_scope.refusal(ctx))
    today = shanghai_day(ctx.now)
    last = min(last, today)
    if len(people) == 1:
        return work.page(ctx, people[0], first, last, words)
    tallies = queries.tally(ctx.session, people, first=first, last=last, today=today, calendar=ctx.directory.calendar)
    lines = [
        list_texts.person_line(index, person.name, each.filed, each.late, each.gaps)
        for index, (person, each) in enumerate(zip(people, tallies, strict=True), 1)
    ]
    data = {
        "people": [person.id for person in people],
        "first": first.isoformat(),
        "last": last.isoformat(),
        "words": words,
    }
    return Reply(list_texts.people_list(texts.period(words, first, last, ctx.today), lines), ask=work.WHO, data=data)


def _list(ctx: Context, people: Sequence[PersonCard], day: date) -> Reply:
    standing = queries.find_missing(ctx.session, people, day, ctx.directory.calendar)
    today = shanghai_day(ctx.now)
    title = common.day(day, today)
    rows = [standing.filed[person.id] for person in people if person.id in standing.filed]
    read = queries.readers_of(ctx.session, [row.number for row in rows])
    did = list_totals(ctx.session, [row.person_id for row in rows], day)
    lines = [
        list_texts.report_line(
            index,
            ctx.directory.people[row.person_id].name,
            row.state,
            row.filed_at,
            day,
            today,
            day_texts.totals(did.get(row.person_id), money=rights.may_know_money_of(ctx, row.person_id)),
            read=ctx.person.name in read.get(row.number, ()),
        )
        for index, row in enumerate(rows, 1)
    ]
    if not ctx.directory.calendar.is_workday(day) and not rows:
        return report_scope.rest_day(ctx, people, day)
    missing_names = [person.name for person in standing.missing]
    tail = list_texts.team_tail(
        missing_names, report_scope.excused(standing), any_filed=bool(rows), leads=ctx.person.leads
    )
    head = list_texts.list_head(title, len(rows) + len(missing_names), len(rows))
    data = {"numbers": [row.number for row in rows], "day": day.isoformat()}
    return Reply(common.lines_within(head, lines, tail), ask=TEAM if rows else "", data=data)


def _of_leaders(ctx: Context, leaders: Sequence[PersonCard], day: date) -> Reply:
    lines = []
    for index, leader in enumerate(leaders, 1):
        standing = queries.find_missing(ctx.session, report_scope.line(ctx, leader.id), day, ctx.directory.calendar)
        lines.append(
            list_texts.leader_line(
                index, leader.name, len(standing.filed), len(standing.missing), len(standing.excused)
            )
        )
    head = list_texts.leaders_head(common.day(day, shanghai_day(ctx.now)))
    data = {"leaders": [leader.id for leader in leaders], "day": day.isoformat()}
    return Reply(common.lines_within(head, lines, list_texts.LEADERS_HINT), ask=TEAM, data=data)


def _open_leader(ctx: Context, leaders: Sequence[int], day: date) -> Reply | None:
    number = report_scope.place(ctx, [ctx.directory.people[found].name for found in leaders])
    if number is None:
        return None
    if not 1 <= number <= len(leaders):
        return Reply(common.no_such_line(len(leaders)), keep=True)
    leader = ctx.directory.people[leaders[number - 1]]
    return (
        _list(ctx, report_scope.line(ctx, leader.id), day)
        if rights.sees_work(ctx, leader.id)
        else Reply(list_texts.NOT_IN_LINE)
    )


def _open(ctx: Context, person: PersonCard, day: date) -> Reply:
    row = queries.find_report(ctx.session, person.id, day)
    if row is None or row.state == ReportState.DRAFT:
        standing = queries.find_missing(ctx.session, [person], day, ctx.directory.calendar)
        return Reply(report_scope.why_none(ctx, person, standing, day))
    return _opened(ctx, row, [row.number])


def _opened(ctx: Context, row: DailyReport, numbers: Sequence[int]) -> Reply:
    person = ctx.directory.people[row.person_id]
    if not rights.sees_work(ctx, person.id):
        return Reply(list_texts.NOT_IN_LINE)
    text = texts.opened(
        person.name,
        row.number,
        row.state,
        row.filed_at,
        row.report_on,
        shanghai_day(ctx.now),
        _shown(ctx, row.body, person),
        row.late_reason,
    )
    data = {"numbers": list(numbers), "shown": row.number, "day": row.report_on.isoformat()}
    hint = list_texts.opened_hint(row.number) if ctx.person.leads else ""
    return Reply("\n".join(filter(None, (text, hint))), ask=TEAM, data=data)


def _shown(ctx: Context, body: str, author: PersonCard) -> str:
    """The report without sums of money for whoever may not know them (the assistant, P10)."""
    if rights.may_know_money_of(ctx, author.id):
        return body
    return list_texts.without_sums(body, lambda line: _SUM.sub("…元", line))


def _latest_day(ctx: Context, person: PersonCard, day: date) -> date:
    """Today where he has handed in today's before it was owed, else the day that was owed last."""
    today = shanghai_day(ctx.now)
    return today if queries.list_reports(ctx.session, [person.id], first=today, last=today) else day
