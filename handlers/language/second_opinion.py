"""The second opinion: what a record means by the way people put it (`habits.py`), where the rules know little or where
hardly anybody who put it so meant what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from handlers.language.evidence import DOUBTED, HOPED
from handlers.language.habits import likely
from handlers.language.heads import begins_as_visit
from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.language.plain_questions import read_question
from handlers.language.reading import Reading
from handlers.language.reports import LIKELY
from handlers.language.signs import is_asked, is_unsaid, supposed
from handlers.language.skeleton import AHEAD, EITHER, SUM, skeleton
from handlers.language.talk_questions import read_talk_question
from handlers.language.triggers import is_ahead
from handlers.language.weighing import (
    LONGEST,
    NEVER_HOPED,
    NOT_WRITTEN,
    TALES,
    WHOEVER,
    is_weak,
    read_meaning,
    read_tale,
    testimony,
)

_NOTHING: Final = frozenset({Intents.UNKNOWN, Intents.SMALLTALK})
_AT_LOSS: Final = _NOTHING | {Intents.NOT_YET}
_AGREES: Final = 0.5
"""So likely a meaning must be where the rules found none,"""
_DIFFERS: Final = 0.75
_TIMES: Final = 8
"""so likely, and so many times likelier than theirs, where they found another,"""
_SURE: Final = 0.8
"""and so likely where something is given up or nothing is to be done."""
_MISHEARD: Final = {
    Intents.VISIT_LOG: Intents.VISIT_LOG,
    Intents.FOLLOWUP_SET: Intents.FOLLOWUP_SET,
    Intents.PLAN_SET: Intents.FOLLOWUP_SET,
    Intents.DUNNING_ANSWER: Intents.FOLLOWUP_SET,
    Intents.PAYMENT_RECORD: Intents.PAYMENT_RECORD,
    Intents.RECEIVABLE_SET: Intents.PAYMENT_RECORD,
    Intents.ORDER_RECORD: Intents.ORDER_RECORD,
    Intents.EXPENSE_RECORD: Intents.EXPENSE_RECORD,
    Intents.COMPLAINT_RECORD: Intents.COMPLAINT_RECORD,
    Intents.OPPORTUNITY_UPDATE: Intents.OPPORTUNITY_UPDATE,
    Intents.CONTACT_ADD: Intents.CONTACT_ADD,
    Intents.DAILY_REPORT: Intents.DAILY_REPORT,
    Intents.LEAD_RELEASE: Intents.LEAD_RELEASE,
    Intents.CUSTOMER_QUERY: Intents.CUSTOMER_QUERY,
    Intents.CUSTOMER_LIST: Intents.CUSTOMER_LIST,
    Intents.RECEIVABLE_QUERY: Intents.RECEIVABLE_QUERY,
    Intents.MY_STATS: Intents.MY_STATS,
    Intents.TEAM_SUMMARY: Intents.TEAM_SUMMARY,
}
"""What the rules may have heard although something else was said, with what it counts as in the table; what has a word
of its own they hear right."""
_LEAST: Final = 0.4
"""How much its own words must speak for what is only looked up."""
_LEAST_FOR_MONEY: Final = 0.7
"""Money, goods and whose a customer is are never guessed: so much must speak for them besides."""
_NEEDS_SURE: Final = frozenset({Intents.UNDO, Intents.LEAD_RELEASE, Intents.LEAD_TRANSFER, *_NOTHING})
_DIALOGUE: Final = frozenset({Intents.CONFIRM, Intents.CANCEL})


def second_opinion(reading: Reading, meant: Intent) -> Intent | None:
    """What a record rather means; None where the rules are to be believed.

    Args:
        reading: the whole message, with no question open.
        meant: what the rules made of it.
    """
    at_loss = meant.name in _AT_LOSS and is_weak(meant)
    if not at_loss and (meant.name not in _MISHEARD or "topic" in meant.slots or _is_plain(reading, meant)):
        return None
    if len(reading.text) > LONGEST or "\n" in reading.text.strip() or is_unsaid(reading.masked):
        return None
    bones = skeleton(reading)
    chances = likely(bones)
    if _is_plainly_paid(reading, meant, chances, bones):
        return replace(meant, slots={key: slot for key, slot in meant.slots.items() if key != "unsure"})
    name = max(chances, key=chances.__getitem__)
    if name is _MISHEARD.get(meant.name, meant.name) or not _is_enough(chances, name, meant, bones, at_loss=at_loss):
        return None
    return None if _is_out_of_place(reading, name, bones) else _read(reading, name, bones, chances[name])


def _is_plain(reading: Reading, meant: Intent) -> bool:
    """Whether the rules cannot have misheard it: its own word stands at the head, or its money is to come."""
    if meant.name is Intents.VISIT_LOG:
        return begins_as_visit(reading) or ("way" in meant.slots and meant.confidence > LIKELY)
    if meant.name is Intents.DUNNING_ANSWER:
        return bool((meant.value("date") or reading.today) > reading.today)
    if meant.name in _QUESTIONS:
        return read_question(reading) is not None or read_talk_question(reading) is not None
    return meant.name in _TO_DO and _CALLED_SO.match(reading.masked) is not None


_QUESTIONS: Final = frozenset({Intents.RECEIVABLE_QUERY, Intents.CUSTOMER_QUERY})
_TO_DO: Final = frozenset({Intents.FOLLOWUP_SET, Intents.PLAN_SET})
_CALLED_SO: Final = regex(r"\s*(?:我要?)?(?:跟进|待办|计划)")


def _read(reading: Reading, name: Intents, bones: str, chance: float) -> Intent | None:
    """A record as what it is believed to mean; None where its slots do not make it or something speaks against it."""
    if name in _NOTHING | _DIALOGUE:
        return reading.intent(name)
    doubtful = name not in NOT_WRITTEN and _is_doubtful(name, bones)
    if doubtful and (name not in NEVER_HOPED or chance < _DOUBTED_BUT):
        return None
    found = read_meaning(reading, name, bones)
    if found is None and name is Intents.VISIT_LOG and chance > _SURE:
        found = read_tale(reading)
    return found if found is None or not doubtful else _asking(reading, found)


def _is_enough(chances: Mapping[Intents, float], name: Intents, meant: Intent, bones: str, *, at_loss: bool) -> bool:
    """Whether a meaning is likely enough to be believed against the rules."""
    if at_loss:
        judged = meant.name is Intents.NOT_YET
        if judged and name in TALES | _NOTHING:
            return False  # its verb was understood: it is planned, or was not done
        return chances[name] > (_SURE if judged or name in _NEEDS_SURE else _AGREES)
    if name in _NOTHING and len(bones) < _SHORT:
        return False  # few who want something of a company put it that short
    if name not in _CORRECTS.get(meant.name, chances):
        return False
    written = meant.name in _READ and name not in _READ
    least = _SURE if written or name in _NEEDS_SURE else _DIFFERS
    return chances[name] > least and chances[name] > _TIMES * chances.get(_MISHEARD[meant.name], 0.0)


_DEALS: Final = frozenset(
    {
        Intents.PAYMENT_RECORD,
        Intents.ORDER_RECORD,
        Intents.EXPENSE_RECORD,
        Intents.COMPLAINT_RECORD,
        Intents.OPPORTUNITY_UPDATE,
        Intents.UNDO,
    }
)
_READ: Final = frozenset(
    {
        Intents.CUSTOMER_QUERY,
        Intents.CUSTOMER_LIST,
        Intents.RECEIVABLE_QUERY,
        Intents.MY_STATS,
        Intents.TEAM_SUMMARY,
        Intents.RANKING,
        *_NOTHING,
    }
)
_CORRECTS: Final = {
    **dict.fromkeys(_READ, _READ),
    Intents.CUSTOMER_QUERY: _READ | {Intents.VISIT_LOG},
    Intents.DAILY_REPORT: frozenset({Intents.TEAM_SUMMARY, Intents.REMINDER_SET}),
    Intents.LEAD_RELEASE: frozenset({Intents.LEAD_CLAIM}),
    Intents.VISIT_LOG: _DEALS | {Intents.MY_STATS},
    Intents.COMPLAINT_RECORD: frozenset({Intents.PAYMENT_RECORD}),
    Intents.DUNNING_ANSWER: frozenset({Intents.PAYMENT_RECORD}),
    Intents.RECEIVABLE_SET: frozenset({Intents.EXPENSE_RECORD, Intents.ORDER_RECORD}),
}
"""What alone is believed instead of some: a verb of visits is a visit, or a deal that was told as one."""


_SHORT: Final = 8
_TO_COME: Final = regex(r"就要|快要|将要|[ADEH][^,。了过]{0,3}[见约碰](?!了|过|面了)|记得|带上")
_TAKES_BACK: Final = regex(r"撤|删|错|取消|作废|去掉|[不别]算|改|手滑")


def _is_out_of_place(reading: Reading, name: Intents, bones: str) -> bool:
    """Whether something plain in it speaks against a meaning, however likely."""
    if name in NOT_WRITTEN and testimony(name, bones) < _LEAST:
        return True
    if name is Intents.VISIT_LOG:
        ahead = any(one.future in {None, reading.today} and is_ahead(reading, one) for one in reading.moments)
        return ahead or _TO_COME.search(bones) is not None or len(reading.customers) > 1
    if name is Intents.UNDO:
        return _TAKES_BACK.search(bones) is None or bool(reading.customers or reading.contacts)
    return name is Intents.CHOOSE  # nothing was offered


def _is_doubtful(name: Intents, bones: str) -> bool:
    """Whether a record is asked, supposed or hoped for, of which nothing may be written."""
    said = WHOEVER.sub("", bones)
    doubted = DOUBTED.search(said) is not None or supposed(said)
    if name in NEVER_HOPED and (HOPED.search(bones) is not None or testimony(name, bones) < _LEAST_FOR_MONEY):
        return True
    return doubted if name in TALES else doubted or is_asked(said)


def _asking(reading: Reading, found: Intent) -> Intent:
    """The same to be asked for before anything is kept."""
    return replace(found, slots={**found.slots, "unsure": reading.whole(True)}, confidence=_DOUBTS)


_DOUBTS: Final = 0.5
_DOUBTED_BUT: Final = 0.7
"""So likely a deal must be to be asked for although something speaks against it."""


def _is_plainly_paid(reading: Reading, meant: Intent, chances: Mapping[Intents, float], bones: str) -> bool:
    """Whether a payment that would be asked for was put as hardly anything else is: one payer, one sum, no hope."""
    if meant.name is not Intents.PAYMENT_RECORD or not meant.value("unsure") or "planned" in meant.slots:
        return False
    customer, sums = meant.value("customer"), [one for one in reading.amounts if one.unit]
    if (
        customer is None
        or len(customer.ids) != 1
        or customer.guessed
        or len(sums) != 1
        or sums[0].fuzzy
        or bones.count(SUM) > 1
    ):
        return False
    said = WHOEVER.sub("", bones)
    return (
        not any(letter in bones for letter in (AHEAD, EITHER))
        and chances[Intents.PAYMENT_RECORD] > _PLAIN
        and HOPED.search(bones) is None
        and DOUBTED.search(said) is None
        and not supposed(said)
        and not is_asked(said)
    )


_PLAIN: Final = 0.85
