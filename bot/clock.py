"""The clock that everything is told the time by: the real one, or one that can be set forward."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware UTC instant."""

    def now(self) -> datetime:
        """The present instant."""
        ...


class SystemClock:
    """The host's clock."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)


class PretendClock:
    """A clock of its own: it stands still, or runs with the host's clock ahead of it.

    Args:
        at: where it starts; the present if not given.
        running: whether it goes on by itself.
    """

    def __init__(self, at: datetime | None = None, *, running: bool = False) -> None:
        self._running = running
        self._at = at or datetime.now(UTC)
        self._ahead = self._at - datetime.now(UTC)

    def now(self) -> datetime:
        """The pretended instant."""
        return datetime.now(UTC) + self._ahead if self._running else self._at

    def move_to(self, at: datetime) -> None:
        """Set it forward to an instant.

        Raises:
            ValueError: the instant lies in its past; time does not go back.
        """
        if at < self.now():
            raise ValueError("a clock is only set forward")
        self._ahead = at - datetime.now(UTC)
        self._at = at
