"""The second shop of a chain, named by its place alone: 亿佳福松江店和青浦店, 老街坊徐汇店缺货，静安店换了堆头."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.language.meaning import Book, Speaker
from handlers.language.patterns import regex

Span = tuple[int, int, tuple[int, ...]]

_BEGINS: Final = r"(?:(?<=[\s,。;、:和跟与及是去到的天午日一二三四五六])|(?<=还有))"
_PLACE: Final = regex(
    rf"{_BEGINS}(?P<shop>[一-鿿]{{2,3}}店)|(?<=[、和跟与及])(?P<bare>[一-鿿]{{2,3}}?)(?=[、和跟与及]|[两三四五几]?[个家]?店|[两三四五几][个家])"
)
_SHOP: Final = regex("店")
_CHAIN: Final = 2
"""Characters at the beginning of a name that all shops of its chain share."""


def with_branches(text: str, spans: Sequence[Span], book: Book, speaker: Speaker) -> Sequence[Span]:
    """The customers that are named, with the shops that only say which one of a chain they are.

    Args:
        text: folded.
        spans: what the book has found, in order.
        book, speaker: whose customers they may be.

    Returns:
        The same and, in order, the speaker's own shops of a chain named before them; the bare name of the chain, which
        could have meant any of them, left out where they follow.
    """
    if not spans or _SHOP.search(text, spans[0][1]) is None:
        return spans
    found = list(spans)
    for place in _PLACE.finditer(text, spans[0][1]):
        start, end = place.span()
        if any(start < last and first < end for first, last, _ in found):
            continue
        chains = [
            book.holding(text[first : first + _CHAIN], speaker) for first, last, ids in spans if ids and last <= start
        ]
        fitting = {one for chain in chains for one in chain}.intersection(book.holding(place.group(), speaker))
        if len(fitting) == 1 and (one := fitting.pop()) not in {ids[0] for _, _, ids in found if len(ids) == 1}:
            found.append((start, end, (one,)))
            found.sort()
    if len(found) == len(spans):
        return spans
    named = {ids[0] for _, _, ids in found if len(ids) == 1}
    return [span for span in found if len(span[2]) < _CHAIN or len(named.intersection(span[2])) < _CHAIN]
