"""What people read of the daily report's clock: reminders, the evening's summary, the roll-up (`product.md` §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from models.rules.masking import mask
from models.schema import RepDay
from models.wording.formats import clock, day, money

_MOST_NAMED = 12
_DECISIONS = 3
_NOTHING = "没有记录"
_MISSING = "没交"
_HANDED = ("按时", "迟交", "补交")


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a summary.

    Attributes:
        name: of the person.
        state: 按时, 迟交 21:14, 没交, 请假 …
        done: his day summed up; None when he did nothing that is counted.
    """

    name: str
    state: str
    done: RepDay | None


def nag(closes: datetime, now: datetime, *, last: bool, no_visit: bool, written: bool) -> str:
    """The report is still missing.

    Args:
        closes: when the day closes (UTC).
        now: instant (UTC).
        last: it is the last word before that.
        no_visit: he travels and has told of no visit yet (A2).
        written: there is something that a draft is made of.
    """
    minutes = round((closes - now).total_seconds() / 60)
    if last:
        way = "回 1 就交，或者补一句再交。" if written else "回一句就行，比如：日报 在公司整理报价"
        return f"日报还有 {minutes} 分钟截止，{way}"
    way = "发“日报”看草稿，回 1 就交。" if written else "回一句就行，比如：日报 在公司整理报价"
    told = f"今天的日报还没交，{clock(closes)} 截止。{way}"
    return f"{told}\n出差今天还没有拜访记录，跑了哪家顺手补一句：拜访 客户 谈了什么" if no_visit else told


def state(filed: str, at: datetime | None) -> str:
    """按时, 迟交 21:14, 补交: how a report was handed in.

    Args:
        filed: `ReportState`.
        at: when (UTC).
    """
    if filed == "late" and at is not None:
        return f"迟交 {clock(at)}"
    return {"on_time": "按时", "late": "迟交", "made_up": "补交"}.get(filed, _MISSING)


def did(done: RepDay | None) -> str:
    """3 访 3 分 1 报备 回款 5 万元; 没有记录 for nothing."""
    if done is None:
        return _NOTHING
    parts = [f"{done.visits} 访 {done.points} 分"] if done.visits else []
    parts += [f"{done.leads} 报备"] if done.leads else []
    parts += [f"{done.orders} 单"] if done.orders else []
    parts += [f"回款 {money(done.paid)}"] if done.paid else []
    parts += [f"跟进 {done.followups}"] if done.followups else []
    return " ".join(parts) or _NOTHING


def _done(line: Line) -> str:
    """没交：3 访 3 分; 请假 of whoever owed nothing and did nothing.

    Of a report that holds no record its author wrote words all the same: they are there to be opened.
    """
    words = did(line.done)
    if words != _NOTHING:
        return f"{line.state}：{words}"
    if line.state.startswith(_HANDED):
        return f"{line.state}：只写了文字"
    return f"{line.state}：{words}" if line.state == _MISSING else line.state


def total(days: Sequence[RepDay]) -> str:
    """The same for several people."""
    paid = sum((done.paid for done in days), Decimal(0))
    parts = [
        f"{sum(done.visits for done in days)} 访 {sum(done.points for done in days)} 分",
        f"{sum(done.leads for done in days)} 报备",
    ]
    orders = sum(done.orders for done in days)
    parts += [f"{orders} 单"] if orders else []
    parts += [f"回款 {money(paid)}"] if paid else []
    return " ".join(parts)


