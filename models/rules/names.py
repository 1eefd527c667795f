"""Company names: what makes two spellings the same firm, and what people shorten a name to.

Pure rules; the order of the steps is that of `reference/language.md` §4 ("Normalising company names").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from models.rules.firm_words import COMMON, PLACES, TRADES

if TYPE_CHECKING:
    from opencc import OpenCC


def _sizes(words: Iterable[str]) -> dict[str, list[int]]:
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[:2], set()).add(len(word))
    return {head: sorted(found, reverse=True) for head, found in sizes.items()}


_PLACE_SIZES: Final = _sizes(PLACES)
"""By the first two characters, how long the places are that begin with them; the longest first."""
_TRADE_SIZES: Final = _sizes(TRADES)
_DISTRICT: Final = re.compile(
    r"[一-鿿]{0,4}?(?:工业园区|工业区|高新区|开发区|保税区|新片区|(?<!小)(?<!社)(?<!园)新?区|(?<!郊)县|镇)"
)
_ENDS_DISTRICT: Final = re.compile(r"[区县镇]")
_FORM: Final = re.compile(r"(?:集团)?(?:股份有限|有限责任|有限|股份)公司|集团公司|(?<!分)(?<!子)公司|集团")
_LOOSE_FORM: Final = re.compile(r"(?:制品厂|经营部|经销部|批发部|商行|制造厂|厂|中心|门市部|供应站|行)$")
_FOLDED_AWAY: Final = re.compile(r"[\s()\[\]{}<>《》〈〉「」『』【】·•.,，。、\-_/&'\"“”‘’]+")
_BRACKETED: Final = re.compile(r"\(([^()]*)\)")
_KOREAN_FORM: Final = re.compile(r"\(株\)")
_HAN: Final = re.compile(r"[㐀-鿿]+")

_SHORTEST: Final = 2
"""Characters; a brand or a trade of one says nothing."""


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The same text in simplified characters, of the same length.

    The converter is loaded only when a character outside GB 2312 occurs, which simplified Chinese hardly has.

    Args:
        text: anything a person may type.
    """
    if text.isascii():
        return text
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return _han_simplified(text)
    return text


