"""What is said about daily reports to whoever writes them (`product.md` A3, §4.2, §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.texts import common, visits
from handlers.texts.plans import PLAN_WITHOUT_DAY
from models.rules.masking import mask
from models.rules.reports import Excuse
from models.rules.terms import cite
from models.schema import ReportState
from models.times import shanghai_day

STATES = {
    ReportState.DRAFT: "没交",
    ReportState.ON_TIME: "按时",
    ReportState.LATE: "迟交",
    ReportState.MADE_UP: "补交",
}
EXCUSES = {
    Excuse.REST_DAY: "休息日",
    Excuse.LEAVE: "请假",
    Excuse.REST: "休息",
    Excuse.ROLE: "不用交",
    Excuse.NOT_YET: "那天还没开始用",
}
DRAFT_HINT = "回 1 提交，或直接补一句。"
NOT_HANDED_IN = "好，先不交，草稿还在。要交时发“交日报”。"
NOT_CORRECTED = "这天的记录里没找到要改的，没改。日报草稿还开着，回 1 提交。"
NOT_IN_IT = "日报里没有这句，不会写进去。"
IN_A_RECORD = "这句是记录里的，没动。要改发“改 #编号 …”，整条不要发“撤销 #编号”。"
DRAFT_FOLLOWS = "日报草稿已跟着更新，回 1 提交。"
REASON_ASKED = "为什么迟交，写一句就行；不写也可以。"
THIS_WEEK = "本周"
REST_DAY = EXCUSES[Excuse.REST_DAY]
NOT_ASKED = frozenset({REST_DAY, EXCUSES[Excuse.ROLE], EXCUSES[Excuse.NOT_YET]})
"""Excuses of days that one's own list of reports leaves out."""
MOST_DAYS = 14
"""So many days of one's own reports are listed at most."""
HOW = {
    "plan": PLAN_WITHOUT_DAY,
    "daily_report": "日报会自己写好：发“日报”看草稿，回 1 就交；补一句直接写，交过的发“我的日报”看。",
    "comment": "点评写给谁、写什么：点评 128 下次带报价，或：表扬 李雷 回款及时。给你的发“我的点评”看。",
}
"""What is said where the thing was named and nothing could be made of it, by its topic."""
REASON_KEPT = "理由记下了，主管看得到。"
NO_REASON = "好，不写理由。"
PLAN_HEAD_CHARACTERS = 40


def draft(day: date, today: date, text: str, *, filed_at: datetime | None) -> str:
    """The draft with what can be answered; `filed_at` when it was handed in before."""
    head = f"日报草稿 {common.day(day, today)}"
    tail = "回 1 提交，或直接补一句。" if day == today else "回 1 补交，或直接补一句。"
    if filed_at is not None:
        tail = f"{common.clock(filed_at)} 交过一份，回 1 重交，编号不变。"
    return common.lines_within(head, text.split("\n"), tail)


def draft_empty(day: date, today: date) -> str:
    """There is nothing to write a report from."""
    when = "今天" if day == today else common.day(day, today)
    return (
        f"{when}还没有记录。直接写一句做了什么，就成草稿，比如：在公司整理报价。\n拜访、跟进、回款记下后会自动写进来。"
    )


def filed(number: int, at: datetime, summary: str, leader: str) -> str:
    """已交 日报#170 19:42（按时）。3 访 1 报备 回款 5 万元；已发 吴芳。"""
    return f"已交 日报#{number} {common.clock(at)}（按时）。{_sent(summary, leader)}"


def filed_again(number: int, at: datetime, summary: str, leader: str, *, changed: bool) -> str:
    """Handed in once more: the number stays."""
    if not changed:
        return f"和上次交的一样，不用再交。日报#{number} 有效。"
    return f"已重交 日报#{number} {common.clock(at)}，以这份为准。{_sent(summary, leader)}"


def filed_late(number: int, at: datetime) -> str:
    """After the deadline (`product.md` §4.3)."""
    return f"已收，日报#{number} {common.clock(at)}，记为迟交。\n理由可补一句，主管看得到。"


def made_up(number: int, day: date, today: date, leader: str) -> str:
    """An earlier day's (`product.md` §4.3)."""
    sent = f"已发 {leader}。" if leader else ""
    return f"已补 {common.day(day, today)}日报#{number}，标“补交”，原来的缺交记录不抹掉。{sent}"


def _sent(summary: str, leader: str) -> str:
    parts = list(filter(None, (summary, f"已发 {leader}" if leader else "")))
    return f"{'；'.join(parts)}。" if parts else ""


def told_leader(
    name: str, number: int, state: str, at: datetime, day: date, today: date, summary: str, plan: str, *, again: bool
) -> str:
    """What the leader is pushed: short, with how the whole of it is read and answered."""
    what = "重交了" if again else "交了"
    head = f"{name} {what} {common.day(day, today)}日报#{number}，{common.clock(at)}（{STATES[ReportState(state)]}）。"
    more = "；".join(filter(None, (summary, f"下一步 {common.cut(plan, PLAN_HEAD_CHARACTERS)}" if plan else "")))
    return (
        f"{head}{more}{'。' if more else ''}\n全文发“{name}的日报”，点评发“点评 #{number} …”，看过发“已阅 #{number}”。"
    )


