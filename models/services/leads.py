"""Registrations (报备): who is first, what is missing, how long it protects (`product.md` A10, A11, B2, B6).

Everything that decides whose a customer is runs under the locks of `holdings`: the company, then the customer. Of two
who register the same at the same second the later one therefore sees what the first has done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.errors import DuplicateFollowUp, LeadEnded, LeadNotYours, NotYourRecord, RecordNotFound
from models.rules import leads as rules
from models.rules.lengths import CONTACT_CHARACTERS, NOTE_CHARACTERS
from models.rules.terms import Terms
from models.rules.words import clean_words
from models.schema import Customer, Lead, LeadState, MoveKind, RecordKind
from models.services import contacts, customers, followups, holdings, pool, rep_days
from models.services.contacts import Author, Person
from models.services.customers import Namesake
from models.services.followups import Plan
from models.services.holdings import Decision
from models.services.lead_standing import (
    Free,
    Own,
    Pooled,
    Taken,
    end_dead,
    ended_on,
    has_lapsed,
    is_alive,
    missing,
    standing,
)
from models.services.numbering import give_number
from models.services.records import find_record, refuse_voided

SOURCE_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Act:
    """One message that does something: whose, which, when, and by whose rules.

    Attributes:
        person: who speaks.
        message_id: the inbox row.
        said_at: when he said so (UTC).
        now: instant (UTC).
        today: Shanghai day.
        directory: who is who, with the company's terms.
    """

    person: PersonCard
    message_id: int | None
    said_at: datetime
    now: datetime
    today: date
    directory: Directory

    @property
    def terms(self) -> Terms:
        """The company's values."""
        return self.directory.terms

    @property
    def decision(self) -> Decision:
        """The speaker's word on whose a customer is."""
        return Decision(self.person.id, self.message_id, self.now, self.today, self.terms)

    @property
    def author(self) -> Author:
        """The same for who writes on a customer's card."""
        return Author(self.person.id, self.message_id, self.now)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a firm that he registers.

    Attributes:
        customer_id: the customer that is certainly meant; None for a new one.
        name: of a new one.
        declined: customers of like names that he was offered and does not mean.
        project: which project of it; empty for the customer as a whole.
        need: what they want.
        contact: whom to ask for; without a name or phone nobody.
        next_on: the Shanghai day on which he goes on.
        source: where it came from (展会).
        city: if he said it.
    """

    customer_id: int | None = None
    name: str = ""
    declined: tuple[int, ...] = ()
    project: str = ""
    need: str = ""
    contact: Person = field(default=Person(""))
    next_on: date | None = None
    source: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """It is his now.

    Attributes:
        lead: the registration.
        name: of the customer, which may have been made just now.
        made: whether it was.
        former_id: whose it was until now, his registration having ended; None if nobody's.
        next_number: the follow-up that was set with it.
    """

    lead: Lead
    name: str
    made: bool = False
    former_id: int | None = None
    next_number: int | None = None


def register(session: Session, told: Told, act: Act) -> Registered | Own | Taken | Pooled | Namesake:
    """Register a firm for somebody, if nobody else was first.

    Args:
        session: of the message.
        told: what he said.
        act: who registers, and when.

    Raises:
        BadCustomerName: the new name cannot be one.
        MomentPassed: the next step would be on a day that is over.
        MomentTooFar: it lies too far ahead.
        HoldingFull: he has as many customers as one may have (4.1); those held provisionally count.
    """
    if told.next_on is not None:
        followups.check_moment(told.next_on, None, act.said_at)
    holdings.lock_company(session)
    customer_id, made = told.customer_id, False
    if customer_id is None:
        with session.begin_nested():  # who has enough leaves no new firm behind
            found = customers.register(
                session,
                name=told.name,
                person_id=act.person.id,
                message_id=act.message_id,
                now=act.now,
                declined=told.declined,
                city=told.city,
                owned=False,
            )
            if isinstance(found, Namesake):
                return found
            customer_id, made = found.customer_id, found.number is not None
            if made:
                pool.refuse_full(session, act.person.id, act.today, act.terms)
    customer = holdings.lock_customer(session, customer_id)
    if made:
        return _write(session, customer, told, None, act, made=True)
    stands = standing(session, customer, project=told.project, person_id=act.person.id, today=act.today)
    if not isinstance(stands, Free):
        return stands
    if customer.owner_id != act.person.id:
        pool.refuse_full(session, act.person.id, act.today, act.terms)
    return _write(session, customer, told, stands.former_id, act, made=False)


def claim(session: Session, told: Told, act: Act) -> Registered:
    """Claim a customer of the pool, by the pool's limits, and register it at once.

    Args:
        session: of the message.
        told: what he said; the customer is known.
        act: who registers, and when.

    Raises:
        MomentPassed: the next step would be on a day that is over.
        MomentTooFar: it lies too far ahead.
        AlreadyYours, CustomerTaken, CustomerFrozen, FormerOwnerWaits, NotYetFree, ClaimsUsedUp, HoldingFull: see
            `pool.claim`.
    """
    assert told.customer_id is not None  # noqa: S101  (narrows the type: only customers that exist are claimed)
    if told.next_on is not None:
        followups.check_moment(told.next_on, None, act.said_at)
    pool.claim(session, act.decision, customer_id=told.customer_id, person_id=act.person.id)
    return _write(session, holdings.lock_customer(session, told.customer_id), told, None, act, made=False)


def _write(
    session: Session, customer: Customer, told: Told, former_id: int | None, act: Act, *, made: bool
) -> Registered:
    until = rules.protected_until(act.today, act.terms.number("protection_days", act.today))
    end_dead(session, customer.id, act.now, act.today)
    if customer.owner_id != act.person.id:
        holdings.hold(
            session,
            act.decision,
            customer_id=customer.id,
            to_id=act.person.id,
            kind=MoveKind.REGISTERED,
            protected_until=until,
        )
    else:
        protect(session, customer, until, act)
    number = give_number(
        session, RecordKind.LEAD, customer.id, person_id=act.person.id, message_id=act.message_id, now=act.now
    )
    key = rules.project_key(told.project)
    lead = Lead(
        number=number,
        customer_id=customer.id,
        person_id=act.person.id,
        project=clean_words(told.project)[: rules.PROJECT_CHARACTERS],
        project_key=key,
        open_key=open_key(customer.id, key),
        state=LeadState.PROVISIONAL,
        need=clean_words(told.need)[:NOTE_CHARACTERS],
        contact_name=clean_words(told.contact.name)[:CONTACT_CHARACTERS],
        source=clean_words(told.source)[:SOURCE_CHARACTERS],
        registered_at=act.now,
        registered_on=act.today,
        protected_until=until,
        hold_until=act.directory.calendar.after(act.today, act.terms.number("hold_days", act.today)),
    )
    session.add(lead)
    if lead.source and not customer.source:
        customer.source = lead.source
    session.flush()
    rep_days.count(session, act.person.id, act.today, leads=1)
    _keep_contact(session, lead, told.contact, act, numbered=not made)
    next_number = _go_on(session, lead, told.next_on, act)
    _complete(session, lead)
    former = former_id if former_id != act.person.id else None
    return Registered(lead, customer.name, made, former, next_number)


def open_key(customer_id: int, project_key: str) -> str:
    """What of a customer only one registration at a time can be of: all of it, or one project."""
    return f"{customer_id}:{project_key}"


def protect(session: Session, customer: Customer, until: date, act: Act) -> None:
    """Let a customer's own clock know that it is protected for longer; it is never shortened here."""
    holding = holdings.ensure_holding(session, customer, today=act.today, terms=act.terms)
    if holding.protected_until is None or holding.protected_until < until:
        holding.protected_until = until
        holding.recycle_on = max(holding.recycle_on or until, until + timedelta(days=1))
        session.flush()


