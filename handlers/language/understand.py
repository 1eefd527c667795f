"""Text to meaning: the whole of it in one pure function."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from handlers.language.clauses import lines
from handlers.language.commands import read_command
from handlers.language.dates import Leaning
from handlers.language.meaning import Book, Intent, Intents, Situation, Slot, Understanding
from handlers.language.normalise import CUSTOMER, normalise
from handlers.language.reading import Reading
from handlers.language.topics import Topics, find_topic
from handlers.language.triggers import Verdict
from handlers.language.visits import Report, find_report, head_end, known_customer, read_presence, read_visits

LONGEST: Final = 800
"""Characters; what is longer was pasted, not typed (`product.md` §4.2): ask before anything is kept."""
_MOST_RECORDS: Final = 30


def understand(text: str, situation: Situation, book: Book) -> Understanding:
    """What a message means: one intent, or the records of several lines in their order.

    Args:
        text: the message as it came; anything at all.
        situation: who wrote it, when, and which question is open for him.
        book: the names he may mean.

    Returns:
        Never nothing: what is not understood is UNKNOWN.
    """
    if len(text) > LONGEST:
        return Understanding((Intent(Intents.UNKNOWN, {"topic": Slot("pasted", 0, len(text))}, 1.0, text),))
    normal = normalise(text)
    whole = Reading(normal, 0, len(normal.text), situation, book)
    command = read_command(whole)
    if command is not None:
        return Understanding((command,))
    return Understanding(_records(whole))


def _records(whole: Reading) -> tuple[Intent, ...]:
    found = lines(whole.normal.text)
    if len(found) < 2:
        return _record(whole)
    readings = [Reading(whole.normal, start, end, whole.situation, whole.book) for start, end, _ in found]
    if find_topic(readings[0].masked) is Topics.DAILY_REPORT:
        return (_not_yet(whole, Topics.DAILY_REPORT),)
    header = readings[0] if _is_header(readings[0]) else None
    numbered = [index for index, (_, _, bullet) in enumerate(found) if bullet]
    begins = {
        index: index in numbered if numbered else _begins_record(each, headed=header is not None)
        for index, each in enumerate(readings)
    }
    groups = _grouped(readings, begins, skip=1 if header is not None else 0)
    if len(groups) == 1 and header is None:
        return _record(whole)
    listed = header is not None or (bool(numbered) and any(isinstance(find_report(each), Report) for each in groups))
    intents = [intent for group in groups[:_MOST_RECORDS] for intent in _record(group, header=header, listed=listed)]
    told = tuple(intent for intent in intents if intent.name is not Intents.SMALLTALK)
    return told or _record(whole)


def _is_header(reading: Reading) -> bool:
    """今天拜访： / 上午跑了三家 / 补昨天的: says what the lines below are, and names no customer."""
    if reading.customers or len(reading.text) > 20:
        return False
    rest = reading.masked[head_end(reading.masked, reading.moments) :]
    report = find_report(reading)
    return isinstance(report, Report) or not rest.strip(" :,。的") or reading.text.rstrip().endswith(":")


def _grouped(readings: list[Reading], begins: Mapping[int, bool], *, skip: int) -> list[Reading]:
    """Lines joined to records: a line that begins none goes on with the record above."""
    groups: list[Reading] = []
    for index, reading in enumerate(readings[skip:], skip):
        if not groups or begins[index]:
            groups.append(reading)
        else:
            above = groups[-1]
            groups[-1] = Reading(above.normal, above.start, reading.end, above.situation, above.book)
    return groups


def _begins_record(reading: Reading, *, headed: bool) -> bool:
    if reading.customers:
        first = reading.customers[0][0]
        return head_end(reading.masked[:first], reading.moments) >= first or isinstance(find_report(reading), Report)
    if headed or read_command(reading) is not None:
        return True
    report = find_report(reading)
    return isinstance(report, Report) and report.trigger is not None and report.trigger.kind == "visit"


def _record(reading: Reading, *, header: Reading | None = None, listed: bool = False) -> tuple[Intent, ...]:
    command = read_command(reading) if listed and not reading.customers else None
    if command is not None and command.name is not Intents.CHOOSE:
        return (command,)
    presence = read_presence(reading)
    if presence is not None:
        return (presence,)
    topic = find_topic(reading.masked)
    report = find_report(reading, asked_for=listed)
    if isinstance(report, Report) and _outweighs(reading, report, topic, listed=listed):
        return read_visits(reading, report, header=header)
    if report is Verdict.PLANNED and topic in {None, Topics.FOLLOW_UP}:
        return (_not_yet(reading, Topics.PLAN),)
    if topic is not None:
        return (_not_yet(reading, topic),)
    if _is_appointment(reading):
        return (_not_yet(reading, Topics.PLAN),)
    return (reading.intent(Intents.UNKNOWN, known_customer(reading)),)


_TELLS: Final = re.compile(r"[说讲?]|吗|呢|没|不")
_BY_PHONE: Final = re.compile(r"微信|电话")
_BESIDE_A_VISIT: Final = frozenset(
    {Topics.FOLLOW_UP, Topics.PLAN, Topics.ORDER, Topics.QUOTE, Topics.PROMISE, Topics.CUSTOMER_QUERY, Topics.PROBLEM}
)


def _outweighs(reading: Reading, report: Report, topic: Topics | None, *, listed: bool) -> bool:
    """Whether the visit is what the record is for, or only the setting of something else (提醒我…, 回款…)."""
    if topic is None:
        return True
    trigger = report.trigger
    if trigger is None:
        return listed
    if topic is Topics.FOLLOW_UP and trigger.kind not in {"visit", "motion"} and _BY_PHONE.search(reading.masked):
        return False
    before = find_topic(reading.masked[: trigger.start])
    if before is not None and before not in {Topics.FOLLOW_UP, Topics.PLAN}:
        return False
    return (
        trigger.kind in {"visit", "motion"} or topic in _BESIDE_A_VISIT or CUSTOMER in reading.masked[: trigger.start]
    )


def _is_appointment(reading: Reading) -> bool:
    """约了东吴王总下周三: a customer and a day to come, and little else."""
    if not reading.customers or len(reading.text) > 25 or _TELLS.search(reading.masked):
        return False
    return any(moment.leaning is Leaning.FUTURE for moment in reading.moments)


def _not_yet(reading: Reading, topic: Topics) -> Intent:
    return reading.intent(Intents.NOT_YET, {"topic": reading.whole(str(topic))})
