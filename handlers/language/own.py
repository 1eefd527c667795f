"""One person's own customers, found by what only he would call them: a contact, initials, a misspelt name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, Protocol

from handlers.language.likeness import Likeness
from handlers.language.meaning import KnownContact
from handlers.language.name_heads import Heads, Placed
from handlers.language.names_index import Hit, by_length, overlaps
from handlers.language.patterns import regex
from handlers.language.people import TITLED, could_mean, find_titled
from handlers.language.spellings import spellings

_LATIN: Final = regex(r"(?<![a-z0-9])[a-z]{3,30}(?![a-z0-9])")
_FEWEST_INITIALS: Final = 3
_LONGEST_HEAD: Final = 4
# Trade talk in Latin letters, which is nobody's initials.
_NO_NAMES: Final = regex(r"app|ppt|pdf|doc|xls|crm|erp|oem|odm|vip|kpi|bom|bug|usb|led|plc|cnc|abs|pvc|pet|qq|vx")
_STANDS_BEFORE: Final = regex(
    r"(?:^|[^一-鿿]|[下看瞧瞅等被托求谢盯追堵遇劝又也就后那着过搁找见给和跟与约陪送请问催让叫是的在到了姓帮替同向为由把对系拜访查提天午早晚上月周号点边里家院店厂校司站所])$"
)
_FAMILIAR: Final = frozenset("哥姐叔婶伯姨")
_OF_ANOTHER: Final = frozenset("小大老阿表堂二三")
"""果哥 can hardly be a piece of other words, but of 小果哥."""
_WORDS_AFTER: Final = regex(r"总(?=[共体结部计量要之算]|是(?!哪|谁|做|干)|的(?:来|说|看))|工(?=[厂作地程业人])")
# Words whose last character could be a surname: 公司老板.
_WORDS: Final = regex(r"公司|邻居|上司|官司|同时|当时|市场|国家|大家|商家|厂家|专家")

ContactsOf = Callable[[int], Sequence[KnownContact]]


class Firm(Placed, Protocol):
    """A customer of his."""

    @property
    def active(self) -> bool:
        """Whether the company still looks after him."""


class Own:
    """A person's own customers; built when he first needs it, and again when one of them changes."""

    def __init__(self, firms: Sequence[Firm], contacts_of: ContactsOf) -> None:
        """Take them in.

        Args:
            firms: his customers.
            contacts_of: tells a customer's contacts.
        """
        self.firms = {firm.id: firm for firm in firms if firm.active}
        self._contacts_of = contacts_of
        self._begin: dict[str, tuple[int, ...]] = {}

    def _names(self) -> Iterator[tuple[str, int, bool]]:
        for number, firm in self.firms.items():
            sure, weak = spellings(firm)
            for name in sure:
                yield name, number, True
            for name in weak:
                yield name, number, False

    @cached_property
    def likeness(self) -> Likeness:
        """Their names by spelling and by sound."""
        return Likeness(self._names())

    @cached_property
    def heads(self) -> Heads:
        """Their names by the parts that tell them apart, and their towns."""
        return Heads(self.firms.values(), self.holding)

    def holding(self, words: str) -> Sequence[int]:
        """Whose names hold some words; the names are gone through when somebody first asks.

        Args:
            words: folded.
        """
        return self.likeness.holding(words)

    @cached_property
    def _latin(self) -> dict[str, tuple[int, ...]]:
        """Initials and full pinyin of their names: dwjx, dongwu."""
        from models.rules.sounds import spelt

        found: dict[str, dict[int, None]] = {}
        for name, number, _ in self._names():
            syllables = [spelt(character) for character in name]
            if not all(syllable.isascii() and syllable.isalpha() for syllable in syllables):
                continue
            found.setdefault("".join(syllables), {})[number] = None
            if len(syllables) >= _FEWEST_INITIALS:
                found.setdefault("".join([syllable[0] for syllable in syllables]), {})[number] = None
        return {said: tuple(ids) for said, ids in found.items() if _NO_NAMES.fullmatch(said) is None}

    def beginning(self, name: str) -> tuple[int, ...]:
        """Customers one of whose names begins with a word: 晨曦 means 晨曦早教 and 晨曦文具店.

        Args:
            name: folded.
        """
        found = self._begin.get(name)
        if found is None:
            ids = dict.fromkeys(number for known, number, _ in self._names() if known.startswith(name))
            found = self._begin[name] = tuple(ids)
        return found

    def latin(self, folded: str) -> list[Hit]:
        """Customers written in Latin letters: DWJX, dongwu.

        Args:
            folded: the text.
        """
        return [
            (*found.span(), self._latin[found.group()])
            for found in _LATIN.finditer(folded)
            if found.group() in self._latin
        ]

    @cached_property
    def _called(self) -> dict[str, tuple[KnownContact, ...]]:
        """Contacts by the first two characters of their names."""
        called: dict[str, list[KnownContact]] = {}
        for one in self._all():
            if len(one.name) >= 2:
                called.setdefault(one.name[:2], []).append(one)
        return {begin: tuple(sorted(ones, key=lambda one: -len(one.name))) for begin, ones in called.items()}

    @cached_property
    def _surnames(self) -> dict[str, tuple[KnownContact, ...]]:
        surnames: dict[str, list[KnownContact]] = {}
        for one in self._all():
            surnames.setdefault(one.name[:1], []).append(one)
        return {begin: tuple(ones) for begin, ones in surnames.items()}

    def _all(self) -> Iterable[KnownContact]:
        return (one for number in self.firms for one in self._contacts_of(number))

    def people(self, folded: str) -> list[Hit]:
        """Contacts named without their firm: 果哥, 贺强, 费老师, 张经理.

        Args:
            folded: the text.

        Returns:
            Start, end and the contacts who are called so, in order.
        """
        hits = [*self._by_name(folded), *self._by_title(folded)]
        kept: list[Hit] = []
        for hit in sorted(hits, key=by_length):
            if not overlaps(hit[0], hit[1], kept):
                kept.append(hit)
        return sorted(kept)

    def named(self, folded: str) -> list[tuple[int, int, int]]:
        """Contacts whose full names stand in a text, whatever stands round them, and whose they are.

        Args:
            folded: the text.

        Returns:
            Start, end and the customer, in order.
        """
        return [
            (start, start + len(one.name), self._firm_of[one.id])
            for start in range(len(folded) - 1)
            for one in self._called.get(folded[start : start + 2], ())
            if folded.startswith(one.name, start)
        ]

    def before_people(self, folded: str) -> list[Hit]:
        """Customers by the beginning of their name, where one of their people stands right behind: 七天秦姐.

        Args:
            folded: the text.
        """
        found: list[Hit] = []
        for start, _, contacts in self.people(folded):
            firms = sorted({self._firm_of[one] for one in contacts})
            for size in range(min(_LONGEST_HEAD, start), 1, -1):
                head = folded[start - size : start]
                ids = tuple(number for number in firms if self._begins(number, head))
                if ids:
                    found.append((start - size, start, ids))
                    break
        return found

    def _begins(self, number: int, head: str) -> bool:
        sure, weak = spellings(self.firms[number])
        return any(name.startswith(head) for name in (*sure, *weak))

    @cached_property
    def _firm_of(self) -> dict[int, int]:
        return {one.id: number for number in self.firms for one in self._contacts_of(number)}

    def _by_name(self, folded: str) -> Iterator[Hit]:
        called = self._called
        for start in [place for place in range(len(folded) - 1) if folded[place : place + 2] in called]:
            for one in called[folded[start : start + 2]]:
                end = start + len(one.name)
                if folded.startswith(one.name, start) and _stands(folded, start, end):
                    same = called[one.name[:2]]
                    yield start, end, tuple(each.id for each in same if each.name == one.name)

    def _by_title(self, folded: str) -> Iterator[Hit]:
        place = 0
        while TITLED.search(folded, place) is not None:
            found = find_titled(folded, place)
            if found is None:
                return
            said = folded[found[0] : found[1]]
            if _WORDS.match(folded, max(found[0] - 1, 0)) is not None:
                place = found[1]
                continue
            first = said[1:2] if said[0] in "小老" else said[:1]
            known = {*self._surnames.get(first, ()), *self._surnames.get(said[0], ())}
            fitting = [one for one in known if could_mean(said, one.name, one.title)]
            # 李总 is rather 李海, 总经理, than 李老板.
            entered = [one for one in fitting if said[-1] in one.title or one.name.endswith(said)]
            if fitting:
                yield (*found, tuple(sorted(one.id for one in entered or fitting)))
            place = found[1]


def _stands(folded: str, start: int, end: int) -> bool:
    """Whether a contact's name at a place is no piece of other words; of two characters many are (温暖, 向总体)."""
    if folded[start].isascii():
        return not (folded[start - 1 : start].isalnum() and folded[start - 1 : start].isascii()) and not (
            folded[end : end + 1].isascii() and folded[end : end + 1].isalnum()
        )
    if _WORDS_AFTER.match(folded, end - 1) is not None:
        return False
    if folded[end - 1] in _FAMILIAR and start and folded[start - 1] not in _OF_ANOTHER:
        return True
    return end - start > 2 or _STANDS_BEFORE.search(folded[max(start - 1, 0) : start]) is not None
