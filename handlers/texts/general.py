"""Sentences that belong to no single capability."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

LIST_CLOSED = "好，单子收起来了。"
WHICH_QUESTION = (
    "问完你之后又推来一张带编号的单子，怕弄错，还没办。\n是答之前那个问题，就再回一次这个数字；不是就说要看什么。"
)
KIND_NOT_READ = "这种消息我还读不了。发文字就行，定位和照片也可以。"


def our_fault(code: str) -> str:
    """Something broke on our side; the code is in the log as well."""
    return f"这条我没处理好，是我这边的问题，没有记任何东西。请过几分钟再发一次；还不行，把这个码给管理员：{code}"


def late_reply(sent_at: datetime, excerpt: str) -> str:
    """The first line of a reply that comes late: which message it answers.

    Args:
        sent_at: on a Shanghai clock.
        excerpt: how that message begins; empty for a picture or a place.
    """
    which = f"「{excerpt}」" if excerpt else ""
    return f"回你 {sent_at:%H:%M:%S} 那条{which}，让你久等了：\n"


def line_not_read(number: int) -> str:
    """One line of a message of several records, counted from 1, was not understood."""
    return f"第{number}行没看懂，没有记。"


def join_answers(answers: Sequence[str]) -> str:
    """The answers to several records of one message, one below the other."""
    return "\n".join(answer for answer in answers if answer)
