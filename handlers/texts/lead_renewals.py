"""What is said of renewals: the one that a visit earns, and what is put to the leader (制度 3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common
from handlers.texts.leads import code
from models.rules.masking import mask
from models.rules.terms import cite

RENEW_WHICH = "续哪一家？带上客户名或编号，比如：续保护 东吴，或：延期 B0131"
EXTENSION_AGAIN = "回 1 同意，2 不同意。"


def unearned(number: int, since: date, until: date) -> str:
    """A renewal needs a qualified visit."""
    return (
        f"续保护要有一次合格拜访（{cite('renewals')}），报备{code(number)} 从 {common.short_day(since)} 起还没有。\n"
        f"{common.full_day(until)}前去一趟，记上拜访再发一次；要主管特批就写上理由：延期 {code(number)} 客户年后招标"
    )


def renewed(number: int, name: str, visit: int | None, until: date, today: date, times: int, limit: int) -> str:
    """已用拜访#128 续到 9月13日（第1次，最多1次）。"""
    by = f"已用 拜访#{visit} " if visit is not None else "已"
    return f"{by}续到 {common.day(until, today)}（第 {times} 次，最多 {limit} 次）：报备{code(number)} {mask(name)}。"


def no_lead(name: str) -> str:
    """He has no registration of this customer."""
    return f"{mask(name)} 没有你的报备，续不了。发“我的报备”看编号。"


def used_up(renewals: int, leader: str, until: date, today: date) -> str:
    """No renewal is left; the leader was asked for one more."""
    over = until < today
    why = f"已经续过 {renewals} 次（{cite('renewals')}）" if renewals else f"还没有合格拜访（{cite('renewals')}）"
    why = f"保护到 {common.day(until, today)}，已经过了" if over else why
    keeps = "" if over else f"\n这期间照常保护到 {common.day(until, today)}。"
    return f"{why}，再续由 {leader} 定，已转给他，定了告诉你。{keeps}"


def used_up_alone(renewals: int) -> str:
    """No renewal is left, and nobody is above him."""
    return f"已经续过 {renewals} 次，不能再续（{cite('renewals')}）。"


def asked_already(number: int, on: date) -> str:
    """The leader has the request."""
    return f"报备{code(number)} 的延期 {common.short_day(on)} 已转主管，还在等他定，不用再发。"


def nothing_asked(number: int) -> str:
    """There is no request, or it was answered."""
    return f"报备{code(number)} 现在没有等你定的延期，可能已经定过了。"


def extension_request(
    rep: str, number: int, name: str, until: date, times: int, reason: str, today: date, *, asked: bool
) -> str:
    """What the leader reads who is asked for one more renewal; `asked` where a number alone answers it."""
    of = code(number)
    how = f"回 1 同意 2 不同意（或发：{of} 1）" if asked else f"回：{of} 1 同意，{of} 2 不同意"
    why = f"理由：{common.cut(reason)}。" if reason else ""
    return (
        f"{rep} 想把 报备{code(number)} {mask(name)} 再延一次："
        f"保护到 {common.day(until, today)}，已续 {times} 次。{why}\n"
        f"{how}"
    )


def extension_granted(name: str, number: int, until: date, today: date, told: Sequence[str]) -> str:
    """The leader agreed."""
    return f"好，报备{code(number)} {mask(name)} 延到 {common.day(until, today)}{common.told(told)}。"


def extension_refused(name: str, number: int, told: Sequence[str]) -> str:
    """The leader did not agree."""
    return f"好，报备{code(number)} {mask(name)} 不延{common.told(told)}。"


def your_extension(leader: str, name: str, number: int, until: date, today: date, *, granted: bool) -> str:
    """What the rep is told of his request."""
    if granted:
        return f"{leader} 给 报备{code(number)} {mask(name)} 延了期，保护到 {common.day(until, today)}。"
    return f"{leader} 没同意延期：报备{code(number)} {mask(name)} 保护到 {common.day(until, today)}。"
