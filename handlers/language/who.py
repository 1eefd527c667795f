"""Whom a record is about: the customer and the person at it, wherever either of them is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from handlers.language.contacts import called_as, contact_slot, find_known_contact
from handlers.language.meaning import ContactMention, CustomerMention, Slot
from handlers.language.mentions import mention_slot
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.patterns import regex
from handlers.language.people import find_contact_words, find_titled
from handlers.language.reading import Reading, Span
from handlers.language.talk import EDGES

Place = tuple[int, int]
_JOINS: Final = regex(r"(?:[\s,:(\-]|的|那边|那个|那里|这边|他们|家|里面?|新来)*")
_NOBODY: Final = regex(r"安装|装机|施工|小时")
"""Our own men, and hours."""
_REACH: Final = 12
"""Characters behind a customer's name in which his person is named."""
_LONGEST_NAME: Final = 14
_HEAD: Final = regex(
    r"(?:[\s,:。]|今天|刚才?|记(?:一下|录)?|登记|给|跟|和|找|去|把|客户|投诉|跟进|回访|联系|拜访|约|催|再|安排)*"
)
_NAME_STOP: Final = regex(rf"[\s,。;:!?、\n{CUSTOMER}{PERSON}]|的|那边|这边|跟进|回访|投诉|再|要|说|让|约|改")


class Who(NamedTuple):
    """Whom a record is about.

    Attributes:
        slots: `customer` and `contact`, each only where it was named or follows from the other.
        customer: where the customer's name stands, if it does.
        contact: where the person's name stands, if it does.
    """

    slots: dict[str, Slot]
    customer: Place | None = None
    contact: Place | None = None

    @property
    def places(self) -> list[Place]:
        """The places of both, in order."""
        return sorted(place for place in (self.customer, self.contact) if place is not None)


def find_who(reading: Reading, *, start: int = 0, end: int | None = None) -> Who:
    """The customer and the person of a stretch.

    A person of the speaker's own customers says by himself which customer is meant; where several persons are
    called so, their customers are all given, and have to be asked for.

    Args:
        reading: one record.
        start, end: the stretch; all of it if not given.
    """
    stop = len(reading.text) if end is None else end
    named = [span for span in reading.customers if start <= span[0] and span[1] <= stop]
    if named:
        return _at_customer(reading, named[0], start, stop)
    known = _known_person(reading, start, stop)
    if known is not None:
        return known
    place = find_contact_words(_without_days(reading), start, stop)
    if place is not None and _NOBODY.match(reading.masked, place[0]):
        place = None
    unknown = _unknown_customer(reading, start, place[0] if place is not None else stop)
    slots = dict(unknown.slots)
    if place is not None:
        slots["contact"] = reading.slot(ContactMention(reading.words(*place)), *place)
    return Who(slots, unknown.customer, place)


def _without_days(reading: Reading) -> str:
    """The masked text without its days, so that no title is read across one (明天给董…)."""
    text = reading.masked
    for moment in reading.moments:
        text = text[: moment.start] + "," * (moment.end - moment.start) + text[moment.end :]
    return text


def _at_customer(reading: Reading, span: Span, start: int, stop: int) -> Who:
    mention = mention_slot(reading, span)
    slots = {"customer": mention}
    place = _person_of(reading, span, start, stop, mention)
    if place is None:
        return Who(slots, span[:2])
    slots["contact"] = contact_slot(reading, place, mention)
    return Who(slots, span[:2], place)


def _person_of(reading: Reading, span: Span, start: int, stop: int, mention: Slot) -> Place | None:
    end = span[1]
    reach = min(stop, end + _REACH)
    known = _known_behind(reading, end, reach, mention)
    if known is not None:
        return known
    titled = find_titled(reading.masked, end, reach)
    if titled is not None and _NOBODY.match(reading.masked, titled[0]):
        return None
    if titled is not None and _JOINS.fullmatch(reading.masked, end, titled[0]):
        return titled
    before = find_titled(reading.masked, start, span[0]) or titled
    if before is not None or len(mention.value.ids) != 1:
        return before
    others = (one for one in reading.contacts if start <= one[0] and one[1] <= stop)
    found = next((one[:2] for one in others if mention.value.ids[0] in _firms(reading, one[2])), None)
    return found or called_as(reading, mention)


def _known_behind(reading: Reading, end: int, reach: int, mention: Slot) -> Place | None:
    """A known contact's name behind the customer, as it is written (药师小孟 and not 小孟)."""
    ids = mention.value.ids
    if len(ids) != 1:
        return None
    found = find_known_contact(reading, end, reach, mention)
    if found is not None:
        return found
    for contact in reading.contacts_of(ids[0]):
        place = reading.text.find(contact.name, end) if len(contact.name) > 1 else -1
        if end <= place:
            return place, place + len(contact.name)
    return None


def _known_person(reading: Reading, start: int, stop: int) -> Who | None:
    found = [span for span in reading.contacts if start <= span[0] and span[1] <= stop]
    if not found:
        return None
    first, last, ids = max(found, key=lambda span: (span[1] - span[0], -span[0]))
    firms = tuple(dict.fromkeys(_firms(reading, ids)))
    words = reading.words(first, last)
    slots = {
        "customer": reading.slot(CustomerMention(words, firms), first, last),
        "contact": reading.slot(ContactMention(words, ids[0] if len(ids) == 1 else None), first, last),
    }
    return Who(slots, None, (first, last))


def _firms(reading: Reading, contacts: Sequence[int]) -> Iterable[int]:
    return (reading.book.customer_of(contact) for contact in contacts)


def _unknown_customer(reading: Reading, start: int, stop: int) -> Who:
    """A name like a customer's at the head of a stretch: 申通轴成 for 申通轴承; nothing where none is like it."""
    head = _HEAD.match(reading.masked, start, stop)
    first = head.end() if head is not None else start
    days = [moment.start for moment in reading.moments if first <= moment.start]
    halt = _NAME_STOP.search(reading.masked, first, stop)
    last = min([stop, first + _LONGEST_NAME, *days[:1], *([halt.start()] if halt is not None else [])])
    said = reading.text[first:last].strip()
    if len(said) < 2 or find_titled(reading.masked, first, last) is not None:
        return Who({})
    near = tuple(reading.book.near_customers(said, reading.situation.speaker))
    if not near:
        return Who({})
    place = (first, first + len(said))
    return Who({"customer": reading.slot(CustomerMention(reading.words(*place), (), near), *place)}, place)


def without(text_end: int, taken: Iterable[Place], start: int = 0) -> list[Place]:
    """What is left of a stretch when places are taken out of it, in order.

    Args:
        text_end: where the stretch ends.
        taken: places, in any order, that may overlap.
        start: where the stretch begins.
    """
    left: list[Place] = []
    place = start
    for first, last in sorted(taken):
        if first > place:
            left.append((place, min(first, text_end)))
        place = max(place, last)
    if place < text_end:
        left.append((place, text_end))
    return [(first, last) for first, last in left if first < last]


def joined_words(reading: Reading, places: Iterable[Place], between: str = " ") -> str:
    """The person's own words at several places, tidied and joined.

    Args:
        reading: one record.
        places: in order.
        between: what stands between two of them.
    """
    words = (reading.words(first, last).strip(EDGES) for first, last in places)
    return between.join(one for one in words if one)
