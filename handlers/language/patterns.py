"""Regular expressions that are compiled when their first message comes.

The parser owns more than a thousand of them and a message meets a few hundred. Compiling all of them took a third of
a start and five megabytes, so each is compiled by its first use, which takes less than half a millisecond.
"""

from __future__ import annotations

import re
from typing import Any, cast

_TAKEN = ("findall", "finditer", "fullmatch", "groupindex", "match", "search", "split", "sub")


class _Late:
    """Looks like `re.Pattern`; takes over the methods of the compiled one at its first use."""

    __slots__ = ("flags", "pattern", *_TAKEN)

    pattern: str
    flags: int

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile; only asked for what is not there yet."""
        compiled = re.compile(self.pattern, self.flags)
        for own in _TAKEN:
            setattr(self, own, getattr(compiled, own))
        return getattr(compiled, name)


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is compiled by its first use.

    Args:
        source: as `re.compile` takes it.
        flags: as `re.compile` takes them.

    Returns:
        What answers like a compiled pattern. It is none by type: hand it to no function of `re`, and compare the
        `pattern` of a match, not its `re`.
    """
    return cast("re.Pattern[str]", _Late(source, flags))
