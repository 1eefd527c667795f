"""谁没交, 催: who owes a daily report, and a kind line to him (`product.md` A3, §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import report_scope, rights, team_reports, work
from handlers.context import Context, Push, Reply
from handlers.language.meaning import Intents
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import team_reports as list_texts
from models.directory import PersonCard
from models.queries import reports as queries
from models.queries.work import find_work
from models.rules.quiet import quiet_of
from models.times import shanghai_day

router = Router()

MISSING = "reports.missing"
URGED = "report_urged"


@router.intent(Intents.REPORT_MISSING)
def missing(ctx: Context) -> Reply:
    """谁没交, 昨天谁没交日报: who owes one, and apart from them who owes none and why."""
    people = report_scope.people(ctx)
    if not people:
        return Reply(report_scope.refusal(ctx))
    period = ctx.intent.value("period")
    if period is not None and period[0] != period[1]:
        return team_reports.over_days(ctx, ctx.intent.value("person") or (), *period)
    day = report_scope.day(ctx)
    if not ctx.directory.calendar.is_workday(day):
        return report_scope.rest_day(ctx, people, day)
    standing = queries.find_missing(ctx.session, people, day, ctx.directory.calendar)
    title = common.day(day, shanghai_day(ctx.now))
    excused = report_scope.excused(standing)
    if not standing.missing:
        return Reply(list_texts.nobody_missing(title, filed=len(standing.filed), excused=excused))
    names = [_with_leader(ctx, person) for person in standing.missing]
    over = day < shanghai_day(ctx.now)
    text = list_texts.missing(
        title, names, filed=len(standing.filed), excused=excused, over=over, leads=ctx.person.leads
    )
    data = {"people": [person.id for person in standing.missing], "day": day.isoformat()}
    return Reply(text, ask=MISSING, data=data)


@router.answer(MISSING, listing=True, takes=(Intents.URGE,))
def open_missing(ctx: Context) -> Reply | None:
    """催 reminds those of the list; a number shows what that person did on the day."""
    data = ctx.asked
    ids, day = [int(found) for found in data.get("people", ())], date.fromisoformat(data["day"])
    if ctx.intent.name is Intents.URGE:
        if not ctx.person.leads:
            return _refused(ctx)
        named = "people" in ctx.intent.slots
        return None if named else _urge(ctx, [ctx.directory.people[found] for found in ids], day)
    number = report_scope.place(ctx, [ctx.directory.people[found].name for found in ids])
    if number is None:
        return None
    if not 1 <= number <= len(ids):
        return Reply(common.no_such_line(len(ids)), keep=True)
    person = ctx.directory.people[ids[number - 1]]
    return work.page(ctx, person, day, day, "") if rights.sees_work(ctx, person.id) else Reply(list_texts.NOT_IN_LINE)


@router.intent(Intents.URGE)
def urge(ctx: Context) -> Reply:
    """催, 催李雷: a kind line to whoever has handed in none, once in half an hour."""
    if not ctx.person.leads:
        return _refused(ctx)
    people, named = report_scope.asked(ctx), bool(ctx.intent.value("people"))
    if not people:
        return Reply(list_texts.NOT_IN_LINE if named else list_texts.NOBODY_REPORTS)
    day = report_scope.day(ctx)
    if not ctx.directory.calendar.is_workday(day):
        return report_scope.rest_day(ctx, people, day)
    standing = queries.find_missing(ctx.session, people, day, ctx.directory.calendar)
    if named and not standing.missing:
        return Reply("\n".join(report_scope.why_none(ctx, person, standing, day) for person in people))
    return _urge(ctx, standing.missing, day)


def _refused(ctx: Context) -> Reply:
    """An assistant sees who owes one, and reminds nobody."""
    return Reply(list_texts.LEADERS_URGE if report_scope.people(ctx) else list_texts.ONLY_LEADERS, keep=True)


def _urge(ctx: Context, people: Sequence[PersonCard], day: date) -> Reply:
    today = shanghai_day(ctx.now)
    title = common.day(day, today)
    if not people:
        return Reply(list_texts.nobody_to_urge(title))
    half_hour = int(ctx.now.timestamp()) // (30 * 60)
    keys = {person.id: f"{URGED}:{person.id}:{half_hour}" for person in people}
    lately = queries.told_lately(
        ctx.session, [key for person in people for key in (keys[person.id], _before(keys[person.id]))], now=ctx.now
    )
    fresh = [person for person in people if not lately & {keys[person.id], _before(keys[person.id])}]
    pushes = [
        Push(
            person.id,
            URGED,
            keys[person.id],
            list_texts.urge(ctx.person.name, day, today, has_draft=_has_work(ctx, person, day)),
        )
        for person in fresh
    ]
    hours = quiet_of(ctx.directory.terms, today)
    quiet = hours.end if hours.covers(ctx.now) else None
    late = [person.name for person in people if person not in fresh]
    names = [person.name for person in fresh]
    text = list_texts.urged(names, late, of="" if day == today else title, quiet_until=quiet)
    return Reply(text, pushes=pushes, keep=True)


def _before(key: str) -> str:
    head, _, number = key.rpartition(":")
    return f"{head}:{int(number) - 1}"


def _has_work(ctx: Context, person: PersonCard, day: date) -> bool:
    return not find_work(ctx.session, person.id, first=day, last=day).is_empty


def _with_leader(ctx: Context, person: PersonCard) -> str:
    """李雷（吴芳组）: for whoever leads over several levels."""
    if person.manager_id == report_scope.leader_id(ctx) or person.manager_id is None:
        return person.name
    return list_texts.of_team(person.name, ctx.directory.people[person.manager_id].name)
