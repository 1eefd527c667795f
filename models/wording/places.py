"""How the first three of a ranking read: names, and nobody's figures but one's own (`product.md` F3)."""

from __future__ import annotations

from collections.abc import Sequence

NAMES_SHOWN = 5


def first_three(names: Sequence[tuple[int, str]]) -> str:
    """前三：1 李雷、2 韩梅、3 陈晨; of many in the same place, how many.

    Args:
        names: place and name of each (`models.rules.ranks.top`), at least one.
    """
    told = "、".join(f"{rank} {name}" for rank, name in names[:NAMES_SHOWN])
    more = f"等 {len(names)} 人并列" if len(names) > NAMES_SHOWN else ""
    return f"前三：{told}{more}"
