"""What is said about follow-ups, own reminders, and the list of what is to be done (`product.md` §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from handlers.texts import common
from models.queries.absences import Listing
from models.rules.masking import mask
from models.rules.terms import cite
from models.schema import FollowUpState, RecordKind
from models.times import shanghai

KINDS = {RecordKind.FOLLOWUP: "跟进", RecordKind.REMINDER: "提醒"}
STATES = {FollowUpState.OPEN: "重新打开", FollowUpState.DONE: "办完", FollowUpState.CANCELLED: "取消"}
WHICH_DAY = "哪天？比如 明天上午、下周三"
WHICH_TIME = "今天几点提醒？比如 下午3点。"
WHICH_CUSTOMER = "跟进哪家？直接回客户名就行，比如：东吴机械。"
DROPPED = "好，这条没记。"
GIVEN_UP = "还是没对上，这条先没记。请连客户和日子一起再发一遍，比如：下周三跟进 东吴机械 带样品"
DAY_AGAIN = "没看懂是哪天，再说一次：比如 明天上午、12月3日"
TIME_AGAIN = "没看懂是几点，再说一次：比如 下午3点、15:30"
YES_NO = ("好", "不用")
SURE = ("记", "不记")
NOTHING_TO_DO_HINT = "要设一个就说：下周三跟进 东吴机械 带样品，或 提醒我明天10点打电话"
NOTHING_SAID = "到时间提醒"
WHICH_TO_MOVE = "要改哪一个？"
STANDING_HEAD = "还没办的："
NOT_STANDING = "没找到原来那条，按新的记了。"
LIST_HINT = "办完回“1好了”，改天回“2 明天”，都改回“全部 明天”。"
NOTHING_STANDS = "没有还没到的提醒和跟进。要设一个就说：提醒我明天10点打电话，或 下周三跟进 东吴机械"
REMINDERS_HEAD = "还没到的提醒："
REMINDERS_HINT = "不要哪个，回“1不用了”；改时间回“1 明天10点”。"
NUMBERS_FIRST = "先对一下编号，再回一次："
LIST_GONE = "这张单子过期了，发“待办”再看一遍。"
SAY_FULLY = "跟进要有客户和日子，提醒要有日子，比如：下周三跟进 东吴机械 带样品"
COLLEAGUES = "这家在别的同事名下，跟进照记，归属不变。"
POOLED = "这家在公海里，跟进照记。"
_WEEKDAYS = "一二三四五六日"
_LAST_OF_MONTH = "31"


def name(kind: str, number: int) -> str:
    """跟进#131."""
    return f"{KINDS[RecordKind(kind)]}#{number}"


def when(on: date, clock: time | None, today: date) -> str:
    """12月2日（周三）10:00."""
    return f"{common.day(on, today)}{f'{clock:%H:%M}' if clock is not None else ''}"


def line(
    kind: str,
    number: int,
    *,
    customer: str,
    contact: str,
    at: str,
    note: str,
) -> str:
    """跟进#131 苏州东吴机械有限公司·王总，12月2日（周三）带样品; 提醒#132 11月24日（周二）10:00 给王总打电话.

    Args:
        kind: `RecordKind`.
        number: of the record.
        customer: its full name; empty for none.
        contact: in his words.
        at: `when`, or `every`.
        note: what is to be done.
    """
    whom = who(customer, contact)
    # 12月2日（周三）带样品, but 10:00 带样品.
    gap = "" if at.endswith("）") else " "
    what = f"{gap}{common.cut(note)}" if note else ""
    if kind == RecordKind.REMINDER:
        return f"{name(kind, number)} {at}{what}{f'（{whom}）' if whom else ''}"
    return f"{name(kind, number)} {whom}，{at}{what}"


def who(customer: str, contact: str) -> str:
    """苏州东吴机械有限公司·王总."""
    met = common.cut(contact, 20)
    return f"{mask(customer)}·{met}" if customer and met else mask(customer) or met


def every(repeat: str, clock: time | None) -> str:
    """每周五17:00, of a stored repeat (`rules.repeats`)."""
    kind, _, rest = repeat.partition(":")
    at = f"{clock:%H:%M}" if clock is not None else ""
    if kind == "weekly":
        days, _, other = rest.partition("/")
        named = "、".join(_WEEKDAYS[int(day)] for day in days.split(","))
        return f"{_weeks(other)}周{named}{at}"
    if kind == "days":
        return f"每{rest}天{at}"
    if kind == "monthly":
        day, _, months = rest.partition("/")
        named = "最后一天" if day == _LAST_OF_MONTH else f"{day.replace(',', '、')}日"
        return f"每{f'{months}个' if months else ''}月{named}{at}"
    if kind == "yearly":
        month, day = rest.split("-")
        return f"每年{int(month)}月{int(day)}日{at}"
    return f"{'每个工作日' if kind == 'workdays' else '每天'}{at}"


def _weeks(every: str) -> str:
    return {"": "每", "2": "隔"}.get(every, f"每{every}周的")


