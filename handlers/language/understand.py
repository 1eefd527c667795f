"""Text to meaning: the whole of it in one pure function."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from handlers.language.chatter import is_idle
from handlers.language.clauses import lines
from handlers.language.commands import read_command
from handlers.language.dates import Leaning
from handlers.language.duties import read_duty
from handlers.language.guesses import asking_of_whom
from handlers.language.heads import head_end
from handlers.language.meaning import Book, Intent, Intents, Situation, Slot, Understanding
from handlers.language.mentions import known_customer, mention_slot
from handlers.language.normalise import CUSTOMER, normalise
from handlers.language.presence import read_leaving_with_more, read_presence
from handlers.language.quotations import read_quotation
from handlers.language.reading import Reading
from handlers.language.reports import Report, find_report
from handlers.language.several import is_told, plan_of, read_several
from handlers.language.signs import PHONE
from handlers.language.told import read_told
from handlers.language.topics import Topics, find_topic
from handlers.language.triggers import Verdict
from handlers.language.visits import read_talk, read_visits
from handlers.language.want_leads import read_leads
from handlers.language.wants import read_release, read_rules, read_want
from handlers.language.weights import by_wire, outweighing, with_payments

LONGEST: Final = 800
"""Characters; what is longer was pasted, not typed (`product.md` §4.2): ask before anything is kept."""
_MOST_RECORDS: Final = 20
_MOST_LINES: Final = 40
TOLD: Final = "visits.fill"
"""The open question after 到了 and 走了: what was talked about there."""
_SPOKE: Final = r"[^\s:：]{1,12} ?(?:\d{1,2}[/-]\d{1,2} )?\d{1,2}:\d{2}(?::\d{2})?\s*\n"
_FORWARDED: Final = re.compile(r"\s*(?:[>＞]|(?:\[|【)?转发(?:\]|】|[:：])|(?:\[|【)转[载贴]?(?:\]|】))")
_PASTED: Final = re.compile(rf"{_SPOKE}|\s*「[^」]*」\s*\n\s*(?:-\s*){{3,}}")
_PASTED_BELOW: Final = re.compile(rf"\n(?:{_SPOKE}|[ \t]{{0,4}}https?://)")
"""What was copied from another conversation: speaker and minute on a line of their own, a quotation, a link below."""
_ASKS: Final = re.compile(r"[?]|[吗呢]\W*$")
_TOLD_OF_A_VISIT: Final = frozenset(
    {
        Topics.COMPLAINT,
        Topics.FOLLOW_UP,
        Topics.OPPORTUNITY,
        Topics.ORDER,
        Topics.PLAN,
        Topics.PROBLEM,
        Topics.PROMISE,
        Topics.QUOTE,
        Topics.RECEIVABLE,
        Topics.RIVAL,
    }
)
_TOLD_THERE: Final = frozenset(
    {
        Intents.COMPLAINT_RECORD,
        Intents.CONTACT_ADD,
        Intents.FOLLOWUP_SET,
        Intents.OPPORTUNITY_UPDATE,
        Intents.ORDER_RECORD,
        Intents.RECEIVABLE_QUERY,
    }
)
"""What comes up in a talk at a customer's, where no other customer is named."""


def understand(text: str, situation: Situation, book: Book) -> Understanding:
    """What a message means: one intent, or the records of several lines in their order.

    Args:
        text: the message as it came; anything at all.
        situation: who wrote it, when, and which question is open for him.
        book: the names he may mean.

    Returns:
        Never nothing: what is not understood is UNKNOWN.
    """
    quoted = read_quotation(text, situation)
    if quoted is not None:
        return Understanding((quoted,))
    if len(text) > LONGEST or _is_pasted(text):
        return Understanding((_pasted(text),))
    normal = normalise(text)
    if not normal.text.strip():
        return Understanding((Intent(Intents.SMALLTALK, {}, 1.0, text),))
    whole = Reading(normal, 0, len(normal.text), situation, book)
    command = read_duty(whole) or read_command(whole)
    if command is not None:
        return Understanding((asking_of_whom(command),))
    if len(whole.customers) > _MOST_RECORDS:
        return Understanding((_pasted(text),))
    meant = _records(whole)
    if _is_talk(whole, meant):
        return Understanding((read_talk(whole),))
    if len(meant) == 1 and meant[0].name is Intents.UNKNOWN and not meant[0].slots and not situation.asked:
        return Understanding((whole.intent(Intents.SMALLTALK),) if is_idle(whole) else meant)
    return Understanding(tuple(map(asking_of_whom, meant)))


def understand_talk(text: str, situation: Situation, book: Book) -> Intent:
    """A sentence about a visit that is known already (聊了报价，周四上午9点带样机再来): VISIT_LOG, without customer.

    Args:
        text: the message as it came.
        situation: who wrote it, when, and which question is open for him.
        book: the names he may mean.
    """
    normal = normalise(text)
    return read_talk(Reading(normal, 0, len(normal.text), situation, book))


