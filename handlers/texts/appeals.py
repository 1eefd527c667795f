"""What is said of appeals, of both sides' records, and of rulings (`product.md` A10, B2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from handlers.texts import common, records
from models.queries.leads import QUOTE
from models.rules.leads import Ground, Ruling, Suggestion
from models.rules.masking import mask
from models.rules.terms import cite
from models.schema import Appeal, AppealState, MoveKind, RecordKind
from models.times import shanghai_day

WHICH = "对哪一家有异议？带上客户名和理由，比如：申诉 东吴 我6月就报价了"
DROPPED = "好，没有申诉。"
REASON_AGAIN = "理由写一句，主管要看：什么时候、做了什么，比如：我6月3日就报了价。不申诉回“取消”。"
SHOW_WHICH = "没找到是哪一家。写客户名，比如：撞单 东吴"
NOT_FOR_YOUR_ROLE = "申诉由业务员和主管来提，你这个岗位提不了。"
NONE_WAITING = "现在没有等你裁决的撞单。看某一家发：撞单 客户名"
RULINGS = {Ruling.CONFIRM: "确认", Ruling.REASSIGN: "改派", Ruling.SHARE: "合作"}
NO_RECORDS = "没有记录"
_MOVES = {
    MoveKind.CLAIMED: "从公海领取",
    MoveKind.ASSIGNED: "主管分配",
    MoveKind.RULED: "主管裁决归他",
    MoveKind.HANDED_OVER: "交接得到",
}
_OUTCOMES = {
    AppealState.CONFIRMED: "维持原来的负责人",
    AppealState.REASSIGNED: "改由同事跟",
    AppealState.SHARED: "一起跟",
}
_GROUNDS = {
    Ground.OTHER_IDLE: "申诉的一方没有跟进记录",
    Ground.OWNER_IDLE: "负责人没有跟进记录，申诉的一方有",
    Ground.OTHER_FIRST: "两边都跟过，申诉的一方更早",
    Ground.OWNER_FIRST: "负责人在先，也一直在跟",
}


def reason_wanted(name: str) -> str:
    """Nobody rules without knowing what is brought forward."""
    return f"申诉 {mask(name)}，理由是什么？写一句，比如：我6月3日就报了价。不申诉回“取消”。"


def appealed(number: int, name: str, judge: str, due: date, today: date) -> str:
    """The appeal is with the leader."""
    who = f"已交 {judge}" if judge else "已记下，等管理员指定主管"
    return f"申诉#{number} {mask(name)}：{who}，附双方记录；{common.day(due, today)}前答复（{cite('appeal_days')}）。"


def pointless(name: str, *, own: bool) -> str:
    """There is nobody to appeal against."""
    if own:
        return f"{mask(name)} 本来就归你跟，不用申诉。"
    return f"{mask(name)} 现在没有负责人，不用申诉，直接发：报备 {mask(name)}"


def waits_already(number: int, due: date) -> str:
    """He has appealed already."""
    return f"申诉#{number} 已经在主管那里，{common.short_day(due)}前答复，不用再发。"


def ended(number: int) -> str:
    """It was ruled on, or is settled otherwise."""
    return f"申诉#{number} 已经有结果了，不用再定，也撤不了。"


def not_the_judge(number: int, judge: str) -> str:
    """Somebody else rules on it."""
    return f"申诉#{number} 由 {judge} 裁决。" if judge else f"申诉#{number} 不归你裁决。"


def not_for_you(name: str, who: str) -> str:
    """The customer is of another line: its file is not for him."""
    by = f"（{who}）" if who else ""
    return f"{mask(name)} 已有归属{by}，不在你的线上，双方记录看不了。"


def file(name: str, sides: Sequence[tuple[str, Sequence[str], int]], ruling: str | None) -> str:
    """Both sides' dated records, one after the other, and what may be ruled.

    Args:
        name: of the customer.
        sides: of each its heading, its records, and how many are left out in their middle.
        ruling: the suggestion with the ways out; None where nobody appeals.
    """
    lines: list[str] = []
    for head, deeds, left in sides:
        lines.append(head)
        lines += [f"  {deed}" for deed in deeds] or [f"  {NO_RECORDS}"]
        if left:
            lines.append(f"  中间还有 {left} 条")
    return common.lines_within(f"撞单 {mask(name)}", lines, ruling or "没有申诉，只列记录。")


def several(count: int, text: str) -> str:
    """More than one appeal waits."""
    return f"有 {count} 件等你裁决，先看这件：\n{text}" if count > 1 else text


def owner_side(person: str, number: int | None, since: date | None, until: date | None, today: date) -> str:
    """【李雷】负责人，报备B0131 11月3日起，保护到 12月3日."""
    if number is None or since is None or until is None:
        return f"【{person}】负责人，没有在保护期的报备"
    return f"【{person}】负责人，报备B{number:04} {common.day(since, today)}起，保护到 {common.day(until, today)}"


def other_side(person: str, reason: str) -> str:
    """【韩梅】申诉：我6月就报价了."""
    return f"【{person}】申诉：{common.cut(reason)}" if reason else f"【{person}】也跟过"


def claimed(person: str, at: datetime, today: date) -> str:
    """【方晓芸】11月23日（周一）10:31 也来报备: a side that has no appeal yet."""
    return f"【{person}】{common.day(at.date(), today)}{at:%H:%M} 也来报备"


def say_who(person: str) -> str:
    """Below two sides of whom none has appealed: a word is enough to decide."""
    return f"没人申诉。要定归谁说一句就行，比如：给{mask(person)}"


def deed(on: date, today: date, kind: str, number: int, words: str, amount: Decimal | None) -> str:
    """11月5日（周四） 拜访#120 谈报价."""
    if kind == RecordKind.MOVE:
        return f"{common.day(on, today)} {_MOVES.get(MoveKind(words), '换负责人')}"
    what = "报价" if kind == QUOTE else records.KINDS[RecordKind(kind)]
    of = f"{what}B{number:04}" if kind == RecordKind.LEAD else f"{what}#{number}"
    money = f" {common.money(amount)}" if amount is not None else ""
    return f"{common.day(on, today)} {of}{money} {common.cut(words, 24)}".rstrip()


