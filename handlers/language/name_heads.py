"""Customers by a part of their name that is told nowhere: 爱民 of 成都青羊爱民诊所, 肇庆那笔, 辣椒那家.

The distinctive stretch of a name is what is left without its towns at the front and its kind at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final, Protocol

from handlers.language.meaning import Guessed
from handlers.language.names_index import Hit, overlaps
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES, TITLE
from handlers.language.spellings import Named, spellings
from models.rules.firm_words import COMMON, EVERYDAY, HOLLOW, KINDS, PLACES, TRADES
from models.rules.names import split_place, without_form

_SHORTEST: Final = 2
_LONGEST: Final = 4
_EDGE: Final = regex(r"(?:^|[^一-鿿、])$")
_BEHIND_EDGE: Final = regex(
    r"[那说讲付欠谁]|没(?![^一-鿿]|$)|打来|转来|打了|转了|电话|还有|和|要(?=[\d一二三四五六七八九十两几]|的|不)"
)
"""At the front of a sentence words stand rather than names."""
_ASKED_WHOSE: Final = regex(r"谁|那边|那家|是谁")
_MOST_MEANT: Final = 8
"""Customers of one place; of more nobody can be asked which he means."""
_TOWN: Final = regex(r"[一-鿿]{1,3}?(?:(?<![超门夜菜都])市|县|(?<![小社园校厂])区|(?<!小)镇|街道)(?=[一-鿿]{2})")
_KIND_SIZES: Final = (5, 4, 3, 2)
_PLAIN_KIND: Final = frozenset("店厂部站局行院社馆所吧")
_BEFORE: Final = regex(
    r"(?:[去访到见和跟与找跑催问约、]|跑了|去了|见了|拜访了|到了|还有|以及|客户|[上下中]午|[今明昨前后]天|[今明昨]日|先去|再去|顺便去下|就是)$"
)
_MAY_END: Final = regex(
    # All but Han, written as what it is: `re` passes over everything else at once.
    r"[\x00-\u4dff\ua000-\U0010ffff去访到见和跟与找跑催问约了有及户是午天日下]"
    r"(?:(?<![了有及户是午天日下])|(?<=[跑去见访到]了|还有|以及|客户|就是|[上下中]午|[今明昨前后]天|[今明昨]日|去下))(?=[一-鿿]{2})"
)
"""Behind which `_EDGE` or `_BEFORE` fits, found in one go."""
_TWO_HAN: Final = regex(r"[一-鿿]{2}")
_BEHIND: Final = regex(
    r"$|[^一-鿿]|[的那这说讲要付欠订退签没谁有也和跟与又约聊谈看]|还有|以及|打来|打了|转了|转来|下单|下了|今天|明天|昨天|上午|下午"
    rf"|(?:[{''.join(sorted(SURNAMES))}][一-鿿]{{0,2}})?{TITLE}"
)
_SUM: Final = r"[\d一二三四五六七八九十百两几]"
_MEANT: Final = regex(
    rf"那一?[笔家]|那{_SUM}{{1,6}}[万千]|那个(?!时候|人|啥|什么)|那边(?!天气)|这一?[笔家]|的(?:那[笔家]|钱|款|货款|账|欠款|尾款)"
    r"|(?:说打|刚打|又打|打)[来了]|(?:说转|刚转|转)[来了]|(?:说付|付)了|到账|汇来|来款"
    r"|(?P<claimed>给我(?=$|[吧了\s,。!])|我要了?(?=$|[\s,。!])|我领|我拿|我来跟|归我|我接)"
)
_SIGNS: Final = regex(r"[那这]|的(?:货|欠|尾)?款|的[钱账]|[打转][来了]|付了|到账|汇来|来款")
_CLAIMS: Final = regex(r"给我|我[要领拿来接]|归我")
_BEGINS: Final = regex(r"(?:^|[^一-鿿]|[去到见和跟与找跑催问约是在给那要有的把对让叫说先再]|一下)$")
_ASKED: Final = regex(r"几家|几个客户|哪些|哪几|多少家|多少个?客户|有没有客户")
"""Of a town's customers all are asked for."""
_HAN_BEFORE: Final = regex(r"[一-鿿]{2,4}$")
_NOT_SAID: Final = frozenset(
    "的了是在和跟与那这我你他她它们就都也还要说给把被吗呢吧啊今明昨后前上下次天年月日周不没有去"
)


def points_at_one(folded: str) -> bool:
    """Whether words of a text may point at one customer, own or in the pool.

    Args:
        folded: the text.
    """
    return _SIGNS.search(folded) is not None or _CLAIMS.search(folded) is not None


class Placed(Named, Protocol):
    """A customer with the town he is in."""

    @property
    def city(self) -> str:
        """Where he is."""


