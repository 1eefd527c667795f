"""What the clock tells people of their customers unasked: birthdays, feasts, silence, files, registrations.

Each question is asked for one person or for all of them at once, and reads by an index only what a day tells. On a day
of rest nothing is told: the workday before or after it has it (`models/rules/prompting.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.queries.cards import find_files
from models.queries.lookups import among, among_told, are_many, has_any
from models.queries.mutes import who_muted
from models.queries.noted_days import find_noted_days
from models.queries.recycling import last_activity
from models.rules import anniversaries, cadence, completeness, feasts, prompting
from models.rules import leads as lead_rules
from models.rules.birthdays import of_columns
from models.rules.calendar import Calendar
from models.rules.completeness import Part
from models.rules.leads import Part as LeadPart
from models.rules.terms import Terms
from models.schema import Contact, Customer, Holding, Lead, LeadState, Person
from models.times import shanghai_day, shanghai_instant

BIRTHDAY, FEAST, SILENT, FILE = "birthday", "feast", "silent", "file"
"""Kinds of lines that a person may switch off."""
TWICE: Final = 2
"""After so many cadences without a contact the leader is told too (`product.md` C8)."""


@dataclass(frozen=True, slots=True)
class BirthdayDue:
    """A contact whose birthday is told.

    Attributes:
        contact_id, customer_id, owner_id: whose, where, and who is told.
        name, title: of the contact; the title may be empty.
        on: the Shanghai day of the birthday.
    """

    contact_id: int
    customer_id: int
    owner_id: int
    name: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class FeastDue:
    """A feast that is told of, or several on one day.

    Attributes:
        name: 中秋, 中秋、国庆.
        on: its Shanghai day.
    """

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class LeadDue:
    """A provisional registration that still lacks something.

    Attributes:
        number: of the registration.
        customer_id, owner_id: of which customer, and whose.
        missing: what it lacks.
        until: the last Shanghai day on which it may be completed.
    """

    number: int
    customer_id: int
    owner_id: int
    missing: Sequence[LeadPart]
    until: date


@dataclass(frozen=True, slots=True)
class FileDue:
    """A new customer whose file is not complete.

    Attributes:
        customer_id, owner_id: which, and who is to complete it.
        missing: what is not known, the most useful first.
        made_on: the Shanghai day it was told of.
    """

    customer_id: int
    owner_id: int
    missing: Sequence[Part]
    made_on: date


@dataclass(frozen=True, slots=True)
class SilentDue:
    """A customer that has not been contacted as often as its level asks for.

    Attributes:
        customer_id, owner_id: which, and whose.
        level: A, B, C or empty.
        last_on: the Shanghai day of the last contact; None if its owner had none.
        days: how long it has been silent.
        times: how many cadences that are.
    """

    customer_id: int
    owner_id: int
    level: str
    last_on: date | None
    days: int
    times: int


def list_birthdays(
    session: Session,
    owner_ids: Collection[int],
    today: date,
    terms: Terms,
    calendar: Calendar,
    *,
    days: Collection[date] | None = None,
) -> Sequence[BirthdayDue]:
    """The birthdays of people's contacts that are told today, the nearest first (`product.md` C7).

    Args:
        session: any.
        owner_ids: of the customers; who does not want to be told of birthdays is left out.
        today: the Shanghai day.
        terms: the company's: 7 and 3 days before, and on the day.
        calendar: its working days: nothing that falls on days of rest is told late.
        days: the days of the birthdays instead, for whoever asks.
    """
    if days is None:
        days = prompting.birthdays_told(today, terms, calendar)
    owners = _told(session, owner_ids, BIRTHDAY) if days else frozenset()
    if not owners:
        return []
    kept = frozenset(form for day in days for form in anniversaries.kept_on(day))
    if are_many(owners):
        rows = session.execute(_BORN.where(_born_on(kept), among(Customer.owner_id, owners)))
    else:
        dates = sorted({month * _MONTH + day for _lunar, month, day in kept})
        rows = session.execute(_BORN_AT_ONES, {"keys": sorted(owners), "dates": dates})
    found = []
    for contact_id, customer_id, owner_id, name, title, *columns in rows:
        birthday = of_columns(*columns)
        on = anniversaries.next_day(birthday, today) if birthday is not None else None
        if on is not None and on in days:
            found.append(BirthdayDue(contact_id, customer_id, owner_id, name, title, on))
    return sorted(found, key=lambda due: (due.on, due.contact_id))


_MONTH: Final = 100
_BORN = (
    select(Contact.id, Contact.customer_id, Customer.owner_id, Contact.name, Contact.title)
    .add_columns(Contact.birthday_month, Contact.birthday_day, Contact.birthday_year)
    .add_columns(Contact.birthday_lunar, Contact.birthday_leap_month)
    .join(Customer, Customer.id == Contact.customer_id)
    .where(Contact.active, Contact.birthday_stopped.is_(False), Customer.active)
)
_theirs, _own = aliased(Contact), aliased(Customer)
# Of one person's customers by their index, not of all who were born on those days, who are the more the larger the
# company is; whether the day is a lunar one is told afterwards.
_BORN_AT_ONES = _BORN.where(
    Contact.id.in_(
        select(_theirs.id)
        .join(_own, _own.id == _theirs.customer_id)
        .where(
            among_told(_own.owner_id, many=False),
            _own.active,
            _theirs.birthday_month.is_not(None),
            (_theirs.birthday_month * _MONTH + _theirs.birthday_day).in_(bindparam("dates", expanding=True)),
        )
    )
)


@lru_cache(maxsize=8)  # the same for everybody all day, and dear to put together
def _born_on(kept: frozenset[tuple[bool, int, int]]) -> ColumnElement[bool]:
    """Birthdays of some forms: whether lunar, month, day."""
    return or_(
        *(
            and_(Contact.birthday_lunar.is_(lunar), Contact.birthday_month == month, Contact.birthday_day == day)
            for lunar, month, day in sorted(kept)
        )
    )


def list_feasts(
    session: Session, owner_ids: Collection[int], today: date, terms: Terms, calendar: Calendar
) -> Mapping[int, FeastDue]:
    """The feast that people are told of today, who have A or B customers to greet (`product.md` B14).

    Args:
        session: any.
        owner_ids: who is told; who does not want to be, or has nobody to greet, is left out.
        today: the Shanghai day.
        terms: the company's: so many days ahead.
        calendar: its working days.
    """
    told = feasts.told(today, terms, calendar)
    if not told:
        return {}
    name = "、".join(feast.name for feast in told)
    greeted = has_any(
        Customer.owner_id == Person.id, Customer.active, func.upper(Customer.level).in_(feasts.GREETED_LEVELS)
    )
    owners = session.scalars(
        select(Person.id).where(among(Person.id, _told(session, owner_ids, FEAST)), greeted).order_by(Person.id)
    )
    return dict.fromkeys(owners, FeastDue(name, told[0].on))


def count_to_greet(session: Session, owner_ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """How many customers of each level people have whom they greet on feasts; who has none is left out."""
    rows = session.execute(
        select(Customer.owner_id, Customer.level, func.count())
        .where(among(Customer.owner_id, owner_ids), Customer.active)
        .group_by(Customer.owner_id, Customer.level)
    )
    found: dict[int, dict[str, int]] = {}
    for owner_id, said, count in rows:
        if owner_id is not None and said.upper() in feasts.GREETED_LEVELS:
            levels = found.setdefault(owner_id, {})
            levels[said.upper()] = levels.get(said.upper(), 0) + count
    return found


def list_to_greet(session: Session, owner_ids: Collection[int]) -> Sequence[int]:
    """The customers of some people that are greeted on feasts: A before B, in the order they were made."""
    level = func.upper(Customer.level)
    rows = session.execute(
        select(Customer.id, level)
        .where(among(Customer.owner_id, owner_ids), Customer.active, level.in_(feasts.GREETED_LEVELS))
        .order_by(level, Customer.id)
    )
    return [customer_id for customer_id, _ in rows]


def list_provisional(
    session: Session, person_ids: Collection[int], today: date, terms: Terms, calendar: Calendar
) -> Sequence[LeadDue]:
    """Registrations that lack something on the workday of the warning, and on the last workday (`product.md` A11).

    Args:
        session: any.
        person_ids: whose registrations.
        today: the Shanghai day.
        terms: the company's (制度 3.4, 3.5).
        calendar: its working days.
    """
    begun = prompting.workdays_ago(today, terms.number("hold_warning_days", today), calendar)
    ends = prompting.brought_forward(today, calendar)
    if begun is None or ends is None or not person_ids:
        return []
    rows = session.scalars(
        select(Lead)
        .where(
            among(Lead.person_id, person_ids),
            Lead.state == LeadState.PROVISIONAL,
            Lead.open_key.is_not(None),
            Lead.voided.is_(False),
            Lead.hold_until >= today,
            or_(
                Lead.registered_on.between(begun.first, begun.last),
                Lead.hold_until.between(ends.first, ends.last),
            ),
        )
        .order_by(Lead.hold_until, Lead.number)
    )
    found = []
    for lead in rows:
        missing = lead_rules.missing(lead.need, lead.contact_name, lead.next_on)
        if missing and lead.hold_until is not None:
            found.append(LeadDue(lead.number, lead.customer_id, lead.person_id, missing, lead.hold_until))
    return found


def list_files(
    session: Session, owner_ids: Collection[int], today: date, terms: Terms, calendar: Calendar, *, late: bool = False
) -> Sequence[FileDue]:
    """New customers whose file should be complete by today and is not (`product.md` C1).

    Counted are those that somebody told of by chat; what was imported has no two days.

    Args:
        session: any.
        owner_ids: whose customers; who does not want to be told of files is left out.
        today: the Shanghai day.
        terms: the company's (制度 5.5, 5.6).
        calendar: its working days.
        late: those that the leader is told of, whoever does not want to be told of them himself.
    """
    made = prompting.workdays_ago(today, terms.number("file_told_days" if late else "file_days", today), calendar)
    owners = (frozenset(owner_ids) if late else _told(session, owner_ids, FILE)) if made is not None else frozenset()
    if made is None or not owners:
        return []
    rows = session.execute(
        select(Customer.id, Customer.owner_id, Customer.created_at).where(
            Customer.created_by_id.is_not(None),
            Customer.created_at >= shanghai_instant(made.first),
            Customer.created_at < shanghai_instant(made.last + timedelta(days=1)),
            Customer.active,
            among(Customer.owner_id, owners),
            # A provisional registration asks for what is missing by itself.
            ~has_any(Lead.customer_id == Customer.id, Lead.state == LeadState.PROVISIONAL, Lead.open_key.is_not(None)),
        )
    ).all()
    files = find_files(session, [row.id for row in rows], today)
    return [
        FileDue(row.id, row.owner_id, missing, shanghai_day(row.created_at))
        for row in sorted(rows, key=lambda row: row.id)
        if (missing := completeness.missing(files[row.id]))
    ]


def list_silent(
    session: Session,
    owner_ids: Collection[int],
    today: date,
    terms: Terms,
    calendar: Calendar,
    *,
    twice: bool = False,
    noted: Collection[int] | None = None,
) -> Sequence[SilentDue]:
    """Customers whose silence is told today: A before B before C, the longest silent first (`product.md` C8).

    Args:
        session: any.
        owner_ids: whose customers; who does not want to be told of silent ones is left out.
        today: the Shanghai day.
        terms: the company's (制度 5.1 to 5.3).
        calendar: its working days.
        twice: only those that the leader is told of, whoever does not want to be told of them himself.
        noted: those of whom it is noted for the day, where that was read before.
    """
    days = prompting.put_off(today, calendar)
    owners = (frozenset(owner_ids) if twice else _told(session, owner_ids, SILENT)) if days is not None else frozenset()
    if days is None or not owners:
        return []
    if noted is None:
        noted = find_noted_days(session, owners, silent=(days.first, days.last)).silent
    if not noted:
        return []
    rows = session.execute(
        select(Customer.id, Customer.owner_id, Customer.level, Customer.created_at, Holding.since_on)
        .join(Holding, Holding.customer_id == Customer.id)
        .where(among(Customer.id, noted), among(Customer.owner_id, owners))
    ).all()
    last = last_activity(session, noted, terms=terms, today=today)
    found = []
    for row in rows:
        since_on = row.since_on or shanghai_day(row.created_at)
        step = cadence.next_step(row.level, last.get(row.id), since_on, terms, today, days.first)
        if step.on not in days or (twice and step.times != TWICE):
            continue
        contacted = last.get(row.id)
        silent = (today - max(contacted or since_on, since_on)).days
        found.append(SilentDue(row.id, row.owner_id, row.level, contacted, silent, step.times))
    return sorted(found, key=lambda due: (due.level.upper() or "Z", -due.days, due.customer_id))


def find_silences(
    session: Session, customer_ids: Collection[int], today: date, terms: Terms
) -> Mapping[int, tuple[str, int]]:
    """By customer its level, and how many days it has been silent."""
    rows = session.execute(
        select(Customer.id, Customer.level, Customer.created_at, Holding.since_on)
        .outerjoin(Holding, Holding.customer_id == Customer.id)
        .where(among(Customer.id, customer_ids))
    ).all()
    last = last_activity(session, customer_ids, terms=terms, today=today)
    begun = {row.id: row.since_on or shanghai_day(row.created_at) for row in rows}
    return {row.id: (row.level, (today - max(last.get(row.id, begun[row.id]), begun[row.id])).days) for row in rows}


def find_missing(session: Session, numbers: Collection[int]) -> Mapping[int, Sequence[LeadPart]]:
    """By registration what it still lacks."""
    rows = session.execute(
        select(Lead.number, Lead.need, Lead.contact_name, Lead.next_on).where(among(Lead.number, numbers))
    )
    return {number: lead_rules.missing(need, contact, next_on) for number, need, contact, next_on in rows}


def _told(session: Session, person_ids: Collection[int], kind: str) -> frozenset[int]:
    """Who of several people wants to be told of a kind of lines."""
    return frozenset(person_ids) - who_muted(session, person_ids, kind)
