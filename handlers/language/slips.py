"""Where a text may hold a name that was misheard or mistyped: one that sounds so, or with one character wrong."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from handlers.language.patterns import regex
from handlers.language.people import SURNAMES, TITLE, TITLED
from models.rules.names import split_place, trade_of

SURE: Final = 3
"""Characters from which on a name is found by its sound anywhere in a text; a shorter one only where a name stands."""
_ONE_OFF: Final = 4
"""Characters from which on a name is known with one of them wrong or missing."""
_LEAST_OF_BRAND: Final = 2
SILENCE: Final = " "
_HAN: Final = regex(r"[一-鿿a-z0-9]")
_EVERYDAY: Final = regex(
    r"[上下本这]个?[周月]|[今明昨后前]天|\d|[一二三四五六七八九十]+(?:月[底初中份末上下一二三四五六七八九十]|[号日点]|天[后前内])|礼拜|星期|回款|订单|报价|合同|提醒|拜访|公海|日报|客户"
)
"""下周五 is nobody's 下周见, and 回款榜 no 回款宝."""
# What stands for itself in a sentence is no misspelling: 到家了 is not 家乐.
_FUNCTION: Final = frozenset(
    "了的得地着过是在和有这那哪不没去来上下里我你他她吗呢吧啊也都就还要给跟又再人大小一二三两个天年月日号"
)
_TELLS_NOTHING: Final = _FUNCTION | frozenset("新老好多少几各每某本该全东西南北中市县区")
"""What is left of a brand when 无锡新 or 上海市 is said, which need be no brand."""
_BEFORE: Final = regex(
    r"(?:^|[^一-鿿]|[去访见到在给和跟找了的查把约问催由帮替与同是让叫往回过转进销从]|一下|[今明昨前后]天|[上下中]午|晚上|早上|刚才|客户)$"
)
_BEHIND: Final = regex(
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


class Fit(enum.Enum):
    """How surely a name with one character missing or wrong is that name."""

    NOT = enum.auto()
    GUESSED = enum.auto()
    SURE = enum.auto()


Found = tuple[int, int, int, bool]
"""Start and end in the text, who is meant, and whether by a given name."""


def same_sound(folded: str, codes: str, names: Iterable[Heard]) -> list[Found]:
    """Names that sound as a stretch of a text does.

    Args:
        folded: the text.
        codes: its sounds, one for each character (`sounds.heard`).
        names: those to look for.
    """
    found: list[Found] = []
    for name in names:
        start = codes.find(name.code)
        while start >= 0:
            if is_misheard(folded, start, name.words):
                found.append((start, start + len(name.words), name.bearer, name.sure))
            start = codes.find(name.code, start + 1)
    return found


def slip_spans(folded: str, name: Heard, backed: frozenset[int] = frozenset()) -> list[Found]:
    """Where a text surely holds a name with one character missing, wrong or too many.

    Args:
        folded: the text.
        name: the one to look for.
        backed: customers of whom something else in the text speaks too.
    """
    known = name.bearer in backed
    if len(name.words) < (SURE if known else _ONE_OFF):
        return []
    return [
        (start, end, name.bearer, name.sure)
        for start, end, fit in find_slips(folded, name, known=known)
        if fit is Fit.SURE and end - start >= SURE
    ]


def is_misheard(folded: str, start: int, name: str) -> bool:
    """Whether what sounds like a name is that name, and no words of the sentence.

    Args:
        folded: the text.
        start: where it sounds so.
        name: the name, folded.
    """
    end = start + len(name)
    said = folded[start:end]
    changed = [one for one, other in zip(said, name, strict=True) if one != other]
    if not changed or (len(changed) == len(said) and len(said) <= SURE):
        return not changed
    if len(said) >= SURE:
        return not all(one in _FUNCTION for one in changed) or len(said) > SURE
    return (
        not any(one in _FUNCTION for one in changed)
        and _BEFORE.search(folded[max(start - 2, 0) : start]) is not None
        and _BEHIND.match(folded, end) is not None
    )


def find_slips(folded: str, name: Heard, *, known: bool) -> Iterator[tuple[int, int, Fit]]:
    """Where a name stands with one character missing, wrong, or too many, and how surely it is that name.

    Args:
        folded: the text.
        name: the one to look for.
        known: whether something else in the text speaks of its bearer too.
    """
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
            yield start, start + size + 1, Fit.SURE


def _parted(folded: str, head: str, tail: str) -> int:
    """Where two pieces stand with one character between, before or behind them; below zero if they do not."""
    longer, shift = (head, 0) if len(head) >= len(tail) else (tail, len(head) + 1)
    start = folded.find(longer) - shift
    between = start + len(head)
    if start < 0 or between >= len(folded):
        return -1
    return start if folded.startswith(head, start) and folded.startswith(tail, between + 1) else -1


def _with_one_less(folded: str, start: int, name: Heard, place: int) -> Fit:
    """Whether a name with a character missing can only be that name; at its ends the words around must leave room."""
    end = start + len(name.words) - 1
    if len(name.words) - 1 - name.place < _LEAST_OF_BRAND and place >= name.place:
        # 无锡源: of 新源 too little is left
        left = folded[start + name.place]
        return Fit.GUESSED if left not in _TELLS_NOTHING and _stands_apart(folded, start, end) else Fit.NOT
    fits = True
    if place == 0:
        fits = _begins(folded, start)
    elif place == len(name.words) - 1:
        fits = _ends(folded, end)
    return Fit.SURE if fits else Fit.NOT


def _with_one_wrong(folded: str, start: int, name: Heard, place: int, *, known: bool) -> Fit:
    """Whether a name with a wrong syllable can only be that name: 东吴机电 is another firm, 东昊机械 may be one."""
    end = start + len(name.words)
    wrong = folded[start + place]
    if _HAN.match(wrong) is None or wrong in _FUNCTION or (place == 0 and _begins(folded, start + 1)):
        return Fit.NOT  # 跟进江大酒店: the verb is no wrong 申
    said = folded[start:end]
    if (place == 0 and not _begins(folded, start)) or (place == len(name.words) - 1 and not _ends(folded, end)):
        return Fit.NOT
    trade = trade_of(name.words)
    if place < name.place:
        sure = not split_place(said)[0]
    elif trade and place >= len(name.words) - len(trade):
        sure = not trade_of(said)
    elif known or len(name.words) - len(trade) - name.place >= SURE:
        sure = True
    else:
        return Fit.GUESSED if _stands_apart(folded, start, end) else Fit.NOT
    return Fit.SURE if sure else Fit.NOT


def is_guess(folded: str, start: int, end: int, name: Heard, fit: Fit) -> bool:
    """Whether a slip is good for no more than a guess; of three characters one wrong is one at best: 海之未.

    Args:
        folded: the text.
        start, end: the stretch.
        name: whose it may be.
        fit: of `find_slips`.
    """
    if _EVERYDAY.search(folded, start, end) is not None:
        return False
    if fit is Fit.SURE and len(name.words) < _ONE_OFF:
        whole = end - start == len(name.words) and _stands_apart(folded, start, end)
        return whole and not _ends(folded, end - 1) and TITLED.search(folded, start, end) is None
    return fit is Fit.GUESSED


def _stands_apart(folded: str, start: int, end: int) -> bool:
    return _begins(folded, start) and _ends(folded, end)


def _begins(folded: str, start: int) -> bool:
    return _BEFORE.search(folded[max(start - 2, 0) : start]) is not None


def _ends(folded: str, end: int) -> bool:
    return _BEHIND.match(folded, end) is not None
