"""东吴的应收改成12月25号: the day of what is still open is moved; of several parts he says which (`product.md` D13)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from handlers import asking, whose_money
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention
from handlers.language.patterns import regex
from handlers.language.want_money import read_due_day
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import receivables as texts
from models.queries import money as queries
from models.schema import Receivable
from models.services import receivables

router = Router()

WHICH = "due_days.which"
_MOVES: Final = regex(r"(?:改|延|推|挪)(?:期|迟|后)?(?:成|到|为|至)\s*(?P<day>.+)", re.DOTALL)


def move(ctx: Context, mention: CustomerMention) -> Reply | None:
    """Move the day of a customer's open part, or ask which of several; None where the words move nothing.

    Args:
        ctx: of the message.
        mention: whose money.

    Raises:
        BadMoneyDay: no day that can be booked.
    """
    said = _MOVES.search(ctx.text)
    on = read_due_day(said["day"], ctx.today) if said is not None else None
    if on is None:
        return None
    found = whose_money.whom(ctx, mention)
    if found.refused or found.customer_id is None:
        return Reply(found.refused) if found.refused else None
    parts = queries.list_open(ctx.session, [found.customer_id])
    if not parts:
        return None
    if len(parts) == 1:
        return _moved(ctx, parts[0].id, on)
    options = [
        asking.Option(part.id, texts.part(part.due_on, part.label, part.open_amount, ctx.today)) for part in parts
    ]
    return asking.ask(WHICH, texts.WHICH_MOVES, options, {"on": on.isoformat()})


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Which part is meant."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    return _moved(ctx, int(taken.value), date.fromisoformat(taken.waiting["on"]))


def _moved(ctx: Context, receivable_id: int, on: date) -> Reply:
    row = ctx.session.get_one(Receivable, receivable_id)
    # Whose it is may have changed since it was asked.
    found = whose_money.of(ctx, row.customer_id)
    if found.refused:
        return Reply(found.refused)
    if not row.open_amount or row.voided:
        return Reply(texts.SETTLED_MEANWHILE)
    before = row.due_on
    receivables.change(ctx.session, row, today=ctx.today, due_on=on)
    days = common.day(before, ctx.today), common.day(on, ctx.today)
    name = ctx.directory.customer(row.customer_id).name
    return Reply(texts.changed(row.record_number, name, "到期日", *days, row.open_amount))
