"""The day and the clock time of the visit itself."""

from __future__ import annotations

from typing import Final

from handlers.language.dates import Leaning, Moment
from handlers.language.heads import OF_A_THING, record_start
from handlers.language.meaning import Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.triggers import Trigger

MAKE_UP: Final = regex(r"\s*补(?:登|录|记|一个|一下|上)?")
"""At the head of a record: it is made up for an earlier day, so that a bare 周三 has been."""


def day_slots(reading: Reading, trigger: Trigger | None, *, everywhere: bool = False) -> dict[str, Slot]:
    """The day (Shanghai) and clock time of the visit itself: said before the verb, or in its clause.

    Args:
        reading: one record, or a header.
        trigger: the verb, if it has one.
        everywhere: whether any day counts wherever it stands, as in a header.
    """
    slots: dict[str, Slot] = {}
    for moment in visit_moments(reading, trigger, everywhere=everywhere):
        if moment.past is not None and "date" not in slots:
            slots["date"] = reading.slot(moment.past, moment.start, moment.end)
        if moment.clock is not None and "time" not in slots:
            slots["time"] = reading.slot(moment.clock, moment.start, moment.end)
    return slots


def visit_moments(reading: Reading, trigger: Trigger | None, *, everywhere: bool = False) -> list[Moment]:
    """The days and clock times that belong to the visit itself, in order; see `day_slots`."""
    if not reading.moments:
        return []
    if everywhere:
        return _of_visit(reading, trigger, everywhere=True)
    place = trigger.start if trigger is not None else -1
    known = reading.visit_days.get(place)
    if known is None:
        known = reading.visit_days[place] = _of_visit(reading, trigger, everywhere=False)
    return known


def _of_visit(reading: Reading, trigger: Trigger | None, *, everywhere: bool) -> list[Moment]:
    customer = reading.customers[0][1] if reading.customers else 0
    behind = max(trigger.end if trigger is not None else 0, customer)
    limit = len(reading.masked) if everywhere else reading.clause_of(max(behind - 1, 0))[1] if behind else behind
    if trigger is None and customer:
        # 众联谢军昨天电话里讲…: behind the customer his person's name stands.
        behind = max([behind, *(one.end for one in reading.moments if 0 <= one.start - customer <= _LONGEST_PERSON)])
    anchor = trigger.start if trigger is not None else behind
    begin = record_start(reading, trigger)
    if trigger is not None and not begin:
        clause = reading.clause_of(trigger.start)[0]
        if any(moment.dated and clause <= moment.start < trigger.start for moment in reading.moments):
            begin = clause  # 王总生日11月30，今天去送了蛋糕
    if begin and not any(moment.dated for moment in reading.moments if begin <= moment.start < limit):
        begin = 0  # 昨天没去东吴，去了恒力
    return [
        moment
        for moment in reading.moments
        if begin <= moment.start < limit
        and _is_of_visit(reading, moment, anchor, everywhere=everywhere)
        and (everywhere or moment.start < behind or is_alone(reading.masked, moment))
    ]


_LONGEST_PERSON: Final = 5
_LONG_AGO: Final = 180
"""Days; a bare 12月25号 that lies farther back is the coming one."""
_APART: Final = " ,。;:、!?\n()"


def is_alone(masked: str, moment: Moment) -> bool:
    """Behind the verb a past day is the goods' (上周三寄的样品), unless it stands by itself (谈报价 上周五)."""
    return (moment.start == 0 or masked[moment.start - 1] in _APART) and (
        moment.end == len(masked) or masked[moment.end] in _APART
    )


def _is_of_visit(reading: Reading, moment: Moment, anchor: int, *, everywhere: bool) -> bool:
    if moment.past is not None and moment.leaning is Leaning.EITHER and (reading.today - moment.past).days > _LONG_AGO:
        return False  # 圣诞前都在北京: nobody tells in December of the last Christmas
    if moment.leaning is Leaning.FUTURE or (not everywhere and OF_A_THING.match(reading.masked, moment.end)):
        return False
    if moment.leaning is Leaning.EITHER and moment.dated and not everywhere:
        return moment.end <= anchor or MAKE_UP.match(reading.masked) is not None
    if moment.clock is not None and not moment.dated:
        return moment.end <= anchor or everywhere
    return True
