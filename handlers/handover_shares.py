"""1 韩梅，2-3 陈晨，其余 韩梅: how a leader shares out what he hands over (`product.md` B5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handlers import choices
from handlers.context import Context
from handlers.language.patterns import regex
from models.directory import PersonCard
from models.queries.handovers import Line

_REST: Final = regex(r"其[余他]|剩下|全部|全都|所有|[都全]")


@dataclass(frozen=True, slots=True)
class Group:
    """Customers that are shared out together."""

    label: str
    lines: Sequence[Line]


def read_shares(ctx: Context, groups: Sequence[Group]) -> dict[int, PersonCard]:
    """Which group goes to whom: numbers, places or 其余 before each name."""
    found = list(ctx.book.find_people(ctx.text)) if ctx.book is not None else []
    if not found or any(len(ids) != 1 for _, _, ids in found):
        return {}
    read: dict[int, PersonCard] = {}
    at = 0
    for position, (start, end, ids) in enumerate(found):
        said = ctx.text[at:start]
        if not _named_groups(said, groups, read) and len(found) == 1:
            said = ctx.text[end:]
        named = _named_groups(said, groups, read)
        if not named or not all(0 <= index < len(groups) for index in named):
            return {}
        read |= dict.fromkeys(named, ctx.directory.people[ids[0]])
        at = found[position][1]
    return read


def _named_groups(said: str, groups: Sequence[Group], taken: Mapping[int, Any]) -> list[int]:
    if _REST.search(said):
        return [index for index in range(len(groups)) if index not in taken]
    numbers = [number - 1 for number in choices.numbers(said)]
    return numbers or [index for index, group in enumerate(groups) if group.label in said]
