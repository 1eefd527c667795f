"""What `/metrics` counts. Labels are kinds and outcomes, never people, customers or texts."""

from __future__ import annotations

from functools import lru_cache

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter("waiqin_messages_total", "Messages by kind and outcome", ["kind", "outcome"])


@lru_cache(maxsize=64)
def messages(kind: str, outcome: str) -> Counter:
    """The counter of one kind and outcome, kept: finding it among its siblings costs as much as counting."""
    return MESSAGES.labels(kind, outcome)


MESSAGE_SECONDS = Histogram(
    "waiqin_message_seconds",
    "Seconds from receipt to answer",
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 4, 5),
)
REFUSED = Counter("waiqin_refused_callbacks_total", "Callback requests refused, by reason", ["reason"])
NOTICES = Counter("waiqin_notices_total", "Notices by kind and outcome of the attempt", ["kind", "outcome"])
WAITING_UNITS = Gauge("waiqin_desk_waiting", "Units of work that wait for the desk")
IN_HAND = Gauge("waiqin_messages_in_hand", "Messages that are being handled")
INBOX_WAITING = Gauge("waiqin_inbox_waiting", "Messages that are durable but not handled")
OLDEST_NOTICE_SECONDS = Gauge("waiqin_oldest_notice_seconds", "Seconds since the oldest unsent notice became due")
