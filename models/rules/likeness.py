"""How like two company names are, and why; so that a customer is not registered twice (`product.md` B2, B7). Pure.

A name is compared by its parts: the brand tells firms apart, the trade and the place less so, a branch always does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal, NamedTuple

from models.rules.firm_words import COMMON, HOLLOW, LOOK_ALIKE, PLACES, TRADES
from models.rules.names import find_trade, form_end, place_and_core, plain_name, without_loose_form
from models.rules.regions import cities_of
from models.rules.sounds import sound

ALIKE: Final = 0.7
"""From this score on two names may be one firm's."""

Why = Literal["same", "short", "alike", "sound"]
"""The same but for place and legal form; one short for the other; nearly the same; sounding the same."""


class Likeness(NamedTuple):
    """How like two names are.

    Attributes:
        score: 0 to 1; from `ALIKE` on they may be one firm's, and 1 is the very name.
        why: what makes them so.
    """

    score: float
    why: Why


class Parts(NamedTuple):
    """A company name in its parts, folded.

    Attributes:
        words: all of it, without spaces and brackets.
        place: what it begins with: 江苏苏州; empty if it names none.
        key: without place, legal form and branch: 东吴机械.
        brand: by which the firm is known: 东吴; all of the key where no trade is known.
        trade: 机械, 环保科技; empty where none is known.
        branch: 人民路店, 上海分公司, 二厂; empty for the firm itself.
    """

    words: str
    place: str
    key: str
    brand: str
    trade: str
    branch: str


SHORT: Final = Likeness(0.92, "short")
"""Of a name that a firm goes by for short."""

_Trades = Literal["same", "near", "open", "other"]
_SAME: Final[dict[_Trades, Likeness]] = {
    "same": Likeness(0.95, "alike"),
    "near": Likeness(0.88, "alike"),
    "open": SHORT,
    "other": Likeness(0.72, "alike"),
}
"""Of one brand, by what the trades are to each other."""
_SOUND: Final[dict[_Trades, float]] = {"same": 0.92, "near": 0.82, "open": 0.84, "other": 0.62}
_SLIP: Final[dict[_Trades, float]] = {"same": 0.82, "near": 0.8, "open": 0.74, "other": 0.5}
_SHORT_SLIP: Final[dict[_Trades, float]] = {"same": 0.74, "near": 0.72, "open": 0.6, "other": 0.5}
"""Of two brands that differ in a character: with three and more in the shorter, and with two."""
_MISREAD: Final = 0.8
_BEGINS: Final = 0.85
_MAY_BEGIN: Final = 0.76
_SAME_FIRM: Final = Likeness(0.98, "same")
_ANOTHER_PLACE: Final = 0.12
_BRANCH_OF: Final = 0.75
_APART: Final = 0.5
_FAINT: Final = 0.6
_HEARD: Final = 4
_BRAND: Final = 2
MOST_PIECES: Final = 6
"""Of one name (`pieces`)."""
_LONG: Final = 4
_LONG_RATIO: Final = 75

_BRANCH_END: Final = re.compile(r"(?:店|厂|车间|分公司|子公司|分部|分校|分院|分行|支行|办事处|经营部|门市部)$")
_BRANCH: Final = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,3}(?:分?[店厂]|号店|车间|分部|分校|分院)"
    r"|[一-鿿]{2}(?:(?:路|街|巷|大道|桥|城|广场|站|湾|镇|村)店|分店|分厂|分公司|分部|分校|分院|分行|支行|办事处)"
    r"|[总分]店|分厂|分公司)$"
)
_TELLING: Final = frozenset("一二三四五六七八九十百千零0123456789甲乙丙丁东南西北中上下大小新老轩居里坊阁楼斋馆园府庄")
"""What tells firms of one family apart: 中建三局 and 中建四局, 新华联 and 华联, 川味轩 and 川味居."""
_HOLLOW: Final = re.compile(f"(?:{'|'.join(sorted(HOLLOW))})+")
_WITHIN: Final = Likeness(0.76, "alike")
"""Of a name that stands in a longer one, the district before it and everyday words in it left out."""
_PASSED_OVER: Final = (
    HOLLOW | TRADES | frozenset(("城市", "时代", "购物", "中心", "实验", "综合", "社区", "连锁", "专科"))
)
"""Words that people leave out between a brand and what it is: 嘉信城市广场 is 嘉信广场."""
_TOWN: Final = re.compile(r"^([一-鿿]{2,3})(?:(?<![超门夜菜都])市|县|(?<![小社园校厂])区|(?<!小)镇)(?=[一-鿿]{2})")
"""A town that is no city of the list, and so stands at the front of what looks like a brand: 麻城市思源学校."""
_LONGEST_TOWN: Final = 3
_DESCRIBED: Final = re.compile(r"([一-鿿]{2,4}?)的?那[个家间]([一-鿿]{2,4})")
"""Who does not know the name says where it is and what it is: 梅溪湖那个书店."""
_READ_FOR_ONE_ANOTHER: Final = tuple(map(frozenset, LOOK_ALIKE))


