"""谁欠钱, 逾期, 东吴账龄, 这个月该收多少, 90天以上的: what is open, by age, as a numbered list (`product.md` §4.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from handlers import asking, choices, debt_scope, due_days, dunning, promised_money, receipts, rights, whose_money
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import receivables as texts
from handlers.visit_lists import wanted_page
from handlers.whose_money import Whom
from models.queries import money as queries
from models.queries.money import NOTHING_OPEN, Scope, Span
from models.rules import money as rules
from models.rules.rights import TABLE, Action
from models.services import books, promised

router = Router()

LIST = "debts.list"
WHICH = "debts.which"
PAGE_LINES = 9
MOST_LISTED = 450
_LATE: Final = regex(r"逾期|超期|过期")
_LINE: Final = regex(
    r"\s*(?:第|#)?(?P<line>\d{1,3})(?:个|家|条|号)?(?![\d万千元块.月号/-])[\s,，.、:：]*(?P<rest>.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is to hold: which parts, and how its title says so."""

    title: str
    span: Span
    empty: str


@router.intent(Intents.RECEIVABLE_QUERY)
def ask(ctx: Context) -> Reply:
    """应收, 逾期, 东吴欠多少钱; of several customers one below the other."""
    return asking.each(ctx, _asked)


def _asked(ctx: Context) -> Reply:
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None:
        return due_days.move(ctx, mention) or _of(ctx, whose_money.whom(ctx, mention, Action.SEE_MONEY))
    if not TABLE.get(ctx.person.role, {}).get(Action.SEE_MONEY):
        return Reply(texts.MONEY_NOT_YOURS)
    if receipts.are_meant(ctx):
        return receipts.listed(ctx)
    if promised_money.are_asked(ctx):
        return promised_money.listed(ctx)
    people: tuple[int, ...] = ctx.intent.value("person", ())
    if len(people) != 1:
        return _list(ctx, _wanted(ctx), None, above=_in_all(ctx))
    if ctx.person.role not in debt_scope.ALL_OF_ALL and not rights.sees_work(ctx, people[0]):
        return Reply(texts.not_below(ctx.directory.people[people[0]].name))
    return _list(ctx, _wanted(ctx), people[0])


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Which of several customers."""
    found = whose_money.chosen(ctx, Action.SEE_MONEY)
    return _of(ctx, found) if isinstance(found, Whom) else found


@router.answer(LIST, listing=True, takes=(Intents.PLAN_SET, Intents.FOLLOWUP_SET, Intents.PAYMENT_CHECK))
def answer(ctx: Context) -> Reply | None:
    """A number opens a line; a number with a reason answers it (1 走流程 7月20); 下一页 turns the page."""
    data = ctx.asked
    page = wanted_page(choices.folded(ctx.text), int(data["page"]))
    if page is not None:
        return _page(ctx, data, page)
    number, rest = _line_of(ctx)
    if number is None:
        return None
    ids: Sequence[int] = data["ids"]
    if not 1 <= number <= len(ids):
        return Reply(common.no_such_line(len(ids)), keep=True)
    if not rest:
        return _open(ctx, ids[number - 1], data)
    return dunning.about(ctx, ids[number - 1], rest, back=data)


def _line_of(ctx: Context) -> tuple[int | None, str]:
    found = _LINE.fullmatch(ctx.text)
    if found is not None and dunning.tells_why(found["rest"], ctx.today):
        return int(found["line"]), found["rest"]
    return choices.number(ctx.intent, ctx.text), ""


def _open(ctx: Context, customer_id: int, back: Mapping[str, Any]) -> Reply:
    """One line: what is open part by part, and where it is overdue and his to collect, why."""
    found = whose_money.of(ctx, customer_id, Action.SEE_MONEY)
    if found.refused:
        return Reply(found.refused, keep=True)
    text = told(ctx, customer_id)
    asked = dunning.ask_why(ctx, customer_id, text, back=back)
    return asked if asked is not None else Reply(text, keep=True)


def _of(ctx: Context, found: Whom) -> Reply:
    if found.refused:
        return Reply(found.refused)
    if found.customer_id is None:
        return whose_money.ask(ctx, WHICH, found, texts.WHOSE, {})
    return Reply(told(ctx, found.customer_id))


def told(ctx: Context, customer_id: int) -> str:
    """What a customer owes, part by part; the caller has seen to it that the speaker may know."""
    held = queries.open_money(ctx.session, [customer_id], ctx.today).get(customer_id, NOTHING_OPEN)
    parts = queries.list_open(ctx.session, [customer_id])
    return texts.of_customer(
        ctx.directory.customer(customer_id).name,
        held,
        parts,
        rules.aging([(part.due_on, part.open_amount) for part in parts], ctx.today),
        ctx.today,
        advance=books.advance_of(ctx.session, customer_id),
        promises=_promises(ctx, customer_id),
    )


def _promises(ctx: Context, customer_id: int) -> list[tuple[date, Decimal]]:
    """What he has promised for the days to come, with its sums."""
    standing = promised.list_standing(ctx.session, customer_id)
    return [
        (one.promised_on, one.promised_amount or rules.ZERO)
        for one in standing
        if one.promised_on is not None and one.promised_on >= ctx.today
    ]


def _wanted(ctx: Context) -> Wanted:
    days: int | None = ctx.intent.value("days")
    period: tuple[date, date, str] | None = ctx.intent.value("period")
    if days is not None:
        return Wanted(f"逾期 {days} 天以上", Span(None, ctx.today - timedelta(days=max(days, 1))), texts.NOBODY_LATE)
    if _LATE.search(str(ctx.intent.value("filter", ""))):
        return Wanted("逾期", Span(None, ctx.today - timedelta(days=1)), texts.NOBODY_LATE)
    if period is not None:
        first, last, words = period
        return Wanted(f"{words}到期", Span(first, last), texts.none_due(words))
    return Wanted("未收", Span(), texts.NONE_OWED)


def _in_all(ctx: Context) -> str:
    """一共多少没收回来，逾期的几家: all that is open, above those of it that are overdue; else empty."""
    if not (_LATE.search(ctx.text) and _ALL_OPEN.search(ctx.text)):
        return ""
    totals = queries.sum_owing(ctx.session, debt_scope.of(ctx), Span(), ctx.today)
    return texts.in_all(totals) if totals.customers else ""


_ALL_OPEN: Final = regex(
    r"(?:一共|总共|全部|外面|总的|合计)[^,，。]{0,6}(?:没收|未收|欠|应收|在外)|多少(?:钱|款|账)?[^,，。]{0,3}在外面|没收回来"
)


def _list(ctx: Context, wanted: Wanted, person_id: int | None, above: str = "") -> Reply:
    scope = debt_scope.of(ctx, person_id)
    totals = queries.sum_owing(ctx.session, scope, wanted.span, ctx.today)
    if not totals.customers:
        return Reply(wanted.empty)
    lines = queries.list_owing(ctx.session, scope, wanted.span, ctx.today, most=MOST_LISTED)
    data = {
        "title": wanted.title if person_id is None else f"{ctx.directory.people[person_id].name} {wanted.title}",
        "person_id": person_id,
        "ids": [each.customer_id for each in lines],
        "span": [day and day.isoformat() for day in (wanted.span.first, wanted.span.last)],
        "page": 0,
    }
    reply = _page(ctx, data, 0, totals)
    return replace(reply, text=f"{above}\n{reply.text}") if above else reply


def _page(ctx: Context, data: Mapping[str, Any], page: int, totals: queries.Totals | None = None) -> Reply:
    ids: Sequence[int] = data["ids"]
    pages = max(-(-len(ids) // PAGE_LINES), 1)
    if not 0 <= page < pages:
        return Reply(texts.no_more_pages(pages), keep=True)
    first, last = (date.fromisoformat(day) if day else None for day in data["span"])
    span = Span(first, last)
    shown = ids[page * PAGE_LINES : (page + 1) * PAGE_LINES]
    only = Scope(frozenset(), frozenset(shown))
    held = {each.customer_id: each for each in queries.list_owing(ctx.session, only, span, ctx.today, most=PAGE_LINES)}
    open_now = queries.open_money(ctx.session, shown, ctx.today)
    promised = queries.find_promised(ctx.session, shown)
    lines = []
    for place, customer_id in enumerate(shown, page * PAGE_LINES + 1):
        each, on = held.get(customer_id), promised.get(customer_id)
        name = ctx.directory.customer(customer_id).short
        if each is None:
            lines.append(f"{place} {name} {texts.SETTLED}")
            continue
        line = texts.line(
            name,
            each.total,
            each.overdue,
            each.oldest_due_on,
            ctx.today,
            broken=open_now.get(customer_id, NOTHING_OPEN).broken_promises,
            promised_on=on if on is not None and on >= ctx.today else None,
        )
        lines.append(f"{place} {line}")
    summed = totals or queries.sum_owing(ctx.session, debt_scope.of(ctx, data["person_id"]), span, ctx.today)
    text = texts.owing(
        data["title"],
        summed,
        lines,
        page=page + 1,
        pages=pages,
        may_answer=ctx.person.role not in debt_scope.ALL_OF_ALL,
    )
    return Reply(text, ask=LIST, data={**data, "page": page})
