"""我这个月干了多少, 本周排名: figures and places, read from each person's summed-up days (`product.md` F3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from handlers import choices, person_lists, receipts
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import rankings as texts
from handlers.texts import team as team_texts
from handlers.texts import visits as visit_texts
from handlers.visit_lists import period_title, wanted_page
from models.directory import PersonCard
from models.queries import figures
from models.queries import visits as queries
from models.queries.figures import NOTHING, Sums
from models.rules import points, ranks
from models.rules.ranks import Place
from models.rules.stretches import Stretch, before, so_far
from models.schema import Role

router = Router()

LIST = "rankings.list"


@dataclass(frozen=True, slots=True)
class Measure:
    """What people are ranked by: its word, its unit, and how it is read from their figures."""

    word: str
    unit: str
    of: Callable[[Sums], int | Decimal]


_POINTS: Final = Measure("积分", "分", lambda sums: sums.points)
_VISITS: Final = Measure("拜访", "次", lambda sums: sums.visits)
_LEADS: Final = Measure("报备", "家", lambda sums: sums.leads)
_ORDERED: Final = Measure("订单额", "元", lambda sums: sums.ordered)
_PAID: Final = Measure("回款", "元", lambda sums: sums.paid)
_MEASURES: Final[Mapping[str, Measure]] = {
    "拜访": _VISITS,
    "报备": _LEADS,
    "新客户": _LEADS,
    "新增客户": _LEADS,
    "回款": _PAID,
    "收款": _PAID,
    "订单": _ORDERED,
    "签单": _ORDERED,
    "合同额": _ORDERED,
    "销售额": _ORDERED,
    "销售量": _ORDERED,
    "销量": _ORDERED,
}
"""By the word that was said; anything else is ranked by points."""
_GROWN: Final = regex("增长|进步|增速|增幅|同比|环比|[涨提]得?最?[快多高升]|提升")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked about: a stretch of days in somebody's words, by what, and whether by how much it grew."""

    first: date
    last: date
    words: str
    measure: Measure
    grown: bool = False


@dataclass(frozen=True, slots=True)
class Standings:
    """Who stands where.

    Attributes:
        reached: by what was reached in the stretch.
        growth: by how much more that is than in the stretch before it.
        due: the points that the stretch asks for so far; 0 for another measure.
    """

    reached: Sequence[Place]
    growth: Sequence[Place]
    due: int


@router.intent(Intents.MY_STATS)
def mine(ctx: Context) -> Reply:
    """One's own figures against the last stretch of the same kind; of a colleague whom he leads, his."""
    found = _asked(ctx)
    named: Sequence[int] | None = ctx.intent.value("person")
    if named is None and ctx.person.leads and receipts.are_meant(ctx):
        return receipts.listed(ctx)
    if named is None:
        return Reply(_stats(ctx, ctx.person, found), keep=True)
    seen = person_lists.seen(ctx, named)
    if not seen:
        return Reply(texts.NOT_IN_LINE if ctx.person.leads else texts.ONLY_OWN, keep=True)
    if len(seen) == 1:
        return Reply(_stats(ctx, seen[0], found), keep=True)
    names = [team_texts.with_department(card.name, card.department, card.userid) for card in seen]
    return Reply(team_texts.which_person(names), ask=LIST, data=_data(seen, found, 0))


@router.intent(Intents.RANKING)
def ranking(ctx: Context) -> Reply:
    """The first three and one's own place, privately; a leader sees his line in full."""
    found = _asked(ctx)
    company = ctx.intent.value("topic") == "company"
    people = _ranked(ctx, company=company)
    if not people:
        return Reply(texts.NOBODY, keep=True)
    if ctx.person.leads and not company:
        return _page(ctx, found, people, 0)
    standings = _standings(ctx, found, people)
    scope = texts.COMPANY if company or ctx.person.manager_id is None else texts.TEAM
    head = texts.heading(_title(ctx, found), scope, len(people), found.measure.word)
    reached = texts.tops(texts.COMPLETION, _names(ctx, ranks.top(standings.reached)), texts.NOBODY_YET)
    growth = texts.tops(texts.GROWTH, _names(ctx, ranks.top(standings.growth)), texts.NOBODY_GREW)
    lines = [head, reached, growth, *_own(ctx, found, standings)]
    return Reply("\n".join(lines), keep=True)


