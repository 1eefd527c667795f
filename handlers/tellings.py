"""When a colleague really hears of what a reply says he is told: quiet hours and days of rest hold it back (P18)."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Reply
from handlers.language.patterns import regex
from handlers.texts import general as texts
from models.rules.notice_kinds import kind_of
from models.rules.quiet import leaves_at, quiet_of
from models.times import shanghai_day

_SAYS_SO = regex(r"告诉(?!你)|告知|转告|通知|已请|等他们回|已报 |已交 |已知|已发 ")


def heard_by(ctx: Context, *person_ids: int | None) -> list[str]:
    """The names of those who are told: neither the speaker nor who has left.

    Args:
        ctx: of the message.
        person_ids: whom it concerns; each is named once.
    """
    cards = [ctx.directory.people.get(found or 0) for found in dict.fromkeys(person_ids)]
    return [card.name for card in cards if card is not None and card.active and card.id != ctx.person.id]


def with_hour(ctx: Context, reply: Reply) -> Reply:
    """The reply, below it when those who are told will hear of it, where that is not now.

    Args:
        ctx: of the message.
        reply: to it, with what it pushes.
    """
    others = [push for push in reply.pushes if push.person_id != ctx.person.id]
    if not others or _SAYS_SO.search(reply.text) is None:
        return reply
    quiet = quiet_of(ctx.directory.terms, shanghai_day(ctx.now))
    first = min(
        leaves_at(ctx.now, quiet, ctx.directory.calendar, punctual=kind_of(push.kind).punctual) for push in others
    )
    if first <= ctx.now:
        return reply
    return replace(reply, text=f"{reply.text}\n{texts.told_later(first, ctx.now, resting=not quiet.covers(ctx.now))}")
