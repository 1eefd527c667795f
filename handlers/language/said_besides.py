"""Two things in one breath: what came in and who shall look for it, what was told and, behind 对了, something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.record import read_record
from handlers.language.reports import LIKELY
from handlers.language.signs import P
from handlers.language.want_relays import read_relay
from handlers.language.who import find_who

_PASSED_ON: Final = regex(
    rf"[,。;\s]+(?:你|帮我|麻烦你?|顺便|也|再)*(?:跟|和|让|叫|请|给|告诉|通知|麻烦|问)(?:一?下)?(?:{P})(?:[^,。]*)(?:[,，][^,。]{{0,12}})?[。\s]*$"
)
_TELLS: Final = frozenset(
    {Intents.PAYMENT_RECORD, Intents.DUNNING_ANSWER, Intents.COMPLAINT_RECORD, Intents.ORDER_RECORD}
)
_BESIDES: Final = regex(
    r"[,。;\s](?P<mark>哦?对了|另外(?!一)|还有(?:就是|个事|一个事|件事)|再一个|顺便说一?下|忘了说)[,\s]*"
)
_NOTHING: Final = frozenset(
    {Intents.UNKNOWN, Intents.SMALLTALK, Intents.NOT_YET, Intents.CONFIRM, Intents.CANCEL, Intents.CHOOSE, Intents.HELP}
)
_SECOND: Final = frozenset(
    {
        Intents.NEWS_TELL, Intents.REMINDER_SET, Intents.CONTACT_ADD, Intents.COMPLAINT_RECORD, Intents.BIRTHDAY_SET,
        Intents.DUNNING_ANSWER, Intents.PAYMENT_RECORD, Intents.RELAY, Intents.ABSENCE_SET,
    }
)  # fmt: skip
"""What may stand behind 对了 as a record of its own."""
_SHORTEST: Final = 5


Read = Callable[[Reading], tuple[Intent, ...]]


def read_and_passed_on(reading: Reading, read: Read) -> tuple[Intent, ...]:
    """A sum, a promise or a trouble, and for whom it is passed on (先打了一万过来 让叶婉查下); nothing for one of them.

    Args:
        reading: the whole message.
        read: reads a part of it.
    """
    if not reading.people or not reading.amounts or (tail := _PASSED_ON.search(reading.masked)) is None:
        return ()
    relay = _relay_of(reading, tail.start())
    before = reading.part(0, tail.start())
    told = read_record(before)
    if not any(one.name in _TELLS for one in told):
        told = read(before)
    if relay is None or not any(one.name in _TELLS for one in told):
        return ()
    return (*(_of_whom(reading, one) for one in told), relay)


def _relay_of(reading: Reading, start: int) -> Intent | None:
    """The words for a colleague at the end of a tale: he gets the tale with them."""
    part = reading.part(start, len(reading.text))
    relay = read_relay(reading.part(start + len(part.text) - len(part.text.lstrip(" ,。;")), len(reading.text)))
    if relay is None:
        return None
    return replace(relay, slots={**relay.slots, "summary": reading.whole(reading.words())})


def _of_whom(reading: Reading, one: Intent) -> Intent:
    """A payment whose payer was named farther off, where only one customer is spoken of."""
    if one.name not in _TELLS or "customer" in one.slots:
        return one
    firms = {reading.book.customer_of(contact) for _, _, ids in reading.contacts for contact in ids}
    firms |= {ids[0] for _, _, ids in reading.customers if len(ids) == 1}
    if len(firms) != 1:
        return one
    slots = {name: slot for name, slot in one.slots.items() if name != "unsure" or "planned" in one.slots}
    return replace(one, slots={**find_who(reading).slots, **slots})


def read_besides(reading: Reading, read: Read) -> tuple[Intent, ...]:
    """What is told before 对了 and behind it, each by itself; nothing where one of them means nothing.

    Args:
        reading: the whole message.
        read: reads a part of it.
    """
    for found in _BESIDES.finditer(reading.masked):
        if found.start() < _SHORTEST or len(reading.text) - found.end() < _SHORTEST:
            continue
        second = read_relay(reading.part(found.end(), len(reading.text)))
        behind = (second,) if second is not None else read(reading.part(found.end(), len(reading.text)))
        if behind[0].name not in _SECOND:
            continue
        first = read(reading.part(0, found.start()))
        if first[0].name in _NOTHING or (first[0].name is Intents.VISIT_LOG and first[0].confidence <= LIKELY):
            continue
        if first[0].name is behind[0].name:
            continue
        customer = first[-1].slots.get("customer")
        return (
            *first,
            *(
                replace(one, slots={"customer": customer, **one.slots})
                if customer is not None and one.name is not Intents.RELAY and one.name is not Intents.ABSENCE_SET
                else one
                for one in behind
            ),
        )
    return ()
