"""Where a message with several customers falls into visits: each customer's own stretch of it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Final, NamedTuple

from handlers.language.dates import Leaning, Moment
from handlers.language.heads import head_end
from handlers.language.patterns import regex
from handlers.language.people import LONGEST_NAMED, find_titled, meant_length
from handlers.language.reading import Reading, Span

LIST_GAP: Final = regex(r"(?:[\s,、/+;&.]|还有|以及|[和跟与及])*")
_AFTER_BREAK: Final = regex(r"[\s,。;!?:()/、\-]+")
_JOINED: Final = regex(
    r"(?:和|并)?(?:然后|接着|后来|最后|随后|之后|完了|转头|转身|掉头|另外|再|又|还)|和(?=拜访|去了|跑了|见了)|(?:拜访|走访)了?|(?:去|跑|见)了|第[一二三四五六七八九十]家"
)
_VERB: Final = regex(r"去|跑|拜访|走访|到|见|访|会|跟|第.家|在")
_NEXT: Final = regex(r"(?:和|并)?(?:然后|接着|后来|最后|随后|之后|完了|转头|转身|掉头)")
_STRONG: Final = frozenset("\n;。/")
_LONGEST_OPENING: Final = 30


class Strength(enum.Enum):
    """How plainly a customer's name begins a visit of its own."""

    LISTED = "listed"
    WEAK = "weak"
    STRONG = "strong"


class Opening(NamedTuple):
    """Where the words about one customer begin.

    Attributes:
        start: of the opening, with its day and its verb.
        span: the customer.
        strength: how plainly.
        joined: whether it goes on in the same breath (然后去了…), so that what stands before says nothing about it.
    """

    start: int
    span: Span
    strength: Strength
    joined: bool


def find_openings(reading: Reading) -> list[Opening]:
    """Every known customer that may begin a part of its own, in order.

    Args:
        reading: one record.
    """
    # Where a part begins, a plan (明天去) is an opening too.
    moments = [moment._replace(leaning=Leaning.TODAY) for moment in reading.moments]
    found: list[Opening] = []
    limit = 0
    for span in reading.customers:
        opening = _opening(reading, moments, span, limit) or _again(reading, span, found)
        if opening is not None:
            found.append(opening)
        limit = span[1]
    return found


def _opening(reading: Reading, moments: Sequence[Moment], span: Span, limit: int) -> Opening | None:
    masked, first = reading.masked, span[0]
    behind = _behind_contact(reading, limit, first) if limit else 0
    if (
        limit
        and LIST_GAP.fullmatch(masked, behind, first)
        and not masked[behind:first].strip(" ").startswith(("。", ";", "/"))
    ):
        gap = masked[behind:first]
        only_comma = "," in gap or ";" in gap or "." in gap or "\n" in gap
        if behind == limit and not only_comma and ends_item(masked, gap, span[1]):
            return Opening(first, span, Strength.LISTED, joined=False)
        if behind > limit and gap.strip(" ") and not only_comma:
            return Opening(first, span, Strength.LISTED, joined=False)
    for start, joined in _candidates(masked, moments, max(limit, first - _LONGEST_OPENING), first, whole=not limit):
        if head_end(masked[:first], moments, start) >= first:
            return Opening(start, span, _strength(reading, moments, start, first), joined)
    return None


def _again(reading: Reading, span: Span, found: Sequence[Opening]) -> Opening | None:
    """东吴和恒力两家东吴王总说…恒力李工…: dictated without a break, a listed name comes up again with its person."""
    titled = find_titled(reading.masked, span[1], min(span[1] + 6, len(reading.masked)))
    if titled is None or titled[0] != span[1] or not any(is_same(one.span, span) for one in found):
        return None
    return Opening(span[0], span, Strength.WEAK, joined=False)


def ends_item(masked: str, gap: str, end: int) -> bool:
    """Whether a name behind a gap is one more of a list; behind a blank, more said of it makes it a sentence.

    Args:
        masked: folded text with known names masked.
        gap: what stands between the two names.
        end: one behind the later name.
    """
    return bool(gap.strip(" ,")) or not gap or _ITEM_ENDS.match(masked, end) is not None


_ITEM_ENDS: Final = regex(r"[\s,、。;!和跟与及还都]|$")


def _behind_contact(reading: Reading, limit: int, first: int) -> int:
    masked = reading.masked
    titled = find_titled(masked, limit, first)
    if titled is not None and not masked[limit : titled[0]].strip(" 的("):
        return titled[1]
    named = next((ids for _, end, ids in reading.customers if end == limit), ())
    if len(named) != 1:
        return limit
    start = limit + len(masked[limit:first]) - len(masked[limit:first].lstrip(" 的("))
    return start + meant_length(reading.text[start : min(first, start + LONGEST_NAMED)], reading.contacts_of(named[0]))


def _candidates(
    masked: str, moments: Sequence[Moment], limit: int, first: int, *, whole: bool
) -> list[tuple[int, bool]]:
    """Where the opening of a name may begin: behind a break, at a day, at 然后; the earliest comes first."""
    places = {found.end(): False for found in _AFTER_BREAK.finditer(masked, limit, first)}
    if whole:
        places[0] = False
    for found in _JOINED.finditer(masked, limit, first):
        # 去了 and 拜访 alone do not end what stands before them (他说去了…); 然后 and 又 do.
        places.setdefault(found.start(), found.group()[0] in "然接后最随之完转掉另再又还并第和")
    for moment in moments:
        if limit <= moment.start < first:
            places.setdefault(moment.start, True)
    return sorted(places.items())


def _strength(reading: Reading, moments: Sequence[Moment], start: int, first: int) -> Strength:
    masked = reading.masked
    if (
        _VERB.search(masked, start, first)
        or _NEXT.match(masked, start, first)
        or any(start <= moment.start < first for moment in moments)
    ):
        return Strength.STRONG
    before = masked[:start].rstrip(" ")[-1:]
    return Strength.STRONG if not before or before in _STRONG else Strength.WEAK


def is_same(one: Span, other: Span) -> bool:
    """Whether two mentions mean the same customer."""
    return bool(one[2]) and one[2] == other[2]
