"""02:12: what a night changes by itself, and who is told of it in the morning (`product.md` §4.4, B1, A10, D19).

Recycling, lapsing and broken promises are found by index and marked in the same transaction as the notices that tell
of them, each under a key of its own: a night that is run twice, or late, changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.queries import absences
from models.rules.pool import former_owner_from
from models.rules.pool import free_at as free_at_of
from models.rules.prompting import told_of
from models.rules.quiet import quiet_of
from models.rules.terms import OFF
from models.schema import Role
from models.services import dunning, lead_renewals, notices, recycling
from models.services.dunning import Broken
from models.services.lead_renewals import Ended
from models.services.notices import NewNotice
from models.services.recycling import Recycled
from models.times import shanghai_day, shanghai_instant
from models.wording.formats import clock, day
from scheduler import night_texts as texts
from scheduler.company import Company
from scheduler.night_texts import Gone

T = TypeVar("T")
RECYCLED, ENDED, BROKEN = "pool", "lead_ended", "promise_broken"
BATCH = 500
MOST_BATCHES = 400
"""A night that finds more than 200,000 is a mistake, not a night."""
TOLD_FOR = timedelta(days=3)


def pass_the_night(session: Session, now: datetime, company: Company) -> None:
    """Do what the day's beginning does to customers, registrations and promises, and prepare what is told of it."""
    today = shanghai_day(now)
    terms = company.directory.terms
    recycling.note_holdings(session, today, terms)
    ended = _all(lambda: lead_renewals.lapse_due(session, today, now, limit=BATCH))
    # The morning warns by the noted days alone, so that those it may speak of are looked at now.
    ahead = max(told_of(today, company.directory.calendar), default=today)
    recycled = _all(lambda: recycling.recycle_due(session, today, terms, now=now, limit=BATCH, ahead=ahead))
    spare = terms.amount("small_rest", today)
    broken = _all(lambda: dunning.break_due(session, today, spare=spare, most=BATCH))
    tell = _Teller(company.directory, today, now)
    for one in ended:
        tell.ended(one)
    tell.recycled(recycled)
    for promise in broken:
        tell.broken(promise)
    notices.enqueue(session.connection(), _kept_for_the_absent(session, tell.rows, company), now=now)


def _kept_for_the_absent(session: Session, rows: Sequence[NewNotice], company: Company) -> Sequence[NewNotice]:
    """Who is on leave reads it when he is back, however long that is."""
    if not rows:
        return rows
    terms, calendar = company.directory.terms, company.directory.calendar
    told_at = rows[0].due_at
    away = absences.list_away(
        session.connection(),
        {row.person_id for row in rows if row.person_id is not None},
        told_at,
        calendar=calendar,
        quiet=quiet_of(terms, shanghai_day(told_at)),
    )
    return [replace(row, expires_at=max(told_at, away.get(row.person_id or 0, told_at)) + TOLD_FOR) for row in rows]


def _all(look: Callable[[], Sequence[T]]) -> list[T]:
    """Everything that a look in batches finds."""
    found: list[T] = []
    for _ in range(MOST_BATCHES):
        some = look()
        found += some
        if len(some) < BATCH:
            break
    return found


def _by(
    told: Sequence[tuple[PersonCard, Gone]], whom: Callable[[PersonCard], PersonCard | None]
) -> list[tuple[PersonCard, list[Gone]]]:
    """What each is told, of all that concerns him; in the order in which it was found."""
    found: dict[int, tuple[PersonCard, list[Gone]]] = {}
    for owner, gone in told:
        person = whom(owner)
        if person is not None:
            found.setdefault(person.id, (person, []))[1].append(gone)
    return list(found.values())


class _Teller:
    """Makes the notices of one night."""

    def __init__(self, directory: Directory, today: date, now: datetime) -> None:
        self.rows: list[NewNotice] = []
        self._directory = directory
        self._today = today
        self._now = now
        told_on = today if directory.calendar.is_workday(today) else directory.calendar.after(today)
        self._due_at = quiet_of(directory.terms, told_on).after(max(now, shanghai_instant(told_on)))

    def recycled(self, found: Sequence[Recycled]) -> None:
        """The old owners and their leaders, each in one text."""
        told = [
            (
                self._directory.people[one.owner_id],
                Gone(
                    self._directory.customer(one.customer_id).name,
                    self._directory.people[one.owner_id].name,
                    one.number,
                    one.term,
                    one.days,
                ),
            )
            for one in found
        ]
        again_on = former_owner_from(self._today, self._directory.terms, self._today)
        for owner, gone in _by(told, lambda owner: owner):
            self._add(owner, RECYCLED, gone[0].number, texts.recycled(gone, self._today, again_on))
        for leader, gone in _by(told, lambda owner: self._directory.people.get(owner.manager_id or 0)):
            self._add(leader, RECYCLED, gone[0].number, texts.recycled_from(gone, self._today))
            self._add_team(leader, [(owner, gone) for owner, gone in told if owner.manager_id == leader.id])

    def _add_team(self, leader: PersonCard, told: Sequence[tuple[PersonCard, Gone]]) -> None:
        """Everybody else of the team, where the company wants it (制度 4.10)."""
        terms = self._directory.terms
        if terms.text("recycle_team", self._today) == OFF:
            return
        free_at = free_at_of(self._now, terms, self._today)
        free_from = day(shanghai_day(free_at), self._today)
        if not quiet_of(terms, self._today).covers(free_at):
            free_from += clock(free_at)
        for mate in self._directory.reports_of(leader.id):
            others = [gone for owner, gone in told if owner.id != mate.id]
            if others and mate.role == Role.REP:
                self._add(mate, RECYCLED, others[0].number, texts.new_in_pool(others, self._today, free_from))

    def ended(self, one: Ended) -> None:
        """Whose registration it was."""
        customer = self._directory.customer(one.customer_id).name
        owner = self._directory.people[one.person_id]
        self._add(owner, ENDED, one.number, texts.ended(customer, one.number, lapsed=one.lapsed))

    def broken(self, promise: Broken) -> None:
        """Whoever owns the customer now, and his leader from the term's count on."""
        card = self._directory.customer(promise.customer_id)
        owner = self._directory.people.get(card.owner_id or promise.person_id)
        if owner is None:
            return
        told = texts.broken(
            card.name, card.short, promise.promised_on, self._today, promise.amount, promise.count, promise.paid
        )
        self._add(owner, BROKEN, promise.number, told)
        if promise.count >= self._directory.terms.number("promises_broken", self._today):
            self._add_leader(owner, BROKEN, promise.number, texts.of_whom(owner.name, told))

    def _add_leader(self, person: PersonCard, kind: str, number: int, body: str) -> None:
        leader = self._directory.people.get(person.manager_id or 0)
        if leader is not None:
            self._add(leader, kind, number, body)

    def _add(self, person: PersonCard, kind: str, number: int, body: str) -> None:
        if person.active:
            key = f"{kind}:{number}:{person.id}"
            self.rows.append(NewNotice(key, kind, "", person.id, person.userid, body, self._due_at))
