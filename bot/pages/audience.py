"""The open pages of the simulator, and what they are told as it happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

QUEUE_SIZE = 500


@dataclass(eq=False)
class Audience:
    """The open pages; one that does not keep up is cut off and catches up when it reconnects."""

    seats: set[asyncio.Queue[bytes | None]] = field(default_factory=set)

    @contextmanager
    def seat(self) -> Iterator[asyncio.Queue[bytes | None]]:
        """The lines for one page while it is open; None when it is cut off."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.seats.add(queue)
        try:
            yield queue
        finally:
            self.seats.discard(queue)

    def tell(self, event: Mapping[str, Any]) -> None:
        """Put an event before every open page."""
        line = event_line(event)
        for queue in tuple(self.seats):
            if queue.qsize() < QUEUE_SIZE:
                queue.put_nowait(line)
            else:
                self._dismiss(queue)

    def dismiss_all(self) -> None:
        """Cut all pages off, because the server stops."""
        for queue in tuple(self.seats):
            self._dismiss(queue)

    def _dismiss(self, queue: asyncio.Queue[bytes | None]) -> None:
        self.seats.discard(queue)
        queue.put_nowait(None)


def event_line(event: Mapping[str, Any]) -> bytes:
    """An event as the stream carries it (server-sent events)."""
    return b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n"