@router.answer(LIST, listing=True)
def open_line(ctx: Context) -> Reply | None:
    """A number or a name from a leader's list opens that person's figures; 下一页 goes on."""
    data = ctx.asked
    people = person_lists.open_list(ctx)
    found = _unpacked(data)
    page = wanted_page(choices.folded(ctx.text), int(data["page"]))
    if page is not None:
        return _page(ctx, found, people, page)
    person = person_lists.picked(ctx, people, unclear=texts.pick_a_number(len(people)), unseen=texts.NOT_IN_LINE)
    return Reply(_stats(ctx, person, found), keep=True) if isinstance(person, PersonCard) else person


def _asked(ctx: Context) -> Asked:
    """The stretch that was said, this month where none was; and by what."""
    first, last, words = ctx.intent.value("period") or (*points.month_of(ctx.today), visit_texts.THIS_MONTH)
    measure = _MEASURES.get(str(ctx.intent.value("filter", "")), _POINTS)
    return Asked(first, last, words, measure, _GROWN.search(ctx.text) is not None)


def _title(ctx: Context, found: Asked) -> str:
    return period_title(ctx, found.first, found.last, found.words)


def _ranked(ctx: Context, *, company: bool) -> list[PersonCard]:
    """Who is ranked: reps only. A rep's own team, a leader's line, or everybody."""
    leader_id = ctx.person.id if ctx.person.leads else ctx.person.manager_id
    if company or leader_id is None:
        return [card for card in ctx.directory.people.values() if card.active and card.role == Role.REP]
    return [card for card in ctx.directory.line_of(leader_id) if card.role == Role.REP]


def _standings(ctx: Context, found: Asked, people: Sequence[PersonCard]) -> Standings:
    now = so_far(found.first, found.last, ctx.today)
    past = before(found.first, found.last, ctx.today)
    ids = [card.id for card in people]
    reached = _values(ctx, found, ids, now)
    last_time = _values(ctx, found, ids, past)
    growth = {each: reached[each] - last_time[each] for each in ids}
    return Standings(ranks.rank(reached), ranks.rank(growth), _due(ctx, found, now))


def _values(ctx: Context, found: Asked, people: Sequence[int], stretch: Stretch) -> dict[int, Decimal]:
    sums = figures.sum_up(ctx.session, people=people, first=stretch[0], last=stretch[1])
    return {each: Decimal(found.measure.of(sums.get(each, NOTHING))) for each in people}


def _due(ctx: Context, found: Asked, stretch: Stretch) -> int:
    if found.measure is not _POINTS:
        return 0
    floor = points.floor_of(ctx.directory.terms, stretch[1], ctx.today)
    return ranks.due(floor, *stretch)


def _names(ctx: Context, places: Sequence[Place]) -> list[tuple[int, str]]:
    return [(place.rank, ctx.directory.people[place.person_id].name) for place in places]


def _own(ctx: Context, found: Asked, standings: Standings) -> list[str]:
    """His own place, for a person who is ranked."""
    reached = ranks.place_of(standings.reached, ctx.person.id)
    growth = ranks.place_of(standings.growth, ctx.person.id)
    if reached is None or growth is None:
        return []
    unit = found.measure.unit
    told = texts.of_due(texts.amount(reached.value, unit), standings.due)
    grown = texts.against_last(texts.signed(growth.value, unit))
    place = texts.own_place(texts.COMPLETION, reached.rank, told)
    if not reached.value:
        place = texts.no_place(texts.COMPLETION, told)
    better = texts.own_place(texts.GROWTH, growth.rank, grown) if growth.value > 0 else grown
    lines = [texts.own(place, better)]
    return [*lines, texts.TOPS_ONLY] if ctx.intent.value("topic") == "bottom" else lines


