"""A customer's name that was misheard or mistyped: 华莲超市, 申通轴成, 亿佳富青浦店; among one person's own customers.

Names are compared by sound, syllable for syllable (`reference/language.md` §4). What sounds the same is the same; what
differs in one syllable only if the difference cannot make it another firm's name. What is less sure is offered.
"""

from __future__ import annotations

import enum
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from handlers.language.meaning import Guessed
from handlers.language.names_index import Hit, overlaps
from handlers.language.people import SURNAMES, TITLE, TITLED
from models.rules.names import split_place, trade_of
from models.rules.sounds import heard, sound

_LONGEST_TEXT: Final = 200
_SURE: Final = 3
"""Characters from which on a name is found by its sound anywhere in a text; a shorter one only where a name stands."""
_ONE_OFF: Final = 4
"""Characters from which on a name is known with one of them wrong or missing."""
_LEAST_OF_BRAND: Final = 2
_SILENCE: Final = " "
_HAN: Final = re.compile(r"[一-鿿a-z0-9]")
_EVERYDAY: Final = re.compile(
    r"[上下本这]个?[周月]|[今明昨后前]天|\d|[一二三四五六七八九十]+(?:月[底初中份末上下一二三四五六七八九十]|[号日点]|天[后前内])|礼拜|星期|回款|订单|报价|合同|提醒|拜访|公海|日报|客户"
)
"""下周五 is nobody's 下周见, and 回款榜 no 回款宝."""
# What stands for itself in a sentence is no misspelling: 到家了 is not 家乐.
_FUNCTION: Final = frozenset(
    "了的得地着过是在和有这那哪不没去来上下里我你他她吗呢吧啊也都就还要给跟又再人大小一二三两个天年月日号"
)
_TELLS_NOTHING: Final = _FUNCTION | frozenset("新老好多少几各每某本该全东西南北中市县区")
"""What is left of a brand when 无锡新 or 上海市 is said, which need be no brand."""
_BEFORE: Final = re.compile(
    r"(?:^|[^一-鿿]|[去访见到在给和跟找了的查把约问催由帮替与同是让叫往回过转进销从]|一下|[今明昨前后]天|[上下中]午|晚上|早上|刚才|客户)$"
)
_BEHIND: Final = re.compile(
    r"$|[^一-鿿]|[的那这说要让回付打欠下订定退转投去谈聊送带看签催交追加见出]|今天|明天|昨天|上午|"
    rf"(?:[{''.join(sorted(SURNAMES))}][一-鿿]{{0,2}})?{TITLE}"
)


class Heard(NamedTuple):
    """A name as it is compared."""

    words: str
    code: str
    place: int
    """How many characters of it are the city's."""
    bearer: int
    sure: bool
    """Whether it was given, and not derived by rule."""


class _Fit(enum.Enum):
    """How surely a name with one character missing or wrong is that name."""

    NOT = enum.auto()
    GUESSED = enum.auto()
    SURE = enum.auto()


_Found = tuple[int, int, int, bool]
"""Start and end in the text, who is meant, and whether by a given name."""


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
        return [hit for hit in _hits([*sounding, *slips]) if hit[1] - hit[0] >= _SURE or len(hit[2]) == 1]

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
            for start, end, fit in _slips(folded, name, known=False)
            if end - start >= _SURE and _is_guess(folded, start, end, name, fit)
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
        sounding = _covering(_same_sound(folded, codes, family), hit)
        if sounding:
            return sounding[0]
        slips = _covering([found for name in family for found in _spans(folded, name)], hit)
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

    def _same_sound(self, folded: str, codes: str) -> list[_Found]:
        found: list[_Found] = []
        for start in range(len(codes) - 1):
            begin = codes[start : start + 2]
            if _SILENCE in begin or begin not in self._codes:
                continue
            found += [
                (start, start + len(name.words), name.bearer, name.sure)
                for name in self._names(self._codes, f"\n{begin}")
                if codes.startswith(name.code, start) and _is_misheard(folded, start, name.words)
            ]
        return found

    def _one_off(self, folded: str, backed: frozenset[int]) -> list[_Found]:
        return [found for name in self._likely(folded) for found in _spans(folded, name, backed)]

    def _likely(self, folded: str) -> list[Heard]:
        """Names of which a text holds all characters but one; the last text's are kept, as it is asked about thrice."""
        held = self._likely_in
        if held[0] == folded:
            return held[1]
        # With one character of four wrong or missing, two neighbours are still as they were.
        pairs = {folded[start : start + 2] for start in range(len(folded) - 1)}
        near = dict.fromkeys(name for pair in pairs if pair.isalnum() for name in self._names(self._words, pair))
        said = set(folded)
        likely = [name for name in near if len(name.words) >= _SURE and len(set(name.words) - said) < 2]
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


def _hits(found: Iterable[_Found]) -> list[Hit]:
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


def _covering(found: Iterable[_Found], hit: Hit) -> list[Hit]:
    return _hits([one for one in found if _covers(one, hit)])


def _covers(one: _Found, other: Hit | _Found) -> bool:
    return one[0] <= other[0] and other[1] <= one[1] and other[1] - other[0] < one[1] - one[0]