def suggestion(found: Suggestion, number: int, due: date, today: date, *, asked: bool) -> str:
    """What the rules speak for, and how to rule; `asked` where a number alone does."""
    of = f"申诉#{number}"
    how = (
        "1 确认 2 改派 3 合作，后面可以加一句理由。"
        if asked
        else f"回：{of} 1 确认，{of} 2 改派，{of} 3 合作，后面可以加一句理由。"
    )
    return (
        f"建议{RULINGS[found.ruling]}：{_GROUNDS[found.ground]}（{cite(found.term)}）。\n"
        f"{of} 请 {common.day(due, today)}前定：{how}"
    )


def not_about_records(number: int, leader: str) -> str:
    """An appeal is about whose a customer is; what became of a record is its leader's word."""
    whom = f"找 {leader}" if leader else "找管理员"
    return f"申诉说的是客户归谁。#{number} 有疑问直接{whom}，恢复也由主管来做。"


def ruled(ruling: Ruling, name: str, owner: str, other: str, number: int | None, told: Sequence[str]) -> str:
    """What the leader reads after his ruling; `told` are those of both sides who are there to be told."""
    of = f"申诉#{number} " if number is not None else ""
    heard = "，两边都已通知" if len(told) > 1 else common.told(told)
    if ruling is Ruling.REASSIGN:
        return f"已定 {of}{mask(name)} 改派给 {other}{heard}。"
    if ruling is Ruling.SHARE:
        return f"已定 {of}{mask(name)} 由 {owner} 负责，{other} 合作{heard}。"
    return f"已定 {of}{mask(name)} 还归 {owner}{heard}。"


def appellant_left(person: str) -> str:
    """Whoever appealed is gone: it cannot be given to him."""
    return f"{person} 已经停用了，不能给他。回 1 确认，或写接手的人：2 姓名、3 姓名"


def awarded(number: int, until: date, today: date) -> str:
    """（报备B0009，保护到 12月23日（周三））: the registration of whoever got the customer."""
    return f"（报备B{number:04}，保护到 {common.day(until, today)}）"


