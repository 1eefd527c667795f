"""What is said where somebody has left the company, or is back (`product.md` B5, P13)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts import common

STOP, KEEP = "停用", "不停用"
KEPT = "好，没有停用。"
NOT_YOURSELF = "自己的账号停不了，请别的管理员来停。"
_NAMED = 5


def sure(name: str, customers: int, led: Sequence[str]) -> str:
    """The question before it is done.

    Args:
        name: of the person.
        customers: how many are his.
        led: who reports to him.
    """
    lines = [f"{STOP} {name}？他马上用不了小勤，也不再收提醒，记录都留着。"]
    if led:
        more = " 等" if len(led) > _NAMED else ""
        lines.append(f"他带的 {len(led)} 人（{'、'.join(led[:_NAMED])}{more}）没有主管了，导入人员表改上级。")
    if customers:
        lines.append(f"名下还有 {customers} 家，停用后也能交：交接 {name} 给 姓名")
    return "\n".join([*lines, ""])


def stopped(name: str, customers: int, told: Sequence[str]) -> str:
    """He can use it no longer."""
    left = f"名下 {customers} 家还没交，发：交接 {name} 给 姓名。" if customers else ""
    return f"{name} 已停用{common.told(told)}。{left}回来了发：启用 {name}"


def told(who: str, name: str, customers: int) -> str:
    """What his leader reads."""
    left = f"名下 {customers} 家等你交接，发：交接 {name} 给 姓名" if customers else "名下没有客户。"
    return f"{who} 停用了 {name} 的账号，他用不了小勤了。{left}"


def back(name: str) -> str:
    """He can use it again."""
    return f"{name} 已启用，发一句就能接着用。"


def already(name: str, *, active: bool) -> str:
    """There is nothing to change."""
    return f"{name} 没有停用，能正常用。" if active else f"{name} 已经停用了。回来了发：启用 {name}"


def not_yours(name: str, who: Sequence[str]) -> str:
    """Only the leader, a director or an administrator may."""
    return f"{name} 的账号由他的主管或管理员来停，你这边办不了。请找 {'、'.join(who)}。" if who else NOT_YOURSELF


def which(name: str) -> str:
    """Two bear this name."""
    return f"叫 {name} 的有好几位，请管理员在人员表里改名区分，再发一次。"
