"""Text to meaning: pure, deterministic, never raising, linear in the length of the message.

`understand(text, situation, book)` is the whole interface; `meaning` holds its types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handlers.language.understand import understand

__all__ = ["understand"]


def __getattr__(name: str) -> Any:
    if name != "understand":
        raise AttributeError(name)
    # The types in `meaning` are imported everywhere; the grammar is compiled only where it is used.
    from handlers.language.understand import understand

    return understand