def _is_pasted(text: str) -> bool:
    if "聊天记录" in text or _FORWARDED.match(text):
        return True
    return "\n" in text and (_PASTED.match(text) is not None or _PASTED_BELOW.search(text) is not None)


def _pasted(text: str) -> Intent:
    return Intent(Intents.UNKNOWN, {"topic": Slot("pasted", 0, len(text))}, 1.0, text)


def _is_talk(reading: Reading, meant: tuple[Intent, ...]) -> bool:
    """Whether a message only answers 聊了什么: nothing that can be done was understood, and it is no question."""
    first = meant[0]
    if reading.situation.asked != TOLD or len(meant) > 1 or _ASKS.search(reading.text):
        return False
    if first.name in _TOLD_THERE:
        return not reading.customers
    if first.name is Intents.NOT_YET:
        return first.value("topic") in _TOLD_OF_A_VISIT
    return first.name is Intents.UNKNOWN


def _records(whole: Reading) -> tuple[Intent, ...]:
    found = lines(whole.masked)
    if len(found) < 2:
        return _record(whole)
    readings = [Reading(whole.normal, start, end, whole.situation, whole.book) for start, end, _ in found]
    if len(readings) > _MOST_LINES:
        return (_pasted(whole.normal.original),)
    if find_topic(readings[0].masked) is Topics.DAILY_REPORT:
        return (read_want(whole) or _not_yet(whole, Topics.DAILY_REPORT),)
    if _is_one_record(readings, found):
        return _record(whole)
    header = readings[0] if _is_header(readings[0]) else None
    numbered = [index for index, (_, _, bullet) in enumerate(found) if bullet]
    dashed = sum(_DASHED.search(each.masked) is not None for each in readings) == len(readings)
    begins = {
        index: index in numbered
        if numbered
        else dashed
        or _is_sub_header(each)
        or _begins_record(each, headed=header is not None)
        or _wants_of_another(each, readings[:index])
        or read_duty(each) is not None
        for index, each in enumerate(readings)
    }
    groups = _grouped(readings, begins, skip=1 if header is not None else 0)
    if len(groups) == 1 and header is None:
        return _record(whole)
    told = sum(is_told(each) for each in groups)
    listed = (
        header is not None
        or (bool(numbered) and (told > 0 or any(isinstance(find_report(each), Report) for each in groups)))
        or (told > 1 and told * 2 >= len(groups))
    )
    intents = _of_groups(groups[:_MOST_RECORDS], header, listed=listed)
    said = tuple(intent for intent in intents if intent.name is not Intents.SMALLTALK)
    return said or _record(whole)


_DASHED: Final = re.compile(r"[^\s\-]\s?-\s?[^\s\-]")
_SUB_HEADER: Final = re.compile(r"(?:的|拜访|走访|客户|计划|安排|行程|工作|[\s:,])*")


def _of_groups(groups: list[Reading], header: Reading | None, *, listed: bool) -> list[Intent]:
    """The records of the lines; a line with nothing but a day (明日拜访：) heads those below it."""
    intents: list[Intent] = []
    plan = header if header is not None and _is_to_come(header) else None
    for group in groups:
        if _is_sub_header(group):
            header, plan = group, group if _is_to_come(group) else None
        elif plan is None:
            intents += _record(group, header=header, listed=listed)
        if plan is group or (plan is not None and plan is header and not intents):
            intents.append(plan_of(_to_next_header(groups, plan)))
    return intents


def _to_next_header(groups: list[Reading], plan: Reading) -> Reading:
    """The heading of a plan with the lines below it."""
    below = [group for group in groups if group.start > plan.start]
    after = next((index for index, group in enumerate(below) if _is_sub_header(group)), len(below))
    end = below[after - 1].end if after else plan.end
    return Reading(plan.normal, plan.start, end, plan.situation, plan.book)


def _is_sub_header(reading: Reading) -> bool:
    days = [moment for moment in reading.moments if moment.dated or moment.part]
    if len(days) != 1 or reading.customers or len(reading.text) > 12:
        return False
    rest = reading.masked[: days[0].start] + reading.masked[days[0].end :]
    return _SUB_HEADER.fullmatch(rest) is not None


def _is_to_come(reading: Reading) -> bool:
    return "计划" in reading.masked or any(moment.leaning is Leaning.FUTURE for moment in reading.moments)


def _is_one_record(readings: list[Reading], found: list[tuple[int, int, bool]]) -> bool:
    """拜访东吴 王总, then numbered lines that name no customer: they are what was talked about."""
    numbered = [each for each, (_, _, bullet) in zip(readings, found, strict=True) if bullet]
    return (
        bool(numbered)
        and bool(readings[0].customers)
        and not found[0][2]
        and not any(each.customers or _NAMES_A_FIRM.search(each.masked) for each in numbered)
    )


_NAMES_A_FIRM: Final = re.compile(r"公司|厂|集团|五金|机械|科技|电子|超市|贸易")


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


