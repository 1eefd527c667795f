"""What a rep reads about his visits (`product.md` §4.2, §4.3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from handlers.texts import common
from handlers.texts import evidence as backing
from models.rules import points as rules
from models.rules import terms
from models.rules.masking import Unkept, mask
from models.services.evidence import Evidence

UNKNOWN_NAME = "这家"
NEW_CUSTOMER = "按新客户登记"
WRITE_AGAIN = "我再写一遍"

WHICH_CUSTOMER_FREE = "去的是哪家？直接回客户名就行，比如：东吴机械。"
WRITE_NAME = "好，客户名怎么写？直接回名字就行。"
DROPPED = "好，这条没记。"
GIVEN_UP = "还是没对上，这条先没记。请连客户名一起再发一遍，比如：拜访 东吴机械 谈报价"
NOT_FILLED = "好，先不补内容，这次拜访留着。"
SAY_WHAT = "直接说一句聊了什么就行，比如：谈二期报价，下周三带样品。"
NOT_A_REPORT = "这句像是在问，没有记进拜访。聊了什么，直接说一句就行。"
NOT_ABOUT_VISIT = "收到，这句没有记进拜访。聊了什么，回一句就补上。"
STILL_WAITING = "好，这句先不记。见到了、聊完了，回一句就补上。"
RETRACT_CHOICES = ("撤销", "留着")
RETRACT_KEPT = "好，留着。聊了什么，回一句就补上。"
REGISTERING = "这家还不在客户里，登记了才记得上，登记后归你。"
TOO_LONG_A_REPORT = "这段比较长，没有记进拜访。用一两句话说聊了什么就行。"
ABOUT_ANOTHER = "这句说的像是另一家，没有补进来。要记那家请发：拜访 客户名 内容"
EARLIER_GONE = "那条拜访已经撤销或补过了，这句没记。要记新的请发：拜访 客户名 内容"
BAD_NAME = (
    "这个名字登记不了：要有字、不超过 120 个字、不带号码、网址和 <>{}%= 这样的符号，"
    "也不能是口令、日期、金额或同事的名字。"
    "请把客户名重写一遍。"
)
NO_OPEN_VISIT = "今天没有记到“到了”哪家，所以没法记离开。没签到也不要紧，直接发：拜访 客户名 内容"
POOLED = "这家在公海里。"
COLLEAGUES = "这家在别的同事名下，拜访照记，归属不变。"
TALKS_ONLY = "电话、微信联系不计拜访分。"
THIS_MONTH = "本月"
UPGRADE_HINT = "，发定位或照片可升级"
POINT_SET = "这个位置就记作这家的登记位置。"
TELL_LATER = "聊完回一句就补上。"
TELL_NOW = "聊了什么，回一句就补上。"
SEVERAL_BYTES = 1_400
"""Below the fates of several records a question may follow."""


def line(
    number: int,
    customer: str,
    *,
    contact: str = "",
    at: time | None = None,
    summary: str = "",
    next_step: str = "",
    in_full: bool = False,
) -> str:
    """拜访#128 苏州东吴机械有限公司·王总，谈二期报价；下次 12月2日（周三）带样品.

    Args:
        number: of the record.
        customer: its name.
        contact: whom he met.
        at: clock time (Shanghai), if he said one.
        summary: what was talked about.
        next_step: `next_step`.
        in_full: the summary is not cut.
    """
    met = f"·{common.cut(contact, 20)}" if contact else ""
    clock = f"（{at:%H:%M}）" if at is not None else ""
    about = f"，{mask(summary) if in_full else common.cut(summary)}" if summary else ""
    following = f"；下次 {next_step}" if next_step else ""
    return f"拜访#{number} {mask(customer)}{met}{clock}{about}{following}"


def next_step(day: date | None, clock: time | None, note: str, today: date) -> str:
    """12月2日（周三）10:00 带样品; empty when no day was said."""
    if day is None:
        return ""
    at = f"{clock:%H:%M} " if clock is not None else ""
    return f"{common.day(day, today)}{at}{common.cut(note, 30)}".rstrip()


def logged(visit: str, *, filled: bool, made_up_for: str, rest: str) -> str:
    """A visit that was written.

    Args:
        visit: `line`.
        filled: it completed today's arrival.
        made_up_for: the day it was made up for, written out; empty for today.
        rest: evidence, ownership, points.
    """
    if made_up_for:
        return f"补记了 {made_up_for}的{visit}。{rest}"
    return f"{'补上了' if filled else '记下了'} {visit}。{rest}"


def evidence(found: Evidence) -> str:
    """证据 1 级（文字），发定位或照片可升级; from level 2 on what would raise it further."""
    if found.level == 1:
        return f"{backing.level(found)}{UPGRADE_HINT}。"
    point = POINT_SET if found.point_set else ""
    return f"{backing.level(found)}。{backing.next_step(found)}{point}"


def month_word(day: date, today: date) -> str:
    """本月, or 10月 where a day is not of this month."""
    return THIS_MONTH if (day.year, day.month) == (today.year, today.month) else f"{day.month}月"


def points(total: int, *, counted: bool, day: date, today: date, floor: int = rules.FLOOR) -> str:
    """本月 17/30 分，应到 18; says when the same customer on the same day made no second point (`product.md` A1)."""
    now = points_now(total, day, today, floor)
    month = month_word(day, today)
    return f"{month} {now}。" if counted else f"这家当天已计过分，{month}仍是 {now}。"


def points_weak(total: int, asked: int, *, day: date, today: date, floor: int) -> str:
    """2 级起计分（制度 1.2），本月仍是 17/30 分，应到 18: of a visit whose evidence does not reach what is asked."""
    now = points_now(total, day, today, floor)
    return f"{asked} 级起计分（{terms.cite('points_level')}），{month_word(day, today)}仍是 {now}。"


def points_now(total: int, day: date, today: date, floor: int = rules.FLOOR) -> str:
    """17/30 分，应到 18; of a month that is over only 17/30 分."""
    if month_word(day, today) != THIS_MONTH:
        return f"{total}/{floor} 分"
    pace = rules.pace(total, today, floor)
    return f"{pace.points}/{pace.floor} 分，应到 {pace.expected}"


def not_kept(kinds: Collection[Unkept]) -> str:
    """Numbers that are never stored (`product.md` P7): 像身份证号的没存."""
    names = [name for kind, name in ((Unkept.IDENTITY, "身份证号"), (Unkept.CARD, "银行卡号")) if kind in kinds]
    return f"像{'、'.join(names)}的没存。"


def registered(name: str, number: int | None) -> str:
    """A customer was made, or one of this very name was there."""
    if number is None:
        return f"{name} 已经在客户里，就记在这家。\n"
    return f"新客户 {name} 已登记（客户#{number}），归你。\n"


def several(fates: Sequence[str], *, written: int, asked: int, tail: str) -> str:
    """The fate of each record of one message (`product.md` §4.1 rule 3).

    Args:
        fates: of each line, in the message's order.
        written: how many were written.
        asked: how many wait for an answer.
        tail: evidence and points of those that were written.
    """
    head = f"记下了 {written} 条" if written else "还没记下"
    head += f"，{asked} 条要问一句：" if asked else "："
    lines = [f"{index}）{fate}" for index, fate in enumerate(fates, 1)]
    return common.lines_within(head, lines, tail, SEVERAL_BYTES)


def others(said: int, found: int) -> str:
    """跑了三家, of which not all were recognised: the names of the others are asked for.

    Args:
        said: how many he speaks of.
        found: how many were recognised.
    """
    return f"你说的是 {said} 家，认出了 {found} 家。另外 {said - found} 家请一家一行发来，比如：拜访 客户名 内容"


def several_tail(points_now: str, *, plain: bool) -> str:
    """Below several records: how to raise the evidence, and the points now."""
    return f"都是文字（1 级）{UPGRADE_HINT}。{points_now}" if plain else points_now


def fate_written(visit: str, level: int, made_up_for: str) -> str:
    """One of several records that was written."""
    made_up = f"补记 {made_up_for} " if made_up_for else ""
    backed = f"（证据 {level} 级）" if level > 1 else ""
    return f"{made_up}{visit}{backed}"


def fate_asked(mention: str) -> str:
    """One of several records that waits for an answer."""
    return f"“{common.cut(mention, 24)}”要问一句" if mention else "没说哪家，要问一句"


def which(mention: str, names: Sequence[str]) -> str:
    """Several customers fit."""
    return f"{common.which_customer(mention)}\n{common.numbered(names)}\n回数字或名字。"


def near_miss(mention: str, options: Sequence[str]) -> str:
    """No customer fits; similar names and a new customer are offered (`product.md` §4.3)."""
    return f"没找到“{common.cut(mention, 24)}”。是不是：\n{common.numbered(options)}"


def another(mention: str, known: str) -> str:
    """A longer name than a known one: the firm itself, or another (`product.md` §4.1 rule 13)."""
    name = common.cut(mention, 40)
    return f"“{name}”是 {known} 吗？\n{common.numbered(['是', f'{NEW_CUSTOMER} {name}', WRITE_AGAIN])}"


def not_found(mention: str, options: Sequence[str]) -> str:
    """No customer fits and none is similar."""
    return f"没找到“{common.cut(mention, 40)}”。\n{common.numbered(options)}"


def namesake(mention: str, options: Sequence[str]) -> str:
    """A customer has almost this name; only the person knows whether it is the one."""
    return f"已有一家名字很像“{common.cut(mention, 40)}”，是它吗？\n{common.numbered(options)}"


def which_customer(names: Sequence[str]) -> str:
    """No customer was said; those of today and the last ones are offered."""
    return f"去的是哪家？\n{common.numbered(names)}\n不在里面就直接回客户名。"


def asked_back(question: str, *, registering: bool) -> str:
    """He asked something instead of answering.

    Args:
        question: asked once more.
        registering: a new customer is among what he can choose.
    """
    return f"{REGISTERING if registering else '选一下再记。'}\n{question}"


def retract(number: int) -> str:
    """An arrival may have been a mistake; nothing is taken back on a guess."""
    first, second = RETRACT_CHOICES
    return f"要撤销 拜访#{number} 吗？1 {first} 2 {second}"


def of_your_rep(owner: str) -> str:
    """A leader visited a customer of somebody in his line."""
    return f"这家是{owner}的客户，拜访照记。"


def arrived(
    customer: str, at: datetime, number: int, *, distance_m: int | None, point_set: bool, ownership: str
) -> str:
    """到 苏州东吴机械有限公司 10:02，离登记地址约 80 米，已记（拜访#129）.

    Args:
        customer: its name.
        at: instant.
        number: of the record.
        distance_m: from the customer's point in metres, None without a place.
        point_set: the place became the customer's point.
        ownership: whose customer it is, if not his.
    """
    far = f"离登记地址{common.distance(distance_m)}，" if distance_m is not None else ""
    point = POINT_SET if point_set else ""
    return f"到 {customer} {common.clock(at)}，{far}已记（拜访#{number}）。{point}{ownership}"


def arrived_before(customer: str, at: datetime, number: int) -> str:
    """The arrival was noted before."""
    return f"到 {customer} {common.clock(at)} 已经记过（拜访#{number}）。"


def left(customer: str, at: datetime, minutes: int) -> str:
    """离开 苏州东吴机械有限公司 10:45，待了 43 分钟."""
    return f"离开 {customer} {common.clock(at)}，待了 {common.minutes(minutes)}。"


def duplicate(number: int) -> str:
    """The same was told a moment ago."""
    return f"这条刚才已经记过（拜访#{number}），没有重复计分。"


def in_future(day: date) -> str:
    """A visit of a day to come."""
    return f"{common.full_day(day)}还没到，先没记。去过之后发一句就行；日期写错了，改一下再发。"


def too_old(day: date, limit_days: int) -> str:
    """A visit too far back to be made up."""
    return f"{common.full_day(day)}太早了，补记只收 {limit_days} 天以内的。确实要补，请找主管。"


def customer_exists(name: str) -> str:
    """A customer of this very name is there already."""
    return f"{name} 已经在客户里，不用再登记。"


LIST_EMPTY_HINT = "去了哪家，发一句就记上，比如：拜访 东吴机械 谈报价"
LIST_GONE = "这张单子现在看不了了。发“今天拜访”看自己的。"
MADE_UP_MARK = "补记"


def period(words: str, first: date, last: date, today: date) -> str:
    """今天 11月23日（周一）, 本月（11月1日–11月30日）: the words that were used and the days they mean."""
    if first == last:
        return f"{words} {common.day(first, today)}".lstrip()
    return f"{words}（{short_day(first, today)}–{short_day(last, today)}）"


def of_person(name: str, title: str) -> str:
    """李雷 今天 11月23日（周一）."""
    return f"{name} {title}"


def short_day(day: date, today: date) -> str:
    """11月23日, with the year in front where it is not this year."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def list_head(title: str, *, visits: int, customers: int, score: int) -> str:
    """今天 11月23日（周一）：3 次，2 家，计 2 分."""
    return f"{title}：{visits} 次，{customers} 家，计 {score} 分"


def list_line(index: int, when: str, customer: str, contact: str, summary: str, number: int) -> str:
    """One visit in a list, cut to about one line of a phone."""
    met = f"·{common.cut(contact, 8)}" if contact else ""
    about = f" {common.cut(summary, 16)}" if summary else ""
    return f"{index} {when} {common.cut(customer, 18)}{met}{about} #{number}"


def list_empty(title: str, *, own: bool) -> str:
    """Nothing to list."""
    return f"{title}：还没有拜访记录。{LIST_EMPTY_HINT if own else ''}"


def detail(visit: str, when: str, level: int) -> str:
    """One visit in full."""
    return f"{when} {visit}。证据 {level} 级。"
