"""Who may have paid, where a payment names nobody or several: those who owe something, or of whom one waits."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import payment_checks, rights, whose_money
from handlers.context import Context
from models.queries import money as queries


def offered(ctx: Context) -> tuple[int, ...]:
    """His own customers that owe something, where they are few."""
    scope = queries.Scope(frozenset({ctx.person.id}), ctx.directory.helped_by(ctx.person.id))
    owing = queries.list_owing(ctx.session, scope, queries.Span(), ctx.today, most=whose_money.OFFERED + 1)
    ids = [each.customer_id for each in owing]
    return whose_money.owing(ctx, ids) if len(ids) <= whose_money.OFFERED else ()


def only(ctx: Context, options: Sequence[int]) -> int | None:
    """To finance: the one of several customers of whom a payment waits to be checked, or who alone owes anything."""
    if not rights.may_check_money(ctx):
        return None
    waiting = [one for one in options if payment_checks.waiting_of(ctx, one)]
    owing = waiting or [one for one, held in queries.open_money(ctx.session, options, ctx.today).items() if held.total]
    return owing[0] if len(owing) == 1 else None
