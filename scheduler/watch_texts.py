"""What a leader is told unasked of his people's customers: silent twice over, files still open (C1, C8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.rules.completeness import Part
from models.rules.masking import mask
from models.rules.terms import cite
from models.wording import parts
from models.wording.formats import day

MOST_LINES = 9
_PARTS_SHOWN = 3


def silent(owner: str, customer: str, level: str, days: int, term: str) -> str:
    """李雷 东吴机械 A 级 15 天没联系（制度 5.1）."""
    said_level = f"{level.upper()} 级 " if level else ""
    return f"{owner} {mask(customer)} {said_level}{days} 天没联系（{cite(term)}）"


def file(owner: str, customer: str, days: int, missing: Sequence[Part]) -> str:
    """李雷 昆山泵业 建档 4 个工作日，还差联系人、级别（制度 5.6）."""
    lacks = "、".join(parts.FILE[part] for part in missing[:_PARTS_SHOWN])
    return f"{owner} {mask(customer)} 建档 {days} 个工作日，还差{lacks}（{cite('file_told_days')}）"


def watch(lines: Sequence[str]) -> str:
    """A leader's morning: what his people have been told of already, and have not seen to.

    Args:
        lines: each with its owner.
    """
    told = [f"团队要留意的客户 {len(lines)} 家，负责人都提醒过："]
    told += [f"{number} {line}" for number, line in enumerate(lines[:MOST_LINES], 1)]
    left = len(lines) - MOST_LINES
    told += [f"还有 {left} 家，发“多久没联系的”看。"] if left > 0 else []
    return "\n".join([*told, "看哪家发“查 客户”。"])


def missed(lines: Sequence[str], on: date) -> str:
    """The same to a leader who was on leave, in one line, for the day on which he is back.

    Args:
        lines: each with its owner.
        on: the Shanghai day of which it was to be told.
    """
    more = f"，另有 {len(lines) - 1} 家，发“多久没联系的”看" if len(lines) > 1 else ""
    return f"你不在时，{day(on, on)}团队要留意的客户：{lines[0]}{more}。"
