"""The customer book: every name a customer goes by, found in a message in microseconds.

A large immutable automaton holds the names as they were when it was built; customers that changed since are looked up
in a small overlay. Both are replaced, never altered, so any thread may read while another one brings news.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Protocol

from ahocorasick import STORE_INTS, Automaton

from handlers.language.meaning import KnownContact, Speaker
from handlers.language.normalise import fold
from handlers.language.people import find_meant
from handlers.longer_names import longer_name
from models.rules.names import key_and_short_names, split_place, without_form

# A change costs a copy of the overlay; rebuilding the automaton of 10,000 customers costs a third of a second.
_OVERLAY_LIMIT: Final = 400
_LONGEST_NAME: Final = 120
# Names in one text; who writes more pastes a list.
_MOST_HITS: Final = 60
# Characters round a name in which a longer one may stand.
_LONGEST_SAID: Final = 32
_LOOK_BACK: Final = 4
_LOOK_ON: Final = 16
_LENGTH_BITS: Final = 7
_BRACKETS: Final = re.compile(r"[\s()\[\]·•.\-]+")
_LANDMARK: Final = re.compile(r"\s*(?:大道|隔壁|附近|对面|旁边|路(?!店|桥|支|口|分)|街(?!店|坊|道办))")
_FORM: Final = re.compile(r"(?:(?:股份有限|有限责任|有限)?公司|厂(?![长里子房区家商务方]))?")
_HAN: Final = re.compile(r"[一-鿿]")
_LATIN_OR_DIGIT: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class _Named(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


class _Customer(_Named, Protocol):
    @property
    def owner_id(self) -> int | None: ...
    @property
    def active(self) -> bool: ...
    @property
    def city(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


class _Person(_Named, Protocol):
    @property
    def active(self) -> bool: ...


class _Contact(_Named, Protocol):
    @property
    def title(self) -> str: ...


class _Changes(Protocol):
    @property
    def everything(self) -> bool: ...
    @property
    def people(self) -> frozenset[int]:
        """Members by id."""

    @property
    def customers(self) -> frozenset[int]:
        """Customers by id."""


class Roll(Protocol):
    """What the book needs of `models.directory.Directory`; named here because the parser imports no database."""

    @property
    def people(self) -> Mapping[int, _Person]:
        """Members by id."""

    @property
    def customers(self) -> Mapping[int, _Customer]:
        """Customers by id."""

    def owned_by(self, person_id: int, /) -> frozenset[int]:
        """Ids of a person's active customers."""

    def contacts_of(self, customer_id: int, /) -> Sequence[_Contact]:
        """A customer's contacts."""

    def subscribe(self, listener: Callable[[Any], None], /) -> None:
        """Be told of every refresh."""