def _same_sound(folded: str, codes: str, names: Iterable[Heard]) -> list[_Found]:
    found: list[_Found] = []
    for name in names:
        start = codes.find(name.code)
        while start >= 0:
            if _is_misheard(folded, start, name.words):
                found.append((start, start + len(name.words), name.bearer, name.sure))
            start = codes.find(name.code, start + 1)
    return found


def _spans(folded: str, name: Heard, backed: frozenset[int] = frozenset()) -> list[_Found]:
    known = name.bearer in backed
    if len(name.words) < (_SURE if known else _ONE_OFF):
        return []
    return [
        (start, end, name.bearer, name.sure)
        for start, end, fit in _slips(folded, name, known=known)
        if fit is _Fit.SURE and end - start >= _SURE
    ]


def _is_misheard(folded: str, start: int, name: str) -> bool:
    end = start + len(name)
    said = folded[start:end]
    changed = [one for one, other in zip(said, name, strict=True) if one != other]
    if not changed or (len(changed) == len(said) and len(said) <= _SURE):
        return not changed
    if len(said) >= _SURE:
        return not all(one in _FUNCTION for one in changed) or len(said) > _SURE
    return (
        not any(one in _FUNCTION for one in changed)
        and _BEFORE.search(folded[max(start - 2, 0) : start]) is not None
        and _BEHIND.match(folded, end) is not None
    )


def _slips(folded: str, name: Heard, *, known: bool) -> Iterator[tuple[int, int, _Fit]]:
    """Where a name stands with one character missing, wrong, or too many, and how surely it is that name."""
    words, size = name.words, len(name.words)
    for place in range(size):
        head, tail = words[:place], words[place + 1 :]
        start = folded.find(head + tail)
        if start >= 0:
            yield start, start + size - 1, _with_one_less(folded, start, name, place)
        start = _parted(folded, head, tail)
        if start >= 0:
            yield start, start + size, _with_one_wrong(folded, start, name, place, known=known)
        start = _parted(folded, head, words[place:]) if place else -1
        if start >= 0 and _HAN.match(folded, start + place) is not None:
            yield start, start + size + 1, _Fit.SURE


def _parted(folded: str, head: str, tail: str) -> int:
    """Where two pieces stand with one character between, before or behind them; below zero if they do not."""
    longer, shift = (head, 0) if len(head) >= len(tail) else (tail, len(head) + 1)
    start = folded.find(longer) - shift
    between = start + len(head)
    if start < 0 or between >= len(folded):
        return -1
    return start if folded.startswith(head, start) and folded.startswith(tail, between + 1) else -1


def _with_one_less(folded: str, start: int, name: Heard, place: int) -> _Fit:
    """Whether a name with a character missing can only be that name; at its ends the words around must leave room."""
    end = start + len(name.words) - 1
    if len(name.words) - 1 - name.place < _LEAST_OF_BRAND and place >= name.place:
        # 无锡源: of 新源 too little is left
        left = folded[start + name.place]
        return _Fit.GUESSED if left not in _TELLS_NOTHING and _stands_apart(folded, start, end) else _Fit.NOT
    fits = True
    if place == 0:
        fits = _begins(folded, start)
    elif place == len(name.words) - 1:
        fits = _ends(folded, end)
    return _Fit.SURE if fits else _Fit.NOT


def _with_one_wrong(folded: str, start: int, name: Heard, place: int, *, known: bool) -> _Fit:
    """Whether a name with a wrong syllable can only be that name: 东吴机电 is another firm, 东昊机械 may be one."""
    end = start + len(name.words)
    wrong = folded[start + place]
    if _HAN.match(wrong) is None or wrong in _FUNCTION or (place == 0 and _begins(folded, start + 1)):
        return _Fit.NOT  # 跟进江大酒店: the verb is no wrong 申
    said = folded[start:end]
    if (place == 0 and not _begins(folded, start)) or (place == len(name.words) - 1 and not _ends(folded, end)):
        return _Fit.NOT
    trade = trade_of(name.words)
    if place < name.place:
        sure = not split_place(said)[0]
    elif trade and place >= len(name.words) - len(trade):
        sure = not trade_of(said)
    elif known or len(name.words) - len(trade) - name.place >= _SURE:
        sure = True
    else:
        return _Fit.GUESSED if _stands_apart(folded, start, end) else _Fit.NOT
    return _Fit.SURE if sure else _Fit.NOT


def _is_guess(folded: str, start: int, end: int, name: Heard, fit: _Fit) -> bool:
    """Of three characters one wrong is a guess at best: 海之未."""
    if _EVERYDAY.search(folded, start, end) is not None:
        return False
    if fit is _Fit.SURE and len(name.words) < _ONE_OFF:
        whole = end - start == len(name.words) and _stands_apart(folded, start, end)
        return whole and not _ends(folded, end - 1) and TITLED.search(folded, start, end) is None
    return fit is _Fit.GUESSED


def _stands_apart(folded: str, start: int, end: int) -> bool:
    return _begins(folded, start) and _ends(folded, end)


def _begins(folded: str, start: int) -> bool:
    return _BEFORE.search(folded[max(start - 2, 0) : start]) is not None


def _ends(folded: str, end: int) -> bool:
    return _BEHIND.match(folded, end) is not None


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