def set_(what: str, told: str, *, ownership: str = "", rough: str = "") -> str:
    """A follow-up or reminder that was written.

    Args:
        what: `line`.
        told: `told`.
        ownership: whose customer it is, if not his.
        rough: `rough`.
    """
    return f"记下了 {what}；{told}{rough}{ownership}"


def talk_line(number: int, customer: str, contact: str, note: str) -> str:
    """跟进#131 苏州东吴机械有限公司·王总，电话，月底定."""
    return f"{KINDS[RecordKind.FOLLOWUP]}#{number} {who(customer, contact)}，{common.cut(note)}"


def following(step: str, number: int) -> str:
    """；下次 12月2日（周三）带样品 跟进#132: the next step of a talk, a follow-up of its own."""
    return f"；下次 {step} {KINDS[RecordKind.FOLLOWUP]}#{number}"


def talked(what: str, *, day: date, today: date, following: str, way: str, wanted: int) -> str:
    """A talk by phone or WeChat that was written.

    Args:
        what: `talk_line`.
        day, today: Shanghai days: of the talk, and of the message.
        following: `following`, or why there is none; empty where nothing was said.
        way: 电话, 微信, 视频; empty for somebody whose points nobody counts.
        wanted: characters that its note would need to count as activity (制度 5.4); 0 where it has them.
    """
    head = "记下了 " if day == today else f"补记了 {common.day(day, today)}的"
    short = f"；满 {wanted} 个字才算有效跟进（{cite('note_characters')}）" if wanted else ""
    rest = f"{way}联系不计拜访分{short}。" if way else ""
    return f"{head}{what}{following}。{rest}"


def moved(what: str, before: str, told: str) -> str:
    """It was put to another day."""
    return f"改好了 {what}；原来是 {before}。{told}"


def told(kind: str, on: date, clock: time | None, said_at: datetime, listed: Listing | None) -> str:
    """How he will be reminded: 当天 08:20 提醒你; 那天你不上班，11月30日（周一）08:20 提醒你。

    The morning's list is the plan of the day and has all of it; one with an hour reminds once, at its hour.

    Args:
        kind: `RecordKind`.
        on: the Shanghai day.
        clock: the clock time, if any.
        said_at: the instant of the message.
        listed: when the list that has it comes; None where he has switched it off.
    """
    if listed is None:
        return "到点提醒你。" if clock is not None else "早报你关着，到时发“待办”看。"
    now = shanghai(said_at)
    in_list = listed.on > now.date() or (listed.on == now.date() and now.time() < listed.at)
    if clock is not None and (kind == RecordKind.REMINDER or not in_list or listed.on != on or clock <= listed.at):
        return "到点提醒你。"
    if not in_list:
        return "发“待办”随时看。"
    if listed.on != on:
        return f"那天你不上班，{common.day(listed.on, now.date())}{listed.at:%H:%M} 提醒你。"
    day = "当天" if on != now.date() else "今早" if listed.at < _NOON else "今天"
    if clock is not None:
        return f"{day} {listed.at:%H:%M} 列在待办里，{clock:%H:%M} 到点提醒你。"
    return f"{day} {listed.at:%H:%M} 提醒你。"


_NOON: Final = time(12)


def next_time(at: str, number: int) -> str:
    """Of a repeating reminder: when it comes first, and how it is stopped."""
    return f"下一次 {at}。不要了发：撤销 #{number}"


def rough(at: str, number: int) -> str:
    """The day was said roughly (月初, 过几天)."""
    return f"日子说得大概，先按 {at}记，不对就回：改 #{number} 12月3日。"


def push(note: str, whom: str, clock: time, kind: str, number: int) -> str:
    """What he reads at the minute: 10:00 给王总打电话（提醒#132）."""
    what = " ".join(filter(None, (whom if kind == RecordKind.FOLLOWUP else "", common.cut(note, 200))))
    about = what or whom or "到时间了"
    if kind == RecordKind.REMINDER and whom and note:
        about = f"{about}（{whom}）"
    record = name(kind, number)
    return f"{clock:%H:%M} {about}（{record}）\n办完回“好了”，推迟回“#{number} 明天10点”。"


def passed(on: date | None, clock: time | None, better: date, today: date) -> str:
    """It lies in the past; the next sensible day is offered.

    Args:
        on: the day that was said; None where that was told before.
        clock: the clock time, if any.
        better: the day that is offered.
        today: the Shanghai day of the message.
    """
    gone = f"{when(on, clock, today)}已经过了，没有设。" if on is not None else ""
    return f"{gone}改成 {when(better, clock, today)}？1 {YES_NO[0]} 2 {YES_NO[1]}，或直接说哪天。"


def passed_plain(on: date, clock: time | None, better: date) -> str:
    """The same where nothing can be asked."""
    gone = f"{common.full_day(on)}{f'{clock:%H:%M}' if clock is not None else ''}"
    return f"{gone}已经过了，没有动。换个日子，比如 {better.month}月{better.day}日。"


def too_far(on: date) -> str:
    """The year is a slip."""
    return f"{common.full_day(on)}太远了，没有设。看看年份是不是写错了。"


