"""积分, 为什么少2分, 团队积分: points explained to the visit, one's own and of a leader's people (`product.md` A1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from handlers import choices, person_lists, rights
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import points as texts
from handlers.texts import rankings as ranking_texts
from handlers.texts import team as team_texts
from handlers.texts import visits as visit_texts
from handlers.visit_lists import wanted_page
from models.directory import PersonCard
from models.errors import NotYourRecord
from models.queries import figures
from models.queries import visits as queries
from models.queries.figures import ScoredVisit
from models.rules import points as rules
from models.rules.points import Reason, Uncounted
from models.rules.reports import OWING_ROLES
from models.schema import RecordKind, Role
from models.services import records

router = Router()

PEOPLE = "points.people"

_LAST_MONTH = regex(r"上个?月")


@router.intent(Intents.POINTS)
def show(ctx: Context) -> Reply:
    """One's own points explained; a leader's people's, or those of one of them whom he names."""
    number: int | None = ctx.intent.value("number")
    if number is not None:
        return _of_visit(ctx, number)
    day = _day(ctx)
    asked: Sequence[int] | None = ctx.intent.value("person")
    if asked is not None:
        return _of_colleague(ctx, asked, day)
    if ctx.person.leads:
        return _people_page(ctx, day, 0)
    if ctx.intent.value("topic") == "team":
        return Reply(texts.ONLY_LEADERS, keep=True)
    if ctx.person.role not in OWING_ROLES:
        return Reply(texts.NO_POINTS, keep=True)
    return _explain(ctx, ctx.person, day)


@router.answer(PEOPLE, listing=True)
def open_person(ctx: Context) -> Reply | None:
    """A number or a name from the list of people: whose points are explained; 下一页 goes on."""
    data = ctx.asked
    people = person_lists.open_list(ctx)
    day = date.fromisoformat(data["day"])
    page = wanted_page(choices.folded(ctx.text), int(data["page"]))
    if page is not None:
        return _people_page(ctx, day, page)
    person = person_lists.picked(ctx, people, unclear=texts.pick_a_number(len(people)), unseen=texts.NOT_IN_LINE)
    return _explain(ctx, person, day) if isinstance(person, PersonCard) else person


def _day(ctx: Context) -> date:
    """A day of the month that is asked about: the last of one that is over, else today."""
    period: tuple[date, date, str] | None = ctx.intent.value("period")
    if period is not None:
        return min(period[1], ctx.today)
    return ctx.today.replace(day=1) - timedelta(days=1) if _LAST_MONTH.search(ctx.text) else ctx.today


def _of_colleague(ctx: Context, asked: Sequence[int], day: date) -> Reply:
    """Only people he may see are ever named: somebody else's rep is answered like somebody who does not exist."""
    seen = person_lists.seen(ctx, asked)
    if len(seen) == 1:
        return _explain(ctx, seen[0], day)
    if not seen:
        return Reply(texts.NOT_IN_LINE if ctx.person.leads else texts.ONLY_LEADERS, keep=True)
    names = [team_texts.with_department(card.name, card.department, card.userid) for card in seen]
    return Reply(texts.which_person(names), ask=PEOPLE, data=_data(seen, day, 0))


def _people_page(ctx: Context, day: date, page: int) -> Reply:
    line = [card for card in ctx.directory.line_of(ctx.person.id) if card.role == Role.REP]
    if not line:
        return Reply(texts.NOBODY_REPORTS, keep=True)
    scores = queries.count_team_points(ctx.session, people=[card.id for card in line], day=day)
    ranked = sorted(line, key=lambda card: (-scores.get(card.id, 0), card.id))
    pages = -(-len(ranked) // common.PAGE_LINES)
    if page >= pages:
        return Reply(ranking_texts.no_page(pages), keep=True)
    start = page * common.PAGE_LINES
    lines = [
        texts.score(index, card.name, scores.get(card.id, 0))
        for index, card in enumerate(ranked[start : start + common.PAGE_LINES], start + 1)
    ]
    floor = rules.floor_of(ctx.directory.terms, day, ctx.today)
    text = texts.scores(lines, day, ctx.today, floor, texts.pick(page, pages))
    return Reply(text, ask=PEOPLE, data=_data(ranked, day, page))


def _data(people: Sequence[PersonCard], day: date, page: int) -> dict[str, object]:
    return {"people": [card.id for card in people], "day": day.isoformat(), "page": page}


def _explain(ctx: Context, person: PersonCard, day: date) -> Reply:
    terms = ctx.directory.terms
    visits, missing = _month(ctx, person.id, day)
    counted = queries.count_points(ctx.session, person_id=person.id, day=day)
    floor = rules.floor_of(terms, day, ctx.today)
    name = "" if person.id == ctx.person.id else person.name
    topic = ctx.intent.value("topic")
    head = texts.standing(counted, day, ctx.today, floor, name)
    lines = [_line(ctx, visits, each) for each in missing]
    clause = texts.NO_PENALTY if topic == "penalty" else texts.rule(terms, min(day, ctx.today))
    return Reply(texts.explained(head, lines, counted=counted, why=topic == "why", clause=clause), keep=True)


def _of_visit(ctx: Context, number: int) -> Reply:
    """Why one visit made no point, for its author and the leaders above him."""
    record = records.find_record(ctx.session, number)
    if not rights.sees_work(ctx, record.person_id):
        raise NotYourRecord(number)
    day = records.view(ctx.session, number).visited_on
    if record.kind != RecordKind.VISIT or day is None:
        return Reply(texts.no_visit(number), keep=True)
    visits, missing = _month(ctx, record.person_id, day)
    found = next((each for each in missing if visits[each.index].number == number), None)
    if found is None:
        return Reply(texts.one_counted(number, common.day(day, ctx.today)), keep=True)
    return Reply(texts.one_uncounted(_line(ctx, visits, found), texts.rule(ctx.directory.terms, day)), keep=True)


def _month(ctx: Context, person_id: int, day: date) -> tuple[Sequence[ScoredVisit], Sequence[Uncounted]]:
    """The visits of a day's month among which some made no point, and which of them."""
    first, last = rules.month_of(day)
    asked = rules.level_on(ctx.directory.terms)
    highest = rules.highest_level(ctx.directory.terms, last)
    visits = figures.list_doubtful(ctx.session, person_id=person_id, first=first, last=last, asked=highest)
    return visits, rules.uncounted([visit.scored for visit in visits], asked)


def _line(ctx: Context, visits: Sequence[ScoredVisit], found: Uncounted) -> str:
    visit = visits[found.index]
    card = ctx.directory.customers.get(visit.scored.customer_id)
    customer = card.short if card is not None else visit_texts.UNKNOWN_NAME
    day = common.day(visit.scored.day, ctx.today)
    if found.reason is Reason.SAME_DAY:
        return texts.same_day(visit.number, day, customer, visits[found.other].number)
    if found.reason is Reason.WEAK:
        return texts.weak(visit.number, day, customer, visit.scored.level, found.asked)
    by = ctx.directory.people.get(visit.voided_by_id) if visit.voided_by_id is not None else None
    return texts.voided(visit.number, day, customer, by.name if by is not None else "", visit.void_reason)
