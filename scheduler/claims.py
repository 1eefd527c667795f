"""The claim: which due notices leave now, in which messages and words, and what waits, in one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final

from sqlalchemy import Connection

from models.queries import absences, reached
from models.queries.leavers import list_left
from models.queries.mutes import list_switched_off
from models.queries.reached import Reached
from models.rules import pacing
from models.rules.calendar import Calendar
from models.rules.notice_kinds import kind_of
from models.schema import NoticeState
from models.services import claiming, dialogs, notices
from models.services.notices import Claimed, Finished
from models.times import shanghai_day, shanghai_instant
from scheduler.bundles import Bundle, Manners, Room, Sent, Waits, arrange
from scheduler.company import Asked

StillTrue = Callable[[Connection, Claimed], str]
Words = Callable[[Connection, Sequence[Claimed], datetime], Mapping[int, Asked]]
"""Words notices of a kind at an instant (UTC), by their ids; whoever has nothing to read any more is left out."""

SWITCHED_OFF: Final = "switched off"
LEFT: Final = "has left the company"
PACED: Final = "enough for this minute"
EVENING, MORNING = time(21, 10), time(8, 20)
"""When news that was too much for a day is told: once more that evening, else on the next workday."""


def usual_manners(_day: date) -> Manners:
    """Where the company has not set its own."""
    return Manners()


def always_true(_connection: Connection, _claimed: Claimed) -> str:
    """The question for kinds that cannot become untrue: a reply stays a reply."""
    return ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a claim came to.

    Attributes:
        count: how many notices were claimed.
        leaving: those that are sent now.
        next_at: when the next one is due (UTC), where none was claimed; None when nothing waits.
    """

    count: int
    leaving: Sequence[Claimed]
    next_at: datetime | None


@dataclass(frozen=True)
class Claims:
    """See the module.

    Attributes:
        still_true: by kind, an empty answer or the reason why a notice is not to be sent any more.
        manners: how people want to be pushed on a Shanghai day.
        words: by kind, what words notices that leave anew; one that it gives none is cancelled. What can be answered
            is opened when the notice leaves, unless something waits for the person's answer.
        lists: names of open lists, which that may take the place of.
    """

    still_true: Mapping[str, StillTrue]
    manners: Callable[[date], Manners] = usual_manners
    words: Mapping[str, Words] = field(default_factory=dict)
    lists: Collection[str] = ()

    def take(self, connection: Connection, now: datetime, limit: int) -> Taken:
        """Claim due notices.

        Args:
            connection: in a transaction, committed before any of them is sent.
            now: instant (UTC).
            limit: how many at most.
        """
        claimed = claiming.claim(connection, now=now, limit=limit)
        if not claimed:
            return Taken(0, (), notices.next_due_at(connection))
        true = self._still_true(connection, claimed, now)
        undisturbed = _undisturbed(connection, true, now, self.manners(shanghai_day(now)))
        leaving, asked = self._worded(connection, undisturbed, now)
        return Taken(len(claimed), self._arrange(connection, leaving, now, asked), None)

    def _still_true(self, connection: Connection, claimed: Sequence[Claimed], now: datetime) -> list[Claimed]:
        true: list[Claimed] = []
        untrue: list[Finished] = []
        people = {one.person_id for one in claimed if one.person_id is not None and kind_of(one.kind).mutable}
        off = list_switched_off(connection, people) if people else frozenset()
        left = list_left(connection, {one.person_id for one in claimed if one.person_id is not None})
        for notice in claimed:
            if notice.person_id in left:
                reason = LEFT
            elif (notice.person_id, notice.kind) in off:
                reason = SWITCHED_OFF
            else:
                reason = self.still_true.get(notice.kind, always_true)(connection, notice)
            if reason:
                untrue.append(Finished(notice.id, notice.attempt, NoticeState.CANCELLED, now, reason))
            else:
                true.append(notice)
        notices.finish(connection, untrue)
        return true

    def _worded(
        self, connection: Connection, leaving: Sequence[Claimed], now: datetime
    ) -> tuple[list[Claimed], Mapping[int, Asked]]:
        """What leaves, with words that are true now, and what is asked with them; what was tried keeps its words."""
        fresh = {kind: [one for one in leaving if one.kind == kind and one.attempt == 1] for kind in self.words}
        if not any(fresh.values()):
            return list(leaving), {}
        asked = {
            number: one
            for kind, mine in fresh.items()
            if mine
            for number, one in self.words[kind](connection, mine, now).items()
        }
        untold = [one for mine in fresh.values() for one in mine if one.id not in asked]
        ended = [
            Finished(one.id, one.attempt, NoticeState.CANCELLED, now, "nothing on it is left to do") for one in untold
        ]
        notices.finish(connection, ended)
        gone = {one.id for one in untold}
        told = [one for one in leaving if one.id not in gone]
        return [_in_words(connection, one, asked[one.id].text if one.id in asked else one.body) for one in told], asked

    def _arrange(
        self, connection: Connection, claimed: Sequence[Claimed], now: datetime, asked: Mapping[int, Asked]
    ) -> list[Claimed]:
        """What leaves now, with the words it leaves with; the rest is told in it or given back until later."""
        if not claimed:
            return []
        today = shanghai_day(now)
        theirs = by_person(claimed)
        lately = reached.list_reached(connection, theirs, since=shanghai_instant(today), now=now)
        manners = self.manners(today)
        room = _room(today, manners.calendar)
        leaving: list[Claimed] = []
        waiting: list[Waits] = []
        for userid, mine in theirs.items():
            before = lately.get(userid, Reached())
            bundles, wait = arrange(mine, sent=Sent(before.news, before.last_at), now=now, manners=manners, room=room)
            places = pacing.places(before.in_minute, before.in_hour)
            waiting += wait + _for_a_place(connection, userid, bundles[places:], places, now)
            for bundle in bundles[:places]:
                leaving.append(_in_words(connection, bundle.head, bundle.body, bundle.others))
                self._open(connection, [bundle.head, *bundle.others], now, asked)
        notices.postpone(connection, [(wait.notice.id, wait.until, wait.reason) for wait in waiting])
        return leaving

    def _open(self, connection: Connection, told: Sequence[Claimed], now: datetime, asked: Mapping[int, Asked]) -> None:
        for notice in told:
            one = asked.get(notice.id)
            if one is not None and one.question and notice.person_id is not None:
                dialogs.offer(connection, notice.person_id, one.question, one.data, now, instead_of=self.lists)


