"""The table of ticks: its name, from when on each Shanghai day it is due, and the scan it runs.

A tick is a scan of state: running it late, twice, or after a restart changes nothing, for what it finds has a key that
is unique for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.services import followups, upkeep
from models.services.notices import Claimed
from scheduler.producers import morning

Work = Callable[[Session, datetime], None]
StillTrue = Callable[[Connection, Claimed], str]


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick.

    Attributes:
        name: its id.
        work: the scan; gets a session and the instant (UTC).
        at: once a day, as soon as it is this late in Shanghai; None means every minute.
    """

    name: str
    work: Work
    at: time | None = None


TICKS: Sequence[Tick] = (
    Tick("heartbeat", upkeep.beat),
    Tick("repeats", followups.go_on),
    Tick("morning", morning.due_today, at=time(8, 20)),
    Tick("retention", upkeep.forget_what_is_due, at=time(2, 7)),
)

STILL_TRUE: Mapping[str, StillTrue] = {morning.KIND: morning.still_true, followups.KIND: followups.is_still_due}
"""By kind of notice: asked at the moment of sending; an empty answer, or the reason why it is not sent any more."""