def in_vain(number: int) -> str:
    """Nobody answered what a reminder was about: it stays, and how it is put off."""
    return f"没打通，#{number} 先留着。换个时间回“#{number} 下午3点”，不用了回“#{number} 不用了”。"


def over(what: str, *, done: bool) -> str:
    """A line of an older list that is done or cancelled meanwhile."""
    return f"{what}，已经{'办完' if done else '取消'}了"


def ended(number: int, *, done: bool) -> str:
    """It was done or cancelled before."""
    return f"#{number} 已经{'办完' if done else '取消'}了，不用再动。"


def ask_day(what: str) -> str:
    """No day was said."""
    return f"{what}：{WHICH_DAY}" if what else WHICH_DAY


def ask_sure(what: str) -> str:
    """It was not certain that he meant it."""
    return f"要记成 {what} 吗？1 {SURE[0]} 2 {SURE[1]}"


def draft(kind: RecordKind, whom: str, at: str, note: str) -> str:
    """What would be written: 跟进 苏州东吴机械有限公司 12月2日（周三）带样品."""
    return " ".join(filter(None, (KINDS[kind], whom, f"{at}{common.cut(note, 30)}")))


def which_customer(names: Sequence[str]) -> str:
    """No customer was said; the last ones are offered."""
    return f"跟进哪家？\n{common.numbered(names)}\n不在里面就直接回客户名。"


def not_read(mention: str) -> str:
    """The answer named no customer that is known."""
    return f"没找到“{common.cut(mention, 24)}”。{WHICH_CUSTOMER}"


def several(fates: Sequence[str]) -> str:
    """The fate of each of several."""
    return "\n".join(f"{index}）{fate}" for index, fate in enumerate(fates, 1))


def fate_asked(what: str) -> str:
    """One of several that waits for an answer."""
    return f"{what} 要问一句"


def done(what: str) -> str:
    """It is done."""
    return f"好，{what}，办完了。"


def done_again(what: str, at: str, number: int) -> str:
    """A repeating one is done for this time."""
    return f"好，{what}，下一次 {at}。以后都不要了发：撤销 #{number}"


def taken_up(what: str, told: str) -> str:
    """It is to be done after all."""
    return f"恢复了 {what}。{told}"


def cancelled(what: str) -> str:
    """It is not to be done any more."""
    return f"已取消 {what}（留痕），到时不提醒了。"


def late_undo(what: str, number: int) -> str:
    """The last step is too long ago to be meant without its number."""
    return f"最近 10 分钟你没有记新的。要取消 {what}，发：撤销 #{number}"


def your_plan_changed(leader: str, what: str) -> str:
    """What its author is told when a leader corrected or cancelled it."""
    return f"{leader} 改了你的 {what}。有疑问直接找 {leader}。"


def several_fit(names: Sequence[str]) -> str:
    """Several customers fit a correction."""
    return f"有几家都像：{'、'.join(names[:5])}。没有改，写全一点再发一次。"


def what_to_change(what: str, number: int) -> str:
    """It was not said what is to be changed."""
    return f"{what}。\n要改哪一项？比如：改 #{number} 下周五，改 #{number} 内容 带样品。不要了发：撤销 #{number}"


def until(day: str) -> str:
    """到 12月31日（周四）, of a list of all that is due by a day."""
    return f"到 {day}"


def todo_head(day: str, due: int, overdue: int) -> str:
    """今天 11月23日（周一）：要办 3 件，过期 1 件."""
    told = [f"要办 {due} 件"] if due or not overdue else []
    told += [f"过期 {overdue} 件"] if overdue else []
    return f"{day}：{'，'.join(told)}"


def todo_line(whom: str, note: str, clock: time | None, record: str, *, late_days: int, on: str) -> str:
    """One thing to do, cut to about one line of a phone.

    Args:
        whom: `who`.
        note: what is to be done.
        clock: when on that day.
        record: 跟进#131, or 拜访#128 of whose visit it is the next step.
        late_days: how many days it is overdue.
        on: the day it was for, where it is overdue.
    """
    at = f"{clock:%H:%M} " if clock is not None and not late_days else ""
    late = f"（{on}的，过期 {late_days} 天）" if late_days else ""
    what = " ".join(filter(None, (whom, common.cut(note, 24)))) or NOTHING_SAID
    return f"{at}{what}{late} {record}"


def to_rule(count: int) -> str:
    """Below a leader's list: what waits for his ruling."""
    return f"另有 {count} 件申诉等你定，发“待裁的申诉”看。"


def todo_empty(day: str) -> str:
    """Nothing is to be done."""
    return f"{day}没有要跟的。{NOTHING_TO_DO_HINT}"


def next_done(customer: str, number: int) -> str:
    """The next step of a visit is done."""
    return f"好，{customer} 约的划掉了（拜访#{number}）。去过的话回一句就记上。"


def next_moved(customer: str, number: int, at: str) -> str:
    """The next step of a visit was put to another day."""
    return f"{customer} 的下次改到 {at}（拜访#{number}）。"


def more(count: int) -> str:
    """What stands behind the lines that are shown."""
    return f"还有 {count} 件，先办前面的，再发“待办”。"
