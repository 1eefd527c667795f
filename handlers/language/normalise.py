"""The one spelling that the parser reads, with a way back to what the person wrote."""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

from handlers.language.patterns import regex
from handlers.language.second_thoughts import settled
from models.rules.names import simplified

CUSTOMER: Final = "\ue000"
PERSON: Final = "\ue001"
"""Private-use characters that stand in for every character of a known name, so that no rule reads inside it."""

_TABLE: Final[dict[int, str]] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((*range(9), 9, 11, 12, *range(14, 32), 127, 0x3000, 0xA0), " "),
    **dict.fromkeys((13, 0x85, 0x2028, 0x2029), "\n"),
    **dict.fromkeys(map(ord, "｡。．"), "。"),
    **dict.fromkeys(map(ord, "“”„‟「」『』"), '"'),
    **dict.fromkeys(map(ord, "‘’"), "'"),
    **dict.fromkeys(map(ord, "【〔〖"), "["),
    **dict.fromkeys(map(ord, "】〕〗"), "]"),
    **dict.fromkeys(map(ord, "—–−"), "-"),
}
# Emoji, dingbats, private use: people put them where others put a comma.
PICTURES: Final = regex(
    "[←-⇿⌀-⏿─-➿⬀-⯿\ue000-\uf8ff\ufe00-\ufe0f\u200b-\u200f\u2060\ufeff\U0001f000-\U0001faff\U000e0000-\U0010ffff]"
)
# A stop between figures is a point: ２．２亿, 3。5万.
_POINT: Final = regex(r"．(?<=\d．)(?=\d)|。(?<=\d。)(?=\d{1,2}[万萬千亿億wW元块塊])")
_PLAIN: Final = regex(r"[\n -@\[-~一-龥、。]*")
# With what a filler begins, at the head of a clause.
_BEGINS_FILLER: Final = regex(r"[嗯呃额啊哦噢唉哎那就帮请麻劳小@](?<![^,。;:!?\s].)")
_CLAUSE_FILLERS: Final = regex(
    r"(?:(?<=[,。;:!?\s])|^)(?:嗯+|呃+|额+(?!度|外|头)|啊+|哦|噢|唉|哎|那个(?=[^,。\s])|就是说|帮我|帮忙|请(?![假客示求教款]|[^,。]{1,8}(?:吃|喝|洗|唱|泡|玩|按摩|看))你?|麻烦你?|劳驾|小勤|@\S{1,20}\s)+[,\s]*"
)
_HUMS: Final = regex(
    r"嗯[嗯呃]*|呃[嗯呃]*|什么来着[哦啊呃嗯,\s]+(?=[^\s?])|啥来着[哦啊呃嗯,\s]+(?=[^\s?])|多少来着[哦啊呃嗯,\s]+(?=[^\s?])|那个(?<=[去见跟在和找到了]那个)"
)
_WIDE: Final = regex(r"(?<=  ) +|(?<=\n)(?:[ \n]*\n)+")
_MEANT: Final = regex(r"[一-鿿a-z0-9?#]")


class Folded(str):
    """A text that `fold` has made: folding it again would change nothing."""

    __slots__ = ()


class Normal(NamedTuple):
    """A message as the parser reads it.

    Attributes:
        original: what the person wrote.
        text: simplified, half-width, lower case, without fillers.
        places: for each character of `text` its place in `original`; None while they stand at the same places.
    """

    original: str
    text: Folded
    places: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `text` stands in `original`."""
        if self.places is None:
            return start, max(start, end)
        if start >= end:
            return start, start
        stretch = self.places[start:end]  # in another order where somebody corrected himself
        return min(stretch), max(stretch) + 1

    def words(self, start: int, end: int) -> str:
        """The person's own wording of a stretch of `text`."""
        if self.places is not None:
            start, end = self.span(start, end)
        return self.original[start:end].strip()


def fold(text: str) -> str:
    """Simplified, half-width and lower case, character for character: the length never changes.

    Args:
        text: anything.
    """
    if "．" in text or "。" in text:
        text = _POINT.sub(".", text)
    # Most text has nothing in it that could change but this, and its script.
    plain = text.replace("，", ",").lower()
    if _PLAIN.fullmatch(plain):
        return simplified(plain)
    folded = text.translate(_TABLE)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        folded = lowered
    if folded.isascii():
        return folded
    folded = PICTURES.sub(" ", folded)
    if not unicodedata.is_normalized("NFKC", folded):
        folded = "".join(map(_one, folded))
    return simplified(folded)


def _one(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


_TITLES: Final = {
    "经里": "经理", "师附": "师傅", "师付": "师傅", "老版": "老板", "店涨": "店长", "厂涨": "厂长", "主认": "主任"
}  # fmt: skip
_TITLE_SLIP: Final = regex(r"经里|师附|师付(?!款|了|钱)|老版(?!本|式|的)|[店厂]涨(?!价)|主认")
"""Titles as they were misheard, of the length of what is meant: 左经里, 龙师附."""


def normalise(text: str) -> Normal:
    """Fold a message and drop what carries no meaning (嗯, 那个, 帮我) or is taken back, keeping the way back.

    Args:
        text: the message as it came.
    """
    folded = fold(text)
    if _TITLE_SLIP.search(folded) is not None:
        folded = _TITLE_SLIP.sub(lambda found: _TITLES[found.group()], folded)
    # A look for each of their signs costs a third of the search itself, which most messages need not.
    hums = "嗯" in folded or "呃" in folded or "来着" in folded or "那个" in folded
    gaps = [found.span() for found in _HUMS.finditer(folded)] if hums else []
    if _BEGINS_FILLER.search(folded):
        gaps += [found.span() for found in _CLAUSE_FILLERS.finditer(folded)]
    if "   " in folded or "\n\n" in folded or "\n \n" in folded:
        gaps += [found.span() for found in _WIDE.finditer(folded)]
    kept, places = folded, None
    if gaps:
        dropped = {place for start, end in gaps for place in range(start, end)}
        places = tuple(place for place in range(len(folded)) if place not in dropped)
        kept = "".join(folded[place] for place in places)
    order = settled(kept)
    if order is not None:
        kept = "".join(kept[place] for place in order)
        places = order if places is None else tuple(places[place] for place in order)
    if places is None or _MEANT.search(kept) is None:
        return Normal(text, Folded(folded))
    return Normal(text, Folded(kept), places)