_REGISTERS: Final = re.compile(r"\s*(?:报备|备案)\s*[^\s:#b\d]")


def _begins_record(reading: Reading, *, headed: bool) -> bool:
    if _REGISTERS.match(reading.masked):
        return True
    if reading.customers:
        first = reading.customers[0][0]
        # A plan (明天：恒力) begins a record of its own too.
        moments = [moment._replace(leaning=Leaning.TODAY) for moment in reading.moments]
        return head_end(reading.masked[:first], moments) >= first or isinstance(find_report(reading), Report)
    if headed or read_command(reading) is not None:
        return True
    report = find_report(reading)
    return isinstance(report, Report) and report.trigger is not None and report.trigger.kind == "visit"


def _wants_of_another(reading: Reading, above: Sequence[Reading]) -> bool:
    """后天跟进恒力 below 明天跟进东吴: something of its own, of a customer other than the last one above."""
    if not reading.customers:
        return False
    last = next((each.customers[-1][2] for each in reversed(above) if each.customers), None)
    if last is None or last == reading.customers[0][2]:
        return False
    wanted = read_want(reading)
    return wanted is not None and wanted.name not in _LOOKED_UP


_LOOKED_UP: Final = frozenset({Intents.CUSTOMER_QUERY, Intents.CUSTOMER_LIST, Intents.NOT_YET, Intents.UNKNOWN})


def _record(reading: Reading, *, header: Reading | None = None, listed: bool = False) -> tuple[Intent, ...]:
    command = read_command(reading) if listed and not reading.customers else None
    if command is not None and command.name is not Intents.CHOOSE:
        return (command,)
    # The whole message was looked at for duties before its commands.
    duty = None if reading.is_whole else read_duty(reading)
    presence = read_rules(reading) or read_leads(reading) or duty or read_presence(reading)
    if presence is not None:
        return (presence,)
    leaving = read_leaving_with_more(reading)
    if leaving:
        return leaving
    topic = find_topic(reading.masked)
    if topic is None or topic in _BESIDE_A_VISIT or topic in _MENTIONED or listed:
        several = read_several(reading, header=header, listed=listed)
        if several:
            return with_payments(reading, several)
    parted = () if listed else _parted(reading, header)
    if parted:
        return parted
    report = find_report(reading, asked_for=listed)
    if isinstance(report, Report) and not listed:
        other = outweighing(reading, report, topic)
        if other is not None:
            return (other,)
    if isinstance(report, Report) and _outweighs(reading, report, topic, listed=listed):
        return with_payments(reading, read_visits(reading, report, header=header))
    wire = by_wire(reading) if report not in _STANDS_AGAINST and topic in {None, Topics.FOLLOW_UP} else ()
    return wire or (_nothing_done(reading, report, topic),)


def _parted(reading: Reading, header: Reading | None) -> tuple[Intent, ...]:
    """明天跟进东吴，后天跟进恒力: a clause that wants a thing of its own of another customer, and what is before it."""
    if len({span[2] for span in reading.customers}) < 2:
        return ()
    for end, start in reading.breaks:
        before, rest = reading.part(0, end), reading.part(start, len(reading.text))
        if not before.customers or not _wants_of_another(rest, [before]) or not _opens_with_customer(rest):
            continue
        first = _record(before, header=header)
        if first[0].name is Intents.DAILY_REPORT:
            return ()  # the rest is its text
        if first[0].name not in _NOTHING_ORDERED:
            return (*first, *_record(rest))
    return ()


def _opens_with_customer(reading: Reading) -> bool:
    first = reading.customers[0][0]
    opening = reading.masked[:first]
    for moment in reversed(reading.moments):
        if moment.end <= first:
            opening = opening[: moment.start] + opening[moment.end :]
    return _OPENING.fullmatch(opening) is not None


_OPENING: Final = re.compile(
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
            return _not_yet(reading, Topics.ON_THE_WAY)
        if reading.customers and _NOT_GONE.search(reading.masked):
            return _not_yet(reading, Topics.NOT_GONE)
    if planned:
        return plan_of(reading)
    if topic is not None:
        return _not_yet(reading, topic)
    if report is Verdict.DENIED:
        return _not_yet(reading, Topics.NOT_GONE)
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


_ON_THE_WAY: Final = re.compile(rf"路上|(?<![赶尽])快到(?!期|货|账|{CUSTOMER}+的)|在途中|正往|正赶|马上到")
_NOT_GONE: Final = re.compile(
    r"没去成|没能去|没去(?!过)|没进去|(?:今天|昨天)?(?:放假|停电|关门|下班)[^,。]*,?\s*没去|去不了|去不成|没跑成|白跑"
)
_TELLS: Final = re.compile(r"[说讲?]|吗|呢|没|不")
_BY_PHONE: Final = re.compile(r"微信|电话")
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


def _not_yet(reading: Reading, topic: Topics) -> Intent:
    return reading.intent(Intents.NOT_YET, {"topic": reading.whole(str(topic))})
