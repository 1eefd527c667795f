"""今天到了哪些款, 本月回款, 回款记录: what has come in, of one's own, of one's line, for finance of all (§4.2)."""

from __future__ import annotations

from datetime import date
from typing import Final

from handlers import promised_money, rights
from handlers.context import Context, Reply
from handlers.language.patterns import regex
from handlers.texts import receipts as texts
from handlers.texts import receivables as receivable_texts
from handlers.texts import reports as report_texts
from models.queries import receipts as queries
from models.rules.rights import TABLE, Action
from models.schema import Role

_CAME_IN: Final = regex(
    r"(?:到|收|回|进)(?:了|到|账|帐|款|来)+|回款(?:记录|明细|情况|清单|多少|了?哪些|有哪些)?|进账|到账|入账"
)
_TO_COME: Final = regex(r"该收|应收|要收|到期|欠|逾期|未收|没收|还没|谁没|怎么|排")
_ASKS: Final = regex(r"记录|明细|清单|情况|哪些|多少|本月|这个?月|上个?月|本周|这周|上周|今天|昨天")
_LISTED: Final = 9


def are_meant(ctx: Context) -> bool:
    """Whether a question about money is about what has come in, and not about what is open."""
    return _CAME_IN.search(ctx.text) is not None and _TO_COME.search(ctx.text) is None


def asked(ctx: Context) -> bool:
    """Whether words about payments of which nothing could be booked ask for a list: 本月回款, 回款记录, 昨天到账的."""
    return _ASKS.search(ctx.text) is not None and are_meant(ctx)


def listed(ctx: Context) -> Reply:
    """What has come in on some days, the latest first; of this month where no day is said."""
    if not TABLE.get(ctx.person.role, {}).get(Action.SEE_MONEY):
        return Reply(receivable_texts.MONEY_NOT_YOURS, keep=True)
    first, last, words = ctx.intent.value("period") or _said(ctx)
    when = report_texts.period(words, first, last, ctx.today)
    found = queries.find_receipts(ctx.session, _whose(ctx), first=first, last=last, most=_LISTED)
    promises = [promised_money.below(ctx)] if promised_money.are_asked(ctx) else []
    if not found.count:
        return Reply("\n".join([texts.nothing(when, ""), *promises]), keep=True)
    people, own = ctx.directory.people, _whose(ctx) == [ctx.person.id]
    lines = [
        texts.line(
            ctx.directory.customer(one.customer_id).short,
            one.amount,
            one.paid_on,
            ctx.today,
            "" if own else people[one.person_id].name,
            one.number,
            one.state,
        )
        for one in found.latest
    ]
    top = texts.head(when, found.count, found.total)
    return Reply("\n".join([texts.lines(top, lines, found.count - len(lines)), *promises]), keep=True)


def _whose(ctx: Context) -> list[int]:
    if ctx.person.role == Role.FINANCE:
        return list(ctx.directory.people)
    return rights.owners_below(ctx)


def _said(ctx: Context) -> tuple[date, date, str]:
    if "今" in ctx.text:
        return ctx.today, ctx.today, ""
    return ctx.today.replace(day=1), ctx.today, "本月"
