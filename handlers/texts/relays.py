"""What is said when words are passed on to a colleague (`product.md` §4.2 转告)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts import common
from models.rules.masking import mask

WORDS_CHARACTERS = 400
BEFORE_CHARACTERS = 120
WHAT = "转告什么？连话一起发，比如：跟领导说 恒力要招标了。"
NO_LEADER = "你上面没有登记主管，没有转。要转给谁，写姓名，比如：告诉 李雷 …"
PASSED_ON = "转告你："
SELF = "这是你自己，没有转。"
TEAM_BY_LEADERS = "通知全组由主管发。要转给谁，写姓名，比如：告诉 李雷 …"
WHICH = "有同名的，转给哪一位？"


def passed_on(names: Sequence[str], quoted: str = "") -> str:
    """已转告 黄敏仪；what was taken from the message before is repeated.

    Args:
        names: of those who are told.
        quoted: the words, where they were said before; else empty.
    """
    who = common.few(names)
    return f"已转告 {who}：“{common.cut(mask(quoted), 60)}”" if quoted else f"已转告 {who}。"


def with_matter(words: str, before: str) -> str:
    """能不能补（黎总说先补三百个）: words that lean on what their speaker said before.

    Args:
        words: for a colleague.
        before: what the speaker told last.
    """
    return f"{words}（{common.cut(before, BEFORE_CHARACTERS)}）"


def told(speaker: str, words: str, about: str = "") -> str:
    """What the colleague reads.

    Args:
        speaker: who passes it on.
        words: his own.
        about: the customer that was talked about, where the words name none.
    """
    behind = f"（刚在说 {about}）" if about else ""
    return f"{speaker} {PASSED_ON}{mask(words)[:WORDS_CHARACTERS]}{behind}\n回他发：回 {speaker} …"


def guess(name: str) -> str:
    """One of the things that a message may have meant."""
    return f"转告 {name}"
