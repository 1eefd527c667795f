"""Text to meaning: the whole of it in one pure function."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from handlers.language.chatter import is_idle
from handlers.language.clauses import lines
from handlers.language.commands import is_nod, read_command
from handlers.language.dates import Leaning
from handlers.language.day_ahead import read_day_ahead
from handlers.language.duties import read_duty
from handlers.language.facts_beside import met_with_trouble
from handlers.language.guesses import asking_of_whom
from handlers.language.heads import head_end
from handlers.language.in_passing import read_in_passing
from handlers.language.leave_beside import read_leave_beside
from handlers.language.meaning import Book, Intent, Intents, Situation, Slot, Understanding
from handlers.language.mentions import known_customer
from handlers.language.no_visits import as_it_happened
from handlers.language.normalise import normalise
from handlers.language.patterns import regex
from handlers.language.promised_parts import paying_alone, paying_beside
from handlers.language.quotations import read_quotation
from handlers.language.reading import Reading
from handlers.language.record import not_yet, read_record, wants_of_another
from handlers.language.reminder_beside import read_reminder_beside
from handlers.language.report_asides import read_report_aside
from handlers.language.reports import LIKELY, Report, find_report
from handlers.language.said_besides import read_and_passed_on, read_besides
from handlers.language.second_opinion import second_opinion
from handlers.language.several import is_told, plan_of
from handlers.language.signs import P, is_unsaid
from handlers.language.topics import Topics, find_topic
from handlers.language.visits import read_talk
from handlers.language.want_day_plans import by_day
from handlers.language.want_promises import each_promised
from handlers.language.want_relays import read_relay
from handlers.language.wants import read_want
from handlers.language.weighing import is_weak, weigh

LONGEST: Final = 800
"""Characters; what is longer was pasted, not typed (`product.md` §4.2): ask before anything is kept."""
_MOST_RECORDS: Final = 20
_MOST_LINES: Final = 40
TOLD: Final = "visits.fill"
"""The open question after 到了 and 走了: what was talked about there."""
_SPOKE: Final = r"[^\s:：]{1,12} ?(?:\d{1,2}[/-]\d{1,2} )?\d{1,2}:\d{2}(?::\d{2})?\s*\n"
_FORWARDED: Final = regex(r"\s*(?:[>＞]|(?:\[|【)?转发(?:\]|】|[:：])|(?:\[|【)转[载贴]?(?:\]|】))")
_PASTED: Final = regex(rf"{_SPOKE}|\s*「[^」]*」\s*\n\s*(?:-\s*){{3,}}")
_PASTED_BELOW: Final = regex(rf"\n(?:{_SPOKE}|[ \t]{{0,4}}https?://)")
"""What was copied from another conversation: speaker and minute on a line of their own, a quotation, a link below."""
_ASKS: Final = regex(r"[?]|[吗呢]\W*$")
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
        nodded = is_nod(text, situation.asked)
        return Understanding((Intent(Intents.CONFIRM if nodded else Intents.SMALLTALK, {}, 1.0, text),))
    whole = Reading(normal, 0, len(normal.text), situation, book)
    plain = _plainly(whole)
    if plain:
        return _understood(plain)
    if len(whole.customers) > _MOST_RECORDS:
        return Understanding((_pasted(text),))
    meant = _records(whole)
    if len(meant) == 1:
        meant = (paying_alone(whole, as_it_happened(whole, _reconsidered(whole, meant[0]))),)
    if len(meant) == 1 and _is_hearsay_of_a_leader(whole, meant[0]):
        meant = (whole.intent(Intents.UNKNOWN, known_customer(whole)),)
    if _is_talk(whole, meant):
        return Understanding((read_talk(whole),))
    meant = by_day(whole, met_with_trouble(whole, meant))
    if len(meant) == 1 and meant[0].name is Intents.UNKNOWN and not meant[0].slots and not situation.asked:
        return Understanding((whole.intent(Intents.SMALLTALK),) if is_idle(whole) else meant)
    return _understood(paying_beside(whole, meant))


def _plainly(whole: Reading) -> tuple[Intent, ...]:
    """What is known by the words alone, before records are looked for; empty where nothing is."""
    both = read_and_passed_on(whole, _part) or read_besides(whole, _part)
    if both:
        return both
    passing = read_in_passing(whole)
    if passing is not None:
        return (passing,)
    command = read_duty(whole) or read_relay(whole) or read_command(whole)
    return () if command is None else (_weighed(whole, command),)


def _understood(meant: tuple[Intent, ...]) -> Understanding:
    if len(meant) > 1 or "customers" in meant[0].slots:
        return Understanding(tuple([asking_of_whom(each) for one in meant for each in each_promised(one)]))
    return Understanding((asking_of_whom(meant[0]),))


def _weighed(whole: Reading, meant: Intent) -> Intent:
    """What was understood, or what more speaks for where that was little and nothing is asked."""
    if whole.situation.asked or not is_weak(meant):
        return meant
    return weigh(whole, meant) or meant


def _reconsidered(whole: Reading, meant: Intent) -> Intent:
    """What was understood, or what people rather mean who put it so."""
    found = _weighed(whole, meant)
    return found if whole.situation.asked else second_opinion(whole, found) or found


def understand_talk(text: str, situation: Situation, book: Book) -> Intent:
    """A sentence about a visit that is known already (聊了报价，周四上午9点带样机再来): VISIT_LOG, without customer.

    Args:
        text: the message as it came.
        situation: who wrote it, when, and which question is open for him.
        book: the names he may mean.
    """
    normal = normalise(text)
    return read_talk(Reading(normal, 0, len(normal.text), situation, book))


def _is_hearsay_of_a_leader(whole: Reading, meant: Intent) -> bool:
    """Whether somebody who leads, or sits in the office, only speaks of a customer: he logs a visit with a verb."""
    if meant.name is not Intents.VISIT_LOG or whole.situation.asked:
        return False
    speaker = whole.situation.speaker
    if meant.confidence <= LIKELY and _ANSWERS.match(whole.text) is not None:
        return True
    if not speaker.sells:
        return meant.confidence <= _TOLD_OUTRIGHT
    if not speaker.leads:
        return False
    of_another = bool(whole.people) and _OF_A_COLLEAGUE.match(whole.masked) is not None
    return of_another or (meant.confidence <= LIKELY and "way" not in meant.slots)


_ANSWERS: Final = regex(
    r"\s*(?:是的?|对的?|好的?|嗯+|没错|没有|不是|收到|知道了?|明白了?|行)[\s,，]*[一-鿿]{1,2}(?:姐|哥|总|经理|会计|主管|总监)[\s,，。]"
)
"""是的何姐，龙总先安排的: to a colleague."""
_TOLD_OUTRIGHT: Final = 0.9
"""Of whoever has no customers of his own only what is said with a word like 拜访 is a visit."""
_OF_A_COLLEAGUE: Final = regex(
    rf"(?:今天|昨天|上午|下午|刚才?|那个?|让|叫|[\s,])*{P}(?![\s]*(?:和我|跟我|与我|、我|陪我|带我|同我)|[^,。]{{0,10}}(?:和我|跟我|陪我|带我|我们))(?!.*(?:我陪|我带|我和|我跟|我也))"
)
"""李雷今天见王总: who leads tells of him."""


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


def _part(reading: Reading) -> tuple[Intent, ...]:
    """What a part of a message means by itself."""
    found = read_record(reading)
    if len(found) == 1:
        found = (paying_alone(reading, _reconsidered(reading, found[0])),)
    return paying_beside(reading, found)


_BESIDE: Final = (read_leave_beside, read_day_ahead, partial(read_report_aside, read=_part), read_reminder_beside)
"""Read several things of different kinds in one line."""


def _records(whole: Reading) -> tuple[Intent, ...]:
    found = lines(whole.masked)
    beside = next(filter(None, (read(whole) for read in _BESIDE)), ()) if len(found) < 2 else ()
    if beside:
        return beside
    if len(found) < 2:
        unsaid = is_unsaid(whole.masked)
        return (whole.intent(Intents.UNKNOWN, known_customer(whole)),) if unsaid else read_record(whole)
    readings = [Reading(whole.normal, start, end, whole.situation, whole.book) for start, end, _ in found]
    if len(readings) > _MOST_LINES:
        return (_pasted(whole.normal.original),)
    if find_topic(readings[0].masked) is Topics.DAILY_REPORT:
        return (read_want(whole) or not_yet(whole, Topics.DAILY_REPORT),)
    if _is_one_record(readings, found):
        return read_record(whole)
    header = readings[0] if _is_header(readings[0]) else None
    numbered = [index for index, (_, _, bullet) in enumerate(found) if bullet]
    dashed = sum(_DASHED.search(each.masked) is not None for each in readings) == len(readings)
    begins = {
        index: index in numbered
        if numbered
        else dashed
        or _is_sub_header(each)
        or _begins_record(each, headed=header is not None)
        or wants_of_another(each, readings[:index])
        or read_duty(each) is not None
        for index, each in enumerate(readings)
    }
    groups = _grouped(readings, begins, skip=1 if header is not None else 0)
    if len(groups) == 1 and header is None:
        return read_record(whole)
    told = sum(is_told(each) for each in groups)
    listed = (
        header is not None
        or (bool(numbered) and (told > 0 or any(isinstance(find_report(each), Report) for each in groups)))
        or (told > 1 and told * 2 >= len(groups))
    )
    intents = _of_groups(groups[:_MOST_RECORDS], header, listed=listed)
    said = tuple(intent for intent in intents if intent.name is not Intents.SMALLTALK)
    return said or read_record(whole)


_DASHED: Final = regex(r"[^\s\-]\s?-\s?[^\s\-]")
_SUB_HEADER: Final = regex(r"(?:的|拜访|走访|客户|计划|安排|行程|工作|[\s:,])*")


def _of_groups(groups: list[Reading], header: Reading | None, *, listed: bool) -> list[Intent]:
    """The records of the lines; a line with nothing but a day (明日拜访：) heads those below it."""
    intents: list[Intent] = []
    plan = header if header is not None and _is_to_come(header) else None
    for group in groups:
        if _is_sub_header(group):
            header, plan = group, group if _is_to_come(group) else None
        elif plan is None:
            intents += read_record(group, header=header, listed=listed)
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


_NAMES_A_FIRM: Final = regex(r"公司|厂|集团|五金|机械|科技|电子|超市|贸易")


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


_REGISTERS: Final = regex(r"\s*(?:报备|备案)\s*[^\s:#b\d]")


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
