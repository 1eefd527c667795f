"""我的拜访, 今天拜访, 本月拜访: numbered lists with pages; a number opens a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import choices, rights
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import customers as customer_texts
from handlers.texts import visits as texts
from models.directory import PersonCard
from models.queries import visits as queries
from models.queries.visits import VisitLine
from models.rules import points
from models.times import shanghai_day

router = Router()

PAGE = "visits.page"

_PAGE_WORDS = regex(r"(?:看|去|翻到?)?第?([0-9一二两三四五六七八九十]{1,4})页")
_ON_WORDS = frozenset({"下一页", "下页", "翻页", "后面", "更多", "还有", "继续"})
_BACK_WORDS = frozenset({"上一页", "上页", "前一页"})


@router.intent(Intents.VISIT_LIST)
def mine(ctx: Context) -> Reply:
    """我的拜访: this month's unless he says another period; a rep sees only his own."""
    first, last, words = ctx.intent.value("period") or (*points.month_of(ctx.today), texts.THIS_MONTH)
    return visit_page(ctx, ctx.person, first, last, words)


@router.answer(PAGE, listing=True)
def turn(ctx: Context) -> Reply | None:
    """The answer to a list: a number opens that line, 下一页 goes on."""
    data = ctx.asked
    person = ctx.directory.people.get(int(data.get("person", ctx.person.id)))
    if person is None or not rights.sees_work(ctx, person.id):
        return Reply(texts.LIST_GONE)
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    page = int(data["page"])
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return _detail(ctx, person, first, last, number)
    wanted = wanted_page(choices.folded(ctx.text), page)
    if wanted is None:
        return Reply(customer_texts.PAGE_HINT, keep=True) if ctx.intent.name is Intents.CHOOSE else None
    return visit_page(ctx, person, first, last, data["words"], wanted)


def wanted_page(said: str, page: int) -> int | None:
    """The page that an answer to a list asks for (下一页, 更多, 第2页), counted from 0; None when it asks for none.

    Args:
        said: the answer, folded.
        page: the one that was shown last.
    """
    named = _PAGE_WORDS.fullmatch(said)
    if named is not None:
        said_page = number(named.group(1))
        return None if said_page is None else max(said_page - 1, 0)
    if said in _BACK_WORDS:
        return max(page - 1, 0)
    return page + 1 if said in _ON_WORDS else None


def visit_page(ctx: Context, person: PersonCard, first: date, last: date, words: str, page: int = 0) -> Reply:
    """One page of somebody's visits; the caller has seen to it that the speaker may.

    Args:
        ctx: of the message.
        person: whose visits.
        first: first Shanghai day.
        last: last Shanghai day, included.
        words: the period as it was said.
        page: counted from 0; behind the last one the last is shown.
    """
    title = period_title(ctx, first, last, words)
    own = person.id == ctx.person.id
    if not own:
        title = texts.of_person(person.name, title)
    found = _listed(ctx, person, first, last)
    if not found:
        return Reply(texts.list_empty(title, own=own))
    pages = -(-len(found) // common.PAGE_LINES)
    shown = min(page, pages - 1)
    start = shown * common.PAGE_LINES
    lines = [
        _line(ctx, index, visit, one_day=first == last)
        for index, visit in enumerate(found[start : start + common.PAGE_LINES], start + 1)
    ]
    head = texts.list_head(
        title,
        visits=len(found),
        customers=len({visit.customer_id for visit in found}),
        score=points.points((visit.scored for visit in found), level_on=points.level_on(ctx.directory.terms)),
    )
    data = {
        "person": person.id,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "words": words,
        "page": shown,
    }
    tail = customer_texts.list_tail(shown, pages, beyond=page > shown)
    return Reply(common.lines_within(head, lines, tail), ask=PAGE, data=data)


def period_title(ctx: Context, first: date, last: date, words: str) -> str:
    """今天 11月23日（周一）, 本月（11月1日–11月30日）: the words that were used and the days they mean."""
    return texts.period(words, first, last, ctx.today)


def _listed(ctx: Context, person: PersonCard, first: date, last: date) -> Sequence[VisitLine]:
    """A day in the order it was lived; a longer time with the latest first."""
    found = queries.list_visits(ctx.session, person_id=person.id, first=first, last=last)
    return found if first == last else found[::-1]


def _detail(ctx: Context, person: PersonCard, first: date, last: date, number: int) -> Reply:
    found = _listed(ctx, person, first, last)
    if not 1 <= number <= len(found):
        return Reply(common.no_such_line(len(found)), keep=True)
    visit = found[number - 1]
    line = texts.line(
        visit.number,
        ctx.directory.customer(visit.customer_id).name,
        contact=visit.contact_name,
        summary=visit.summary,
        next_step=texts.next_step(visit.next_on, visit.next_clock, visit.next_note, ctx.today),
        in_full=True,
    )
    when = f"{common.day(visit.visited_on, ctx.today)}{_clock(visit)}"
    return Reply(common.within_bytes(texts.detail(line, when, visit.level)), keep=True)


def _line(ctx: Context, index: int, visit: VisitLine, *, one_day: bool) -> str:
    day = "" if one_day else f"{texts.short_day(visit.visited_on, ctx.today)} "
    return texts.list_line(
        index,
        f"{day}{_clock(visit)}",
        ctx.directory.customer(visit.customer_id).name,
        visit.contact_name,
        visit.summary,
        visit.number,
    )


def _clock(visit: VisitLine) -> str:
    """The time of day, unless the visit was made up later: then nobody knows it."""
    if shanghai_day(visit.reported_at) != visit.visited_on:
        return texts.MADE_UP_MARK
    return common.clock(visit.visited_at)
