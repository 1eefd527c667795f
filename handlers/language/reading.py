"""One message or one line of it with everything that was spotted in it before its meaning is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

from handlers.language.amounts import Amount, Quantity, find_amounts, find_quantities
from handlers.language.branches import with_branches
from handlers.language.clauses import find_breaks
from handlers.language.dates import Moment, find_moments
from handlers.language.meaning import Book, Intent, Intents, KnownContact, Situation, Slot
from handlers.language.normalise import CUSTOMER, PERSON, Folded, Normal
from handlers.language.phones import Phone, find_phones
from handlers.language.plain_words import in_plain_words
from handlers.language.second_thoughts import kept
from models.times import shanghai_day

if TYPE_CHECKING:
    from handlers.language.triggers import Trigger

Span = tuple[int, int, tuple[int, ...]]
_SOMEBODY: Final = "某"
"""For each character of a customer's name that was taken back."""
V = TypeVar("V")


class _Once(Generic[V]):
    """An attribute that is computed when it is first asked for.

    As `functools.cached_property`, which in Python 3.11 takes a lock each time; a reading belongs to one thread.
    """

    def __init__(self, compute: Callable[[Any], V]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, reading: None, owner: object) -> _Once[V]: ...
    @overload
    def __get__(self, reading: object, owner: object) -> V: ...
    def __get__(self, reading: object, owner: object) -> _Once[V] | V:
        if reading is None:
            return self
        value = reading.__dict__[self._name] = self._compute(reading)
        return value


class Reading:
    """A stretch of the normalised message, read as one record.

    Attributes:
        normal: the whole message.
        start, end: the stretch.
        situation, book: what else the parser may know.
        text: the folded text of the stretch.
        verbs, more_verbs: its verbs as far as they have been looked for, and where to look on.
        record_starts: by the place of a verb, where what it reports begins, once that has been looked for.
        visit_days: by the place of a verb (-1 for none), the days of the visit itself, once they have been looked for.
    """

    def __init__(self, normal: Normal, start: int, end: int, situation: Situation, book: Book) -> None:
        self.normal = normal
        self.start = start
        self.end = end
        self.situation = situation
        self.book = book
        self.text = normal.text if self.is_whole else Folded(normal.text[start:end])
        self.verbs: list[Trigger] = []
        self.more_verbs: Iterator[Trigger] | None = None
        self.record_starts: dict[int, int] = {}
        self.visit_days: dict[int, list[Moment]] = {}
        self._contacts: dict[int, Sequence[KnownContact]] = {}

    @property
    def is_whole(self) -> bool:
        """Whether the stretch is the whole message."""
        return self.start == 0 and self.end == len(self.normal.text)

    @_Once
    def today(self) -> date:
        """The Shanghai day the message was sent."""
        return shanghai_day(self.situation.now)

    @_Once
    def book_customers(self) -> Sequence[Span]:
        """All known customers that are named, in order."""
        found = self.book.find_customers(self.text, self.situation.speaker)
        return with_branches(self.text, found, self.book, self.situation.speaker)

    @_Once
    def customers(self) -> Sequence[Span]:
        """Known customers, in order; the ones a person takes back (不是东吴，是东武) left out."""
        return kept(self.text, self.book_customers)

    @_Once
    def contacts(self) -> Sequence[Span]:
        """Contacts of the speaker's own customers who are named without their firm, outside customers' names."""
        found = self.book.find_contacts(self.text, self.situation.speaker)
        taken = self.customers
        return [one for one in found if all(one[1] <= other[0] or one[0] >= other[1] for other in taken)]

    @_Once
    def amounts(self) -> list[Amount]:
        """Sums of money, in order."""
        return find_amounts(self.masked)

    @_Once
    def quantities(self) -> list[Quantity]:
        """Numbers with a unit that is no money, in order."""
        return find_quantities(self.masked)

    @_Once
    def phones(self) -> list[Phone]:
        """Phone numbers, whole or not, in order."""
        return find_phones(self.masked)

    @_Once
    def people(self) -> Sequence[Span]:
        """Colleagues, in order, outside customers' names."""
        found = self.book.find_people(self.text, self.situation.speaker)
        return [one for one in found if all(one[1] <= other[0] or one[0] >= other[1] for other in self.customers)]

    @_Once
    def masked(self) -> str:
        """The text with customers and colleagues replaced, character by character, so that no rule reads in them, and
        dialect in plain words."""
        if not self.book_customers and not self.customers and not self.people:
            return in_plain_words(self.text)
        masked: str = self.text
        retracted = () if len(self.customers) == len(self.book_customers) else self.book_customers
        for mask, spans in ((PERSON, self.people), (_SOMEBODY, retracted), (CUSTOMER, self.customers)):
            for start, end, _ in spans:
                masked = masked[:start] + mask * (end - start) + masked[end:]
        return in_plain_words(masked)

    @_Once
    def breaks(self) -> list[tuple[int, int]]:
        """Where its clauses are parted."""
        return find_breaks(self.masked)

    def clause_of(self, place: int) -> tuple[int, int]:
        """Start and end of the clause that a place stands in."""
        start = 0
        for end, after in self.breaks:
            if end >= place:
                return start, end
            start = after
        return start, len(self.text)

    def contacts_of(self, customer_id: int) -> Sequence[KnownContact]:
        """A customer's contacts, looked up once."""
        known = self._contacts.get(customer_id)
        if known is None:
            known = self._contacts[customer_id] = self.book.contacts_of(customer_id)
        return known

    @_Once
    def moments(self) -> list[Moment]:
        """Days and clock times, in order."""
        return find_moments(self.masked, self.today)

    def part(self, start: int, end: int) -> Reading:
        """A part of the stretch, read by itself."""
        return Reading(self.normal, self.start + start, self.start + end, self.situation, self.book)

    def with_customers(self, spans: Sequence[Span]) -> Reading:
        """The same stretch, with other places taken for customers' names.

        Args:
            spans: in order, none overlapping another.
        """
        other = Reading(self.normal, self.start, self.end, self.situation, self.book)
        other.__dict__["customers"] = spans
        return other

    def words(self, start: int = 0, end: int | None = None) -> str:
        """The person's own wording of a part of the stretch."""
        return self.normal.words(self.start + start, self.start + (len(self.text) if end is None else end))

    def slot(self, value: Any, start: int, end: int) -> Slot:
        """A value with its place in the original message."""
        start, end = self.start + start, self.start + end
        return (
            Slot(value, start, end)
            if self.normal.places is None and start <= end
            else Slot(value, *self.normal.span(start, end))
        )

    def whole(self, value: Any) -> Slot:
        """A value that was read from the whole stretch."""
        return self.slot(value, 0, len(self.text))

    def intent(self, name: Intents, slots: dict[str, Slot] | None = None, confidence: float = 1.0) -> Intent:
        """An intent that this stretch means."""
        return Intent(name, slots or {}, confidence, self.words())
