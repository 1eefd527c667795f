"""How many texts a member gets at most, so that none is dropped for being one too many (`wecom.md` §5.7, §17.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that holds so many texts to one member, wherever it begins."""

    span: timedelta
    most: int


MINUTE: Final = Window(timedelta(minutes=1), 25)
HOUR: Final = Window(timedelta(hours=1), 900)
"""A little under the 30 and 1,000 after which WeCom drops a text and says that all is well."""


def places(in_minute: int, in_hour: int) -> int:
    """How many texts may leave for a member at once.

    Args:
        in_minute, in_hour: how many left for him in the last minute and hour.
    """
    return max(min(MINUTE.most - in_minute, HOUR.most - in_hour), 0)


def next_place(sent_at: Sequence[datetime], leaving: int, now: datetime) -> datetime:
    """When the next text may leave, behind those that leave now.

    Args:
        sent_at: when the member's texts of the last hour left (UTC), the latest first.
        leaving: how many leave now, all that may.
        now: instant (UTC).
    """
    every = [*[now] * leaving, *sent_at]
    return max([now, *(every[window.most - 1] + window.span for window in (MINUTE, HOUR) if len(every) >= window.most)])
