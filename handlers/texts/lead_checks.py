"""What is said to 查重 and 我的报备: whose a firm is, what is still protected and until when (`product.md` P6, A10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common
from handlers.texts.leads import PARTS, code
from models.rules.leads import Part
from models.rules.masking import mask
from models.schema import LeadState

FREE_WAYS = ("报备", "不用")
FREE_DROPPED = "好，没有报备。"
CHECK_WHAT = "查哪家？发名字或号码，比如：查重 华东重工"
NO_LEADS = "你现在没有在保护期的报备。报一家发：报备 客户名 需求 联系人 电话"
NONE_ENDING = "7 天内没有到期的报备。"
LIST_GONE = "这张单子过时了，重新发“我的报备”。"
NO_TEAM_LEADS = "你的线上现在没有在保护期的报备。"
NOT_IN_LINE = "他的报备由他和他的主管看，你这边看不了。发“我的报备”看自己的。"
SETTLED = "已落实"
GONE = "已结束"
ENDED = "结束"
ENDS = {
    LeadState.LAPSED: "没补齐，失效",
    LeadState.EXPIRED: "到期",
    LeadState.RELEASED: ENDED,
    LeadState.REASSIGNED: "改派",
    LeadState.WON: "成交",
}
"""What became of a registration, in its own state's word."""
LIST_TAIL = "回编号看详情，续保护发：续保护 编号。"


def free(name: str) -> str:
    """Nobody has the firm."""
    first, second = FREE_WAYS
    return f"“{common.cut(name, 40)}”没人报备，可以报。1 {first} 2 {second}"


def phone_free(phone: str) -> str:
    """Nobody has stored the number."""
    return f"{mask(phone)} 没人存过，也没人报备。要报发：报备 客户名 需求 联系人 {mask(phone)}"


def phone_own(phone: str, name: str) -> str:
    """The number is one of his own customers'."""
    return f"{mask(phone)} 是你的 {mask(name)}，不用再报。"


def check_phone_taken(phone: str, who: str, until: date | None, today: date) -> str:
    """The number belongs to a colleague's customer; which one is not told."""
    facts = "，".join(filter(None, (who, f"保护到 {common.day(until, today)}" if until is not None else "")))
    return f"{mask(phone)} 已有归属{f'：{facts}' if facts else ''}。是哪家你这边看不到，要联系请找主管。"


def check_phone_pooled(phone: str) -> str:
    """The number belongs to a customer of the pool."""
    return f"{mask(phone)} 是公海里一家客户的，现在没人跟。发“公海”看看。"


def list_head(whose: str, count: int) -> str:
    """我的报备：3 家，快到期的在前."""
    return f"{whose}的报备：{count} 家，快到期的在前"


def list_line(index: int, number: int, name: str, parts: Sequence[Part], until: date, left: int, today: date) -> str:
    """1 B0131 华东重工 还差联系人，保护到 12月23日（周三），还剩 30 天."""
    state = f" 还差{'、'.join(PARTS[part] for part in parts)}，" if parts else " "
    days = f"还剩 {left} 天" if left else "今天最后一天"
    return f"{index} {code(number)} {common.cut(name, 18)}{state}保护到 {common.day(until, today)}，{days}"


def more(count: int) -> str:
    """How many are left out, and how to see them."""
    return f"还有 {count} 家，回“下一页”接着看。"


def detail(number: int, name: str, state: str, told: Sequence[str], days: str, decided: str) -> str:
    """One registration as its holder sees it.

    Args:
        number: its own.
        name: of the customer.
        state: what it lacks, or that it lacks nothing or has ended.
        told: what was told with it.
        days: `protected` or `ended`.
        decided: who said whose it is, and when; empty where nobody has.
    """
    head = [f"报备{code(number)} {mask(name)}（{state}）", days, decided]
    return "\n".join([*filter(None, head), *(common.cut(one, 80) for one in told)])


def protected(since: date, until: date, today: date) -> str:
    """11月23日（周一）报备，保护到 12月23日（周三）."""
    return f"{common.day(since, today)}报备，保护到 {common.day(until, today)}"


def ended(since: date, on: date, state: str, reason: str, today: date) -> str:
    """11月23日（周一）报备，12月1日（周二）结束：没预算."""
    why = f"：{common.cut(reason, 40)}" if reason else ""
    return f"{common.day(since, today)}报备，{common.day(on, today)}{ENDS.get(LeadState(state), ENDED)}{why}"


def decided(name: str, on: date, today: date) -> str:
    """11月24日（周二）由 吴芳 定的归属."""
    return f"{common.day(on, today)}由 {name} 定的归属"


def missing_words(parts: Sequence[Part]) -> str:
    """还差需求、联系人."""
    return f"还差{'、'.join(PARTS[part] for part in parts)}"
