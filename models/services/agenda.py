"""What people have before them on a day, in the order that helps: for 待办 and the morning card (`product.md` §4.4).

Found for any number of people with one statement a source. The card is this list, read at 08:20 and again when it
leaves: it is never stored as lines, so that whatever was done, paid or handed over meanwhile is not on it.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from models.directory import PersonCard
from models.queries import agenda as queries
from models.queries import prompts, reports
from models.queries.noted_days import NEVER, NotedDays, find_noted_days
from models.queries.settled_lines import Settled, list_settled
from models.rules.calendar import STATUTORY, Calendar
from models.rules.pool import WARNING_DAYS
from models.rules.prompting import brought_forward, put_off, told_of
from models.rules.terms import Terms
from models.schema import Commitment, CommitmentState, FollowUp, FollowUpState, Visit
from models.services import recycling
from models.times import shanghai_instant
from models.wording.agenda import NOTES

MOST_OVERDUE: Final = 3
LOOKED_AT: Final = 9
"""So many of a person's debts are looked at: those put off or given to a colleague make room for others."""
MOST_ENDING: Final = 3
USED_DAYS: Final = timedelta(days=30)
"""Whoever has handed in no report for so long is not told that one is missing."""
FRONT: Final = 9
"""So many lines are seen at once (`product.md` §4.4)."""


class Matter(enum.StrEnum):
    """What a line is about, in the order of the list; VISIT, FOLLOWUP and REMINDER are `followups.Source`'s."""

    BIRTHDAY = "birthday"
    PROMISE = "promise"
    VISIT = "visit"
    FOLLOWUP = "followup"
    REMINDER = "reminder"
    OVERDUE = "overdue"
    PROTECTION = "protection"
    RECYCLING = "recycling"
    LEAD = "lead"
    REPORT = "report"
    REMARK = "remark"
    FEAST = "feast"
    FILE = "file"
    SILENT = "silent"