def _keep_contact(session: Session, lead: Lead, person: Person, act: Act, *, numbered: bool) -> None:
    if person.name and (person.phone or person.contact_id is None):
        kept = contacts.keep(session, person, customer_id=lead.customer_id, author=act.author, numbered=numbered)
        lead.contact_name = kept.name[:CONTACT_CHARACTERS]
        session.flush()


def _go_on(session: Session, lead: Lead, on: date | None, act: Act) -> int | None:
    """Set the next step, with the follow-up of its holder that reminds of it; the follow-up's number."""
    if on is None:
        return None
    lead.next_on = on
    session.flush()
    plan = Plan(RecordKind.FOLLOWUP, on, customer_id=lead.customer_id, contact_name=lead.contact_name, note=lead.need)
    holder = act.directory.people[lead.person_id]
    try:
        row = followups.add(session, plan, person=holder, message_id=act.message_id, said_at=act.said_at, now=act.now)
    except DuplicateFollowUp:
        return None  # he set the very same a moment ago, and one of them reminds him
    return row.number


def _complete(session: Session, lead: Lead) -> bool:
    """Whether a provisional registration has just become complete."""
    if lead.state != LeadState.PROVISIONAL or missing(lead):
        return False
    lead.state, lead.hold_until = LeadState.HELD, None
    session.flush()
    return True