class Heads:
    """Some customers by the stretches of their names."""

    def __init__(self, firms: Iterable[Placed], holding: Callable[[str], Sequence[int]]) -> None:
        """Take them in.

        Args:
            firms: the customers.
            holding: whose names hold some words, of the same customers.
        """
        self._firms = {firm.id: firm for firm in firms}
        self._cities: dict[str, list[int]] = {}
        for firm in self._firms.values():
            if firm.city:
                self._cities.setdefault(firm.city.removesuffix("市"), []).append(firm.id)
        self._holding = holding

    @cached_property
    def _names(self) -> str:
        """All names in one string: what is in none of them needs no further look."""
        return "\n".join([fold(name) for firm in self._firms.values() for name in (firm.name, *firm.aliases)])

    def find(self, folded: str, taken: Sequence[Hit]) -> list[Hit]:
        """Where a name is said by its head alone, in a place where a name stands: 跑了爱民和富乐.

        Args:
            folded: the text.
            taken: what it names already.

        Returns:
            The places with the few customers whose names hold the words; the one is `Guessed` where the words are a
            piece of what tells him apart, and not all of it.
        """
        found: list[Hit] = []
        for start, end in self._stretches(folded, taken):
            if overlaps(start, end, found):
                continue
            words = folded[start:end]
            ids = tuple(self._holding(words))
            if not 0 < len(ids) <= _MOST_MEANT:
                continue
            fits = [sure for number in ids if (sure := _heads(self._firms[number]).get(words)) is not None]
            if fits and _stands(folded, start, end, sure=any(fits)):
                found.append((start, end, Guessed(ids) if len(ids) == 1 and not any(fits) else ids))
        return found

    def _stretches(self, folded: str, taken: Sequence[Hit]) -> list[tuple[int, int]]:
        """Words that some name holds and that stand where names do, the longest first."""
        names = self._names
        found: list[tuple[int, int]] = []
        begins = [0] if _TWO_HAN.match(folded) is not None else []
        for start in [*begins, *[before.end() for before in _MAY_END.finditer(folded)]]:
            end = start + _SHORTEST
            while folded[start:end] in names and end <= len(folded) and not overlaps(start, end, taken):
                if not _is_everyday(folded[start:end]):
                    found.append((start, end))
                end += 1
        return sorted(found, key=lambda place: (place[0] - place[1], place[0]))

    def meant(self, folded: str, taken: Sequence[Hit], *, claimed: bool = False) -> list[Hit]:
        """Where the words point at one customer of a place, or by any part of his name: 肇庆那笔, 辣椒那家.

        Args:
            folded: the text.
            taken: what it names already.
            claimed: whether 港湾给我 counts too, as of the pool.
        """
        pointed = _SIGNS.search(folded) is not None or (claimed and _CLAIMS.search(folded) is not None)
        if not pointed or _ASKED.search(folded) is not None:
            return []
        found: list[Hit] = []
        for said in _MEANT.finditer(folded):
            if said["claimed"] is not None and not claimed:
                continue
            before = _HAN_BEFORE.search(folded, max(said.start() - _LONGEST, 0), said.start())
            if before is None:
                continue
            for start in range(before.start(), said.start() - 1):
                begins = _BEGINS.search(folded, max(start - 2, 0), start) is not None
                ids = self._of(folded[start : said.start()]) if begins else ()
                if ids and not overlaps(start, said.start(), taken) and not overlaps(start, said.start(), found):
                    found.append((start, said.start(), ids))
                    break
        return found

    def _of(self, words: str) -> tuple[int, ...]:
        if words in EVERYDAY or words in HOLLOW or not _NOT_SAID.isdisjoint(words):
            return ()
        ids = dict.fromkeys((*self._cities.get(words, ()), *self._holding(words)))
        return tuple(ids) if len(ids) <= _MOST_MEANT else ()


def _stands(folded: str, start: int, end: int, *, sure: bool) -> bool:
    before = folded[max(start - 4, 0) : start]
    if _EDGE.search(before) is not None:
        return (_BEHIND_EDGE if sure else _ASKED_WHOSE).match(folded, end) is not None
    return _BEFORE.search(before) is not None and _BEHIND.match(folded, end) is not None


@lru_cache(maxsize=4096)
def _heads(firm: Placed) -> Mapping[str, bool]:
    """What may stand for a customer by itself, and whether it is all that tells him apart: 爱民 of 成都青羊爱民诊所.

    What the book of all names knows already is left out.
    """
    found: dict[str, bool] = {}
    for name in (firm.name, *firm.aliases):
        stem = _without_kind(_without_towns(split_place(without_form(fold(name).strip()))[1]))
        if stem.isalpha() and not stem.isascii():
            for piece in _pieces(stem):
                if len(piece) >= _SHORTEST and not _is_everyday(piece):
                    found[piece] = found.get(piece, False) or piece == stem
    sure_names, weak = spellings(firm)
    return {head: sure for head, sure in found.items() if head not in sure_names and head not in weak}


def _pieces(stem: str) -> tuple[str, ...]:
    """Of four characters two may be a district's, which no list knows: 青羊爱民."""
    return (stem, stem[:2], stem[2:]) if len(stem) == _LONGEST else (stem,)


def _is_everyday(word: str) -> bool:
    return word in PLACES or word in COMMON or word in TRADES or word in KINDS or word in EVERYDAY


def _without_towns(name: str) -> str:
    while (town := _TOWN.match(name)) is not None:
        name = name[town.end() :]
    return name


def _without_kind(name: str) -> str:
    while True:
        size = next((size for size in _KIND_SIZES if name[-size:] in KINDS or name[-size:] in TRADES), 0)
        size = size or int(name[-1:] in _PLAIN_KIND and len(name) > _LONGEST)
        if not size or len(name) - size < _SHORTEST:
            return name
        name = name[:-size]
