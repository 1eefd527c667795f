"""What weighs more than a visit, stands beside one, or takes the place of one in a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.language.dates import Leaning
from handlers.language.heads import MEETS
from handlers.language.meaning import Intent
from handlers.language.money import read_payment_record
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.reports import LIKELY, Report
from handlers.language.signs import is_asked, supposed
from handlers.language.talk import EDGES
from handlers.language.topics import Topics
from handlers.language.triggers import Trigger
from handlers.language.visits import read_visits
from handlers.language.want_deals import decide_complaint, is_plainly_angry, may_be_paid, told_payment
from handlers.language.want_delays import decide_late
from handlers.language.want_plans import decide_daily, decide_own_work
from handlers.language.wants import (
    read_anger,
    read_deal,
    read_fare,
    read_registered,
    read_release,
    read_taken,
    read_want,
)
from handlers.language.who import find_who


def with_payments(reading: Reading, told: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """拜访东吴 谈报价 回款5万: money that came in is told beside a visit, and is no part of what was talked about.

    Args:
        reading: one record.
        told: its visits.

    Returns:
        The visits without the money, and the payments behind them.
    """
    if not may_be_paid(reading.text) or _FIGURE.search(reading.masked) is None:
        return told
    paid: list[Intent] = []
    for first, end in _clauses(reading):
        clause = reading.part(first, end)
        places = told_payment(clause)
        if places is None:
            continue
        payment = read_payment_record(clause.part(places[0], end - first))
        if payment is None or "amount" not in payment.slots:
            continue
        paid.append(of_visited(payment, told))
        words = [reading.words(first + place, end) for place in places]
        told = tuple(_without(one, words) for one in told)
    return (*told, *paid)


def _clauses(reading: Reading) -> list[tuple[int, int]]:
    """Clauses, and what stands between blanks."""
    edges = [0, *(place for pair in reading.breaks for place in pair), len(reading.masked)]
    clauses = list(zip(edges[::2], edges[1::2], strict=True))
    return [
        (start + found.start(), start + found.end())
        for start, end in clauses
        for found in _PIECE.finditer(reading.masked[start:end])
    ]


_PIECE: Final = regex(r"\S+(?: (?=[\d¥$]|现金|承兑|电汇|转账|微信)\S+)*")
"""回款 5万 承兑 is one."""


def of_visited(payment: Intent, told: tuple[Intent, ...]) -> Intent:
    """A payment by whom it names, else by who was visited; on the day of the visit if no other was said.

    Args:
        payment: as it was read.
        told: the visits beside it.
    """
    start = min((slot.start for slot in payment.slots.values()), default=0)
    before = [one for one in told if "customer" in one.slots and one.slots["customer"].start <= start] or list(told)
    known = {name: slot for name, slot in before[-1].slots.items() if name in {"customer", "date"}}
    if "customer" in payment.slots:
        known.pop("customer", None)
    slots = {**known, **payment.slots}
    if "customer" in slots and "amount" in slots and not slots.keys() & {"fuzzy"} and _is_one(payment):
        slots.pop("unsure", None)
    return replace(payment, slots=slots)


def _is_one(payment: Intent) -> bool:
    return "customer" not in payment.slots and "contact" not in payment.slots


def _without(visit: Intent, words: Sequence[str]) -> Intent:
    """A visit whose summary tells no longer of a payment."""
    slot = visit.slots.get("summary")
    cut = next((one for one in words if slot is not None and one in slot.value), None)
    if slot is None or cut is None:
        return visit
    before, _, behind = slot.value.partition(cut)
    left = "，".join(one for one in (before.strip(EDGES), behind.strip(EDGES)) if one)
    slots = {name: one for name, one in visit.slots.items() if name != "summary"}
    return replace(visit, slots={**slots, "summary": slot._replace(value=left)} if left else slots)


_TALKS: Final = MEETS | frozenset("聊谈洽沟交商讨磋")
"""How a verb begins that says somebody was seen or spoken to: it is what the record is for."""
_FIGURE: Final = regex("[0-9一二三四五六七八九十百两]")


def outweighing(reading: Reading, report: Report, topic: Topics | None) -> Intent | None:
    """Money, goods or anger that outweigh a weak verb of a visit."""
    trigger = report.trigger
    if not reading.customers and decide_own_work(reading) is not None:
        return read_want(reading)
    registered = None if reading.customers else read_registered(reading)
    if registered is not None:
        return registered
    if topic is Topics.DAILY_REPORT:
        return read_want(reading) if decide_daily(reading) else None
    if _is_no_meeting(reading, trigger) and (topic is Topics.COMPLAINT or is_plainly_angry(reading)):
        angry = read_anger(reading)
        if angry is not None or topic is Topics.COMPLAINT:
            return angry
    if _STAGE_SAID.search(reading.masked) is not None:
        return read_deal(reading)
    if trigger is not None and reading.masked[trigger.start] in _TALKS and not _is_no_talk(reading, trigger):
        return None
    ownership = read_taken(reading)
    if ownership is None and (trigger is None or trigger.kind in {"activity", "meeting"}):
        ownership = read_release(reading)
    if ownership is not None:
        return ownership
    return _of_figures(reading, trigger)


def _of_figures(reading: Reading, trigger: Trigger | None) -> Intent | None:
    """Money, goods or a stage beside a verb that may mean no more than how it was brought about."""
    if _FIGURE.search(reading.masked) is None and _OF_A_CHANCE.search(reading.masked) is None:
        return None
    if trigger is None or trigger.kind in {"activity", "meeting"}:
        return read_deal(reading)
    return read_fare(reading) if trigger.kind == "motion" and not trigger.complete else None


def _is_no_meeting(reading: Reading, trigger: Trigger | None) -> bool:
    """装完漏水: the verb of a visit may be what went wrong."""
    if trigger is None or trigger.kind == "activity":
        return True
    return trigger.kind == "meeting" and reading.masked[trigger.start] in "装修换送做拿"


_BARGAIN: Final = regex("合同|单子?|项目|生意|标")
_OF_A_CHANCE: Final = regex("到[^,。]{1,6}这一?步|阶段|成交了|赢单|丢单|签约了|签约完成|中标|等签|等定标|没戏")
_STAGE_SAID: Final = regex("阶段[^,。]{0,3}(?:改|到|推|变|调|进)|[,\\s](?:丢|输|赢)单[了\\s。]*$")
"""谈妥了，阶段改到签约: an order, whatever was talked about before."""


def _is_no_talk(reading: Reading, trigger: Trigger) -> bool:
    """交了两万定金 is no 交流, and 阶段 谈判 tells how far it has come."""
    if reading.masked.startswith(("交了", "交过", "交完"), trigger.start):
        return True
    if reading.masked.startswith(("谈下来", "谈成", "谈妥"), trigger.start):
        return _BARGAIN.search(reading.masked, 0, trigger.start) is not None
    return reading.masked[: trigger.start].rstrip(" :").endswith("阶段")


_BY_WIRE: Final = regex(
    r"^\s*(?:刚|电话|已经|我)*(?:打过|打通|打完|联系过)了?[,。\s]|(?:电话|微信|视频|语音|钉钉|线上|网上)[^,。;]{0,14}?(?:聊|谈|沟通|联系|交流|对接?|说|讲|确认|讨论)(?:了|过|好|完|的(?=[\s,。]|$))|(?:聊|谈|沟通|联系|交流)(?:了|过)[^,。;]{0,6}(?:电话|微信)"
    r"|(?<=[\ue000总理工任长板哥姐])(?:打了|打过了|联系了)(?=[\s,。])|[打通](?:了|过)(?:一?个|一?通|[^,。]{0,6}(?:分钟|小时|个钟头?|半天|会儿?)的?)?(?:电话|视频|语音)|[打通](?:完|好)(?:了)?电话|[打回通去](?:一?个|一?通)?电话给[^,。;]{1,8}了|电话打给[^,。;]{1,8}了|打给[^,。;]{1,8}了|打过(?:去|来)了|电联(?:了)?|挂了?[^,。]{0,6}电话|来电(?!显|梯)|打(?:了)?(?:一?个)?电话(?:来|过来)|(?:来|发来|发了)(?:了)?(?:个|条)?(?:微信|信息|消息|短信)(?:说|问|讲)|(?:电话|微信)(?:回访|跟进|联系|沟通)(?:了|过|完)?(?=\s*\ue000)|给[^,。;]{1,8}[打回通去](?:一?个|一?通)?(?:电话|微信)了|电话(?:里|中)(?:说|讲|聊|谈)|联系(?:过了|上了)|(?<=\ue000)\s*回访(?:了|过)?[\s,:]+(?=\S\S)"
)
_NOT_REACHED: Final = regex(r"没(?:人)?接|没打通|打不通|关机|占线|没联系上|联系不上|没回")


def by_wire(reading: Reading) -> tuple[Intent, ...]:
    """A customer who was spoken to by phone or chat: kept as 电话拜访 is."""
    masked = reading.masked
    if not (reading.customers or reading.contacts) or _BY_WIRE.search(masked) is None:
        return ()
    if _NOT_REACHED.search(masked) or is_asked(masked) or supposed(masked) or decide_late(reading) is not None:
        return ()
    if decide_complaint(reading) is not None or ("回访" in masked and _is_to_come(reading)):
        return ()
    told = read_visits(reading, Report(None, LIKELY))
    if reading.customers:
        return told
    # 给王总打了电话: he says which customer is meant.
    return (replace(told[0], slots={**told[0].slots, **find_who(reading).slots}),)


def _is_to_come(reading: Reading) -> bool:
    return any(one.dated and one.leaning in {Leaning.FUTURE, Leaning.EITHER} for one in reading.moments)
