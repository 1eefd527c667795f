"""Points unasked: the pace at the beginning of a week, and the closing list of a month (`product.md` A1).

The reps read their own figures and the names of the first three; a leader reads his own people's. Nobody is told of a
penalty, for there is none (P16).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.queries import absences, paces
from models.queries import visits as queries
from models.queries.morning_cards import key_of
from models.queries.paces import PACE
from models.rules import points as rules
from models.rules import ranks
from models.rules.points import Outlook
from models.rules.quiet import quiet_of
from models.rules.reports import OWING_ROLES
from models.services import notices
from models.services.notices import NewNotice
from models.times import shanghai_day, shanghai_instant
from models.wording import points as wording
from scheduler import points_texts as texts
from scheduler.company import Company

CLOSING: Final = "closing"
OWN, LINE = "own", "line"
_EVENING: Final = time(20)
_USEFUL_FOR: Final = timedelta(days=3)
_CLOSING_DAYS: Final = 3
"""On so many workdays of a month the closing of the one before is told to whoever has not read it."""


def tell_pace(session: Session, now: datetime, company: Company) -> None:
    """Enqueue the pace of each rep without a card, which tells it itself, and each leader's line (`find_paces`)."""
    today, directory = shanghai_day(now), company.directory
    reps = [card for card in directory.people.values() if card.active]
    held = paces.find_paces(session, directory, reps, today)
    carded = notices.list_known(session.connection(), [key_of(person_id, today) for person_id in held])
    tell = _Teller(session, directory, now, shanghai_instant(today, _EVENING))
    for card in reps:
        if card.id in held and key_of(card.id, today) not in carded:
            tell.add(PACE, OWN, card, today, wording.pace(today, held[card.id]))
    for leader, line in _lines(directory, [card for card in reps if card.id in held]):
        tell.add(PACE, LINE, leader, today, texts.team_pace(today, _named(line, held)))
    tell.send()


def tell_closing(session: Session, now: datetime, company: Company) -> None:
    """Enqueue, on the first workdays of a month, how the one before it ended.

    Once for each: who was on leave on the first of them, or had no server, reads it on the next.
    """
    today, directory = shanghai_day(now), company.directory
    first, _ = rules.month_of(today)
    last = first - timedelta(days=1)
    if not directory.calendar.is_workday(today) or directory.calendar.before(today, _CLOSING_DAYS) > last:
        return
    reps = [card for card in _reps(directory) if card.since_on is None or card.since_on <= last]
    totals = queries.count_team_points(session, people=[card.id for card in reps], day=last)
    if not totals:
        return  # nobody was at work with us yet
    floor, flag = rules.floor_of(directory.terms, last, today), directory.terms.number("points_flag", last)
    tell = _Teller(session, directory, now, now + _USEFUL_FOR)
    for leader, line in _lines(directory, reps):
        points = {card.id: totals.get(card.id, 0) for card in line}
        groups = rules.close(points, floor, flag)
        reached, nearly, short = (
            [(directory.people[person].name, points[person]) for person in group]
            for group in (groups.reached, groups.nearly, groups.short)
        )
        tell.add(CLOSING, LINE, leader, last, texts.closing(last, floor, flag, (reached, nearly, short)))
    working = paces.at_work(session, [card.id for card in reps], first=rules.month_of(last)[0], last=last)
    for card in reps:
        if card.id not in working:
            continue
        tops = _tops(directory, card, reps, totals)
        tell.add(CLOSING, OWN, card, last, texts.closed(last, totals.get(card.id, 0), floor, tops))
    tell.send()


class _Teller:
    """Makes the notices of one morning; who is on leave is left alone."""

    def __init__(self, session: Session, directory: Directory, now: datetime, until: datetime) -> None:
        today = shanghai_day(now)
        self._connection = session.connection()
        self._away = absences.list_excused(self._connection, today)
        self._due_at = quiet_of(directory.terms, today).after(now)
        self._until = until
        self._now = now
        self._rows: list[NewNotice] = []

    def add(self, kind: str, whose: str, person: PersonCard, day: date, body: str) -> None:
        """One for a person, by the day it is about."""
        if person.active and person.id not in self._away:
            key = f"{kind}:{whose}:{person.id}:{day.isoformat()}"
            self._rows.append(NewNotice(key, kind, "", person.id, person.userid, body, self._due_at, self._until))

    def send(self) -> None:
        """Enqueue them; those that were told are left alone."""
        told = notices.list_known(self._connection, [row.key for row in self._rows])
        notices.enqueue(self._connection, [row for row in self._rows if row.key not in told], now=self._now)


def _reps(directory: Directory) -> list[PersonCard]:
    return [card for card in directory.people.values() if card.active and card.role in OWING_ROLES]


def _lines(directory: Directory, reps: Sequence[PersonCard]) -> list[tuple[PersonCard, list[PersonCard]]]:
    """The active leaders whom some of the reps report to directly, with these."""
    found: dict[int, list[PersonCard]] = {}
    for card in reps:
        if card.manager_id is not None:
            found.setdefault(card.manager_id, []).append(card)
    return [(leader, line) for leader_id, line in found.items() if (leader := directory.people[leader_id]).active]


def _named(line: Sequence[PersonCard], held: Mapping[int, Outlook]) -> list[tuple[str, Outlook]]:
    return [(card.name, held[card.id]) for card in line]


def _tops(
    directory: Directory, card: PersonCard, reps: Sequence[PersonCard], totals: Mapping[int, int]
) -> list[tuple[int, str]]:
    """The first three of a rep's team, as 上月排名 names them to him: not the last of a small one (F3)."""
    team = {one.id: Decimal(totals.get(one.id, 0)) for one in reps if one.manager_id == card.manager_id}
    return [(place.rank, directory.people[place.person_id].name) for place in ranks.top(ranks.rank(team))]