def _han_simplified(text: str) -> str:
    """A text that is not all GB 2312: its Chinese characters may be."""
    try:
        "".join(_HAN.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return _convert(text)
    return text


def _convert(text: str) -> str:
    converter = _converter()
    try:
        changed: str = converter.convert(text)
    except UnicodeError:
        return text  # a lone surrogate: not text that anybody can have typed
    if len(changed) == len(text):
        return changed
    return "".join(one if len(one) == 1 else old for old in text for one in [converter.convert(old)])


def plain_name(name: str) -> str:
    """A name in lower-case simplified characters of half width.

    Args:
        name: as anybody writes it.
    """
    return simplified(unicodedata.normalize("NFKC", name).lower())


def split_place(name: str) -> tuple[str, str]:
    """A name without the province, city and district it begins with, and that place.

    Args:
        name: a company name in simplified characters without spaces.

    Returns:
        (place, rest); the place is empty, or the rest would have had fewer than two characters.
    """
    place, rest = "", name
    while True:
        for length in _PLACE_SIZES.get(rest[:2], ()):
            if length <= len(rest) - 2 and rest[:length] in PLACES:
                break
        else:
            return place, rest
        cut = length + 1 if rest[length] in "省市" and len(rest) > length + 2 else length
        district = _DISTRICT.match(rest, cut) if _ENDS_DISTRICT.search(rest, cut) is not None else None
        if district is not None and len(rest) - district.end() >= 2 and "超市" not in district.group():
            cut = district.end()
        place, rest = place + rest[:cut], rest[cut:]


def place_and_core(plain: str) -> tuple[str, str]:
    """The place that a name begins with, and the name without it, its legal form, spaces and brackets.

    Args:
        plain: of `plain_name`.
    """
    if plain.isalnum():
        place, rest = split_place(plain)
        bare = without_form(rest)
        return place, bare if len(bare) >= 2 else (rest or plain)
    if "(" in plain:
        plain = _KOREAN_FORM.sub("", plain)
        plain = _BRACKETED.sub(lambda found: "" if found[1].strip() in PLACES else found[0], plain)
    compact = _FOLDED_AWAY.sub("", plain)
    place, rest = split_place(compact)
    bare = without_form(rest)
    return place, bare if len(bare) >= 2 else (rest or compact)


def without_form(name: str) -> str:
    """A folded name without its legal form, place and branch kept: 苏州东吴机械.

    Args:
        name: in lower-case simplified characters.
    """
    if "集团" not in name:
        if "公司" not in name:
            return name
        if name.endswith("有限公司") and "公司" not in name[:-2]:
            return name[:-4].removesuffix("股份")
    return _FORM.sub("", name, count=1)


def form_end(plain: str) -> int:
    """Where the legal form of a name ends; 0 if it has none.

    Args:
        plain: of `plain_name`.
    """
    found = _FORM.search(plain)
    return found.end() if found is not None else 0


def without_loose_form(core: str) -> str:
    """A name without 厂, 商行, 经营部 …, where two characters or more are left.

    Args:
        core: a folded name without place and legal form.
    """
    loose = _LOOSE_FORM.sub("", core)
    return loose if len(loose) >= _SHORTEST else core


def name_key(name: str) -> str:
    """What two spellings of one firm have in common: the key that stops a customer being registered twice.

    Width, case, script, spaces and brackets are folded; the place at the front and the legal form go; a branch
    (人民路店, 上海分公司) stays, because a branch is a customer of its own.

    Args:
        name: a company name as anybody writes it.

    Returns:
        The key, empty only for a name of nothing but punctuation.
    """
    return place_and_core(plain_name(name))[1]


def key_and_short_names(name: str) -> tuple[str, tuple[str, ...]]:
    """`name_key`, and what people are likely to call the firm, best first; both at the price of one.

    Args:
        name: the full company name, in lower-case simplified characters of half width.
    """
    place, core = place_and_core(name)
    found = [core]
    loose = without_loose_form(core)
    found.append(loose)
    start, end = find_trade(loose)
    if start:
        brand = loose[:start]
        found += [loose[:end], brand]
        if place and len(brand) < 5:
            city = place if place in PLACES else _city(place)
            if city:
                found.append(city + brand)
    return core, tuple(filter(is_name, dict.fromkeys(found)))


def find_trade(name: str) -> tuple[int, int]:
    """Where the first trade word of a name stands behind a brand of two characters or more; (0, 0) if there is none.

    Trade words that fill the rest of the name go before others: 新四海运输 is 新四海 in 运输, not 新四 in 海运.

    Args:
        name: folded, without place and legal form.
    """
    first = filling = (0, 0)
    filled = {len(name)}
    for start in range(len(name) - _SHORTEST, _SHORTEST - 1, -1):
        sizes = _TRADE_SIZES.get(name[start : start + 2])
        if sizes is None:
            continue
        ends = [start + size for size in sizes if start + size <= len(name) and name[start : start + size] in TRADES]
        first = (start, ends[0]) if ends else first
        whole = next((end for end in ends if end in filled), 0)
        if whole:
            filled.add(start)
            filling = start, whole
    return filling if filling[1] else first


def _city(place: str) -> str:
    return next((place[:size] for size in (2, 3, 4) if place[:size] in PLACES), "")


def trade_of(name: str) -> str:
    """The trade word that a name ends in (东吴机械: 机械); empty if it ends in none.

    Args:
        name: folded, without its legal form.
    """
    return next((name[-size:] for size in (5, 4, 3, 2) if len(name) > size and name[-size:] in TRADES), "")


def is_name(short: str) -> bool:
    """Whether a derived short name may stand for a firm: two characters or more, no everyday word, no bare trade.

    Args:
        short: the proposal, folded.
    """
    return len(short) >= 2 and short not in COMMON and short not in PLACES and short not in TRADES


def alike(name: str, others: Iterable[tuple[int, str]], limit: int = 5) -> list[tuple[int, float]]:
    """Which of some firms may be the one of a name, the likeliest first.

    Args:
        name: a company name as anybody writes it.
        others: numbers and names of firms.
        limit: how many at most.

    Returns:
        Their numbers, and how like they are: 1 is the very name; below `likeness.ALIKE` nobody is told.
    """
    from models.rules.likeness import ALIKE, compare, parted

    said = parted(name)
    scored = [(number, compare(said, parted(other)).score) for number, other in others]
    return sorted([one for one in scored if one[1] >= ALIKE], key=lambda one: (-one[1], one[0]))[:limit]
