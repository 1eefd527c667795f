"""Every notice that a person reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from models.queries.followups import Due, Source
from models.queries.ledger import Tally
from models.rules.masking import mask
from models.times import shanghai
from models.wording import pushes as wording

MOST_LINES = 9
_RECORDS = {Source.VISIT: "拜访", Source.FOLLOWUP: "跟进", Source.REMINDER: "提醒", Source.PROMISE: "承诺"}


def morning(lines: Sequence[Due], overdue: int) -> str:
    """The morning's list of what a person meant to go on with today, with its numbers.

    Args:
        lines: what is due today.
        overdue: how much of the days before is still to be done.
    """
    visits = sum(due.source is Source.VISIT for due in lines)
    head = f"今天约了 {visits} 家" if visits == len(lines) else f"今天要办 {len(lines)} 件"
    shown = [_line(place, due) for place, due in enumerate(lines[:MOST_LINES], start=1)]
    more = len(lines) - MOST_LINES
    tail = [f"还有 {more} 件，发“待办”看。"] if more > 0 else []
    tail += [f"另有 {overdue} 件过期没办，发“待办”看。"] if overdue else []
    tail.append("去过回一句就记上，比如：拜访 客户 谈了什么" if visits else "")
    tail.append("办完回“1好了”，改天回“1 明天”。")
    return "\n".join(filter(None, [f"早上好，{head}：", *shown, *tail]))


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


def admin_line(figures: Tally, names: Mapping[str, str], since: date, today: date, unknown_years: Sequence[int]) -> str:
    """What the last workday's pushes came to, and what an administrator should see to.

    Args:
        figures: of the ledger.
        names: by userid.
        since: the Shanghai day from which they are told.
        today: of the notice.
        unknown_years: of which nobody has told the holidays yet.
    """
    said = "昨天" if (today - since).days == 1 else f"{since.month}月{since.day}日以来"
    lines = [wording.tallied(said, figures)] if figures.due else []
    lines += [
        wording.failed_line(entry, names.get(entry.userid, entry.userid)) for entry in figures.failed[:MOST_LINES]
    ]
    left = len(figures.failed) - MOST_LINES
    lines += [f"还有 {left} 条没送到，发“推送情况”或用 waiqin notices --failed 看。"] if left > 0 else []
    lines += [
        f"{year} 年的放假安排还没有，先按周一到周五算。公布后发给我，比如：{year}-02-06上班" for year in unknown_years
    ]
    return "\n".join(lines)


def _line(place: int, due: Due) -> str:
    at = f"{due.clock:%H:%M} " if due.clock is not None else ""
    reminder = due.source is Source.REMINDER and due.note
    whom = "" if reminder else "·".join(filter(None, (due.customer, mask(due.contact))))
    promised = "答应的：" if due.source is Source.PROMISE else ""
    what = " ".join(filter(None, (whom, promised + mask(due.note))))
    said = f"{due.made_on.month}月{due.made_on.day}日 " if due.source is Source.VISIT else ""
    made = " 约的" if due.source is Source.VISIT else ""
    return f"{place} {at}{what}（{said}{_RECORDS[due.source]}#{due.number}{made}）"
