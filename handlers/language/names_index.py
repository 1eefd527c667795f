"""Names in a text: an automaton for what was known at the start, a window that slides for what came since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Final

from ahocorasick import STORE_INTS, Automaton

from handlers.language.spellings import Named, spellings

Hit = tuple[int, int, tuple[int, ...]]
"""Start and end in the text, and the ids that bear the name."""

_LENGTH_BITS: Final = 7
_LENGTH: Final = (1 << _LENGTH_BITS) - 1
_SHARED: Final = 1 << _LENGTH_BITS
_NUMBER_BITS: Final = _LENGTH_BITS + 1


class NamesIndex:
    """Names and their bearers, fixed once built.

    A name's length, and its bearer or the place of its bearers, are packed into one integer in the automaton: objects
    of Python's round it would take more room than the automaton does.
    """

    def __init__(self, named: Iterable[tuple[str, int]]) -> None:
        """Build.

        Args:
            named: names, folded, of at most 127 characters, and who bears each; a name may come several times.
        """
        bearers: dict[str, int | tuple[int, ...]] = {}
        for name, number in named:
            held = bearers.setdefault(name, number)
            if held is not number:
                bearers[name] = (*(held if isinstance(held, tuple) else (held,)), number)
        self._groups: list[tuple[int, ...]] = []
        self._automaton: Automaton | None = Automaton(STORE_INTS) if bearers else None
        if self._automaton is None:
            return
        add = self._automaton.add_word
        for name, group in bearers.items():
            if isinstance(group, tuple):
                add(name, len(self._groups) << _NUMBER_BITS | _SHARED | len(name))
                self._groups.append(tuple(dict.fromkeys(group)))
            else:
                add(name, group << _NUMBER_BITS | len(name))
        self._automaton.make_automaton()

    def hits(self, folded: str) -> Iterator[Hit]:
        """Every name in a folded text, overlapping ones too."""
        if self._automaton is None:
            return
        for last, packed in self._automaton.iter(folded):
            yield last + 1 - (packed & _LENGTH), last + 1, self._bearers(packed)

    def one_off(self, folded: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Names that differ from a folded one in a single character, and their bearers."""
        if self._automaton is None:
            return
        for place in range(len(folded)):
            for name in self._automaton.keys(f"{folded[:place]}?{folded[place + 1 :]}", "?"):
                yield name, self._bearers(self._automaton.get(name))

    def beginning(self, head: str, most: int) -> Iterator[tuple[int, ...]]:
        """The bearers of names that begin with some words.

        Args:
            head: folded.
            most: names that are looked at.
        """
        if self._automaton is not None:
            for name in islice(self._automaton.keys(head), most):
                yield self._bearers(self._automaton.get(name))

    def _bearers(self, packed: int) -> tuple[int, ...]:
        number = packed >> _NUMBER_BITS
        return self._groups[number] if packed & _SHARED else (number,)


class Overlay:
    """Customers that changed after the index was built, with their names of now.

    It grows in place: a change costs what the one customer costs, however many came before. Readers in other threads
    see each name before or after it changes, and an id at worst twice.
    """

    def __init__(self) -> None:
        self.changed: set[int] = set()
        self._names: dict[str, tuple[int, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._of: dict[int, Collection[str]] = {}

    def put(self, number: int, names: Collection[str]) -> None:
        """A customer goes by these names from now on.

        Args:
            number: the customer.
            names: folded, of two characters or more; none for one that is gone.
        """
        before = self._of.get(number, ())
        for name in names:
            bearers = self._names.get(name, ())
            if number not in bearers:
                self._names[name] = (*bearers, number)
            lengths = self._lengths.get(name[:2], ())
            if len(name) not in lengths:
                self._lengths[name[:2]] = (*lengths, len(name))
        for name in before:
            if name not in names:
                self._names[name] = tuple(one for one in self._names[name] if one != number)
        self._of[number] = names
        self.changed.add(number)

    def beginning(self, head: str) -> Iterator[tuple[int, ...]]:
        """The bearers of changed names that begin with some words."""
        return (bearers for name, bearers in tuple(self._names.items()) if name.startswith(head))

    def merged(self, hits: Iterable[Hit], folded: str) -> list[Hit]:
        """An index's hits in a text as they are now.

        Args:
            hits: what the index found.
            folded: the text.
        """
        found: dict[tuple[int, int], tuple[int, ...]] = {}
        for start, end, bearers in hits:
            still = tuple([one for one in bearers if one not in self.changed])
            if still:
                found[start, end] = still
        for start in range(len(folded) - 1):
            for length in self._lengths.get(folded[start : start + 2], ()):
                end = start + length
                bearers = self._names.get(folded[start:end], ()) if end <= len(folded) else ()
                if bearers:
                    found[start, end] = tuple(dict.fromkeys((*found.get((start, end), ()), *bearers)))
        return [(*span, bearers) for span, bearers in found.items()]


def named(cards: Iterable[Named]) -> Iterator[tuple[str, int]]:
    """The names of customers, one after another, as an index takes them.

    Args:
        cards: active customers.
    """
    for card in cards:
        sure, weak = spellings(card)
        for name in sure:
            yield name, card.id
        for name in weak:
            yield name, card.id


def longest(hits: list[Hit]) -> list[Hit]:
    """Of overlapping hits the longest; the longest first, and of several the one that stands first."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=by_length):
        if not overlaps(hit[0], hit[1], kept):
            kept.append(hit)
    return kept


def by_length(hit: Hit) -> tuple[int, int]:
    """Sorts the longest first, and of several the one that stands first."""
    return hit[0] - hit[1], hit[0]


def overlaps(start: int, end: int, kept: Iterable[Hit]) -> bool:
    """Whether a stretch shares a character with any of some hits."""
    return any(start < last and first < end for first, last, _ in kept)
