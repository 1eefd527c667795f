"""Whose customers are kept apart: a person's own, a leader's line's, the office's everybody's, and the pool's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from handlers.language.colleagues import Colleagues
from handlers.language.meaning import Speaker
from handlers.language.name_heads import Heads
from handlers.language.own import ContactsOf, Own
from handlers.language.roll import Roll

# People whose own customers are kept apart at a time; a quarter of a megabyte each at the most.
_MOST_OWN: Final = 400
# Customers of a leader's line, of the pool or of the company that are known by what only their owner would call them;
# of a leader who has more only his own are.
_MOST_OF_MANY: Final = 2_000
# Who writes of everybody's customers, having none of his own.
_OFFICE: Final = frozenset(("finance", "assistant"))


class Owned:
    """The customers of each person as `Own`, made when he first writes and again when one of them changes."""

    def __init__(self, roll: Roll, contacts_of: ContactsOf, people: Callable[[], Colleagues]) -> None:
        """Begin with nobody's.

        Args:
            roll: the directory.
            contacts_of: tells a customer's contacts.
            people: tells who reports to whom, as it is now.
        """
        self._roll = roll
        self._contacts_of = contacts_of
        self._people = people
        self._lock = threading.Lock()
        self._stamp = 0
        self._own: dict[int, Own] = {}
        self._owners: dict[int, int | None] = {}
        """Of the customers in `_own` those who owned them then."""
        self._office: set[int] = set()
        """Of whom everybody's customers are held in `_own`."""
        self._pooled: Heads | None = None
        self._in_pool: set[int] | None = None
        """Whom nobody has; looked for once among all, then kept."""

    def of(self, speaker: Speaker) -> Own:
        """His own customers; a leader's and those of his people, as long as they are not too many."""
        held = self._own.get(speaker.person_id)
        if held is not None:
            return held
        stamp = self._stamp
        cards = self._roll.customers
        own = Own([cards[found] for found in sorted(self._numbers(speaker))], self._contacts_of)
        with self._lock:
            if stamp == self._stamp:  # else something changed meanwhile, and this may be of before it
                if len(self._own) >= _MOST_OWN:
                    self._own.pop(next(iter(self._own)))
                self._own[speaker.person_id] = own
                if self._is_of_the_office(speaker.person_id):
                    self._office.add(speaker.person_id)
                self._owners.update((found, cards[found].owner_id) for found in own.firms)
        return own

    def is_of_many(self, speaker: Speaker) -> bool:
        """Whether a person writes of customers of several people."""
        return speaker.leads or self._is_of_the_office(speaker.person_id)

    @property
    def pool(self) -> Heads:
        """The customers that nobody has, by parts of their names."""
        held = self._pooled
        if held is None:
            with self._lock:
                stamp, cards = self._stamp, self._roll.customers
                if self._in_pool is None:
                    self._in_pool = {card.id for card in tuple(cards.values()) if card.active and card.owner_id is None}
                numbers = sorted(self._in_pool) if len(self._in_pool) <= _MOST_OF_MANY else ()
            held = Own([cards[found] for found in numbers], self._contacts_of).heads
            with self._lock:
                if stamp == self._stamp:
                    self._pooled = held
        return held

    def forget(self) -> None:
        """Everything may have changed."""
        with self._lock:
            self._stamp += 1
            self._own, self._owners, self._pooled, self._in_pool = {}, {}, None, None

    def changed(self, number: int) -> None:
        """A customer has changed, or is new or gone.

        Args:
            number: the customer.
        """
        card = self._roll.customers.get(number)
        with self._lock:
            self._stamp += 1
            for person in {self._owners.pop(number, None), card.owner_id if card is not None else None}:
                for holder in () if person is None else (person, *self._people().above(person)):
                    self._own.pop(holder, None)
            while self._office:
                self._own.pop(self._office.pop(), None)
            self._pool_changed(number, pooled=card is not None and card.active and card.owner_id is None)

    def _pool_changed(self, number: int, *, pooled: bool) -> None:
        if self._in_pool is None or not (pooled or number in self._in_pool):
            return
        if pooled:
            self._in_pool.add(number)
        else:
            self._in_pool.discard(number)
        self._pooled = None

    def _is_of_the_office(self, person_id: int) -> bool:
        person = self._roll.people.get(person_id)
        return person is not None and person.role in _OFFICE

    def _numbers(self, speaker: Speaker) -> frozenset[int]:
        numbers = self._roll.owned_by(speaker.person_id)
        if speaker.leads:
            line = [self._roll.owned_by(one) for one in self._people().line_of(speaker.person_id)]
            return numbers.union(*line) if sum(map(len, line)) <= _MOST_OF_MANY else numbers
        if self._is_of_the_office(speaker.person_id) and len(self._roll.customers) <= _MOST_OF_MANY:
            return frozenset(self._roll.customers)
        return numbers
