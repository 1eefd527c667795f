"""What is pushed about points: the week's pace, and the month that is over; figures and no penalty (A1, P16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.rules.points import Outlook
from models.rules.terms import cite
from models.wording.places import first_three
from models.wording.points import steep

_MOST_NAMED = 12


def team_pace(month: date, line: Sequence[tuple[str, Outlook]]) -> str:
    """A leader's people at the beginning of a week: how many keep up, and who cannot as he goes on.

    Args:
        month: any Shanghai day of it.
        line: name and standing of each.
    """
    even = sum(held.points >= held.expected for _, held in line)
    expected = max(held.expected for _, held in line)
    behind = len(line) - even
    told = [f"团队{month.month}月积分：到上个工作日应到 {expected} 分，跟上的 {even} 人，落后的 {behind} 人。"]
    late = sorted((each for each in line if each[1].is_steep), key=lambda each: each[1].points)
    told += [
        f"{name} {held.points}/{held.floor} 分，剩 {held.workdays_left} 个工作日，{steep(held)}"
        for name, held in late[:_MOST_NAMED]
    ]
    left = len(late) - _MOST_NAMED
    told += [f"还有 {left} 人。"] if left > 0 else []
    return "\n".join([*told, "每个人的明细发“团队积分”。"])


def closed(month: date, total: int, floor: int, tops: Sequence[tuple[int, str]]) -> str:
    """One person's month that is over, with the first three of his team as a ranking names them.

    Args:
        month: any Shanghai day of it.
        total: his points.
        floor: that were asked.
        tops: place and name of the first ones.
    """
    standing = "够了" if total >= floor else f"差 {floor - total} 分"
    told = [f"{month.month}月积分月结：你 {total}/{floor} 分，{standing}。"]
    told += [f"本组{first_three(tops)}"] if tops else []
    return "\n".join([*told, "哪条没计分发“上个月积分”。"])


def closing(
    month: date,
    floor: int,
    flag: int,
    groups: tuple[Sequence[tuple[str, int]], Sequence[tuple[str, int]], Sequence[tuple[str, int]]],
) -> str:
    """A leader's people in the month that is over.

    Args:
        month: any Shanghai day of it.
        floor: points that were asked.
        flag: short by so many or more is a group of its own.
        groups: name and points of those who reached it, who nearly did, and who did not.
    """
    nearly = "差 1 分" if flag == _TWO else f"差 1–{flag - 1} 分"
    titles = ("达标", nearly, f"差 {flag} 分及以上")
    told = [f"{month.month}月积分月结（每人 {floor} 分，{cite('points_floor')}）："]
    told += [_group(title, group) for title, group in zip(titles, groups, strict=True) if group]
    return "\n".join([*told, "只列数，不罚不扣。明细发“上个月团队积分”。"])


_TWO = 2


def _group(title: str, group: Sequence[tuple[str, int]]) -> str:
    named = "、".join(f"{name} {points}" for name, points in group[:_MOST_NAMED])
    more = " 等" if len(group) > _MOST_NAMED else ""
    return f"{title} {len(group)} 人：{named}{more}"