Weak = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Index:
    """Names and who bears them. A weak name was derived by rule and is short: only its owner means it."""

    automaton: Automaton | None
    bearers: tuple[tuple[int, ...], ...]
    weak: Weak

    def hits(self, folded: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        if self.automaton is None:
            return
        for last, packed in self.automaton.iter(folded):
            yield last + 1 - (packed & _LONGEST_NAME_MASK), last + 1, self.bearers[packed >> _LENGTH_BITS]


_LONGEST_NAME_MASK: Final = (1 << _LENGTH_BITS) - 1
_NOTHING: Final = _Index(None, (), {})


@dataclass(frozen=True, slots=True)
class _Overlay:
    """Customers that changed after the automaton was built: their names of now, by the first two characters."""

    changed: frozenset[int] = frozenset()
    names: Mapping[str, tuple[int, ...]] | None = None
    lengths: Mapping[str, tuple[int, ...]] | None = None
    weak: Weak = field(default_factory=dict)

    def hits(self, folded: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        if not self.names or self.lengths is None:
            return
        for start in range(len(folded) - 1):
            for length in self.lengths.get(folded[start : start + 2], ()):
                end = start + length
                bearers = self.names.get(folded[start:end]) if end <= len(folded) else None
                if bearers is not None:
                    yield start, end, bearers


class CustomerBook:
    """Implements `meaning.Book` over the company in memory."""

    def __init__(self, roll: Roll) -> None:
        """Build from what is loaded now and follow every refresh.

        Args:
            roll: the directory.
        """
        self._roll = roll
        self._state: tuple[_Index, _Overlay] = (_NOTHING, _Overlay())
        self._people: _Index = _NOTHING
        self._near: dict[int, tuple[frozenset[int], _Likeness]] = {}
        self._rebuild()
        self._read_people()
        roll.subscribe(self._refreshed)

    def find_customers(self, text: str, speaker: Speaker) -> Sequence[tuple[int, int, tuple[int, ...]]]:
        """Non-overlapping mentions, the longest kept, in reading order: (start, end, ids that fit).

        An exact name of the speaker's own customers beats everybody else's; several customers of the same name are
        all returned. 华联 inside 新华联, and a customer's name in a street or landmark, are no mentions.

        Args:
            text: the message, folded or not.
            speaker: who wrote it.
        """
        index, overlay = self._state
        folded = fold(text)
        hits = list(index.hits(folded))
        if overlay.changed:
            hits = _merged(hits, overlay, folded)
        return self._kept(hits, folded, speaker, index, overlay)

    def near_customers(self, text: str, speaker: Speaker, limit: int = 3) -> Sequence[int]:
        """Customers with a similar name, best first: the speaker's own by sound and spelling, then anybody's that
        differs in one character.

        Args:
            text: the name as written.
            speaker: who wrote it.
            limit: how many at most.
        """
        folded = _BRACKETS.sub("", fold(text[:_LONGEST_NAME]))[:_LONGEST_SAID]
        if len(folded) < 2:
            return ()
        found = dict.fromkeys(self._inside(folded, speaker))
        found.update(dict.fromkeys(self._likeness(speaker.person_id).best(folded, limit)))
        if len(found) < limit:
            found.update(dict.fromkeys(self._one_off(folded)))
        return tuple(found)[:limit]

    def _inside(self, folded: str, speaker: Speaker) -> Iterator[int]:
        """Customers whose name is a part of what was said (东吴精密: 东吴)."""
        index, overlay = self._state
        hits = list(index.hits(folded))
        if overlay.changed:
            hits = _merged(hits, overlay, folded)
        for start, end, bearers in _longest(hits):
            yield from self._meant(bearers, speaker, index, overlay, folded[start:end])

    def find_contact(self, text: str, customer_id: int) -> int | None:
        """The one contact of a customer that a full name, or a surname with a title, means.

        Args:
            text: 王建国, 王总, 李工, 小周.
            customer_id: whose contact.

        Returns:
            None when nobody fits or several do.
        """
        return find_meant(fold(text).strip(), self.contacts_of(customer_id))

    def contacts_of(self, customer_id: int) -> Sequence[KnownContact]:
        """All contacts of a customer, with folded names."""
        cards = self._roll.contacts_of(customer_id)
        return [KnownContact(card.id, fold(card.name), card.title) for card in cards]

    def find_people(self, text: str) -> Sequence[tuple[int, int, tuple[int, ...]]]:
        """Mentions of active colleagues by full or given name: (start, end, person ids that fit)."""
        hits = list(self._people.hits(fold(text)))[:_MOST_HITS]
        return sorted(_longest(hits)) if hits else ()

    def _kept(
        self,
        hits: list[tuple[int, int, tuple[int, ...]]],
        folded: str,
        speaker: Speaker,
        index: _Index,
        overlay: _Overlay,
    ) -> Sequence[tuple[int, int, tuple[int, ...]]]:
        kept: list[tuple[int, int, tuple[int, ...]]] = []
        for start, end, bearers in sorted(hits[:_MOST_HITS], key=_by_length):
            if _overlaps(start, end, kept) or not _stands_alone(folded, start, end):
                continue
            ids = self._meant(bearers, speaker, index, overlay, folded[start:end])
            if ids:
                kept.append((start, end, ids))
        whole = [self._whole(folded, *hit) for hit in kept]
        return sorted([hit for hit in whole if _LANDMARK.match(folded, hit[1]) is None])

    def _whole(self, folded: str, start: int, end: int, ids: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
        """A name with its legal form; 东吴精密 and 南京东吴机械厂 are firms that nobody has."""
        form = _FORM.match(folded, end)
        last = form.end() if form is not None else end
        follows = _HAN.match(folded, end) is not None
        if not follows and not _stands_behind_a_place(folded[max(start - 4, 0) : start]):
            return start, last, ids
        first = max(start - _LOOK_BACK, 0)
        cards = [self._roll.customers[found] for found in ids]
        names = [name for card in cards for name in (fold(card.name), *map(fold, card.aliases), card.city)]
        longer = longer_name(folded[first : end + _LOOK_ON], start - first, end - first, names)
        if longer is not None:
            return longer[0] + first, longer[1] + first, ()
        more = _more_of(folded, start, end, names)
        form = _FORM.match(folded, more)
        return start, max(last, form.end() if form is not None else more), ids

    def _meant(
        self, bearers: tuple[int, ...], speaker: Speaker, index: _Index, overlay: _Overlay, name: str
    ) -> tuple[int, ...]:
        cards = self._roll.customers
        active = [found for found in bearers if found in cards and cards[found].active]
        own = tuple([found for found in active if cards[found].owner_id == speaker.person_id])
        if own:
            return own
        weak = index.weak.get(name, frozenset()) | overlay.weak.get(name, frozenset())
        return tuple(found for found in active if found not in weak)

    def _refreshed(self, changes: _Changes) -> None:
        if changes.everything or changes.people:
            self._read_people()
        if changes.everything:
            self._rebuild()
        elif changes.customers:
            self._overlay(changes.customers)

    def _rebuild(self) -> None:
        cards = tuple(self._roll.customers.values())
        self._near = {}
        self._state = (_build(cards), _Overlay())

    def _overlay(self, changed: Collection[int]) -> None:
        index, before = self._state
        every = before.changed | frozenset(changed)
        if len(every) > _OVERLAY_LIMIT:
            self._rebuild()
            return
        fresh = [self._roll.customers[found] for found in changed if found in self._roll.customers]
        self._state = (index, _with(before, every, frozenset(changed), fresh))
        self._near = {}

    def _read_people(self) -> None:
        names: dict[str, list[int]] = {}
        for card in tuple(self._roll.people.values()):
            folded = fold(card.name)
            if not card.active or len(folded) < 2:
                continue
            names.setdefault(folded, []).append(card.id)
            if len(folded) == 3:
                names.setdefault(folded[1:], []).append(card.id)
        self._people = _index(names, {})

    def _likeness(self, person_id: int) -> _Likeness:
        owned = self._roll.owned_by(person_id)
        held = self._near.get(person_id)
        if held is None or held[0] != owned:
            cards = [self._roll.customers[found] for found in sorted(owned)]
            held = (owned, _Likeness(cards))
            self._near[person_id] = held
        return held[1]

    def _one_off(self, folded: str) -> Iterator[int]:
        index, overlay = self._state
        if len(folded) < 3 or index.automaton is None or "?" in folded:
            return
        cards = self._roll.customers
        for place in range(len(folded)):
            pattern = folded[:place] + "?" + folded[place + 1 :]
            for name in index.automaton.keys(pattern, "?"):
                for found in index.bearers[index.automaton.get(name) >> _LENGTH_BITS]:
                    if found not in overlay.changed and cards[found].active and found not in index.weak.get(name, ()):
                        yield found


@lru_cache(maxsize=4096)
def _stands_behind_a_place(before: str) -> bool:
    return any(split_place(f"{before[-size:]}某某")[1] == "某某" for size in range(2, len(before) + 1))


def _more_of(folded: str, start: int, end: int, names: Iterable[str]) -> int:
    """Where a name ends that goes on as the full one does: 天禾光电 for 天禾."""
    last = end
    for size in range(2, 7, 2):
        said = folded[start : end + size]
        if len(said) < end + size - start or not any(said in name for name in names):
            break
        last = end + size
    return last


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """A name that begins or ends in Latin letters or digits is not a piece of a longer word or number."""
    if start and folded[start] in _LATIN_OR_DIGIT and folded[start - 1] in _LATIN_OR_DIGIT:
        return False
    return not (end < len(folded) and folded[end - 1] in _LATIN_OR_DIGIT and folded[end] in _LATIN_OR_DIGIT)


def _longest(hits: list[tuple[int, int, tuple[int, ...]]]) -> list[tuple[int, int, tuple[int, ...]]]:
    if len(hits) < 2:
        return hits
    kept: list[tuple[int, int, tuple[int, ...]]] = []
    for hit in sorted(hits, key=_by_length):
        if not _overlaps(hit[0], hit[1], kept):
            kept.append(hit)
    return kept


def _by_length(hit: tuple[int, int, tuple[int, ...]]) -> tuple[int, int]:
    """The longest first, and of several the one that stands first."""
    return hit[0] - hit[1], hit[0]


def _overlaps(start: int, end: int, kept: list[tuple[int, int, tuple[int, ...]]]) -> bool:
    return bool(kept) and any(start < last and first < end for first, last, _ in kept)


def _merged(
    hits: list[tuple[int, int, tuple[int, ...]]], overlay: _Overlay, folded: str
) -> list[tuple[int, int, tuple[int, ...]]]:
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for start, end, bearers in hits:
        still = tuple(one for one in bearers if one not in overlay.changed)
        if still:
            found[start, end] = still
    for start, end, bearers in overlay.hits(folded):
        found[start, end] = (*found.get((start, end), ()), *bearers)
    return [(*span, bearers) for span, bearers in found.items()]


def spellings(card: _Customer) -> tuple[set[str], set[str]]:
    """The folded names of a customer: sure ones, and weak ones that only its owner may mean.

    Args:
        card: the customer.
    """
    full = fold(card.name).strip()
    given = {full, without_form(full)}
    given.update(fold(alias).strip() for alias in card.aliases)
    given |= {_BRACKETS.sub("", name) for name in given}
    key, derived = key_and_short_names(card.name)
    known = {key} if card.aliases else set(derived)
    sure = {name for name in given if 2 <= len(name) <= _LONGEST_NAME}
    sure |= {name for name in known if 3 <= len(name) <= _LONGEST_NAME}
    return sure, {name for name in derived if len(name) <= 3} - sure


def _build(cards: Iterable[_Customer]) -> _Index:
    names: dict[str, list[int]] = {}
    weak: dict[str, list[int]] = {}
    for card in cards:
        if card.active:
            sure, short = spellings(card)
            for name in sure:
                names.setdefault(name, []).append(card.id)
            for name in short:
                weak.setdefault(name, []).append(card.id)
    return _index(names, weak)


def _index(names: dict[str, list[int]], weak: dict[str, list[int]]) -> _Index:
    automaton = Automaton(STORE_INTS)
    bearers: list[tuple[int, ...]] = []
    shared: dict[tuple[int, ...], int] = {}
    for name in dict.fromkeys((*names, *weak)):
        group = tuple(dict.fromkeys((*names.get(name, ()), *weak.get(name, ()))))
        place = shared.setdefault(group, len(bearers))
        if place == len(bearers):
            bearers.append(group)
        automaton.add_word(name, place << _LENGTH_BITS | len(name))
    if not bearers:
        return _NOTHING
    automaton.make_automaton()
    return _Index(automaton, tuple(bearers), {name: frozenset(ids) for name, ids in weak.items()})


def _with(before: _Overlay, every: frozenset[int], changed: frozenset[int], fresh: Iterable[_Customer]) -> _Overlay:
    names: dict[str, tuple[int, ...]] = {}
    for name, bearers in (before.names or {}).items():
        still = tuple(one for one in bearers if one not in changed)
        if still:
            names[name] = still
    weak = {name: ids - changed for name, ids in before.weak.items()}
    for card in fresh:
        if card.active:
            sure, short = spellings(card)
            for name in sure | short:
                names[name] = (*names.get(name, ()), card.id)
            for name in short:
                weak[name] = weak.get(name, frozenset()) | {card.id}
    lengths: dict[str, tuple[int, ...]] = {}
    for name in names:
        known = lengths.get(name[:2], ())
        if len(name) not in known:
            lengths[name[:2]] = (*known, len(name))
    return _Overlay(every, names, lengths, weak)


class _Likeness:
    """The names of one person's own customers, by spelling and by sound; built when he first misspells one."""

    def __init__(self, cards: Iterable[_Customer]) -> None:
        self._names: list[str] = []
        self._ids: list[int] = []
        for card in cards:
            if not card.active:
                continue
            sure, short = spellings(card)
            for name in sure | short:
                self._names.append(name)
                self._ids.append(card.id)
        self._sounds: list[str] | None = None

    def best(self, said: str, limit: int) -> Sequence[int]:
        from handlers.language.sounds import sound

        if not self._names:
            return ()
        if self._sounds is None:
            self._sounds = [sound(name) for name in self._names]
        return _ranked(said, sound(said), self._names, self._sounds, self._ids, limit)


def _ranked(said: str, heard: str, names: list[str], sounds: list[str], ids: list[int], limit: int) -> Sequence[int]:
    from rapidfuzz import fuzz, process

    scores: dict[int, float] = {}
    for name, score, place in process.extract(said, names, scorer=fuzz.partial_ratio, score_cutoff=74, limit=40):
        # The likeness of the whole words breaks the tie between all names that share a piece with what was said.
        worth = score + fuzz.ratio(said, name) / 2
        scores[ids[place]] = max(scores.get(ids[place], 0.0), worth)
    for name, score, place in process.extract(heard, sounds, scorer=fuzz.ratio, score_cutoff=85, limit=20):
        same_size = 10 if len(names[place]) == len(said) else 0
        worth = score + fuzz.ratio(heard, name) / 2 + same_size
        scores[ids[place]] = max(scores.get(ids[place], 0.0), worth)
    return sorted(scores, key=lambda found: (-scores[found], found))[:limit]
