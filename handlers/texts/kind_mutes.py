"""What is said of kinds of reminders that somebody switches off for himself, and on again (`product.md` §4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_STAYS: Final[Mapping[str, str]] = {
    "report_nag": "截止时间不变，没交照样记缺交。",
    "draft": "要交的时候发“日报”看草稿。",
    "morning": "想看的时候发“待办”。",
    "birthday": "想看的时候发“下月谁过生日”。",
    "feast": "想看的时候发“问候名单”。",
    "silent": "想看的时候发“多久没联系的”。",
    "pace": "想看的时候发“积分”。",
    "payment": "想看的时候发“逾期”。",
}
"""What is still there of a kind that is off."""


def off(kind: str, title: str, *, new: bool) -> str:
    """It is off."""
    head = f"好，{_called(title)}关了，只关你自己的。" if new else f"{_called(title)}已经关着。"
    return f"{head}{_STAYS.get(kind, '')}\n要恢复发：恢复{_called(title)}"


def on(title: str) -> str:
    """It is on again."""
    return f"好，{_called(title)}恢复了，照常提醒。"


def was_on(title: str) -> str:
    """It was never off."""
    return f"{_called(title)}一直开着，照常提醒。"


def restored(titles: Sequence[str]) -> str:
    """Several are on again."""
    return f"好，都恢复了：{'、'.join(_called(title) for title in titles)}，照常提醒。"


def which_are_off(titles: Sequence[str]) -> str:
    """Which are off."""
    if not titles:
        return "提醒都开着。不想要哪类就说，比如：生日别提醒我"
    return f"你关了：{'、'.join(_called(title) for title in titles)}。\n要恢复说哪一类，或发“恢复提醒”全部恢复。"


def _called(title: str) -> str:
    """生日提醒, 早报."""
    return title if title.endswith(("提醒", "报", "单", "草稿", "汇总", "上报", "月结", "进度")) else f"{title}提醒"
