"""Which of a few offered ways somebody takes: by number, by words, or by a plain yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import choices
from handlers.context import Context
from handlers.language.meaning import Intents

_YES = frozenset({"同意", "我同意", "好", "好的", "是", "是的", "对", "可以", "行", "要", "嗯", "确定", "ok", "yes"})
_NO = frozenset({"不同意", "我不同意", "不", "不要", "不是", "不用", "算了", "否", "不行", "取消", "no"})


ANSWERING = frozenset({Intents.CHOOSE, Intents.CONFIRM, Intents.CANCEL, Intents.UNKNOWN})
"""What means nothing but the answer to a question, or nothing that is known."""


READING = frozenset(
    {
        Intents.CUSTOMER_QUERY, Intents.CUSTOMER_LIST, Intents.RECEIVABLE_QUERY, Intents.TIMELINE, Intents.VISIT_LIST,
        Intents.TEAM_SUMMARY, Intents.RANKING, Intents.MY_STATS, Intents.TARGET_QUERY, Intents.POINTS,
        Intents.POOL_LIST, Intents.LEAD_CHECK, Intents.COMMITMENT_LIST, Intents.NEWS_LIST, Intents.ABSENCE_LIST,
        Intents.PERSON_WORK, Intents.REPORT_MISSING, Intents.TERMS_SHOW,
    }
)  # fmt: skip
"""What looks something up and writes nothing."""


SHOWN = "shown_as"
"""Where a question keeps how it was asked."""


def is_aside(ctx: Context) -> bool:
    """Whether a text that fits none of the offered ways means something else: then it is a command and no answer."""
    return ctx.intent.name not in ANSWERING


def pick(
    ctx: Context, options: Sequence[Sequence[str]], *, yes: int | None = None, no: int | None = None
) -> int | None:
    """The index of the option that an answer means; None when it means none, or several.

    Args:
        ctx: of the message that answers.
        options: the names of each option, in the order they were offered.
        yes: index that a plain 好 or 同意 means, if any.
        no: index that a plain 不 or 取消 means, if any.
    """
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return number - 1 if 1 <= number <= len(options) else None
    said = choices.folded(ctx.text)
    if no is not None and (said in _NO or ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text)):
        return no
    if yes is not None and (said in _YES or ctx.intent.name is Intents.CONFIRM):
        return yes
    correction = choices.corrected(ctx.text)
    if correction is None:
        return choices.named(said, options)
    if correction.new.isdecimal():
        return int(correction.new) - 1 if 1 <= int(correction.new) <= len(options) else None
    return choices.named(correction.new, options) if correction.new else None
