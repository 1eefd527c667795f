"""补周一周二的日报: several days at once, each with what its records hold (`product.md` A3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from handlers import refusals
from handlers.context import Context, Push, Reply
from handlers.texts import reports as texts

MOST: Final = 7
"""Days at once; more is told day by day."""


def each(ctx: Context, days: Sequence[date], make_up: Callable[[date], Reply]) -> Reply:
    """The days in their order, up to the first of which something has to be told first.

    Args:
        ctx: of the message.
        days: Shanghai days, as they were said.
        make_up: hands in one day's report, or asks for it.
    """
    wanted = sorted(set(days))[:MOST]
    said: list[str] = []
    pushes: list[Push] = []
    for index, day in enumerate(wanted):
        reply = refusals.replied(ctx, partial(make_up, day))
        said.append(reply.text)
        pushes += reply.pushes
        if reply.ask:
            rest = wanted[index + 1 :]
            said += [texts.then_days(rest, ctx.today)] if rest else []
            return replace(reply, text="\n".join(said), pushes=pushes)
    return Reply("\n".join(said), pushes=pushes)
