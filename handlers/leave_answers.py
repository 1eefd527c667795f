"""可以 / 去吧，有急事让玉洁顶一下: a leader's word on the leave he was just told of, passed on (A2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from handlers import threads
from handlers.context import Context
from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.texts import absences as texts
from handlers.texts.relays import PASSED_ON
from models.queries import absences as queries

LONGEST: Final = 80
_SPAN: Final = timedelta(hours=1)
_ANSWERS: Final = regex(
    r"\s*(?:可以|行|好|同意|准了?|批了?|没问题|OK|ok|去吧|知道了?|收到|嗯|不行|不批|不准|不同意|换(?:个|一)天|改天)(?=$|[\s,，。.!！的了吧啊呀])"
)
_HERE: Final = frozenset(
    {Intents.SMALLTALK, Intents.UNKNOWN, Intents.CONFIRM, Intents.CANCEL, Intents.RECEIVED, Intents.NOT_YET}
)


def in_full(ctx: Context, first: Intent) -> str:
    """The answer as words for him, and for whom they name besides; empty for anything else.

    Args:
        ctx: of the message as it was read by itself.
        first: how it was read.
    """
    if not ctx.person.leads or ctx.book is None or first.name not in _HERE or len(ctx.text) > LONGEST:
        return ""
    if _ANSWERS.match(ctx.text) is None:
        return ""
    asks, what = _just_told(ctx)
    if not asks:
        return ""
    named = ctx.book.find_people(ctx.text, threads.speaker(ctx))
    others = [ctx.directory.people[ids[0]].name for _, _, ids in named if len(ids) == 1 and ids[0] != ctx.person.id]
    return f"转告{'和'.join(dict.fromkeys([asks, *others]))}：{what} {ctx.text.strip()}"


def _just_told(ctx: Context) -> tuple[str, str]:
    """Whose leave was told to him since he wrote last, and its name; empty where it was nobody's.

    What a colleague has him told in between is answered first.
    """
    below = [card.id for card in ctx.directory.reports_of(ctx.person.id)]
    found = queries.find_just_made(ctx.session, below, since=ctx.now - _SPAN, today=ctx.today)
    if found is None:
        return "", ""
    row, made_at = found
    if any(one.at >= made_at and (one.text or PASSED_ON in one.told) for one in threads.exchanges(ctx)):
        return "", ""
    return ctx.directory.people[row.person_id].name, texts.name(row.kind, row.number)
