"""What is said about taking back, voiding, correcting and explaining records (`product.md` §4.1 rule 8, §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.texts import common
from models.rules.masking import mask
from models.schema import RecordKind
from models.times import shanghai

KINDS = {
    RecordKind.CONTACT: "联系人",
    RecordKind.BIRTHDAY: "生日",
    RecordKind.ALIAS: "简称",
    RecordKind.VISIT: "拜访",
    RecordKind.CUSTOMER: "客户",
    RecordKind.FOLLOWUP: "跟进",
    RecordKind.REMINDER: "提醒",
    RecordKind.CARD: "资料",
    RecordKind.LEAD: "报备",
    RecordKind.MOVE: "归属",
    RecordKind.APPEAL: "申诉",
    RecordKind.RECEIVABLE: "应收",
    RecordKind.PAYMENT: "回款",
    RecordKind.DUNNING: "催款",
    RecordKind.ORDER: "订单",
    RecordKind.REPORT: "日报",
    RecordKind.REMARK: "点评",
    RecordKind.NEWS: "问题",
    RecordKind.COMMITMENT: "承诺",
    RecordKind.ABSENCE: "请假",
    RecordKind.HANDOVER: "交接",
}
VARIETIES = {
    "quoted": "报价",
    "trip": "出差",
    "rest": "休息",
    "am": "上午请假",
    "pm": "下午请假",
    "half": "半天假",
    "rival": "竞品",
    "market": "市场",
    "praise": "表扬",
}
"""Sorts of a kind that have a name of their own."""
_CANNOT: dict[str, str] = {kind: name for kind, name in KINDS.items() if kind is not RecordKind.VISIT}

_LEFT_OUT = "不再计分，留痕可查。"
_KEPT_TRAIL = "留痕可查。"

LATE_CHOICES = ("请主管作废", "改内容")
FIELDS = {"customer": "客户", "contact": "联系人", "summary": "内容", "date": "日期", "next_date": "下次"}
CHANGE_FIELDS = "、".join(FIELDS.values())
VOID_USAGE = "作废要写编号和理由，比如：作废 #128 重复了。"
VOID_DROPPED = "好，没有作废。"
REASON_WANTED_AGAIN = "理由写一句，比如：重复了。不作废回“取消”。"
SAME_AS_BEFORE = "这条本来就是这样，没有改动。"
WHICH_RECORD = "没对上是哪一条，没有动。发“今天拜访”看编号，再带编号发一次，比如：撤销 #128"
WHICH_TO_CHANGE = "没对上是哪一条，没有改。带编号再发一次，比如：改 #128 下周五；编号在记下时的那句里。"
NO_CHANGE_WAITS = "好，没有改。"
CHANGED_SINCE = "刚才改的那处后来又改过了，没有动。要改成别的，发：改 #编号 内容 …"
NOTHING = "无"
NOTHING_TO_UNDO = "最近 10 分钟你没有记新的，没什么可撤销。要撤某一条，发：撤销 #编号"

FIELD_NAMES = {
    "customer_id": "客户",
    "contact_name": "联系人",
    "summary": "内容",
    "visited_on": "日期",
    "next_on": "下次",
    "next_clock": "下次时间",
    "next_note": "下次事项",
    "evidence_level": "证据",
    "left_at": "离开",
    "due_on": "日期",
    "due_clock": "时间",
    "note": "内容",
    "amount": "金额",
    "paid_on": "日期",
    "told_on": "日期",
    "first_on": "从",
    "last_on": "到",
    "solution": "解决办法",
}


def name(kind: str, number: int, customer: str, variety: str = "") -> str:
    """拜访#128 东吴, 出差#190, 报备B0131 华东重工."""
    shown = f"B{number:04}" if kind == RecordKind.LEAD else f"#{number}"
    return f"{VARIETIES.get(variety) or KINDS[RecordKind(kind)]}{shown} {customer}".rstrip()


def set_right(words: str) -> str:
    """What is added to a record whose words are put right in a way that only a reader understands."""
    return f"更正：{words}"


def guess_append(kind: str, number: int, customer: str) -> str:
    """补进 问题#16 恒力化纤: one of the things that a message may have meant."""
    return f"补进 {name(kind, number, customer)}"


def appended(record: str, words: str) -> str:
    """What a message that goes on from the one before was taken for, and how it is taken back.

    Args:
        record: 拜访#128 东吴.
        words: what was added.
    """
    return f"补进 {record}：{common.cut(words, 60)}。不是它的回“撤销”。"


def kept_day(day: str) -> str:
    """To a day that was said once more."""
    return f"好，就是 {day}，已经记着。"


def with_words(name_: str, words: str) -> str:
    """承诺#181 东吴：免费检修."""
    return f"{name_}：{common.cut(words)}" if words else name_


def visited_on(day: str) -> str:
    """Behind a record's line where it is not of today."""
    return f"，{day}去的"


def holds_again(field: str, value: str) -> str:
    """日期 12月30日（周三）."""
    return f"{field} {common.cut(value or NOTHING)}"


