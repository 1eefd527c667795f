"""What the house itself says: greetings, what came late, a clock that stood still, the administrators' line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from models.queries.ledger import Tally
from models.times import shanghai, shanghai_day, shanghai_instant
from models.wording import pushes as wording
from models.wording.formats import clock, day

MOST_LINES = 9


def greeted(listed: str, at: datetime) -> str:
    """早上好。 above the list that comes by itself; whoever had the morning off reads it at noon.

    Args:
        listed: the list.
        at: instant at which it leaves (UTC).
    """
    said = next((words for until, words in _GREETINGS if shanghai(at).hour < until), "晚上好")
    return f"{said}。{listed}"


_GREETINGS: Final = ((11, "早上好"), (13, "中午好"), (18, "下午好"))
"""Until which hour (Shanghai) what is said."""


def was_due(body: str, due_at: datetime, now: datetime) -> str:
    """A notice that could not leave in time, with the time it was due.

    Args:
        body: the notice as it was written.
        due_at: when it should have left (UTC).
        now: instant (UTC).
    """
    due, today = shanghai(due_at), shanghai(now).date()
    day = "" if due.date() == today else "昨天" if (today - due.date()).days == 1 else f"{due.month}月{due.day}日"
    return f"（补 {day}{due:%H:%M}）{body}"


def late_head(count: int) -> str:
    """Above several that could not leave in time; nothing above one."""
    return f"有 {count} 条提醒没能按时送到，现在补给你，耽误了，抱歉。" if count > 1 else ""


def clock_is_silent(last: datetime, now: datetime) -> str:
    """The clock of a running house has stopped.

    Args:
        last: when it last ticked (UTC).
        now: instant (UTC).
    """
    return (
        f"小勤的时钟从 {_moment(last, now)} 起停了，提醒、催交和汇总都发不出去，聊天照常。\n"
        "请重启服务（waiqin serve）；重启后会自动补发还有用的。"
    )


def clock_was_silent(last: datetime, now: datetime) -> str:
    """The house was shut for a while.

    Args:
        last: when its clock last ticked (UTC).
        now: instant of the start (UTC).
    """
    minutes = round((now - last).total_seconds() / 60)
    lasted = f"{minutes // 60} 小时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分钟"
    return (
        f"小勤从 {_moment(last, now)} 停到 {clock(now)}（{lasted}），刚恢复。\n"
        "这段时间里该发的提醒，还有用的现在补发，过了时间的不再发。"
    )


def admin_line(figures: Tally, names: Mapping[str, str], since: date, today: date, unknown_years: Sequence[int]) -> str:
    """What the last workday's pushes came to, and what an administrator should see to.

    Args:
        figures: of the ledger.
        names: by userid.
        since: the Shanghai day from which they are told.
        today: of the notice.
        unknown_years: of which nobody has told the holidays yet.
    """
    said = "昨天" if (today - since).days == 1 else f"{day(since, today)}以来"
    lines = [wording.tallied(said, figures)] if figures.due else []
    lines += [wording.refused_line(why, count) for why, count in wording.refusals(figures.refused).items()]
    lines += [f"时钟停过，{_moment(at, shanghai_instant(today))} 告诉过你。" for at in figures.silences]
    lines += [
        wording.failed_line(entry, names.get(entry.userid, entry.userid)) for entry in figures.failed[:MOST_LINES]
    ]
    left = len(figures.failed) - MOST_LINES
    lines += [f"还有 {left} 条没送到，发“推送情况”或用 waiqin notices --failed 看。"] if left > 0 else []
    lines += [
        f"{year} 年的放假安排还没有，先按周一到周五算。公布后发给我，比如：{year}-02-06上班" for year in unknown_years
    ]
    return "\n".join(lines)


def _moment(at: datetime, now: datetime) -> str:
    return f"{day(shanghai_day(at), shanghai_day(now))}{clock(at)}"
