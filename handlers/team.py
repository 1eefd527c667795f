"""今天谁拜访了, 谁没拜访, 团队今天, 李雷今天干啥了: what a leader asks about the people of his line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from handlers import choices
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.routing import Router
from handlers.texts import team as texts
from handlers.texts import visits as visit_texts
from handlers.visit_lists import may_see, period_title, visit_page
from models.directory import PersonCard
from models.queries import visits as queries
from models.rules.points import month_of
from models.schema import Role

router = Router()

PERSON = "team.person"

_LAST_MONTH = re.compile(r"上个?月")


@router.intent(Intents.TEAM_SUMMARY)
def summary(ctx: Context) -> Reply:
    """Who visited and who has no record yet, or what one person of the line did; today unless said otherwise."""
    first, last, words = ctx.intent.value("period") or (ctx.today, ctx.today, texts.TODAY)
    asked: Sequence[int] | None = ctx.intent.value("person")
    topic = ctx.intent.value("topic")
    if asked is not None or topic == "person":
        return _one_person(ctx, asked or (), first, last, words)
    if not ctx.person.leads:
        return Reply(texts.ONLY_LEADERS)
    line = list(ctx.directory.line_of(ctx.person.id))
    if not line:
        return Reply(texts.NOBODY_REPORTS)
    title = period_title(ctx, first, last, words)
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
    text = texts.summary(title, lines, visits=total, expected=texts.expected(day, ctx.today), missing=names)
    return Reply(text, ask=PERSON, data=_data(visited, first, last, words))


def show_points(ctx: Context) -> Reply:
    """我几分了, 积分, 上个月积分: one's own, and a leader's people."""
    day = ctx.today
    if _LAST_MONTH.search(ctx.text):
        day = ctx.today.replace(day=1) - timedelta(days=1)
    if not ctx.person.leads:
        total = queries.count_points(ctx.session, person_id=ctx.person.id, day=day)
        return Reply(visit_texts.my_points(total, day, ctx.today), keep=True)
    line = [card for card in ctx.directory.line_of(ctx.person.id) if card.role == Role.REP]
    if not line:
        return Reply(texts.NOBODY_REPORTS, keep=True)
    scores = queries.count_team_points(ctx.session, people=[card.id for card in line], day=day)
    ranked = sorted(line, key=lambda card: (-scores.get(card.id, 0), card.id))
    lines = [texts.score(index, card.name, scores.get(card.id, 0)) for index, card in enumerate(ranked, 1)]
    first, last = month_of(day)
    words = visit_texts.month_word(day, ctx.today)
    return Reply(texts.scores(words, lines, day, ctx.today), ask=PERSON, data=_data(ranked, first, last, words))


@router.answer(PERSON, listing=True)
def open_person(ctx: Context) -> Reply | None:
    """A number or a name from the last list: what that person did."""
    data = ctx.question.data if ctx.question is not None else {}
    people = [card for found in data.get("people", ()) if (card := ctx.directory.people.get(found))]
    number = choices.number(ctx.intent, ctx.text)
    if number is None:
        named = choices.named(ctx.text, [(card.name,) for card in people])
        if named is None and ctx.intent.name is not Intents.CHOOSE:
            return None
        number = named + 1 if named is not None else 0
    if not 1 <= number <= len(people):
        return Reply(texts.pick_a_number(len(people)), keep=True)
    person = people[number - 1]
    if not may_see(ctx, person):
        return Reply(texts.NOT_IN_LINE)
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    return visit_page(ctx, person, first, last, data["words"])


def _one_person(ctx: Context, asked: Sequence[int], first: date, last: date, words: str) -> Reply:
    """Only people he may see are ever named: somebody else's team is answered like somebody who does not exist."""
    found = [card for person_id in asked if (card := ctx.directory.people.get(person_id))]
    seen = [card for card in found if may_see(ctx, card)]
    if len(seen) == 1:
        return visit_page(ctx, seen[0], first, last, words)
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
