"""李雷这周干嘛了: all that one person of the line did, of every kind, by number to open (`product.md` §4.2, G4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from handlers import choices, person_lists, remarks, rights
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import reports as texts
from handlers.texts import team as team_texts
from handlers.texts import visits as visit_texts
from handlers.texts import work as day_texts
from handlers.visit_lists import wanted_page
from models.directory import PersonCard
from models.queries import reports as report_queries
from models.queries.visits import VisitLine
from models.queries.work import Work, find_work
from models.rules.points import points
from models.schema import RecordKind
from models.times import shanghai_day

router = Router()

PAGE = "work.page"
WHO = "work.who"
LONGEST_DAYS = 92
"""So many days are listed at most: a quarter."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One record of the list."""

    day: date
    number: int
    kind: str
    customer_id: int | None
    words: str
    amount: str = ""


@router.intent(Intents.PERSON_WORK)
def person_work(ctx: Context) -> Reply:
    """Of whom he asks; of two of one name he is asked which."""
    asked: Sequence[int] = ctx.intent.value("person") or ()
    first, last, words = ctx.intent.value("period") or _this_week(ctx)
    seen = person_lists.seen(ctx, asked)
    if not seen:
        return Reply(team_texts.NOT_IN_LINE if ctx.person.leads else team_texts.ONLY_LEADERS)
    if len(seen) == 1:
        return page(ctx, seen[0], first, last, words)
    names = [team_texts.with_department(card.name, card.department, card.userid) for card in seen]
    data = {"people": [card.id for card in seen], **_days(first, last, words)}
    return Reply(team_texts.which_person(names), ask=WHO, data=data)


@router.answer(WHO, listing=True)
def which(ctx: Context) -> Reply | None:
    """Which of two of one name."""
    data = ctx.asked
    people = [ctx.directory.people[int(found)] for found in data.get("people", ())]
    number = choices.number(ctx.intent, ctx.text)
    if number is None:
        return None
    if not 1 <= number <= len(people):
        return Reply(common.no_such_line(len(people)), keep=True)
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    return page(ctx, people[number - 1], first, last, data["words"])


@router.answer(PAGE, listing=True, takes=(Intents.REMARK, Intents.PRAISE))
def turn(ctx: Context) -> Reply | None:
    """A number opens a record, 点评 2 … is about the second line, 下一页 goes on."""
    data = ctx.asked
    person = ctx.directory.people.get(int(data.get("person", 0)))
    if person is None or not rights.sees_work(ctx, person.id):
        return Reply(visit_texts.LIST_GONE)
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    if ctx.intent.name in (Intents.REMARK, Intents.PRAISE):
        return _remark(ctx, person, first, last)
    number = choices.number(ctx.intent, ctx.text)
    if number is None:
        wanted = wanted_page(choices.folded(ctx.text), int(data["page"]))
        return None if wanted is None else page(ctx, person, first, last, data["words"], wanted)
    lines = _lines(ctx, person, find_work(ctx.session, person.id, first=first, last=last), first, last)
    if not 1 <= number <= len(lines):
        return Reply(common.no_such_line(len(lines)), keep=True)
    return Reply(_detail(ctx, lines[number - 1]), keep=True)


def _remark(ctx: Context, person: PersonCard, first: date, last: date) -> Reply | None:
    """What is said of a line of the list; a number behind # is a record's, and others mean no line."""
    place: int | None = ctx.intent.value("number")
    lines = _lines(ctx, person, find_work(ctx.session, person.id, first=first, last=last), first, last)
    if place is None or "#" in ctx.text or not 1 <= place <= len(lines):
        return None
    return replace(remarks.remark_on(ctx, lines[place - 1].number), keep=True)


def page(ctx: Context, person: PersonCard, first: date, last: date, words: str, wanted: int = 0) -> Reply:
    """One page of what somebody did; the caller has seen to it that the speaker may look.

    Args:
        ctx: of the message.
        person: whose work.
        first, last: Shanghai days, both included.
        words: the period as it was said.
        wanted: the page, counted from 0; behind the last one the last is shown.
    """
    last = min(last, shanghai_day(ctx.now))
    first = max(min(first, last), last - timedelta(days=LONGEST_DAYS - 1))
    work = find_work(ctx.session, person.id, first=first, last=last)
    lines = _lines(ctx, person, work, first, last)
    pages = max(-(-len(lines) // common.PAGE_LINES), 1)
    shown = min(wanted, pages - 1)
    start = shown * common.PAGE_LINES
    head = day_texts.work_head(
        person.name,
        texts.period(words, first, last, ctx.today),
        _summary(ctx, person, work),
        _reports(ctx, person, first, last),
    )
    told = [_told(ctx, index, line) for index, line in enumerate(lines[start : start + common.PAGE_LINES], start + 1)]
    data = {"person": person.id, "page": shown, **_days(first, last, words)}
    tail = day_texts.work_tail(shown, pages) if lines else ""
    return Reply(common.lines_within(head, told, tail), ask=PAGE if lines else "", data=data)


def _summary(ctx: Context, person: PersonCard, work: Work) -> str:
    counted = day_texts.counts(work, money=rights.may_know_money_of(ctx, person.id))
    scored = points(visit.scored for visit in work.visits)
    return "，".join(filter(None, (counted, day_texts.scored(scored) if work.visits else "")))


def _lines(ctx: Context, person: PersonCard, work: Work, first: date, last: date) -> list[_Line]:
    """A day in the order it was lived, a longer time with the latest first."""
    lines = [
        _Line(visit.visited_on, visit.number, day_texts.KIND_WORDS[RecordKind.VISIT], visit.customer_id, _said(visit))
        for visit in work.visits
    ]
    knows = rights.may_know_money_of(ctx, person.id)
    for deed in work.deeds:
        amount = common.money(deed.amount) if deed.amount is not None and knows else ""
        lines.append(_Line(deed.day, deed.number, day_texts.kind_word(deed), deed.customer_id, deed.words, amount))
    return sorted(lines, key=lambda line: (line.day, line.number), reverse=first != last)


def _said(visit: VisitLine) -> str:
    return " ".join(filter(None, (visit.contact_name, visit.summary)))


def _reports(ctx: Context, person: PersonCard, first: date, last: date) -> str:
    """How many reports he handed in, and for how many days he owes one."""
    [found] = report_queries.tally(
        ctx.session, [person], first=first, last=last, today=shanghai_day(ctx.now), calendar=ctx.directory.calendar
    )
    return day_texts.work_reports(found.filed, found.late, found.gaps)


def _told(ctx: Context, index: int, line: _Line) -> str:
    day = visit_texts.short_day(line.day, ctx.today)
    customer = ctx.directory.customer(line.customer_id).short if line.customer_id is not None else ""
    return day_texts.work_line(index, day, line.kind, customer, line.words, line.amount, line.number)


def _detail(ctx: Context, line: _Line) -> str:
    customer = ctx.directory.customer(line.customer_id).name if line.customer_id is not None else ""
    return day_texts.work_detail(
        line.kind, line.number, common.day(line.day, ctx.today), customer, line.words, line.amount
    )


def _this_week(ctx: Context) -> tuple[date, date, str]:
    today = shanghai_day(ctx.now)
    return today - timedelta(days=today.weekday()), today, texts.THIS_WEEK


def _days(first: date, last: date, words: str) -> dict[str, object]:
    return {"first": first.isoformat(), "last": last.isoformat(), "words": words}
