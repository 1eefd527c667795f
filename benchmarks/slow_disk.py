"""`waiqin` on a disk that needs longer for every commit: `COMMIT_DELAY_MS=5 python -m benchmarks.slow_disk serve`.

The delay sits in front of the database's own COMMIT, on the thread that commits, and the product knows nothing of it.
"""

from __future__ import annotations

import os
import time

from sqlalchemy import Connection, Engine, event

from benchmarks.servers import COMMIT_DELAY
from bot.cli import main


def slow_down(delay_s: float) -> None:
    """Make every engine's commits take longer, in seconds."""

    def wait(_connection: Connection) -> None:
        time.sleep(delay_s)

    event.listen(Engine, "commit", wait)


if __name__ == "__main__":
    slow_down(float(os.environ.get(COMMIT_DELAY, "0")) / 1000)
    main()