STEPS: Final = frozenset({Matter.VISIT, Matter.FOLLOWUP, Matter.REMINDER})
"""What he set himself."""
OWN: Final = STEPS | {Matter.PROMISE}
"""Lines that he closes himself, and that are overdue when their day has passed."""
CLOSED: Final = OWN | {Matter.BIRTHDAY}
"""Lines that 好了 closes and a day puts off."""
_ORDER: Final = {matter: place for place, matter in enumerate(Matter)} | dict.fromkeys(STEPS, 3)
_HINTS: Final = frozenset({Matter.FILE, Matter.SILENT})
_LATE_STEPS: Final = 2
"""Their place: before those of today, which they must not hide."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line.

    Attributes:
        matter: what it is about.
        id: the record's number; of a birthday the contact; of remarks the first one's number; of a missing report its
            Shanghai day as an ordinal; of a feast 0; else the customer.
        customer_id: None where there is none.
        on: the Shanghai day it is due, or it is about.
        contact: who, or which feast; may be empty.
        note: what is to be done; may be empty. Of what falls back the clause it goes by.
        clock: when on that day.
        amount: yuan that are overdue.
        count: of remarks, how many.
        person_id: who made the remarks.
    """

    matter: Matter
    id: int
    customer_id: int | None
    on: date
    contact: str = ""
    note: str = ""
    clock: time | None = None
    amount: Decimal | None = None
    count: int = 0
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The day.

    Attributes:
        items: in the order that helps; the first nine are of as many matters as there are.
        plan: what he said he would do; may be empty.
        overdue_customers: how many customers owe overdue money, also those not among the items.
    """

    items: Sequence[Item] = ()
    plan: str = ""
    overdue_customers: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """How one looks at a day.

    Attributes:
        session: any; nothing is written.
        people: whose day.
        today: the Shanghai day.
        terms: the company's.
        calendar: its working days.
    """

    session: Session
    people: Sequence[PersonCard]
    today: date
    terms: Terms
    calendar: Calendar = STATUTORY

    @property
    def ids(self) -> list[int]:
        """Of the people."""
        return [person.id for person in self.people]


def list_due(session: Session, *, person_id: int, last: date, today: date) -> Sequence[Item]:
    """What one person has to do up to a Shanghai day: promises to his customers first, then what he set himself.

    Args:
        session: any.
        person_id: whose.
        last: last day, included.
        today: the Shanghai day.
    """
    promised = (item for _, item in _promised(session, [person_id], last))
    return [*promised, *(item for _, item in _steps(session, [person_id], today, last))]


def is_left(session: Session, matter: Matter, number: int) -> bool:
    """Whether a line that its owner closes himself is still to be done: none of `OWN` that was done or called off."""
    if matter is Matter.VISIT:
        visit = session.get(Visit, number)
        return visit is not None and visit.next_on is not None and not visit.voided
    if matter is Matter.PROMISE:
        promise = session.get(Commitment, number)
        return promise is not None and promise.state == CommitmentState.OPEN and not promise.voided
    row = session.get(FollowUp, number)
    return row is not None and row.state == FollowUpState.OPEN and not row.voided


def find_agenda(look: Look) -> Agenda:
    """What the one person of a look has before him on its day, for whoever asks: all that ends within a week."""
    ahead = [look.today + timedelta(days=days) for days in range(max(WARNING_DAYS) + 1)]
    return _find(look, ahead, birthdays=ahead).get(look.people[0].id, Agenda())


def find_cards(look: Look) -> Mapping[int, Agenda]:
    """The morning cards of a day, by person; whoever has nothing before him has none.

    What ends is told 7, 3 and 1 days before and not daily, of a day of rest the workday before (`product.md` §2). What
    has a clock time of its own is told then. On days of rest only what somebody set himself for that very day is told
    (§4.4): whoever sets something for a Saturday wants it on that Saturday.
    """
    if not look.calendar.is_workday(look.today):
        steps = _steps(look.session, look.ids, look.today, look.today)
        set_for_it = ((person_id, item) for person_id, item in steps if item.on == look.today)
        return _cards(_by_person(set_for_it, look.today), look.today)
    return _cards(_find(look, told_of(look.today, look.calendar)), look.today)


def _cards(found: Mapping[int, Agenda], today: date) -> dict[int, Agenda]:
    cards = {
        person_id: replace(day, items=[item for item in day.items if not _comes_by_itself(item, today)])
        for person_id, day in found.items()
    }
    return {person_id: card for person_id, card in cards.items() if card.items or card.plan}


def _comes_by_itself(item: Item, today: date) -> bool:
    return item.matter is Matter.REMINDER and item.clock is not None and item.on >= today


def _by_person(found: Iterable[tuple[int, Item]], today: date) -> dict[int, Agenda]:
    days: dict[int, list[Item]] = {}
    for person_id, item in found:
        days.setdefault(person_id, []).append(item)
    return {person_id: Agenda(in_order(items, today)) for person_id, items in days.items()}


def _find(look: Look, ending: Collection[date], *, birthdays: Collection[date] | None = None) -> dict[int, Agenda]:
    """The days of the people of a look.

    Args:
        look: see there.
        ending: the days of which it is told that something ends on them.
        birthdays: those of which it is told; None for those of the card.
    """
    session, ids, today = look.session, look.ids, look.today
    # A promise that falls on a day of rest would be told too late on it.
    rest = brought_forward(today, look.calendar)
    nights = [day for day in ending if day > today]
    silent = put_off(today, look.calendar)
    told_silent = (silent.first, silent.last) if silent is not None else NEVER
    noted = find_noted_days(session, ids, protected=ending, recycled=nights, silent=told_silent)
    found: list[tuple[int, Item]] = [
        *_birthdays(look, birthdays),
        *_promised(session, ids, rest.last if rest is not None else today),
        *_steps(session, ids, today, today),
        *_protected(noted),
        *_recycled(look, noted, nights),
        *_remarks(look),
        *_missing(look),
        *_prompted(look, noted),
    ]
    least = look.terms.amount("small_rest", today)
    overdue = queries.list_overdue(session, ids, today=today, least=least, most=LOOKED_AT)
    found += [
        (one.owner_id, Item(Matter.OVERDUE, one.customer_id, one.customer_id, one.oldest_due_on, amount=one.amount))
        for one in overdue
    ]
    days = _by_person(_first_of_each(_once(look, found), MOST_OVERDUE, of=Matter.OVERDUE), today)
    for one in overdue:
        days[one.owner_id] = replace(days.get(one.owner_id, Agenda()), overdue_customers=one.among)
    for person_id, plan in reports.find_plans(session, ids, today, look.calendar).items():
        days[person_id] = replace(days.get(person_id, Agenda()), plan=plan)
    return days


def _once(look: Look, found: Sequence[tuple[int, Item]]) -> list[tuple[int, Item]]:
    """Without what was put off or is done, and without lines that only name a customer of whom another line speaks."""
    noted = {item.customer_id for _, item in found if item.matter in NOTES and item.customer_id is not None}
    born_at = {item.customer_id for _, item in found if item.matter is Matter.BIRTHDAY and item.customer_id is not None}
    settled = list_settled(look.session, noted, born_at=born_at, today=look.today)
    left = [(whose, item) for whose, item in found if not _is_settled(item, settled)]
    spoken_of = {item.customer_id for _, item in left if item.matter not in _HINTS}
    return [(whose, item) for whose, item in left if item.matter not in _HINTS or item.customer_id not in spoken_of]


def _is_settled(item: Item, settled: Collection[Settled]) -> bool:
    if item.matter not in NOTES or item.customer_id is None:
        return False
    contact_id = item.id if item.matter is Matter.BIRTHDAY else None
    return Settled(item.customer_id, contact_id, NOTES[item.matter]) in settled


def in_order(items: Sequence[Item], today: date) -> list[Item]:
    """Lines in the order that helps, so that the first nine show each matter before a second line of any.

    Ten things that were forgotten must hide neither what is set for today nor the money that is owed.

    Args:
        items: those of a matter in their order.
        today: the Shanghai day.
    """
    groups: dict[int, list[Item]] = {}
    for item in items:
        late = item.matter in STEPS and item.on < today
        groups.setdefault(_LATE_STEPS if late else _ORDER[item.matter], []).append(item)
    if _LATE_STEPS in groups:
        # What was missed yesterday is of more use than what was missed a month ago.
        groups[_LATE_STEPS].sort(key=lambda item: item.on, reverse=True)
    ordered = [lines for _place, lines in sorted(groups.items())]
    rounds = ((turn, place) for turn in range(len(items)) for place, lines in enumerate(ordered) if turn < len(lines))
    shown = Counter(place for _turn, place in islice(rounds, FRONT))
    front = [item for place, lines in enumerate(ordered) for item in lines[: shown[place]]]
    return front + [item for place, lines in enumerate(ordered) for item in lines[shown[place] :]]


def _birthdays(look: Look, days: Collection[date] | None) -> Iterator[tuple[int, Item]]:
    found = prompts.list_birthdays(look.session, look.ids, look.today, look.terms, look.calendar, days=days)
    for one in found:
        yield one.owner_id, Item(Matter.BIRTHDAY, one.contact_id, one.customer_id, one.on, one.name)


def _prompted(look: Look, noted: NotedDays) -> Iterator[tuple[int, Item]]:
    """What the day says of somebody's customers: feasts, registrations and files to be completed, long silence."""
    asked = (look.session, look.ids, look.today, look.terms, look.calendar)
    for owner_id, feast in prompts.list_feasts(*asked).items():
        yield owner_id, Item(Matter.FEAST, 0, None, feast.on, feast.name)
    for lead in prompts.list_provisional(*asked):
        yield lead.owner_id, Item(Matter.LEAD, lead.number, lead.customer_id, lead.until)
    for file in prompts.list_files(*asked):
        yield file.owner_id, Item(Matter.FILE, file.customer_id, file.customer_id, file.made_on)
    silent = (
        (one.owner_id, Item(Matter.SILENT, one.customer_id, one.customer_id, look.today))
        for one in prompts.list_silent(*asked, noted=noted.silent)
    )
    yield from _first_of_each(silent, MOST_ENDING)


