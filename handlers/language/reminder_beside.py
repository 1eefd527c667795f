"""A reminder for oneself, and one for a colleague behind it: 周三下午3点提醒我核标书，也提醒田甜盖章."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.reminders import read_reminder_set
from handlers.language.signs import P

_BOTH: Final = regex(
    rf"(?P<own>.*(?:提醒|叫|喊)我.*?)[,，\s]+(?:也|再|顺便|还要|同时|[\s])*(?:提醒|叫|喊|通知)(?P<who>{P})(?P<what>[^,。]{{2,}})[\s。]*"
)


def read_reminder_beside(reading: Reading) -> tuple[Intent, ...]:
    """The reminder, and what the colleague is told; nothing where there is only one of them.

    Args:
        reading: the whole message.
    """
    if not reading.people or (found := _BOTH.fullmatch(reading.masked)) is None:
        return ()
    own = read_reminder_set(reading.part(0, found.end("own")))
    named = [span for span in reading.people if found.start("who") <= span[0] < found.end("who")]
    if own is None or not named:
        return ()
    day = reading.moments[0] if reading.moments else None
    when = reading.words(day.start, day.end) if day is not None else ""
    people = reading.slot(tuple(span[2] for span in named), *found.span("who"))
    words = f"{when}{reading.words(*found.span('what'))}"
    relay = reading.intent(Intents.RELAY, {"people": people, "summary": reading.slot(words, *found.span("what"))})
    return own, relay