def summary(
    on: date, today: date, lines: Sequence[Line], days: Sequence[RepDay], decisions: Sequence[str], conflicts: int
) -> str:
    """The evening's summary for one leader.

    Args:
        on: the Shanghai day it is about.
        today: of the notice.
        lines: his people, in the order of their numbers.
        days: what they did.
        decisions: what waits for his decision, the most pressing first.
        conflicts: appeals of the day.
    """
    handed = sum(line.state.startswith(_HANDED) for line in lines)
    missing = sum(line.state == _MISSING for line in lines)
    head = f"{day(on, today)}日汇总：日报交 {handed}，没交 {missing}"
    excused = len(lines) - handed - missing
    head += f"，免交 {excused}" if excused else ""
    told = [f"{head}。", f"合计 {total(days)}" + (f"，撞单 {conflicts}" if conflicts else "")]
    told += [f"{number} {line.name} {_done(line)}" for number, line in enumerate(lines[:_MOST_NAMED], 1)]
    left = len(lines) - _MOST_NAMED
    told += [f"还有 {left} 人，发“团队今天”看。"] if left > 0 else []
    more = f"；等 {len(decisions)} 件" if len(decisions) > _DECISIONS else ""
    told += [f"等你定：{'；'.join(decisions[:_DECISIONS])}{more}"] if decisions else []
    told.append("回编号看细的" + ("，发“催”提醒没交的。" if missing else "。"))
    return "\n".join(told)


def appeal(customer: str, due_on: date, today: date) -> str:
    """申诉 东吴机械，11月25日（周三）前答复; 申诉 东吴机械，拖了 3 天."""
    late = (today - due_on).days
    return f"申诉 {customer}，" + (f"拖了 {late} 天" if late > 0 else f"{day(due_on, today)}前答复")


def lead(number: int, customer: str, *, renewal: bool) -> str:
    """报备B0003 东吴机械 谁来跟; or whether its protection is made longer."""
    return f"报备B{number:04d} {customer} {'续不续保护' if renewal else '谁来跟'}"


def rollup(on: date, today: date, groups: Sequence[tuple[str, int, int, Sequence[RepDay]]]) -> str:
    """The managers' summaries in figures, one level higher.

    Args:
        on: the Shanghai day it is about.
        today: of the notice.
        groups: by manager his name, how many of his people handed in, how many owed, and what they did.
    """
    told = [f"{day(on, today)}各组汇总："]
    told += [
        f"{number} {name}组 日报 {handed}/{owing}，{total(days)}"
        for number, (name, handed, owing, days) in enumerate(groups, 1)
    ]
    told.append("回编号看那一组。")
    return "\n".join(told)


@dataclass(frozen=True, slots=True)
class Morning:
    """One person of the meeting's sheet.

    Attributes:
        name: of the person.
        done: what he did the workday before, in words.
        plan: today's, in his words; may be empty.
        away: 请假, 出差; empty when he is there.
    """

    name: str
    done: str
    plan: str
    away: str


def meeting(today: date, before: date, lines: Sequence[Morning], problems: Sequence[tuple[str, str]]) -> str:
    """The sheet for the morning meeting.

    Args:
        today: the Shanghai day.
        before: the workday before.
        lines: the people, in the order of their numbers.
        problems: who raised what that is not solved, the latest first.
    """
    said = "昨天" if (today - before).days == 1 else day(before, today)
    told = [f"{day(today, today)}晨会单，{said}的情况和今天的计划："]
    for number, line in enumerate(lines[:_MOST_NAMED], 1):
        away = f"（{line.away}）" if line.away else ""
        plan = f"；今天 {mask(line.plan)[:40]}" if line.plan else ""
        told.append(f"{number} {line.name}{away} {line.done}{plan}")
    left = len(lines) - _MOST_NAMED
    told += [f"还有 {left} 人，发“团队昨天”看。"] if left > 0 else []
    if problems:
        told.append(f"没解决的问题 {len(problems)} 条：")
        told += [f"· {name}：{mask(words)[:40]}" for name, words in problems[:5]]
    unplanned = [line.name for line in lines if not line.plan and line.away not in {"请假", "休息"}]
    told += [f"今天还没计划：{'、'.join(unplanned[:_MOST_NAMED])}"] if unplanned else []
    told.append("回编号看那天的明细。")
    return "\n".join(told)
