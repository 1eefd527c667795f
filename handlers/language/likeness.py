"""A customer's name that was misheard or mistyped: 华莲超市, 申通轴成, 亿佳富青浦店; among one person's own customers.

Names are compared by sound, syllable for syllable (`reference/language.md` §4). What sounds the same is the same; what
differs in one syllable only if the difference cannot make it another firm's name. What is less sure is offered.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from handlers.language.meaning import Guessed
from handlers.language.names_index import Hit, overlaps
from handlers.language.slips import (
    SILENCE,
    SURE,
    Found,
    Heard,
    find_slips,
    is_guess,
    is_misheard,
    same_sound,
    slip_spans,
)
from models.rules.names import split_place
from models.rules.sounds import heard, sound

_LONGEST_TEXT: Final = 200


class Likeness:
    """The names of some customers, by spelling and by sound."""

    def __init__(self, names: Iterable[tuple[str, int, bool]]) -> None:
        """Take the names in.

        Args:
            names: folded, who bears each, and whether it was given to him or derived by rule.
        """
        words: list[str] = []
        self._bearers = array("q")
        self._sure = bytearray()
        self._starts = array("l")
        start = 1
        for name, bearer, sure in names:
            if len(name) >= 2 and name.isalnum():
                words.append(name)
                self._bearers.append(bearer)
                self._sure.append(sure)
                self._starts.append(start)
                start += len(name) + 1
        # A hundred reps may have a thousand names each: two strings hold them, where objects would take a megabyte.
        self._words = "\n".join(("", *words, ""))
        self._codes = "\n".join(("", *map(heard, words), ""))
        self._families: dict[tuple[str, tuple[int, ...]], list[Heard]] = {}
        self._likely_in: tuple[str, list[Heard]] = ("", [])

    def _names(self, texts: str, sought: str) -> list[Heard]:
        """The names that hold a piece, in the spellings or in the codes."""
        found: dict[int, None] = {}
        place = texts.find(sought)
        while place >= 0:
            found[bisect_right(self._starts, place + 1) - 1] = None
            place = texts.find(sought, place + 1)
        return [self._name(index) for index in found]

    def _name(self, index: int) -> Heard:
        start = self._starts[index]
        end = self._words.index("\n", start)
        words = self._words[start:end]
        city = len(split_place(words)[0])
        return Heard(words, self._codes[start:end], city, self._bearers[index], bool(self._sure[index]))

    def find(self, folded: str, backed: frozenset[int] = frozenset()) -> Sequence[Hit]:
        """Names in a text that are spelt otherwise: by their sound, else with one character wrong or missing.

        Args:
            folded: a text without any of the names in their own spelling.
            backed: customers whose people the text names; they are known by less.
        """
        if not self._starts or len(folded) > _LONGEST_TEXT:
            return ()
        sounding = self._same_sound(folded, heard(folded))
        slips = [
            slip
            for slip in self._one_off(folded, backed)
            if all(slip[1] <= one[0] or one[1] <= slip[0] or _covers(slip, one) for one in sounding)
        ]
        return [hit for hit in _hits([*sounding, *slips]) if hit[1] - hit[0] >= SURE or len(hit[2]) == 1]

    def holding(self, words: str) -> Sequence[int]:
        """Whose names hold some words.

        Args:
            words: folded.
        """
        return tuple(dict.fromkeys(name.bearer for name in self._names(self._words, words))) if self._starts else ()

    def guess(self, folded: str) -> Sequence[Hit]:
        """Where nothing is found: names that stand by themselves with one character wrong, as 东昊机械 for 东吴机械.

        Args:
            folded: a text in which `find` has found none.

        Returns:
            Places where exactly one customer fits, as `Guessed`.
        """
        if not self._starts or len(folded) > _LONGEST_TEXT:
            return ()
        found = [
            (start, end, name.bearer)
            for name in self._likely(folded)
            for start, end, fit in find_slips(folded, name, known=False)
            if end - start >= SURE and is_guess(folded, start, end, name, fit)
        ]
        return sorted(
            {
                (start, end, Guessed((bearer,)))
                for start, end, bearer in found
                if all(other == bearer or last <= start or first >= end for first, last, other in found)
            }
        )[:1]

    def around(self, folded: str, hit: Hit) -> Hit:
        """What an exact name may be only the undamaged part of: 华联 in 华联人民卤店, 聚宝 in 聚宝喷.

        Args:
            folded: the text.
            hit: the exact name found in it.

        Returns:
            The longer name, the same hit if there is none, or both their bearers where either may be meant.
        """
        start, end, ids = hit
        family = self._family(folded[start:end], ids)
        if not family or len(folded) > _LONGEST_TEXT:
            return hit
        codes = heard(folded)
        sounding = _covering(same_sound(folded, codes, family), hit)
        if sounding:
            return sounding[0]
        slips = _covering([found for name in family for found in slip_spans(folded, name)], hit)
        if not slips or slips[0][2] == ids:
            return hit
        first, last, others = slips[0]
        given = any(name.sure and name.bearer in ids for name in self._names(self._words, f"\n{folded[start:end]}\n"))
        narrowed = tuple([one for one in ids if one in others])
        return first, last, narrowed or (tuple(dict.fromkeys((*ids, *others))) if given else others)

    def _family(self, said: str, ids: tuple[int, ...]) -> list[Heard]:
        """Longer names that hold one by its sound, and are not all of the one customer who is meant anyway."""
        found = self._families.get((said, ids))
        if found is None:
            code = heard(said)
            longer = [name for name in self._names(self._codes, code) if len(name.code) > len(code)]
            found = [] if {name.bearer for name in longer} <= {*ids[:1]} else longer
            self._families[said, ids] = found
        return found

    def _same_sound(self, folded: str, codes: str) -> list[Found]:
        found: list[Found] = []
        for start in range(len(codes) - 1):
            begin = codes[start : start + 2]
            if SILENCE in begin or begin not in self._codes:
                continue
            found += [
                (start, start + len(name.words), name.bearer, name.sure)
                for name in self._names(self._codes, f"\n{begin}")
                if codes.startswith(name.code, start) and is_misheard(folded, start, name.words)
            ]
        return found

    def _one_off(self, folded: str, backed: frozenset[int]) -> list[Found]:
        return [found for name in self._likely(folded) for found in slip_spans(folded, name, backed)]

    def _likely(self, folded: str) -> list[Heard]:
        """Names of which a text holds all characters but one; the last text's are kept, as it is asked about thrice."""
        held = self._likely_in
        if held[0] == folded:
            return held[1]
        # With one character of four wrong or missing, two neighbours are still as they were.
        pairs = {folded[start : start + 2] for start in range(len(folded) - 1)}
        near = dict.fromkeys(name for pair in pairs if pair.isalnum() for name in self._names(self._words, pair))
        said = set(folded)
        likely = [name for name in near if len(name.words) >= SURE and len(set(name.words) - said) < 2]
        self._likely_in = (folded, likely)
        return likely

    def best(self, said: str, limit: int) -> Sequence[int]:
        """Whose names are most like some words, best first.

        Args:
            said: a name as written, folded.
            limit: how many at most.
        """
        names, sounds = self._ranks
        return _ranked(said, sound(said), names, sounds, limit) if names else ()

    @cached_property
    def _ranks(self) -> tuple[list[Heard], list[str]]:
        names = [self._name(index) for index in range(len(self._starts))]
        return names, [sound(name.words) for name in names]


