"""今天谁拜访了, 谁没拜访, 团队今天, 李雷今天干啥了: what a leader asks about the people of his line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import person_lists, report_scope, rights, team_reports, work
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.routing import Router
from handlers.texts import team as texts
from handlers.visit_lists import period_title, visit_page
from models.directory import PersonCard
from models.queries import visits as queries
from models.rules.points import floor_of
from models.schema import Role

router = Router()

PERSON = "team.person"
REPORTS, PLANS = "reports", "plans"


@router.intent(Intents.TEAM_SUMMARY)
def summary(ctx: Context) -> Reply:
    """Who visited and who has no record yet, or what one person of the line did; today unless said otherwise."""
    first, last, words = ctx.intent.value("period") or (ctx.today, ctx.today, texts.TODAY)
    asked: Sequence[int] | None = ctx.intent.value("person")
    topic = ctx.intent.value("topic")
    if topic == REPORTS:
        return team_reports.of_people(ctx)
    if topic == PLANS and asked is None:
        return team_reports.plans(ctx)
    if asked is not None or topic == "person":
        return _one_person(ctx, asked or (), first, last, words)
    leader_id = report_scope.leader_id(ctx)
    line = [
        card for card in ctx.directory.line_of(leader_id) if rights.sees_work(ctx, card.id) and card.id != ctx.person.id
    ]
    if not line and not ctx.person.leads:
        return Reply(texts.ONLY_LEADERS)
    if not line:
        return Reply(texts.NOBODY_REPORTS)
    leaders = [card for card in ctx.directory.reports_of(leader_id) if card.leads and _line(ctx, card)]
    if leaders and topic != "not_visited":
        return _of_leaders(ctx, leaders, first, last, words)
    return _of_line(ctx, line, first, last, words, topic)


def _of_line(
    ctx: Context, line: Sequence[PersonCard], first: date, last: date, words: str, topic: str | None, whose: str = ""
) -> Reply:
    """Each one of a line with his visits and points, and who has none."""
    title = period_title(ctx, first, last, words)
    title = f"{whose} {title}" if whose else title
    counts = queries.count_by_person(ctx.session, people=[card.id for card in line], first=first, last=last)
    visited = sorted((card for card in line if card.id in counts), key=lambda card: (-counts[card.id].visits, card.id))
    # A leader below him who made no visit is no gap: visits are asked of reps.
    missing = [card for card in line if card.id not in counts and card.role == Role.REP]
    if topic == "not_visited":
        return _without(title, missing, len(visited), first, last, words)
    day = min(last, ctx.today)
    scores = queries.count_team_points(ctx.session, people=[card.id for card in line], day=day)
    points = {card.id: texts.points(scores.get(card.id, 0), day, ctx.today) for card in line}
    names = [texts.with_points(card.name, points[card.id]) for card in missing]
    if not visited:
        return Reply(texts.nobody_visited(title, names, over=last < ctx.today))
    lines = [
        texts.count(index, card.name, counts[card.id].visits, counts[card.id].customers, points[card.id])
        for index, card in enumerate(visited, 1)
    ]
    total = sum(count.visits for count in counts.values())
    floor = floor_of(ctx.directory.terms, day, ctx.today)
    text = texts.summary(title, lines, visits=total, expected=texts.expected(day, ctx.today, floor), missing=names)
    return Reply(text, ask=PERSON, data=_data(visited, first, last, words))


def _of_leaders(ctx: Context, leaders: Sequence[PersonCard], first: date, last: date, words: str) -> Reply:
    """A director's managers with their lines' totals, and whoever reports to him directly (G4)."""
    lines = {leader.id: _line(ctx, leader) for leader in leaders}
    alone = [card for card in ctx.directory.reports_of(report_scope.leader_id(ctx)) if card.role == Role.REP]
    everybody = [*alone, *(card for line in lines.values() for card in line)]
    counts = queries.count_by_person(ctx.session, people=[card.id for card in everybody], first=first, last=last)
    shown: list[str] = []
    for leader in leaders:
        found = [counts[card.id].visits for card in lines[leader.id] if card.id in counts]
        shown.append(texts.group(len(shown) + 1, leader.name, len(lines[leader.id]), len(found), sum(found)))
    for card in alone:
        visits = counts[card.id].visits if card.id in counts else 0
        shown.append(texts.alone(len(shown) + 1, card.name, visits))
    total = sum(count.visits for count in counts.values())
    head = texts.groups_head(period_title(ctx, first, last, words), len(counts), len(everybody), total)
    data = _data([*leaders, *alone], first, last, words)
    return Reply(texts.groups(head, shown), ask=PERSON, data=data)


def _line(ctx: Context, leader: PersonCard) -> list[PersonCard]:
    """The reps below somebody, over all levels."""
    return [card for card in ctx.directory.line_of(leader.id) if card.role == Role.REP]


@router.answer(PERSON, listing=True)
def open_person(ctx: Context) -> Reply | None:
    """A number or a name from the last list: what that person did."""
    data = ctx.asked
    people = person_lists.open_list(ctx)
    person = person_lists.picked(ctx, people, unclear=texts.pick_a_number(len(people)), unseen=texts.NOT_IN_LINE)
    if not isinstance(person, PersonCard):
        return person
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    line = _line(ctx, person) if person.leads else []
    if line:
        return _of_line(ctx, line, first, last, data["words"], None, whose=texts.team_of(person.name))
    return visit_page(ctx, person, first, last, data["words"])


def _one_person(ctx: Context, asked: Sequence[int], first: date, last: date, words: str) -> Reply:
    """Only people he may see are ever named: somebody else's team is answered like somebody who does not exist."""
    seen = person_lists.seen(ctx, asked)
    if len(seen) == 1:
        visits = queries.list_visits(ctx.session, person_id=seen[0].id, first=first, last=last)
        # Who was nowhere has done something else all the same.
        return (visit_page if visits else work.page)(ctx, seen[0], first, last, words)
    if not ctx.person.leads:
        return Reply(texts.ONLY_LEADERS)
    if not seen:
        return Reply(texts.NOT_IN_LINE)
    names = [texts.with_department(card.name, card.department, card.userid) for card in seen]
    return Reply(texts.which_person(names), ask=PERSON, data=_data(seen, first, last, words))


def _without(title: str, missing: Sequence[PersonCard], visited: int, first: date, last: date, words: str) -> Reply:
    if not missing:
        return Reply(texts.everybody(title, visited))
    text = texts.without(title, [card.name for card in missing], with_visits=visited)
    return Reply(text, ask=PERSON, data=_data(missing, first, last, words))


def _data(people: Sequence[PersonCard], first: date, last: date, words: str) -> dict[str, object]:
    return {
        "people": [card.id for card in people],
        "first": first.isoformat(),
        "last": last.isoformat(),
        "words": words,
    }