def compare(one: Parts, other: Parts) -> Likeness:
    """How like two company names are.

    Args:
        one: of `parted`.
        other: likewise.
    """
    if one.words == other.words:
        return Likeness(1.0, "same")
    score, why = _firms(one, other)
    if one.branch != other.branch:
        if one.branch and other.branch:
            return Likeness(min(score, _APART), why)
        score, why = min(score, _BRANCH_OF), "short" if why == "same" else why
    if _are_apart(one.place, other.place):
        if one.brand in TRADES:  # 苏州机械 and 常州机械 have nothing but the trade in common
            return Likeness(min(score, _APART), why)
        return Likeness(max(round(score - _ANOTHER_PLACE, 2), 0.0), "alike" if why == "same" else why)
    return Likeness(score, why)


def likeness(first: str, second: str) -> float:
    """How like two company names are, from 0 to 1.

    Args:
        first: as anybody writes it.
        second: another.
    """
    return compare(parted(first), parted(second)).score


def is_alike(first: str, second: str) -> bool:
    """Whether two company names may be one firm's.

    Args:
        first: as anybody writes it.
        second: another.
    """
    return likeness(first, second) >= ALIKE


@lru_cache(maxsize=2048)
def parted(name: str) -> Parts:
    """A company name in its parts.

    Args:
        name: as anybody writes it.
    """
    plain = plain_name(name)
    place, core = place_and_core(plain)
    branch = _branch(plain, core)
    key = core[: len(core) - len(branch)]
    loose = without_loose_form(key)
    start, _ = find_trade(loose)
    brand, trade = (loose[:start], loose[start:]) if start else (loose, "")
    return Parts(place + key + branch, place, key, brand, trade, branch)


def _branch(plain: str, core: str) -> str:
    """What stands behind the legal form, else behind the last trade, if it is a shop's or a works' name."""
    end = form_end(plain)
    if end and core.endswith(plain[end:]) and 2 <= len(plain) - end <= len(core) - 2:
        return plain[end:]
    if _BRANCH_END.search(core) is None:
        return ""
    for start in range(len(core) - 3, 1, -1):
        size = next((size for size in (4, 3, 2) if core[start : start + size] in TRADES), 0)
        if size and start + size <= len(core) - 2:
            return core[start + size :]
        if size:
            return ""
    found = _BRANCH.search(core, 2)
    return found.group() if found is not None else ""


def _are_apart(one: str, other: str) -> bool:
    """Whether two names are of different places; a name without a place may be of any."""
    if not one or not other or one in other or other in one:
        return False
    return not any(city in other for city in _cities(one)) and not any(city in one for city in _cities(other))


@lru_cache(maxsize=1024)
def _cities(place: str) -> frozenset[str]:
    found: set[str] = set()
    for start in range(len(place) - 1):
        for size in (2, 3, 4):
            if place[start : start + size] in PLACES:
                found |= cities_of(place[start : start + size])
    return frozenset(found)


def _firms(one: Parts, other: Parts) -> Likeness:
    if one.key == other.key:
        return _SAME_FIRM
    trades = _trades(one.trade, other.trade)
    if one.brand == other.brand:
        says_little = one.brand in TRADES or (trades == "other" and one.brand in COMMON)
        return Likeness(_APART, "alike") if says_little else _SAME[trades]
    if len(one.brand) == len(other.brand) and sound(one.brand) == sound(other.brand):
        return Likeness(_SOUND[trades], "sound")
    shorter, longer = sorted((one, other), key=lambda parts: (len(parts.key), parts.key))
    said, full = (_TOWN.sub(r"\1", parts.brand + parts.trade) for parts in (shorter, longer))
    if _is_short(shorter) and full.startswith(said):
        if len(longer.brand) == len(shorter.key) + 1:  # 湘旺 is not 湘旺达
            return Likeness(_FAINT, "short")
        return Likeness(_MAY_BEGIN if longer.trade else _BEGINS, "short")
    if _describes(said, full) or _describes(full, said):
        return _WITHIN
    if _is_within(said, full, short=_is_short(shorter)):
        return _WITHIN
    return Likeness(max(_slip(one.brand, other.brand, trades), _swallowed(shorter, longer)), "alike")


