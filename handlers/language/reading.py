"""One message or one line of it with everything that was spotted in it before its meaning is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from handlers.language.dates import Moment, find_moments
from handlers.language.meaning import Book, Intent, Intents, Situation, Slot
from handlers.language.normalise import CUSTOMER, PERSON, Normal
from models.times import shanghai_day

if TYPE_CHECKING:
    from handlers.language.triggers import Trigger

Span = tuple[int, int, tuple[int, ...]]
_NOT_HIM: Final = re.compile(r"不是\s*$")


@dataclass(eq=False)
class Reading:
    """A stretch of the normalised message, read as one record.

    Attributes:
        normal: the whole message.
        start, end: the stretch.
        situation, book: what else the parser may know.
        verbs: its verbs, once they have been looked for.
    """

    normal: Normal
    start: int
    end: int
    situation: Situation
    book: Book
    verbs: list[Trigger] | None = None

    @cached_property
    def text(self) -> str:
        """The folded text of the stretch."""
        return self.normal.text[self.start : self.end]

    @cached_property
    def today(self) -> date:
        """The Shanghai day the message was sent."""
        return shanghai_day(self.situation.now)

    @cached_property
    def book_customers(self) -> Sequence[Span]:
        """All known customers that are named, in order."""
        return self.book.find_customers(self.text, self.situation.speaker)

    @cached_property
    def customers(self) -> Sequence[Span]:
        """Known customers, in order; the ones a person takes back (不是东吴，是东武) left out."""
        found = self.book_customers
        if len(found) < 2:
            return found
        return [span for span in found if _NOT_HIM.search(self.text, 0, span[0]) is None]

    @cached_property
    def people(self) -> Sequence[Span]:
        """Colleagues, in order, outside customers' names."""
        found = self.book.find_people(self.text)
        return [one for one in found if all(one[1] <= other[0] or one[0] >= other[1] for other in self.customers)]

    @cached_property
    def masked(self) -> str:
        """The text with customers and colleagues replaced, character by character, so that no rule reads in them."""
        if not self.customers and not self.people:
            return self.text
        characters = list(self.text)
        for mask, spans in ((PERSON, self.people), (CUSTOMER, self.customers)):
            for start, end, _ in spans:
                characters[start:end] = mask * (end - start)
        return "".join(characters)

    @cached_property
    def moments(self) -> list[Moment]:
        """Days and clock times, in order."""
        return find_moments(self.masked, self.today)

    def words(self, start: int = 0, end: int | None = None) -> str:
        """The person's own wording of a part of the stretch."""
        return self.normal.words(self.start + start, self.start + (len(self.text) if end is None else end))

    def slot(self, value: Any, start: int, end: int) -> Slot:
        """A value with its place in the original message."""
        return Slot(value, *self.normal.span(self.start + start, self.start + end))

    def whole(self, value: Any) -> Slot:
        """A value that was read from the whole stretch."""
        return self.slot(value, 0, len(self.text))

    def intent(self, name: Intents, slots: dict[str, Slot] | None = None, confidence: float = 1.0) -> Intent:
        """An intent that this stretch means."""
        return Intent(name, slots or {}, confidence, self.words())