def reason_told(name: str, number: int, reason: str) -> str:
    """What the leader is pushed when a reason came after."""
    return f"{name} 日报#{number} 迟交的理由：{common.cut(reason)}"


def added(number: int, filed_at: datetime | None) -> str:
    """Above the draft to which a sentence was added."""
    return f"已补进 日报#{number}。" if filed_at is None else f"已补进 日报#{number}（重交后主管才看得到）。"


def taken_out(number: int, words: str) -> str:
    """Above the draft from which a sentence was taken."""
    return f"日报#{number} 去掉了：{common.cut(words)}"


def ahead(day: date) -> str:
    """A report of a day to come."""
    return f"{common.full_day(day)}还没到，交不了那天的日报。要写打算，发：计划 …"


def too_old(day: date, days: int) -> str:
    """Further back than reports are made up."""
    return f"{common.full_day(day)}太早了，只能补交 {days} 天内的日报（{cite('report_make_up_days')}）。"


def closed(number: int, day: date, filed_at: datetime, today: date | None = None) -> str:
    """It was on time and is not changed any more."""
    when = common.day(day, today or day)
    return (
        f"{when}的日报#{number} {common.clock(filed_at)} 已按时交，截止后不再改（{cite('report_deadline')}）。\n"
        "要补充的直接告诉主管，或写进明天的日报。"
    )


def full(sentences: int, characters: int) -> str:
    """More is not added."""
    return f"这份日报加不下了：一句最多 {characters} 字，最多 {sentences} 句。挑要紧的写，没有加。"


def nothing(day: date) -> str:
    """Nothing to hand in; a report is of the last days, so the year says nothing."""
    return f"{common.short_day(day)}还没有记录，交不了空的日报。写一句就行，比如：日报 在公司整理报价。"


def received(at: datetime | None, day: date, today: date) -> str:
    """19:42; of another day than the report's with that day in front."""
    if at is None:
        return ""
    return common.clock(at) if shanghai_day(at) == day else f"{common.day(shanghai_day(at), today)}{common.clock(at)}"


def opened(
    name: str, number: int, state: str, at: datetime | None, day: date, today: date, text: str, reason: str
) -> str:
    """A report in full, for the leader or its author."""
    clock = f" {received(at, day, today)}" if at is not None else ""
    head = f"{name} {common.day(day, today)}日报#{number}（{STATES[ReportState(state)]}{clock}）"
    why = f"迟交理由：{mask(reason)}" if reason else ""
    return "\n".join(filter(None, (head, why, text)))


def visits_apart(customers: Sequence[str]) -> str:
    """A visit that is only told in a report makes no point."""
    return f"{'、'.join(customers)} 的拜访还没记，要计分就单独发一句：拜访 {customers[0]} 谈了什么"


def own_line(
    index: int, day: date, today: date, state: str, at: datetime | None, number: int, readers: Sequence[str]
) -> str:
    """1 11月23日（周一）按时 19:42 日报#170，吴芳 已阅."""
    clock = f" {received(at, day, today)}" if at is not None else ""
    read = f"，{'、'.join(readers)} 已阅" if readers else ""
    return f"{index} {common.day(day, today)}{STATES[ReportState(state)]}{clock} 日报#{number}{read}"


def own_gap(index: int, day: date, today: date, why: str, *, still: bool) -> str:
    """A day without a report."""
    state = f"免交（{why}）" if why else "还没交" if still else "没交"
    return f"{index} {common.day(day, today)}{state}"


def period(words: str, first: date, last: date, today: date) -> str:
    """本周（11月23日–11月29日）: the words that were used and the days they mean."""
    return visits.period(words, first, last, today)


def own_list(title: str, lines: Sequence[str], remarks: Sequence[str]) -> str:
    """One's own reports with what was said of them."""
    if not lines:
        return f"{title}没有交过日报。要写就发“日报”看草稿。"
    tail = "\n".join([*remarks, "回编号看全文；补交发“补昨天日报”。"])
    return common.lines_within(f"我的日报 {title}：", lines, tail)


def has_been_filed(number: int, day: date, state: str, at: datetime | None, today: date) -> str:
    """Of several days to be made up, one whose report is there."""
    clock = f" {received(at, day, today)}" if at is not None else ""
    return f"{common.day(day, today)}的日报#{number}{clock} 已交（{STATES[ReportState(state)]}），不用补。"


def then_days(days: Sequence[date], today: date) -> str:
    """What of several days waits until the first is told."""
    said = "、".join(common.day(day, today) for day in days)
    return f"先补这天；补完再发“补{common.short_day(days[0]).split('（', 1)[0]}日报”（还有 {said}）。"


def rest_day_over(day: date, workday: date, today: date) -> str:
    """昨天日报 on a Monday: nothing is owed of a day off; which day may be meant."""
    before = f"补 {common.day(workday, today)}的发：补{workday.month}月{workday.day}日日报"
    return f"{common.day(day, today)}是休息日，不用交日报。{before}"


def not_with_us_yet(day: date, today: date) -> str:
    """Of a day before one's first there is nothing to make up."""
    return f"{common.day(day, today)}你还没开始用小勤，不用补。"


def excuse_word(why: Excuse | None) -> str:
    """请假, 休息日; empty where a report is owed."""
    return EXCUSES[why] if why is not None else ""
