"""What is said of leave, trips, days of rest, who is away, and of being left alone for a while (`product.md` §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.texts import common
from models.schema import AbsenceKind

KINDS = {
    AbsenceKind.LEAVE: "请假",
    AbsenceKind.TRIP: "出差",
    AbsenceKind.REST: "休息",
    AbsenceKind.MORNING: "上午请假",
    AbsenceKind.AFTERNOON: "下午请假",
    AbsenceKind.HALF: "半天假",
}
NONE = "没有记着的出差或请假，不用销。要记的说：请假 12月2日到12月4日，或 出差 苏州 12.2-12.4"
OWN_HEAD = "我的请假和出差："
OWN_TAIL = "取消发“取消请假”或“取消出差”，提前回来发“回来了”。"
NO_OWN = "没有记着的请假或出差。要记的说：请假 12月2日到12月4日，或 出差 苏州 12.2-12.4"
NOBODY_LED = "谁请假由主管看。要记自己的说：请假 12月2日到12月4日"
NOT_MUTED = "现在没有开免打扰，该提醒的照常提醒。"
UNMUTED = "好，免打扰关了，该提醒的照常提醒。"
HALF = "这半天不提醒，当天的日报照常交"
STAY_LISTED = 3


def days(first: date, last: date, today: date) -> str:
    """12月2日（周三）到12月4日（周五），共 3 天; of one day only that."""
    if first == last:
        return common.day(first, today)
    return f"{common.day(first, today)}到{common.day(last, today)}，共 {(last - first).days + 1} 天"


def full(first: date, last: date) -> str:
    """2026年12月2日（周三）到2026年12月4日（周五）, where the year must be seen."""
    return common.full_day(first) if first == last else f"{common.full_day(first)}到{common.full_day(last)}"


def called(kind: str) -> str:
    """请假, 出差, 休息."""
    return next((word for each, word in KINDS.items() if each == kind), KINDS[AbsenceKind.LEAVE])


def name(kind: str, number: int) -> str:
    """请假#5."""
    return f"{called(kind)}#{number}"


def kept(
    what: str, place: str, when: str, *, excused: bool, leader: str, joined: bool, several: bool, reports: bool = True
) -> str:
    """An absence was written, or made longer.

    Args:
        what: `name`.
        place: of a trip.
        when: `days`.
        excused: whether nothing is owed meanwhile.
        leader: who is told; empty if nobody.
        joined: whether one that stood was made longer.
        several: whether it is more than one day.
        reports: whether he owes daily reports at all.
    """
    head = f"{'接着原来的，' if joined else '已记 '}{what}{f' {common.cut(place, 20)}' if place else ''}：{when}。"
    known = f"（{leader} 已知）" if leader else ""
    quiet = f"{'这几天' if several else '当天'}不提醒"
    if not reports:
        rest = f"{quiet}{known}。" if excused else (f"{leader} 已知。" if leader else "")
    else:
        rest = f"{quiet}，日报免交{known}。" if excused else f"出差也每天交日报{known}。"
    return f"{head}\n{rest}提前回来发“回来了”。"


def to_see(place: str, customers: Sequence[str]) -> str:
    """Own customers in the town of a trip, the longest unseen first."""
    return f"{common.cut(place, 12)}久未联系的：{'、'.join(customers)}"


def unseen(customer: str, days_: int | None) -> str:
    """东吴机械（41 天）."""
    return f"{common.cut(customer, 16)}（{'没去过' if days_ is None else f'{days_} 天'}）"


def longer(what: str, when: str, leader: str) -> str:
    """It was made longer."""
    return f"{what} 延到：{when}。{f'已告诉 {leader}。' if leader else ''}"


def changed(what: str, place: str, when: str, leader: str) -> str:
    """Its days were corrected."""
    where = f" {common.cut(place, 20)}" if place else ""
    return f"改好了 {what}{where}：{when}。{f'已告诉 {leader}。' if leader else ''}"


def ended(what: str, last: date | None, today: date) -> str:
    """One that is over, or was called off."""
    return f"{what} 取消了（留痕）" if last is None else f"{what} 记到 {common.day(last, today)}"


def back(lines: Sequence[str], leader: str, *, came_back: bool) -> str:
    """He is back, or all of it was called off.

    Args:
        lines: `ended`, of each.
        leader: who is told; empty if nobody.
        came_back: whether he was away at all.
    """
    told = f"已告诉 {leader}，" if leader else ""
    return f"{'，'.join(lines)}，{told}{'今天起照常' if came_back else '照常提醒'}。"


def own_line(what: str, place: str, when: str) -> str:
    """出差#1 苏州：11月25日（周三）到11月28日（周六），共 4 天."""
    return f"{what}{f' {common.cut(place, 20)}' if place else ''}：{when}"


def told_kept(person: str, what: str, place: str, when: str, reason: str) -> str:
    """What the leader is told."""
    where = f" {common.cut(place, 20)}" if place else ""
    return f"{person} {what}{where}：{when}{f'。{common.cut(reason, 40)}' if reason else ''}"


def told_back(person: str, what: str, last: date | None, today: date) -> str:
    """What the leader is told of an absence that is over or called off."""
    return f"{person} 的{what} {'取消了' if last is None else f'结束了，记到 {common.day(last, today)}'}。"


def half_day(what: str, on: str, leader: str) -> str:
    """Half a day off: the day's report is owed all the same."""
    return f"已记 {what}：{on}。\n{HALF}{f'（{leader} 已知）' if leader else ''}。提前回来发“回来了”。"


def overlaps(what: str, when: str) -> str:
    """All of it stands already, or a trip is to fall into leave."""
    return f"这几天已经记着 {what}：{when}，没有重复记。要改先发“取消{what.partition('#')[0]}”再记。"


def bad_days(when: str, longest: int, *, too_long: bool) -> str:
    """Too long, or too far away."""
    if too_long:
        return f"{when}太长了，一次最多记 {longest} 天，没有记。看看日子是不是写错了。"
    return f"{when}离今天太远了，没有记。看看年份是不是写错了。"


def who_head(on: str, count: int) -> str:
    """11月24日（周二）不在的：2 人."""
    return f"{on}不在的：{count} 人"


def who_line(person: str, kind: str, place: str, last: str, number: int) -> str:
    """李雷 出差 苏州，到 11月26日（周四）#6."""
    where = f" {common.cut(place, 12)}" if place else ""
    until = f"，到 {last}" if last else ""
    return f"{person} {called(kind)}{where}{until} #{number}"


def nobody(on: str) -> str:
    """Nobody is away."""
    return f"{on}没有人请假或出差。"


def muted(until: datetime, today: date) -> str:
    """Nothing is pushed until then."""
    at = common.clock(until)
    day = common.day(until.date(), today)
    when = at if until.date() == today else f"{day}{'' if at == '00:00' else at}"
    return f"好，{when} 前不推送，攒着到时一起给你。想早点恢复发“取消免打扰”。"


def muted_today() -> str:
    """Nothing is pushed until the day is over."""
    return "好，今天不再推送，明早照常。想早点恢复发“取消免打扰”。"
