"""The port through which notices leave: what a messenger does, and the kinds of failure it reports."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol


class Trouble(enum.StrEnum):
    """What a failed send means for the notice (`models-to-learn-from.md` §9.4, `wecom.md` §16)."""

    RETRY = "retry"
    """Busy, rate limit, connection refused: nothing was delivered, try again later."""
    LIMITED = "limited"
    """The platform has had enough of us for now: nothing was delivered, and nothing else would be."""
    PERMANENT = "permanent"
    """This receiver or this text can never work."""
    UNKNOWN = "unknown"
    """A time-out: it may have been delivered; only a duplicate-checked retry is safe."""
    OURS = "ours"
    """Bad secret, IP not trusted: no notice can leave until a person repairs it."""


class SendError(Exception):
    """A send that did not succeed.

    Attributes:
        trouble: what it means for the notice.
        code: the platform's error code, 0 where there is none.
        detail: a short reason without secrets, for the ledger and the log.
        retry_after_s: how long the platform asks to wait, in seconds; 0 where it does not say.
    """

    def __init__(self, trouble: Trouble, detail: str, *, code: int = 0, retry_after_s: float = 0) -> None:
        super().__init__(f"{trouble}: {detail}")
        self.trouble = trouble
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class OutboundText:
    """One text for one person.

    Attributes:
        userid: the receiver, in lower case.
        text: at most 2,048 bytes of UTF-8.
        check_duplicate: let the platform swallow the same text to the same person inside its window; set on every
            send whose earlier attempt may have arrived.
    """

    userid: str
    text: str
    check_duplicate: bool = True


class Messenger(Protocol):
    """Sends one text; knows tokens and error codes, and nothing of notices."""

    async def send(self, message: OutboundText) -> str:
        """Send it and return the platform's id of it (may be empty).

        Raises:
            SendError: it was not, or not surely, accepted.
        """
        ...
