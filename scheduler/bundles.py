"""What of a person's due notices leaves now, in which messages, and what waits (`product.md` §2, §4.4).

Pure. What comes at its own moment (an answer, a reminder somebody set, the evening's summary) leaves by itself. All
else is news: the first few of a day leave at once, later ones are put together once an hour up to the day's ceiling,
and one message in the evening tells the rest; a day of rest has none of it. What is late says so, and several late
ones are one message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from models.rules.calendar import STATUTORY, Calendar
from models.rules.notice_kinds import kind_of
from models.rules.quiet import USUAL, Quiet, quiet_of
from models.rules.terms import Terms
from models.services.notices import Claimed
from models.times import shanghai_day, shanghai_instant
from scheduler import house_texts as texts

LATE: Final = timedelta(minutes=15)
"""From then on a notice says when it was due."""
AT_ONCE: Final = 5
"""So many of a day's news leave at once; the rest of the ceiling is put together."""
SUMMARIES: Final = 2
"""Messages of the evening that nobody counts against what is told with them: the summary and the roll-up."""
APART: Final = timedelta(hours=1)
"""The least time between two bundles of news."""
BYTES: Final = 2_000
"""The most that one text holds, in UTF-8 (`wecom.md` §4 cuts at 2,048)."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a company wants its people to be pushed (`product.md` §2).

    Attributes:
        ceiling: messages a person gets on a workday at most.
        quiet: when he gets none.
        calendar: on whose days of rest he gets no news either.
    """

    ceiling: int = 8
    quiet: Quiet = USUAL
    calendar: Calendar = STATUTORY


def manners_of(terms: Terms, calendar: Calendar, on: date) -> Manners:
    """The company's manners on a Shanghai day."""
    return Manners(terms.number("pushes_a_day", on), quiet_of(terms, on), calendar)


@dataclass(frozen=True, slots=True)
class Room:
    """When news beyond the ceiling is told (UTC): put together in the evening, what comes after it the next workday."""

    evening: datetime
    morning: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person was pushed today.

    Attributes:
        count: messages, bundles counted once.
        last_at: the latest of them (UTC); None when there was none.
    """

    count: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """One message: the notice that carries it, those told in it, and its text."""

    head: Claimed
    others: tuple[Claimed, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Waits:
    """A notice that is not sent now, and until when it waits (UTC)."""

    notice: Claimed
    until: datetime
    reason: str


def arrange(
    due: Sequence[Claimed], *, sent: Sent, now: datetime, manners: Manners, room: Room
) -> tuple[list[Bundle], list[Waits]]:
    """Decide over one person's due notices.

    Args:
        due: in their order.
        sent: what he was pushed today.
        now: instant (UTC).
        manners: how many messages a person gets, and when none.
        room: when there is room again for what is too much.

    Returns:
        Messages in the order of their heads, and what waits.
    """
    bundles: list[Bundle] = []
    news: list[Claimed] = []
    for notice in due:
        kind = kind_of(notice.kind)
        in_time = kind.punctual and now - notice.planned_at <= LATE
        # What was tried before has its words: the platform must recognise it as the same.
        if kind.answers or in_time or notice.attempt > 1:
            bundles.append(Bundle(notice, (), notice.body))
        else:
            news.append(notice)
    punctual_too = sum(not kind_of(bundle.head.kind).answers for bundle in bundles)
    if not news:
        return bundles, []
    until, reason = _pause(sent.count + punctual_too, sent.last_at, now, manners, room)
    if until > now:
        return bundles, [Waits(notice, until, reason) for notice in news]
    left = max(AT_ONCE - sent.count - punctual_too, 1)
    apart = [notice for notice in news if now - notice.planned_at <= LATE]
    late = [notice for notice in news if now - notice.planned_at > LATE]
    if len(apart) + bool(late) <= left:
        bundles += [Bundle(notice, (), notice.body) for notice in apart]
    else:
        bundles += _together(apart, [notice.body for notice in apart], "")
    told_late = [texts.was_due(notice.body, notice.planned_at, now) for notice in late]
    bundles += _together(late, told_late, texts.late_head(len(late)))
    return sorted(bundles, key=lambda bundle: (bundle.head.due_at, bundle.head.id)), []


def _pause(count: int, last_at: datetime | None, now: datetime, manners: Manners, room: Room) -> tuple[datetime, str]:
    if manners.quiet.covers(now):
        return manners.quiet.after(now), "quiet hours"
    today = shanghai_day(now)
    if not manners.calendar.is_workday(today):
        return shanghai_instant(manners.calendar.after(today), manners.quiet.end), "a day of rest"
    if now >= room.evening:
        return (room.morning, "enough for today") if count > manners.ceiling + SUMMARIES else (now, "")
    if count >= manners.ceiling:
        return room.evening, "put together in the evening"
    if count >= AT_ONCE and last_at is not None and now - last_at < APART:
        return last_at + APART, "put together with what comes next"
    return now, ""


def _together(notices: Sequence[Claimed], parts: Sequence[str], head: str) -> list[Bundle]:
    """As few messages as hold them all, each under the limit."""
    bundles: list[Bundle] = []
    group: list[Claimed] = []
    body = head
    for notice, part in zip(notices, parts, strict=True):
        longer = f"{body}\n\n{part}" if body else part
        if group and len(longer.encode()) > BYTES:
            bundles.append(Bundle(group[0], tuple(group[1:]), body))
            group, longer = [], part
        group.append(notice)
        body = longer
    if group:
        bundles.append(Bundle(group[0], tuple(group[1:]), body))
    return bundles
