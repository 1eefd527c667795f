"""What a leader reads of his people's daily reports, and of those who have handed in none (`product.md` A3, G4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time

from handlers.texts import common
from handlers.texts.reports import STATES, received
from models.schema import ReportState

LEADERS_HINT = "回编号看那一组。"
NOT_OWED = "不用交日报"
ONLY_LEADERS = "别人的日报由主管看。你可以发“我的日报”看自己的。"
LEADERS_URGE = "催日报由主管来做，你这边可以看谁没交。"
LEADERS_MARK = "已阅由主管来标。你要看日报发“团队日报”。"
NOBODY_REPORTS = "你这条线上还没有要交日报的人。"
NOT_IN_LINE = "你这条线上没有这位同事，看不了。发“团队日报”看你带的人。"
NOTHING_UNREAD = "没有未读的日报。"


def list_head(title: str, owed: int, filed: int) -> str:
    """11月23日（周一）日报：应交 5，已交 3."""
    return f"{title}日报：应交 {owed}，已交 {filed}"


def report_line(
    index: int, name: str, state: str, at: datetime | None, day: date, today: date, summary: str, *, read: bool
) -> str:
    """1 李雷 按时 19:42 3 访 1 报备（已阅）."""
    clock = received(at, day, today)
    parts = filter(None, (str(index), name, STATES[ReportState(state)], clock, summary))
    return f"{' '.join(parts)}{'（已阅）' if read else ''}"


def team_tail(missing: Sequence[str], excused: Mapping[str, Sequence[str]], *, any_filed: bool, leads: bool) -> str:
    """Who has none, who owes none and why, and what can be answered; only who leads marks and reminds."""
    hints = []
    if any_filed:
        hints.append("回编号看全文，“全部已阅”一次标完" if leads else "回编号看全文")
    if missing and leads:
        hints.append("回“催”提醒没交的")
    return "\n".join(
        filter(None, (_names("没交", missing), excused_line(excused), f"{'；'.join(hints)}。" if hints else ""))
    )


def _names(title: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f"等 {len(names)} 人" if len(names) > common.PAGE_LINES else ""
    return f"{title}：{'、'.join(names[: common.PAGE_LINES])}{more}"


def excused_line(excused: Mapping[str, Sequence[str]]) -> str:
    """免交：请假 张三、李四；休息 王五."""
    parts = [f"{why} {'、'.join(names[: common.PAGE_LINES])}" for why, names in excused.items() if names]
    return f"免交：{'；'.join(parts)}" if parts else ""


def missing(
    title: str,
    names: Sequence[str],
    *,
    filed: int,
    excused: Mapping[str, Sequence[str]],
    over: bool,
    leads: bool,
) -> str:
    """Who has none, numbered; only who leads reminds them."""
    hint = "回“催”提醒他们，回编号看他那天做了什么。" if leads else "回编号看他那天做了什么。"
    head = f"{title}{'没交' if over else '还没交'}日报的 {len(names)} 人："
    tail = "\n".join(filter(None, (f"已交 {filed} 人。{excused_line(excused)}", hint)))
    return common.lines_within(head, common.numbered(names).splitlines(), tail)


def nobody_missing(title: str, *, filed: int, excused: Mapping[str, Sequence[str]]) -> str:
    """All have handed in theirs."""
    head = f"{title}日报都交齐了，{filed} 人。" if filed else f"{title}没有人要交日报。"
    return "\n".join(filter(None, (head, excused_line(excused))))


def rest_day(title: str, filed: Sequence[str], workday: date | None) -> str:
    """Nobody owes one.

    Args:
        title: the day.
        filed: who wrote one all the same.
        workday: the one before, where that is what may be meant.
    """
    extra = f"自己交了的：{'、'.join(filed[: common.PAGE_LINES])}。" if filed else ""
    before = f"\n看上一个工作日，发“{workday.month}月{workday.day}日谁没交”。" if workday is not None else ""
    return f"{title}是休息日，不用交日报。{extra}{before}"


def opened_hint(number: int) -> str:
    """Below a report that a leader opened."""
    return f"看过发“已阅 #{number}”，点评发“点评 #{number} …”。"


def person_line(index: int, name: str, filed: int, late: int, gaps: int) -> str:
    """1 李雷 交 4（迟、补 1），缺 1."""
    parts = [f"交 {filed}{f'（迟、补 {late}）' if late else ''}", *([f"缺 {gaps}"] if gaps else [])]
    return f"{index} {name} {'，'.join(parts)}"


def people_list(title: str, lines: Sequence[str]) -> str:
    """The reports of a week or month, a line for each one."""
    return common.lines_within(f"{title}日报：", lines, "回编号看那一位做了什么。")


def none_of(name: str, day: date, today: date, why: str, *, leads: bool, did: str = "") -> str:
    """Somebody has handed in none; only who leads reminds him.

    Args:
        name: whose.
        day: which.
        today: Shanghai day.
        why: for what he owes none; empty if he does.
        leads: whether who asks is a leader.
        did: what his records of that day are, if there are any: a draft is nobody else's to read.
    """
    remind = f"，回“催 {name}”提醒他" if leads else ""
    owed = f"（{why}，免交）" if why else remind
    when = {0: "今天", 1: "昨天"}.get((today - day).days, common.short_day(day).split("（", 1)[0])
    records = f"\n草稿交了才看得到；记录有 {did}，明细发“{name}{when}干嘛了”。" if did and leads else ""
    return f"{name} {common.day(day, today)}没交日报{owed}。{records}"


def has_filed(name: str, day: date, today: date, state: str, at: datetime | None) -> str:
    """李雷 11月23日（周一）的日报 19:42 已交（按时）."""
    clock = f" {common.clock(at)}" if at is not None else ""
    return f"{name} {common.day(day, today)}的日报{clock} 已交（{STATES[ReportState(state)]}），不用催。"


def plans(title: str, told: Sequence[tuple[str, str]], without: Sequence[str]) -> str:
    """What each one means to do on a day, and who has said nothing."""
    lines = [f"{name}：{common.cut(words)}" for name, words in told]
    head = f"{title}的计划：" if lines else f"{title}还没有人写计划。"
    return common.lines_within(head, lines, _names("还没有", without) if without else "")


def leaders_head(title: str) -> str:
    """11月23日（周一）日报，按组："""
    return f"{title}日报，按组："


def leader_line(index: int, name: str, filed: int, missing: int, excused: int) -> str:
    """1 吴芳组 已交 3，没交 2，免交 1."""
    parts = [f"已交 {filed}", f"没交 {missing}", *([f"免交 {excused}"] if excused else [])]
    return f"{index} {name}组 {'，'.join(parts)}"


def of_team(name: str, leader: str) -> str:
    """李雷（吴芳组）."""
    return f"{name}（{leader}组）"


def urged(names: Sequence[str], lately: Sequence[str], *, of: str, quiet_until: time | None) -> str:
    """Who was reminded, and who had been a moment ago.

    Args:
        names: who was.
        lately: who had been.
        of: the day whose report is wanted, where it is not today's.
        quiet_until: the end of the quiet hours, where it is quiet now.
    """
    parts = []
    if names:
        later = f"，已过静默时间，明早 {quiet_until:%H:%M} 送到" if quiet_until is not None else ""
        parts.append(
            f"已提醒 {len(names)} 人{f'交{of}日报' if of else ''}：{'、'.join(names[: common.PAGE_LINES])}{later}。"
        )
    if lately:
        parts.append(f"半小时内提醒过，不再打扰：{'、'.join(lately[: common.PAGE_LINES])}。")
    return "\n".join(parts)


def nobody_to_urge(title: str) -> str:
    """All have handed in theirs, or owe none."""
    return f"{title}没有缺日报的人，不用催。"


def urge(leader: str, day: date, today: date, *, has_draft: bool) -> str:
    """What somebody reads who has handed in none: kind, one line."""
    if day != today:
        how = f"发“补{day.month}月{day.day}日日报”就行，没记录的后面写一句做了什么。"
    else:
        how = "发“日报”看草稿，回 1 就交。" if has_draft else "发“日报 今天做了什么”一句就行。"
    return f"{leader} 提醒：{common.day(day, today)}的日报还没交。{how}"


def without_sums(text: str, find: Callable[[str], str]) -> str:
    """A report for somebody who may not know sums of money.

    Args:
        text: the report.
        find: replaces every sum in a line.
    """
    return "\n".join(find(line) if line.startswith(("回款", "订单", "报价")) else line for line in text.split("\n"))
