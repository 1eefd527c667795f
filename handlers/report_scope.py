"""Whose daily reports somebody may read, and what is said where there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from handlers import choices, rights
from handlers.context import Context, Reply
from handlers.texts import common
from handlers.texts import reports as texts
from handlers.texts import team_reports as list_texts
from handlers.texts import work as day_texts
from models.directory import PersonCard
from models.queries import reports as queries
from models.queries.reports import Standing
from models.queries.work import list_totals
from models.rules.reports import OWING_ROLES, due_day
from models.times import shanghai_day


def place(ctx: Context, names: Sequence[str]) -> int | None:
    """The place in a list that an answer means by its number or by a name; None when it means none."""
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return number
    named = choices.named(ctx.text, [(name,) for name in names])
    return None if named is None else named + 1


def why_none(ctx: Context, person: PersonCard, standing: Standing, day: date) -> str:
    """That somebody has handed his report in, or why there is none."""
    today = shanghai_day(ctx.now)
    row = standing.filed.get(person.id)
    if row is not None:
        return list_texts.has_filed(person.name, day, today, row.state, row.filed_at)
    why = next((texts.excuse_word(reason) for card, reason in standing.excused if card.id == person.id), "")
    if not why and person.role not in OWING_ROLES:
        why = list_texts.NOT_OWED
    did = day_texts.totals(
        list_totals(ctx.session, [person.id], day).get(person.id), money=rights.may_know_money_of(ctx, person.id)
    )
    return list_texts.none_of(person.name, day, today, why, leads=ctx.person.leads, did=did)


def rest_day(ctx: Context, people: Sequence[PersonCard], day: date) -> Reply:
    """Nobody owes a report of that day; who wrote one all the same."""
    filed = queries.list_reports(ctx.session, [person.id for person in people], first=day, last=day)
    names = [ctx.directory.people[row.person_id].name for row in filed]
    today = shanghai_day(ctx.now)
    return Reply(
        list_texts.rest_day(common.day(day, today), names, ctx.directory.calendar.before(day) if day < today else None)
    )


def excused(standing: Standing) -> Mapping[str, Sequence[str]]:
    """Names by the word for why they owe none."""
    found: dict[str, list[str]] = {}
    for person, why in standing.excused:
        found.setdefault(texts.excuse_word(why), []).append(person.name)
    return found


def day(ctx: Context) -> date:
    """The Shanghai day that is asked about, else the last whose report was owed by now; never one to come."""
    period = ctx.intent.value("period")
    return min(period[0], shanghai_day(ctx.now)) if period is not None else last_due(ctx)


def last_due(ctx: Context) -> date:
    """The Shanghai day whose report was owed last: from the draft's hour on today."""
    drafted = ctx.directory.terms.clock("draft_at", ctx.today)
    return due_day(ctx.now, drafted, ctx.directory.calendar)


def leader_id(ctx: Context) -> int:
    """The speaker, or the leader for whom an assistant works."""
    if ctx.person.leads or ctx.person.manager_id is None:
        return ctx.person.id
    return ctx.person.manager_id


def people(ctx: Context) -> list[PersonCard]:
    """Who owes reports in the line that the speaker may look at."""
    return [card for card in line(ctx, leader_id(ctx)) if rights.sees_work(ctx, card.id) and card.id != ctx.person.id]


def asked(ctx: Context) -> list[PersonCard]:
    """Those of `people` whom the message names; all of them where it names nobody."""
    named: Sequence[Sequence[int]] = ctx.intent.value("people") or ()
    wanted = {found for ids in named for found in ids}
    return [person for person in people(ctx) if not named or person.id in wanted]


def line(ctx: Context, leader_id: int) -> list[PersonCard]:
    """Who owes reports below a leader, over all levels."""
    line = sorted(ctx.directory.line_of(leader_id), key=lambda card: card.id)
    return [card for card in line if card.role in OWING_ROLES]


def refusal(ctx: Context) -> str:
    """Why there is no line to look at."""
    return list_texts.NOBODY_REPORTS if ctx.person.leads else list_texts.ONLY_LEADERS
