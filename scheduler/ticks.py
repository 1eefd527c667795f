"""The table of ticks: its name, when it comes by the Shanghai clock, and the scan it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.services import upkeep
from scheduler.producers.next_visits import due_next_visits

Work = Callable[[Session, datetime], None]


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick.

    Attributes:
        name: its id.
        work: the scan; gets a session and the instant (UTC).
        hour, minute: once a day at this Shanghai time …
        minutes: … or every so many minutes.
    """

    name: str
    work: Work
    hour: int = 0
    minute: int = 0
    minutes: int | None = None


TICKS: Sequence[Tick] = (
    Tick("heartbeat", upkeep.beat, minutes=1),
    Tick("next_visits", due_next_visits, hour=8, minute=20),
    Tick("retention", upkeep.forget_what_is_due, hour=2, minute=7),
)
