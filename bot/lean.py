"""What a server does without: parts of libraries that others load because they happen to be installed, spare heaps."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from typing import Final

_NOT_FOR_LOGS: Final = ("rich", "greenlet")
"""structlog would draw tracebacks with the one and follow the other; our lines have neither. They cost 3 MiB and a
twentieth of a start."""
_M_ARENA_MAX: Final = -8
"""glibc's number of the setting (`mallopt(3)`)."""


def import_structlog() -> None:
    """Load structlog as if it stood alone; before anything else imports it."""
    hidden = [name for name in _NOT_FOR_LOGS if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # None says that there is no such module
    try:
        import structlog  # noqa: F401  (imported for what importing it leaves behind)
    finally:
        for name in hidden:
            del sys.modules[name]


def share_one_heap() -> None:
    """Have all threads use one heap, where the C library lets itself be told; before there are any.

    glibc gives each thread a heap of its own, which keeps whatever was once needed there: 2 to 5 MiB. Threads have
    nothing to gain by it where one at a time holds the interpreter.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