def your_ruling(
    ruling: Ruling, name: str, *, leader: str, is_owner: bool, gets: bool, taker: str, note: str, award: str = ""
) -> str:
    """What each side is told of a ruling, with the leader's words.

    Args:
        ruling: what was decided.
        name: of the customer.
        leader: who decided.
        is_owner: whether it was his until now.
        gets: whether he gets it, or works on it too.
        taker: who got it, or works on it too; empty where it stays.
        note: the leader's words.
        award: his registration of it, as `awarded` says it.
    """
    why = f"理由：{common.cut(note)}。" if note else ""
    if ruling is Ruling.CONFIRM:
        what = "还归你" if is_owner else "维持原来的负责人"
    elif ruling is Ruling.REASSIGN:
        what = f"改由你跟{award}" if gets else (f"改由 {taker} 跟" if is_owner else "改由别的同事跟")
    else:
        what = f"还归你，{taker} 一起跟" if is_owner else ("你和负责人一起跟" if gets else "由两位同事一起跟")
    return f"{leader} 裁决：{mask(name)} {what}。{why}"


def whom_unknown(words: str) -> str:
    """No colleague of this name."""
    return f"没找到“{common.cut(words, 12)}”这位同事。写全名，比如：2 韩梅"


def not_in_line(person: str) -> str:
    """The colleague is not in the leader's line."""
    return f"{person} 不在你的线上，给不了。写你线上的同事，比如：2 韩梅"


def waiting(number: int, name: str, due: date, today: date) -> str:
    """The next appeal that waits for this leader."""
    return (
        f"还有 申诉#{number} {mask(name)} 等你 {common.day(due, today)}前定：1 确认 2 改派 3 合作。"
        f"双方记录发：撞单 {mask(name)}"
    )


def to_rule(count: int, lines: Sequence[str]) -> str:
    """What waits for a leader's ruling, the most urgent first."""
    numbered = [f"{index} {line}" for index, line in enumerate(lines, 1)]
    return common.lines_within(f"等你裁决：{count} 件", numbered, "回编号看双方记录，再定。")


def to_rule_line(number: int, name: str, person: str, owner: str, due: date, today: date) -> str:
    """申诉#9 南通中集，韩梅 对 李雷，12月4日（周五）前定."""
    sides = f"{person} 对 {owner}" if owner else person
    late = "，已过期" if due < today else ""
    return f"申诉#{number} {mask(name)}，{sides}，{common.day(due, today)}前定{late}"


def ruled_before(row: Appeal, judge: str, today: date) -> str:
    """申诉#2 11月23日（周一）吴芳 裁决过：一起跟，理由：两边都在跟。"""
    on = common.day(shanghai_day(row.ruled_at), today) if row.ruled_at is not None else ""
    why = f"，理由：{common.cut(row.ruling_note)}" if row.ruling_note else ""
    return f"申诉#{row.number} {on}{judge} 裁决过：{_OUTCOMES[AppealState(row.state)]}{why}。"


def own(lines: Sequence[str]) -> str:
    """What became of one's own appeals, the latest first."""
    if not lines:
        return "最近 90 天你没有提过申诉。对哪家有异议，发：申诉 客户名 理由"
    return common.lines_within("我的申诉：", lines, "")


def own_line(row: Appeal, name: str, judge: str, today: date, *, is_his: bool) -> str:
    """申诉#9 南通中集 等 吴芳 定，12月4日（周五）前; or what was ruled, when and why.

    Args:
        row: the appeal.
        name: of the customer.
        judge: who rules on it; empty where nobody does yet.
        today: Shanghai day.
        is_his: whether the customer is with him who appealed.
    """
    of = f"申诉#{row.number} {mask(name)}"
    if row.state == AppealState.OPEN:
        return f"{of} 等 {judge or '管理员'} 定，{common.day(row.answer_due_on, today)}前"
    if row.state == AppealState.WITHDRAWN:
        return f"{of} 已了结，{'归你了' if is_his else '没有裁决'}"
    on = f"{common.day(shanghai_day(row.ruled_at), today)} " if row.ruled_at is not None else ""
    why = f"，理由：{common.cut(row.ruling_note)}" if row.ruling_note else ""
    what = "改派给你" if is_his and row.state == AppealState.REASSIGNED else _OUTCOMES[AppealState(row.state)]
    return f"{of} {on}裁决：{what}{why}"