def _page(ctx: Context, found: Asked, people: Sequence[PersonCard], page: int) -> Reply:
    """A leader's people in full, the best first, for nobody but him."""
    standings = _standings(ctx, found, people)
    places = standings.growth if found.grown else standings.reached
    order = [ctx.directory.people[place.person_id] for place in places]
    pages = -(-len(order) // common.PAGE_LINES)
    if page >= pages:
        return Reply(texts.no_page(pages), keep=True)
    shown = page
    start = shown * common.PAGE_LINES
    grown = {place.person_id: place.value for place in standings.growth}
    reached = {place.person_id: place.value for place in standings.reached}
    unit = found.measure.unit
    lines = [
        texts.line(
            place.rank,
            index,
            ctx.directory.people[place.person_id].name,
            texts.amount(reached[place.person_id], unit),
            standings.due,
            reached[place.person_id],
            texts.against_last(texts.signed(grown[place.person_id], unit)),
            shares=place.value > 0,
        )
        for index, place in enumerate(places[start : start + common.PAGE_LINES], start + 1)
    ]
    word = f"{found.measure.word}{texts.GROWN}" if found.grown else found.measure.word
    head = texts.heading(_title(ctx, found), texts.TEAM, len(people), word)
    other = (texts.COMPLETION, standings.reached, texts.NOBODY_YET)
    if not found.grown:
        other = (texts.GROWTH, standings.growth, texts.NOBODY_GREW)
    best = texts.tops(other[0], _names(ctx, ranks.top(other[1])), other[2])
    tail = f"{best}\n{texts.pick(shown, pages, standings.due)}"
    text = common.lines_within(f"{head}：", lines, tail)
    return Reply(text, ask=LIST, data=_data(order, found, shown))


def _stats(ctx: Context, person: PersonCard, found: Asked) -> str:
    """Somebody's figures of a stretch, and against the one before it."""
    now = so_far(found.first, found.last, ctx.today)
    past = before(found.first, found.last, ctx.today)
    sums = figures.sum_up(ctx.session, people=[person.id], first=now[0], last=now[1]).get(person.id, NOTHING)
    last_time = figures.sum_up(ctx.session, people=[person.id], first=past[0], last=past[1]).get(person.id, NOTHING)
    counts = queries.count_by_person(ctx.session, people=[person.id], first=now[0], last=now[1])
    customers = counts[person.id].customers if person.id in counts else 0
    floor = points.floor_of(ctx.directory.terms, now[1], ctx.today)
    due = ranks.due(floor, *now) if person.role == Role.REP else 0
    title = texts.whose("" if person.id == ctx.person.id else person.name, _title(ctx, found))
    lines = [
        texts.visits(sums.visits, customers, sums.points, due, sums.followups),
        texts.business(sums.leads, sums.orders, sums.ordered, sums.payments, sums.paid),
        texts.compared(
            texts.days(*(visit_texts.short_day(day, ctx.today) for day in past)),
            Decimal(sums.visits - last_time.visits),
            Decimal(sums.points - last_time.points),
            Decimal(sums.leads - last_time.leads),
            sums.ordered - last_time.ordered,
            sums.paid - last_time.paid,
        ),
    ]
    return texts.stats(title, lines)


def _data(people: Sequence[PersonCard], found: Asked, page: int) -> dict[str, object]:
    return {
        "people": [card.id for card in people],
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "words": found.words,
        "measure": found.measure.word,
        "grown": found.grown,
        "page": page,
    }


def _unpacked(data: Mapping[str, str]) -> Asked:
    measure = next((each for each in _MEASURES.values() if each.word == data["measure"]), _POINTS)
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    return Asked(first, last, data["words"], measure, bool(data.get("grown")))