def restored_record(kind: str, name: str, held: Sequence[str]) -> str:
    """Another record than a visit holds again what it held before.

    Args:
        kind: `RecordKind`.
        name: as `name` says it.
        held: what it holds again, as `holds_again` says it.
    """
    if kind == RecordKind.REPORT:
        return f"{name} 已改回上一步的样子。没交的改好发“交日报”。"
    what = f"：{'，'.join(held)}" if held else ""
    return f"{name} 已改回原来的{what}。"


def undone(records: Sequence[str], *, waiting: int) -> str:
    """Records were taken back; they stay in the trail.

    Args:
        records: as `name` says them.
        waiting: how many places and photos of theirs wait for another visit.
    """
    if len(records) == 1:
        text = f"已撤销 {records[0]}（留痕）。"
    else:
        text = f"已撤销 {len(records)} 条（留痕）：\n{common.numbered(records)}"
    if not waiting:
        return text
    return f"{text}\n照片和定位还留着，半小时内记到哪家就跟到哪家。"


def restored(line: str) -> str:
    """What the last message changed was set back."""
    return f"已撤销刚才的改动（留痕），现在是：{line}。"


def stands_again(record: str, told: Sequence[str]) -> str:
    """A leader took the void of somebody's record back."""
    return f"已收回作废，{record} 照常有效（留痕）{common.told(told)}。"


def own_stands_again(record: str) -> str:
    """A leader took the void of a record of his own back."""
    return f"已收回作废，{record} 照常有效（留痕）。"


def your_record_stands_again(leader: str, record: str) -> str:
    """What the author is told when the void of his record was taken back."""
    return f"{leader} 收回了作废，你的 {record} 照常有效，和作废前一样。"


def your_record_restored(leader: str, line: str) -> str:
    """What the author is told when a leader took his correction back."""
    return f"{leader} 撤销了刚才的改动，你的记录现在是：{line}。"


def unchecked(who: str, number: int, customer: str) -> str:
    """Finance has taken back that a payment had not come."""
    return f"{who} 撤回了刚才的核对：回款#{number} {mask(customer)} 恢复为待财务核对。"


def called_back(who: str, records: Sequence[str]) -> str:
    """What somebody is told who was told of records that their author has taken back."""
    return f"{who} 撤销了 {'、'.join(records)}，之前告诉你的不算了。"


def too_late(name_: str, minutes: int, *, leader: bool) -> str:
    """The undo window has closed (`product.md` §4.3, undo too late).

    Args:
        name_: the record, as `name` says it.
        minutes: how long it was open.
        leader: whether there is one who may take it out.
    """
    first, second = LATE_CHOICES
    head = f"{name_} 过了 {minutes} 分钟，我不能直接删。"
    return f"{head}1 {first} 2 {second}" if leader else f"{head}要改内容，发：改 #编号 内容 …"


def void_asked(leader: str, record: str) -> str:
    """The leader was asked to take the record out."""
    return f"已请 {leader} 作废 {record}，有结果会告诉你。"


def void_request(rep: str, record: str, about: str, number: int) -> str:
    """What the leader reads who is asked to take a record out."""
    what = f"：{common.cut(about)}" if about else ""
    return f"{rep} 请你作废 {record}{what}\n同意就回：作废 #{number} 理由"


def of_another_kind(number: int, is_called: str, said: str) -> str:
    """The number belongs to another record than the one that was named."""
    return f"#{number} 是{is_called}，不是{said}，没有动。看看编号，再发一次。"


def how_to_change(number: int) -> str:
    """How the author corrects a record instead."""
    return f"直接发要改的，比如：改 #{number} 内容 谈了报价。能改：{CHANGE_FIELDS}。"


def reason_wanted(record: str, author: str) -> str:
    """A leader voids only with a reason."""
    return f"作废 {author} 的 {record}，理由是什么？直接回一句；不作废回“取消”。"


def voided(record: str, told: Sequence[str], reason: str, *, scored: bool = True) -> str:
    """A leader took a record out; only what made a point (`scored`) makes none any more."""
    return f"已作废 {record}（理由：{common.cut(reason)}）{common.told(told)}。{_LEFT_OUT if scored else _KEPT_TRAIL}"


def voided_own(record: str, reason: str, *, scored: bool = True) -> str:
    """A leader took a record of his own out."""
    return f"已作废 {record}（理由：{common.cut(reason)}）。{_LEFT_OUT if scored else _KEPT_TRAIL}"


def your_record_voided(leader: str, record: str, reason: str) -> str:
    """What the author is told when his record was taken out."""
    return f"{leader} 作废了你的 {record}，理由：{common.cut(reason, 200)}。有疑问直接找 {leader}。"


def what_to_change(line: str, number: int) -> str:
    """It was not said what is to be changed."""
    return f"{line}。\n要改哪一项？{how_to_change(number)}"


def changed(line: str, field: str, before: str, evidence: str = "") -> str:
    """A record was corrected: how it is now, and what it was.

    Args:
        line: the record as it is now.
        field: what was changed.
        before: what it was.
        evidence: how it is backed and what it counts now, where that may have changed.
    """
    return f"改好了 {line}。{field}原来是 {common.cut(before or NOTHING)}。{evidence}"