def _promised(session: Session, owner_ids: Collection[int], last: date) -> Iterator[tuple[int, Item]]:
    for one in queries.list_promised(session, owner_ids, last=last):
        yield one.owner_id, Item(Matter.PROMISE, one.number, one.customer_id, one.on, one.contact, one.words)


def _steps(session: Session, person_ids: Collection[int], today: date, last: date) -> Iterator[tuple[int, Item]]:
    for one in queries.list_steps(session, person_ids, today=today, last=last):
        matter = Matter(one.source.value)
        yield one.person_id, Item(matter, one.number, one.customer_id, one.on, one.contact, one.note, one.clock)


def _protected(noted: NotedDays) -> Iterator[tuple[int, Item]]:
    return _first_of_each(
        ((owner_id, Item(Matter.PROTECTION, customer, customer, on)) for owner_id, customer, on in noted.protected),
        MOST_ENDING,
    )


def _recycled(look: Look, noted: NotedDays, nights: Collection[date]) -> Iterator[tuple[int, Item]]:
    asked = (look.session, noted.recycled, nights, look.today, look.terms)
    for one in recycling.list_recycled_on(*asked, most=MOST_ENDING):
        yield one.owner_id, Item(Matter.RECYCLING, one.customer_id, one.customer_id, one.on, note=one.term)


def _remarks(look: Look) -> Iterator[tuple[int, Item]]:
    # It was pushed when it was said: only what stays unseen for a day is told once more.
    last = look.calendar.before(look.today)
    since, before = shanghai_instant(look.calendar.before(last)), shanghai_instant(last)
    for one in queries.list_unseen(look.session, look.ids, since=since, before=before):
        item = Item(Matter.REMARK, one.first_number, None, look.today, count=one.count, person_id=one.by_id)
        yield one.to_id, item


def _missing(look: Look) -> Iterator[tuple[int, Item]]:
    """Whose report of the last workday is missing, of those who hand theirs in."""
    day = look.calendar.before(look.today)
    missing = reports.find_missing(look.session, look.people, day, look.calendar).missing
    writing = queries.list_reporting(look.session, [person.id for person in missing], since=look.today - USED_DAYS)
    for person in missing:
        if person.id in writing:
            yield person.id, Item(Matter.REPORT, day.toordinal(), None, day)


def _first_of_each(
    found: Iterable[tuple[int, Item]], most: int, *, of: Matter | None = None
) -> Iterator[tuple[int, Item]]:
    """The first so many lines of each person, of one matter where one is named; all others stay."""
    told: Counter[int] = Counter()
    for person_id, item in found:
        counts = of is None or item.matter is of
        told[person_id] += counts
        if not counts or told[person_id] <= most:
            yield person_id, item
