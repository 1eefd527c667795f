"""Sentences that belong to no single capability."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.texts import common
from models.times import shanghai, shanghai_day

LIST_CLOSED = "好，单子收起来了。"
WHICH_QUESTION = (
    "问完你之后又推来一张带编号的单子，怕弄错，还没办。\n是答之前那个问题，就再回一次这个数字；不是就说要看什么。"
)
FROM_BEFORE = "这条发得比上面那条早、到得晚，没当成回答。"
FROM_BEFORE_LIST = "这条发得比单子早、到得晚，单子没动。要办就照单子上的编号再发一次。"
KIND_NOT_READ = "这种消息我还读不了。发文字就行，定位和照片也可以。"


def our_fault(code: str) -> str:
    """Something broke on our side; the code is in the log as well."""
    return f"这条我没处理好，是我这边的问题，没有记任何东西。请过几分钟再发一次；还不行，把这个码给管理员：{code}"


def asked_long_ago(asked_at: datetime, shown: str) -> str:
    """A bare number hours after a question.

    Args:
        asked_at: when it was asked (aware).
        shown: how, cut at its beginning.
    """
    return f"先核对一下，这是 {common.clock(asked_at)} 问你的：\n{shown}\n是的话再回一次这个数字；不是就说要做什么。"


def late_reply(sent_at: datetime, excerpt: str) -> str:
    """The first line of a reply that comes late: which message it answers.

    Args:
        sent_at: on a Shanghai clock.
        excerpt: how that message begins; empty for a picture or a place.
    """
    which = f"「{excerpt}」" if excerpt else ""
    return f"回你 {sent_at:%H:%M:%S} 那条{which}，让你久等了：\n"


def told_later(at: datetime, now: datetime, *, resting: bool) -> str:
    """Below what says that others are told: when they hear of it.

    Args:
        at: when they do (aware).
        now: the instant (aware).
        resting: whether a day of rest holds it back, not the quiet hours.
    """
    day, clock = common.day(shanghai_day(at), shanghai_day(now)), f"{shanghai(at):%H:%M}"
    return f"{'今天休息' if resting else '这会儿不打扰'}，{day}{clock} 后送到。"


def line_not_read(number: int) -> str:
    """One line of a message of several records, counted from 1, was not understood."""
    return f"第{number}行没看懂，没有记。"


def part_not_read(part: str) -> str:
    """A part of a message in one line was not understood."""
    return f"这半句没看懂，没有记：{common.cut(part, 30)}"


def join_answers(answers: Sequence[str]) -> str:
    """The answers to several records of one message, one below the other."""
    return "\n".join(answer for answer in answers if answer)