def _describes(said: str, full: str) -> bool:
    found = _DESCRIBED.fullmatch(said) if "那" in said else None
    return found is not None and found[1] in full[:-_BRAND] and full.endswith(found[2])


def _is_within(said: str, full: str, *, short: bool) -> bool:
    """Whether a brand and its kind stand in a longer name, a district before them: 嘉信广场 in 禅城嘉信城市广场.

    Args:
        said: the shorter name.
        full: the longer one.
        short: whether the shorter may be a brand and no more: 嘉信.
    """
    for size in range(_BRAND, len(said) + (1 if short else -1)):
        brand, kind = said[:size], said[size:]
        start = full.find(brand)
        between = full[start + size : len(full) - len(kind)]
        if start < 0 or not full.endswith(kind) or start + size > len(full) - len(kind):
            continue
        if brand in COMMON or brand in _PASSED_OVER or brand in PLACES:
            continue
        if not kind:
            return _BRAND <= start <= _LONGEST_TOWN and size == len(said)
        if (not between or between in _PASSED_OVER) and (_BRAND <= start <= _LONGEST_TOWN or (start == 0 and between)):
            return True
    return False


def _is_short(parts: Parts) -> bool:
    """Whether somebody may mean a firm by no more than this: 东吴, and not 机械."""
    return len(parts.key) > 1 and not parts.trade and parts.key not in TRADES


def _trades(one: str, other: str) -> _Trades:
    if one == other:
        return "same"
    if not one or not other:
        return "open"
    if _HOLLOW.fullmatch(one) or _HOLLOW.fullmatch(other) or one in other or other in one:
        return "near"
    pairs = {one[start : start + 2] for start in range(len(one) - 1)} - HOLLOW
    return "near" if any(pair in other for pair in pairs) else "other"


def _slip(one: str, other: str, trades: _Trades) -> float:
    """Of two brands, one may be the other with a character wrong, missing or too many."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    if OSA.distance(one, other, score_cutoff=1) == 1:
        return _one_off(one, other, trades)
    shortest = min(len(one), len(other))
    ratio = fuzz.ratio(one, other) if shortest >= _LONG else 0.0
    return round(ratio * 0.0088, 2) if ratio >= _LONG_RATIO else min(_FAINT, round(ratio * 0.006, 2))


def _one_off(one: str, other: str, trades: _Trades) -> float:
    changed = set(one) ^ set(other)
    if (changed and changed <= _TELLING) or (one.isascii() and other.isascii()):
        return _APART
    if min(len(one), len(other)) > 2:
        return _SLIP[trades]
    if len(one) != len(other):
        return _SHORT_SLIP[trades]
    misread = len(changed) == 2 and any(changed <= group for group in _READ_FOR_ONE_ANOTHER)
    return _MISREAD if misread and trades in {"same", "near"} else _FAINT


def _swallowed(shorter: Parts, longer: Parts) -> float:
    """吴机械 for 东吴机械: with its brand's first character missing a name has no brand to be seen."""
    missing = not shorter.trade and len(longer.key) == len(shorter.key) + 1
    if missing and len(longer.trade) > 1 and shorter.key.endswith(longer.trade) and set(shorter.key) <= set(longer.key):
        return _SHORT_SLIP["same"]
    return 0.0


def pieces(key: str) -> frozenset[str]:
    """What names that may be one firm's share at least one of, by their sound.

    Any three of the first four syllables, of which a wrong, missing or added character leaves three as they were; and
    the first two, because people shorten a name to its brand, or those behind a district that stands before it.

    Args:
        key: of `names.name_key`.
    """
    heard = sound(key[:_HEARD]).split(" ")
    told = {" ".join(heard[:_BRAND])} if len(heard) >= _BRAND else set()
    town = _TOWN.match(key)
    behind = key[town.end() :][:_BRAND] if town is not None else key[_BRAND:_HEARD]
    if len(key) > _HEARD and behind not in _PASSED_OVER and behind not in COMMON:
        told.add(sound(behind))
    return frozenset(told.union(" ".join(some) for some in combinations(heard, _HEARD - 1)))
