"""One payment told with two sums, by a rep and by finance: noticed, settled by what finance has seen, told to both."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from handlers import payment_checks, rights, tellings
from handlers.context import Context, Push, Reply
from handlers.language.patterns import regex
from handlers.texts import money as texts
from models.schema import Payment, PaymentState, Role
from models.services import payments

_DAYS: Final = 3
"""So many days back it may still be the same money."""
_SAYS_LESS: Final = regex(
    r"[只就才仅](?:有|到|收|来|付|打|转)|没有?\s*[\d一二三四五六七八九两]|不是|少了?|实际|实收|实到|其实|差"
)
"""只到了45000，没有47500: whoever says so means the payment that was told."""
_CORRECTS: Final = regex(r"更正|纠正|改正|(?:说|打|看|写|报|记|录|弄)错|不对|不是|少了|多了|应该是|其实|实际")
"""更正，德安堂到的是19000: finance puts its own figure right."""


def find(ctx: Context, customer_id: int, amount: Decimal) -> Payment | None:
    """What the other side has told of the same customer these days with another sum, not too far from it.

    Args:
        ctx: of the message.
        customer_id: who paid.
        amount: yuan, as it is told now.
    """
    checks = rights.may_check_money(ctx)
    since = ctx.today - timedelta(days=_DAYS)
    for row in payments.list_lately(ctx.session, customer_id, since=since):
        by_finance = ctx.directory.people[row.person_id].role == Role.FINANCE
        waits = row.state == PaymentState.PENDING or not checks
        if waits and by_finance != checks and row.amount != amount and amount / 2 <= row.amount <= amount * 2:
            return row
    return None


def own(ctx: Context, customer_id: int, amount: Decimal) -> Payment | None:
    """The payment of these days that finance has booked itself and now tells with its right sum (更正，到的是19000).

    Args:
        ctx: of the message.
        customer_id: who paid.
        amount: yuan, as it is told now.
    """
    if not rights.may_check_money(ctx) or _CORRECTS.search(ctx.text) is None:
        return None
    since = ctx.today - timedelta(days=_DAYS)
    rows = [row for row in payments.list_lately(ctx.session, customer_id, since=since) if row.amount != amount]
    mine = [row for row in rows if row.person_id == ctx.person.id and row.state == PaymentState.PENDING]
    return mine[0] if mine and amount / 2 <= mine[0].amount <= amount * 2 else None


def put_right(ctx: Context, row: Payment, amount: Decimal) -> Reply:
    """Finance's own payment gets its right sum, and the customer's owner hears of it.

    Args:
        ctx: of the message.
        row: the payment, which finance has booked.
        amount: yuan, as it is told now.
    """
    before, customer = row.amount, ctx.directory.customer(row.customer_id)
    done = payments.change(ctx.session, row, today=ctx.today, amount=amount, surplus_ok=True)
    told = tellings.heard_by(ctx, customer.owner_id)
    text = texts.your_money_corrected(ctx.person.name, row.number, customer.name, before, amount, done.still_open)
    pushes = [
        Push(customer.owner_id, "payment_booked", f"payment_right:{row.number}:{ctx.message.id}", text)
        for _ in told
        if customer.owner_id is not None
    ]
    said = texts.corrected(row.number, customer.name, before, amount, done.still_open, told)
    return Reply(said, pushes=pushes)


def question(ctx: Context, row: Payment, amount: Decimal) -> tuple[str, tuple[str, str]]:
    """What is asked, with its two answers: this payment, or another one."""
    who, short = ctx.directory.people[row.person_id].name, ctx.directory.customer(row.customer_id).short
    head = texts.other_sum(row.number, short, row.amount, amount, row.paid_on, who, ctx.today)
    if rights.may_check_money(ctx):
        return head, (texts.this_with(amount), texts.ANOTHER)
    return head, (texts.this_as_seen(row.amount), texts.ANOTHER)


def says_less(ctx: Context) -> bool:
    """Whether finance says itself that another sum was told: nothing has to be asked then."""
    return rights.may_check_money(ctx) and _SAYS_LESS.search(ctx.text) is not None


def settle(ctx: Context, number: int, amount: Decimal) -> Reply:
    """It is one payment: with the sum that finance has seen, and the other side hears of it.

    Args:
        ctx: of the message.
        number: of the payment that was told before.
        amount: yuan, as it is told now.
    """
    row = payments.find(ctx.session, number)
    before, customer = row.amount, ctx.directory.customer(row.customer_id)
    if not rights.may_check_money(ctx):
        text = texts.please_check_sum(ctx.person.name, customer.name, number, before, amount)
        push = Push(row.person_id, "payment_booked", f"other_sum:{number}:{ctx.message.id}", text)
        return Reply(texts.left_as_seen(number, customer.short, before), pushes=[push])
    done = payments.change(ctx.session, row, today=ctx.today, amount=amount, surplus_ok=True)
    checked = payment_checks.confirm(ctx, [number])
    told = tellings.heard_by(ctx, row.person_id)
    text = texts.your_sum_changed(ctx.person.name, number, customer.name, before, amount, done.still_open)
    push = Push(row.person_id, "payment_denied", f"other_sum:{number}:{ctx.message.id}", text)
    said = texts.settled_with(number, customer.name, before, amount, done.still_open, told)
    return Reply(said, pushes=[*checked.pushes, *([push] if told else [])])