@dataclass(frozen=True, slots=True)
class Filled:
    """A registration after something was added to it; `completed` by this very message."""

    lead: Lead
    completed: bool
    next_number: int | None = None


def fill(
    session: Session,
    number: int,
    act: Act,
    *,
    need: str = "",
    contact: Person | None = None,
    next_on: date | None = None,
) -> Filled:
    """Add to a registration what it lacks, or correct it.

    Args:
        session: of the message.
        number: of the registration.
        act: whose, and when.
        need: what they want; empty leaves what is there.
        contact: whom to ask for there.
        next_on: the Shanghai day on which he goes on.

    Raises:
        RecordNotFound: there is none of this number.
        LeadNotYours: it is a colleague's.
        RecordAlreadyVoided: it was taken back.
        LeadEnded: it protects no longer.
        MomentPassed, MomentTooFar: the next step lies on no sensible day.
    """
    lead = find_own(session, number, act)
    if not is_alive(lead, act.today):
        raise LeadEnded(number, ended_on(lead), lapsed=has_lapsed(lead, act.today))
    if next_on is not None:
        followups.check_moment(next_on, None, act.said_at)
    if need:
        lead.need = clean_words(need)[:NOTE_CHARACTERS]
    if contact is not None and contact.name:
        lead.contact_name = clean_words(contact.name)[:CONTACT_CHARACTERS]
        _keep_contact(session, lead, contact, act, numbered=True)
    session.flush()
    next_number = _go_on(session, lead, next_on, act)
    return Filled(lead, _complete(session, lead), next_number)


def find_own(session: Session, number: int, act: Act) -> Lead:
    """A registration that stands and that somebody may change: his own, or of somebody below him; locked.

    Raises:
        RecordNotFound: there is none of this number.
        LeadNotYours: it is a colleague's.
        RecordAlreadyVoided: it was taken back.
    """
    # The company first, as everywhere where somebody's customers are at stake (`holdings`).
    holdings.lock_company(session)
    record = find_record(session, number)
    lead = session.get(Lead, number, with_for_update=True, populate_existing=True)
    if lead is None:
        raise RecordNotFound(number) if record.person_id == act.person.id else NotYourRecord(number)
    if lead.person_id != act.person.id and not act.directory.is_above(act.person.id, lead.person_id):
        raise LeadNotYours(number)
    session.refresh(record)
    refuse_voided(record)
    return lead
