"""The last look at a record of which no rule was sure: what most speaks for, and its slots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from handlers.language.asks import period_slots, person_slots
from handlers.language.dates import Leaning
from handlers.language.evidence import DOUBTED, ENOUGH, HOPED, TOLD_FIRST, WITNESSES
from handlers.language.meaning import Intent, Intents
from handlers.language.newcomers import phone_slots
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.reports import LIKELY, Report, find_report
from handlers.language.signs import is_asked, is_unsaid, supposed
from handlers.language.skeleton import skeleton
from handlers.language.topics import Topics
from handlers.language.triggers import Verdict
from handlers.language.visits import read_visits
from handlers.language.wants import read_as
from handlers.language.who import find_who

_WEAK_REPORT: Final = Report(None, LIKELY)
LONGEST: Final = 120
"""Characters; a longer record is a story, in which any word may stand."""
_LOOKED_UP: Final = frozenset(
    {
        Intents.HELP,
        Intents.CUSTOMER_QUERY,
        Intents.CUSTOMER_LIST,
        Intents.RECEIVABLE_QUERY,
        Intents.MY_STATS,
        Intents.TEAM_SUMMARY,
        Intents.PERSON_WORK,
        Intents.REPORT_MISSING,
        Intents.RANKING,
        Intents.TARGET_QUERY,
    }
)
_KNOWN_BY_NAME: Final = frozenset({Topics.EXPORT, Topics.POLICY, Topics.ON_THE_WAY, Topics.QUOTE})
"""What is answered although it cannot be done: nothing else is meant by it."""
_BESIDE_A_TALE: Final = frozenset(
    {
        Intents.PAYMENT_RECORD,
        Intents.ORDER_RECORD,
        Intents.COMPLAINT_RECORD,
        Intents.OPPORTUNITY_UPDATE,
        Intents.FOLLOWUP_SET,
        Intents.CUSTOMER_QUERY,
    }
)
"""What a tale without a verb of visits may be instead."""
NOT_WRITTEN: Final = _LOOKED_UP | {Intents.SMALLTALK}
TALES: Final = frozenset({Intents.VISIT_LOG, Intents.COMPLAINT_RECORD})
"""What is told may hold what somebody asked."""
NEVER_HOPED: Final = frozenset(
    {
        Intents.PAYMENT_RECORD,
        Intents.ORDER_RECORD,
        Intents.EXPENSE_RECORD,
        Intents.LEAD_TRANSFER,
        Intents.LEAD_CLAIM,
        Intents.LEAD_RELEASE,
    }
)
_BARE: Final = frozenset({Intents.HELP, Intents.UNDO, Intents.SMALLTALK})
_OF_PEOPLE: Final = {
    Intents.PERSON_WORK: "person",
    Intents.REPORT_MISSING: "report_missing",
    Intents.TEAM_SUMMARY: "team",
}
"""What is asked about others, and the topic of each."""
_TOLD: Final = 0.25
"""By how much more it must speak for that."""


def is_weak(meant: Intent) -> bool:
    """Whether a record was understood so poorly that evidence may say more.

    Args:
        meant: what the rules made of it.
    """
    if meant.name is Intents.NOT_YET:
        return meant.value("topic") not in _KNOWN_BY_NAME
    if meant.name is Intents.UNKNOWN:
        return "topic" not in meant.slots
    if meant.name is Intents.FOLLOWUP_SET:
        return "summary" in meant.slots or "next_note" in meant.slots
    return meant.name is Intents.SMALLTALK or (meant.name is Intents.VISIT_LOG and meant.confidence <= LIKELY)


def weigh(reading: Reading, meant: Intent) -> Intent | None:
    """What a record means by all that speaks for it; None where nothing speaks loudly enough.

    Args:
        reading: the whole message.
        meant: what the rules made of it.
    """
    if len(reading.text) > LONGEST or "\n" in reading.text.strip() or is_unsaid(reading.masked):
        return None
    bones = skeleton(reading)
    if meant.name is Intents.FOLLOWUP_SET:
        return read_tale(reading) if TOLD_FIRST.search(bones) and DOUBTED.search(bones) is None else None
    tale = meant.name is Intents.VISIT_LOG
    scored = [(weight, name) for name in WITNESSES if (weight := testimony(name, bones)) >= ENOUGH]
    scored.sort(key=lambda one: -one[0])  # of equals the one that stands first in the table
    said = WHOEVER.sub("", bones)
    doubted = DOUBTED.search(said) is not None or supposed(said)
    asked = doubted or is_asked(said)
    hoped = HOPED.search(bones) is not None
    for weight, name in scored:
        if tale and (name not in _BESIDE_A_TALE or weight < ENOUGH + _TOLD):
            continue
        if (doubted if name in TALES else asked) and name not in NOT_WRITTEN:
            continue
        if hoped and name in NEVER_HOPED:
            continue
        found = read_meaning(reading, name, bones)
        if found is not None:
            return found
    return None


WHOEVER: Final = regex("谁[要爱想][^,。]{0,2}谁|(?:没人|没主|无主|空着|闲着)[^,。]{0,4}的话")
"""谁要谁拿去 asks nobody, and 空着的话我去跑 doubts nothing."""


def testimony(name: Intents, bones: str) -> float:
    """How much of a record speaks for a meaning.

    Args:
        name: the meaning.
        bones: see `handlers.language.skeleton.skeleton`.
    """
    return round(sum(one.weight for one in WITNESSES[name] if one.pattern.search(bones)), 2)


_NOBODY_THERE: Final = regex(r"没(?:碰|见|遇|找)[到着上]|白跑|[扑跑]空|没谈[拢成妥]|没成|没搭上|闭门羹|关着门|没开门")


def read_meaning(reading: Reading, name: Intents, bones: str) -> Intent | None:
    """A record's slots for what it is believed to mean; None where they do not make it.

    Args:
        reading: the whole message.
        name: what it is believed to mean.
        bones: its skeleton.
    """
    if name in _BARE:
        return reading.intent(name)
    if name in _OF_PEOPLE:
        topic = _OF_PEOPLE[name]
        return reading.intent(name, {**period_slots(reading), **person_slots(reading), "topic": reading.whole(topic)})
    if name is Intents.BIRTHDAY_SET and reading.people:
        return None
    if name is Intents.VISIT_LOG:
        verdict = find_report(reading)
        if isinstance(verdict, Report):
            return read_tale(reading, verdict)
        if verdict is not None and (verdict is not Verdict.DENIED or _NOBODY_THERE.search(bones) is None):
            return None  # its verb was judged: planned, denied, somebody else's
        return read_tale(reading)
    found = read_as(reading, name)
    if found is None and name in _PLAINLY:
        return _PLAINLY[name](reading)
    return found


def read_tale(reading: Reading, report: Report = _WEAK_REPORT) -> Intent | None:
    """What somebody at a customer's told; None where nobody is named whom the book knows.

    Args:
        reading: the whole message.
        report: what speaks of a visit in it.
    """
    if not reading.customers and not reading.contacts:
        return None
    told = read_visits(reading, report)[0]
    return told if reading.customers else replace(told, slots={**told.slots, **find_who(reading).slots})


_FIRM: Final = regex(r"[^\s,。:;!?、]{4,20}")
_NO_FIRM: Final = regex(
    r"[我你他她的了吗呢]|报备|备案|备个|登记|客户|联系人|老板|电话|手机|介绍|先占|占[个着位坑]|挂上|预算|想[要做买]|\d{5}"
)


def _plain_registration(reading: Reading) -> Intent | None:
    """A firm that stands by itself before the wish to register it (苏州晨曦光电 帮我备个案)."""
    if reading.customers:
        return None
    named = next((one for one in _FIRM.finditer(reading.masked) if _NO_FIRM.search(one.group()) is None), None)
    if named is None:
        return None
    said = reading.slot(reading.words(*named.span()), *named.span())
    slots = {"customer_new": said, **phone_slots(reading), "summary": reading.whole(reading.words())}
    return reading.intent(Intents.LEAD_REGISTER, slots)


def _plain_plan(reading: Reading) -> Intent | None:
    """Whom to see on the day that is named, although somebody else's doing stands beside it."""
    who = find_who(reading)
    days = [one for one in reading.moments if one.dated and one.future is not None and one.leaning is not Leaning.PAST]
    if "customer" not in who.slots or not days or (on := days[-1].future) is None or on < reading.today:
        return None
    slots = {**who.slots, "next_date": reading.slot(on, days[-1].start, days[-1].end)}
    if days[-1].clock is not None:
        slots["next_time"] = reading.slot(days[-1].clock, days[-1].start, days[-1].end)
    return reading.intent(Intents.FOLLOWUP_SET, {**slots, "summary": reading.whole(reading.words())})


_PLAINLY: Final[dict[Intents, Callable[[Reading], Intent | None]]] = {
    Intents.FOLLOWUP_SET: _plain_plan,
    Intents.LEAD_REGISTER: _plain_registration,
}
"""Who reads what the reader of plainer words leaves."""