def _hits(found: Iterable[Found]) -> list[Hit]:
    """Each place with those who bear a name there: the longest names, and of those of one length the given ones."""
    places: dict[tuple[int, int], dict[int, bool]] = {}
    for start, end, bearer, sure in found:
        bearers = places.setdefault((start, end), {})
        bearers[bearer] = bearers.get(bearer, False) or sure
    kept: list[Hit] = []
    for (start, end), bearers in sorted(places.items(), key=lambda place: (place[0][0] - place[0][1], place[0][0])):
        if not overlaps(start, end, kept):
            given = tuple(one for one, sure in bearers.items() if sure)
            kept.append((start, end, given or tuple(bearers)))
    return sorted(kept)


def _covering(found: Iterable[Found], hit: Hit) -> list[Hit]:
    return _hits([one for one in found if _covers(one, hit)])


def _covers(one: Found, other: Hit | Found) -> bool:
    return one[0] <= other[0] and other[1] <= one[1] and other[1] - other[0] < one[1] - one[0]


def _ranked(said: str, heard_as: str, names: Sequence[Heard], sounds: list[str], limit: int) -> Sequence[int]:
    from rapidfuzz import fuzz, process

    scores: dict[int, float] = {}
    words = [name.words for name in names]
    for word, score, place in process.extract(said, words, scorer=fuzz.partial_ratio, score_cutoff=74, limit=40):
        # The likeness of the whole words breaks the tie between all names that share a piece with what was said.
        worth = score + fuzz.ratio(said, word) / 2
        bearer = names[place].bearer
        scores[bearer] = max(scores.get(bearer, 0.0), worth)
    for word, score, place in process.extract(heard_as, sounds, scorer=fuzz.ratio, score_cutoff=85, limit=20):
        same_size = 10 if len(words[place]) == len(said) else 0
        worth = score + fuzz.ratio(heard_as, word) / 2 + same_size
        bearer = names[place].bearer
        scores[bearer] = max(scores.get(bearer, 0.0), worth)
    return sorted(scores, key=lambda found: (-scores[found], found))[:limit]
