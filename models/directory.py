"""Who is who, in memory: people, lines, customers, names, contacts, helpers and the company's terms, by version.

Every message needs these; none may cost a query. A change raises the company's version in its own transaction
(`models/history.py`); each unit of work compares numbers and loads only the rows that changed since.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from sys import intern
from typing import TypeVar

from sqlalchemy import Connection, select

from models.rules.calendar import Calendar
from models.rules.terms import Terms
from models.schema import (
    CalendarDay,
    CompanyVersion,
    Contact,
    Customer,
    CustomerAlias,
    CustomerHelper,
    Person,
    Role,
    TermChange,
)

K = TypeVar("K")
V = TypeVar("V")

LEADERS = frozenset({Role.MANAGER, Role.DIRECTOR, Role.ADMIN})
_IN_THE_OFFICE = frozenset({Role.FINANCE, Role.ASSISTANT})


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A member of the company as every message needs him; `since_on` is his first Shanghai day, None is since ever."""

    id: int
    userid: str
    name: str
    role: str
    department: str
    manager_id: int | None
    active: bool
    since_on: date | None = None

    @property
    def leads(self) -> bool:
        """Whether the person steers others (manager, director, administrator)."""
        return self.role in LEADERS

    @property
    def sells(self) -> bool:
        """Whether the person goes to customers, as finance and assistants do not."""
        return self.role not in _IN_THE_OFFICE


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer as the language book and the choice lists need it.

    Attributes:
        owner_id: None means public pool.
        aliases: what people call it.
        taught: those of them that reps taught the assistant.
    """

    id: int
    code: str
    name: str
    owner_id: int | None
    city: str
    latitude: float | None
    longitude: float | None
    active: bool
    aliases: tuple[str, ...] = ()
    taught: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """What the company calls it: its first short name that no rep has taught (老东家), else its full name."""
        if not self.taught:
            return self.aliases[0] if self.aliases else self.name
        return next((alias for alias in self.aliases if alias not in self.taught), self.name)


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A person at a customer."""

    id: int
    customer_id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a refresh brought: ids whose cards are new or different; `everything` after a full load."""

    everything: bool
    people: frozenset[int] = frozenset()
    customers: frozenset[int] = frozenset()


Listener = Callable[[Changes], None]


@dataclass(eq=False)
class Directory:
    """The company in memory. Reading takes no lock; refreshing does, and swaps cards one at a time."""

    people: dict[int, PersonCard] = field(default_factory=dict)
    customers: dict[int, CustomerCard] = field(default_factory=dict)
    contacts: dict[int, ContactCard] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    calendar: Calendar = field(default_factory=Calendar)
    version: int = -1
    _helpers: dict[int, dict[int, bool]] = field(default_factory=dict)
    _by_userid: dict[str, int] = field(default_factory=dict)
    _reports: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _owned: dict[int, set[int]] = field(default_factory=dict)
    _contacts_of: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _listeners: list[Listener] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def subscribe(self, listener: Listener) -> None:
        """Be told, in the refreshing thread, what every refresh changed."""
        self._listeners.append(listener)

    def person(self, userid: str) -> PersonCard | None:
        """The active member with this userid, whatever its case; None for a stranger or one who left."""
        found = self._by_userid.get(userid.lower())
        card = self.people[found] if found is not None else None
        return card if card is not None and card.active else None

    def customer(self, customer_id: int) -> CustomerCard:
        """The card of a customer that exists."""
        return self.customers[customer_id]

    def owned_by(self, person_id: int) -> frozenset[int]:
        """Ids of the active customers that a person owns."""
        return frozenset(self._owned.get(person_id, ()))

    def pooled_named(self, word: str) -> Sequence[int]:
        """Ids of the active customers in the public pool whose full name holds a word."""
        return [
            card.id for card in self.customers.values() if card.owner_id is None and word in card.name and card.active
        ]

    def helps(self, person_id: int, customer_id: int) -> bool:
        """Whether somebody works on a customer beside its owner (合作)."""
        return self._helpers.get(customer_id, {}).get(person_id, False)

    def helpers_of(self, customer_id: int) -> Sequence[PersonCard]:
        """The active members who work on a customer beside its owner."""
        held = self._helpers.get(customer_id, {})
        return [self.people[helper] for helper, active in held.items() if active and self.people[helper].active]

    def helped_by(self, person_id: int) -> frozenset[int]:
        """Ids of the customers that a person helps with."""
        return frozenset(found for found, held in self._helpers.items() if held.get(person_id))

    def contacts_of(self, customer_id: int) -> Sequence[ContactCard]:
        """The contacts of one customer."""
        return [self.contacts[found] for found in self._contacts_of.get(customer_id, ())]

    def reports_of(self, person_id: int) -> Sequence[PersonCard]:
        """Active members who report to a person directly."""
        return [self.people[found] for found in self._reports.get(person_id, ()) if self.people[found].active]

    def line_of(self, person_id: int) -> Iterator[PersonCard]:
        """Everybody below a person, over all levels, once each even if the lines run in a circle."""
        seen = {person_id}
        waiting = [person_id]
        while waiting:
            for card in self.reports_of(waiting.pop()):
                if card.id not in seen:
                    seen.add(card.id)
                    waiting.append(card.id)
                    yield card

    def is_above(self, leader_id: int, person_id: int) -> bool:
        """Whether somebody stands above a person in the reporting line."""
        seen: set[int] = set()
        card = self.people.get(person_id)
        while card is not None and card.manager_id is not None and card.id not in seen:
            if card.manager_id == leader_id:
                return True
            seen.add(card.id)
            card = self.people.get(card.manager_id)
        return False

    def administrators(self) -> Sequence[PersonCard]:
        """Active administrators, else active leaders without a leader: whom a stranger should ask."""
        active = [card for card in self.people.values() if card.active]
        admins = [card for card in active if card.role == Role.ADMIN]
        return admins or [card for card in active if card.leads and card.manager_id is None]

    def forget(self) -> None:
        """Drop the version so that the next refresh loads everything: after a commit failed."""
        with self._lock:
            self.version = -1

    def refresh(self, connection: Connection, version: int | None = None) -> None:
        """Load what changed since the version held.

        Args:
            connection: in a transaction that sees the changes.
            version: the company's version if the caller has just read it, else it is read here.
        """
        if version is not None and version == self.version:
            return
        with self._lock:
            current = connection.execute(select(CompanyVersion.value)).scalar_one()
            if current == self.version:
                return
            changes = self._load(connection, self.version)
            self.version = current
        for listener in self._listeners:
            listener(changes)

    def _load(self, connection: Connection, since: int) -> Changes:
        if since < 0:
            for held in (
                self.people,
                self.customers,
                self.contacts,
                self._by_userid,
                self._owned,
                self._contacts_of,
                self._helpers,
            ):
                held.clear()
            self.terms, self.calendar = Terms(), Calendar()
        people = self._load_people(connection, since)
        customers = self._load_customers(connection, since)
        customers |= self._load_contacts(connection, since)
        self._load_helpers(connection, since)
        self._load_terms(connection, since)
        self._load_calendar(connection, since)
        return Changes(since < 0, frozenset(people), frozenset(customers))

    def _load_people(self, connection: Connection, since: int) -> set[int]:
        rows = connection.execute(
            select(
                Person.id,
                Person.userid,
                Person.name,
                Person.role,
                Person.department,
                Person.manager_id,
                Person.active,
                Person.since_on,
            ).where(Person.version > since)
        ).all()
        for row in rows:
            self.people[row.id] = PersonCard(*row)
            self._by_userid[row.userid] = row.id
        if rows:
            self._reports = _grouped((card.manager_id, card.id) for card in self.people.values())
        return {row.id for row in rows}

    def _load_helpers(self, connection: Connection, since: int) -> None:
        rows = connection.execute(
            select(CustomerHelper.customer_id, CustomerHelper.person_id, CustomerHelper.active).where(
                CustomerHelper.version > since
            )
        )
        for row in rows:
            self._helpers.setdefault(row.customer_id, {})[row.person_id] = row.active

    def _load_terms(self, connection: Connection, since: int) -> None:
        rows = connection.execute(
            select(TermChange.name, TermChange.value, TermChange.valid_from).where(TermChange.version > since)
        ).all()
        if rows:
            self.terms = self.terms.changed((row.name, row.value, row.valid_from) for row in rows)

    def _load_calendar(self, connection: Connection, since: int) -> None:
        rows = connection.execute(select(CalendarDay.day, CalendarDay.works).where(CalendarDay.version > since)).all()
        if rows:
            said = {**self.calendar.own, **{row.day: row.works for row in rows}}
            self.calendar = Calendar({day: works for day, works in said.items() if works is not None})

    def _load_customers(self, connection: Connection, since: int) -> set[int]:
        aliases, taught = self._changed_aliases(connection, since)
        rows = connection.execute(
            select(
                Customer.id,
                Customer.code,
                Customer.name,
                Customer.owner_id,
                Customer.city,
                Customer.latitude,
                Customer.longitude,
                Customer.active,
            ).where(Customer.version > since)
        ).all()
        for row in rows:
            held = self.customers.get(row.id)
            names = aliases.pop(row.id, None)
            if names is None and held is not None:
                called = held.aliases, held.taught
            else:
                called = names or (), taught.get(row.id, ())
            # A thousand customers are in one city: each would hold its name anew.
            city = intern(row.city)
            card = CustomerCard(
                row.id, row.code, row.name, row.owner_id, city, row.latitude, row.longitude, row.active, *called
            )
            self._place(card, held)
        for customer_id, names in aliases.items():
            held = self.customers[customer_id]
            self._place(replace(held, aliases=names, taught=taught.get(customer_id, ())), held)
        return {row.id for row in rows} | set(aliases)

    def _place(self, card: CustomerCard, held: CustomerCard | None) -> None:
        if held is not None and held.owner_id is not None:
            self._owned.get(held.owner_id, set()).discard(card.id)
        self.customers[card.id] = card
        if card.owner_id is not None and card.active:
            self._owned.setdefault(card.owner_id, set()).add(card.id)

    def _changed_aliases(
        self, connection: Connection, since: int
    ) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
        """By customer all its short names, and those of them that were taught."""
        wanted = (
            select(CustomerAlias.customer_id, CustomerAlias.alias, CustomerAlias.taught_by_id)
            .where(CustomerAlias.active)
            .order_by(CustomerAlias.id)
        )
        touched: set[int] = set()
        if since >= 0:
            touched.update(connection.scalars(select(CustomerAlias.customer_id).where(CustomerAlias.version > since)))
            if not touched:
                return {}, {}
            wanted = wanted.where(CustomerAlias.customer_id.in_(touched))
        rows = connection.execute(wanted).all()
        taught = _grouped((number, alias) for number, alias, by_id in rows if by_id is not None)
        return {**dict.fromkeys(touched, ()), **_grouped((number, alias) for number, alias, _ in rows)}, taught

    def _load_contacts(self, connection: Connection, since: int) -> set[int]:
        rows = connection.execute(
            select(Contact.id, Contact.customer_id, Contact.name, Contact.title, Contact.active).where(
                Contact.version > since
            )
        ).all()
        for row in rows:
            # One who was taken back keeps his card, for the visits that name him, and is no customer's contact.
            self.contacts[row.id] = ContactCard(row.id, row.customer_id, row.name, intern(row.title))
        if since < 0:
            self._contacts_of = _grouped((row.customer_id, row.id) for row in rows if row.active)
        else:
            for row in rows:
                known = self._contacts_of.get(row.customer_id, ())
                if not row.active:
                    self._contacts_of[row.customer_id] = tuple(held for held in known if held != row.id)
                elif row.id not in known:
                    self._contacts_of[row.customer_id] = (*known, row.id)
        return {row.customer_id for row in rows}


def _grouped(pairs: Iterable[tuple[K | None, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        if key is not None:
            found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
