"""答应付的呢, 这周说好要付的有多少: what customers have promised to pay, of those whose money he may see (§4.2)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from handlers import debt_scope
from handlers.context import Context, Reply
from handlers.language.patterns import regex
from handlers.texts import receipts as texts
from models.queries.money import Span
from models.queries.promised import find_open_promises
from models.rules.money import ZERO
from models.services import promised

_LISTED: Final = 9
_PROMISED: Final = regex(
    r"(?:答应|承诺|说好|讲好|讲了|说了|许诺|保证)(?:了)?(?:要|会|能|该|这周|本周|下周|月底|今天|明天)*(?:付|给|打|还|结|回|到|的|多少|加)"
    r"|(?:付款|回款)承诺|(?:答应|承诺)(?:的)?(?:呢|$)"
    r"|(?:还|大概|大约|预计|估计)?(?:能|可以|会|有望)(?:进|到|收|回)(?:账|款|来|回来?)?(?:多少|几)|预计(?:回款|到账|进账)"
)
_MONTH_END: Final = regex(r"(?<!下个)(?<!下)月底(?:之?前|以前)")
PROMISED: Final = "promised"


def are_asked(ctx: Context) -> bool:
    """Whether a question about money is about what customers have promised, or about that too."""
    return ctx.intent.value("topic") == PROMISED or _PROMISED.search(ctx.text) is not None


def listed(ctx: Context) -> Reply:
    """The promises that are due in the days that were said, or all of them."""
    period = ctx.intent.value("period") or _until(ctx)
    span = Span(max(period[0], ctx.today), period[1]) if period is not None else Span()
    return Reply(_text(ctx, span, f"{period[2]}" if period is not None else ""), keep=True)


def _until(ctx: Context) -> tuple[date, date, str] | None:
    """月底之前: from today to the end of the month."""
    said = _MONTH_END.search(ctx.text)
    if said is None:
        return None
    last = monthrange(ctx.today.year, ctx.today.month)[1]
    return ctx.today, ctx.today.replace(day=last), said.group()


def below(ctx: Context) -> str:
    """All promises, for the foot of what has come in."""
    return _text(ctx, Span(), "")


def _text(ctx: Context, span: Span, when: str) -> str:
    found = find_open_promises(ctx.session, debt_scope.of(ctx), span, most=_LISTED)
    if not found.count:
        return texts.nothing_promised(when)
    own = ctx.person.id
    lines = []
    for one in found.first:
        card = ctx.directory.customer(one.customer_id)
        owner = ctx.directory.people.get(card.owner_id or 0)
        lines.append(
            texts.promised_line(
                card.short,
                one.promised_amount or ZERO,
                promised.paid_for(ctx.session, one),
                one.promised_on or ctx.today,
                ctx.today,
                owner.name if owner is not None and owner.id != own else "",
            )
        )
    return texts.promised(when, found.count, found.total, lines)
