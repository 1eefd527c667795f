"""Who was seen at a customer."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.meaning import ContactMention, CustomerMention, Slot
from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex
from handlers.language.people import LONGEST_NAMED, SURNAMES, find_alike, find_contact_words, find_meant, meant_length
from handlers.language.reading import Reading

SAYS: Final = regex(
    r"\s*(?:也|就|他|她)?(?:说|让|要|嫌|讲|表示|反馈|答应|希望|觉得|提出|提了|想要?|同意|态度|问|反映|介绍|,|很|不在|在)"
)


def find_contact(
    reading: Reading,
    start: int,
    mention: Slot | None = None,
    *,
    before: int | None = None,
    end: int | None = None,
) -> tuple[int, int] | None:
    """Who was seen: right behind the customer, or behind 见了/找, or before the customer; not who was away.

    Args:
        reading: one record.
        start: where the customer's name ends, or the verb.
        mention: the customer.
        before: where the customer's name begins, when he may be named before it.
        end: where to stop; the end of the clause if not given.
    """
    masked = reading.masked
    stop = end if end is not None else reading.clause_of(max(start - 1, 0))[1]
    stop = min(max(stop, start), len(masked))
    found = _present(reading, start, stop, mention)
    away: tuple[int, int] | None = None
    if found is not None and _ABSENT.match(masked, found[1]):
        found, away = None, found
    if found is None and end is None:
        found = _in_later_clauses(reading, stop, mention)
    if found is None and away is None and before:
        found = find_contact_words(masked, 0, before)
        if found is not None and re.search(r"陪着?$", masked[: found[0]]):
            return None
    instead = _named_anywhere(reading, mention, but=away) if away is not None and found is None else None
    seen = found or instead or away or _named_anywhere(reading, mention) or called_as(reading, mention)
    # 去了湖塘，横林陈总也在: somebody of another customer's.
    other = seen is not None and seen[0] > start and masked[seen[0] - 1] == CUSTOMER
    return None if other else seen


def _named_anywhere(
    reading: Reading, mention: Slot | None, *, but: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """A contact of the customer's who is named by name wherever it is (唐糖刚打过来五千 就是明天广告的设计费); behind
    who was away, another one."""
    customer = _certain_id(mention)
    if customer is None:
        return None
    for start, end, ids in reading.contacts:
        if but is not None and (start < but[1] or _ABSENT.match(reading.masked, end) is not None):
            continue
        if any(reading.book.customer_of(one) == customer for one in ids):
            return start, end
    return None


def called_as(reading: Reading, mention: Slot | None) -> tuple[int, int] | None:
    """Where a customer is called by the name of his person (周一鸣 of 周一鸣口腔); None where he is not.

    Args:
        reading: one record.
        mention: the customer.
    """
    customer = _certain_id(mention)
    if customer is None:
        return None
    names = {one.name for one in reading.contacts_of(customer) if len(one.name) > 1}
    return next((span[:2] for span in reading.customers if reading.text[span[0] : span[1]] in names), None)


_ABSENT: Final = regex(
    r"\s*(?:今天|刚好|正好|又|也|都|临时|当时)*(?:不在|没在|没来|出差|请假|没空|没见|休息|外出|在外|去外地|没碰|出去了|(?:正|还)?在开会|开会去了|回老家|[去上][一-鿿]{1,4}?(?:了(?=[\s,。]|$)|看展|开会|出差|学习))"
)
_CLAUSES: Final = 3
_FULL_NAME: Final = regex(r"[一-鿿]{2,3}?(?=说|看了|不在|同意|接待|觉得|表示|反馈)")


def _present(reading: Reading, start: int, stop: int, mention: Slot | None) -> tuple[int, int] | None:
    """The first person of a stretch who was there; else the first of all."""
    found = first = find_known_contact(reading, start, stop, mention) or find_contact_words(reading.masked, start, stop)
    for _ in range(_CLAUSES):
        if found is None or _ABSENT.match(reading.masked, found[1]) is None:
            break
        found = find_contact_words(reading.masked, found[1], stop)
    return found or first


def _in_later_clauses(reading: Reading, stop: int, mention: Slot | None) -> tuple[int, int] | None:
    masked = reading.masked
    away: tuple[int, int] | None = None
    for place in range(_CLAUSES):
        if stop >= len(masked):
            return away
        first, last = reading.clause_of(stop + 1)
        found = find_known_contact(reading, first, last, mention) or find_contact_words(
            masked, first, min(last, first + 10)
        )
        # Farther off, only the one who speaks: 昨天去的恒力，忘记写了，陈总说…
        near = found is not None and (
            (found[0] - first <= 1 and (away or SAYS.match(masked, found[1])))
            or _MET_ANOTHER.fullmatch(masked, first, found[0]) is not None
        )
        if found is not None and (place == 0 or near):
            if not _ABSENT.match(masked, found[1]):
                return found
            away = away or found
        if place == 0 and found is None:
            named = _FULL_NAME.match(masked, first, last)
            if named is not None and named.end() - first == 3 and masked[first] in SURNAMES:
                return named.span()
        stop = max(last, stop + 1)
    return away


_MET_ANOTHER: Final = regex(
    r"[\s,]*(?:只|就|我)*见(?:了|到了?|的)(?:是)?(?:[他她]们?)?的?(?:助理|同事|秘书|助手|徒弟|手下|副手|老婆|爱人|儿子|女儿|采购|会计|财务|仓管|仓库的?|技术|设备|店长|主管)?"
)
"""卢经理不在，见了他助理小钟."""


_CANDIDATE_LEAD: Final = regex(r"(?:[\s,:\-(的那个边这儿了]|见到?了?|找到?了?|和|跟|与|约了?|拜访了?|联系人)*")


def find_known_contact(reading: Reading, start: int, end: int, mention: Slot | None) -> tuple[int, int] | None:
    """A contact's plain name (彭丽, Lucy) where one may stand.

    Args:
        reading: one record.
        start, end: where to look; he must be the first word there.
        mention: the customer.
    """
    customer = _certain_id(mention)
    contacts = reading.contacts_of(customer) if customer is not None else ()
    if not contacts:
        return None
    lead = _CANDIDATE_LEAD.match(reading.masked, start, end)
    first = lead.end() if lead is not None else start
    size = meant_length(reading.text[first : min(end, first + LONGEST_NAMED)], contacts)
    if not size:
        return None
    titled = find_contact_words(reading.masked, first, end)
    return titled if titled is not None and titled[0] == first and titled[1] > first + size else (first, first + size)


def _certain_id(mention: Slot | None) -> int | None:
    known: CustomerMention | None = mention.value if mention is not None else None
    return known.ids[0] if known is not None and len(known.ids) == 1 else None


def contact_slot(reading: Reading, place: tuple[int, int], mention: Slot | None, *, heard: bool = True) -> Slot:
    """The person who stands at a place, with the one known contact that he can be.

    Args:
        reading: one record.
        place: start and end of his name.
        mention: the customer.
        heard: whether a known one whose name only sounds so may be meant.
    """
    customer = _certain_id(mention)
    known: int | None = None
    if customer is not None:
        said, contacts = reading.text[place[0] : place[1]].strip(), reading.contacts_of(customer)
        known = find_meant(said, contacts)
        if known is None and contacts and heard:
            known = find_alike(said, contacts)
    return reading.slot(ContactMention(reading.words(*place), known), *place)
