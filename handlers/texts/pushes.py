"""What is said about pushes: whether they arrived, and why not (`product.md` §3 rank 4, §4.3)."""

from __future__ import annotations

from datetime import date
from typing import Final

from handlers.language.patterns import regex
from handlers.texts import common
from models.queries.ledger import Entry
from models.rules.notice_kinds import kind_of
from models.schema import NoticeState
from models.times import shanghai, shanghai_day
from models.wording.pushes import reason

NOT_YOURS = "全公司的推送情况只有管理员能看。看你自己的，发“推送记录”。"
ON_LEAVE = "你今天请假或休息，日常提醒停着，上班那天接着提醒；自己设了钟点的照常。提前回来发“回来了”。"
_FIRST_WORDS: Final = 18

_ADDED: Final = regex(r"\A(?:有 \d+ 条提醒没能按时送到[^\n]*\s+)?（补 [^）]*）")
"""What stands before the words of a push that came late."""


def fate(entry: Entry) -> str:
    """已送达 08:20, 没发：那件事已经办了 …"""
    if entry.state == NoticeState.SENT and entry.sent_at is not None:
        return f"{common.clock(entry.sent_at)} {'补发送达' if entry.late else '已送达'}"
    why = reason(entry.reason)
    words = {
        NoticeState.FAILED.value: "没送到",
        NoticeState.CANCELLED.value: "没发",
        NoticeState.EXPIRED.value: "没发",
    }.get(entry.state, "还没发")
    return f"{words}：{why}" if why else words


def line(entry: Entry, today: date) -> str:
    """08:20 早报 已送达 08:20."""
    due = shanghai(entry.due_at)
    day = "" if due.date() == today else f"{due.month}月{due.day}日 "
    return f"{day}{due:%H:%M} {kind_of(entry.kind).title} {fate(entry)}"


def head(said: str, count: int) -> str:
    """Above the list."""
    return f"{said}推送给你 {count} 条："


def none_of(said: str) -> str:
    """Nothing was due."""
    return f"{said}没有推送给你的。"


def explained(entry: Entry, today: date) -> str:
    """One push with its first words, so that he knows which is meant."""
    due_on = shanghai_day(entry.due_at)
    body = _ADDED.sub("", entry.body, count=1)
    words = common.cut(body.splitlines()[0] if body else "", _FIRST_WORDS)
    return f"{common.day(due_on, today)}{common.clock(entry.due_at)} 的“{words}”：{fate(entry)}。"


def nothing_missed(count: int) -> str:
    """Everything arrived; or nothing was due at all."""
    if count:
        return f"最近三天应发给你的 {count} 条都送到了。要看明细，发“推送记录”。"
    return "最近三天没有要提醒你的。要我到时提醒，发：提醒我明天10点给王总打电话"