def by_person(claimed: Sequence[Claimed]) -> dict[str, list[Claimed]]:
    """Each member's, in their order."""
    found: dict[str, list[Claimed]] = {}
    for notice in claimed:
        found.setdefault(notice.userid, []).append(notice)
    return found


def _in_words(connection: Connection, notice: Claimed, body: str, others: Sequence[Claimed] = ()) -> Claimed:
    """A notice with what it says, of others too that are told in it."""
    if body == notice.body:
        return notice
    notices.bundle(connection, notice.id, [one.id for one in others], body)
    return replace(notice, body=body)


def _for_a_place(
    connection: Connection, userid: str, bundles: Sequence[Bundle], leaving: int, now: datetime
) -> list[Waits]:
    """What is one too many for a member waits until there is a place, each notice by itself again."""
    if not bundles:
        return []
    until = pacing.next_place(reached.list_sent_at(connection, userid, now=now), leaving, now)
    notices.hold_back(connection, userid, until, PACED)
    return [Waits(notice, until, PACED) for bundle in bundles for notice in (bundle.head, *bundle.others)]


def _room(today: date, calendar: Calendar) -> Room:
    return Room(shanghai_instant(today, EVENING), shanghai_instant(calendar.after(today), MORNING))


def _undisturbed(connection: Connection, claimed: Sequence[Claimed], now: datetime, manners: Manners) -> list[Claimed]:
    """What leaves now: to whoever wants to be left alone (免打扰) only answers; the rest waits until he may be told.

    To whoever is on leave, or has this half of the day off, also what nobody may switch off: what he set himself, and
    what somebody waits for.
    """
    people = {one.person_id for one in claimed if one.person_id is not None and not kind_of(one.kind).answers}
    muted = absences.list_muted(connection, people, now) if people else {}
    away = absences.list_away(connection, people, now, calendar=manners.calendar, quiet=manners.quiet) if people else {}
    leaving: list[Claimed] = []
    waiting: list[tuple[int, datetime, str]] = []
    for notice in claimed:
        kind, person_id = kind_of(notice.kind), notice.person_id or 0
        if person_id in muted and not kind.answers:
            waiting.append((notice.id, muted[person_id], notices.UNDISTURBED))
        elif person_id in away and kind.mutable:
            waiting.append((notice.id, away[person_id], notices.AWAY))
        else:
            leaving.append(notice)
    notices.postpone(connection, waiting)
    return leaving
