"""The small company that the parser's tests talk about, without a database: the cast of `tests/cast.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.language.book import CustomerBook
from handlers.language.meaning import Intent, Situation, Speaker
from handlers.language.understand import understand
from models.directory import Changes, ContactCard, CustomerCard, PersonCard
from models.times import SHANGHAI
from tests.cast import CONTACTS, CUSTOMERS, PEOPLE

MONDAY = datetime(2026, 11, 23, 18, 20, tzinfo=SHANGHAI)
"""A Monday evening, when reps dictate what they did."""


@dataclass
class Roll:
    """What the book needs of a directory, changed by hand."""

    people: dict[int, PersonCard] = field(default_factory=dict)
    customers: dict[int, CustomerCard] = field(default_factory=dict)
    known: dict[int, list[ContactCard]] = field(default_factory=dict)
    listeners: list[Callable[[Any], None]] = field(default_factory=list)

    @property
    def contacts(self) -> dict[int, ContactCard]:
        return {card.id: card for cards in self.known.values() for card in cards}

    def owned_by(self, person_id: int, /) -> frozenset[int]:
        return frozenset(card.id for card in self.customers.values() if card.owner_id == person_id and card.active)

    def contacts_of(self, customer_id: int, /) -> Sequence[ContactCard]:
        return self.known.get(customer_id, [])

    def subscribe(self, listener: Callable[[Any], None], /) -> None:
        self.listeners.append(listener)

    def put(self, card: CustomerCard) -> None:
        """A customer is new or has changed."""
        self.customers[card.id] = card
        for listener in self.listeners:
            listener(Changes(everything=False, customers=frozenset({card.id})))


def cast() -> Roll:
    """The cast, loaded."""
    roll = Roll()
    ids: dict[str, int] = {}
    for number, (userid, name, role, leader) in enumerate(PEOPLE, 1):
        ids[userid] = number
        roll.people[number] = PersonCard(
            number, userid, name, role, "销售一部", ids[leader] if leader else None, active=True
        )
    codes: dict[str, int] = {}
    for number, (code, name, aliases, owner, city, point) in enumerate(CUSTOMERS, 1):
        codes[code] = number
        latitude, longitude = point or (None, None)
        roll.customers[number] = CustomerCard(
            number, code, name, ids[owner] if owner else None, city, latitude, longitude, True, aliases
        )
    for number, (code, name, title, _) in enumerate(CONTACTS, 1):
        roll.known.setdefault(codes[code], []).append(ContactCard(number, codes[code], name, title))
    return roll


ROLL = cast()
BOOK = CustomerBook(ROLL)


def person(userid: str) -> Speaker:
    """A member of the cast as the speaker."""
    card = next(card for card in ROLL.people.values() if card.userid == userid)
    return Speaker(card.id, card.leads)


def read(text: str, *, by: str = "lilei", at: datetime = MONDAY, asked: str = "") -> tuple[Intent, ...]:
    """All intents of a message."""
    return understand(text, Situation(at, person(by), asked), BOOK).intents


def code(intent: Intent) -> str:
    """The code of the one customer of an intent; empty when none or several fit, or none was said."""
    mention = intent.value("customer")
    if mention is None or len(mention.ids) != 1:
        return ""
    return ROLL.customers[mention.ids[0]].code
