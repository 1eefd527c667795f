"""Visits as reps write them: verb first or anywhere, several side by side, made up for yesterday."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.language.contacts import contact_slot, find_contact
from handlers.language.heads import TRIPS, head_end, opening_verb, record_start
from handlers.language.meaning import ContactMention, Intent, Intents, Slot
from handlers.language.mentions import listed_customers, mention_slot, one_customer, person_at
from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex
from handlers.language.people import find_contact_words
from handlers.language.reading import Reading, Span
from handlers.language.reports import LIKELY, Report, find_report
from handlers.language.talk import talk_slots
from handlers.language.visit_days import day_slots


def read_visits(reading: Reading, report: Report, *, header: Reading | None = None) -> tuple[Intent, ...]:
    """The visits that a record reports: one, or one for each customer of a list.

    Args:
        reading: one record.
        report: what `find_report` found.
        header: the line above (今天拜访：), whose day holds for this one too.
    """
    shared = day_slots(reading, report.trigger)
    if header is not None and "date" not in shared:
        shared |= day_slots(header, None, everywhere=True)
    listed = listed_customers(reading, report.trigger)
    if len(listed) > 1:
        return tuple(_of_list(reading, report, shared, listed))
    mention, place = listed[0] if listed else one_customer(reading, report.trigger)
    return (_one(reading, report, shared, mention, place),)


def read_talk(reading: Reading) -> Intent:
    """A sentence about a visit that is known already: who was seen, what was said, when to go on. No customer.

    Args:
        reading: the whole message.
    """
    report = Report(None, LIKELY)
    slots: dict[str, Slot] = {}
    place = find_contact_words(reading.masked, 0, min(len(reading.masked), _NEAR))
    if place is not None:
        slots["contact"] = reading.slot(ContactMention(reading.words(*place)), *place)
    at_head = place is not None and not reading.masked[: place[0]].strip(" ,和跟见了到找与约")
    slots |= talk_slots(reading, report.trigger, place[1] if place is not None and at_head else 0)
    return reading.intent(Intents.VISIT_LOG, slots, report.confidence)


_NEAR: Final = 40
"""Characters from the beginning within which the person seen is named."""


def _one(
    reading: Reading,
    report: Report,
    shared: dict[str, Slot],
    mention: Slot | None,
    place: tuple[int, int] | None,
) -> Intent:
    slots = dict(shared)
    if mention is not None:
        slots["customer"] = mention
    contact_from = place[1] if place is not None else report.trigger.end if report.trigger is not None else 0
    contact = place if person_at(reading, place) else None
    contact = contact or find_contact(reading, contact_from, mention, before=place[0] if place is not None else None)
    if contact is not None:
        slots["contact"] = contact_slot(reading, contact, mention)
    head = _head(reading, report, place, contact)
    slots |= talk_slots(reading, report.trigger, head) | _way(reading, report)
    return reading.intent(Intents.VISIT_LOG, slots, report.confidence)


_WIRE: Final = regex(r"电话|微信|视频")
_BY_WIRE: Final = regex(
    r"^\s*(?:刚|电话|已经|我)*(?:打过|打通|打完|联系过)了?(?=[,。\s])|^\s*(?:刚才?|电话|已经|我)*(?:打过|打通|打完)了(?=[他她人对客\ue000])|(?<=[\ue000总理工任长板哥姐])(?:打了|打过了|联系了)(?=[\s,。])|(?<!在)[打通][^,。]{0,4}电话|电话打给|给[^,。]{1,8}[打回通]的?电话|(?:电话|微信|视频)[^,。;]{0,14}?(?:聊|谈|沟通|联系|交流|对|确认)"
)


def _way(reading: Reading, report: Report) -> dict[str, Slot]:
    """电话拜访, 微信聊了: that nobody went there."""
    trigger, masked = report.trigger, reading.masked
    if trigger is None or trigger.kind in {"activity", "meeting"}:
        said = _BY_WIRE.search(masked)
        found = _WIRE.search(masked, said.start()) if said is not None else None
        if found is None and said is not None:
            return {"way": reading.slot("电话", *said.span())}
    else:
        found = _WIRE.match(masked, trigger.start) if trigger.kind == "visit" else None
    return {} if found is None else {"way": reading.slot(found.group(), *found.span())}


def _of_list(
    reading: Reading, report: Report, shared: dict[str, Slot], listed: Sequence[tuple[Slot, tuple[int, int]]]
) -> list[Intent]:
    last = listed[-1][1][1]
    first = report.trigger.end if report.trigger is not None else listed[0][1][0]
    talk = talk_slots(reading, report.trigger, _head(reading, report, (min(first, listed[0][1][0]), last), None))
    way = _way(reading, report)
    found: list[Intent] = []
    for index, (mention, place) in enumerate(listed):
        slots = {**shared, "customer": mention, **talk, **way}
        stop = listed[index + 1][1][0] if index + 1 < len(listed) else last
        contact = find_contact(reading, place[1], mention, end=stop) if stop > place[1] else None
        if contact is not None:
            slots["contact"] = contact_slot(reading, contact, mention)
        found.append(Intent(Intents.VISIT_LOG, slots, report.confidence, reading.words()))
    return found


def visit_of_part(reading: Reading, report: Report, start: int, end: int, span: Span) -> Intent:
    """One customer's own stretch as a visit.

    Args:
        reading: the record with several customers.
        report: how sure the whole of it is.
        start, end: the stretch.
        span: the customer.
    """
    part = reading.part(start, end)
    inner = find_report(part, asked_for=True)
    own = inner if isinstance(inner, Report) else Report(None, report.confidence)
    first, last, ids = span[0] - start, span[1] - start, span[2]
    if own.trigger is not None and own.trigger.start > last and own.trigger.kind in TRIPS:
        own = Report(None, own.confidence)
    return _one(part, own, day_slots(part, own.trigger), mention_slot(part, (first, last, ids)), (first, last))


def _head(reading: Reading, report: Report, place: tuple[int, int] | None, contact: tuple[int, int] | None) -> int:
    """The end of the opening with verb, customer and contact in it."""
    spans = [place, contact, opening_verb(reading, report.trigger)]
    masked = reading.masked
    if place is not None:
        # A customer that comes up behind the one who was visited is what was talked about.
        for start, end, _ in reading.customers:
            if start > place[1]:
                masked = masked[:start] + "某" * (end - start) + masked[end:]
    for start, end in (span for span in spans if span is not None):
        masked = masked[:start] + CUSTOMER * (end - start) + masked[end:]
    return head_end(masked, reading.moments, record_start(reading, report.trigger))
