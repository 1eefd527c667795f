"""Changing the company's rules: checked, tried out before, in force from a day to come, and kept (`product.md` P17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import Directory
from models.errors import TermDayBad, TermUnchanged, TermValueBad
from models.queries import visits
from models.rules import points, terms
from models.rules.points import month_of
from models.rules.terms import BadTerm, Terms
from models.schema import CompanyVersion, Role, TermChange
from models.services import recycling

FURTHEST_DAYS = 400
"""Nobody plans a rule further ahead: the year is a slip."""
MONTHLY = frozenset({"points_floor"})
"""What is asked of a whole month changes with the first of one: nobody's month is judged by two rules."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of a rule that may be made.

    Attributes:
        name: of the term.
        before: its value on the day from which the change shall hold.
        value: as it is stored.
        valid_from: the first Shanghai day of the new value.
    """

    name: str
    before: str
    value: str
    valid_from: date

    def applied(self, held: Terms) -> Terms:
        """The company's values with this change."""
        return held.changed([(self.name, self.value, self.valid_from)])


def propose(
    held: Terms, *, name: str, said: str, valid_from: date | None, today: date, earliest: date | None = None
) -> Proposal:
    """Check a change.

    Args:
        held: the company's values.
        name: of the term.
        said: the value as it was said: 20, 20:30, 开.
        valid_from: the first Shanghai day; None for the earliest. What is asked of a month changes with the next one.
        today: Shanghai day of the message.
        earliest: the first day that is allowed; None for tomorrow.

    Raises:
        TermValueBad: the term cannot have this value.
        TermDayBad: it would hold too early, or years ahead.
        TermUnchanged: it has this value on that day already.
    """
    try:
        value = terms.checked(terms.BY_NAME[name], said)
    except BadTerm:
        raise TermValueBad(name, said) from None
    first_allowed = earliest or today + timedelta(days=1)
    first = valid_from or first_allowed
    if first < first_allowed or (first - today).days > FURTHEST_DAYS:
        raise TermDayBad(first, first_allowed)
    if name in MONTHLY and earliest is None and first.day > 1:
        first = month_of(first)[1] + timedelta(days=1)
    before = held.text(name, first)
    if before == value:
        raise TermUnchanged(name, value, first)
    return Proposal(name, before, value, first)


def change(session: Session, proposal: Proposal, *, by_id: int | None, now: datetime) -> None:
    """Write a change; one that was made before for the same day is replaced.

    Args:
        session: of the message.
        proposal: from `propose`.
        by_id: who changes it; None for the command line.
        now: instant (UTC).
    """
    # Changes queue up behind the company's version, so that two of one day meet each other's row.
    session.connection().execute(select(CompanyVersion.value).where(CompanyVersion.id == 1).with_for_update())
    row = session.scalars(
        select(TermChange).where(TermChange.name == proposal.name, TermChange.valid_from == proposal.valid_from)
    ).first()
    if row is None:
        row = TermChange(name=proposal.name, valid_from=proposal.valid_from)
        session.add(row)
    row.value, row.made_at, row.made_by_id = proposal.value, now, by_id
    session.flush()


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a change would do, as far as it can be told.

    Attributes:
        recycled: customers that would fall back to the pool, by owner.
        behind: reps behind the month's pace, before and after.
        over: customers held above the new limit, by owner.
    """

    recycled: Mapping[int, int] | None = None
    behind: tuple[int, int] | None = None
    over: Mapping[int, int] | None = None


_RECYCLING = frozenset(
    {
        "recycle",
        "recycle_a_days",
        "recycle_b_days",
        "recycle_c_days",
        "protection_days",
        "renewal_days",
        "claim_protection_days",
        "note_characters",
    }
)


def try_out(session: Session, proposal: Proposal, *, directory: Directory, today: date) -> DryRun:
    """What a change would do on its first night; nothing is written.

    Args:
        session: of the message.
        proposal: from `propose`.
        directory: the company in memory.
        today: Shanghai day of the message.
    """
    if proposal.name == "points_floor":
        return DryRun(behind=_behind(session, proposal, directory, today))
    if proposal.name in _RECYCLING:
        return DryRun(
            recycled=recycling.count_recycled(session, proposal.applied(directory.terms), proposal.valid_from)
        )
    if proposal.name == "holding_limit":
        limit = int(proposal.value)
        held = {card.id: len(directory.owned_by(card.id)) for card in directory.people.values() if card.active}
        return DryRun(over={person_id: count - limit for person_id, count in held.items() if count > limit})
    return DryRun()


def _behind(session: Session, proposal: Proposal, directory: Directory, today: date) -> tuple[int, int]:
    reps = [card.id for card in directory.people.values() if card.active and card.role == Role.REP]
    scores = visits.count_team_points(session, people=reps, day=today)

    def behind(floor: int) -> int:
        return sum(scores.get(rep, 0) < points.pace(0, today, floor).expected for rep in reps)

    return behind(int(proposal.before)), behind(int(proposal.value))
