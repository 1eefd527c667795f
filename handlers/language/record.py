"""What one record means, a message or one line of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.language.beside import told_beside
from handlers.language.calls import read_call
from handlers.language.commands import read_command
from handlers.language.dates import Leaning
from handlers.language.duties import read_duty
from handlers.language.facts_beside import with_facts
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.mentions import known_customer, mention_slot
from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex
from handlers.language.plain_questions import read_question
from handlers.language.presence import read_leaving_with_more, read_presence
from handlers.language.reading import Reading
from handlers.language.reports import Report, find_report
from handlers.language.several import is_round_told, plan_of, read_several
from handlers.language.side_by_side import read_paid_each, read_side_by_side
from handlers.language.signs import PHONE
from handlers.language.talk_questions import read_talk_question
from handlers.language.told import read_told
from handlers.language.topics import Topics, find_topic
from handlers.language.triggers import Verdict
from handlers.language.visits import read_visits
from handlers.language.want_day_plans import read_morning_plan
from handlers.language.want_leads import read_leads
from handlers.language.wants import read_release, read_rules, read_want
from handlers.language.weights import by_wire, outweighing


def wants_of_another(reading: Reading, above: Sequence[Reading]) -> bool:
    """后天跟进恒力 below 明天跟进东吴: something of its own, of a customer other than the last one above.

    Args:
        reading: a line, or a part of one.
        above: what stands before it, in order.
    """
    if not reading.customers:
        return False
    last = next((each.customers[-1][2] for each in reversed(above) if each.customers), None)
    if last is None or last == reading.customers[0][2]:
        return False
    wanted = read_want(reading)
    return wanted is not None and wanted.name not in _LOOKED_UP


_LOOKED_UP: Final = frozenset({Intents.CUSTOMER_QUERY, Intents.CUSTOMER_LIST, Intents.NOT_YET, Intents.UNKNOWN})


def read_record(reading: Reading, *, header: Reading | None = None, listed: bool = False) -> tuple[Intent, ...]:
    """What one record means: mostly one thing, or the visits and the rest that it tells of.

    Args:
        reading: a message, or one line of it.
        header: the line above a list (今天拜访：), whose day holds for this one too.
        listed: whether it stands in a list of visits.
    """
    command = read_command(reading) if listed and not reading.customers else None
    if command is not None and command.name is not Intents.CHOOSE:
        return (command,)
    # The whole message was looked at for duties before its commands.
    duty = None if reading.is_whole else read_duty(reading)
    presence = (
        read_question(reading)
        or read_talk_question(reading)
        or read_rules(reading)
        or read_leads(reading)
        or duty
        or read_presence(reading)
    )
    if presence is not None:
        return (presence,)
    noted = (read_call(reading) or read_morning_plan(reading)) if not listed and header is None else None
    if noted is not None:
        return (noted,)
    leaving = read_leaving_with_more(reading)
    if leaving:
        return leaving
    topic = find_topic(reading.masked)
    told = _of_several(reading, topic, header, listed=listed)
    if told:
        return told
    report = find_report(reading, asked_for=listed)
    if isinstance(report, Report) and not listed:
        other = outweighing(reading, report, topic)
        if other is not None:
            return (other,)
    if isinstance(report, Report) and _outweighs(reading, report, topic, listed=listed):
        return told_beside(reading, read_visits(reading, report, header=header))
    wire = by_wire(reading) if report not in _STANDS_AGAINST and topic in {None, Topics.FOLLOW_UP} else ()
    return with_facts(reading, wire) or (_nothing_done(reading, report, topic),)


def _of_several(reading: Reading, topic: Topics | None, header: Reading | None, *, listed: bool) -> tuple[Intent, ...]:
    """The records of a line that holds several; empty where it may hold one."""
    paid = () if listed else read_paid_each(reading)
    if paid:
        return paid
    round_told = topic is Topics.LEAVE and is_round_told(reading)
    if topic is None or topic in _BESIDE_A_VISIT or topic in _MENTIONED or listed or round_told:
        several = read_several(reading, header=header, listed=listed)
        if several:
            return told_beside(reading, several)
    return () if listed else _parted(reading, header) or read_side_by_side(reading)


def _parted(reading: Reading, header: Reading | None) -> tuple[Intent, ...]:
    """明天跟进东吴，后天跟进恒力: a clause that wants a thing of its own of another customer, and what is before it."""
    if len(reading.customers) < 2 or len({span[2] for span in reading.customers}) < 2:
        return ()
    for end, start in reading.breaks:
        before, rest = reading.part(0, end), reading.part(start, len(reading.text))
        if not before.customers or not wants_of_another(rest, [before]) or not _opens_with_customer(rest):
            continue
        first = read_record(before, header=header)
        if first[0].name is Intents.DAILY_REPORT:
            return ()  # the rest is its text
        if first[0].name not in _NOTHING_ORDERED:
            return (*first, *read_record(rest))
    return ()


def _opens_with_customer(reading: Reading) -> bool:
    first = reading.customers[0][0]
    opening = reading.masked[:first]
    for moment in reversed(reading.moments):
        if moment.end <= first:
            opening = opening[: moment.start] + opening[moment.end :]
    return _OPENING.fullmatch(opening) is not None


_OPENING: Final = regex(
    r"(?:然后|另外|还有|再|也|要|我|得|记得|去|约一?下?|拜访|走访|跟进|跟一?下|回访|联系|催|给|找|收到?|[\s,:])*"
)
_NOTHING_ORDERED: Final = _LOOKED_UP | {Intents.SMALLTALK, Intents.HELP}


_STANDS_AGAINST: Final = frozenset({Verdict.DENIED, Verdict.UNSURE, Verdict.OTHERS})


def _nothing_done(reading: Reading, report: Report | Verdict | None, topic: Topics | None) -> Intent:
    """What a record is that reports no visit."""
    wanted = read_want(reading) if report is not Verdict.DENIED or "客户" in reading.masked else read_release(reading)
    known = read_told(reading, report, topic, wanted) or wanted
    if known is not None:
        return known
    planned = report is Verdict.PLANNED and topic in {None, Topics.FOLLOW_UP}
    if topic is None or planned:
        if _ON_THE_WAY.search(reading.masked):
            return not_yet(reading, Topics.ON_THE_WAY)
        if reading.customers and _NOT_GONE.search(reading.masked):
            return not_yet(reading, Topics.NOT_GONE)
    if planned:
        return plan_of(reading)
    if topic is not None:
        return not_yet(reading, topic)
    if report is Verdict.DENIED:
        return not_yet(reading, Topics.NOT_GONE)
    if _is_appointment(reading):
        return plan_of(reading)
    return reading.intent(Intents.UNKNOWN, _understood(reading))


def _understood(reading: Reading) -> dict[str, Slot]:
    """What was found in a record that means nothing by itself, so that guesses can be made from it."""
    slots = known_customer(reading)
    if len(reading.customers) > 1:
        mentions = tuple(mention_slot(reading, span).value for span in reading.customers)
        slots["customers"] = reading.slot(mentions, reading.customers[0][0], reading.customers[-1][1])
    phone = next((one for one in reading.phones if one.whole), None) if PHONE.search(reading.masked) else None
    if phone is not None:
        slots["phone"] = reading.slot(phone.figures, phone.start, phone.end)
    return slots


_ON_THE_WAY: Final = regex(rf"(?<![条段])路上|(?<![赶尽])快到(?!期|货|账|{CUSTOMER}+的)|在途中|正往|正赶|马上到")
_NOT_GONE: Final = regex(
    r"没去成|没能去|没去(?!过)|没进去|(?:今天|昨天)?(?:放假|停电|关门|下班)[^,。]*,?\s*没去|去不了|去不成|没跑成|白跑"
)
_TELLS: Final = regex(r"[说讲?]|吗|呢|没|不")
_BY_PHONE: Final = regex(r"微信|电话")
_BESIDE_A_VISIT: Final = frozenset(
    {Topics.FOLLOW_UP, Topics.PLAN, Topics.ORDER, Topics.QUOTE, Topics.PROMISE, Topics.CUSTOMER_QUERY, Topics.PROBLEM}
)


_MENTIONED: Final = frozenset({Topics.BIRTHDAY, Topics.TRIP, Topics.COMPLAINT, Topics.OPPORTUNITY, Topics.RIVAL})


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
    start, _ = reading.clause_of(trigger.start)
    if trigger.kind == "motion" and trigger.complete and start and topic in _MENTIONED:
        return find_topic(reading.masked[start : trigger.start]) is None
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


def not_yet(reading: Reading, topic: Topics) -> Intent:
    """A capability that does not exist yet, called by its name."""
    return reading.intent(Intents.NOT_YET, {"topic": reading.whole(str(topic))})