def your_record_changed(leader: str, line: str, field: str, before: str) -> str:
    """What the author is told when a leader corrected his record."""
    return f"{leader} 改了你的 {line}。{field}原来是 {common.cut(before or NOTHING)}。"


def which_customer(options: Sequence[str]) -> str:
    """Several customers fit the correction."""
    return f"改成哪一家？\n{common.numbered(options)}"


def customer_unknown(said: str) -> str:
    """No customer fits the correction."""
    return f"没找到“{common.cut(said, 20)}”，没有改。写全一点再发一次，新客户请先：拜访 客户名 内容"


def month_closed(leader: str) -> str:
    """A month that is over is not corrected by its author."""
    who = f"请找 {leader} 改" if leader else "请找管理员改"
    return f"这条是上个月的，已经结过分，你这边改不了。{who}。"


def value_unclear(field: str, number: int) -> str:
    """What was meant as the new value could not be read."""
    examples = {"日期": "昨天", "下次": "8月5", "客户": "东吴", "联系人": "李工", "内容": "谈了报价"}
    return f"{field}要改成什么没看懂，没有改。比如：改 #{number} {field} {examples.get(field, '…')}"


def trail(head: str, lines: Sequence[str]) -> str:
    """A record and who did what to it."""
    return common.lines_within(head, lines, "")


def trail_head(line: str, author: str, evidence_level: int | None, *, voided: bool) -> str:
    """The record itself, above its trail; only a visit has evidence."""
    backed = f"，证据 {level(evidence_level)}" if evidence_level is not None else ""
    state = "，已作废" if voided else ""
    return f"{line}（{author}{backed}{state}）"


def trail_line(at: datetime, who: str, what: str) -> str:
    """11月23日 10:02 李雷 记下."""
    moment = shanghai(at)
    return f"{moment.month}月{moment.day}日 {moment:%H:%M} {who} {what}"


MADE = "记下"
TAKEN_BACK = "撤销"
STANDS_AGAIN = "收回作废"
SYSTEM = "小勤"


def void_step(reason: str) -> str:
    """Taking out, in the trail."""
    return f"作废：{common.cut(reason)}" if reason else TAKEN_BACK


def with_reason(word: str, reason: str) -> str:
    """结束：没预算, in the trail."""
    return f"{word}：{common.cut(reason)}" if reason else word


def taken_on_another_day(at: datetime) -> str:
    """照片是 11月21日 15:02 拍的，不是拜访那天: by the camera's own clock, for whoever judges the evidence."""
    moment = shanghai(at)
    return f"照片是 {moment.month}月{moment.day}日 {moment:%H:%M} 拍的，不是拜访那天"


def level(value: int) -> str:
    """证据等级, in the trail."""
    return f"{value} 级"


def change_step(field: str, before: str, after: str) -> str:
    """One correction, in the trail."""
    return f"{field}：{common.cut(before or NOTHING, 24)} → {common.cut(after or NOTHING, 24)}"


def not_found(number: int) -> str:
    """No record has this number."""
    return f"没有 #{number} 这条记录。发“我的拜访”看看编号。"


def not_yours(number: int) -> str:
    """The record is somebody else's and the person is not above him; nothing of it is told."""
    return f"#{number} 不是你的记录，动不了也看不了。发“我的拜访”看自己的编号。"


def already_voided(number: int, voided_at: datetime) -> str:
    """The record was taken back before."""
    moment = shanghai(voided_at)
    return f"#{number} 在 {moment.month}月{moment.day}日 {moment:%H:%M} 已经撤销或作废了，不用再动。"


def reason_missing(number: int) -> str:
    """A leader voids only with a reason."""
    return f"作废要写理由，比如：作废 #{number} 重复了。"


def cannot_change(number: int, field: str) -> str:
    """This cannot be changed this way."""
    if field == "customer":
        return f"#{number} 是客户登记，已经有别的记录用着，这里改不了也撤不了。"
    if field == "ruled":
        return f"#{number} 是主管裁决给你的，你这边撤不了。不跟了发“退回 客户名 原因”，有疑问找主管。"
    if field in _CANNOT:
        return f"#{number} 是{_CANNOT[field]}，这里改不了。记错了先发“撤销 #{number}”，再说一遍对的。"
    return f"#{number} 这一项改不了。能改的有：{CHANGE_FIELDS}。"


def not_allowed(who: str) -> str:
    """The role does not allow it."""
    return f"这个你这边做不了，请找{who}。"


def added(before: str, more: str) -> str:
    """A summary with words added behind it."""
    return f"{before}，{more}"


def ruling_undone(record: str, told: str) -> str:
    """A leader took back what he ruled on an appeal or a registration; `told` names who had heard of it."""
    return f"{record} 的裁决收回了，先按原来的，等你重新定{f'；已告诉 {told}' if told else ''}。"


def your_ruling_undone(leader: str, record: str) -> str:
    """What each side hears of a ruling that was taken back."""
    return f"{leader} 收回了 {record} 的裁决，先按原来的，重新定了再告诉你。"
