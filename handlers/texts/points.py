"""What people read about points: where they stand, and each visit that made none, with why (`product.md` A1, P16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common, visits
from models.rules import terms
from models.rules.points import pace
from models.rules.terms import Terms

ONLY_LEADERS = "同事的积分由他的主管看。你可以发“积分”看自己的。"
NO_POINTS = "积分只记业务员的拜访，你这个岗位不计分，也没有罚款这回事。规则发“制度 积分”看。"
NOBODY_REPORTS = "你这条线上还没有业务员。人员由管理员导入后就能看。"
NOT_IN_LINE = "你这条线上没有这位同事，看不了。发“团队积分”看你带的人。"
ALL_COUNTED = "每条都计了分。"
NO_PENALTY = "这里只计数、说明，不罚款也不扣工资；怎么用由主管和你当面谈。"
REASON_CHARACTERS = 30


def standing(total: int, day: date, today: date, floor: int, name: str = "") -> str:
    """本月 17/30 分，应到 18；还差 13 分，还剩 9 个工作日。

    Args:
        total: points of the month.
        day: any Shanghai day of the month.
        today: Shanghai day of the message.
        floor: asked for in the month.
        name: of the colleague whose they are; empty for one's own.
    """
    whose = f"{name} " if name else ""
    head = f"{whose}{visits.month_word(day, today)} {visits.points_now(total, day, today, floor)}"
    if visits.month_word(day, today) != visits.THIS_MONTH:
        return f"{head}。"
    found = pace(total, today, floor)
    if not found.missing:
        return f"{head}；已经够了。"
    left = f"还剩 {found.workdays_left} 个工作日" if found.workdays_left else "今天是本月最后一个工作日"
    return f"{head}；还差 {found.missing} 分，{left}。"


def rule(on: Terms, day: date) -> str:
    """制度 1.2：拜访证据达到 1 级才计分，同一客户同一天只计一次。"""
    term = terms.BY_NAME["points_level"]
    return f"{terms.cite(term.name)}：{term.sentence.format(on.text(term.name, day))}。"


def explained(head: str, uncounted: Sequence[str], *, counted: int, why: bool, clause: str) -> str:
    """Where somebody stands, and each visit that made no point.

    Args:
        head: `standing`.
        uncounted: `same_day`, `voided`, `weak` of each.
        counted: how many visits made one.
        why: it was asked why there are so few.
        clause: `rule`.
    """
    if uncounted:
        title = f"未计 {len(uncounted)} 条，计了 {counted} 条："
        return common.lines_within(f"{head}\n{title}", uncounted, clause)
    if counted:
        return f"{head}\n记了 {counted} 次拜访，{ALL_COUNTED}{clause}"
    return f"{head}\n{'这个月还没有拜访记录，所以没有分。' if why else ''}{clause}"


def one_counted(number: int, day: str) -> str:
    """#128 计了分: the answer to why one visit made none, where it made one."""
    return f"拜访#{number}（{day}）计了 1 分。"


def one_uncounted(line: str, clause: str) -> str:
    """#120 …：同日同客户，#119 已计。制度 1.2：…"""
    return f"{line}。{clause}"


def no_visit(number: int) -> str:
    """Points are asked of a record that is no visit."""
    return f"#{number} 不是拜访，不计积分。只有拜访计分，一家一天 1 分。"


def same_day(number: int, day: str, customer: str, other: int) -> str:
    """#120 11月20日（周五） 东吴机械：同一天这家已由 #119 计分."""
    return f"#{number} {day} {customer}：同日同客户，#{other} 已计"


def voided(number: int, day: str, customer: str, who: str, reason: str) -> str:
    """#117 11月18日（周三） 恒力：已作废（周经理：没有去）; without a reason the author took it back himself."""
    if not reason:
        return f"#{number} {day} {customer}：自己撤销了"
    return f"#{number} {day} {customer}：已作废（{who}：{common.cut(reason, REASON_CHARACTERS)}）"


def weak(number: int, day: str, customer: str, level: int, asked: int) -> str:
    """#118 11月17日（周二） 华联：证据 1 级，不够 2 级."""
    return f"#{number} {day} {customer}：证据不足（{level} 级，要 {asked} 级）"


def score(index: int, name: str, total: int) -> str:
    """1 李雷 17 分."""
    return f"{index} {name} {total} 分"


def scores(lines: Sequence[str], day: date, today: date, floor: int, tail: str) -> str:
    """A leader's people with their points of a month."""
    month = visits.month_word(day, today)
    due = f"，{month}应到 {pace(0, today, floor).expected} 分" if month == visits.THIS_MONTH else ""
    return common.lines_within(f"{month}积分（每人 {floor} 分{due}）：", lines, tail)


def pick(page: int, pages: int) -> str:
    """Below a list of people."""
    if pages == 1:
        return "回编号看未计的是哪几条。"
    return f"第 {page + 1}/{pages} 页，回编号看未计的，回“下一页”继续。"


def which_person(names: Sequence[str]) -> str:
    """Several colleagues of this name."""
    return f"有同名的，看哪一位的积分？\n{common.numbered(names)}"


def pick_a_number(count: int) -> str:
    """The answer fits nobody in the list."""
    return f"回 1 到 {count} 的编号，就看那一位的积分。"
