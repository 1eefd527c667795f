"""What weighs more than a visit, stands beside one, or takes the place of one in a record."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.language.heads import MEETS
from handlers.language.meaning import Intent, Intents
from handlers.language.reading import Reading
from handlers.language.reports import LIKELY, Report
from handlers.language.signs import is_asked, supposed
from handlers.language.topics import Topics
from handlers.language.triggers import Trigger
from handlers.language.visits import read_visits
from handlers.language.want_deals import is_paid, may_be_paid
from handlers.language.want_plans import decide_daily
from handlers.language.wants import read_anger, read_deal, read_fare, read_release, read_want
from handlers.language.who import find_who


def paid_besides(reading: Reading) -> tuple[Intent, ...]:
    """拜访东吴 谈报价，回款5万: money that is told in a clause of its own is no part of the visit."""
    if not reading.breaks or _FIGURE.search(reading.masked) is None or not may_be_paid(reading.text):
        return ()
    clauses = {reading.clause_of(start) for start in (0, *(after for _, after in reading.breaks))}
    paid = any(start < end and is_paid(reading.part(start, end)) for start, end in clauses)
    if not paid:
        return ()
    return (reading.intent(Intents.NOT_YET, {"topic": reading.whole(str(Topics.PAYMENT))}),)


_TALKS: Final = MEETS | frozenset("聊谈洽沟交商讨磋")
"""How a verb begins that says somebody was seen or spoken to: it is what the record is for."""
_FIGURE: Final = re.compile(r"[\d一二三四五六七八九十百两]")


def outweighing(reading: Reading, report: Report, topic: Topics | None) -> Intent | None:
    """Money, goods or anger that outweigh a weak verb of a visit."""
    trigger = report.trigger
    if topic is Topics.DAILY_REPORT:
        return read_want(reading) if decide_daily(reading) else None
    if topic is Topics.COMPLAINT and (trigger is None or trigger.kind == "activity"):
        return read_anger(reading)
    if trigger is not None and reading.masked[trigger.start] in _TALKS and not _is_no_talk(reading, trigger):
        return None
    if trigger is None or trigger.kind in {"activity", "meeting"}:
        given_up = read_release(reading)
        if given_up is not None:
            return given_up
    if _FIGURE.search(reading.masked) is None and "阶段" not in reading.masked:
        return None
    if trigger is None or trigger.kind in {"activity", "meeting"}:
        return read_deal(reading)
    return read_fare(reading) if trigger.kind == "motion" and not trigger.complete else None


def _is_no_talk(reading: Reading, trigger: Trigger) -> bool:
    """交了两万定金 is no 交流, and 阶段 谈判 tells how far it has come."""
    if reading.masked.startswith(("交了", "交过", "交完"), trigger.start):
        return True
    return reading.masked[: trigger.start].rstrip(" :").endswith("阶段")


_BY_WIRE: Final = re.compile(
    r"(?:电话|微信|视频|语音|钉钉|线上|网上)[^,。;]{0,14}?(?:聊|谈|沟通|联系|交流|对接?|说|讲|确认|讨论)(?:了|过|好)|(?:聊|谈|沟通|联系|交流)(?:了|过)[^,。;]{0,6}(?:电话|微信)"
    r"|[打通](?:了|过)(?:一?个|一?通)?(?:电话|视频|语音)|[打通](?:完|好)(?:了)?电话|电话(?:里|中)(?:说|讲|聊|谈)|联系(?:过了|上了)"
)
_NOT_REACHED: Final = re.compile(r"没(?:人)?接|没打通|打不通|关机|占线|没联系上|联系不上|没回")


def by_wire(reading: Reading) -> tuple[Intent, ...]:
    """A customer who was spoken to by phone or chat: kept as 电话拜访 is."""
    masked = reading.masked
    if not (reading.customers or reading.contacts) or _BY_WIRE.search(masked) is None:
        return ()
    if _NOT_REACHED.search(masked) or is_asked(masked) or supposed(masked):
        return ()
    told = read_visits(reading, Report(None, LIKELY))
    if reading.customers:
        return told
    # 给王总打了电话: he says which customer is meant.
    return (replace(told[0], slots={**told[0].slots, **find_who(reading).slots}),)
